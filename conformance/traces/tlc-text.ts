/**
 * Behaviours that TLC prints, in which values are TLA+ text and nothing is lost: the counterexamples of its output, with and without
 * `-tool`, and the files of `-simulate file=PREFIX`.
 */
import { jsonError } from '../itf/json.ts';
import { type Decoding, openStates, type WrittenAction, type WrittenLoop, type WrittenState } from './states.ts';
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
    if (number === undefined) last.loop = { at, to: index, action: actionIn(source, at + line.length - backHow.length) };
    // A behaviour that stutters from here on takes no further step.
    else if (how.trim() !== 'Stuttering') {
      const action = index === 0 ? undefined : actionIn(source, at + line.length - how.length);
      last.states.push({ at, index, action, values: assignments(reader) });
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
    const action = how === undefined || index === 0 ? undefined : actionIn(source, found.index + header.indexOf(how));
    states.push({ at: found.index, index, action, values: assignments(reader) });
    end = reader.at;
    if (reader.match(/\\\*|STATE_|====/y) === undefined) reader.expected('a state, or the end of the module,');
  }
  const reader = new ValueReader(source, end);
  if (states.length > 0) reader.need('====');
  return openStates(source, states, undefined, tlaText);
}

/** `/\ x = 1 /\ y = 2`; with a single variable `x = 1`. */
function assignments(reader: ValueReader): ReadonlyMap<string, TlaNode> {
  const values = new Map<string, TlaNode>();
  reader.take('/\\');
  do {
    const name = reader.match(/\w+/y) ?? reader.expected('a variable');
    if (values.has(name)) reader.fail(`the variable ${name} occurs twice in this state`, reader.at - name.length);
    reader.need('=');
    values.set(name, reader.value());
  } while (reader.take('/\\'));
  return values;
}

/** `<Phase1a(p1,1) line 111, col 5 ...>`; an action that has no name is called Action. */
function actionIn(source: TraceText, at: number): WrittenAction<TlaNode> | undefined {
  const reader = new ValueReader(source, at);
  if (!reader.take('<')) return undefined;
  const name = reader.match(/[\w!]+/y);
  if (name === undefined || name === 'Action') return undefined;
  return { name, parameters: reader.take('(') ? reader.list(')') : [] };
}

/** Values that are TLA+ text. */
export const tlaText: Decoding<TlaNode> = (source, { heap, modelValues }) => ({
  value: (node) => decodeTla({ heap, modelValues, source }, node),
});
