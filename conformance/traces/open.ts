/** Which format a trace has, by what it contains. */
import { jsonError } from '../itf/json.ts';
import { openItfTrace } from '../itf/trace.ts';
import { type NodeParts, openCounterexample } from './tlc-dump.ts';
import { openJsonDump, openJsonLines } from './tlc-json.ts';
import { openOutput, openSimulation, tlaText } from './tlc-text.ts';
import type { OpenTrace, TraceText } from './trace.ts';
import { type TlaNode, ValueReader } from './value.ts';

type Format = 'itf' | 'json dump' | 'json lines' | 'simulation' | 'dump' | 'output';

/** What a format begins with, in the order in which it is looked for. */
const BEGINNINGS: readonly (readonly [Format, RegExp])[] = [
  ['itf', /^\uFEFF?\s*\{\s*"(#meta|vars|params|states|loop)"\s*:/],
  ['json dump', /^\uFEFF?\s*\{\s*"counterexample"\s*:/],
  ['json lines', /^\uFEFF?\s*\{[^\n]*\}[ \t\r]*\n\s*\{/],
  ['dump', /^\s*-{4,}[^\n]*\n[\s\S]{0,1000}^CounterExample ==/m],
  ['simulation', /^\s*-{4,} *MODULE [^\n]*\n[\s\S]{0,1000}^STATE_\d+ *==/m],
  ['output', /^(TLC2 Version |@!@!@STARTMSG |State 1: <)/m],
];

function formatOf(text: string): Format | undefined {
  return BEGINNINGS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Does a text that begins so hold a trace? @param head some thousand characters */
export function looksLikeTrace(head: string): boolean {
  return formatOf(head) !== undefined;
}

/**
 * Parses the traces of a file: our ITF, Apalache's and Quint's; TLC's output, with and without `-tool`, its `-dumpTrace` as JSON and TLA+ text,
 * the files of its simulation, and newline-delimited JSON. @throws TlaError `usage`, with path, line and column, for anything else
 */
export function openTraces(text: string, path: string): readonly OpenTrace[] {
  const source: TraceText = { path, text };
  switch (formatOf(text)) {
    case 'itf':
      return [openItf(source)];
    case 'json dump':
      return [openJsonDump(source)];
    case 'json lines':
      return [openJsonLines(source)];
    case 'dump':
      return [openDump(source)];
    case 'simulation':
      return [openSimulation(source)];
    case 'output':
      return openOutput(source);
    case undefined:
      // What is wrong with it is said best by the reader of the format that it is meant to be in.
      if (/^\uFEFF?\s*([{[]|$)/.test(text)) return [openItf(source)];
      throw jsonError(path, text, 0, "this is no trace: traces are ITF, or TLC's output, its -dumpTrace or the files of its simulation");
  }
}

const TLA_PARTS: NodeParts<TlaNode> = {
  at: (node) => node.at,
  items: (node) => (node.k === 'set' || node.k === 'tuple' ? node.items : undefined),
  fields: (node) => (node.k === 'record' ? node.fields : undefined),
  integer: (node) => (node.k === 'int' && Number(node.text) > 0 ? Number(node.text) : undefined),
  string: (node) => (node.k === 'str' ? node.value : undefined),
  text: (node) => JSON.stringify(node, (key, value) => (key === 'at' ? undefined : value instanceof Map ? [...value] : value)),
  decoding: tlaText,
};

function openDump(source: TraceText): OpenTrace {
  const begin = /^CounterExample ==/m.exec(source.text);
  const reader = new ValueReader(source, (begin?.index ?? 0) + (begin?.[0].length ?? 0));
  const root = reader.value();
  reader.need('====');
  return openCounterexample(source, TLA_PARTS, root);
}

function openItf({ text, path }: TraceText): OpenTrace {
  const { vars, decode } = openItfTrace(text, path);
  return { vars, decode: ({ heap, ...options }) => decode(heap, options) };
}
