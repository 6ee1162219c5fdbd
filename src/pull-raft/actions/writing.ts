import { none } from '../../core/index.ts';
import { LastIndex, LastTerm, Writable } from '../log.ts';
import type { PullRaftConfig, PullRaftState, Value } from '../types.ts';
import type { Acted } from './effects.ts';

/** Writing. */

/**
 * PullRaft!WriteFirstEntry, the paper, and Raft section 8. Catch-up is over, by success or because it took too long: the primary writes
 * the first entry of its term, a no-op, because it must commit an entry of its own term before it knows what is committed. From now
 * on it pulls from nobody.
 */
export function WriteFirstEntry(s: PullRaftState): Acted {
  if (s.state !== 'Primary') return undefined;
  if (LastTerm(s) === s.currentTerm) return undefined;
  return { state: { ...s, log: [...s.log, { term: s.currentTerm }], syncSource: undefined, cursor: -1 }, send: none() };
}

/** PullRaft!ClientRequest, Raft section 5.3. The primary, once it accepts writes, gets a command from a client. */
export function ClientRequest(c: PullRaftConfig, s: PullRaftState, v: Value): Acted {
  if (!Writable(s)) return undefined;
  if (c.bounds !== undefined && LastIndex(s) >= c.bounds.maxIndex) return undefined;
  return { state: { ...s, log: [...s.log, { term: s.currentTerm, value: v }] }, send: none() };
}
