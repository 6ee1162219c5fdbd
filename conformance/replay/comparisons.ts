/** The comparison of pairs, each of them once as long as there is room: thousands of traces pass through the same states. */
import type { Tagged } from '../../src/core/index.ts';
import { pairCheck } from '../lockstep/check.ts';
import type { PairCheck } from '../lockstep/pair.ts';
import { type CodeSuccessor, type Pair, pairA, pairB, type Sides } from '../lockstep/sides.ts';

/** So many successors are kept; they are what takes the room. */
const MAX_KEPT = 1 << 19;

/** Compares pairs, and remembers those on which the two sides agree. */
export class Comparisons<S, A extends Tagged> {
  /** The comparison of the last pair on which the sides differed. */
  readonly check: PairCheck<S, A>;
  private readonly known: Map<string, readonly CodeSuccessor<S, A>[]> = new Map();
  private readonly remember: boolean;
  private kept = 0;

  /** `remember`: not where it is counted how often what is evaluated. */
  constructor(sides: Sides<S, A>, remember: boolean) {
    this.check = pairCheck(sides);
    this.remember = remember;
  }

  /** The successors of a pair; undefined where the two sides differ. @throws TlaError where the spec cannot be evaluated */
  successors(pair: Pair<S>): readonly CodeSuccessor<S, A>[] | undefined {
    const key = pairKey(pair);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    if (!this.check.compare(pair)) return undefined;
    const { successors } = this.check;
    if (this.remember) this.keep(key, successors);
    return successors;
  }

  private keep(key: string, successors: readonly CodeSuccessor<S, A>[]): void {
    if (this.kept > MAX_KEPT) {
      this.known.clear();
      this.kept = 0;
    }
    this.known.set(key, successors);
    this.kept += successors.length;
  }
}

/** By what a pair is known: the fingerprint of both sides. */
export function pairKey(pair: Pair<unknown>): string {
  return `${pairA(pair)},${pairB(pair)}`;
}
