import { insert, none } from '../../core/index.ts';
import { IsQuorum } from '../config.ts';
import { HasCommittedInTerm } from '../log.ts';
import { readResponse } from '../messages.ts';
import type { PullRaftConfig, PullRaftState } from '../types.ts';
import type { Acted } from './effects.ts';

/** Linearizable reads without a write to the log. */

/**
 * PullRaft!ClientRead, Raft section 8. The primary takes a read. It must know all that is committed, which it does once it has committed
 * an entry of its term. That no client asks twice under one name is the affair of the clients, and of the history.
 */
export function ClientRead(s: PullRaftState, r: string): Acted {
  if (s.state !== 'Primary') return undefined;
  if (!HasCommittedInTerm(s)) return undefined;
  return { state: { ...s, reading: { ...s.reading, queue: insert(s.reading.queue, r) } }, send: none() };
}

/**
 * PullRaft!StartReadRound, thesis 6.4. All the reads that wait become one batch, which one round of heartbeats confirms. No message is
 * sent for it: the number of the round rides on the next heartbeat, and only an answer to one of those can prove that the member led
 * after the reads had come.
 */
export function StartReadRound(i: string, s: PullRaftState): Acted {
  const { queue, batch, round } = s.reading;
  if (queue.length === 0) return undefined;
  if (batch.length > 0) return undefined;
  return { state: { ...s, reading: { queue: none(), batch: queue, round: round + 1, acks: [i] } }, send: none() };
}

/** PullRaft!AnswerReads, thesis 6.4. A majority has confirmed that the member still leads: the whole batch is answered. */
export function AnswerReads(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  const { batch, acks } = s.reading;
  if (batch.length === 0) return undefined;
  if (!IsQuorum(c, acks)) return undefined;
  const send = batch.map((r) => readResponse(r, i, s));
  return { state: { ...s, reading: { ...s.reading, batch: none(), acks: none() } }, send };
}
