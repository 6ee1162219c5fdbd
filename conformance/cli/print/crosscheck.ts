/** What `lockstep crosscheck` found, for programs and for people. */
import type { Difference, Field, Outcome } from '../../crosscheck/compare.ts';
import type { CrosscheckVerdict, Report, Subject } from '../../crosscheck/run.ts';
import { ENGINE_NAMES, type Engine, type EngineName } from '../../engines/engine.ts';
import { type Colors, colorsFor } from './colors.ts';
import { counted, duration, grouped } from './numbers.ts';

/** An engine that could not be asked. */
export interface Absent {
  readonly name: EngineName;
  readonly why: string;
  /** It is there, but does not work. */
  readonly failed: boolean;
}

export interface Summary {
  readonly verdict: CrosscheckVerdict;
  readonly reports: readonly Report[];
  readonly engines: readonly Engine[];
  readonly absent: readonly Absent[];
  /** Models that were to be run. */
  readonly planned: number;
  readonly workers: number;
  readonly bound: number;
  readonly seconds: number;
  readonly command: string;
  readonly repeat: (subject: Subject, engine: EngineName) => string;
}

/** The one JSON document. */
export function crosscheckDocument(summary: Summary): unknown {
  const { verdict, reports, engines, absent, planned, workers, bound, seconds, command, repeat } = summary;
  return {
    verdict,
    engines: Object.fromEntries([
      ...engines.map(({ name, version }) => [name, { version }]),
      ...absent.map(({ name, why, failed }) => [name, { absent: why, ...(failed ? { failed } : {}) }]),
    ]),
    models: reports.map(({ subject, verdict: own, outcomes, differences, compared, graph }) => ({
      name: subject.name,
      verdict: own,
      engines: Object.fromEntries(Object.entries(outcomes).map(([name, outcome]) => [name, outcomeDocument(outcome)])),
      compared,
      ...(graph === undefined ? {} : { graph: 'why' in graph ? { notCompared: graph.why } : graph }),
      differences,
      ...(subject.expected === undefined ? {} : { record: subject.expected }),
      ...(subject.run === undefined ? {} : { record: { verdict: subject.run.result, bound: subject.run.length } }),
      ...(differences.length === 0 ? {} : { repeat: Object.fromEntries(engines.map(({ name }) => [name, repeat(subject, name)])) }),
    })),
    planned,
    workers,
    bound,
    seconds: Math.round(seconds * 1000) / 1000,
    command,
  };
}

function outcomeDocument(outcome: Outcome): unknown {
  if (outcome.kind !== 'answer')
    return { notRun: outcome.why, ...(outcome.kind === 'failed' ? { failed: true, output: outcome.output } : {}) };
  const { verdict, property, message, error, generated, distinct, depth, complete, bound, seconds, trace } = outcome.answer;
  return {
    verdict,
    property,
    message,
    error: error?.errorClass,
    generated,
    distinct,
    depth,
    complete,
    bound,
    trace: trace?.itf.states.length,
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

/** A table, what needs a word more, and one line that says what was compared. */
export function crosscheckText(summary: Summary, color: boolean): string {
  const colors = colorsFor(color);
  const { reports, engines, command } = summary;
  const names = engines.map(({ name }) => name);
  const head = ['model', 'result', ...names.flatMap((name) => [name, 'distinct', 'depth', 'time'])];
  const rows = reports.map((report) => [report.subject.name, report.verdict, ...names.flatMap((name) => cells(report.outcomes[name]))]);
  const widths = head.map((h, column) => Math.max(h.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column > 1 && (column - 2) % 4 > 0 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const table = [colors.bold(line(head)), ...rows.map((row, i) => paint(reports[i], colors)(line(row)))];
  const parts = [
    reports.length === 0 ? [] : table,
    reports.flatMap((report) => remarks(report, summary)),
    [`Repeat: ${command}`, `${claim(summary)} (${duration(summary.seconds)})`],
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function paint(report: Report | undefined, colors: Colors): (text: string) => string {
  if (report === undefined || report.verdict === 'agree') return (text) => text;
  return report.verdict === 'disagree' ? colors.red : colors.yellow;
}

const FIELD_WORDS: Readonly<Record<Field, string>> = {
  verdict: 'the verdict',
  property: 'the violated property',
  generated: 'the number of generated states',
  distinct: 'the number of distinct states',
  depth: 'the depth',
  trace: 'the length of the counterexample',
  graph: 'the graph of states and steps',
};

/** Verdict, distinct states, depth, time. */
function cells(outcome: Outcome | undefined): readonly string[] {
  if (outcome === undefined) return ['', '', '', ''];
  if (outcome.kind !== 'answer') return [outcome.kind, '', '', ''];
  const { verdict, distinct, depth, bound, seconds } = outcome.answer;
  const number = (n: number | undefined): string => (n === undefined ? '' : grouped(n));
  // A bounded engine counts steps, not states.
  const steps = bound !== undefined ? `<= ${bound}` : depth === undefined ? '' : `${grouped(depth)} st.`;
  return [verdict, number(distinct), outcome.bounded ? steps : number(depth), duration(seconds)];
}

function remarks({ subject, outcomes, differences, graph }: Report, { repeat }: Summary): readonly string[] {
  const noGraph = graph !== undefined && 'why' in graph ? [`${subject.name}: graphs are not compared: ${graph.why}`] : [];
  const words = [...noGraph, ...answersOf(subject, outcomes)];
  if (differences.length === 0) return words;
  const asked = ENGINE_NAMES.filter((name) => outcomes[name]?.kind === 'answer');
  return [
    ...words,
    ...differences.map((difference) => `${subject.name}: ${FIELD_WORDS[difference.field]} differs: ${differenceText(difference)}`),
    ...asked.map((name) => `  ${repeat(subject, name)}`),
  ];
}

/** What the engines say of their own answers. */
function answersOf(subject: Subject, outcomes: Report['outcomes']): readonly string[] {
  return ENGINE_NAMES.flatMap((name) => {
    const outcome = outcomes[name];
    if (outcome === undefined) return [];
    if (outcome.kind === 'not run') return [`${subject.name}: ${name} did not run: ${firstLine(outcome.why)}`];
    if (outcome.kind === 'failed') return [`${subject.name}: ${name} failed: ${outcome.why}`, ...indented(outcome.output)];
    const { verdict, message, complete } = outcome.answer;
    const why = firstLine(message ?? 'no reason is known');
    if (verdict === 'ok' && !complete) return [`${subject.name}: ${name} did not look at all of it: ${why}`];
    return verdict === 'incomplete' ? [`${subject.name}: ${name} did not come to an end: ${why}`] : [];
  });
}

function differenceText({ values }: Difference): string {
  return Object.entries(values)
    .map(([source, value]) => `${source === 'record' ? 'the record' : source} says ${typeof value === 'number' ? grouped(value) : value}`)
    .join(', ');
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

function indented(text: string): readonly string[] {
  return text === ''
    ? []
    : text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`);
}

function agreement(reports: readonly Report[]): string {
  const runs = reports.filter(({ subject }) => subject.run !== undefined).length;
  const graphs = reports.flatMap(({ graph }) => (graph === undefined || 'why' in graph ? [] : [graph]));
  const sum = (f: (graph: { readonly states: number; readonly steps: number }) => number): string =>
    grouped(graphs.reduce((total, graph) => total + f(graph), 0));
  return [
    ...(runs < reports.length || runs === 0 ? [`the engines agree on ${counted(reports.length - runs, 'model')}`] : []),
    ...(runs === 0 ? [] : [`Apalache says what is recorded of ${counted(runs, 'run')} that it alone can make`]),
    ...(graphs.length === 0
      ? []
      : [`the graphs of ${counted(graphs.length, 'model')} are the same, ${sum((g) => g.states)} states and ${sum((g) => g.steps)} steps`]),
  ].join(', ');
}

function claim(summary: Summary): string {
  const { verdict, reports, engines, absent, planned, workers, bound } = summary;
  const count = (wanted: CrosscheckVerdict): number => reports.filter((r) => r.verdict === wanted).length;
  const told = engines.map(({ name, version, capabilities }) => {
    const answered = reports.filter((r) => r.compared.includes(name)).length;
    const within = capabilities.check === 'bounded' ? ` within ${counted(bound, 'step')}` : '';
    return `${name} ${version} (${answered} of ${counted(planned, 'model')}${within})`;
  });
  const missing = absent.length === 0 ? '' : ` Not there: ${absent.map(({ name }) => name).join(', ')}.`;
  const threads =
    workers === 1 ? '' : ` With ${counted(workers, 'thread')} depth, and counts at a violation, are not determined and were not compared.`;
  const who = `compared: ${told.join(', ')}.${missing}${threads}`;
  switch (verdict) {
    case 'agree':
      return `Shown: ${agreement(reports)}; ${who}`;
    case 'disagree':
      return `Not shown: the engines or the record disagree on ${counted(count('disagree'), 'model')} of ${planned}; ${who}`;
    case 'incomplete':
      if (engines.length < 2)
        return `Not shown: nothing was compared: there is one engine, ${engines.map(({ name }) => name).join()}.${missing}`;
      return `Not shown: ${planned - count('agree')} of ${counted(planned, 'model')} were not compared, or an engine failed on them; ${who}`;
  }
}
