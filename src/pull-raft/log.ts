import { except } from '../core/index.ts';
import { MinPosition, Newer, NoPosition } from './positions.ts';
import type {
  Entry,
  Index,
  Position,
  PositionMap,
  PullEntriesResponse,
  PullRaftConfig,
  PullRaftDurable,
  PullRaftState,
  Term,
} from './types.ts';

/** A member's log, and what the answer of a sync source says of it: the definitions of PullRaft.tla that read them. */

/** PullRaft!LastOf: the position of the last of these entries. */
export function LastOf(entries: readonly Entry[]): Position {
  const last = entries.at(-1);
  return last === undefined ? NoPosition : { term: last.term, index: entries.length };
}

/** PullRaft!LastIndex: the index of the last entry; 0 if there is none. */
export function LastIndex(s: PullRaftDurable): Index {
  return s.log.length;
}

/** PullRaft!LastTerm: the term of the last entry; 0 if there is none. */
export function LastTerm(s: PullRaftDurable): Term {
  return LastPosition(s).term;
}

/** PullRaft!LastPosition: the position of the last entry. */
export function LastPosition(s: PullRaftDurable): Position {
  return LastOf(s.log);
}

/** PullRaft!Positions: what member i knows of everybody's position; its own is in its log. */
export function Positions(i: string, s: PullRaftState): PositionMap {
  return except(s.lastPosition, i, LastPosition(s));
}

/**
 * PullRaft!Writable: a primary accepts writes once it has written the first entry of its term; until then it is only elected, and may
 * catch up.
 */
export function Writable(s: PullRaftState): boolean {
  return s.state === 'Primary' && LastTerm(s) === s.currentTerm;
}

/** PullRaft!HasCommittedInTerm: has the primary committed an entry of its own term? Only then does it know all that is committed. */
export function HasCommittedInTerm(s: PullRaftState): boolean {
  return s.commitPoint.term === s.currentTerm;
}

/** PullRaft!Current: does m answer what the member would ask its sync source now? Then one of three actions is for it. */
export function Current(c: PullRaftConfig, s: PullRaftState, m: PullEntriesResponse): boolean {
  if (m.term > s.currentTerm) return false;
  if (s.syncSource !== m.from) return false;
  if (m.index !== LastIndex(s)) return false;
  if (c.sourceTermChecked && m.term !== s.currentTerm) return false;
  return true;
}

/** PullRaft!Allowed: may a member pull from one that is what the sender of m was? */
export function Allowed(c: PullRaftConfig, m: PullEntriesResponse): boolean {
  return c.chaining || m.primary;
}

/**
 * PullRaft!Agrees: does the source hold the member's last entry? The first entry of m says so; or the cursor, if the source has rolled
 * back nothing since they were compared.
 */
export function Agrees(s: PullRaftState, m: PullEntriesResponse): boolean {
  if (m.exclusive) return m.rollbackId === s.cursor;
  return m.index === 0 || m.entries[0]?.term === LastTerm(s);
}

/** PullRaft!Appended: the member's log with what is new in m. */
export function Appended(s: PullRaftState, m: PullEntriesResponse): readonly Entry[] {
  const added = m.entries.slice(m.exclusive || m.index === 0 ? 0 : 1);
  return added.length === 0 ? s.log : [...s.log, ...added];
}

/**
 * PullRaft!LearnedFrom: what is learned of the commit point of a source, once the own log is these entries, which are the beginning of the
 * source's. No further than they reach (SERVER-39831), and nothing as long as they end in a term before that of the commit point: they
 * are committed then, but only by what follows them, and a log that forked off in between looks newer.
 */
export function LearnedFrom(m: PullEntriesResponse, entries: readonly Entry[]): Position {
  const last = LastOf(entries);
  return m.commitPoint.term <= last.term ? MinPosition(m.commitPoint, last) : NoPosition;
}

/**
 * PullRaft!Useless: a source that the member may not have; one that rolled back while the query went on; one whose log does not meet
 * its own and is not newer (SERVER-27403), or is, but the member is elected and rolls back nothing; and one that is not ahead, and
 * will not be, for it has no source of its own, or has this member, and is not primary.
 */
export function Useless(c: PullRaftConfig, i: string, s: PullRaftState, m: PullEntriesResponse): boolean {
  const ahead = Newer(m.position, LastPosition(s));
  if (!Allowed(c, m)) return true;
  if (m.exclusive && !Agrees(s, m)) return true;
  if (!m.exclusive && !Agrees(s, m) && (s.state === 'Primary' || !ahead)) return true;
  return Agrees(s, m) && !ahead && (m.syncSource === undefined || m.syncSource === i) && !m.primary;
}
