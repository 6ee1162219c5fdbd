/** The states that were reached: 64-bit fingerprints in typed arrays, numbered in the order of discovery. */

const MIN_CAPACITY = 1 << 12;

/** An open-addressing table of fingerprints; every state also has its parent's number, so that a path can be found again. */
export class Visited {
  /** Fingerprints and parents by state number. */
  fpA: Int32Array = new Int32Array(MIN_CAPACITY);
  fpB: Int32Array = new Int32Array(MIN_CAPACITY);
  parent: Int32Array = new Int32Array(MIN_CAPACITY);
  count = 0;
  private table: Int32Array = new Int32Array(MIN_CAPACITY * 2);
  private mask: number = MIN_CAPACITY * 2 - 1;

  /** Adds a state. @returns its number, or -1 when the fingerprint is known. */
  add(a: number, b: number, parent: number): number {
    let s = (a ^ (b << 7)) & this.mask;
    for (;;) {
      const n = (this.table[s] as number) - 1;
      if (n < 0) break;
      if (this.fpA[n] === a && this.fpB[n] === b) return -1;
      s = (s + 1) & this.mask;
    }
    if (this.count === this.fpA.length) this.growStates();
    const n = this.count++;
    this.fpA[n] = a;
    this.fpB[n] = b;
    this.parent[n] = parent;
    this.table[s] = n + 1;
    if (this.count * 2 > this.mask) this.growTable();
    return n;
  }

  /** The number of a state by its fingerprint, or -1. */
  find(a: number, b: number): number {
    let s = (a ^ (b << 7)) & this.mask;
    for (;;) {
      const n = (this.table[s] as number) - 1;
      if (n < 0 || (this.fpA[n] === a && this.fpB[n] === b)) return n;
      s = (s + 1) & this.mask;
    }
  }

  fingerprintA(n: number): number {
    return this.fpA[n] as number;
  }

  fingerprintB(n: number): number {
    return this.fpB[n] as number;
  }

  /** State numbers from the initial state to this one. */
  path(n: number): number[] {
    const out: number[] = [];
    for (let i = n; i >= 0; i = this.parent[i] as number) out.push(i);
    return out.reverse();
  }

  /** Bytes that the arrays take. */
  bytes(): number {
    return this.fpA.byteLength * 3 + this.table.byteLength;
  }

  private growStates(): void {
    this.fpA = doubled(this.fpA);
    this.fpB = doubled(this.fpB);
    this.parent = doubled(this.parent);
  }

  private growTable(): void {
    const mask = this.mask * 2 + 1;
    const table = new Int32Array(mask + 1);
    for (let n = 0; n < this.count; n++) {
      let s = ((this.fpA[n] as number) ^ ((this.fpB[n] as number) << 7)) & mask;
      while (table[s] !== 0) s = (s + 1) & mask;
      table[s] = n + 1;
    }
    this.table = table;
    this.mask = mask;
  }
}

/** The same array with twice the room. */
export function doubled(a: Int32Array): Int32Array {
  const b = new Int32Array(a.length * 2);
  b.set(a);
  return b;
}

/**
 * TLC's optimistic estimate that two different states had the same fingerprint:
 * distinct * (generated - distinct) / 2^64.
 */
export function collisionProbability(generated: number, distinct: number): number {
  return (distinct * Math.max(0, generated - distinct)) / 2 ** 64;
}
