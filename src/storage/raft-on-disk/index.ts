/** Raft's elections, and one entry, on disks that do not write all at once: spec/storage/RaftOnDisk.tla as pure functions. */
export * as actions from './actions.ts';
export { type Invariant, invariants, type StepProperty, stepProperties } from './invariants.ts';
export { raftOnDisk } from './next.ts';
export type {
  Content,
  Part,
  RaftOnDiskAction,
  RaftOnDiskConfig,
  RaftOnDiskState,
  Role,
  SentAck,
  SentVote,
  Server,
} from './types.ts';
