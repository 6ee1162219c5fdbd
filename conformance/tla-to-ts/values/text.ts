/**
 * Values as TLC prints them, on one line (tlc2.value.impl.*.toString). One difference: TLC prints a set that was written as 1..3
 * in that form, here it is {1, 2, 3} like every explicit set.
 */

import type { HeapFunctions } from './functions.ts';
import type { Id } from './kinds.ts';
import {
  K_BOOL,
  K_FN,
  K_INT,
  K_MODEL,
  K_REC,
  K_SEQ,
  K_SET,
  K_STR,
  L_CAP,
  L_CUP,
  L_DIFF,
  L_FCNSET,
  L_INTERVAL,
  L_NAT,
  L_PROD,
  L_RECSET,
  L_SEQ,
  L_STRING,
  L_SUBSET,
} from './kinds.ts';

/** TLC prints the elements of a lazy set with fewer elements than this (tlc2.TLCGlobals.enumBound). */
const EXPAND_BOUND = 2000;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

/** A TLA+ string literal. */
function quoted(text: string): string {
  return `"${text.replace(/["\\\t\n\f\r]/g, (c) => ESCAPES[c] ?? c)}"`;
}

/** Whether TLC takes a string for a field name when it prints a function over strings as a record. */
function isFieldName(text: string): boolean {
  return /^[\p{L}\p{Nd}_]*$/u.test(text) && /\p{L}/u.test(text) && !/^[WS]F_./.test(text);
}

export function valueText(heap: HeapFunctions, id: Id): string {
  const kind = heap.kind(id);
  switch (kind) {
    case K_BOOL:
      return heap.boolVal(id) ? 'TRUE' : 'FALSE';
    case K_INT:
      return String(heap.intVal(id));
    case K_STR:
      return quoted(heap.strVal(id));
    case K_MODEL:
      return heap.modelName(id);
    case K_SET:
      return `{${elements(heap, id)}}`;
    case K_SEQ:
      return `<<${elements(heap, id)}>>`;
    case K_FN:
    case K_REC:
      return functionText(heap, id);
    default:
      return lazyText(heap, id, kind);
  }
}

function elements(heap: HeapFunctions, id: Id): string {
  const o = heap.offset(id);
  return Array.from(heap.arena.subarray(o, o + heap.size(id)), (part) => valueText(heap, part)).join(', ');
}

function functionText(heap: HeapFunctions, id: Id): string {
  const keys = heap.domain(id);
  const pairs = heap.shapeFields(keys).map((key, i) => [key, valueText(heap, heap.fnValue(id, i))] as const);
  if (heap.kind(id) === K_REC && pairs.every(([key]) => isFieldName(heap.strVal(key)))) {
    return `[${pairs.map(([key, value]) => `${heap.strVal(key)} |-> ${value}`).join(', ')}]`;
  }
  return `(${pairs.map(([key, value]) => `${valueText(heap, key)} :> ${value}`).join(' @@ ')})`;
}

/** The explicit set, when it is small. Printing never fails: TLC, too, falls back to the symbolic form. */
function expanded(heap: HeapFunctions, id: Id): Id | undefined {
  const mark = heap.begin();
  try {
    return heap.sizeBound(id) < EXPAND_BOUND ? heap.norm(id) : undefined;
  } catch {
    heap.sp = mark;
    return undefined;
  }
}

function lazyText(heap: HeapFunctions, id: Id, kind: number): string {
  const explicit = kind === L_INTERVAL ? undefined : expanded(heap, id);
  if (explicit !== undefined) return valueText(heap, explicit);
  const o = heap.offset(id);
  const texts = Array.from(heap.arena.subarray(o, o + heap.size(id)), (part) => valueText(heap, part));
  const [first = '', second = ''] = texts;
  switch (kind) {
    case L_INTERVAL:
      return `${first}..${second}`;
    case L_SUBSET:
      return `SUBSET ${first}`;
    case L_FCNSET:
      return `[${first} -> ${second}]`;
    case L_RECSET: {
      const names = heap.shapeFields(heap.arena[o] as number).map((name) => heap.strVal(name));
      return `[${names.map((name, i) => `${name}: ${texts[i + 1] ?? ''}`).join(', ')}]`;
    }
    case L_PROD:
      return `(${texts.join(' \\X ')})`;
    case L_SEQ:
      return `Seq(${first})`;
    case L_CUP:
      return `${first} \\cup ${second}`;
    case L_CAP:
      return `${first} \\cap ${second}`;
    case L_DIFF:
      return `${first} \\ ${second}`;
    default:
      return kind === L_NAT ? 'Nat' : kind === L_STRING ? 'STRING' : id === heap.intSet ? 'Int' : 'ANY';
  }
}
