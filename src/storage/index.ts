/**
 * What storage does when machines stop: a virtual disk whose crash keeps any part of what was not synced, two layouts of a file on it, and
 * the core of Raft on such disks. The specifications are in spec/storage.
 */
export { type Blocks, clean, type Disk, fsync, fsyncFails, kernelWrites, type Left, powerFails, rots, write } from './disk.ts';
export * as logFile from './log-file/index.ts';
export * as pageStore from './page-store/index.ts';
export * as raftOnDisk from './raft-on-disk/index.ts';
export { type Storage, storageModel } from './storage.ts';
