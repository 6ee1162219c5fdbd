/** MultiPaxos: spec/multi-paxos/MultiPaxos.tla as pure functions. */
export * as actions from './actions.ts';
export { initHistory, multiPaxosObserver } from './history.ts';
export type { Delivery, MultiPaxosAction, MultiPaxosInput } from './inputs.ts';
export { IsQuorum, NoOp, NoVote, Owner, VoteAt } from './log.ts';
export { multiPaxos, sender } from './next.ts';
export { protocol } from './protocol.ts';
export type * from './types.ts';
