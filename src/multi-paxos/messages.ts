import type {
  Msg2b as Accepted,
  Ballot,
  Entry,
  HeartbeatMsg,
  HeartbeatReply as HeartbeatReplyMsg,
  Msg1a as Prepare,
  Msg1b as Promised,
  ReadResponse as Read,
  Msg2a as Request,
  Slot,
  Vote,
} from './types.ts';

/** The messages, as MultiPaxos.tla defines them. Each is made in one place, so that its fields are in one order. */

/** MultiPaxos!Msg1a. */
export function msg1a(to: string, bal: Ballot, first: Slot): Prepare {
  return { type: '1a', to, bal, first };
}

/** MultiPaxos!Msg1b, to the owner of the ballot. */
export function msg1b(to: string, from: string, bal: Ballot, first: Slot, votes: readonly Vote[]): Promised {
  return { type: '1b', to, from, bal, first, votes };
}

/** MultiPaxos!Msg2a. */
export function msg2a(to: string, bal: Ballot, slot: Slot, val: Entry): Request {
  return { type: '2a', to, bal, slot, val };
}

/** MultiPaxos!Msg2b, to the owner of the ballot. */
export function msg2b(to: string, from: string, bal: Ballot, slot: Slot): Accepted {
  return { type: '2b', to, from, bal, slot };
}

/** MultiPaxos!HeartbeatMsg. */
export function heartbeat(to: string, bal: Ballot, commit: Slot, round: number): HeartbeatMsg {
  return { type: 'Heartbeat', to, bal, commit, round };
}

/** MultiPaxos!HeartbeatReply, to the owner of the ballot. */
export function heartbeatReply(to: string, from: string, bal: Ballot, round: number, missing: Slot): HeartbeatReplyMsg {
  return { type: 'HeartbeatReply', to, from, bal, round, missing };
}

/** MultiPaxos!ReadResponse. */
export function readResponse(read: string, index: Slot): Read {
  return { type: 'ReadResponse', bal: 0, read, index };
}
