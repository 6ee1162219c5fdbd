import { assert, insert, none } from '../core/index.ts';

/**
 * A file on a disk behind the cache of the operating system, as in spec/storage/Disk.tla: pure, so that a checker can try all that a crash
 * may leave, and a simulator can draw it. What can go wrong is an argument: which of the dirty blocks have reached the disk, and which in part.
 */

/** The blocks of a file by their numbers. */
export type Blocks<C> = Readonly<Record<number, C>>;

/** `C` is what a block holds. */
export interface Disk<C> {
  /** What a read gives. Volatile. */
  readonly cache: Blocks<C>;
  /** What is on the disk. Durable. */
  readonly disk: Blocks<C>;
  /** The numbers of the blocks that the kernel knows it has to write, sorted. Volatile. */
  readonly dirty: readonly number[];
}

/** What a crash, or an fsync that fails, has left of the dirty blocks: those written as a whole, and those written in part. */
export interface Left {
  readonly kept: readonly number[];
  readonly torn: readonly number[];
}

/** A disk on which nothing is on its way. */
export function clean<C>(blocks: Blocks<C>): Disk<C> {
  return { cache: blocks, disk: blocks, dirty: none() };
}

/** A block that must be there: numbers come from the configuration, so a missing one is a defect. */
export function blockOf<C>(blocks: Blocks<C>, b: number): C {
  const content = blocks[b];
  assert(content !== undefined, `there is no block ${b}`);
  return content;
}

/** Disk!Partly. The disk when of the dirty blocks some have been written, and some in part: `torn` is what those hold. */
function partly<C>(d: Disk<C>, left: Left, torn: C): Blocks<C> {
  const after: Record<number, C> = { ...d.disk };
  for (const b of left.kept) after[b] = blockOf(d.cache, b);
  for (const b of left.torn) after[b] = torn;
  return after;
}

/** Disk!CanBeLeft. Only what is dirty is written, and no block both as a whole and in part. */
function canBeLeft<C>(d: Disk<C>, { kept, torn }: Left): boolean {
  if (!kept.every((b) => d.dirty.includes(b))) return false;
  return torn.every((b) => d.dirty.includes(b) && !kept.includes(b));
}

/** Disk!Write. The program writes blocks: into the cache, and to the disk some time. */
export function write<C>(d: Disk<C>, blocks: Blocks<C>): Disk<C> {
  const numbers = Object.keys(blocks).map(Number);
  return { cache: { ...d.cache, ...blocks }, disk: d.disk, dirty: numbers.reduce<readonly number[]>(insert, d.dirty) };
}

/** Disk!Fsync. All that was dirty is on the disk. */
export function fsync<C>(d: Disk<C>): Disk<C> {
  const after: Record<number, C> = { ...d.disk };
  for (const b of d.dirty) after[b] = blockOf(d.cache, b);
  return { cache: d.cache, disk: after, dirty: none() };
}

/** Disk!FsyncFails. Some of it is on the disk, and the kernel has forgotten what is not. `undefined` if that cannot be left. */
export function fsyncFails<C>(d: Disk<C>, left: Left, torn: C): Disk<C> | undefined {
  if (!canBeLeft(d, left)) return undefined;
  return { cache: d.cache, disk: partly(d, left, torn), dirty: none() };
}

/** Disk!KernelWrites. The kernel writes a dirty block because it likes to. `undefined` if the block is not dirty. */
export function kernelWrites<C>(d: Disk<C>, b: number): Disk<C> | undefined {
  if (!d.dirty.includes(b)) return undefined;
  return { cache: d.cache, disk: { ...d.disk, [b]: blockOf(d.cache, b) }, dirty: d.dirty.filter((other) => other !== b) };
}

/** Disk!PowerFails. The machine stops and starts again: what is read now comes from the disk. `undefined` if that cannot be left. */
export function powerFails<C>(d: Disk<C>, left: Left, torn: C): Disk<C> | undefined {
  if (!canBeLeft(d, left)) return undefined;
  return clean(partly(d, left, torn));
}

/** A block goes bad on a machine that is down: what was written long ago cannot be read any more. */
export function rots<C>(d: Disk<C>, b: number, torn: C): Disk<C> {
  const after = { ...d.disk, [b]: torn };
  return { cache: after, disk: after, dirty: d.dirty };
}

/** `SUBSET all`. */
export function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  let found: readonly (readonly T[])[] = [none<T>()];
  for (const x of all) found = [...found, ...found.map((s) => [...s, x])];
  return found;
}

/** All that may be said of what is left of these blocks, possible or not. */
export function lefts(blocks: readonly number[]): readonly Left[] {
  const all = subsets(blocks);
  return all.flatMap((kept) => all.map((torn) => ({ kept, torn })));
}
