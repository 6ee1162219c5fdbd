/** The concrete syntax tree as plain objects, and how to find one's way in it. */
import type { Loc, Source } from '../errors.ts';
import { TlaError } from '../errors.ts';

/** A node of the concrete tree; `start` and `end` are offsets into the text. */
export interface Cst {
  readonly type: string;
  readonly named: boolean;
  readonly field: string | null;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Cst[];
}

/** What the builders need besides the node: the text and the table of its lines. */
export interface Context {
  readonly source: Source;
  readonly lineStarts: readonly number[];
}

/** Starts the work on a source. */
export function contextOf(source: Source): Context {
  return { source, lineStarts: lineStartsOf(source.text) };
}

/** The offset at which each line starts. */
export function lineStartsOf(text: string): readonly number[] {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return lineStarts;
}

export function textOf(cx: Context, node: Cst): string {
  return cx.source.text.slice(node.start, node.end);
}

export function locOf(cx: Context, node: Cst): Loc {
  return locAt(cx, node.start, node.end);
}

/** The place from one offset to another. */
export function locAt(cx: Context, start: number, end: number): Loc {
  const from = lineOf(cx.lineStarts, start);
  const to = lineOf(cx.lineStarts, end);
  return {
    source: cx.source,
    line: from + 1,
    col: start - (cx.lineStarts[from] ?? 0) + 1,
    endLine: to + 1,
    endCol: end - (cx.lineStarts[to] ?? 0) + 1,
  };
}

/** The smallest place that covers both. */
export function span(a: Loc, b: Loc): Loc {
  return { source: a.source, line: a.line, col: a.col, endLine: b.endLine, endCol: b.endCol };
}

function lineOf(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The first child of one of the types. */
export function childOf(node: Cst, ...types: readonly string[]): Cst | undefined {
  return node.children.find((c) => types.includes(c.type));
}

/** The first child in a field. */
export function fieldOf(node: Cst, field: string): Cst | undefined {
  return node.children.find((c) => c.field === field);
}

/** The named children in a field (the punctuation between them left out). */
export function fieldsOf(node: Cst, field: string): readonly Cst[] {
  return node.children.filter((c) => c.field === field && c.named);
}

export function namedOf(node: Cst): readonly Cst[] {
  return node.children.filter((c) => c.named);
}

/** The child that the grammar promises; its absence is a construct that we do not know. */
export function need(cx: Context, node: Cst, child: Cst | undefined): Cst {
  return child ?? unknownNode(cx, node);
}

/** Refuses a construct of the grammar that the abstract syntax has no place for: never dropped silently. */
export function unknownNode(cx: Context, node: Cst): never {
  throw new TlaError('unsupported', `${node.type.replaceAll('_', ' ')} is not supported here`, locOf(cx, node), node.type);
}

/** A parse error at a node. */
export function parseError(cx: Context, node: Cst, message: string): never {
  throw new TlaError('parse', message, locOf(cx, node));
}
