/**
 * Chance that one number determines. The generator is that of Java's class Random, which its documentation
 * fixes for good (a linear congruence of 48 bits), so that TLC with the same seed draws the same numbers.
 */

const MULTIPLIER = 0x5deece66dn;
const INCREMENT = 0xbn;
const MASK = (1n << 48n) - 1n;

/** A sequence of random numbers. */
export class Chance {
  private readonly seed: bigint;
  private state: bigint;
  /** Is the next number the first one for the state with this fingerprint? If not, it goes on from the last number. */
  private fresh = false;
  private keyA = 0;
  private keyB = 0;

  constructor(seed: bigint) {
    this.seed = seed;
    this.state = scrambled(seed);
  }

  /** A number from 0 to below 1, of 53 random bits. */
  double(): number {
    if (this.fresh) {
      this.state = scrambled(this.seed ^ ((BigInt(this.keyA >>> 0) << 32n) | BigInt(this.keyB >>> 0)));
      this.fresh = false;
    }
    return Number((this.bits(26) << 27n) + this.bits(27)) / 2 ** 53;
  }

  private bits(n: number): bigint {
    this.state = (this.state * MULTIPLIER + INCREMENT) & MASK;
    return this.state >> BigInt(48 - n);
  }

  /**
   * From here on the numbers belong to the state with this fingerprint: the steps from a state are the same whenever they are looked
   * for. TLC does the same, with fingerprints of its own.
   */
  forState(a: number, b: number): void {
    this.fresh = true;
    this.keyA = a;
    this.keyB = b;
  }

  /** A generator that goes on from the same point. */
  copy(): Chance {
    const out = new Chance(this.seed);
    out.state = this.state;
    if (this.fresh) out.forState(this.keyA, this.keyB);
    return out;
  }
}

function scrambled(seed: bigint): bigint {
  return (seed ^ MULTIPLIER) & MASK;
}
