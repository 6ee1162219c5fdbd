/** What a bug leads to: the first property of the code that a mutant violates, once it has left its specification. */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import { Encoder } from '../lockstep/encode.ts';
import { Heap } from '../tla-to-ts/values/heap.ts';
import type { Properties } from './catalogue.ts';

/** A property that does not hold, and after how many steps. */
export interface Violation {
  readonly property: string;
  readonly depth: number;
}

interface Search<S> {
  readonly properties: Properties<S>;
  /** The property whose violation ends the search; until then, the first one found is kept. */
  readonly wanted: string;
  first: Violation | undefined;
}

/**
 * Searches breadth-first from `start`, which is `depth` steps from an initial state, in the code alone: the specification has no
 * part in what follows a step that it does not have. Ends at `maxStates`, so that no answer means no more than that none was met.
 */
export function consequence<S, A extends Tagged>(
  code: CodeModel<S, A>,
  start: S,
  depth: number,
  properties: Properties<S>,
  wanted: string,
  maxStates: number,
): Violation | undefined {
  const encoder = new Encoder(new Heap());
  const known = new Set<number>([encoder.encode(start)]);
  const search: Search<S> = { properties, wanted, first: undefined };
  if (violates(search, start, depth)) return search.first;
  let level: S[] = [start];
  while (level.length > 0) {
    depth += 1;
    const next: S[] = [];
    for (const s of level) {
      for (const t of successors(code, s)) {
        if (t === s) continue;
        if (violatesStep(search, s, t, depth)) return search.first;
        const key = encoder.encode(t);
        if (known.has(key)) continue;
        if (known.size >= maxStates) return search.first;
        known.add(key);
        next.push(t);
        if (violates(search, t, depth)) return search.first;
      }
    }
    level = next;
  }
  return search.first;
}

/** Where the mutant fails with an error, it has no successor. */
function successors<S, A extends Tagged>(code: CodeModel<S, A>, s: S): readonly S[] {
  const found: S[] = [];
  for (const action of code.actions(s)) {
    try {
      const t = code.next(s, action);
      if (t !== undefined) found.push(t);
    } catch {
      // The lockstep check reports errors; this search only looks for what can still happen.
    }
  }
  return found;
}

/** @returns whether the search is over */
function violates<S>(search: Search<S>, s: S, depth: number): boolean {
  for (const [property, holds] of Object.entries(search.properties.states)) {
    if (isOpen(search, property) && !holds(s) && note(search, { property, depth })) return true;
  }
  return false;
}

/** @returns whether the search is over */
function violatesStep<S>(search: Search<S>, s: S, t: S, depth: number): boolean {
  for (const [property, holds] of Object.entries(search.properties.steps)) {
    if (isOpen(search, property) && !holds(s, t) && note(search, { property, depth })) return true;
  }
  return false;
}

/** Once something was found, only what is wanted can still change the answer. */
function isOpen<S>(search: Search<S>, property: string): boolean {
  return search.first === undefined || property === search.wanted;
}

function note<S>(search: Search<S>, violation: Violation): boolean {
  search.first = violation;
  return violation.property === search.wanted;
}
