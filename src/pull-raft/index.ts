/** Pull-based Raft: spec/pull-raft/PullRaft.tla as pure functions. */
export * as actions from './actions.ts';
export { IsQuorum } from './config.ts';
export { decode } from './decode.ts';
export { initHistory, pullRaftObserver } from './history.ts';
export type { Delivery, PullRaftAction, PullRaftInput } from './inputs.ts';
export { type Invariant, invariants, type StepProperty, stepProperties } from './invariants.ts';
export { HasCommittedInTerm, LastIndex, LastOf, LastPosition, LastTerm, Positions, Writable } from './log.ts';
export { inputs, pullRaft } from './next.ts';
export { MaxPosition, MinPosition, Newer, NoPosition, NoPositions } from './positions.ts';
export { progress } from './progress.ts';
export { protocol } from './protocol.ts';
export type * from './types.ts';
