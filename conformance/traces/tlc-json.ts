/**
 * Values that TLC wrote as JSON. Something is lost there: sets, sequences and functions over 1..n are arrays, model values are strings, the
 * keys of other functions are text. So a value is not read but recognised: a state of the specification fits if TLC could have
 * written it so. That takes no types, and leaves open only what TLC left open.
 */
import { canonicalJson, type JsonNode, jsonError, parseJson, parseJsonLines } from '../itf/json.ts';
import { type Decoding, openStates, type WrittenAction, type WrittenState } from './states.ts';
import { type NodeParts, openCounterexample } from './tlc-dump.ts';
import { LossyJson } from './tlc-lossy.ts';
import type { OpenTrace, TraceText } from './trace.ts';

/** How a line of newline-delimited JSON names the action that led to its state. */
const ACTION = '_action';

const lossy: Decoding<JsonNode> = (source, model) => {
  const notation = new LossyJson(source, model);
  return { value: (node) => notation.told(node), notation };
};

const JSON_PARTS: NodeParts<JsonNode> = {
  at: (node) => node.at,
  items: (node) => (node.kind === 'array' ? node.items : undefined),
  fields: (node) => (node.kind === 'object' ? node.entries : undefined),
  integer: (node) => (node.kind === 'number' && /^\d+$/.test(node.text) ? Number(node.text) : undefined),
  string: (node) => (node.kind === 'string' ? node.value : undefined),
  text: canonicalJson,
  decoding: lossy,
};

/** A counterexample of TLC's. @throws TlaError `usage` */
export function openJsonDump(source: TraceText): OpenTrace {
  const root = parseJson(source.text, source.path);
  const found = root.kind === 'object' ? root.entries.get('counterexample') : undefined;
  if (found === undefined) throw jsonError(source.path, source.text, root.at, '"counterexample" is missing');
  return openCounterexample(source, JSON_PARTS, found);
}

/**
 * Newline-delimited JSON: a state on each line, and in `_action` the name of the action that led to it, or TLC's record of it.
 * @throws TlaError `usage`
 */
export function openJsonLines(source: TraceText): OpenTrace {
  const states = parseJsonLines(source.text, source.path).map((node, index): WrittenState<JsonNode> => {
    if (node.kind !== 'object')
      throw jsonError(source.path, source.text, node.at, 'a line must be an object with the variables of a state');
    const values = new Map([...node.entries].filter(([name]) => name !== ACTION));
    const action = index === 0 ? undefined : actionOf(source, node.entries.get(ACTION));
    return { at: node.at, index, action, values };
  });
  return openStates(source, states, undefined, lossy);
}

function actionOf(source: TraceText, node: JsonNode | undefined): WrittenAction<JsonNode> | undefined {
  if (node === undefined || node.kind === 'null') return undefined;
  const name = node.kind === 'object' ? node.entries.get('name') : node;
  if (name?.kind !== 'string') throw jsonError(source.path, source.text, node.at, `"${ACTION}" must be the name of an action`);
  return { name: name.value, parameters: [] };
}
