/** What the lockstep check reports, and how a divergence is put into a form that can be read. */
import { match, P } from 'ts-pattern';
import type { Tagged } from '../../src/core/index.ts';
import type { ActionCoverage } from '../tla-to-ts/compile/guards.ts';
import { formatLoc } from '../tla-to-ts/errors.ts';
import type { ActionLabel } from '../tla-to-ts/explore/result.ts';
import { successorsOf } from '../tla-to-ts/explore/stepper.ts';
import { type CodeSuccessor, callText, type Mismatch, type Pair, type Sides, STUTTER } from './sides.ts';

/** One state of a path; values are ids of the model's heap. */
export interface PathStep {
  /** The step of the spec that led here; undefined for the initial state and for steps of the code alone. */
  readonly action: ActionLabel | undefined;
  /** The step as text; for a step of the code alone the action's type. */
  readonly label: string | undefined;
  readonly values: readonly number[];
}

/** Steps that the spec was to take one after another. */
export interface ClaimedSequence {
  readonly steps: readonly string[];
  /** The number, from 0, of the step that the spec cannot take; that of all steps, where it can take them all. */
  readonly at: number;
  /** Where the spec comes to with the steps before it. */
  readonly reached: readonly (readonly number[])[];
}

/** Where the two sides part. */
export interface Divergence {
  readonly kind: 'initial' | Mismatch<unknown, unknown>['kind'];
  readonly message: string;
  /** From an initial state to the state where the sides differ. */
  readonly path: readonly PathStep[];
  /** The step on which they differ. */
  readonly step: { readonly label: string; readonly action: ActionLabel | undefined } | undefined;
  /** Where the spec goes with this step, and where the code goes: values of the spec's variables. */
  readonly spec: readonly (readonly number[])[];
  readonly code: readonly (readonly number[])[];
  /** The steps of the spec that the code's step was said to be, where the relation is `refines`. */
  readonly sequence?: ClaimedSequence;
  /** The state of the code at the end of the path, as it is. */
  readonly codeState: unknown;
  /** Where the spec's action is defined, and which action of the code is bound to it. */
  readonly source: { readonly spec: string | undefined; readonly action: string | undefined } | undefined;
}

/** Steps of the spec that were one step of the code, by their names, and how often. */
export interface Sequence {
  readonly steps: readonly string[];
  readonly count: number;
}

export interface LockstepResult {
  /** `identical` says that no difference was found; that there is none, only with `complete`. */
  readonly verdict: 'identical' | 'divergent' | 'incomplete';
  /** Was every reachable pair compared? */
  readonly complete: boolean;
  readonly states: number;
  /** Steps that both sides took, to the same state. */
  readonly transitions: number;
  /** Length of the longest path, counted in states. */
  readonly depth: number;
  /** How often each action was taken: the spec's actions, or the code's where the relation is `refines`. */
  readonly actions: ReadonlyMap<string, number>;
  /** Which steps of the spec were one step of the code, where the relation is `refines`. */
  readonly sequences?: readonly Sequence[];
  readonly seconds: number;
  readonly divergence: Divergence | undefined;
  readonly message: string | undefined;
  /** The guards of the specification's actions, if they were counted. */
  readonly coverage?: readonly ActionCoverage[];
}

/** How far a run has come. */
export interface LockstepProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly queue: number;
  readonly seconds: number;
}

/** One state of a path, by the code's step that led to it. */
export function pathStep<S, A extends Tagged>(sides: Sides<S, A>, c: Pair<S> | CodeSuccessor<S, A>): PathStep {
  const { values } = c;
  if (!('action' in c)) return { action: undefined, label: undefined, values };
  if (sides.relation === 'refines') return { action: sides.action(c.label), label: claimText(c), values };
  if (c.label === STUTTER) return { action: undefined, label: c.action.type, values };
  return { action: sides.action(c.label), label: sides.labelText(c.label), values };
}

/** Makes a report of the mismatches of one pair; the first one counts, the others on the same label complete it. */
export function divergenceOf<S, A extends Tagged>(
  sides: Sides<S, A>,
  pair: Pair<S>,
  path: readonly PathStep[],
  mismatches: readonly Mismatch<S, A>[],
  successors: readonly CodeSuccessor<S, A>[],
): Divergence {
  // A spec step says more than a missing match: it has the values that the code should have come to. An error of the code says most.
  const m = mismatches.find((x) => x.kind === 'code-failed') ?? mismatches.find((x) => x.kind === 'spec-only') ?? mismatches[0];
  if (m === undefined) throw new Error('internal: there is no mismatch to report');
  if (m.kind === 'no-sequence') return noSequence(sides, pair, path, m);
  const label = labelOf(sides, pair, m);
  const found = label < 0 ? [] : successorsOf(sides.program, pair.values);
  const spec =
    m.kind === 'not-a-stutter' ? [pair.values] : found.filter((s) => sides.labelOfInstance[s.instance] === label).map((s) => s.values);
  const code = successors
    .filter((c) => (m.kind === 'not-a-stutter' ? c === m.successor : label >= 0 && c.label === label))
    .map((c) => c.values);
  const step = label >= 0 ? sides.labelText(label) : m.kind === 'no-such-step' ? m.text : typeOf(m);
  return {
    kind: m.kind,
    message: messageOf(m, step, spec.length, code.length),
    path,
    step: step === undefined ? undefined : { label: step, action: label < 0 ? undefined : sides.action(label) },
    spec,
    code,
    codeState: pair.state,
    source: { spec: placeOf(sides, label), action: typeOf(m) ?? boundTo(sides, pair, label) },
  };
}

function labelOf<S, A extends Tagged>(sides: Sides<S, A>, pair: Pair<S>, m: Mismatch<S, A>): number {
  switch (m.kind) {
    case 'spec-only':
      return sides.labelOfInstance[m.instance] ?? STUTTER;
    case 'code-only':
      return m.successor.label;
    case 'code-failed':
      return sides.labelFor(m.action, pair.state).label;
    case 'not-a-stutter':
    case 'no-such-step':
    case 'no-sequence':
      return STUTTER;
  }
}

/** The code's action that is at fault, where it is known. */
function typeOf(m: Mismatch<unknown, Tagged>): string | undefined {
  switch (m.kind) {
    case 'spec-only':
      return undefined;
    case 'code-only':
    case 'not-a-stutter':
    case 'no-sequence':
      return m.successor.action.type;
    case 'code-failed':
    case 'no-such-step':
      return m.action.type;
  }
}

/** The action of the code that should have taken a step of the spec. */
function boundTo<S, A extends Tagged>(sides: Sides<S, A>, pair: Pair<S>, label: number): string | undefined {
  for (const action of sides.code.actions(pair.state)) if (sides.labelFor(action, pair.state).label === label) return action.type;
  const name = sides.action(label)?.name;
  return name !== undefined && sides.actionTypes.includes(name) ? name : undefined;
}

/** What differs, in one sentence: by the kind of mismatch, and by how many states each side has for the label. */
function messageOf(m: Mismatch<unknown, Tagged>, step: string | undefined, spec: number, code: number): string {
  return match({ m, spec, code })
    .with({ m: { kind: 'code-failed' } }, ({ m: { action, error } }) => {
      const text = error instanceof Error ? error.message : String(error);
      return `the code raised an error in ${step ?? action.type}: ${text}`;
    })
    .with({ m: { kind: 'no-sequence' } }, ({ m: { successor, at } }) => sequenceMessage(successor, at))
    .with({ m: { kind: 'no-such-step' } }, () => `the code took ${step}, a step that the specification does not have`)
    .with(
      { m: { kind: 'not-a-stutter' } },
      ({ m: { successor } }) =>
        `the code's action ${successor.action.type} is bound to no step of the specification, but it changes its variables`,
    )
    .with({ code: 0 }, () => `the specification takes ${step} here, the code does not`)
    .with({ spec: 0 }, () => `the code takes ${step} here, the specification does not`)
    .with({ m: { kind: P.union('spec-only', 'code-only') } }, () => `${step} leads to different states`)
    .exhaustive();
}

/** Where the spec defines the action: the definition rather than the conjunction that the step was read from. */
function placeOf<S, A extends Tagged>(sides: Sides<S, A>, label: number): string | undefined {
  const { program } = sides;
  const inst = program.instances[sides.instanceOfLabel[label] ?? -1];
  if (inst === undefined) return undefined;
  return formatLoc(program.model.module.lookup(inst.name)?.loc ?? inst.loc);
}

/** A step of the code that is not the steps that it was said to be. */
function noSequence<S, A extends Tagged>(
  sides: Sides<S, A>,
  pair: Pair<S>,
  path: readonly PathStep[],
  m: Extract<Mismatch<S, A>, { readonly kind: 'no-sequence' }>,
): Divergence {
  const { successor, at } = m;
  const { steps } = successor.claim;
  const far = (values: readonly number[]): number => values.filter((x, v) => x !== successor.values[v]).length;
  const reached = m.reached.map((s) => s.values).sort((a, b) => far(a) - far(b));
  const all = at === steps.length;
  return {
    kind: m.kind,
    message: sequenceMessage(successor, at),
    path,
    step: { label: actionText(successor.action), action: undefined },
    spec: all ? reached : [],
    code: [successor.values],
    sequence: { steps: steps.map((s) => s.text), at, reached },
    codeState: pair.state,
    source: { spec: placeOf(sides, (steps[at] ?? steps.at(-1))?.label ?? STUTTER), action: successor.action.type },
  };
}

/** At which step the sequence ends that an action of the code was said to be. */
function sequenceMessage(c: CodeSuccessor<unknown, Tagged>, at: number): string {
  const { steps, text } = c.claim;
  const claim = `the code's ${actionText(c.action)} is bound to ${text}`;
  const step = steps[at];
  if (step === undefined)
    return `${claim}: the specification can take ${steps.length === 1 ? 'it' : 'them all'}, but arrives at another state`;
  if (step.label < 0) return `${claim}: the specification has no step ${step.text}`;
  if (steps.length === 1) return `${claim}, which the specification cannot take here`;
  return `${claim}: the specification cannot take ${step.text}, step ${at + 1} of ${steps.length}${at === 0 ? '' : ', after those before it'}`;
}

/** A step of the code and what it is in the spec: `Vote(n1) = RaiseTerm(n1, 2); Grant(n1)`. */
function claimText(c: CodeSuccessor<unknown, Tagged>): string {
  return c.label === STUTTER ? actionText(c.action) : `${actionText(c.action)} = ${c.claim.text}`;
}

/** Texts of an action's fields that are longer than this are cut. */
const FIELD_LENGTH = 60;

/** An action of the code with its fields: `Vote(n1, 2)`. */
function actionText(action: Tagged): string {
  const fields = Object.entries(action).filter(([name]) => name !== 'type');
  return callText(
    action.type,
    fields.map(([, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value, (_, x) => (typeof x === 'bigint' ? String(x) : x)) : String(value);
      return text.length > FIELD_LENGTH ? `${text.slice(0, FIELD_LENGTH - 3)}...` : text;
    }),
  );
}
