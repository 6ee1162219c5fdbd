/** What a check found, for people. */
import { type CheckResult, formatLoc, type Model } from '../../tla-to-ts/index.ts';
import { claimText } from './claim.ts';
import type { Colors } from './colors.ts';
import { coverageLine, coverageTable } from './coverage.ts';
import { bytes, counted, duration, grouped } from './numbers.ts';
import { traceText } from './trace.ts';

/** With fewer states, what is allocated at the start hides what a state costs. */
const MANY = 10_000;

export interface SummaryOptions {
  readonly colors: Colors;
  readonly columns: number;
  /** The verdict and the last line only. */
  readonly quiet: boolean;
  /** Is a run that did not see all actions and guards a failure? */
  readonly coverageRequired: boolean;
  readonly deadlock: boolean;
  /** The command that repeats the run. */
  readonly command: string;
  /** Lines about files that were written. */
  readonly notes: readonly string[];
}

export function summaryText(model: Model, result: CheckResult, options: SummaryOptions): string {
  const { colors, columns } = options;
  const parts = [verdictText(model, result, colors)];
  if (!options.quiet) {
    if (result.trace !== undefined) parts.push(traceText(model.heap, result.trace, { colors, columns }).trimEnd());
    if (model.init !== undefined && (result.verdict !== 'assumption' || result.initial > 0))
      parts.push(countsText(result), coverageText(result, colors));
  }
  // What decides the exit code is said in any case.
  const coverage = result.coverage ?? (options.coverageRequired ? [] : undefined);
  if (coverage !== undefined && !options.quiet) parts.push(coverageTable(coverage, undefined, colors));
  else if (coverage !== undefined && options.coverageRequired) parts.push(coverageLine(coverage, undefined, colors));
  const last = [...options.notes, ...(options.quiet ? [] : [`Repeat: ${options.command}`]), claimText(model, result, options.deadlock)];
  return `${[...parts, last.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

/** One line, and for errors the place with its source line. */
function verdictText(model: Model, result: CheckResult, colors: Colors): string {
  const { verdict, message } = result;
  const bad = (word: string, text: string): string => `${colors.red(colors.bold(word))} ${text}`;
  switch (verdict) {
    case 'ok': {
      const where = result.complete ? 'no violation in any reachable state' : 'no violation in any state that was looked at';
      return `${colors.green(colors.bold('OK'))} ${model.init === undefined ? 'every assumption holds' : where}`;
    }
    case 'incomplete':
      return `${colors.yellow(colors.bold('INCOMPLETE'))} ${message ?? ''}`;
    case 'error':
      return bad('ERROR', result.error === undefined ? (message ?? '') : `\n${result.error.render()}`).replace(' \n', '\n');
    case 'deadlock':
      return bad('VIOLATED', 'deadlock: the last state has no successor');
    case 'assumption':
    case 'safety':
    case 'liveness':
      return bad('VIOLATED', `${message ?? ''}${placeOf(model, result.property)}`);
  }
}

/** Where the violated property is defined. */
function placeOf(model: Model, property: string | undefined): string {
  if (property === undefined) return '';
  const symbol = model.module.lookup(property);
  return symbol === undefined ? '' : `\n${formatLoc(symbol.loc)}`;
}

function countsText(result: CheckResult): string {
  const { distinct, seconds, memory } = result;
  const used = memory.visited + memory.frontier + memory.values;
  const rate = seconds > 0 ? ` (${grouped(distinct / seconds)} distinct states a second)` : '';
  const perState = distinct >= MANY ? ` (${grouped(used / distinct)} bytes a state)` : '';
  const row = (name: string, text: string): string => `${name.padEnd(10)} ${text}`;
  const rows = [row('states', statesText(result)), row('depth', grouped(result.depth)), row('time', `${duration(seconds)}${rate}`)];
  // A search that was broken off does not say what it used.
  if (used > 0) rows.push(row('memory', `${bytes(used)}${perState}`));
  if (result.complete)
    rows.push(
      row('collision', `${collisionText(result.collisionProbability)}, the probability at best that two states were taken for one`),
    );
  return rows.join('\n');
}

function statesText(result: CheckResult): string {
  const { distinct, generated, initial, queue } = result;
  const parts = [`${grouped(distinct)} distinct`, `${grouped(generated)} generated`];
  if (initial > 0) parts.push(`${grouped(initial)} initial`);
  if (queue > 0) parts.push(`${grouped(queue)} not yet expanded`);
  return parts.join(', ');
}

function collisionText(p: number): string {
  return p === 0 ? '0' : p.toExponential(1).toUpperCase();
}

/** How often each action was taken; one that never was is worth a warning, as what it does was not checked. */
function coverageText(result: CheckResult, colors: Colors): string {
  const { actions } = result;
  if (actions.length === 0) return '';
  const name = Math.max('action'.length, ...actions.map((a) => a.name.length));
  const cell = (text: string): string => text.padStart(15);
  const missing = result.complete ? 'never taken' : 'not yet taken';
  const lines = actions.map((a) => {
    const line = `${a.name.padEnd(name)} ${cell(grouped(a.generated))} ${cell(grouped(a.distinct))}`;
    return a.generated === 0 ? colors.yellow(`${line}   ${missing}`) : line;
  });
  const never = result.complete ? actions.filter((a) => a.generated === 0) : [];
  const warning =
    never.length === 0
      ? []
      : [
          '',
          `${colors.yellow('Warning')} ${counted(never.length, 'action')} never taken: ${never.map((a) => a.name).join(', ')}. What cannot happen in this model was not checked.`,
        ];
  return [colors.bold(`${'action'.padEnd(name)} ${cell('steps')} ${cell('new states')}`), ...lines, ...warning].join('\n');
}
