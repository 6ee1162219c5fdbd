import type { AppendEntriesRequest, Entry, Index, RaftDurable, Term } from './types.ts';

/** The log and its snapshot: the definitions of Raft.tla that read them. Beyond its ends the log has no entry, and no term. */

/** Raft!Base: the index before the log; the entries up to it are in the snapshot. */
export function Base(s: RaftDurable): Index {
  return s.snapshot.lastIncludedIndex;
}

/** Raft!LastIndex: the index of the last entry; 0 if there is none. */
export function LastIndex(s: RaftDurable): Index {
  return Base(s) + s.log.length;
}

/** Raft!EntryAt: the entry at index k, after the snapshot. */
export function EntryAt(s: RaftDurable, k: Index): Entry | undefined {
  return s.log[k - Base(s) - 1];
}

/** Raft!TermAt: the term of the entry at index k, from the end of the snapshot on; index 0 has term 0. */
export function TermAt(s: RaftDurable, k: Index): Term | undefined {
  return k === Base(s) ? s.snapshot.lastIncludedTerm : EntryAt(s, k)?.term;
}

/** Raft!LastTerm: the term of the last entry. */
export function LastTerm(s: RaftDurable): Term {
  return TermAt(s, LastIndex(s)) ?? 0;
}

/**
 * Raft!UpToDate, section 5.4.1: a log is more up-to-date if its last entry has the later term, or the same term and it is longer.
 */
export function UpToDate(s: RaftDurable, lastLogIndex: Index, lastLogTerm: Term): boolean {
  if (lastLogTerm > LastTerm(s)) return true;
  return lastLogTerm === LastTerm(s) && lastLogIndex >= LastIndex(s);
}

/**
 * Raft!LogOk, section 5.3, the consistency check: does the server hold the entry before the new ones? What its snapshot covers is
 * committed, and so the same for everybody.
 */
export function LogOk(s: RaftDurable, m: AppendEntriesRequest): boolean {
  if (m.prevLogIndex < Base(s)) return true;
  return m.prevLogIndex <= LastIndex(s) && TermAt(s, m.prevLogIndex) === m.prevLogTerm;
}

/** Raft!Conflict: does one of the new entries contradict the log: the same index, another term? */
export function Conflict(s: RaftDurable, m: AppendEntriesRequest): boolean {
  return m.entries.some((entry, k) => {
    const n = m.prevLogIndex + k + 1;
    return Base(s) < n && n <= LastIndex(s) && TermAt(s, n) !== entry.term;
  });
}

/**
 * Raft!Merged, Figure 2, AppendEntries, receiver, (3) and (4): a conflict removes what the server holds from the first new entry
 * on; without one, what follows the new entries stays, since the message may be an old one.
 */
export function Merged(s: RaftDurable, m: AppendEntriesRequest): readonly Entry[] {
  if (!Conflict(s, m) && m.prevLogIndex + m.entries.length <= LastIndex(s)) return s.log;
  const kept = s.log.slice(0, Math.max(0, m.prevLogIndex - Base(s)));
  return kept.concat(m.entries.slice(Math.max(0, Base(s) - m.prevLogIndex)));
}
