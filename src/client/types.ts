import type { Observed, System } from '../core/index.ts';

/**
 * The data of clients and their sessions: what spec/client/ClientSessions.tla declares, with its names. How the state of the code
 * corresponds to the variables of the specification, where `s` is a `ClientSystem`, and the log with its servers is the process
 * `CLUSTER`:
 *
 * | ClientSessions.tla | code                                  | where they differ in form                             |
 * |--------------------|---------------------------------------|-------------------------------------------------------|
 * | `log`              | `s.processes[CLUSTER].log`            |                                                       |
 * | `leader`           | `s.processes[CLUSTER].leader`         |                                                       |
 * | `suffix`           | `s.processes[CLUSTER].suffix`         |                                                       |
 * | `applied[s]`       | `s.processes[CLUSTER].applied[s]`     |                                                       |
 * | `machine[s]`       | `s.processes[CLUSTER].machine[s]`     | a client without a session is not among its `sessions`|
 * | `session[c]`       | `s.processes[c].session`              |                                                       |
 * | `next[c]`          | `s.processes[c].next`                 |                                                       |
 * | `outstanding[c]`   | `s.processes[c].outstanding`          | with what was asked, to ask it again; sorted          |
 * | `msgs`             | `s.network`                           | a set of messages: here sorted, none twice            |
 * | `asked`            | `s.history.asked`                     | a set: here sorted                                    |
 * | `answers`          | `s.history.answers`                   | a set: here sorted                                    |
 *
 * Three types are the application's, and parameters here: `O`, what a client asks of the state machine; `R`, what it says to that; `V`,
 * its value. All must be plain data. Serial numbers, indexes of the log and times are numbers.
 */

/** The place of an entry in the log, from 1. */
export type Index = number;

/** The number that a client gives to an operation, from 1. */
export type Serial = number;

/** What clocks show, in whatever unit the timeout has. */
export type Time = number;

/** In place of the number of a session: none. No entry has this index. */
export const NO_SESSION: Index = 0;

/** The name of the process that is the log with its servers. */
export const CLUSTER = 'cluster';

/** What sessions are put around: the application's state machine, which must be deterministic. */
export interface StateMachine<V, O, R> {
  readonly init: V;
  execute(value: V, op: O): { readonly value: V; readonly response: R };
  /** What it says without changing. */
  query(value: V, op: O): R;
}

/** A client asks for a session. */
export interface RegisterRequest {
  readonly type: 'RegisterRequest';
  readonly client: string;
}

/** A client asks for a command, under its session and serial number; it waits for no answer to a number below `lowest`. */
export interface CommandRequest<O> {
  readonly type: 'CommandRequest';
  readonly client: string;
  readonly session: Index;
  readonly serial: Serial;
  readonly lowest: Serial;
  readonly op: O;
}

/** A client asks for a read. */
export interface ReadRequest<O> {
  readonly type: 'ReadRequest';
  readonly client: string;
  readonly serial: Serial;
  readonly op: O;
}

/** The requests that go through the log. */
export type LoggedRequest<O> = RegisterRequest | CommandRequest<O>;

/** The client has this session. */
export interface RegisterReply {
  readonly type: 'RegisterReply';
  readonly client: string;
  readonly session: Index;
}

/** What the state machine said to the operation of this number. */
export interface Answer<R> {
  readonly type: 'Answer';
  readonly client: string;
  readonly serial: Serial;
  readonly response: R;
}

/** The session is not there. Of its commands without an answer nobody knows whether they were executed. */
export interface SessionExpired {
  readonly type: 'SessionExpired';
  readonly client: string;
  readonly session: Index;
}

export type Reply<R> = RegisterReply | Answer<R> | SessionExpired;

export type ClientMessage<O, R> = LoggedRequest<O> | ReadRequest<O> | Reply<R>;

/** An entry that registers a session. */
export interface RegisterEntry {
  readonly type: 'register';
  readonly client: string;
  /** What the clock of the leader showed that appended it. */
  readonly time: Time;
}

/** An entry that is a command. */
export interface CommandEntry<O> {
  readonly type: 'command';
  readonly client: string;
  readonly time: Time;
  readonly session: Index;
  readonly serial: Serial;
  readonly lowest: Serial;
  readonly op: O;
}

export type Entry<O> = RegisterEntry | CommandEntry<O>;

/** What a session answered to one serial number. */
export interface Response<R> {
  readonly serial: Serial;
  readonly response: R;
}

/** What the state machine knows of a client. */
export interface Session<R> {
  /** The index of the entry that registered it: no other session ever has this number. */
  readonly id: Index;
  /** The client waits for no answer below. */
  readonly lowest: Serial;
  /** Sorted by serial number. */
  readonly responses: readonly Response<R>[];
  /** The time of its last command. */
  readonly active: Time;
}

/** A state machine with its sessions. All of it is plain data, and all of it belongs into a snapshot. */
export interface Machine<V, R> {
  /** The latest time of any entry. */
  readonly time: Time;
  readonly sessions: Readonly<Record<string, Session<R>>>;
  readonly value: V;
}

/** What the session layer is told: the same on all servers, or they would not agree. */
export interface SessionConfig<V, O, R> {
  readonly machine: StateMachine<V, O, R>;
  /** A session without a command for so long expires. */
  readonly timeout: Time;
  /** Does the state machine pass over what it has executed before? Off only to show what happens then. */
  readonly filters: boolean;
}

/** The bounds of a model; without them everything may be done. */
export interface Bounds {
  readonly writes: Readonly<Record<string, readonly Serial[]>>;
  readonly reads: Readonly<Record<string, readonly Serial[]>>;
  readonly maxLog: number;
  readonly electable: readonly string[];
  readonly crashable: readonly string[];
}

/** What clients are told. */
export interface ClientConfig {
  /** So many operations of a client may be outstanding at once. */
  readonly window: number;
  /** Does a client ask again? Off only to show what happens then. */
  readonly retries: boolean;
  readonly bounds?: Bounds;
}

/** What the log with its servers is told. */
export interface ClusterConfig<V, O, R> extends SessionConfig<V, O, R> {
  readonly servers: readonly string[];
  /** The server that leads at first. */
  readonly first: string;
  /** Does the leader refuse to append what is in the log before? */
  readonly refuses: boolean;
  readonly bounds?: Bounds;
}

/** An operation without an answer, with all that is needed to ask again. */
export interface Outstanding<O> {
  readonly serial: Serial;
  readonly kind: 'command' | 'read';
  readonly op: O;
}

/** A client. */
export interface ClientState<O> {
  readonly role: 'client';
  /** The session that it believes to have. */
  readonly session: Index;
  /** The serial number of its next operation: durable, or a number would be used twice. */
  readonly next: Serial;
  /** Sorted by serial number. */
  readonly outstanding: readonly Outstanding<O>[];
}

/** What a client must have on disk. One that keeps nothing needs a name that nobody had before. */
export interface ClientDurable {
  readonly role: 'client';
  readonly next: Serial;
}

/** A replicated log, in the abstract, and the state machines of its servers. */
export interface ClusterState<V, O, R> {
  readonly role: 'cluster';
  /** The committed entries. */
  readonly log: readonly Entry<O>[];
  readonly leader: string;
  /** What the leader has appended and is not committed. */
  readonly suffix: readonly Entry<O>[];
  /** So many entries are in the machine of each server. */
  readonly applied: Readonly<Record<string, Index>>;
  readonly machine: Readonly<Record<string, Machine<V, R>>>;
}

// The system that is checked: with the state machine that shows every execution.

/** The number-th operation of a client. */
export interface Op {
  readonly client: string;
  readonly number: number;
}

/** All the constants, and the bounds of a model. */
export interface ClientModelConfig extends ClientConfig, ClusterConfig<readonly Op[], Op, number> {
  readonly clients: readonly string[];
  readonly time: readonly Time[];
  /** The clients that restart. */
  readonly forgetful: readonly string[];
  readonly bounds: Bounds;
}

export type Message = ClientMessage<Op, number>;
export type Cluster = ClusterState<readonly Op[], Op, number>;
export type Client = ClientState<Op>;
export type ProcessState = Cluster | Client;
export type ProcessDurable = Cluster | ClientDurable;
export type ClientSystem = System<ProcessState, Message>;

/** When an operation was first asked for, the highest response that any client had was `after`. */
export interface Asked {
  readonly client: string;
  readonly serial: Serial;
  readonly after: number;
}

/** A response that a client received. */
export interface Answered {
  readonly client: string;
  readonly serial: Serial;
  readonly response: number;
}

/** What properties speak of, and no process knows. */
export interface ClientHistory {
  readonly asked: readonly Asked[];
  readonly answers: readonly Answered[];
}

export type ObservedClients = Observed<ClientSystem, ClientHistory>;

/** What a client does, as its protocol takes it. */
export type ClientInput =
  | { readonly type: 'Register' }
  | { readonly type: 'SendCommand' }
  | { readonly type: 'SendRead' }
  | { readonly type: 'Retry'; readonly n: Serial }
  | { readonly type: 'ReceiveSession'; readonly m: RegisterReply }
  | { readonly type: 'ReceiveAnswer'; readonly m: Answer<number> }
  | { readonly type: 'ReceiveExpired'; readonly m: SessionExpired };

/** What the log and its servers do. */
export type ClusterInput =
  | { readonly type: 'AppendEntry'; readonly t: Time; readonly m: LoggedRequest<Op> }
  | { readonly type: 'AnswerDuplicate'; readonly m: LoggedRequest<Op> }
  | { readonly type: 'DropDuplicate'; readonly m: LoggedRequest<Op> }
  | { readonly type: 'AnswerRead'; readonly s: string; readonly m: ReadRequest<Op> }
  | { readonly type: 'Commit' }
  | { readonly type: 'Apply'; readonly s: string }
  | { readonly type: 'InstallSnapshot'; readonly s: string; readonly r: string }
  | { readonly type: 'Elect'; readonly s: string; readonly k: number }
  | { readonly type: 'RestartServer'; readonly s: string };

export type ProcessInput = ClientInput | ClusterInput;

/** The actions of the whole system: those of clients say whose, and those that receive say what. */
export type ClientAction =
  | (ClientInput & { readonly c: string })
  | (Extract<ClusterInput, { readonly m: unknown }> & { readonly c: string })
  | Exclude<ClusterInput, { readonly m: unknown }>
  | { readonly type: 'RestartClient'; readonly c: string }
  | { readonly type: 'Lose'; readonly m: Message };
