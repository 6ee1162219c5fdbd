/** MultiPaxos: spec/multi-paxos/MultiPaxos.tla as pure functions. */
export * as actions from './actions.ts';
export { decode } from './decode.ts';
export { initHistory, multiPaxosObserver, multiPaxosStepObserver } from './history.ts';
export type { Delivery, MultiPaxosAction, MultiPaxosInput } from './inputs.ts';
export { Chosen, type Invariant, invariants, type StepProperty, stepProperties } from './invariants.ts';
export { IsQuorum, NoOp, NoVote, Owner, VoteAt } from './log.ts';
export { multiPaxos, sender } from './next.ts';
export { protocol } from './protocol.ts';
export { type MultiPaxosEvent, type MultiPaxosStepAction, multiPaxosStep, plan, step, type Taken } from './step.ts';
export type * from './types.ts';
