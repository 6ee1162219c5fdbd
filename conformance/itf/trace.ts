/**
 * Traces in the Informal Trace Format: `{"#meta"?, params?, vars, states, loop?}`. Our own traces name the action that led to a
 * state in that state's `#meta`: `{"index": 3, "action": {"name": "Timeout", "parameters": [...]}}`; Quint's in a variable.
 *
 * Lassos: `loop` is the index of the state that follows the last one. Apalache does not write it: in its traces of temporal
 * properties the last state repeats the one in which the loop begins, so that a replay of the states takes the loop once; which one
 * that is, is told by variables of Apalache's own.
 */

import { TlaError } from '../tla-to-ts/errors.ts';
import type { Heap, Id } from '../tla-to-ts/values/heap.ts';
import type { JsonNode } from './json.ts';
import { type JsonExtent, JsonParser, jsonError, parseExtent } from './json.ts';
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
  /** The variables of the specification; what tools add to them is left out. Default: all that the trace has. */
  readonly variables?: ReadonlySet<string>;
  /** What was decoded before, with the same heap and the same names. */
  readonly texts?: KnownTexts;
}

/** A trace that was parsed; what its values are depends on the model. */
export interface OpenItf {
  readonly vars: readonly string[];
  /** @throws TlaError `usage` for a form that is not a TLA+ value, or values that cannot stand in one set */
  decode(heap: Heap, options: Omit<ReadOptions, 'path'>): ItfTrace;
}

const NO_NAMES: ReadonlySet<string> = new Set();
/** The variable in which Quint names the action that led to a state. */
const ACTION_TAKEN = 'mbt::actionTaken';
const FORMAT_URL = 'https://apalache-mc.org/docs/adr/015adr-trace.html';

/**
 * Reads a trace. Raises a TlaError of class 'usage', with path, line and column, at the first thing that is wrong: the syntax,
 * a missing or unknown variable, a form that is not a TLA+ value, values that cannot stand in one set.
 */
export function readItfTrace(text: string, heap: Heap, options: ReadOptions = {}): ItfTrace {
  return openItfTrace(text, options.path ?? 'trace').decode(heap, options);
}

/**
 * Parses a trace, but for the values in it: most of them are in another state, too, and are decoded once.
 * @throws TlaError `usage` for what is no trace, or has a state with missing or unknown variables
 */
export function openItfTrace(text: string, path: string): OpenItf {
  const source: TraceSource = { path, text };
  const parser = new JsonParser(text, path);
  const begin = parser.begin();
  const heads = new Map<string, JsonNode>();
  let states: readonly StateText[] | undefined;
  if (begin !== '{') return refuse(source, parser.value(), FORM);
  parser.entries((key, keyAt) => {
    if (heads.has(key) || (key === 'states' && states !== undefined)) parser.twice(key, keyAt);
    if (key === 'states' && parser.peek() === '[') states = readStates(parser);
    else heads.set(key, parser.value());
  });
  parser.finish();
  const root: ObjectNode = { kind: 'object', at: text.indexOf('{'), entries: heads };
  const vars = names(source, required(source, root, 'vars'), 'vars');
  const params = heads.get('params');
  const constants = params === undefined ? [] : names(source, params, 'params');
  const found = states ?? refuse(source, required(source, root, 'states'), '"states" must be an array');
  if (found.length === 0) return refuse(source, { at: text.indexOf('[', text.indexOf('"states"')) }, 'the trace has no state');
  const known = new Set([...vars, ...constants]);
  found.forEach((state, i) => {
    checkState(source, state, i, vars, known);
  });
  const loop = decodeLoop(source, heads.get('loop'), found.length);
  const meta = heads.get('#meta');
  const description = meta?.kind === 'object' ? meta.entries.get('description') : undefined;
  const decode: OpenItf['decode'] = (heap, { modelValues, variables, texts }) => {
    const context: StateContext = { ...source, heap, modelValues: modelValues ?? NO_NAMES, texts: texts ?? new KnownTexts() };
    const wanted = vars.filter((name) => variables === undefined || variables.has(name) || !isAuxiliary(name));
    const mark = heap.begin();
    try {
      return {
        vars: wanted,
        states: found.map((state, i) => decodeState(context, state, i, wanted)),
        loop,
        description: description?.kind === 'string' ? description.value : undefined,
      };
    } catch (error) {
      heap.sp = mark;
      throw error;
    }
  };
  return { vars, decode };
}

const FORM = 'a trace is a JSON object with "vars" and "states"';

/** A state whose values were not looked into. */
interface StateText {
  readonly at: number;
  readonly meta: JsonNode | undefined;
  readonly values: ReadonlyMap<string, JsonExtent>;
}

/** What states are decoded with. */
interface StateContext extends DecodeContext {
  readonly texts: KnownTexts;
}

/** The values that texts were decoded to, for one model. When there are too many, they are forgotten. */
export class KnownTexts {
  private readonly known: Map<string, Id> = new Map();
  private size = 0;

  get(text: string): Id | undefined {
    return this.known.get(text);
  }

  set(text: string, value: Id): void {
    if (this.size > MAX_KNOWN) {
      this.known.clear();
      this.size = 0;
    }
    this.size += text.length;
    // A copy: as a part of the text of the file it would keep the whole of it.
    this.known.set(JSON.parse(JSON.stringify(text)), value);
  }
}

/** So many characters of texts are kept. */
const MAX_KNOWN = 1 << 26;

function readStates(parser: JsonParser): readonly StateText[] {
  const states: StateText[] = [];
  parser.elements((at) => {
    const values = new Map<string, JsonExtent>();
    let meta: JsonNode | undefined;
    if (parser.peek() !== '{') parser.fail(`state ${states.length} must be an object`);
    parser.entries((key, keyAt) => {
      if (values.has(key) || (key === '#meta' && meta !== undefined)) parser.twice(key, keyAt);
      if (key === '#meta') meta = parser.value();
      else values.set(key, parser.skip());
    });
    states.push({ at, meta, values });
  });
  return states;
}

/** Is this a variable that a tool adds to those of the specification: Apalache's for temporal properties, Quint's for its actions? */
export function isAuxiliary(variable: string): boolean {
  return variable.startsWith('__') || variable.startsWith('mbt::');
}

/** Where a trace comes from, for messages. */
type TraceSource = Pick<DecodeContext, 'path' | 'text'>;

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

function refuse(context: TraceSource, node: Pick<JsonNode, 'at'>, message: string): never {
  throw jsonError(context.path, context.text, node.at, message);
}

function required(context: TraceSource, node: ObjectNode, key: string): JsonNode {
  return node.entries.get(key) ?? refuse(context, node, `"${key}" is missing`);
}

function names(context: TraceSource, node: JsonNode, key: string): string[] {
  if (node.kind !== 'array') return refuse(context, node, `"${key}" must be an array of names`);
  const result = new Set<string>();
  for (const item of node.items) {
    if (item.kind !== 'string') return refuse(context, item, `"${key}" must be an array of names`);
    if (result.has(item.value)) return refuse(context, item, `"${key}" names ${item.value} twice`);
    result.add(item.value);
  }
  return [...result];
}

function decodeLoop(context: TraceSource, node: JsonNode | undefined, length: number): number | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const loop = node.kind === 'number' ? Number(node.text) : Number.NaN;
  if (!Number.isInteger(loop) || loop < 0 || loop >= length) {
    return refuse(context, node, `"loop" must be the index of a state, 0 to ${length - 1}`);
  }
  return loop;
}

/** Has the state all variables, and no other? */
function checkState(source: TraceSource, state: StateText, position: number, vars: readonly string[], known: ReadonlySet<string>): void {
  for (const [key, extent] of state.values) {
    if (!known.has(key)) refuse(source, extent, `state ${position} has the variable ${key}, which "vars" does not name`);
  }
  for (const name of vars) if (!state.values.has(name)) refuse(source, state, `state ${position} lacks the variable ${name}`);
}

function decodeState(context: StateContext, state: StateText, position: number, vars: readonly string[]): ItfState {
  const values = vars.map((name) => decodeText(context, state, position, name));
  const { meta } = state;
  if (meta !== undefined && meta.kind !== 'object') return refuse(context, meta, `"#meta" of state ${position} must be an object`);
  const index = meta?.entries.get('index');
  if (index !== undefined && index.kind !== 'number') return refuse(context, index, '"index" must be a number');
  return {
    index: index === undefined ? position : Number(index.text),
    action: decodeAction(context, meta?.entries.get('action'), position) ?? actionTaken(context, state, position, vars),
    values,
  };
}

function decodeText(context: StateContext, state: StateText, position: number, name: string): Id {
  const extent = state.values.get(name) ?? refuse(context, state, `state ${position} lacks the variable ${name}`);
  const text = context.text.slice(extent.at, extent.end);
  const known = context.texts.get(text);
  if (known !== undefined) return known;
  const value = decodeAt(context, parseExtent(context.text, context.path, extent), `state ${position}, variable ${name}`);
  context.texts.set(text, value);
  return value;
}

/** The action that Quint names in a variable, unless that is one of the specification; in the initial state there is none. */
function actionTaken(context: StateContext, state: StateText, position: number, vars: readonly string[]): ItfAction | undefined {
  const extent = state.values.get(ACTION_TAKEN);
  if (position === 0 || extent === undefined || vars.includes(ACTION_TAKEN)) return undefined;
  const taken = parseExtent(context.text, context.path, extent);
  return taken.kind !== 'string' || taken.value === '' ? undefined : { name: taken.value, parameters: [] };
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
