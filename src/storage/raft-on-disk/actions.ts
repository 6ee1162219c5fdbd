import { insert, none } from '../../core/index.ts';
import {
  Acknowledged,
  CanBeLeft,
  changed,
  dirtied,
  HasQuorum,
  LogIsDurable,
  MayVote,
  MayWriteVote,
  Partly,
  server,
  TermParts,
  VotedFor,
  VoteIsDurable,
  VoteParts,
} from './server.ts';
import type { Part, RaftOnDiskConfig, RaftOnDiskState, Role } from './types.ts';

/**
 * The actions of spec/storage/RaftOnDisk.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts. The sections are those of Diego Ongaro and John Ousterhout,
 * "In Search of an Understandable Consensus Algorithm" (2014).
 */

type After = RaftOnDiskState | undefined;

/** RaftOnDisk!NewTerm. The server comes to a term: with it its vote is free again. What is written of it is on its way. */
function NewTerm(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string, term: number, role: Role): RaftOnDiskState {
  const p = server(s, i);
  return changed(s, i, { memory: { ...p.memory, term, vote: undefined }, dirty: dirtied(p, TermParts(c)), role });
}

/** RaftOnDisk!Timeout, section 5.2. The server stands for election in the next term. It votes for itself as it would for another. */
export function Timeout(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string): After {
  const { memory, role } = server(s, i);
  if (role === 'Leader') return undefined;
  if (memory.term >= c.maxTerm) return undefined;
  return NewTerm(c, s, i, memory.term + 1, 'Candidate');
}

/** RaftOnDisk!UpdateTerm, section 5.1. Server i hears of the term of server j. */
export function UpdateTerm(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string, j: string): After {
  const { memory, dirty } = server(s, j);
  if (memory.term <= server(s, i).memory.term) return undefined;
  if (dirty.includes('term')) return undefined;
  return NewTerm(c, s, i, memory.term, 'Follower');
}

/** RaftOnDisk!Vote, sections 5.2 and 5.4.1. Server i votes for candidate j: it notes it down, and says nothing yet. */
export function Vote(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string, j: string): After {
  const p = server(s, i);
  if (!MayVote(p, server(s, j))) return undefined;
  if (p.memory.vote !== undefined) return undefined;
  if (!MayWriteVote(c, p)) return undefined;
  return changed(s, i, { memory: { ...p.memory, vote: j }, dirty: dirtied(p, VoteParts(c)) });
}

/** RaftOnDisk!Sync. All that the server has given to write is on its disk. */
export function Sync(s: RaftOnDiskState, i: string): After {
  const p = server(s, i);
  if (p.dirty.length === 0) return undefined;
  return changed(s, i, { disk: Partly(p, p.dirty), dirty: none() });
}

/** RaftOnDisk!Reply, section 5.2. Server i tells candidate j that it has voted for it: the vote is durable, or a crash could take it back. */
export function Reply(s: RaftOnDiskState, i: string, j: string): After {
  const p = server(s, i);
  if (!MayVote(p, server(s, j))) return undefined;
  if (p.memory.vote !== j) return undefined;
  if (!VoteIsDurable(p)) return undefined;
  return { ...s, votes: insert(s.votes, { voter: i, term: p.memory.term, candidate: j }) };
}

/** RaftOnDisk!BecomeLeader, section 5.2. The candidate has the votes of a quorum. */
export function BecomeLeader(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string): After {
  const { role, memory } = server(s, i);
  if (role !== 'Candidate') return undefined;
  if (!HasQuorum(c, VotedFor(s, i, memory.term))) return undefined;
  return changed(s, i, { role: 'Leader' });
}

/** RaftOnDisk!Appended. The server gets the entry: its memory has it, its disk will. */
function Appended(s: RaftOnDiskState, i: string, entry: number): RaftOnDiskState {
  const p = server(s, i);
  return changed(s, i, { memory: { ...p.memory, entry }, dirty: dirtied(p, ['entry']) });
}

/** RaftOnDisk!ClientRequest, section 5.3. The leader gets a command from a client and appends it to its log. */
export function ClientRequest(s: RaftOnDiskState, i: string): After {
  const { role, memory } = server(s, i);
  if (role !== 'Leader') return undefined;
  if (memory.entry !== 0) return undefined;
  return Appended(s, i, memory.term);
}

/** RaftOnDisk!AppendEntries, section 5.3. Follower j takes over the entry of leader i; that the leader's own is durable is not asked. */
export function AppendEntries(s: RaftOnDiskState, i: string, j: string): After {
  const leader = server(s, i);
  const follower = server(s, j);
  if (leader.role !== 'Leader') return undefined;
  if (follower.memory.term !== leader.memory.term) return undefined;
  if (leader.memory.entry === 0) return undefined;
  if (follower.memory.entry === leader.memory.entry) return undefined;
  return changed(Appended(s, j, leader.memory.entry), j, { role: 'Follower' });
}

/** RaftOnDisk!Acknowledges. That the server has the entry of its term is known. */
function Acknowledges(s: RaftOnDiskState, i: string): After {
  const { memory } = server(s, i);
  if (memory.entry === 0) return undefined;
  if (memory.entry !== memory.term) return undefined;
  return { ...s, acks: insert(s.acks, { server: i, term: memory.term }) };
}

/** RaftOnDisk!Acknowledge, section 5.3. The follower tells the leader that it has the entry, which is durable. */
export function Acknowledge(s: RaftOnDiskState, i: string): After {
  const p = server(s, i);
  if (p.role === 'Leader') return undefined;
  if (!LogIsDurable(p)) return undefined;
  return Acknowledges(s, i);
}

/** RaftOnDisk!CountItself, section 5.3. The leader counts itself among those that have the entry: like the others, when it is durable. */
export function CountItself(s: RaftOnDiskState, i: string): After {
  const leader = server(s, i);
  if (leader.role !== 'Leader') return undefined;
  if (!LogIsDurable(leader)) return undefined;
  return Acknowledges(s, i);
}

/** RaftOnDisk!Commit, section 5.4.2. The leader commits the entry of its term: a quorum has it. The client is told. */
export function Commit(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string): After {
  const { role, memory } = server(s, i);
  if (role !== 'Leader') return undefined;
  if (!HasQuorum(c, Acknowledged(s, memory.term))) return undefined;
  return { ...s, committed: insert(s.committed, memory.term) };
}

/** RaftOnDisk!Crash, section 5.1. The server crashes and comes up again. Of what it had given to write any part is there. */
export function Crash(c: RaftOnDiskConfig, s: RaftOnDiskState, i: string, kept: readonly Part[]): After {
  const p = server(s, i);
  if (!CanBeLeft(c, p, kept)) return undefined;
  const disk = Partly(p, kept);
  return changed(s, i, { memory: disk, disk, dirty: none(), role: 'Follower' });
}
