/**
 * Copies the parser's tree into plain objects: each look at a node of web-tree-sitter crosses into WebAssembly, so it is done
 * once for each node, with a cursor. On the way two rules are checked that the grammar is too lenient about: a symbol is as long
 * as it can be (`x<-1` holds an arrow), and what belongs to an item of a list stands to the right of its bullet.
 */
import type { TreeCursor } from 'web-tree-sitter';
import { TlaError } from '../errors.ts';
import type { Grammar } from './grammar.ts';
import type { Input } from './input.ts';
import { sourceOffset } from './input.ts';
import { symbolLength } from './operators.ts';
import type { Context, Cst } from './tree.ts';
import { locAt } from './tree.ts';

interface Reader {
  readonly cursor: TreeCursor;
  readonly grammar: Grammar;
  readonly cx: Context;
  readonly input: Input;
  /** The line that has been reached: leaves come in the order of the text. */
  lineStart: number;
  lineEnd: number;
}

const none: readonly Cst[] = [];
const outsideLists = -1;

/** Copies the node under the cursor with all that is below it. */
export function readTree(cursor: TreeCursor, grammar: Grammar, cx: Context, input: Input): Cst {
  return read({ cursor, grammar, cx, input, lineStart: 0, lineEnd: endOfLine(input, 0) }, outsideLists);
}

/** `bullet` is the column of the innermost list that the node belongs to. */
function read(reader: Reader, bullet: number): Cst {
  const { cursor, grammar, input } = reader;
  const type = grammar.types[cursor.nodeTypeId] ?? { name: 'ERROR', named: true, descend: true };
  const start = cursor.startIndex;
  let children: readonly Cst[] = none;
  if (type.descend && cursor.gotoFirstChild()) {
    const list = [read(reader, bullet)];
    const inner = type.name === 'conj_item' || type.name === 'disj_item' ? columnOf(reader, start) : bullet;
    while (cursor.gotoNextSibling()) list.push(read(reader, inner));
    cursor.gotoParent();
    children = list;
  }
  // A junction list ends, for the grammar, only where the next token stands.
  const end = children.at(-1)?.end ?? sourceOffset(input, cursor.endIndex);
  if (children === none) checkToken(reader, start, cursor.endIndex, bullet);
  const field = grammar.fields[cursor.currentFieldId] ?? null;
  return { type: type.name, named: type.named, field, start: sourceOffset(input, start), end, children };
}

function endOfLine(input: Input, from: number): number {
  const end = input.text.indexOf('\n', from);
  return end < 0 ? input.text.length : end;
}

function columnOf(reader: Reader, offset: number): number {
  while (offset > reader.lineEnd) {
    reader.lineStart = reader.lineEnd + 1;
    reader.lineEnd = endOfLine(reader.input, reader.lineStart);
  }
  return offset - reader.lineStart;
}

function checkToken(reader: Reader, start: number, end: number, bullet: number): void {
  const { text } = reader.input;
  if (bullet !== outsideLists && columnOf(reader, start) <= bullet) {
    fail(
      reader,
      start,
      end,
      `${text.slice(start, end).split('\n')[0]} stands too far to the left for the item of the list that it belongs to`,
    );
  }
  const length = symbolLength(text, start);
  if (length > end - start)
    fail(reader, start, start + length, `${text.slice(start, start + length)} is one symbol and is not expected here`);
}

function fail(reader: Reader, start: number, end: number, message: string): never {
  const { cx, input } = reader;
  throw new TlaError('parse', message, locAt(cx, sourceOffset(input, start), sourceOffset(input, end)));
}
