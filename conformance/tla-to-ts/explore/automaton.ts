/**
 * Automata of temporal formulas: a behaviour satisfies the formula if and only if the automaton has a run over it that comes by each
 * of the accepting sets infinitely often. The construction is that of R. Gerth, D. Peled, M. Vardi and P. Wolper, "Simple On-the-fly
 * Automatic Verification of Linear Temporal Logic" (1995), for formulas of [] and <>. What says nothing of the future stays whole.
 */
import type { Formula } from '../compile/temporal.ts';

/** A state of an automaton. */
export interface Node {
  /** What a step must satisfy that is read here: formulas without [] and <>. */
  readonly must: readonly Formula[];
  /** Where the run may go on, by number. */
  readonly next: readonly number[];
}

/** A generalized Buechi automaton. */
export interface Automaton {
  readonly nodes: readonly Node[];
  readonly initial: readonly number[];
  /** For each accepting set, which nodes are in it. */
  readonly accepting: readonly (readonly boolean[])[];
}

/** Does the formula speak of the step at hand alone? */
export function isImmediate(f: Formula): boolean {
  switch (f.k) {
    case 'const':
    case 'atom':
      return true;
    case 'and':
    case 'or':
      return f.parts.every(isImmediate);
    case 'always':
    case 'eventually':
      return false;
  }
}

/** A node under construction: what is still to be looked at, what holds now, and what must hold from the next step on. */
interface Draft {
  readonly todo: readonly Formula[];
  readonly now: ReadonlySet<string>;
  readonly must: readonly Formula[];
  readonly next: ReadonlyMap<string, Formula>;
}

/** Builds the automaton of a formula. */
export function automatonOf(formula: Formula): Automaton {
  const drafts: Draft[] = [];
  const numbers = new Map<string, number>();
  const nextOf: number[][] = [];
  /** The nodes that what is to hold leads to. */
  const nodesFor = (formulas: readonly Formula[]): number[] => {
    const found: number[] = [];
    for (const draft of expand({ todo: formulas, now: new Set(), must: [], next: new Map() })) {
      const key = `${[...draft.now].sort().join(';')} | ${[...draft.next.keys()].sort().join(';')}`;
      let n = numbers.get(key);
      if (n === undefined) {
        n = drafts.push(draft) - 1;
        numbers.set(key, n);
      }
      if (!found.includes(n)) found.push(n);
    }
    return found;
  };
  const initial = nodesFor([formula]);
  for (let n = 0; n < drafts.length; n++) nextOf[n] = nodesFor([...(drafts[n]?.next.values() ?? [])]);
  const promises = eventualitiesOf(formula);
  return {
    nodes: drafts.map((d, n) => ({ must: d.must, next: nextOf[n] ?? [] })),
    initial,
    // A promise is kept where it was not made, or where what was promised holds.
    accepting: promises.map((p) => drafts.map((d) => !d.now.has(keyOf(p)) || d.now.has(keyOf(p.body)))),
  };
}

/** All ways in which a draft can be completed. */
function expand(draft: Draft): readonly Draft[] {
  const [f, ...todo] = draft.todo;
  if (f === undefined) return [draft];
  const key = keyOf(f);
  if (draft.now.has(key)) return expand({ ...draft, todo });
  const now = new Set([...draft.now, key]);
  if (f.k === 'const') return f.value ? expand({ ...draft, todo }) : [];
  if (isImmediate(f)) return expand({ ...draft, todo, now, must: [...draft.must, f] });
  const later = (): ReadonlyMap<string, Formula> => new Map([...draft.next, [key, f]]);
  switch (f.k) {
    case 'and':
      return expand({ ...draft, todo: [...f.parts, ...todo], now });
    case 'or':
      return f.parts.flatMap((part) => expand({ ...draft, todo: [part, ...todo], now }));
    case 'always':
      return expand({ ...draft, todo: [f.body, ...todo], now, next: later() });
    case 'eventually':
      return [...expand({ ...draft, todo: [f.body, ...todo], now }), ...expand({ ...draft, todo, now, next: later() })];
    default:
      return [];
  }
}

/** The subformulas `<>g`. */
function eventualitiesOf(formula: Formula): readonly (Formula & { readonly k: 'eventually' })[] {
  const found = new Map<string, Formula & { readonly k: 'eventually' }>();
  const visit = (f: Formula): void => {
    if (f.k === 'eventually') found.set(keyOf(f), f);
    if (f.k === 'and' || f.k === 'or') f.parts.forEach(visit);
    if (f.k === 'always' || f.k === 'eventually') visit(f.body);
  };
  visit(formula);
  return [...found.values()];
}

/** A text that is the same for the same formula only. */
function keyOf(f: Formula): string {
  switch (f.k) {
    case 'const':
      return String(f.value);
    case 'atom':
      return `${f.negated ? '!' : ''}${f.atom}`;
    case 'and':
    case 'or':
      return `${f.k}(${f.parts.map(keyOf).join(',')})`;
    case 'always':
      return `[](${keyOf(f.body)})`;
    case 'eventually':
      return `<>(${keyOf(f.body)})`;
  }
}
