/** Chance that can be repeated: a generator that one number determines. */

/** Seeds are whole numbers from 0 to this. */
export const MAX_SEED = 0xffffffff;

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
   * One of the steps: first an action's name, then one of its steps, as an action with many parameters would otherwise leave little
   * room for the others. Steps that change nothing are taken only where there is no other, so that a behaviour gets somewhere.
   */
  step<T>(steps: readonly T[], nameOf: (step: T) => string, changes: (step: T) => boolean): T | undefined {
    const moving = steps.filter(changes);
    const byName = new Map<string, T[]>();
    for (const step of moving.length > 0 ? moving : steps) {
      const name = nameOf(step);
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
