/** The answer of an engine that is a program of its own: for people, and as the JSON document. What it does not tell is not made up. */
import type { Answer } from '../../engines/engine.ts';
import { type ItfAction, writeItfTrace } from '../../itf/index.ts';
import type { ActionLabel, Trace } from '../../tla-to-ts/index.ts';
import type { Config } from '../../tla-to-ts/syntax/ast.ts';
import type { Colors } from './colors.ts';
import { type ErrorDocument, errorDocument } from './document.ts';
import { counted, duration, grouped } from './numbers.ts';
import { traceText } from './trace.ts';

/** How engines are called in sentences. */
export const ENGINE_TITLES: Readonly<Record<Answer['engine'], string>> = { embedded: 'Lockstep', tlc: 'TLC', apalache: 'Apalache' };

/** What an engine was asked. */
export interface Asked {
  /** The name of the module. */
  readonly module: string;
  /** What the configuration names; undefined if it cannot be read here. */
  readonly config: Config | undefined;
  /** Whether deadlocks are errors. */
  readonly deadlock: boolean;
  /** Steps of a random behaviour. */
  readonly steps: number | undefined;
}

export interface AnswerStyle extends Asked {
  readonly colors: Colors;
  readonly columns: number;
  /** The verdict and the last line only. */
  readonly quiet: boolean;
  /** The command that repeats the run. */
  readonly command: string;
  /** Lines about files that were written. */
  readonly notes: readonly string[];
}

export interface AnswerDocument {
  readonly verdict: Answer['verdict'];
  readonly engine: Answer['engine'];
  readonly version: string;
  readonly generated: number | null;
  readonly distinct: number | null;
  readonly depth: number | null;
  readonly complete: boolean;
  readonly seconds: number;
  readonly property?: string;
  readonly message?: string;
  readonly error?: ErrorDocument;
  readonly bound?: number;
  readonly actions?: Readonly<Record<string, { readonly generated: number; readonly distinct: number }>>;
  readonly trace?: unknown;
  readonly simulation?: { readonly runs: number | null; readonly depth: number; readonly seed: number };
  /** The exit code of the engine itself. */
  readonly exit?: number;
  readonly command: string;
}

/** The JSON document. @param steps of a random behaviour, where there are any */
export function answerDocument(answer: Answer, steps: number | undefined, command: string): AnswerDocument {
  const { engine, version, verdict, property, message, error, complete, bound, actions, trace, seed, exit } = answer;
  return {
    verdict,
    engine,
    version,
    generated: answer.generated ?? null,
    distinct: answer.distinct ?? null,
    depth: answer.depth ?? null,
    complete,
    seconds: Math.round(answer.seconds * 1000) / 1000,
    ...(property === undefined ? {} : { property }),
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error: errorDocument(error) }),
    ...(bound === undefined ? {} : { bound }),
    ...(actions === undefined
      ? {}
      : { actions: Object.fromEntries(actions.map((a) => [a.name, { generated: a.generated, distinct: a.distinct }])) }),
    ...(trace === undefined ? {} : { trace: parsed(writeItfTrace(trace.itf, trace.heap)) }),
    ...(steps === undefined || seed === undefined ? {} : { simulation: { runs: answer.runs ?? null, depth: steps, seed } }),
    ...(exit === undefined ? {} : { exit }),
    command,
  };
}

/** The summary for people. */
export function answerText(answer: Answer, style: AnswerStyle): string {
  const { colors, columns, quiet } = style;
  const parts = [verdictText(answer, colors)];
  if (!quiet) {
    if (answer.trace !== undefined) parts.push(traceText(answer.trace.heap, shownTrace(answer.trace), { colors, columns }).trimEnd());
    parts.push(countsText(answer), actionsText(answer, colors));
  }
  const last = [...style.notes, ...(quiet ? [] : [`Repeat: ${style.command}`]), answerClaim(answer, style)];
  return `${[...parts, last.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

function verdictText({ verdict, message = '', error, complete, bound }: Answer, colors: Colors): string {
  const bad = (word: string, text: string): string => `${colors.red(colors.bold(word))} ${text}`;
  switch (verdict) {
    case 'ok': {
      const within = bound === undefined ? 'in any state that was looked at' : `within ${counted(bound, 'step')}`;
      return `${colors.green(colors.bold('OK'))} no violation ${complete && bound === undefined ? 'in any reachable state' : within}`;
    }
    case 'incomplete':
      return `${colors.yellow(colors.bold('INCOMPLETE'))} ${message}`;
    case 'error':
      return error === undefined ? bad('ERROR', message) : `${colors.red(colors.bold('ERROR'))}\n${error.render()}`;
    case 'deadlock':
      return bad('VIOLATED', 'deadlock: the last state has no successor');
    case 'assumption':
    case 'safety':
    case 'liveness':
      return bad('VIOLATED', error === undefined ? message : `\n${error.render()}`).replace(' \n', '\n');
  }
}

/** The trace with labels for steps whose action the engine does not name: the first state alone has none. */
export function shownTrace({ itf, back }: NonNullable<Answer['trace']>): Trace {
  const label = (action: ItfAction | undefined): ActionLabel => ({
    name: action?.name ?? '(not named)',
    parameters: (action?.parameters ?? []).map((value, i) => ({ name: String(i), value })),
  });
  const states = itf.states.map(({ values, action }, i) => ({ values, action: i === 0 ? undefined : label(action) }));
  const { vars: variables, loop } = itf;
  if (loop === undefined) return { variables, states };
  const stutters = back === undefined && loop === states.length - 1;
  return { variables, states, loop, back: stutters ? undefined : label(back) };
}

function countsText(answer: Answer): string {
  const { distinct, generated, depth, seconds, version, engine } = answer;
  const row = (name: string, text: string): string => `${name.padEnd(10)} ${text}`;
  const states = [
    ...(distinct === undefined ? [] : [`${grouped(distinct)} distinct`]),
    ...(generated === undefined ? [] : [`${grouped(generated)} generated`]),
  ];
  return [
    ...(states.length === 0 ? [] : [row('states', states.join(', '))]),
    ...(depth === undefined ? [] : [row('depth', grouped(depth))]),
    row('time', duration(seconds)),
    row('engine', `${ENGINE_TITLES[engine]} ${version}`),
  ].join('\n');
}

function actionsText({ actions = [] }: Answer, colors: Colors): string {
  if (actions.length === 0) return '';
  const name = Math.max('action'.length, ...actions.map((a) => a.name.length));
  const cell = (text: string): string => text.padStart(15);
  const lines = actions.map((a) => {
    const line = `${a.name.padEnd(name)} ${cell(grouped(a.generated))} ${cell(grouped(a.distinct))}`;
    return a.generated === 0 ? colors.yellow(`${line}   never taken`) : line;
  });
  return [colors.bold(`${'action'.padEnd(name)} ${cell('steps')} ${cell('new states')}`), ...lines].join('\n');
}

/** The last line: what was shown, by whom, and within which bounds. */
export function answerClaim(answer: Answer, { module, config, deadlock, steps }: Asked): string {
  const { property = 'a property', trace, verdict, distinct, depth, bound } = answer;
  const by = ENGINE_TITLES[answer.engine];
  const length = trace === undefined ? '' : ` after ${counted(trace.itf.states.length - 1, 'step')}`;
  switch (verdict) {
    case 'ok': {
      if (steps !== undefined)
        return `No violation for ${module} in ${answer.runs === undefined ? 'the' : grouped(answer.runs)} random behaviours of up to ${counted(steps, 'step')}${answer.seed === undefined ? '' : ` (seed ${answer.seed})`}, by ${by}; what they did not reach is not proved.`;
      const claimed = claims(answer.complete ? config : withoutTemporal(config), deadlock);
      const rest = answer.complete ? '' : `; not looked at: ${claims(config && { ...config, invariants: [] }, false)}`;
      const where = distinct === undefined ? '' : `, in all ${grouped(distinct)} reachable states, to depth ${depth ?? 0}`;
      if (bound !== undefined)
        return `No violation for ${module} within ${counted(bound, 'step')}, by ${by}: ${claimed || 'nothing was asked'}${rest}.`;
      if (claimed === '')
        return `Explored ${module} with ${by}${where}; nothing was to be proved: the configuration names no invariant and no property.`;
      return `Proved for ${module} by ${by}${where}: ${claimed}.`;
    }
    case 'assumption':
      return `Violated for ${module}, by ${by}: ${property === 'a property' ? 'an assumption' : property} does not hold.`;
    case 'deadlock':
      return `Violated for ${module}, by ${by}: a state without successor is reached${length}.`;
    case 'safety':
      return `Violated for ${module}, by ${by}: ${property} does not hold${length}.`;
    case 'liveness':
      return `Violated for ${module}, by ${by}: ${property} does not hold in a behaviour without end.`;
    case 'incomplete':
    case 'error': {
      const why = verdict === 'error' ? 'there is an error' : (answer.message ?? 'the search is incomplete');
      return `Not proved for ${module} by ${by}: ${why}.`;
    }
  }
}

/** What a bounded engine looks at of it. */
export function withoutTemporal(config: Config | undefined): Config | undefined {
  return config && { ...config, properties: [], postconditions: [] };
}

/** What the configuration names. */
function claims(config: Config | undefined, deadlock: boolean): string {
  const list = (one: string, many: string, names: readonly { readonly name: string }[]): readonly string[] =>
    names.length === 0 ? [] : [`${names.length === 1 ? one : many} ${names.map((n) => n.name).join(', ')}`];
  const all = [
    ...list('invariant', 'invariants', config?.invariants ?? []),
    ...list('property', 'properties', config?.properties ?? []),
    ...(deadlock ? ['no deadlock'] : []),
    ...list('postcondition', 'postconditions', config?.postconditions ?? []),
  ];
  return all.join('; ');
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
