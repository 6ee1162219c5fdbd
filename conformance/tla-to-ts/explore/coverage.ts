/** What runs saw of the actions and their guards, put together and judged. */
import type { ActionCoverage, GuardCoverage } from '../compile/guards.ts';

/** Adds up what runs on several models of one specification saw. A guard is the same in all of them by its place. */
export function mergeCoverage(runs: readonly (readonly ActionCoverage[])[]): readonly ActionCoverage[] {
  const actions = new Map<string, { fired: number; readonly guards: Map<string, GuardCoverage> }>();
  for (const { name, fired, guards } of runs.flat()) {
    const action = actions.get(name) ?? { fired: 0, guards: new Map() };
    actions.set(name, action);
    action.fired += fired;
    for (const guard of guards) {
      const key = [...(guard.via ?? []), guard.at, guard.kind].join(' ');
      const known = action.guards.get(key);
      const sum = known === undefined ? guard : { ...guard, true: known.true + guard.true, false: known.false + guard.false };
      action.guards.set(key, sum);
    }
  }
  return [...actions].map(([name, { fired, guards }]) => ({ name, fired, guards: [...guards.values()] }));
}

/** How much of the actions and guards was seen. */
export interface CoverageSummary {
  readonly actions: number;
  readonly fired: number;
  readonly guards: number;
  /** Guards that were seen both true and false. */
  readonly both: number;
  /** Every action fired, every guard was seen both true and false, and there was something to see. */
  readonly full: boolean;
}

/** Counts what was seen and what was not. */
export function summarizeCoverage(actions: readonly ActionCoverage[]): CoverageSummary {
  const guards = actions.flatMap((a) => a.guards);
  const fired = actions.filter((a) => a.fired > 0).length;
  const both = guards.filter((g) => g.true > 0 && g.false > 0).length;
  return {
    actions: actions.length,
    fired,
    guards: guards.length,
    both,
    full: actions.length > 0 && fired === actions.length && both === guards.length,
  };
}
