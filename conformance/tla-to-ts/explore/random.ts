/** Chance that can be repeated: a generator that one number determines. */

/** Seeds are whole numbers from 0 to this. */
export const MAX_SEED = 0xffffffff;

/** One step in so many is taken without regard to what was met before. */
const NOVELTY = 4;

/** What the choice of a step depends on. */
export interface StepViews<T> {
  readonly name: (step: T) => string;
  /** Does it lead to another state? If not, it is taken only where no other is. */
  readonly changes: (step: T) => boolean;
  /** Does it lead to a state that was not met before? */
  readonly fresh: (step: T) => boolean;
}

/** Random numbers from a seed (mulberry32). The sequence belongs to the seed for good: changing it makes old reports worthless. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** A whole number from 0 to n - 1. */
  below(n: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return Math.floor((((x ^ (x >>> 14)) >>> 0) / 2 ** 32) * n);
  }

  /** One of the items, each as likely as the others. */
  pick<T>(items: readonly T[]): T | undefined {
    return items[this.below(items.length)];
  }

  /**
   * One of the steps that lead on, mostly one to a state that was not met before, as chance alone comes back to the same few. First an
   * action's name is drawn, then one of its steps: an action with many parameters would otherwise leave little room for the others.
   */
  step<T>(steps: readonly T[], views: StepViews<T>): T | undefined {
    const unseen = this.below(NOVELTY) === 0 ? [] : steps.filter(views.fresh);
    const moving = unseen.length > 0 ? unseen : steps.filter(views.changes);
    const byName = new Map<string, T[]>();
    for (const step of moving.length > 0 ? moving : steps) {
      const name = views.name(step);
      const same = byName.get(name);
      if (same === undefined) byName.set(name, [step]);
      else same.push(step);
    }
    return this.pick(this.pick([...byName.values()]) ?? []);
  }

  /** A generator of its own for the `index`-th of several runs, which does not depend on how long the others are. */
  static forRun(seed: number, index: number): Random {
    return new Random(Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b) ^ (seed >>> 13));
  }
}
