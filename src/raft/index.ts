/** Raft: spec/raft/Raft.tla as pure functions. */
export * as actions from './actions.ts';
export { Config, ConfigAt, ConfigIsCommitted, HasCommittedInTerm, IsQuorum, Members, NoSnapshot, Voters } from './config.ts';
export { decode } from './decode.ts';
export { initHistory, raftObserver, raftStepObserver } from './history.ts';
export type { Delivery, RaftAction, RaftInput } from './inputs.ts';
export { type Invariant, invariants, type StepProperty, stepProperties } from './invariants.ts';
export { Base, EntryAt, LastIndex, LastTerm, TermAt, UpToDate } from './log.ts';
export { sender } from './messages.ts';
export { raft } from './next.ts';
export { progress } from './progress.ts';
export { protocol } from './protocol.ts';
export { plan, type RaftEvent, type RaftStepAction, raftStep, step, type Taken } from './step.ts';
export type * from './types.ts';
