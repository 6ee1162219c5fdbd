/** Clients of a replicated log, exactly once: spec/client/ClientSessions.tla as pure functions. */
export * as actions from './actions.ts';
export { IsDiscarded, IsDuplicate, IsPending, TableReplies } from './duplicates.ts';
export { clientObserver, initHistory } from './history.ts';
export {
  type Invariant,
  invariants,
  type StepProperty,
  stepProperties,
} from './invariants.ts';
export { answer, commandRequest, EntryOf, readRequest, registerReply, registerRequest, sessionExpired } from './messages.ts';
export { client } from './next.ts';
export { list, protocol } from './protocol.ts';
export { NextServer } from './servers.ts';
export { type Applied, ApplyEntry, InitMachine } from './sessions.ts';
export {
  type Answer,
  type Answered,
  type Asked,
  type Bounds,
  CLUSTER,
  type Client,
  type ClientAction,
  type ClientConfig,
  type ClientDurable,
  type ClientHistory,
  type ClientInput,
  type ClientMessage,
  type ClientModelConfig,
  type ClientState,
  type ClientSystem,
  type Cluster,
  type ClusterConfig,
  type ClusterInput,
  type ClusterState,
  type CommandEntry,
  type CommandRequest,
  type Entry,
  type Index,
  type LoggedRequest,
  type Machine,
  type Message,
  NO_SESSION,
  type ObservedClients,
  type Op,
  type Outstanding,
  type ProcessDurable,
  type ProcessInput,
  type ProcessState,
  type ReadRequest,
  type RegisterEntry,
  type RegisterReply,
  type RegisterRequest,
  type Reply,
  type Response,
  type Serial,
  type Session,
  type SessionConfig,
  type SessionExpired,
  type StateMachine,
  type Time,
} from './types.ts';
