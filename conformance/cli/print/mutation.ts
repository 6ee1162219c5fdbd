/** What `lockstep mutate` found, for programs and for people. */
import type { MutantReport, MutationVerdict } from '../../mutation/verdict.ts';
import { type Colors, colorsFor } from './colors.ts';
import { counted, duration } from './numbers.ts';

export interface MutationDocument {
  readonly verdict: MutationVerdict;
  readonly mutants: readonly {
    readonly id: string;
    readonly title: string;
    readonly control: boolean;
    readonly verdict: MutantReport['verdict'];
    readonly by: string | null;
    readonly depth: number | null;
    readonly models: readonly string[];
    readonly states: number;
    readonly violation: { readonly property: string; readonly depth: number } | null;
    readonly seconds: number;
    readonly message: string | null;
  }[];
  readonly seconds: number;
  /** The command that repeats the run. */
  readonly command: string;
}

export function mutationDocument(
  verdict: MutationVerdict,
  reports: readonly MutantReport[],
  seconds: number,
  command: string,
): MutationDocument {
  return {
    verdict,
    mutants: reports.map((r) => ({
      id: r.id,
      title: r.title,
      control: r.control,
      verdict: r.verdict,
      by: r.by ?? null,
      depth: r.depth ?? null,
      models: r.models,
      states: r.states,
      violation: r.violation ?? null,
      seconds: milliseconds(r.seconds),
      message: r.message ?? null,
    })),
    seconds: milliseconds(seconds),
    command,
  };
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

export interface MutationTextOptions {
  readonly colors: boolean;
  readonly seconds: number;
  readonly command: string;
}

/** A table, what needs a word more, and one line that says what was shown. */
export function mutationText(verdict: MutationVerdict, reports: readonly MutantReport[], options: MutationTextOptions): string {
  const colors = colorsFor(options.colors);
  const head = ['mutant', 'bug', 'verdict', 'depth', 'by', 'then breaks'];
  const rows = reports.map((r) => [r.id, r.title, r.verdict, r.depth === undefined ? '' : String(r.depth), r.by ?? '', violationText(r)]);
  const widths = head.map((h, column) => Math.max(h.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const table = [colors.bold(line(head)), ...rows.map((row, i) => paint(reports[i], colors)(line(row)))];
  const words = reports.flatMap((r) => remark(r));
  const last = [`Repeat: ${options.command}`, `${claim(verdict, reports)} (${duration(options.seconds)})`];
  return `${[table, words, last]
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}

function violationText(r: MutantReport): string {
  return r.violation === undefined ? '' : `${r.violation.property} after ${counted(r.violation.depth, 'step')}`;
}

function paint(report: MutantReport | undefined, colors: Colors): (text: string) => string {
  if (report === undefined) return (text) => text;
  const { verdict, control } = report;
  if (verdict === 'incomplete') return colors.yellow;
  return verdict === 'survived' || (verdict === 'killed' && control) ? colors.red : (text) => text;
}

/** Of what did not come out as it should. */
export function remark(r: MutantReport): readonly string[] {
  if (r.verdict === 'incomplete') return [`${r.id} was not decided: ${r.message ?? 'no reason is known'}`];
  if (r.verdict === 'survived')
    return [`${r.id} survived: with this bug the code does all that the specification says, and nothing else, in ${r.models.join(', ')}`];
  if (r.control && r.verdict === 'killed') return [`${r.id} is no bug, but the check reports it: ${r.message ?? ''}`];
  return [];
}

export function claim(verdict: MutationVerdict, reports: readonly MutantReport[]): string {
  const count = (wanted: MutantReport['verdict']): number => reports.filter((r) => r.verdict === wanted).length;
  const models = [...new Set(reports.flatMap((r) => r.models))].join(', ');
  const rest = `${counted(count('killed'), 'mutant')} killed, ${count('survived')} survived, ${count('equivalent')} equivalent, ${count('incomplete')} undecided`;
  switch (verdict) {
    case 'ok':
      return `Shown: the lockstep check (models ${models}) catches every bug that was put in, and takes no control for one: ${rest}.`;
    case 'survived':
      return `Not shown: a bug was not caught within the bounds of the models ${models}: ${rest}.`;
    case 'false-alarm':
      return `Not shown: the check reports a change that is no bug: ${rest}.`;
    case 'incomplete':
      return reports.length === 0 ? 'Not shown: nothing ran.' : `Not shown: the run is incomplete: ${rest}.`;
  }
}
