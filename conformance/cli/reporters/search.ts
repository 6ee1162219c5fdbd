/** One search of a model and what it looks for, for the reporters: a check for each thing that is looked for, and one for the search itself. */
import type { CheckResult } from '../../tla-to-ts/index.ts';
import { type Finding, type Place, type Problem, problemFinding } from './finding.ts';

/** One thing that is looked for; `property`: the name that a result has for it. */
export interface Item {
  readonly name: string;
  readonly property: string | undefined;
}

export interface Search {
  /** What is searched: a module with its configuration. */
  readonly suite: string;
  /** What the search goes through. */
  readonly name: string;
  readonly items: readonly Item[];
}

/** Why a search did not end well. */
export type SearchProblem = Partial<Problem> & Pick<Problem, 'rule' | 'message'>;

export const DEADLOCK: Item = { name: 'no deadlock', property: undefined };
/** The width of a trace in a file. */
export const COLUMNS = 100;

/** An item for each name, once. @param what `invariant` */
export function itemsNamed(what: string, all: readonly { readonly name: string }[]): readonly Item[] {
  return [...new Set(all.map((one) => one.name))].map((property) => ({ name: `${what} ${property}`, property }));
}

/** For what is wrong with no line more than with another. */
export function wholeOf(file: string): Place {
  return { file, line: 1 };
}

/**
 * What was found. One search looks for everything at once: its time is that of the search, or of what was violated.
 * @param problem asked for unless all is well
 */
export function searchFindings(
  { suite, name, items }: Search,
  { verdict, property, seconds }: Pick<CheckResult, 'verdict' | 'property' | 'seconds'>,
  problem: () => SearchProblem,
): readonly Finding[] {
  const search: Item = { name, property: undefined };
  const of = (item: Item, time = 0): Pick<Finding, 'suite' | 'name' | 'seconds'> => ({ suite, name: item.name, seconds: time });
  const undecided =
    (message: string) =>
    (item: Item): Finding => ({ ...of(item), verdict: 'undecided', message });
  switch (verdict) {
    case 'ok':
      return [search, ...items].map((item) => ({ ...of(item, item === search ? seconds : 0), verdict: 'passed' }));
    case 'incomplete': {
      const found = problem();
      return [search, ...items].map((item) => problemFinding(of(item, item === search ? seconds : 0), 'error', found));
    }
    case 'error':
      return [problemFinding(of(search, seconds), 'error', problem()), ...items.map(undecided('the search ended with an error'))];
    case 'assumption':
    case 'deadlock':
    case 'safety':
    case 'liveness': {
      const failed =
        verdict === 'deadlock' ? DEADLOCK : (items.find((item) => item.property === property) ?? { name: property ?? verdict, property });
      const others = [search, ...items].filter((item) => item !== failed);
      return [
        problemFinding(of(failed, seconds), 'failed', problem()),
        ...others.map(undecided(`the search ended when it found: ${failed.name}`)),
      ];
    }
  }
}
