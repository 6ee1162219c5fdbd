/** What `lockstep conform` found, for programs and for people. */
import type { Relation } from '../../lockstep/binding.ts';
import type { LockstepResult } from '../../lockstep/result.ts';
import type { TraceResult } from '../../replay/index.ts';
import type { Difference } from '../../report/index.ts';
import type { Heap } from '../../tla-to-ts/index.ts';
import type { Task } from '../conform/run.ts';
import type { Colors } from './colors.ts';
import { coverageTable, type ProtocolCoverage } from './coverage.ts';
import { counted, duration, grouped } from './numbers.ts';

export type ConformVerdict = LockstepResult['verdict'];

/** One model with its outcome, as plain data: it may come from another thread. */
export interface ModelReport {
  /** `paxos/default`. */
  readonly name: string;
  /** The specification, as the user would type it. */
  readonly spec: string;
  /** The binding's title; its models complete one another. */
  readonly binding: string;
  readonly relation: Relation;
  readonly result: Omit<LockstepResult, 'divergence'>;
  /** Within which bounds the model was checked, in a sentence. */
  readonly bounds: string;
  readonly traces: readonly TraceReport[];
  /** Details of a divergence, for the document. */
  readonly divergence: DivergenceDocument | undefined;
  /** The report of what went wrong, as text. */
  readonly details: string;
}

/** What came of one trace. */
export interface TraceReport extends Pick<TraceResult, 'name' | 'verdict' | 'steps' | 'message'> {
  readonly failure: TraceFailureDocument | undefined;
}

/** Why a trace is no behaviour of two sides that agree with one another. */
export interface TraceFailureDocument {
  /** The position of the state that cannot be reached, and the step to it, if the trace names one. */
  readonly state: number;
  readonly action: string | null;
  /** The enabled step that comes nearest; null where there is none. */
  readonly nearest: string | null;
  /** What the trace says of the state, and where the nearest step leads. */
  readonly differences: readonly { readonly path: string; readonly trace: string | null; readonly nearest: string | null }[];
}

export interface DivergenceDocument {
  readonly kind: string;
  readonly message: string;
  /** The labels from an initial state to the state where the sides differ. */
  readonly path: readonly (string | null)[];
  /** Where the specification defines the action of each of them. */
  readonly pathSources: readonly (string | null)[];
  readonly step: string | null;
  /** The steps of the specification that it was said to be, and the number of the one that is not possible. */
  readonly sequence?: { readonly steps: readonly string[]; readonly at: number };
  readonly differences: readonly { readonly path: string; readonly spec: string | null; readonly code: string | null }[];
  readonly specSource: string | null;
  readonly codeSource: string | null;
  /** The file with the trace. */
  readonly trace: string | null;
  readonly replay: string | null;
}

/** All that was run, with the verdict. */
export interface ConformReport {
  readonly verdict: ConformVerdict;
  /** Why it is incomplete. */
  readonly message: string | undefined;
  readonly models: readonly ModelReport[];
  readonly task: Task;
  /** Actions that were not taken in any model, as `paxos: Learn`. */
  readonly never: readonly string[];
  /** What was seen of the actions and guards of each protocol, if they were counted. */
  readonly coverage: readonly ProtocolCoverage[] | undefined;
  /** The command that repeats the run. */
  readonly command: string;
}

/** The verdict on all models together: what was not reached was not compared. */
export function overallVerdict(
  models: readonly ModelReport[],
  never: readonly string[],
): { verdict: ConformVerdict; message: string | undefined } {
  // A difference of the two sides counts more than a trace that is wrong.
  const divergent = models.find((m) => m.divergence !== undefined) ?? models.find((m) => m.result.verdict === 'divergent');
  if (divergent !== undefined)
    return {
      verdict: 'divergent',
      message: `${divergent.name}: ${divergent.result.message ?? divergent.divergence?.message}`,
    };
  const incomplete = models.find((m) => m.result.verdict === 'incomplete');
  if (incomplete !== undefined) return { verdict: 'incomplete', message: `${incomplete.name}: ${incomplete.result.message}` };
  if (models.length === 0) return { verdict: 'incomplete', message: 'no model was checked' };
  if (never.length > 0) return { verdict: 'incomplete', message: `never taken, and so not compared: ${never.join(', ')}` };
  return { verdict: 'identical', message: undefined };
}

/** The actions that no model of their binding took. */
export function neverTaken(models: readonly ModelReport[]): readonly string[] {
  const out: string[] = [];
  for (const binding of new Set(models.map((m) => m.binding))) {
    const own = models.filter((m) => m.binding === binding);
    const names = new Set(own.flatMap((m) => [...m.result.actions.keys()]));
    for (const name of names) if (own.every((m) => (m.result.actions.get(name) ?? 0) === 0)) out.push(`${binding}: ${name}`);
  }
  return out;
}

export function conformDocument(report: ConformReport): unknown {
  const { verdict, message, models, task, command } = report;
  return {
    verdict,
    models: models.map(({ name, relation, result, traces, divergence }) => ({
      name,
      ...(relation === 'identical' ? {} : { relation }),
      verdict: result.verdict,
      complete: result.complete,
      states: result.states,
      transitions: result.transitions,
      depth: result.depth,
      actions: Object.fromEntries(result.actions),
      ...(result.sequences === undefined ? {} : { sequences: result.sequences }),
      seconds: Math.round(result.seconds * 1000) / 1000,
      ...(result.message === undefined ? {} : { message: result.message }),
      ...(divergence === undefined ? {} : { divergence }),
      ...(traces.length === 0
        ? {}
        : {
            traces: traces.map(({ name: file, verdict, steps, message, failure }) => ({
              file,
              verdict,
              steps,
              message: message ?? null,
              ...(failure === undefined ? {} : { failure }),
            })),
          }),
    })),
    ...(message === undefined ? {} : { message }),
    ...(report.coverage === undefined ? {} : { coverage: report.coverage }),
    mode: task.mode,
    ...(task.mode === 'simulate' ? { seed: task.seed, walks: task.walks } : {}),
    command,
  };
}

/** The differences of a divergence as text; values in TLA+ notation. */
export function differenceDocument(heap: Heap, found: readonly Difference[]): DivergenceDocument['differences'] {
  const text = (id: number | undefined): string | null => (id === undefined ? null : heap.toText(id));
  return found.map((d) => ({ path: d.path, spec: text(d.left), code: text(d.right) }));
}

/** The summary: what went wrong, the table, the actions, the claim. */
export function conformText(report: ConformReport, colors: Colors): string {
  const { models, command } = report;
  const parts = [
    ...models.filter((m) => m.details !== '').map((m) => `${colors.bold(colors.red(m.name))}\n${m.details.trimEnd()}`),
    modelTable(report, colors),
    actionTable(report, colors),
    ...models.map((m) => sequenceTable(m, colors)),
    ...(report.coverage ?? []).map((c) => coverageTable(c.actions, c.protocol, colors)),
    `Repeat: ${command}\n${claim(report, colors)}`,
  ];
  return `${parts.filter((p) => p !== '').join('\n\n')}\n`;
}

function paint(verdict: ConformVerdict, colors: Colors): (text: string) => string {
  return verdict === 'identical' ? colors.green : verdict === 'divergent' ? colors.red : colors.yellow;
}

/** What a verdict without a difference says. */
const WORDS: Readonly<Record<Relation, string>> = { identical: 'identical', refines: 'refines' };

function modelTable(report: ConformReport, colors: Colors): string {
  const { models, task } = report;
  const steps = task.mode === 'replay' ? 'steps' : 'transitions';
  const rows = models.map(({ name, relation, result }) => {
    const { verdict, states, transitions, depth, seconds, message } = result;
    const note = verdict === 'incomplete' ? `  ${message}` : '';
    const cells = [
      name,
      verdict === 'identical' ? WORDS[relation] : verdict,
      grouped(states),
      grouped(transitions),
      String(depth),
      duration(seconds),
    ];
    return { cells, verdict, note };
  });
  const head = ['model', 'verdict', 'states', steps, 'depth', 'time'];
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r.cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((c, i) => (i < 2 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join('  ');
  return [colors.bold(line(head)), ...rows.map((r) => paint(r.verdict, colors)(line(r.cells)) + r.note)].join('\n');
}

/** A column of the table of actions: a model, or the models of one binding together. */
interface Column {
  readonly title: string;
  readonly models: readonly ModelReport[];
}

/** A line longer than this is hard to read, on any terminal. */
const WIDEST = 100;

/** Model by model if that fits; else those of a binding together: each by itself is in the JSON. */
function columnsOf(models: readonly ModelReport[], left: number): readonly Column[] {
  const each = models.map((m) => ({ title: m.name, models: [m] }));
  if (each.reduce((width, c) => width + 2 + widthOf(c), left) <= WIDEST) return each;
  const bindings = [...new Set(models.map((m) => m.binding))];
  return bindings.map((binding) => ({ title: binding, models: models.filter((m) => m.binding === binding) }));
}

function widthOf(column: Column): number {
  return Math.max(column.title.length, 12);
}

/** How often the models of a column took an action; `undefined` if it is none of theirs. */
function taken({ models }: Column, name: string): number | undefined {
  const counts = models.flatMap((m) => m.result.actions.get(name) ?? []);
  return counts.length === 0 ? undefined : counts.reduce((sum, n) => sum + n, 0);
}

/** How often each action was taken, model by model; one that never was is worth a warning, as what it does was not compared. */
function actionTable(report: ConformReport, colors: Colors): string {
  const { models, never, task, verdict } = report;
  // What a divergence kept the check from reaching is no news, and what a trace does not take neither.
  const quiet = task.mode === 'replay' || verdict === 'divergent';
  const names = [...new Set(models.flatMap((m) => [...m.result.actions.keys()]))];
  if (names.length === 0) return '';
  const left = Math.max('action'.length, ...names.map((n) => n.length));
  const columns = columnsOf(models, left);
  const lines = names.map((name) => {
    const cells = columns.map((column) => {
      const n = taken(column, name);
      return (n === undefined ? '' : grouped(n)).padStart(widthOf(column));
    });
    const line = `${name.padEnd(left)}  ${cells.join('  ')}`;
    const missing = models.every((m) => (m.result.actions.get(name) ?? 0) === 0);
    return missing && !quiet ? colors.yellow(`${line}   never taken`) : line;
  });
  const head = colors.bold(`${'action'.padEnd(left)}  ${columns.map((c) => c.title.padStart(widthOf(c))).join('  ')}`);
  const warning =
    never.length === 0 || quiet
      ? []
      : [
          '',
          `${colors.yellow('Warning')} ${counted(never.length, 'action')} never taken: ${never.join(', ')}. What was not taken was not compared.`,
        ];
  return [head, ...lines, ...warning].join('\n');
}

/** So many kinds of sequences are listed. */
const SEQUENCES = 40;

/** Which steps of the specification were one step of the code, and how often. */
function sequenceTable({ name, result: { sequences = [] } }: ModelReport, colors: Colors): string {
  if (sequences.length === 0) return '';
  const rows = sequences.slice(0, SEQUENCES).map((s) => [s.steps.length === 0 ? '(none)' : s.steps.join('; '), grouped(s.count)] as const);
  const head = ['steps of the specification in one of the code', name] as const;
  const [left, right] = [0, 1].map((i) => Math.max(...[head, ...rows].map((r) => r[i]?.length ?? 0)));
  const line = ([steps, count]: readonly [string, string]): string => `${steps.padEnd(left ?? 0)}  ${count.padStart(right ?? 0)}`;
  const more = sequences.length - rows.length;
  return [colors.bold(line(head)), ...rows.map(line), ...(more > 0 ? [`and ${grouped(more)} more kinds of sequences`] : [])].join('\n');
}

/** The last line: what was proved, and within which bounds. */
export function claim(report: ConformReport, colors: Colors): string {
  const { verdict, models, message } = report;
  const bounds = boundsOf(models);
  const [states, transitions] = [total(models, (r) => r.states), total(models, (r) => r.transitions)];
  if (verdict === 'divergent') {
    const oneWay = models.find((m) => m.result.verdict === 'divergent')?.relation === 'refines';
    const sides = oneWay ? 'The code does not refine the specification' : 'Specification and code are not the same';
    const what = models.some((m) => m.divergence !== undefined) ? sides : 'A trace is no behaviour of specification and code';
    return `${colors.red(colors.bold('DIVERGENT'))} ${what}: ${message}.`;
  }
  if (verdict === 'incomplete')
    return `${colors.yellow(colors.bold('INCOMPLETE'))} Not proved: ${message}; ${states} states and ${transitions} transitions were compared without a difference. ${bounds}`;
  const relations: readonly Relation[] = ['identical', 'refines'];
  const shown = relations.flatMap((relation) => {
    const own = models.filter((m) => m.relation === relation);
    return own.length === 0 ? [] : [`${colors.green(colors.bold(WORDS[relation].toUpperCase()))} ${shownText(relation, own, report.task)}`];
  });
  return [...shown, bounds].join(' ');
}

/** Of so many models the last line repeats names and bounds. */
const FEW = 4;

/** The bounds of a few models; of many, how they are to be seen. */
function boundsOf(models: readonly ModelReport[]): string {
  const [first] = models;
  if (models.length === 1) return first?.bounds ?? '';
  if (models.length <= FEW) return models.map((m) => `${m.name}: ${m.bounds}`).join(' ');
  return `Bounds: those of the models in the table; for one of them: lockstep conform --model ${first?.name ?? ''}`;
}

/** The names of a few models; of many, how many of each protocol. */
function namesOf(models: readonly ModelReport[]): string {
  if (models.length <= FEW) return models.map((m) => m.name).join(', ');
  const titles = [...new Set(models.map((m) => m.binding))];
  return titles.map((title) => `${title} (${counted(models.filter((m) => m.binding === title).length, 'model')})`).join(', ');
}

function total(models: readonly ModelReport[], f: (r: ModelReport['result']) => number): string {
  return grouped(models.reduce((s, m) => s + f(m.result), 0));
}

/** What was shown of models with one relation. */
function shownText(relation: Relation, models: readonly ModelReport[], task: Task): string {
  const names = namesOf(models);
  const [states, steps] = [total(models, (r) => r.states), total(models, (r) => r.transitions)];
  const oneWay = relation === 'refines';
  switch (task.mode) {
    case 'exhaustive':
      return oneWay
        ? `Proved for ${names}: in all ${states} reachable states, every step of the code is a sequence of steps of the specification, ${steps} steps of the code.`
        : `Proved for ${names}: in all ${states} reachable states, specification and code take the same steps, ${steps} transitions.`;
    case 'simulate': {
      const walks = `${counted(task.walks, 'random walk')} of up to ${counted(task.depth, 'step')} on ${names} (seed ${task.seed}), ${states} states`;
      return oneWay
        ? `In ${walks}, every step of the code was a sequence of steps of the specification, ${steps} steps of the code; what the walks did not reach is not proved.`
        : `No difference in ${walks} and ${steps} transitions; what the walks did not reach is not proved.`;
    }
    case 'replay': {
      const traces = `${counted(
        models.reduce((sum, m) => sum + m.traces.length, 0),
        'trace',
      )}, ${steps} step${steps === '1' ? '' : 's'}`;
      return oneWay
        ? `${traces}: behaviours of the code, in which every step is a sequence of steps of the specification, for ${names}. Other behaviours are not proved.`
        : `${traces}: behaviours of the specification and of the code, for ${names}. Other behaviours are not proved.`;
    }
  }
}
