/**
 * The variables, messages and actions of module MCMultiPaxos as types. Generated, do not edit:
 *
 *     lockstep codegen spec/multi-paxos/MCMultiPaxos.tla --config spec/multi-paxos/MCMultiPaxos_small.cfg --out conformance/bindings/generated/multi-paxos.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 1203 reachable states of that model.
 */

/** An element of Replica; in this model r1, r2. */
export type Replica = string;

/** An element of Value; in this model v1, v2. */
export type Value = string;

/** An element of Read; in this model q1. */
export type Read = string;

/** An element of Crashable; in this model r1. */
export type Crashable = string;

/** The variables, in the order of the specification. */
export const VARIABLES = [
  'maxBal',
  'votes',
  'commit',
  'phase',
  'promised',
  'best',
  'acks',
  'reading',
  'msgs',
  'cast',
  'committed',
  'asked',
] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly maxBal: Readonly<Record<Replica, number>>;
  readonly votes: Readonly<Record<Replica, readonly { readonly bal: number; readonly val: Value }[]>>;
  readonly commit: Readonly<Record<Replica, number>>;
  readonly phase: Readonly<Record<Replica, 'idle' | 'lead' | 'prepare'>>;
  readonly promised: Readonly<Record<Replica, ReadonlySet<Replica>>>;
  readonly best: Readonly<Record<Replica, readonly { readonly bal: number; readonly val: Value }[]>>;
  readonly acks: Readonly<Record<Replica, readonly ReadonlySet<Replica>[]>>;
  readonly reading: Readonly<Record<Replica, { readonly acks: ReadonlySet<Replica>; readonly batch: ReadonlySet<{ readonly index: number; readonly read: Read }>; readonly queue: ReadonlySet<{ readonly index: number; readonly read: Read }>; readonly round: number }>>;
  readonly msgs: ReadonlySet<Message>;
  readonly cast: ReadonlySet<{ readonly acc: Replica; readonly bal: number; readonly slot: number; readonly val: Value }>;
  readonly committed: readonly Value[];
  readonly asked: Readonly<Record<Read, number>>;
}

export interface Message1a {
  readonly type: '1a';
  readonly bal: number;
  readonly first: number;
  readonly to: Replica;
}

export interface Message1b {
  readonly type: '1b';
  readonly bal: number;
  readonly first: number;
  readonly from: Replica;
  readonly to: Replica;
  readonly votes: readonly { readonly bal: number; readonly val: Value }[];
}

export interface Message2a {
  readonly type: '2a';
  readonly bal: number;
  readonly slot: number;
  readonly to: Replica;
  readonly val: Value;
}

export interface Message2b {
  readonly type: '2b';
  readonly bal: number;
  readonly from: Replica;
  readonly slot: number;
  readonly to: Replica;
}

export interface MessageHeartbeat {
  readonly type: 'Heartbeat';
  readonly bal: number;
  readonly commit: number;
  readonly round: number;
  readonly to: Replica;
}

export interface MessageHeartbeatReply {
  readonly type: 'HeartbeatReply';
  readonly bal: number;
  readonly from: Replica;
  readonly missing: number;
  readonly round: number;
  readonly to: Replica;
}

export interface MessageReadResponse {
  readonly type: 'ReadResponse';
  readonly bal: number;
  readonly index: number;
  readonly read: Read;
  readonly to: 'Client';
}

/** The messages, told apart by their `type`. */
export type Message = Message1a | Message1b | Message2a | Message2b | MessageHeartbeat | MessageHeartbeatReply | MessageReadResponse;

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Phase1a: ['i'],
  Phase1b: ['i', 'b'],
  ReceivePromise: ['i', 'j'],
  BecomeLeader: ['i'],
  Propose: ['i', 'v'],
  Resend: ['i'],
  Phase2b: ['i', 'b', 's'],
  ReceiveAccepted: ['i', 'j', 's'],
  Commit: ['i'],
  Heartbeat: ['i'],
  HandleHeartbeat: ['i', 'b'],
  HandleHeartbeatReply: ['i', 'j'],
  ClientRead: ['i', 'r'],
  StartReadRound: ['i'],
  AnswerReads: ['i'],
  Restart: ['i'],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Phase1a'; readonly i: Replica }
  | { readonly type: 'Phase1b'; readonly i: Replica; readonly b: number }
  | { readonly type: 'ReceivePromise'; readonly i: Replica; readonly j: Replica }
  | { readonly type: 'BecomeLeader'; readonly i: Replica }
  | { readonly type: 'Propose'; readonly i: Replica; readonly v: Value }
  | { readonly type: 'Resend'; readonly i: Replica }
  | { readonly type: 'Phase2b'; readonly i: Replica; readonly b: number; readonly s: number }
  | { readonly type: 'ReceiveAccepted'; readonly i: Replica; readonly j: Replica; readonly s: number }
  | { readonly type: 'Commit'; readonly i: Replica }
  | { readonly type: 'Heartbeat'; readonly i: Replica }
  | { readonly type: 'HandleHeartbeat'; readonly i: Replica; readonly b: number }
  | { readonly type: 'HandleHeartbeatReply'; readonly i: Replica; readonly j: Replica }
  | { readonly type: 'ClientRead'; readonly i: Replica; readonly r: Read }
  | { readonly type: 'StartReadRound'; readonly i: Replica }
  | { readonly type: 'AnswerReads'; readonly i: Replica }
  | { readonly type: 'Restart'; readonly i: Replica };
