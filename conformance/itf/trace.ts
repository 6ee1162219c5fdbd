/**
 * Traces in the Informal Trace Format: `{"#meta"?, params?, vars, states, loop?}`. Our own traces name the action that led to a
 * state in that state's `#meta`: `{"index": 3, "action": {"name": "Timeout", "parameters": [...]}}`.
 */

import { TlaError } from '../tla-to-ts/errors.ts';
import type { Heap, Id } from '../tla-to-ts/values/heap.ts';
import type { JsonNode } from './json.ts';
import { jsonError, parseJson } from './json.ts';
import type { DecodeContext, Json } from './values.ts';
import { decodeValue, encodeValue } from './values.ts';

/** The action that led to a state, with the values of its parameters in order. */
export interface ItfAction {
  readonly name: string;
  readonly parameters: readonly Id[];
}

export interface ItfState {
  /** The position in the behaviour, from 0. */
  readonly index: number;
  /** Undefined in the initial state, and when the writer of the trace did not say. */
  readonly action: ItfAction | undefined;
  /** One value for each variable, in the order of `vars`. */
  readonly values: readonly Id[];
}

export interface ItfTrace {
  readonly vars: readonly string[];
  readonly states: readonly ItfState[];
  /** For a lasso: the index of the state that follows the last one. */
  readonly loop: number | undefined;
  /** What the trace shows, for `#meta.description`. */
  readonly description: string | undefined;
}

export interface ReadOptions {
  /** The name of the file, for messages. */
  readonly path?: string;
  /** Strings with these names are read as model values. */
  readonly modelValues?: ReadonlySet<string>;
}

const NO_NAMES: ReadonlySet<string> = new Set();
const FORMAT_URL = 'https://apalache-mc.org/docs/adr/015adr-trace.html';

/**
 * Reads a trace. Raises a TlaError of class 'usage', with path, line and column, at the first thing that is wrong: the syntax,
 * a missing or unknown variable, a form that is not a TLA+ value, values that cannot stand in one set.
 */
export function readItfTrace(text: string, heap: Heap, options: ReadOptions = {}): ItfTrace {
  const path = options.path ?? 'trace';
  const context: DecodeContext = { heap, path, text, modelValues: options.modelValues ?? NO_NAMES };
  const mark = heap.begin();
  try {
    return decodeTrace(context, parseJson(text, path));
  } catch (error) {
    heap.sp = mark;
    throw error;
  }
}

function decodeTrace(context: DecodeContext, root: JsonNode): ItfTrace {
  if (root.kind !== 'object') return refuse(context, root, 'a trace is a JSON object with "vars" and "states"');
  const vars = names(context, required(context, root, 'vars'), 'vars');
  const params = root.entries.get('params');
  const constants = params === undefined ? [] : names(context, params, 'params');
  const states = required(context, root, 'states');
  if (states.kind !== 'array') return refuse(context, states, '"states" must be an array');
  if (states.items.length === 0) return refuse(context, states, 'the trace has no state');
  const meta = root.entries.get('#meta');
  const description = meta?.kind === 'object' ? meta.entries.get('description') : undefined;
  return {
    vars,
    states: states.items.map((state, i) => decodeState(context, state, i, vars, constants)),
    loop: decodeLoop(context, root.entries.get('loop'), states.items.length),
    description: description?.kind === 'string' ? description.value : undefined,
  };
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function refuse(context: DecodeContext, node: JsonNode, message: string): never {
  throw jsonError(context.path, context.text, node.at, message);
}

function required(context: DecodeContext, node: ObjectNode, key: string): JsonNode {
  return node.entries.get(key) ?? refuse(context, node, `"${key}" is missing`);
}

function names(context: DecodeContext, node: JsonNode, key: string): string[] {
  if (node.kind !== 'array') return refuse(context, node, `"${key}" must be an array of names`);
  const result = new Set<string>();
  for (const item of node.items) {
    if (item.kind !== 'string') return refuse(context, item, `"${key}" must be an array of names`);
    if (result.has(item.value)) return refuse(context, item, `"${key}" names ${item.value} twice`);
    result.add(item.value);
  }
  return [...result];
}

function decodeLoop(context: DecodeContext, node: JsonNode | undefined, length: number): number | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const loop = node.kind === 'number' ? Number(node.text) : Number.NaN;
  if (!Number.isInteger(loop) || loop < 0 || loop >= length) {
    return refuse(context, node, `"loop" must be the index of a state, 0 to ${length - 1}`);
  }
  return loop;
}

function decodeState(
  context: DecodeContext,
  node: JsonNode,
  position: number,
  vars: readonly string[],
  params: readonly string[],
): ItfState {
  if (node.kind !== 'object') return refuse(context, node, `state ${position} must be an object`);
  for (const [key, value] of node.entries) {
    if (key === '#meta' || vars.includes(key) || params.includes(key)) continue;
    refuse(context, value, `state ${position} has the variable ${key}, which "vars" does not name`);
  }
  const values = vars.map((name) => {
    const value = node.entries.get(name);
    if (value === undefined) return refuse(context, node, `state ${position} lacks the variable ${name}`);
    return decodeAt(context, value, `state ${position}, variable ${name}`);
  });
  const meta = node.entries.get('#meta');
  if (meta === undefined) return { index: position, action: undefined, values };
  if (meta.kind !== 'object') return refuse(context, meta, `"#meta" of state ${position} must be an object`);
  const index = meta.entries.get('index');
  if (index !== undefined && index.kind !== 'number') return refuse(context, index, '"index" must be a number');
  return {
    index: index === undefined ? position : Number(index.text),
    action: decodeAction(context, meta.entries.get('action'), position),
    values,
  };
}

/** Decodes a value; an error of the heap, such as {1, "a"}, becomes an error of the file. */
function decodeAt(context: DecodeContext, node: JsonNode, what: string): Id {
  try {
    return decodeValue(context, node);
  } catch (error) {
    if (!(error instanceof TlaError) || error.errorClass === 'usage') throw error;
    return refuse(context, node, `${what}: ${error.message}`);
  }
}

function decodeAction(context: DecodeContext, node: JsonNode | undefined, position: number): ItfAction | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const form = `"action" of state ${position} must be {"name": string, "parameters": array}`;
  if (node.kind !== 'object') return refuse(context, node, form);
  const name = required(context, node, 'name');
  const parameters = node.entries.get('parameters');
  if (name.kind !== 'string') return refuse(context, name, form);
  if (parameters === undefined) return { name: name.value, parameters: [] };
  if (parameters.kind !== 'array') return refuse(context, parameters, form);
  const what = `state ${position}, parameters of ${name.value}`;
  return { name: name.value, parameters: parameters.items.map((item) => decodeAt(context, item, what)) };
}

/** The text of a trace, one line for each state, with a line feed at the end. Each state has a value for each variable. */
export function writeItfTrace(trace: ItfTrace, heap: Heap): string {
  const format = { format: 'ITF', 'format-description': FORMAT_URL };
  const meta = trace.description === undefined ? format : { ...format, description: trace.description };
  const lines = [
    `  "#meta": ${JSON.stringify(meta)}`,
    `  "vars": ${JSON.stringify(trace.vars)}`,
    `  "states": [\n${trace.states.map((state) => `    ${stateLine(trace.vars, state, heap)}`).join(',\n')}\n  ]`,
  ];
  if (trace.loop !== undefined) lines.push(`  "loop": ${trace.loop}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function stateLine(vars: readonly string[], state: ItfState, heap: Heap): string {
  const encode = (id: Id): Json => encodeValue(heap, id);
  const { index, action } = state;
  const meta = action === undefined ? { index } : { index, action: { name: action.name, parameters: action.parameters.map(encode) } };
  const values = vars.map((name, i): [string, Json] => {
    const value = state.values[i];
    if (value === undefined) throw new TlaError('usage', `State ${state.index} of the trace has no value for ${name}.`);
    return [name, encode(value)];
  });
  return JSON.stringify(Object.fromEntries([['#meta', meta] as const, ...values]));
}
