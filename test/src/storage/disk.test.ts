/** The virtual disk by itself: what spec/storage/Disk.tla says of a crash, of fsync and of the kernel. */
import { describe, expect, it } from 'vitest';
import { clean, type Disk, fsync, fsyncFails, kernelWrites, powerFails, rots, write } from '../../../src/storage/index.ts';
import { deepFreeze } from '../freeze.ts';

const fresh: Disk<string> = deepFreeze(clean({ 1: 'a', 2: 'b', 3: 'c' }));
const written: Disk<string> = deepFreeze(write(fresh, { 2: 'B', 1: 'A' }));

describe('a write', () => {
  it('is read at once, and is on the disk only after a sync', () => {
    expect(written).toEqual({ cache: { 1: 'A', 2: 'B', 3: 'c' }, disk: fresh.disk, dirty: [1, 2] });
    expect(fsync(written)).toEqual({ cache: written.cache, disk: written.cache, dirty: [] });
  });

  it('of the same block is dirty once', () => {
    expect(write(written, { 2: 'BB' }).dirty).toEqual([1, 2]);
  });
});

describe('a crash', () => {
  it.each([
    [[], [], { 1: 'a', 2: 'b', 3: 'c' }],
    [[2], [], { 1: 'a', 2: 'B', 3: 'c' }],
    [[1], [2], { 1: 'A', 2: '?', 3: 'c' }],
    [[1, 2], [], { 1: 'A', 2: 'B', 3: 'c' }],
  ])('keeps %j of the dirty blocks, tears %j, and nothing is read but what is on the disk', (kept, torn, left) => {
    expect(powerFails(written, { kept, torn }, '?')).toEqual({ cache: left, disk: left, dirty: [] });
  });

  it.each([
    ['a clean block kept', { kept: [3], torn: [] }],
    ['a clean block torn', { kept: [], torn: [3] }],
    ['a block kept and torn', { kept: [1], torn: [1] }],
  ])('cannot leave %s, nor can an fsync that fails', (_, left) => {
    expect(powerFails(written, left, '?')).toBeUndefined();
    expect(fsyncFails(written, left, '?')).toBeUndefined();
  });
});

describe('an fsync that fails', () => {
  it('leaves the cache as it was and nothing dirty, so that the next one writes nothing', () => {
    const failed = fsyncFails(written, { kept: [1], torn: [] }, '?');
    expect(failed).toEqual({ cache: written.cache, disk: { 1: 'A', 2: 'b', 3: 'c' }, dirty: [] });
    if (failed !== undefined) expect(fsync(failed).disk).toEqual(failed.disk);
  });
});

describe('the kernel', () => {
  it('writes a dirty block when it likes to, and no clean one', () => {
    expect(kernelWrites(written, 2)).toEqual({ cache: written.cache, disk: { 1: 'a', 2: 'B', 3: 'c' }, dirty: [1] });
    expect(kernelWrites(written, 3)).toBeUndefined();
  });
});

describe('a block that rots', () => {
  it('is bad on the disk and in what is read', () => {
    expect(rots(fresh, 2, '?')).toEqual(clean({ 1: 'a', 2: '?', 3: 'c' }));
  });

  it('has to be there', () => {
    expect(() => powerFails({ ...fresh, dirty: [4] }, { kept: [4], torn: [] }, '?')).toThrow('there is no block 4');
  });
});
