/** Rows of states that wait to be expanded, level by level, in one growing array each. */
import type { Program } from '../compile/program.ts';

export class Frontier {
  rows: Int32Array = new Int32Array(1 << 16);
  /** End of the rows. */
  top = 0;
  /** Number of rows. */
  count = 0;

  /** Appends the next state of a program. */
  push(program: Program): void {
    const need = this.top + program.rowLength();
    if (need > this.rows.length) {
      let size = this.rows.length * 2;
      while (size < need) size *= 2;
      const rows = new Int32Array(size);
      rows.set(this.rows.subarray(0, this.top));
      this.rows = rows;
    }
    this.top += program.store(this.rows, this.top);
    this.count += 1;
  }

  clear(): void {
    this.top = 0;
    this.count = 0;
  }

  bytes(): number {
    return this.rows.byteLength;
  }
}
