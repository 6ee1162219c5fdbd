/**
 * Behaviours that TLC prints, in which values are TLA+ text and nothing is lost: the counterexamples of its output, with and without
 * `-tool`, and the files of `-simulate file=PREFIX`.
 */
import { jsonError } from '../itf/json.ts';
import { type Decoding, openStates, type WrittenAction, type WrittenLoop, type WrittenState } from './states.ts';
import { printedAction, printedState } from './tlc-state.ts';
import type { OpenTrace, TraceText } from './trace.ts';
import { decodeTla, type TlaNode, ValueReader } from './value.ts';

/** The lines that begin a state, or say where a lasso goes on. Groups: the state's number and what led there, or the same of the way back. */
const PLAIN = /^State (\d+): (.*)$|^Back to state (\d+):?(.*)$/gm;
const TOOL = /^@!@!@STARTMSG (?:2217|2218):\d+ @!@!@\r?\n(\d+): (.*)$|^@!@!@STARTMSG 2122:\d+ @!@!@\r?\n(\d+): Back to state:?(.*)$/gm;
const SIMULATION = /^(?:\\\* *(<.*)\r?\n\s*)?STATE_(\d+) *==/gm;

/** The behaviours that TLC's output shows; with `-continue` it may be several. @throws TlaError `usage` where there is none */
export function openOutput(source: TraceText): readonly OpenTrace[] {
  const { path, text } = source;
  const tool = text.includes('@!@!@STARTMSG');
  if (/^TLC2 Version /m.test(text) && !/^Finished in /m.test(text))
    throw jsonError(path, text, text.length, "TLC's output ends before TLC did; it may be truncated");
  const behaviours: { readonly states: WrittenState<TlaNode>[]; loop?: WrittenLoop<TlaNode> }[] = [];
  for (const found of text.matchAll(tool ? TOOL : PLAIN)) {
    const [line, number, how = '', back, backHow = ''] = found;
    const at = found.index;
    const reader = new ValueReader(source, at + line.length);
    const index = Number(number ?? back) - 1;
    if (index === 0 && number !== undefined) behaviours.push({ states: [] });
    const last = behaviours.at(-1);
    if (last === undefined) throw jsonError(path, text, at, `the behaviour begins with state ${index + 1}`);
    if (number === undefined) last.loop = { at, to: index, action: actionAt(source, at + line.length - backHow.length) };
    // A behaviour that stutters from here on takes no further step.
    else if (how.trim() !== 'Stuttering') {
      const action = index === 0 ? undefined : actionAt(source, at + line.length - how.length);
      last.states.push({ at, index, action, values: printedState(reader) });
      if (tool) reader.need('@!@!@ENDMSG');
    }
  }
  if (behaviours.length === 0) throw jsonError(path, text, 0, "TLC's output shows no behaviour");
  return behaviours.map(({ states, loop }) => openStates(source, states, loop, tlaText));
}

/** A file that TLC's simulation wrote: a module with a definition for each state. @throws TlaError `usage` */
export function openSimulation(source: TraceText): OpenTrace {
  const states: WrittenState<TlaNode>[] = [];
  let end = 0;
  for (const found of source.text.matchAll(SIMULATION)) {
    const [header, how, number] = found;
    const index = Number(number) - 1;
    const reader = new ValueReader(source, found.index + header.length);
    const action = how === undefined || index === 0 ? undefined : actionAt(source, found.index + header.indexOf(how));
    states.push({ at: found.index, index, action, values: printedState(reader) });
    end = reader.at;
    if (reader.match(/\\\*|STATE_|====/y) === undefined) reader.expected('a state, or the end of the module,');
  }
  const reader = new ValueReader(source, end);
  if (states.length > 0) reader.need('====');
  return openStates(source, states, undefined, tlaText);
}

function actionAt(source: TraceText, at: number): WrittenAction<TlaNode> | undefined {
  return printedAction(new ValueReader(source, at));
}

/** Values that are TLA+ text. */
export const tlaText: Decoding<TlaNode> = (source, { heap, modelValues }) => ({
  value: (node) => decodeTla({ heap, modelValues, source }, node),
});
