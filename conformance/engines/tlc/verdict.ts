/** From what TLC said and its exit code to our verdicts. Whatever does not fit together is no verdict at all. */
import { type Loc, type Source, TlaError, type Verdict } from '../../tla-to-ts/index.ts';
import { CLASS, CODE, type Message } from './messages.ts';
import type { Transcript } from './transcript.ts';

export interface Conclusion {
  readonly verdict: Verdict;
  readonly property?: string | undefined;
  readonly message?: string | undefined;
  readonly error?: TlaError | undefined;
  /** The state that the message itself shows: there is no other one then. */
  readonly state?: string | undefined;
  /** Where the formula stands that is false, where TLC does not tell its name. */
  readonly place?: Loc | undefined;
}

/** What does not fit together. */
export interface Nonsense {
  readonly nonsense: string;
}

/** The texts that messages point into. */
export interface Texts {
  readonly config: Source | undefined;
  /** A module, by its name. */
  readonly module: (name: string) => Source | undefined;
}

/** A violation: its exit code with TLC, and how its message reads. Groups: the property, the state. */
interface Violation {
  readonly verdict: Verdict;
  readonly exit: number;
  readonly words: RegExp;
  /** Whether states follow, and how they must end. */
  readonly trace: 'finite' | 'infinite' | 'own' | 'none';
}

/** TLC exits with 13 for every PROPERTY; one that is shown by a single step is a violation of safety here (docs/adr/0005). */
const VIOLATIONS: ReadonlyMap<number, Violation> = new Map<number, Violation>([
  [
    CODE.invariantInitial,
    { verdict: 'safety', exit: 12, words: /^Invariant (.+?) is violated by the initial state:\n([\s\S]+)$/, trace: 'own' },
  ],
  [CODE.invariant, { verdict: 'safety', exit: 12, words: /^Invariant (.+?) is violated\.$/, trace: 'finite' }],
  [
    CODE.propertyInitial,
    { verdict: 'safety', exit: 13, words: /^Property (.+?) is violated by the initial state:\n([\s\S]+)$/, trace: 'own' },
  ],
  [CODE.actionProperty, { verdict: 'safety', exit: 13, words: /^Action property (.+?) is violated\.$/, trace: 'finite' }],
  [CODE.deadlock, { verdict: 'deadlock', exit: 11, words: /^Deadlock reached\.$/, trace: 'finite' }],
  [
    CODE.temporal,
    { verdict: 'liveness', exit: 13, words: /^Temporal (?:property (.+?) was|properties .*were) violated\.\s*$/s, trace: 'infinite' },
  ],
  [CODE.assumptionFalse, { verdict: 'assumption', exit: 10, words: /^Assumption .+ is false\.$/, trace: 'none' }],
  [CODE.postconditionFalse, { verdict: 'assumption', exit: 10, words: /^Postcondition (.+?) at .+ is false\.$/, trace: 'none' }],
]);

const EXIT = { ok: 0, assumption: 10, actionProperty: 13, assert: 14, parse: 150, config: 151, other: 255 } as const;
const EVALUATION_EXITS: ReadonlySet<number> = new Set([75, 76, 77]);
const OUT_OF_MEMORY: ReadonlySet<number> = new Set([CODE.outOfMemory, CODE.outOfMemoryInitial, CODE.outOfMemoryLiveness]);
/** Formulas and features that TLC says it cannot handle. */
const UNSUPPORTED: ReadonlySet<number> = new Set([2156, 2213, 2214, 2249, 2251, 2301]);
/** Errors in the configuration file, wrapped into an exception. */
const isConfig = (code: number | undefined): boolean => code !== undefined && code >= 5001 && code <= 5006;

/** @param exit TLC's exit code */
export function conclude(t: Transcript, exit: number, texts: Texts): Conclusion | Nonsense {
  if (t.wrong !== undefined) return { nonsense: t.wrong };
  const [problem] = t.problems;
  if (problem === undefined) return exit === EXIT.ok ? success(t) : { nonsense: `it ended with exit code ${exit} and named no error` };
  if (!t.finished) return { nonsense: `its output ends before it is finished, after ${firstLine(problem.text)}` };
  if (t.success || exit === EXIT.ok) return { nonsense: `it says both that all is well and that ${firstLine(problem.text)}` };
  const violation = VIOLATIONS.get(problem.code);
  return violation === undefined ? failed(t, problem, exit, texts) : violated(t, problem, violation, exit, texts);
}

function success(t: Transcript): Conclusion | Nonsense {
  if (!t.finished) return { nonsense: 'its output ends before it is finished' };
  if (t.states.length > 0) return { nonsense: 'it shows a counterexample and names no error' };
  if (t.simulated !== undefined) return { verdict: 'ok' };
  if (!t.success) return { nonsense: 'it is finished without a verdict' };
  if (t.stats === undefined || t.depth === undefined) return { nonsense: 'it says that all is well without any statistics' };
  if (t.stats.queue > 0) return { nonsense: `it says that all is well with ${t.stats.queue} states left on its queue` };
  return { verdict: 'ok' };
}

function violated(t: Transcript, problem: Message, violation: Violation, exit: number, texts: Texts): Conclusion | Nonsense {
  const { verdict, words, trace } = violation;
  const [found, property, state] = words.exec(problem.text) ?? [];
  if (found === undefined) return { nonsense: `message ${problem.code} is ${JSON.stringify(problem.text.slice(0, 120))}` };
  if (exit !== violation.exit) return { nonsense: `its exit code is ${exit}, but it says: ${firstLine(problem.text)}` };
  if ((trace === 'finite' || trace === 'infinite') && t.states.length === 0)
    return { nonsense: `it says: ${firstLine(problem.text)}, and shows no behaviour` };
  if ((trace === 'infinite') !== (t.ending !== undefined))
    return { nonsense: `it says: ${firstLine(problem.text)}, and shows no such behaviour` };
  // Of a part of another definition, as in a refinement, only the place is told.
  const named = property !== undefined && /^[\w!]+$/.test(property) ? property : undefined;
  const place = named === undefined ? placeIn(firstLine(problem.text), texts) : undefined;
  return { verdict, property: named, message: firstLine(problem.text), state, place };
}

function failed(t: Transcript, problem: Message, exit: number, texts: Texts): Conclusion | Nonsense {
  const error = (errorClass: TlaError['errorClass'], message: string, loc?: Loc): Conclusion => {
    const made = new TlaError(errorClass, message, loc, errorClass === 'unsupported' ? `TLC: ${problem.code}` : undefined);
    return { verdict: 'error', message, error: made };
  };
  const [text = '', state] = ownWords(problem.text).split(/\nWhile working on the initial state:\n/);
  if (exit === EXIT.parse) return { verdict: 'error', ...parserError(t.parser, texts) };
  if (exit === EXIT.config || isConfig(problem.inner)) return error('config', text, configPlace(text, texts));
  if (OUT_OF_MEMORY.has(problem.code)) return { verdict: 'incomplete', message: 'out of memory' };
  if (UNSUPPORTED.has(problem.code)) return error('unsupported', text);
  const evaluation = error('evaluation', text, nestedPlace(t.problems, texts) ?? placeIn(problem.text, texts));
  // A formula without a value is no better than one that is false.
  if (exit === EXIT.assumption) return { ...evaluation, verdict: 'assumption', place: placeIn(problem.text, texts) };
  const known = EVALUATION_EXITS.has(exit) || exit === EXIT.assert || exit === EXIT.actionProperty;
  const thrown = exit === EXIT.other && (problem.code === CODE.general || problem.code === CODE.stackOverflow);
  if (problem.kind === CLASS.error && (known || thrown)) return { ...evaluation, state };
  return { nonsense: `it stopped with exit code ${exit}: ${text}` };
}

/** The message of what TLC wraps as an unexpected exception, and any other as it is. */
function ownWords(text: string): string {
  const wrapped = /\nThe exception was an? [\w.$]+\n: ([\s\S]*)$/.exec(text)?.[1];
  return (wrapped ?? text).trim();
}

function firstLine(text: string): string {
  return (/^.*/.exec(text.trim())?.[0] ?? '').replace(/[.:]$/, '');
}

function loc(texts: Texts, module: string, numbers: readonly (string | undefined)[]): Loc | undefined {
  const source = texts.module(module);
  const [line, col, endLine, endCol] = numbers.map(Number);
  if (source === undefined || line === undefined || col === undefined) return undefined;
  // TLC's regions name their last character.
  return { source, line, col, endLine: endLine ?? line, endCol: (endCol ?? col) + 1 };
}

/** `line 4, col 17 to line 4, col 21 of module M`. */
function placeIn(text: string, texts: Texts): Loc | undefined {
  const [, line, col, endLine, endCol, module] = /line (\d+), col (\d+) to line (\d+), col (\d+) of module (\w+)/.exec(text) ?? [];
  return module === undefined ? undefined : loc(texts, module, [line, col, endLine, endCol]);
}

/** `in the configuration file at line 3`. */
function configPlace(text: string, { config }: Texts): Loc | undefined {
  const line = Number(/configuration file at line (\d+)/.exec(text)?.[1]);
  const length = config?.text.split(/\r?\n/)[line - 1]?.length;
  return config === undefined || length === undefined ? undefined : { source: config, line, col: 1, endLine: line, endCol: length + 1 };
}

/** The innermost of the expressions that were being evaluated, in a module that has a file. */
function nestedPlace(problems: readonly Message[], texts: Texts): Loc | undefined {
  const text = problems.find((p) => p.code === CODE.nestedExpression)?.text ?? '';
  const places = [...text.matchAll(/^\d+\. Line (\d+), column (\d+) to line (\d+), column (\d+) in (\w+)$/gm)];
  return places
    .reverse()
    .map(([, line, col, endLine, endCol, module = '']) => loc(texts, module, [line, col, endLine, endCol]))
    .find((place) => place !== undefined);
}

/** The first error of the parser, which writes them for people. */
function parserError(lines: readonly string[], texts: Texts): { readonly message: string; readonly error: TlaError } {
  const text = lines.join('\n');
  const make = (message: string, place: Loc | undefined): { readonly message: string; readonly error: TlaError } => ({
    message,
    error: new TlaError('parse', message, place),
  });
  const [, was, met, line, col] =
    /\*\*\*Parse Error\*\*\*\n([^\n]*)\n(?:Encountered ([^\n]*?) at line (\d+), column (\d+))?/.exec(text) ?? [];
  if (was !== undefined) {
    const module = /Could not parse module (\w+)/.exec(text)?.[1] ?? '';
    const place = line === undefined ? undefined : loc(texts, module, [line, col]);
    return make(met === undefined ? was : `${was}, not ${met}`, place);
  }
  const [, where = '', message] = /^(line \d+, col \d+ to line \d+, col \d+ of module \w+)\n+([^\n]+)/m.exec(text) ?? [];
  if (message !== undefined) return make(message.trim(), placeIn(where, texts));
  const routine = /^(Fatal errors while parsing|In module |Unknown location|\*\*\* |Residual stack trace|Semantic errors:|\s*$)/;
  return make(lines.find((l) => !routine.test(l))?.trim() ?? 'The specification cannot be parsed', undefined);
}
