/**
 * How threads that work on shared structures let one of them change these: it asks, the others stop at their next safe place, it works
 * alone, and they go on and look at the structures anew. Asking nothing costs one read of a word.
 */

/** Words of the gate: is it closed; how many threads are inside; how often something was replaced. */
const CLOSED = 0;
const INSIDE = 1;
const EPOCH = 2;
/** Bytes of a gate. */
export const GATE_BYTES = 12;
/** Nobody is waited for longer than this many milliseconds without a look at the words themselves. */
const LOOK = 100;

export class Gate {
  private readonly words: Int32Array;
  private readonly refreshers: (() => void)[] = [];
  private epoch = 0;

  /** @param buffer of GATE_BYTES, the same one in all threads */
  constructor(buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer);
  }

  /** `refresh` is called whenever a structure may have been replaced. */
  onChange(refresh: () => void): void {
    this.refreshers.push(refresh);
  }

  /** The thread begins to use the structures; it waits while another one works alone. */
  enter(): void {
    const { words } = this;
    for (;;) {
      while (Atomics.load(words, CLOSED) !== 0) Atomics.wait(words, CLOSED, 1, LOOK);
      Atomics.add(words, INSIDE, 1);
      if (Atomics.load(words, CLOSED) === 0) break;
      this.leave();
    }
    this.refresh();
  }

  /** The thread does not use the structures until it enters again. */
  leave(): void {
    Atomics.sub(this.words, INSIDE, 1);
    Atomics.notify(this.words, INSIDE);
  }

  /** A safe place: lets a thread that asked to be alone work. @returns whether one did, and may have replaced something */
  poll(): boolean {
    if (this.words[CLOSED] === 0) return false;
    this.leave();
    this.enter();
    return true;
  }

  /**
   * Waits until no other thread is inside, and works alone. To be called from inside, at a safe place.
   * @param needed asked again when the thread's turn has come: another one may have done it in the meantime
   */
  alone(needed: () => boolean, work: () => void): void {
    const { words } = this;
    for (;;) {
      if (!needed()) return;
      if (Atomics.compareExchange(words, CLOSED, 0, 1) === 0) break;
      this.poll();
    }
    Atomics.sub(words, INSIDE, 1);
    try {
      for (let n = Atomics.load(words, INSIDE); n !== 0; n = Atomics.load(words, INSIDE)) Atomics.wait(words, INSIDE, n, LOOK);
      this.refresh();
      if (needed()) {
        work();
        Atomics.add(words, EPOCH, 1);
      }
    } finally {
      Atomics.add(words, INSIDE, 1);
      Atomics.store(words, CLOSED, 0);
      Atomics.notify(words, CLOSED);
    }
    this.refresh();
  }

  private refresh(): void {
    const now = Atomics.load(this.words, EPOCH);
    if (now === this.epoch) return;
    this.epoch = now;
    for (const refresh of this.refreshers) refresh();
  }
}
