/** What a lockstep check reports, and how a mismatch becomes a report that can be read. */
import type { Tagged } from '../../src/core/index.ts';
import { formatLoc, type Loc } from '../tla-to-ts/errors.ts';
import { successorsOf } from '../tla-to-ts/explore/stepper.ts';
import type { CodeSuccessor, Mismatch, Sides } from './pair.ts';

/** One state of a path; values are ids of the model's heap. */
export interface PathStep {
  /** The step that led here; undefined for the initial state and for steps of the code alone. */
  readonly label: string | undefined;
  readonly instance: number | undefined;
  readonly values: readonly number[];
}

/** Where the two sides part. */
export interface Divergence {
  readonly kind: 'initial' | Mismatch<unknown, unknown>['kind'];
  readonly message: string;
  /** From an initial state to the state where the sides differ. */
  readonly path: readonly PathStep[];
  /** The label on which they differ. */
  readonly step: string | undefined;
  /** Where the spec goes with this label, and where the code goes: values of the spec's variables. */
  readonly spec: readonly (readonly number[])[];
  readonly code: readonly (readonly number[])[];
  /** The state of the code at the end of the path, as it is. */
  readonly codeState: unknown;
  readonly source: { readonly spec: string | undefined; readonly action: string } | undefined;
}

export interface LockstepResult {
  readonly verdict: 'identical' | 'divergent' | 'incomplete';
  /** Was every reachable pair compared? */
  readonly complete: boolean;
  readonly states: number;
  /** Steps that both sides took, to the same state. */
  readonly transitions: number;
  readonly depth: number;
  /** How often each action of the spec was taken. */
  readonly actions: ReadonlyMap<string, number>;
  readonly seconds: number;
  readonly divergence: Divergence | undefined;
  readonly message: string | undefined;
}

/** Makes a report of the mismatches of one pair; the first one counts, the others on the same label complete it. */
export function divergenceOf<S, A extends Tagged>(
  sides: Sides<S, A>,
  state: S,
  path: readonly PathStep[],
  mismatches: readonly Mismatch<S, A>[],
  successors: readonly CodeSuccessor<S, A>[],
): Divergence {
  // A spec step says more than a missing match: it has the values that the code should have come to.
  const m = mismatches.find((x) => x.kind === 'spec-only') ?? mismatches[0];
  if (m === undefined) throw new Error('internal: there is no mismatch to report');
  const label = labelOf(sides, m);
  const spec =
    label < 0
      ? []
      : successorsOf(sides.program, sides.abstract(state))
          .filter((s) => sides.labelOfInstance[s.instance] === label)
          .map((s) => s.values);
  const code = successors
    .filter((c) => (m.kind === 'not-a-stutter' ? c === m.successor : c.label === label && label >= 0))
    .map((c) => sides.abstract(c.state));
  const step = label >= 0 ? sides.labelText(label) : m.kind === 'no-such-step' ? m.text : undefined;
  return {
    kind: m.kind,
    message: messageOf(m, step, spec.length, code.length),
    path,
    step,
    spec,
    code,
    codeState: state,
    source: sourceOf(sides, m, label),
  };
}

function labelOf<S, A extends Tagged>(sides: Sides<S, A>, m: Mismatch<S, A>): number {
  switch (m.kind) {
    case 'spec-only':
      return sides.labelOfInstance[m.instance] ?? -1;
    case 'code-only':
      return m.successor.label;
    case 'code-failed':
      return sides.labelFor(m.action).label;
    case 'not-a-stutter':
    case 'no-such-step':
      return -1;
  }
}

function messageOf(m: Mismatch<unknown, Tagged>, step: string | undefined, spec: number, code: number): string {
  switch (m.kind) {
    case 'code-failed':
      return `the code raised an error in ${step ?? m.action.type}: ${m.error instanceof Error ? m.error.message : String(m.error)}`;
    case 'no-such-step':
      return `the code took ${step}, a step that the specification does not have`;
    case 'not-a-stutter':
      return `the code's action ${m.successor.action.type} is bound to no step of the specification, but it changes its variables`;
    case 'spec-only':
    case 'code-only':
      if (code === 0) return `the specification takes ${step} here, the code does not`;
      if (spec === 0) return `the code takes ${step} here, the specification does not`;
      return `${step} leads to different states`;
  }
}

function sourceOf<S, A extends Tagged>(sides: Sides<S, A>, m: Mismatch<S, A>, label: number): Divergence['source'] {
  const inst = sides.program.instances[sides.instanceOfLabel[label] ?? -1];
  const loc: Loc | undefined = inst?.loc;
  const action =
    m.kind === 'spec-only'
      ? (inst?.name ?? '')
      : m.kind === 'code-only' || m.kind === 'not-a-stutter'
        ? m.successor.action.type
        : m.action.type;
  return { spec: loc === undefined ? undefined : formatLoc(loc), action };
}
