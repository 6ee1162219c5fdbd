/** Operators that turn values into text and back: Json, SVG, atoi, and the model values of TLCExt. */
import { TlaError } from '../errors.ts';
import type { Heap } from '../values/heap.ts';
import { K_FN, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../values/heap.ts';
import { library, type NativeTable, recordOf, wrongArgument } from './natives-support.ts';

/** The elements of a sequence or of an explicit set. */
function items(heap: Heap, v: number): number[] {
  const o = heap.offset(v);
  return Array.from(heap.arena.subarray(o, o + heap.size(v)));
}

/** The arguments and values of a function. */
function entries(heap: Heap, f: number): (readonly [key: number, value: number])[] {
  return items(heap, heap.norm(heap.domain(f))).map((key, i) => [key, heap.fnValue(f, i)] as const);
}

function json(heap: Heap, v: number): string {
  switch (heap.kind(v)) {
    case K_SEQ:
    case K_SET:
      return jsonArray(heap, v);
    case K_REC:
    case K_FN:
      return jsonObject(heap, v);
    case K_STR:
      return jsonString(heap.strVal(v));
    case K_MODEL:
      return jsonString(heap.modelName(v));
    default:
      if (heap.isInt(v)) return String(heap.intVal(v));
      if (heap.isBool(v)) return String(heap.boolVal(v));
      throw new TlaError('evaluation', `Cannot convert value: unsupported value type\n${heap.toText(v)}`);
  }
}

/** JSON with the two separators of JavaScript escaped, as gson does it. */
function jsonString(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

function jsonArray(heap: Heap, v: number): string {
  const kind = heap.kind(v);
  if (kind === K_FN) return jsonObject(heap, v);
  if (kind !== K_SEQ && kind !== K_SET) throw new TlaError('evaluation', `Cannot convert value: unsupported value type\n${heap.toText(v)}`);
  return `[${items(heap, v)
    .map((e) => json(heap, e))
    .join(',')}]`;
}

function jsonObject(heap: Heap, v: number): string {
  const kind = heap.kind(v);
  if (kind !== K_REC && kind !== K_FN && kind !== K_SEQ)
    throw new TlaError('evaluation', `Cannot convert value: unsupported value type\n${heap.toText(v)}`);
  // A tuple as an object is numbered from 0.
  const name = (key: number, i: number): string =>
    kind === K_SEQ ? String(i) : heap.kind(key) === K_STR ? heap.strVal(key) : heap.toText(key);
  return `{${entries(heap, v)
    .map(([key, value], i) => `${jsonString(name(key, i))}:${json(heap, value)}`)
    .join(',')}}`;
}

export const JSON_MODULE: NativeTable = {
  ToJson: library('ToJson', (heap, v) => heap.str(json(heap, v))),
  ToJsonArray: library('ToJsonArray', (heap, v) => heap.str(jsonArray(heap, v))),
  ToJsonObject: library('ToJsonObject', (heap, v) => heap.str(jsonObject(heap, v))),
};

/** The text of an element: attributes in single quotes, `_` of a name as `-`. */
function svgText(heap: Heap, element: number): string {
  const field = (name: string): number => heap.field(element, heap.str(name));
  const attrs = entries(heap, field('attrs')).map(([key, value]) => ` ${heap.strVal(key).replaceAll('_', '-')}='${heap.strVal(value)}'`);
  const children = entries(heap, field('children')).map(([, child]) => svgText(heap, child));
  const inner = heap.strVal(field('innerText')).replaceAll('<<', '&lt;&lt;').replaceAll('>>', '&gt;&gt;');
  const name = heap.strVal(field('name'));
  return `<${name}${attrs.join('')}>${inner}${children.join('')}</${name}>`;
}

function point(heap: Heap, x: number, y: number): number {
  return recordOf(heap, { x: heap.int(Math.trunc(x) + 0), y: heap.int(Math.trunc(y) + 0) });
}

/** Place n of m on a circle. */
function ringNode(heap: Heap, cx: number, cy: number, r: number, n: number, m: number): number {
  const [x, y, radius, i, of] = [heap.intVal(cx), heap.intVal(cy), heap.intVal(r), heap.intVal(n), heap.intVal(m)];
  const angle = ((2 * Math.PI) / of) * i;
  return point(heap, x + radius * Math.cos(angle), y + radius * Math.sin(angle));
}

function pointOnLine(heap: Heap, from: number, to: number, segment: number): number {
  const along = (name: string): number => {
    const a = heap.intVal(heap.field(from, heap.str(name)));
    return a + (heap.intVal(heap.field(to, heap.str(name))) - a) / heap.intVal(segment);
  };
  return point(heap, along('x'), along('y'));
}

export const SVG: NativeTable = {
  SVGElemToString: library('SVGElemToString', (heap, e) => heap.str(svgText(heap, e))),
  NodeOfRingNetwork: library('NodeOfRingNetwork', ringNode),
  PointOnLine: library('PointOnLine', pointOnLine),
};

function atoi(heap: Heap, v: number): number {
  const text = heap.kind(v) === K_STR ? heap.strVal(v) : '';
  if (!/^[+-]?\d+$/.test(text) || Number(text) < -2147483648 || Number(text) > 2147483647)
    wrongArgument(heap, 'first', 'atoi', 'string of digits', v);
  return Number(text) + 0;
}

export const IO_UTILS: NativeTable = { atoi: library('atoi', atoi, 'int') };

export const TLC_EXT: NativeTable = { TLCModelValue: library('TLCModelValue', (heap, name) => heap.model(heap.strVal(name))) };
