import { at, compare, except, insert, mapOf, none, type Observer, update } from '../core/index.ts';
import type { PullRaftAction, PullRaftInput } from './inputs.ts';
import type { CommittedEntry, Index, PullRaftHistory, PullRaftModelConfig, PullRaftState, PullRaftSystem } from './types.ts';

/** The history variables of PullRaft.tla: what its properties speak of, and no member knows. */

/** PullRaft!Init, the history: nobody was elected, nothing written or committed, no read asked for. */
export function initHistory(c: PullRaftModelConfig): PullRaftHistory {
  return { elections: none(), written: c.bounds.electable.map(() => none()), committed: none(), asked: mapOf(c.reads, () => -1) };
}

/**
 * PullRaft!CommittedBy: what is committed when a primary says that it is up to index n. What differs is replaced, so that a primary that
 * commits something else at a committed index is seen doing it.
 */
export function CommittedBy(s: PullRaftState, n: Index, committed: readonly CommittedEntry[]): readonly CommittedEntry[] {
  let result = committed;
  for (const [k, entry] of s.log.slice(0, n).entries()) {
    const known = committed[k];
    if (known !== undefined && compare(known.entry, entry) === 0) continue;
    result = result.toSpliced(k, 1, { entry, term: s.currentTerm });
  }
  return result;
}

/**
 * What one action of member i, from `before` to `after`, adds to the history; `undefined` where no client asks for it: a read is
 * asked for once, under its name.
 */
export function remember(
  h: PullRaftHistory,
  i: string,
  input: PullRaftInput,
  before: PullRaftState,
  after: PullRaftState,
): PullRaftHistory | undefined {
  switch (input.type) {
    case 'BecomePrimary':
      return update(h, { elections: insert(h.elections, { term: before.currentTerm, primary: i }) });
    case 'WriteFirstEntry':
    case 'ClientRequest':
      return { ...h, written: h.written.with(before.currentTerm - 1, after.log) };
    case 'AdvanceCommitPoint':
      return update(h, { committed: CommittedBy(before, after.commitPoint.index, h.committed) });
    case 'ClientRead':
      return h.asked[input.r] === -1 ? { ...h, asked: except(h.asked, input.r, h.committed.length) } : undefined;
    default:
      return h;
  }
}

/** The history variables as an observer of the whole system. */
export function pullRaftObserver(c: PullRaftModelConfig): Observer<PullRaftSystem, PullRaftAction, PullRaftHistory> {
  return {
    init: () => initHistory(c),
    next: (h, before, action, after) => {
      if (action.type === 'Restart') return h;
      return remember(h, action.i, action, at(before.processes, action.i), at(after.processes, action.i));
    },
  };
}
