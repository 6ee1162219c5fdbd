/** What `lockstep conform` found, for programs and for people. */
import type { LockstepResult } from '../../lockstep/result.ts';
import type { TraceResult } from '../../replay/index.ts';
import type { Difference } from '../../report/index.ts';
import type { Heap, Model } from '../../tla-to-ts/index.ts';
import type { Selected } from '../conform/catalogue.ts';
import type { Task } from '../conform/run.ts';
import { boundsText } from './claim.ts';
import type { Colors } from './colors.ts';
import { counted, duration, grouped } from './numbers.ts';

export type ConformVerdict = LockstepResult['verdict'];

/** One model with its outcome. */
export interface ModelReport {
  readonly selected: Selected;
  readonly model: Model;
  readonly result: LockstepResult;
  readonly traces: readonly TraceResult[];
  /** Details of a divergence, for the document. */
  readonly divergence: DivergenceDocument | undefined;
  /** The report of what went wrong, as text. */
  readonly details: string;
}

export interface DivergenceDocument {
  readonly kind: string;
  readonly message: string;
  /** The labels from an initial state to the state where the sides differ. */
  readonly path: readonly (string | null)[];
  readonly step: string | null;
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
  /** The command that repeats the run. */
  readonly command: string;
}

/** The verdict on all models together: what was not reached was not compared. */
export function overallVerdict(
  models: readonly ModelReport[],
  never: readonly string[],
): { verdict: ConformVerdict; message: string | undefined } {
  const divergent = models.find((m) => m.result.verdict === 'divergent');
  if (divergent !== undefined)
    return {
      verdict: 'divergent',
      message: `${divergent.selected.name}: ${divergent.result.message ?? divergent.result.divergence?.message}`,
    };
  const incomplete = models.find((m) => m.result.verdict === 'incomplete');
  if (incomplete !== undefined) return { verdict: 'incomplete', message: `${incomplete.selected.name}: ${incomplete.result.message}` };
  if (models.length === 0) return { verdict: 'incomplete', message: 'no model was checked' };
  if (never.length > 0) return { verdict: 'incomplete', message: `never taken, and so not compared: ${never.join(', ')}` };
  return { verdict: 'identical', message: undefined };
}

/** The actions that no model of their protocol took. */
export function neverTaken(models: readonly ModelReport[]): readonly string[] {
  const out: string[] = [];
  for (const protocol of new Set(models.map((m) => m.selected.binding.protocol))) {
    const own = models.filter((m) => m.selected.binding.protocol === protocol);
    const names = new Set(own.flatMap((m) => [...m.result.actions.keys()]));
    for (const name of names) if (own.every((m) => (m.result.actions.get(name) ?? 0) === 0)) out.push(`${protocol}: ${name}`);
  }
  return out;
}

export function conformDocument(report: ConformReport): unknown {
  const { verdict, message, models, task, command } = report;
  return {
    verdict,
    models: models.map(({ selected, result, traces, divergence }) => ({
      name: selected.name,
      verdict: result.verdict,
      complete: result.complete,
      states: result.states,
      transitions: result.transitions,
      depth: result.depth,
      actions: Object.fromEntries(result.actions),
      seconds: Math.round(result.seconds * 1000) / 1000,
      ...(result.message === undefined ? {} : { message: result.message }),
      ...(divergence === undefined ? {} : { divergence }),
      ...(traces.length === 0
        ? {}
        : { traces: traces.map((t) => ({ file: t.name, verdict: t.verdict, steps: t.steps, message: t.message ?? null })) }),
    })),
    ...(message === undefined ? {} : { message }),
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
    ...models.filter((m) => m.details !== '').map((m) => `${colors.bold(colors.red(m.selected.name))}\n${m.details.trimEnd()}`),
    modelTable(report, colors),
    actionTable(report, colors),
    `Repeat: ${command}\n${claim(report, colors)}`,
  ];
  return `${parts.filter((p) => p !== '').join('\n\n')}\n`;
}

function paint(verdict: ConformVerdict, colors: Colors): (text: string) => string {
  return verdict === 'identical' ? colors.green : verdict === 'divergent' ? colors.red : colors.yellow;
}

function modelTable(report: ConformReport, colors: Colors): string {
  const { models, task } = report;
  const steps = task.mode === 'replay' ? 'steps' : 'transitions';
  const rows = models.map(({ selected, result }) => {
    const { verdict, states, transitions, depth, seconds, message } = result;
    const note = verdict === 'incomplete' ? `  ${message}` : '';
    const cells = [selected.name, verdict, grouped(states), grouped(transitions), String(depth), duration(seconds)];
    return { cells, verdict, note };
  });
  const head = ['model', 'verdict', 'states', steps, 'depth', 'time'];
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((r) => r.cells[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells.map((c, i) => (i < 2 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0))).join('  ');
  return [colors.bold(line(head)), ...rows.map((r) => paint(r.verdict, colors)(line(r.cells)) + r.note)].join('\n');
}

/** How often each action was taken, model by model; one that never was is worth a warning, as what it does was not compared. */
function actionTable(report: ConformReport, colors: Colors): string {
  const { models, never, task, verdict } = report;
  // What a divergence kept the check from reaching is no news, and what a trace does not take neither.
  const quiet = task.mode === 'replay' || verdict === 'divergent';
  const names = [...new Set(models.flatMap((m) => [...m.result.actions.keys()]))];
  if (names.length === 0) return '';
  const left = Math.max('action'.length, ...names.map((n) => n.length));
  const columns = models.map((m) => ({ m, width: Math.max(m.selected.name.length, 12) }));
  const lines = names.map((name) => {
    const cells = columns.map(({ m, width }) => {
      const n = m.result.actions.get(name);
      return (n === undefined ? '' : grouped(n)).padStart(width);
    });
    const line = `${name.padEnd(left)}  ${cells.join('  ')}`;
    const missing = models.every((m) => (m.result.actions.get(name) ?? 0) === 0);
    return missing && !quiet ? colors.yellow(`${line}   never taken`) : line;
  });
  const head = colors.bold(`${'action'.padEnd(left)}  ${columns.map(({ m, width }) => m.selected.name.padStart(width)).join('  ')}`);
  const warning =
    never.length === 0 || quiet
      ? []
      : [
          '',
          `${colors.yellow('Warning')} ${counted(never.length, 'action')} never taken: ${never.join(', ')}. What was not taken was not compared.`,
        ];
  return [head, ...lines, ...warning].join('\n');
}

/** The last line: what was proved, and within which bounds. */
function claim(report: ConformReport, colors: Colors): string {
  const { verdict, models, task, message } = report;
  const names = models.map((m) => m.selected.name).join(', ');
  const bounds = models.map((m) => (models.length === 1 ? boundsText(m.model) : `${m.selected.name}: ${boundsText(m.model)}`)).join(' ');
  const sum = (f: (r: LockstepResult) => number): string => grouped(models.reduce((s, m) => s + f(m.result), 0));
  const [states, transitions] = [sum((r) => r.states), sum((r) => r.transitions)];
  if (verdict === 'divergent') return `${colors.red(colors.bold('DIVERGENT'))} Specification and code are not the same: ${message}.`;
  if (verdict === 'incomplete')
    return `${colors.yellow(colors.bold('INCOMPLETE'))} Not proved: ${message}; ${states} states and ${transitions} transitions were compared without a difference. ${bounds}`;
  const good = colors.green(colors.bold('IDENTICAL'));
  switch (task.mode) {
    case 'exhaustive':
      return `${good} Proved for ${names}: in all ${states} reachable states, specification and code take the same steps, ${transitions} transitions. ${bounds}`;
    case 'simulate':
      return `${good} No difference in ${counted(task.walks, 'random walk')} of up to ${counted(task.depth, 'step')} on ${names} (seed ${task.seed}), ${states} states and ${transitions} transitions; what the walks did not reach is not proved. ${bounds}`;
    case 'replay':
      return `${good} ${counted(task.files.length, 'trace')}, ${transitions} steps: behaviours of the specification and of the code, for ${names}. Other behaviours are not proved. ${bounds}`;
  }
}
