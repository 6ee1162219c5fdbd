import type { HeartbeatMsg, HeartbeatReply, Msg1a, Msg1b, Msg2a, Msg2b, Value } from './types.ts';

/** What can happen: to one replica, as its inputs, and to the whole system, as the actions of the specification. */

/** What one replica can be asked to do. The type says which action of the specification that is, the rest are its parameters. */
export type MultiPaxosInput =
  | { readonly type: 'Phase1a' | 'BecomeLeader' | 'Resend' | 'Commit' | 'Heartbeat' | 'StartReadRound' | 'AnswerReads' }
  | { readonly type: 'Propose'; readonly v: Value }
  | { readonly type: 'ClientRead'; readonly r: string }
  | Delivery;

/** An input that is a message, for the action that handles it. */
export type Delivery =
  | { readonly type: 'Phase1b'; readonly m: Msg1a }
  | { readonly type: 'ReceivePromise'; readonly m: Msg1b }
  | { readonly type: 'Phase2b'; readonly m: Msg2a }
  | { readonly type: 'ReceiveAccepted'; readonly m: Msg2b }
  | { readonly type: 'HandleHeartbeat'; readonly m: HeartbeatMsg }
  | { readonly type: 'HandleHeartbeatReply'; readonly m: HeartbeatReply };

/**
 * An action of the whole system: the names of the specification, for the action and for its parameters. Where the specification says that
 * there is a message, the action carries it, and its parameters are what they are in the message.
 */
export type MultiPaxosAction = ({ readonly i: string } & MultiPaxosInput) | { readonly type: 'Restart'; readonly i: string };
