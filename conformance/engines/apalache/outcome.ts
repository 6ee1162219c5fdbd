/**
 * What a run of Apalache says. Its exit code, the last lines of its output and the files that it wrote must tell the same story, or there is
 * no outcome: a program that crashed, was killed, or is of another kind than we think knows nothing of the model.
 */
import { parseJson } from '../../itf/index.ts';
import { EngineFailure } from '../engine.ts';
import type { Cut } from '../process/guarded.ts';
import { type Log, type Message, matches, readLog } from './log.ts';

/** A run as it was seen from outside. */
export interface Evidence {
  /** Undefined if a signal ended it. */
  readonly exit: number | undefined;
  readonly signal: string | undefined;
  readonly cut: Cut | undefined;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** The files named violationN.itf.json and exampleN.itf.json, in the order of N. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** A behaviour, as Apalache wrote it: in the Informal Trace Format, without names of actions. */
export interface ApalacheTrace {
  /** The name of the file, such as `violation1.itf.json`. */
  readonly name: string;
  readonly text: string;
  readonly vars: readonly string[];
  /** How many states it has. */
  readonly states: number;
}

export interface Violation {
  /** What is violated: an invariant of states (temporal properties become such), of steps, or of traces. */
  readonly kind: 'state' | 'action' | 'trace';
  /** The number of the state, from 0. */
  readonly state: number;
  /** The invariant; undefined where the output does not tell which of several it is. */
  readonly property: string | undefined;
  readonly trace: ApalacheTrace;
}

/** Something that Apalache complains of, with its place where it tells. Lines and columns count from 1, the end is part of it. */
export interface Complaint {
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
  readonly endLine?: number;
  readonly endCol?: number;
}

/** `evaluation`: what it cannot evaluate (75); `other`: whatever else it names as the user's to mend (255). */
export type Refusal = 'parse' | 'type' | 'config' | 'evaluation' | 'other';

/** The model is not checked at all: it is refused, or the run was cut short. */
export type Unchecked =
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'cut'; readonly cut: Cut };

export type CheckOutcome =
  /** No violation in any behaviour of at most `length` steps; the longest has `reached` steps, fewer where all behaviours end before. */
  | { readonly kind: 'ok'; readonly length: number; readonly reached: number; readonly examples: readonly ApalacheTrace[] }
  | { readonly kind: 'violation'; readonly violations: readonly Violation[] }
  | { readonly kind: 'deadlock'; readonly trace: ApalacheTrace | undefined }
  /** There is no initial state: nothing was checked. */
  | { readonly kind: 'empty' }
  /** The solver did not answer some question in time: nothing is known. */
  | { readonly kind: 'unknown' }
  | Unchecked;

const TAIL = 20;

/** The failure of a run, with the last lines of its output. */
export function failure(run: Evidence, message: string): EngineFailure {
  return new EngineFailure('apalache', message, [...run.stdout.slice(-TAIL), ...run.stderr.slice(-TAIL)].join('\n'));
}

/** What `check` and `simulate` found. @param length the bound that was asked for @throws EngineFailure where the evidence contradicts itself */
export function checkOutcome(run: Evidence, length: number, mode: 'check' | 'simulate'): CheckOutcome {
  const log = readLog(run.stdout);
  const early = unchecked(run, log);
  if (early !== undefined) return early;
  const { messages } = log;
  const outcomes = matches(messages, /^The outcome is: (\w+)$/).map((match) => match[1]);
  const [outcome] = outcomes;
  if (outcome === undefined || outcomes.length > 1) throw failure(run, 'Apalache ended without saying what the outcome is');
  const violations = run.files.filter(({ name }) => name.startsWith('violation'));
  const steps = matches(messages, /^Step (\d+): picking a transition /).map((match) => Number(match[1]));
  const complaints = matches(messages, /^State \d+: \w+ invariant .* violated\.$|^Found a deadlock\./).length;
  if (run.exit === 0) {
    if (violations.length > 0 || complaints > 0) throw failure(run, 'Apalache reports no error, and a violation');
    const lengths = matches(messages, /^Checker reports no error up to computation length (\d+)$/).map((match) => Number(match[1]));
    if (lengths.length !== 1 || lengths[0] !== length)
      throw failure(run, `Apalache does not say that it looked at all behaviours of ${length} steps`);
    return withoutError(run, log, { outcome, steps, length, mode });
  }
  if (run.exit !== 12) throw failure(run, `Apalache ended with the exit code ${run.exit}, and the outcome ${outcome}`);
  if (matches(messages, /^Checker has found an error$/).length !== 1)
    throw failure(run, 'Apalache ended as if it had found an error, and does not say so');
  switch (outcome) {
    case 'Error':
      return { kind: 'violation', violations: violationsOf(run, log, violations) };
    case 'Deadlock':
      return steps.length === 0 ? { kind: 'empty' } : { kind: 'deadlock', trace: deadlockTrace(run, log, violations) };
    case 'RuntimeError':
      return { kind: 'unknown' };
    default:
      throw failure(run, `Apalache found an error, and the outcome is ${outcome}`);
  }
}

interface Bounds {
  readonly outcome: string;
  /** The numbers of the steps that were taken, 0 for the initial states. */
  readonly steps: readonly number[];
  readonly length: number;
  readonly mode: 'check' | 'simulate';
}

function withoutError(run: Evidence, { messages }: Log, { outcome, steps, length, mode }: Bounds): CheckOutcome {
  // With a time limit for the solver Apalache takes what it does not know for true, and ends with the exit code 0.
  const timeouts = messages.some(({ line }) => /=> TIMEOUT/.test(line));
  if (timeouts || outcome === 'SmtTimeout') return { kind: 'unknown' };
  if (outcome !== 'NoError' && outcome !== 'ExecutionsTooShort')
    throw failure(run, `Apalache reports no error, and the outcome is ${outcome}`);
  if (steps.length === 0) {
    if (outcome === 'ExecutionsTooShort') return { kind: 'empty' };
    throw failure(run, 'Apalache reports no error, and took no step');
  }
  const reached = steps.reduce((most, step) => Math.max(most, step), 0);
  if (mode === 'check' && outcome === 'NoError' && (reached !== length || new Set(steps).size !== length + 1))
    throw failure(run, `Apalache reports no error within ${length} steps, and took ${reached}`);
  const examples = run.files.filter(({ name }) => name.startsWith('example'));
  return { kind: 'ok', length, reached, examples: examples.map((file) => traceOf(run, file)) };
}

/** Whether type checking came to its end without complaint. @throws EngineFailure */
export function typecheckOutcome(run: Evidence): { readonly kind: 'ok' } | Unchecked {
  return passed(run, /^Type checker \[OK\]$/);
}

/** Whether parsing came to its end without complaint. @throws EngineFailure */
export function parseOutcome(run: Evidence): { readonly kind: 'ok' } | Unchecked {
  return passed(run, /^Parsed successfully$/);
}

function passed(run: Evidence, said: RegExp): { readonly kind: 'ok' } | Unchecked {
  const log = readLog(run.stdout);
  const early = unchecked(run, log);
  if (early !== undefined) return early;
  const times = matches(log.messages, said).length + log.bare.filter((line) => said.test(line)).length;
  if (run.exit !== 0 || times !== 1) throw failure(run, 'Apalache ended without saying that all is well');
  return { kind: 'ok' };
}

/** What keeps a model from being checked; undefined: it was checked. @throws EngineFailure where exit code and last line disagree */
function unchecked(run: Evidence, log: Log): Unchecked | undefined {
  if (run.cut === 'output limit') throw failure(run, 'Apalache writes without end');
  if (run.cut !== undefined) return { kind: 'cut', cut: run.cut };
  if (run.exit === undefined) throw failure(run, `Apalache was ended by ${run.signal ?? 'a signal'}`);
  if (log.exitCode !== run.exit) throw failure(run, `Apalache ended with the exit code ${run.exit}, and its last line is not that`);
  if (run.exit === 0 || run.exit === 12) return undefined;
  const refusal = refusalOf(run, log.messages);
  const complaints = log.messages.filter(({ level }) => level === 'E').map(complaintOf);
  if (refusal === undefined || complaints.length === 0) throw failure(run, `Apalache ended with the exit code ${run.exit}`);
  return { kind: 'refused', refusal, complaints };
}

function refusalOf({ exit, stderr }: Evidence, messages: readonly Message[]): Refusal | undefined {
  switch (exit) {
    case 75:
      return 'evaluation';
    case 120:
      return 'type';
    case 150:
      return 'parse';
    case 255: {
      // An error of its own: it then asks for a report.
      if (stderr.some((line) => /^Please report an issue|^Error: Ran out of heap memory/.test(line))) return undefined;
      const errors = messages.filter(({ level }) => level === 'E');
      if (errors.some(({ text }) => /^Parsing error/m.test(text))) return 'parse';
      if (errors.some(({ text }) => /^(Configuration error|Typing input error)/m.test(text))) return 'config';
      return 'other';
    }
    default:
      return undefined;
  }
}

const PLACED = /^\[([^\]]*?):(\d+):(\d+)-(\d+):(\d+)\]: (.*)$/s;
const WITHIN = /line (\d+), col(?:umn)? (\d+)(?: to line (\d+), col(?:umn)? (\d+))?(?: of module (\w+))?/;

/** Type errors begin with their place; errors of the parser have it somewhere in the text, or not at all. */
function complaintOf({ text }: Message): Complaint {
  const [, file, line, col, endLine, endCol, message] = PLACED.exec(text) ?? [];
  if (file !== undefined && message !== undefined)
    return { message, file, line: Number(line), col: Number(col), endLine: Number(endLine), endCol: Number(endCol) };
  const [, fromLine, fromCol, toLine, toCol, module] = WITHIN.exec(text) ?? [];
  if (fromLine === undefined || fromCol === undefined) return { message: text };
  return {
    message: text,
    line: Number(fromLine),
    col: Number(fromCol),
    ...(toLine === undefined || toCol === undefined ? {} : { endLine: Number(toLine), endCol: Number(toCol) }),
    ...(module === undefined ? {} : { file: `${module}.tla` }),
  };
}

type File = Evidence['files'][number];

/** Reads as much of a trace as tells that it is one. @throws EngineFailure */
function traceOf(run: Evidence, { name, text }: File): ApalacheTrace {
  try {
    const root = parseJson(text, name);
    const vars = root.kind === 'object' ? root.entries.get('vars') : undefined;
    const states = root.kind === 'object' ? root.entries.get('states') : undefined;
    if (vars?.kind !== 'array' || states?.kind !== 'array' || states.items.length === 0)
      throw new Error(`${name}: a trace has variables and at least one state`);
    const names = vars.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
    return { name, text, vars: names, states: states.items.length };
  } catch (error) {
    throw failure(run, `Apalache wrote a trace that cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function violationsOf(run: Evidence, log: Log, files: readonly File[]): readonly Violation[] {
  const found = matches(log.messages, /^State (\d+): (state|action|trace) invariant (\d+)(?: \[.*\])? violated\.$/);
  const counts = matches(log.messages, /^Found (\d+) error\(s\)$/).map((match) => Number(match[1]));
  if (found.length === 0 || counts.length !== 1 || counts[0] !== found.length || files.length !== found.length)
    throw failure(run, `Apalache speaks of ${counts[0] ?? 'no'} errors, names ${found.length}, and wrote ${files.length} of them`);
  const names = conditionNames(log);
  return found.map((match, i): Violation => {
    const [, state, kind, index] = match;
    const file = files[i];
    if (file === undefined) throw failure(run, 'Apalache did not write the trace of an error');
    const trace = traceOf(run, file);
    if (kind === 'state' && trace.states !== Number(state) + 1)
      throw failure(run, `Apalache found an error in state ${state}, and wrote a trace of ${trace.states} states`);
    return {
      kind: kind === 'action' ? 'action' : kind === 'trace' ? 'trace' : 'state',
      state: Number(state),
      property: names.length === 1 ? names[0] : kind === 'state' ? names[Number(index)] : undefined,
      trace,
    };
  });
}

/**
 * The invariant that each condition stands for, by its number. Apalache splits each invariant into conditions 0, 1, ..., and then numbers all of
 * them anew: in the order of their old numbers as text, and for the same number in the order of the invariants. Empty where that cannot be
 * followed: when not all of them are invariants of states.
 */
function conditionNames({ messages }: Log): readonly (string | undefined)[] {
  const invariants = matches(messages, / > Producing verification conditions from the invariant (\S+)$/).map((match) => match[1]);
  const counts = matches(messages, / > VCGen produced (\d+) verification condition\(s\)$/).map((match) => Number(match[1]));
  if (invariants.length === 1) return [invariants[0]];
  if (counts.length !== invariants.length) return [];
  const conditions = counts.flatMap((count, i) => Array.from({ length: count }, (_, n) => ({ key: String(n), name: invariants[i] })));
  const checked = matches(messages, /^State \d+: Checking (\d+) state invariants$/).map((match) => Number(match[1]));
  if (!checked.includes(conditions.length)) return [];
  return conditions.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ name }) => name);
}

function deadlockTrace(run: Evidence, log: Log, files: readonly File[]): ApalacheTrace | undefined {
  const said = matches(log.messages, /^Found a deadlock\.( No SMT model\.)?$/);
  const [first] = said;
  if (first === undefined || said.length > 1) throw failure(run, 'Apalache reports a deadlock, and does not say where');
  if (first[1] !== undefined && files.length === 0) return undefined;
  const [file] = files;
  if (file === undefined || files.length > 1) throw failure(run, `Apalache found a deadlock, and wrote ${files.length} traces`);
  return traceOf(run, file);
}
