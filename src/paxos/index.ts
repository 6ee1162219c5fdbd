/** Paxos for one decision: spec/paxos/Paxos.tla as pure functions. */
export * as actions from './actions.ts';
export { chosen, type Invariant, invariants, type StepProperty, stepProperties } from './invariants.ts';
export { paxos } from './next.ts';
export { protocol } from './protocol.ts';
export { AcceptedBy, HasQuorum, majorities } from './quorum.ts';
export {
  type AcceptorDurable,
  type AcceptorState,
  type Ballot,
  type LearnerDurable,
  type LearnerState,
  type Msg1a,
  type Msg1b,
  type Msg2a,
  type Msg2b,
  msg1a,
  msg1b,
  msg2a,
  msg2b,
  NO_BALLOT,
  type PaxosAction,
  type PaxosConfig,
  type PaxosDurable,
  type PaxosInput,
  type PaxosMessage,
  type PaxosModelConfig,
  type PaxosState,
  type PaxosSystem,
  type ProposerDurable,
  type ProposerState,
  type Value,
} from './types.ts';
