/**
 * One pair (state of the code, state of the spec): are their labelled successors the same map, both ways? The heart of the
 * lockstep check; the exhaustive search, random walks and replay are different ways to choose the pairs.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { Sink } from '../tla-to-ts/compile/program.ts';
import { withPlace } from '../tla-to-ts/errors.ts';
import { type CodeSuccessor, type Mismatch, type Pair, type Sides, STUTTER } from './sides.ts';

/** Called for each step that is confirmed and that does not lead out of the constraints of the model; not for stutters. */
export type OnMatch<S, A> = (c: CodeSuccessor<S, A>) => void;

/** What examines one pair after another; how, is a matter of the relation that is to be shown. */
export interface PairCheck<S, A> {
  /** The code's successors of the pair that was examined last. */
  readonly successors: readonly CodeSuccessor<S, A>[];
  /** What was found wrong with it. */
  readonly mismatches: readonly Mismatch<S, A>[];
  /** The steps that were confirmed. */
  readonly transitions: number;
  /** Examines a pair. @returns whether all is well @throws TlaError where the spec cannot be evaluated */
  compare(pair: Pair<S>): boolean;
}

/** Compares the successors of one pair after another. */
export class Comparison<S, A extends Tagged> implements Sink, PairCheck<S, A> {
  /** The spec's action that is being evaluated; set by the program. */
  action = -1;
  /** Action properties are the business of the model check. */
  readonly steps = false;
  /** The code's successors of the pair that was compared last. */
  successors: CodeSuccessor<S, A>[] = [];
  /** What was found wrong with it. */
  mismatches: Mismatch<S, A>[] = [];
  /** Steps of the last pair that both sides took. */
  transitions = 0;
  private readonly sides: Sides<S, A>;
  private readonly onMatch: OnMatch<S, A> | undefined;
  private readonly constrained: boolean;
  /** Does the code take the spec's step, and with which steps that wait for the constraints to be evaluated? */
  private found = false;
  private fresh: CodeSuccessor<S, A>[] = [];

  constructor(sides: Sides<S, A>, onMatch?: OnMatch<S, A>) {
    this.sides = sides;
    this.onMatch = onMatch;
    this.constrained = sides.constraints.length > 0;
  }

  offer(fpA: number, fpB: number): boolean {
    const label = this.sides.labelOfInstance[this.action];
    this.found = false;
    for (const c of this.successors) {
      if (c.label !== label || c.fpA !== fpA || c.fpB !== fpB) continue;
      // More than one action of the code may be the same step of the spec, and lead to states that are one to the spec.
      this.found = true;
      if (c.matched) continue;
      c.matched = true;
      this.transitions += 1;
      if (this.constrained) this.fresh.push(c);
      else this.onMatch?.(c);
    }
    // Only the predicates of a constraint need the complete next state, and reports.
    return !this.found || this.fresh.length > 0;
  }

  take(): void {
    if (!this.found) this.mismatches.push({ kind: 'spec-only', instance: this.action, values: this.sides.program.readT() });
    else if (this.sides.constraints.every((c) => c.holds())) for (const c of this.fresh) this.onMatch?.(c);
    this.fresh = [];
  }

  /** Compares one pair. @returns whether the two sides agree @throws TlaError where the spec cannot be evaluated */
  compare(pair: Pair<S>): boolean {
    const { sides } = this;
    const { program } = sides;
    this.successors = [];
    this.mismatches = [];
    this.transitions = 0;
    sides.codeSuccessors(pair, this.successors, this.mismatches);
    sides.load(pair);
    program.setSink(this);
    withPlace(
      () => program.next(),
      () => program.position(),
    );
    for (const c of this.successors) {
      if (c.label === STUTTER) {
        if (c.fpA !== pair.fpA || c.fpB !== pair.fpB) this.mismatches.push({ kind: 'not-a-stutter', successor: c });
      } else if (!c.matched) this.mismatches.push({ kind: 'code-only', successor: c });
    }
    return this.mismatches.length === 0;
  }
}
