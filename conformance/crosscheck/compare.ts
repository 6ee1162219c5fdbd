/**
 * Compares what engines say of one model. Only what is determined is compared: a complete search has one verdict and one number of states; which
 * violation is found first, and what was counted until then, is determined where one thread searches in the common order. A bounded engine can
 * contradict the others within its bound only.
 */
import type { Answer, Capabilities, EngineName } from '../engines/engine.ts';

/** What became of an engine on a model. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly bounded: boolean }
  /** It cannot do this model; not a word on the model. */
  | { readonly kind: 'not run'; readonly why: string }
  /** It did not do its work. */
  | { readonly kind: 'failed'; readonly why: string; readonly output: string };

/** What is known of a model from before. */
export interface Expected {
  readonly verdict: Answer['verdict'];
  readonly property?: string;
  readonly generated?: number;
  readonly distinct?: number;
  readonly depth?: number;
  /** States of the counterexample. */
  readonly trace?: number;
}

/** Who says something: an engine, or the record. */
export type Source = EngineName | 'record';
export type Field = 'verdict' | 'property' | 'generated' | 'distinct' | 'depth' | 'trace' | 'graph';

/** What does not agree, in the words of each that has to do with it. */
export interface Difference {
  readonly field: Field;
  readonly values: Readonly<Partial<Record<Source, string | number>>>;
}

export interface Comparison {
  /** `agree`: at least two engines were compared, and nothing differs. */
  readonly verdict: 'agree' | 'disagree' | 'incomplete';
  readonly differences: readonly Difference[];
  /** The engines that were compared with one another. */
  readonly compared: readonly EngineName[];
}

/** A statement on the model. */
interface Claim {
  readonly source: Source;
  readonly bounded: boolean;
  readonly verdict: Answer['verdict'];
  readonly error: string | undefined;
  readonly property: string | undefined;
  readonly generated: number | undefined;
  readonly distinct: number | undefined;
  readonly depth: number | undefined;
  /** States of the counterexample. */
  readonly trace: number | undefined;
  /** Steps within which a bounded engine found nothing. */
  readonly bound: number | undefined;
  /** A bounded engine that did not look at all properties: what it does not find may be there. */
  readonly partial: boolean;
}

export interface Conditions {
  /** Threads of each engine. */
  readonly workers: number;
}

/** Compares the outcomes of the engines with one another and with the record. */
export function compare(
  outcomes: Readonly<Partial<Record<EngineName, Outcome>>>,
  expected: Expected | undefined,
  conditions: Conditions,
): Comparison {
  const claims = Object.values(outcomes).flatMap(claimOf);
  const all = [...claims, ...(expected === undefined ? [] : [recorded(expected)])];
  const whole = all.filter(({ bounded }) => !bounded);
  const bounded = all.filter((claim) => claim.bounded);
  const differences = [
    ...FIELDS.flatMap((field) => fieldDifference(whole, field, conditions)),
    ...bounded.flatMap((claim) => whole.flatMap((other) => contradiction(claim, other))),
  ];
  const compared = [
    ...new Set(
      claims.flatMap((a) =>
        claims.filter((b) => a !== b && (a.bounded ? !b.bounded && bears(a, b) : !b.bounded || bears(b, a))).map(() => a.source),
      ),
    ),
  ].filter((source) => source !== 'record');
  const failed = Object.values(outcomes).some(({ kind }) => kind === 'failed');
  const verdict = differences.length > 0 ? 'disagree' : failed || compared.length === 0 ? 'incomplete' : 'agree';
  return { verdict, differences, compared };
}

/** What an answer is worth. An engine that needs types, or knows less of the language, refuses models that are all right: that is no verdict on them. */
export function outcomeOf(answer: Answer, capabilities: Capabilities): Outcome {
  const { verdict, error, message } = answer;
  const bounded = capabilities.check === 'bounded';
  if (verdict === 'error' && (bounded || error?.errorClass === 'unsupported'))
    return { kind: 'not run', why: message ?? error?.message ?? 'no reason is known' };
  return { kind: 'answer', answer, bounded };
}

/** None where nothing was decided: a limit was reached, or the engine did not answer. */
function claimOf(outcome: Outcome): readonly Claim[] {
  if (outcome.kind !== 'answer') return [];
  const { answer, bounded } = outcome;
  const { engine: source, verdict, property, generated, distinct, depth, error, trace, bound } = answer;
  const partial = verdict === 'ok' && !answer.complete;
  if (verdict === 'incomplete' || (partial && !bounded)) return [];
  const states = trace?.itf.states.length;
  return [{ source, bounded, verdict, error: error?.errorClass, property, generated, distinct, depth, trace: states, bound, partial }];
}

function recorded(expected: Expected): Claim {
  const { verdict, property, generated, distinct, depth, trace } = expected;
  const numbers = { generated, distinct, depth, trace };
  return { source: 'record', bounded: false, verdict, error: undefined, property, ...numbers, bound: undefined, partial: false };
}

const FIELDS: readonly Exclude<Field, 'graph'>[] = ['verdict', 'property', 'generated', 'distinct', 'depth', 'trace'];

/** What a claim says of a field where that is determined; undefined where it is not, or not told. */
function determined(claim: Claim, field: Exclude<Field, 'graph'>, { workers }: Conditions): string | number | undefined {
  const { verdict } = claim;
  const inOrder = workers === 1;
  // Where a violation of liveness is found depends on when the engine looks for one.
  const counted = verdict === 'ok' || ((verdict === 'safety' || verdict === 'deadlock') && inOrder);
  switch (field) {
    case 'verdict':
      if (!inOrder && (isFiniteViolation(verdict) || verdict === 'liveness')) return 'violated';
      return verdict === 'error' && claim.error !== undefined ? `error (${claim.error})` : verdict;
    case 'property':
      return inOrder ? claim.property : undefined;
    case 'generated':
    case 'distinct':
      return counted ? claim[field] : undefined;
    case 'depth':
      // Several threads may reach a state on a way that is not the shortest first.
      return counted && inOrder ? claim.depth : undefined;
    case 'trace':
      return counted && verdict !== 'ok' ? claim.trace : undefined;
  }
}

/** The claims that say something of a field, if they do not say the same. Where verdicts differ, their numbers have nothing to do with each other. */
function fieldDifference(claims: readonly Claim[], field: Exclude<Field, 'graph'>, conditions: Conditions): readonly Difference[] {
  if (field !== 'verdict' && new Set(claims.map((claim) => determined(claim, 'verdict', conditions))).size > 1) return [];
  const values = claims.flatMap((claim) => {
    const value = determined(claim, field, conditions);
    return value === undefined ? [] : [[claim.source, value] as const];
  });
  return new Set(values.map(([, value]) => value)).size > 1 ? [{ field, values: Object.fromEntries(values) }] : [];
}

/** Violations that a bounded search finds like any other. */
function isFiniteViolation(verdict: Claim['verdict']): boolean {
  return verdict === 'safety' || verdict === 'deadlock';
}

/** Whether a bounded claim could have contradicted another one, had things been otherwise. */
function bears(bounded: Claim, other: Claim): boolean {
  const decided = bounded.verdict === 'ok' ? bounded.bound !== undefined : isFiniteViolation(bounded.verdict);
  if (bounded.partial) return decided && other.verdict === 'ok';
  return decided && (other.verdict === 'ok' || (isFiniteViolation(other.verdict) && other.trace !== undefined));
}

/** How a bounded claim contradicts another one. */
function contradiction(bounded: Claim, other: Claim): readonly Difference[] {
  if (!bears(bounded, other)) return [];
  const differ = (field: Field, ours: string, theirs: string): readonly Difference[] => [
    { field, values: { [bounded.source]: ours, [other.source]: theirs } },
  ];
  const violation = `${bounded.verdict}${after(bounded.trace)}`;
  if (isFiniteViolation(other.verdict)) {
    const steps = (other.trace ?? 1) - 1;
    if (bounded.verdict === 'ok') {
      const missed = bounded.bound !== undefined && steps <= bounded.bound;
      return missed ? differ('verdict', `ok within ${stepCount(bounded.bound)}`, `${other.verdict}${after(other.trace)}`) : [];
    }
    const shorter = bounded.trace !== undefined && bounded.trace - 1 < steps;
    return shorter ? differ('trace', violation, `${other.verdict}${after(other.trace)}`) : [];
  }
  return bounded.verdict === 'ok' ? [] : differ('verdict', violation, other.verdict);
}

function after(states: number | undefined): string {
  return states === undefined ? '' : ` after ${stepCount(states - 1)}`;
}

/** `3 steps`. */
export function stepCount(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}
