/**
 * One pair (state of the code, state of the spec), one way: can the spec take the steps that the binding claims for each step of the
 * code, one after another, and does it arrive where the code does? What only the spec can do is no matter.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { Sink } from '../tla-to-ts/compile/program.ts';
import { TlaError, withPlace } from '../tla-to-ts/errors.ts';
import type { OnMatch, PairCheck } from './pair.ts';
import { type CodeSuccessor, type Mismatch, type Pair, type Sides, type SpecState, STUTTER } from './sides.ts';

/** So many answers are kept: states between two steps of a sequence come up again from other pairs nearby. */
const REMEMBERED = 4096;
/** More states than this after one step of a sequence are not followed. */
const MAX_REACHED = 10_000;

/** Examines one pair after another. */
export class Justification<S, A extends Tagged> implements PairCheck<S, A> {
  successors: CodeSuccessor<S, A>[] = [];
  mismatches: Mismatch<S, A>[] = [];
  /** Steps of the code that were confirmed. */
  transitions = 0;
  private readonly sides: Sides<S, A>;
  private readonly onMatch: OnMatch<S, A> | undefined;
  private readonly collector: Collector;
  private readonly known: Map<string, readonly SpecState[]> = new Map();
  /** The state that is the program's current one. */
  private loaded: SpecState | undefined;

  constructor(sides: Sides<S, A>, onMatch?: OnMatch<S, A>) {
    const { program } = sides;
    this.sides = sides;
    this.onMatch = onMatch;
    this.collector = new Collector(() => program.readT());
  }

  compare(pair: Pair<S>): boolean {
    const { sides } = this;
    this.successors = [];
    this.mismatches = [];
    this.transitions = 0;
    sides.codeSuccessors(pair, this.successors, this.mismatches);
    // Others use the program, too.
    this.loaded = undefined;
    sides.program.setSink(this.collector);
    for (const c of this.successors) this.justify(pair, c);
    for (const c of this.successors) if (c.matched && c.label !== STUTTER && this.isWithin(pair, c)) this.onMatch?.(c);
    return this.mismatches.length === 0;
  }

  private justify(pair: Pair<S>, c: CodeSuccessor<S, A>): void {
    let reached: readonly SpecState[] = [pair];
    for (const [at, { label, text }] of c.claim.steps.entries()) {
      const next = distinct(reached.flatMap((from) => this.after(from, label)));
      if (next.length === 0) return void this.mismatches.push({ kind: 'no-sequence', successor: c, at, reached });
      if (next.length > MAX_REACHED)
        throw new TlaError('usage', `${text} leads to more than ${MAX_REACHED} states in one step of the code`);
      reached = next;
    }
    if (reached.some((s) => s.fpA === c.fpA && s.fpB === c.fpB)) {
      c.matched = true;
      this.transitions += 1;
    } else if (c.label === STUTTER) this.mismatches.push({ kind: 'not-a-stutter', successor: c });
    else this.mismatches.push({ kind: 'no-sequence', successor: c, at: c.claim.steps.length, reached });
  }

  /** Where the spec comes to from a state by the steps with a label. */
  private after(from: SpecState, label: number): readonly SpecState[] {
    const key = `${from.fpA},${from.fpB},${label}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.generated(from, label);
      if (this.known.size >= REMEMBERED) this.known.clear();
      this.known.set(key, found);
    }
    return found;
  }

  private generated(from: SpecState, label: number): readonly SpecState[] {
    const { sides, collector } = this;
    const { program } = sides;
    collector.found = [];
    withPlace(
      () => {
        if (this.loaded !== from) sides.load(from);
        this.loaded = from;
        for (const instance of sides.instancesOf(label)) program.step(instance);
      },
      () => program.position(),
    );
    return collector.found;
  }

  /** The constraints of the model judge the step of the code as a whole; what is between two steps of the spec is no state of it. */
  private isWithin(pair: Pair<S>, c: CodeSuccessor<S, A>): boolean {
    const { sides } = this;
    if (sides.constraints.length === 0) return true;
    if (this.loaded !== pair) sides.load(pair);
    this.loaded = pair;
    sides.project(c);
    return sides.constraints.every((p) => p.holds());
  }
}

function distinct(states: readonly SpecState[]): readonly SpecState[] {
  return states.length < 2 ? states : [...new Map(states.map((s) => [`${s.fpA},${s.fpB}`, s])).values()];
}

/** Collects the states that the program generates. */
class Collector implements Sink {
  action = -1;
  readonly steps = false;
  found: SpecState[] = [];
  private fpA = 0;
  private fpB = 0;
  private readonly values: () => readonly number[];

  constructor(values: () => readonly number[]) {
    this.values = values;
  }

  offer(fpA: number, fpB: number): boolean {
    this.fpA = fpA;
    this.fpB = fpB;
    return true;
  }

  take(): void {
    this.found.push({ values: this.values(), fpA: this.fpA, fpB: this.fpB });
  }
}
