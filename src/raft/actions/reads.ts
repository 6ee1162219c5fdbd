import { insert, none } from '../../core/index.ts';
import { HasCommittedInTerm, IsQuorum, Voters } from '../config.ts';
import { readResponse } from '../messages.ts';
import type { RaftState } from '../types.ts';
import type { Acted } from './effects.ts';

/** Linearizable reads without a write to the log, section 8 and thesis 6.4. */

/**
 * Raft!ClientRead, thesis 6.4. The read must be answered from a state not older than the commit index is now, which the leader
 * knows only once it has committed an entry of its term (section 8). That no client asks twice under one name is the affair of
 * the clients, and of the history.
 */
export function ClientRead(s: RaftState, r: string): Acted {
  if (s.state !== 'Leader') return undefined;
  if (!HasCommittedInTerm(s)) return undefined;
  const queue = insert(s.reading.queue, { read: r, index: s.commitIndex });
  return { state: { ...s, reading: { ...s.reading, queue } }, send: none() };
}

/**
 * Raft!StartReadRound, thesis 6.4. All the reads that wait become one batch, which one round of replies confirms. No message is
 * sent for it: the number of the round rides on the next AppendEntries, and only a reply to one of those can prove that the
 * server led after the reads had come.
 */
export function StartReadRound(i: string, s: RaftState): Acted {
  const { queue, batch, round } = s.reading;
  if (queue.length === 0) return undefined;
  if (batch.length > 0) return undefined;
  return { state: { ...s, reading: { queue: none(), batch: queue, round: round + 1, acks: [i] } }, send: none() };
}

/**
 * Raft!AnswerReads, thesis 6.4. A majority has confirmed that the server still leads, and it has applied what was committed: the
 * whole batch is answered.
 */
export function AnswerReads(s: RaftState): Acted {
  const { batch, acks } = s.reading;
  if (batch.length === 0) return undefined;
  if (!IsQuorum(acks, Voters(s))) return undefined;
  if (!batch.every((q) => q.index <= s.lastApplied)) return undefined;
  const send = batch.map((q) => readResponse(q.read, s.lastApplied));
  return { state: { ...s, reading: { ...s.reading, batch: none(), acks: none() } }, send };
}
