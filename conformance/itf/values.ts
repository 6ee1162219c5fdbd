/**
 * TLA+ values in the Informal Trace Format (Apalache ADR-015), both directions.
 *
 * | TLA+ | ITF |
 * |---|---|
 * | integer | `{"#bigint": "-12"}`; a JSON integer is accepted too |
 * | sequence, tuple, function over 1..n, the empty function | array; `{"#tup": [...]}` is accepted too |
 * | set | `{"#set": [...]}` |
 * | other function | `{"#map": [[key, value], ...]}` |
 * | record | object |
 * | model value | its name as a string, or `name_OF_TYPE`; decoding needs to be told which names are model values |
 * | set that cannot be enumerated | `{"#unserializable": text}`; refused when decoding |
 */

import type { Heap, Id } from '../tla-to-ts/values/heap.ts';
import { K_BOOL, K_FN, K_INT, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../tla-to-ts/values/heap.ts';
import { functionOf, recordOf, sequenceOf, setOf } from './build.ts';
import type { JsonNode } from './json.ts';
import { jsonError } from './json.ts';

/** A JSON value, as `JSON.stringify` takes it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The ITF form of a value. */
export function encodeValue(heap: Heap, id: Id): Json {
  switch (heap.kind(id)) {
    case K_BOOL:
      return heap.boolVal(id);
    case K_INT:
      return { '#bigint': String(heap.intVal(id)) };
    case K_STR:
      return heap.strVal(id);
    case K_MODEL:
      return heap.modelName(id);
    case K_SEQ:
      return parts(heap, id);
    case K_SET:
      return { '#set': parts(heap, id) };
    case K_REC:
      return encodeRecord(heap, id);
    case K_FN:
      return encodeMap(heap, id);
    default:
      return heap.isEnumerable(id) ? encodeValue(heap, heap.norm(id)) : { '#unserializable': heap.toText(id) };
  }
}

function parts(heap: Heap, id: Id): Json[] {
  return Array.from({ length: heap.size(id) }, (_, i) => encodeValue(heap, heap.elem(id, i)));
}

function encodeMap(heap: Heap, f: Id): Json {
  const keys = heap.shapeFields(heap.domain(f));
  return { '#map': keys.map((key, i) => [encodeValue(heap, key), encodeValue(heap, heap.fnValue(f, i))]) };
}

function encodeRecord(heap: Heap, r: Id): Json {
  const names = heap.shapeFields(heap.domain(r)).map((name) => heap.strVal(name));
  // An object with a key that starts with # would be read as one of the special forms.
  if (names.some((name) => name.startsWith('#'))) return encodeMap(heap, r);
  return Object.fromEntries(names.map((name, i) => [name, encodeValue(heap, heap.fnValue(r, i))]));
}

/** What decoding needs besides the JSON. */
export interface DecodeContext {
  readonly heap: Heap;
  /** The name of the file, for messages. */
  readonly path: string;
  /** The whole text, for the place in messages. */
  readonly text: string;
  /** Strings with these names are model values. */
  readonly modelValues: ReadonlySet<string>;
}

/** The value of an ITF form. Raises a TlaError of class 'usage' that names the place when it is not one. */
export function decodeValue(context: DecodeContext, node: JsonNode): Id {
  switch (node.kind) {
    case 'null':
      return refuse(context, node, 'null is not a TLA+ value');
    case 'boolean':
      return node.value ? 2 : 0;
    case 'number':
      return decodeInteger(context, node, node.text);
    case 'string':
      return decodeName(context, node.value);
    case 'array':
      return sequenceOf(context.heap, decodeItems(context, node.items));
    case 'object':
      return decodeObject(context, node);
  }
}

/** A string or a model value; Apalache writes a value of the uninterpreted type T as `name_OF_T`. */
function decodeName({ heap, modelValues }: DecodeContext, text: string): Id {
  if (modelValues.has(text)) return heap.model(text);
  const [, name = ''] = /^(.+)_OF_[A-Z][A-Z0-9_]*$/.exec(text) ?? [];
  return modelValues.has(name) ? heap.model(name) : heap.str(text);
}

function refuse(context: DecodeContext, node: JsonNode, message: string): never {
  throw jsonError(context.path, context.text, node.at, message);
}

function decodeInteger(context: DecodeContext, node: JsonNode, text: string): Id {
  if (!/^-?\d+$/.test(text)) return refuse(context, node, `${text} is not an integer`);
  const n = Number(text);
  if ((n | 0) !== n) return refuse(context, node, `the integer ${text} does not fit into 32 bits, TLC's range`);
  return context.heap.int(n);
}

function decodeItems(context: DecodeContext, items: readonly JsonNode[]): readonly Id[] {
  return items.map((item) => decodeValue(context, item));
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function decodeObject(context: DecodeContext, node: ObjectNode): Id {
  for (const [key, value] of node.entries) {
    if (!key.startsWith('#')) continue;
    if (node.entries.size > 1) return refuse(context, node, `"${key}" must be the only key of its object`);
    return decodeSpecial(context, key, value);
  }
  return decodeRecord(context, node);
}

function decodeSpecial(context: DecodeContext, key: string, value: JsonNode): Id {
  switch (key) {
    case '#bigint':
      if (value.kind !== 'string' && value.kind !== 'number') return refuse(context, value, '"#bigint" needs a string of digits');
      return decodeInteger(context, value, value.kind === 'string' ? value.value : value.text);
    case '#tup':
      return sequenceOf(context.heap, decodeItems(context, listOf(context, key, value)));
    case '#set':
      return setOf(context.heap, decodeItems(context, listOf(context, key, value)));
    case '#map':
      return decodeMap(context, listOf(context, key, value));
    case '#unserializable':
      return refuse(context, value, 'a value that the writer of the trace could not serialize ("#unserializable")');
    default:
      return refuse(context, value, `"${key}" is not a form of the Informal Trace Format`);
  }
}

function listOf(context: DecodeContext, key: string, node: JsonNode): readonly JsonNode[] {
  return node.kind === 'array' ? node.items : refuse(context, node, `"${key}" needs an array`);
}

function decodeMap(context: DecodeContext, pairs: readonly JsonNode[]): Id {
  const { heap } = context;
  const values = new Map<Id, Id>();
  for (const pair of pairs) {
    const [key, value, more] = pair.kind === 'array' ? pair.items : [];
    if (key === undefined || value === undefined || more !== undefined) {
      return refuse(context, pair, '"#map" needs an array of pairs [key, value]');
    }
    const x = decodeValue(context, key);
    if (values.has(x)) return refuse(context, key, `the key ${heap.toText(x)} occurs twice in this "#map"`);
    values.set(x, decodeValue(context, value));
  }
  return functionOf(heap, values);
}

function decodeRecord(context: DecodeContext, node: ObjectNode): Id {
  const fields = [...node.entries].map(([name, field]): [string, Id] => [name, decodeValue(context, field)]);
  return recordOf(context.heap, new Map(fields));
}
