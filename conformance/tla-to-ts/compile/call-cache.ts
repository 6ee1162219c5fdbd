/** The results of the calls of one operator, by its arguments: so many of them that they take little memory, the latest ones. */

const ENTRIES = 1 << 14;

export class CallCache {
  private readonly width: number;
  /** Entries of `width` words: the arguments, and the result. */
  private readonly words: Int32Array;
  private readonly used: Uint8Array = new Uint8Array(ENTRIES);
  private readonly args: Int32Array;
  private n = 0;

  /** @param arity the number of arguments, at least one */
  constructor(arity: number) {
    this.width = arity + 1;
    this.words = new Int32Array(ENTRIES * this.width);
    this.args = new Int32Array(arity);
  }

  /** One more argument of the call that the next `find` or `keep` is about. */
  push(id: number): void {
    this.args[this.n++] = id;
  }

  /** The result of the call, or -2, which is no value's id. */
  find(): number {
    const entry = this.entry();
    const at = entry * this.width;
    if (this.used[entry] === 0) return -2;
    for (let i = 0; i < this.args.length; i++) if (this.words[at + i] !== this.args[i]) return -2;
    return this.words[at + this.args.length] as number;
  }

  /** Keeps the result of the call. */
  keep(result: number): void {
    const entry = this.entry();
    const at = entry * this.width;
    this.words.set(this.args, at);
    this.words[at + this.args.length] = result;
    this.used[entry] = 1;
  }

  private entry(): number {
    let h = 0;
    for (let i = 0; i < this.args.length; i++) h = Math.imul(h ^ (this.args[i] as number), 0x9e3779b1);
    this.n = 0;
    return (h ^ (h >>> 15)) & (ENTRIES - 1);
  }
}
