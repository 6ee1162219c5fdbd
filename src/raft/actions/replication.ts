import { except, insert, none, update, within } from '../../core/index.ts';
import { IsQuorum, Members, Voters } from '../config.ts';
import { Base, EntryAt, LastIndex, LogOk, Merged, TermAt } from '../log.ts';
import { appendEntriesRequest, appendEntriesResponse } from '../messages.ts';
import type { Index, RaftConfig, RaftState, AppendEntriesRequest as Request, AppendEntriesResponse as Response, Value } from '../types.ts';
import type { Acted } from './effects.ts';

/** Replication, section 5.3, and commitment, section 5.4.2. */

/**
 * Raft!ClientRequest, Figure 2, leaders: a command of a client is appended to the log. While the leader hands over it takes none
 * (thesis 3.10).
 */
export function ClientRequest(c: RaftConfig, s: RaftState, v: Value): Acted {
  if (s.state !== 'Leader') return undefined;
  if (s.transferee !== undefined) return undefined;
  if (c.bounds !== undefined && LastIndex(s) >= c.bounds.maxIndex) return undefined;
  return { state: { ...s, log: [...s.log, { term: s.currentTerm, type: 'value', value: v }] }, send: none() };
}

/**
 * Raft!AppendEntries, section 5.3. The leader sends what follows nextIndex, as much of it as fits; with nothing to send it is a
 * heartbeat. What is already in the snapshot cannot be sent like this.
 */
export function AppendEntries(c: RaftConfig, i: string, s: RaftState, j: string): Acted {
  if (s.state !== 'Leader') return undefined;
  if (j === i || !Members(s).includes(j)) return undefined;
  const next = s.nextIndex[j] ?? 1;
  if (next <= Base(s)) return undefined;
  const prevLogTerm = TermAt(s, next - 1);
  // A log that reaches further than the leader's own does not match it: whoever said so did not speak of this log.
  if (prevLogTerm === undefined) return undefined;
  const n = next - Base(s) - 1;
  const entries = s.log.slice(n, n + (c.maxEntries ?? s.log.length));
  return { state: s, send: [appendEntriesRequest(i, s, j, next - 1, prevLogTerm, entries)] };
}

/** Figure 2, AppendEntries, receiver, (2) to (5), where the consistency check has passed. */
function accept(i: string, s: RaftState, follower: RaftState, m: Request): Acted {
  const last = m.prevLogIndex + m.entries.length;
  const log = Merged(s, m);
  const commitIndex = Math.max(s.commitIndex, Math.min(m.leaderCommit, last));
  const reply = appendEntriesResponse(i, s, m.leaderId, true, 0, last, m.round);
  return { state: update(follower, { log, commitIndex }), send: [reply] };
}

/**
 * Raft!HandleAppendEntriesRequest, Figure 2, AppendEntries, receiver: (1) an old term is told of the new one; (2) the consistency
 * check, with a hint where the logs may match; (3) and (4) Merged; (5) the commit index, no further than this message vouches
 * for, and never back, for the message may be an old one. Whoever sends it in the server's term is its leader: a candidate gives
 * up (section 5.2).
 */
export function HandleAppendEntriesRequest(i: string, s: RaftState, m: Request): Acted {
  if (m.term > s.currentTerm) return undefined;
  if (m.term < s.currentTerm) return { state: s, send: [appendEntriesResponse(i, s, m.leaderId, false, m.prevLogIndex, 0, 0)] };
  const follower = update(s, { state: 'Follower', leaderId: m.leaderId, votesGranted: none() });
  if (LogOk(s, m)) return accept(i, s, follower, m);
  const hint = Math.min(m.prevLogIndex - 1, LastIndex(s));
  return { state: follower, send: [appendEntriesResponse(i, s, m.leaderId, false, m.prevLogIndex, hint, m.round)] };
}

/** Raft!HandleAppendEntriesResponse, of a success: matchIndex and nextIndex move on, never back. */
function advanced(s: RaftState, m: Response, next: Index, match: Index): Pick<RaftState, 'nextIndex' | 'matchIndex'> {
  return {
    matchIndex: except(s.matchIndex, m.from, Math.max(match, m.matchIndex)),
    nextIndex: except(s.nextIndex, m.from, Math.max(next, m.matchIndex + 1)),
  };
}

/** Raft!HandleAppendEntriesResponse, of a rejection: nextIndex moves back, to where the logs may match. */
function retreated(s: RaftState, m: Response, next: Index, match: Index): Pick<RaftState, 'nextIndex' | 'matchIndex'> {
  const back = m.prevLogIndex === next - 1 ? Math.max(m.matchIndex, match) + 1 : next;
  return { matchIndex: s.matchIndex, nextIndex: except(s.nextIndex, m.from, back) };
}

/**
 * Raft!HandleAppendEntriesResponse, Figure 2, leaders: success moves matchIndex and nextIndex on; a rejection moves nextIndex
 * back, but only the rejection of what nextIndex says now. Any reply in the term confirms the leader (thesis 6.4).
 */
export function HandleAppendEntriesResponse(s: RaftState, m: Response): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'Leader') return undefined;
  const next = s.nextIndex[m.from] ?? 1;
  const match = s.matchIndex[m.from] ?? 0;
  const progress = m.success ? advanced(s, m, next, match) : retreated(s, m, next, match);
  const confirms = s.reading.batch.length > 0 && m.round === s.reading.round;
  const reading = confirms ? update(s.reading, { acks: insert(s.reading.acks, m.from) }) : s.reading;
  return { state: update(s, { ...progress, reading }), send: none() };
}

/** Raft!Agree: the voters that hold the entry at index n, as far as the leader knows. */
function Agree(i: string, s: RaftState, n: Index): readonly string[] {
  return Voters(s).filter((j) => j === i || (s.matchIndex[j] ?? 0) >= n);
}

/**
 * Raft!Committable, section 5.4.2: only entries of the leader's own term are committed by counting; those before them come along
 * (Figure 8 shows why). Here the highest of them, which is all that is asked for.
 */
function Committable(i: string, s: RaftState): Index | undefined {
  for (let n = LastIndex(s); n > Math.max(s.commitIndex, Base(s)); n--) {
    if (TermAt(s, n) === s.currentTerm && IsQuorum(Agree(i, s, n), Voters(s))) return n;
  }
  return undefined;
}

/** Raft!AdvanceCommitIndex, Figure 2, leaders, last rule. */
export function AdvanceCommitIndex(i: string, s: RaftState): Acted {
  if (s.state !== 'Leader') return undefined;
  const n = Committable(i, s);
  if (n === undefined) return undefined;
  return { state: { ...s, commitIndex: n }, send: none() };
}

/** Raft!Apply, Figure 2, all servers: what is committed is applied, in order, one entry after another. */
export function Apply(c: RaftConfig, i: string, s: RaftState): Acted {
  if (!within(c.bounds?.applying, i)) return undefined;
  if (s.lastApplied >= s.commitIndex) return undefined;
  const entry = EntryAt(s, s.lastApplied + 1);
  if (entry === undefined) return undefined;
  const machine = entry.type === 'value' ? [...s.machine, entry.value] : s.machine;
  return { state: { ...s, machine, lastApplied: s.lastApplied + 1 }, send: none() };
}
