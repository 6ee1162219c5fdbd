/** Compares a run that only Apalache can make with what is recorded of it. */
import type { ByName, EngineName } from '../engines/engine.ts';
import { type Comparison, type Difference, type Outcome, stepCount } from './compare.ts';

/** A run that is asked for by names and not by a configuration, which Apalache alone can make, and what is recorded of it. */
export interface Run {
  readonly byName: ByName;
  /** Steps. */
  readonly length: number;
  /** Whether a state without successor is an error. */
  readonly deadlock: boolean;
  readonly result: 'ok' | 'safety';
}

/**
 * The same verdict, up to the same length or by one of the invariants that were asked for, and not after more steps. No answer, or one that is
 * not complete, decides nothing.
 */
export function compareRun(outcomes: Readonly<Partial<Record<EngineName, Outcome>>>, run: Run): Comparison {
  const outcome = outcomes.apalache;
  const answered = outcome?.kind === 'answer' && outcome.answer.verdict !== 'incomplete';
  if (!answered || (outcome.answer.verdict === 'ok' && !outcome.answer.complete))
    return { verdict: 'incomplete', differences: [], compared: [] };
  const differences = differencesOf(outcome, run);
  return { verdict: differences.length > 0 ? 'disagree' : 'agree', differences, compared: ['apalache'] };
}

function differencesOf({ answer }: Extract<Outcome, { readonly kind: 'answer' }>, { result, length, byName }: Run): readonly Difference[] {
  const { verdict, bound, property } = answer;
  const within = (steps: number | undefined): string =>
    `ok within ${steps === undefined ? 'an unknown number of steps' : stepCount(steps)}`;
  if (verdict !== result || (verdict === 'ok' && bound !== length)) {
    const told = verdict === 'ok' ? within(bound) : verdict;
    return [{ field: 'verdict', values: { apalache: told, record: result === 'ok' ? within(length) : result } }];
  }
  if (verdict === 'ok') return [];
  const asked = byName.inv ?? [];
  const states = answer.trace?.itf.states.length ?? 0;
  return [
    ...(property !== undefined && asked.includes(property)
      ? []
      : [{ field: 'property' as const, values: { apalache: property ?? 'none', record: asked.join(' or ') } }]),
    ...(states <= length + 1 ? [] : [{ field: 'trace' as const, values: { apalache: states, record: length + 1 } }]),
  ];
}
