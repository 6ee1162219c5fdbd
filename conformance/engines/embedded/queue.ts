/**
 * The states that wait, level by level, for all threads: blocks of rows in shared memory. A thread takes a block of the current level, and fills blocks of its own
 * with what it finds. When nobody has a block of the level left, the next level begins. Blocks beyond what memory is to hold go to a file.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../../tla-to-ts/compile/program.ts';
import type { Waiting } from '../../tla-to-ts/explore/expand.ts';
import type { Gate } from '../../tla-to-ts/values/gate.ts';
import { locked, reserve } from '../../tla-to-ts/values/shared.ts';
import { readAll, writeAll } from './bytes.ts';

/** The buffers. They can be sent to other threads. */
export interface SharedQueue {
  readonly folder: string;
  /** Blocks of BLOCK words: where its rows end, where the next row to be expanded begins; then the rows, each after its number and fingerprint. */
  readonly blocks: SharedArrayBuffer;
  /** The two lists of blocks, of this level and of the next; free blocks; free places in the file. A block in the file is ~(its place). */
  readonly lists: SharedArrayBuffer;
  readonly control: SharedArrayBuffer;
  /** Blocks that memory is to hold. */
  readonly resident: number;
}

/** Words of the control buffer. */
const LOCK = 0;
/** Changes with each level, and at the end. */
const LEVEL = 1;
const BUSY = 2;
const ENDED = 3;
/** Which list is that of this level; how many of its blocks were taken; the lengths of the lists. */
const WHICH = 4;
const TAKEN = 5;
const LENGTHS = 6;
const FREE = 8;
/** Blocks of the memory that were ever used, and of the file. */
const BLOCKS_TOP = 9;
const FILE_TOP = 10;
const FILE_FREE = 11;
/** Blocks in memory now, and the most there were; states that wait. */
const IN_MEMORY = 12;
const PEAK = 13;
const DEPTH = 14;
/** Not 0: nobody takes anything. */
const PAUSED = 15;
const CONTROL_WORDS = 17;

/** Words of a block. */
const BLOCK = 1 << 13;
const USED = 0;
const NEXT = 1;
const HEAD = 2;
/** Words before each row. */
const LABEL = 3;
/** Entries of each list. */
const LIST = 2 ** 22;
/** Bytes that are reserved for blocks. */
const MEMORY = 2 ** 32;
/** Nobody waits longer than this many milliseconds without a look around. */
const LOOK = 100;

/** Reserves the buffers. @param bytes how much memory the blocks are to take before they go to disk */
export function reserveQueue(bytes: number, folder: string): SharedQueue {
  const blocks = reserve(MEMORY);
  const most = Math.floor(blocks.byteLength / (BLOCK * 4)) - 64;
  return {
    folder,
    blocks,
    lists: reserve(LIST * 4 * 4),
    control: new SharedArrayBuffer(CONTROL_WORDS * 4),
    resident: Math.max(4, Math.min(most, Math.floor(bytes / (BLOCK * 4)))),
  };
}

/** A block in hand: `words[at]` is its first word. */
export interface Block {
  readonly words: Int32Array;
  readonly at: number;
  /** Blocks of memory that it takes; 0 for a copy of one in the file. */
  readonly count: number;
}

/** One thread's access to the queue. */
export class WorkQueue implements Waiting {
  private readonly shared: SharedQueue;
  private readonly gate: Gate;
  private readonly control: Int32Array;
  private readonly words: Int32Array;
  private readonly lists: readonly [Int32Array, Int32Array];
  private readonly free: Int32Array;
  private readonly fileFree: Int32Array;
  private readonly maxDepth: number;
  /** Has this thread a part in the current level? */
  private busy = false;
  /** The block that is being filled. */
  private output = -1;
  private file: number | undefined;
  private readonly copy: Int32Array = new Int32Array(BLOCK);

  constructor(shared: SharedQueue, gate: Gate, maxDepth: number) {
    this.shared = shared;
    this.gate = gate;
    this.maxDepth = maxDepth;
    this.control = new Int32Array(shared.control);
    this.words = new Int32Array(shared.blocks);
    const length = Math.floor(shared.lists.byteLength / 16);
    const list = (i: number): Int32Array => new Int32Array(shared.lists, i * length * 4, length);
    this.lists = [list(0), list(1)];
    this.free = list(2);
    this.fileFree = list(3);
  }

  // ---- filling ----------------------------------------------------------------------------------------------------------

  push(program: Program, n: number, a: number, b: number): void {
    const { words } = this;
    const need = LABEL + program.rowLength();
    if (HEAD + need > BLOCK) return this.pushLarge(program, n, a, b, need);
    if (this.output >= 0 && (words[this.output * BLOCK] as number) + need > BLOCK) this.finish();
    if (this.output < 0) this.output = this.fresh(1);
    const at = this.output * BLOCK;
    words[at] = this.write(program, at, words[at] as number, n, a, b);
  }

  private write(program: Program, at: number, used: number, n: number, a: number, b: number): number {
    const { words } = this;
    words[at + used] = n;
    words[at + used + 1] = a;
    words[at + used + 2] = b;
    return used + LABEL + program.store(words, at + used + LABEL);
  }

  /** A row that no block holds gets several. */
  private pushLarge(program: Program, n: number, a: number, b: number, need: number): void {
    const at = this.fresh(Math.ceil((HEAD + need) / BLOCK)) * BLOCK;
    this.words[at] = this.write(program, at, HEAD, n, a, b);
    locked(this.control, LOCK, () => this.list(at / BLOCK, 1 - (this.control[WHICH] as number)));
  }

  /** An empty block; several at once always come from memory that was never used. */
  private fresh(count: number): number {
    const { control, words } = this;
    const block = locked(control, LOCK, () => {
      control[IN_MEMORY] = (control[IN_MEMORY] as number) + count;
      control[PEAK] = Math.max(control[PEAK] as number, control[IN_MEMORY] as number);
      if (count === 1 && (control[FREE] as number) > 0) {
        control[FREE] = (control[FREE] as number) - 1;
        return this.free[control[FREE] as number] as number;
      }
      const top = control[BLOCKS_TOP] as number;
      control[BLOCKS_TOP] = top + count;
      return top;
    });
    if ((block + count) * BLOCK > words.length) throw new RangeError('Array buffer allocation failed: no room for the states that wait');
    words[block * BLOCK + USED] = HEAD;
    words[block * BLOCK + NEXT] = HEAD;
    return block;
  }

  /** Hands over what this thread has found so far. */
  private finish(): void {
    const { output } = this;
    this.output = -1;
    if (output >= 0) this.hand(output, 1 - (this.control[WHICH] as number));
  }

  /** Puts a block on a list, in memory or in the file. */
  private hand(block: number, which: number): void {
    const { control, words } = this;
    if ((control[IN_MEMORY] as number) <= this.shared.resident) {
      locked(control, LOCK, () => this.list(block, which));
      return;
    }
    const place = locked(control, LOCK, () => {
      const n = control[FILE_FREE] as number;
      if (n > 0) {
        control[FILE_FREE] = n - 1;
        return this.fileFree[n - 1] as number;
      }
      control[FILE_TOP] = (control[FILE_TOP] as number) + 1;
      return (control[FILE_TOP] as number) - 1;
    });
    writeAll(this.handle(), words.subarray(block * BLOCK, (block + 1) * BLOCK), place * BLOCK * 4);
    locked(control, LOCK, () => {
      this.list(~place, which);
      this.release(block, 1);
    });
  }

  private listOf(which: number): Int32Array {
    return which === 0 ? this.lists[0] : this.lists[1];
  }

  /** Under the lock: a block more on a list. */
  private list(block: number, which: number): void {
    const { control } = this;
    const n = control[LENGTHS + which] as number;
    if (n >= this.listOf(which).length) throw new RangeError('Array buffer allocation failed: too many states wait');
    this.listOf(which)[n] = block;
    control[LENGTHS + which] = n + 1;
  }

  /** Under the lock: blocks that are empty. */
  private release(block: number, count: number): void {
    const { control } = this;
    for (let i = 0; i < count; i++) this.free[(control[FREE] as number) + i] = block + i;
    control[FREE] = (control[FREE] as number) + count;
    control[IN_MEMORY] = (control[IN_MEMORY] as number) - count;
  }

  private handle(): number {
    if (this.file === undefined) {
      mkdirSync(this.shared.folder, { recursive: true });
      const path = join(this.shared.folder, 'waiting');
      closeSync(openSync(path, 'a'));
      this.file = openSync(path, 'r+');
    }
    return this.file;
  }

  // ---- taking -----------------------------------------------------------------------------------------------------------

  /**
   * A block of the current level. Waits for the next level when there is none; the thread must be inside of the gate, and is not while it waits.
   * @param idle called now and then while it waits
   * @returns undefined when the search is over
   */
  take(idle: () => void): Block | undefined {
    const { control } = this;
    for (;;) {
      let level = 0;
      const block = locked(control, LOCK, () => {
        level = control[LEVEL] as number;
        if (control[ENDED] !== 0) return undefined;
        if (control[PAUSED] !== 0) return Number.NaN;
        const which = control[WHICH] as number;
        const taken = control[TAKEN] as number;
        if (taken >= (control[LENGTHS + which] as number)) {
          if (control[BUSY] === 0) this.advance();
          return Number.NaN;
        }
        if (!this.busy) control[BUSY] = (control[BUSY] as number) + 1;
        this.busy = true;
        control[TAKEN] = taken + 1;
        return this.listOf(which)[taken] as number;
      });
      if (block === undefined) return undefined;
      if (!Number.isNaN(block)) return block >= 0 ? this.inMemory(block) : this.fromFile(~block);
      if (this.busy) this.rest();
      else {
        this.wait(level);
        idle();
      }
    }
  }

  private inMemory(block: number): Block {
    const { words } = this;
    return { words, at: block * BLOCK, count: Math.ceil((words[block * BLOCK + USED] as number) / BLOCK) };
  }

  private fromFile(place: number): Block {
    const { control, copy } = this;
    readAll(this.handle(), copy, place * BLOCK * 4);
    locked(control, LOCK, () => {
      this.fileFree[control[FILE_FREE] as number] = place;
      control[FILE_FREE] = (control[FILE_FREE] as number) + 1;
    });
    return { words: copy, at: 0, count: 0 };
  }

  /** Where the next row of the block that is to be expanded has its number, its fingerprint and then itself; -1: there is none. */
  nextRow({ words, at }: Block): number {
    const next = words[at + NEXT] as number;
    return next < (words[at + USED] as number) ? at + next : -1;
  }

  /** The next row was expanded; it took `length` words. */
  expanded({ words, at }: Block, length: number): void {
    words[at + NEXT] = (words[at + NEXT] as number) + LABEL + length;
  }

  /** All rows of the block were expanded. */
  done(block: Block): void {
    if (block.count > 0) locked(this.control, LOCK, () => this.release(block.at / BLOCK, block.count));
  }

  /** This thread has nothing more to do in the level; whoever finds that nobody has begins the next. */
  private rest(): void {
    const { control } = this;
    this.finish();
    locked(control, LOCK, () => {
      this.busy = false;
      control[BUSY] = (control[BUSY] as number) - 1;
    });
    Atomics.notify(control, BUSY);
  }

  /** Under the lock. */
  private advance(): void {
    const { control } = this;
    const next = 1 - (control[WHICH] as number);
    control[LENGTHS + (control[WHICH] as number)] = 0;
    control[TAKEN] = 0;
    control[WHICH] = next;
    if (control[LENGTHS + next] === 0) control[ENDED] = 1;
    else control[DEPTH] = (control[DEPTH] as number) + 1;
    if ((control[DEPTH] as number) >= this.maxDepth) control[ENDED] = 1;
    Atomics.add(control, LEVEL, 1);
    Atomics.notify(control, LEVEL);
  }

  /** Waits, not too long, for the next level. */
  private wait(level: number): void {
    const { control, gate } = this;
    gate.leave();
    try {
      Atomics.wait(control, LEVEL, level, LOOK);
    } finally {
      gate.enter();
    }
  }

  // ---- pausing ----------------------------------------------------------------------------------------------------------

  /** Is nobody to take anything? */
  get paused(): boolean {
    return this.control[PAUSED] !== 0;
  }

  /** Gives back a block of which not all rows were expanded. */
  putBack(block: Block): void {
    const { control, words } = this;
    const which = control[WHICH] as number;
    if (block.count > 0) {
      locked(control, LOCK, () => this.list(block.at / BLOCK, which));
      return;
    }
    const fresh = this.fresh(1);
    words.set(block.words.subarray(block.at, block.at + BLOCK), fresh * BLOCK);
    locked(control, LOCK, () => this.list(fresh, which));
  }

  /** Runs `work` when all threads have given back what they had. To be called by a thread that has nothing itself. */
  whilePaused(work: () => void): void {
    const { control, gate } = this;
    if (this.busy) this.rest();
    Atomics.store(control, PAUSED, 1);
    try {
      gate.leave();
      try {
        for (let n = Atomics.load(control, BUSY); n > 0; n = Atomics.load(control, BUSY)) Atomics.wait(control, BUSY, n, LOOK);
      } finally {
        gate.enter();
      }
      gate.alone(() => true, work);
    } finally {
      Atomics.store(control, PAUSED, 0);
      Atomics.add(control, LEVEL, 1);
      Atomics.notify(control, LEVEL);
    }
  }

  /** The blocks that wait, those of this level first, each as its words; everybody must have paused. */
  *image(): Generator<{ readonly level: 0 | 1; readonly words: Int32Array }> {
    const { control } = this;
    for (const level of [0, 1] as const) {
      const which = level === 0 ? (control[WHICH] as number) : 1 - (control[WHICH] as number);
      const list = this.listOf(which);
      for (let i = level === 0 ? (control[TAKEN] as number) : 0; i < (control[LENGTHS + which] as number); i++) {
        const block = list[i] as number;
        if (block < 0) readAll(this.handle(), this.copy, ~block * BLOCK * 4);
        const [words, at] = block < 0 ? [this.copy, 0] : [this.words, block * BLOCK];
        yield { level, words: words.subarray(at, at + (words[at] as number)) };
      }
    }
  }

  /** Puts blocks back where `image` found them; the queue must be empty. */
  restore(blocks: Iterable<{ readonly level: 0 | 1; readonly words: Int32Array }>, depth: number): void {
    const { control } = this;
    control[DEPTH] = depth;
    for (const { level, words } of blocks) {
      const count = Math.ceil(words.length / BLOCK);
      const block = this.fresh(count);
      this.words.set(words, block * BLOCK);
      const which = level === 0 ? (control[WHICH] as number) : 1 - (control[WHICH] as number);
      if (count === 1) this.hand(block, which);
      else locked(control, LOCK, () => this.list(block, which));
    }
  }

  /** The first level: what the thread has pushed so far. */
  begin(): void {
    this.finish();
    locked(this.control, LOCK, () => this.advance());
  }

  /** Nobody takes anything any more. */
  end(): void {
    const { control } = this;
    Atomics.store(control, ENDED, 1);
    Atomics.add(control, LEVEL, 1);
    Atomics.notify(control, LEVEL);
  }

  /** Levels that were begun. */
  get depth(): number {
    return this.control[DEPTH] as number;
  }

  get ended(): boolean {
    return this.control[ENDED] !== 0;
  }

  /** Does anything wait in the next level? */
  get foundOthers(): boolean {
    return this.output >= 0 || (this.control[LENGTHS + 1 - (this.control[WHICH] as number)] as number) > 0;
  }

  /** Most bytes that blocks took. */
  peakBytes(): number {
    return (this.control[PEAK] as number) * BLOCK * 4;
  }

  diskBytes(): number {
    return (this.control[FILE_TOP] as number) * BLOCK * 4;
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }
}
