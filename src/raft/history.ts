import { compare, except, insert, mapOf, none, type Observer, observerOfActions, observerOfEvents, update } from '../core/index.ts';
import type { RaftAction, RaftInput } from './inputs.ts';
import { Base, EntryAt } from './log.ts';
import { protocol } from './protocol.ts';
import { plan, type RaftEvent, type RaftStepAction } from './step.ts';
import type { CommittedEntry, Index, RaftHistory, RaftModelConfig, RaftState, RaftSystem } from './types.ts';

/** The history variables of Raft.tla: what its properties speak of, and no server knows. */

/** Raft!Init, the history: nobody was elected, nothing committed, no read asked for. */
export function initHistory(c: RaftModelConfig): RaftHistory {
  return { elections: none(), committed: none(), asked: mapOf(c.reads, () => -1) };
}

/**
 * Raft!CommittedBy: what is committed when a leader says that it is up to index n. What differs is replaced, so that a leader that
 * commits something else at a committed index is seen doing it.
 */
export function CommittedBy(s: RaftState, n: Index, committed: readonly CommittedEntry[]): readonly CommittedEntry[] {
  let result = committed;
  for (let k = Base(s) + 1; k <= n; k++) {
    const known = committed[k - 1];
    const entry = EntryAt(s, k);
    if (entry === undefined || (known !== undefined && compare(known.entry, entry) === 0)) continue;
    result = result.toSpliced(k - 1, 1, { entry, term: s.currentTerm });
  }
  return result;
}

/**
 * What one action of server i, from `before` to `after`, adds to the history; `undefined` where no client asks for it: a read is
 * asked for once, under its name.
 */
export function remember(h: RaftHistory, i: string, input: RaftInput, before: RaftState, after: RaftState): RaftHistory | undefined {
  switch (input.type) {
    case 'BecomeLeader':
      return update(h, { elections: insert(h.elections, { term: before.currentTerm, leader: i }) });
    case 'AdvanceCommitIndex':
      return update(h, { committed: CommittedBy(before, after.commitIndex, h.committed) });
    case 'ClientRead':
      return h.asked[input.r] === -1 ? { ...h, asked: except(h.asked, input.r, h.committed.length) } : undefined;
    default:
      return h;
  }
}

/** The history variables as an observer of the whole system. */
export function raftObserver(c: RaftModelConfig): Observer<RaftSystem, RaftAction, RaftHistory> {
  return observerOfActions(() => initHistory(c), remember);
}

/** The same for events: what each of the actions that an event leads to adds. */
export function raftStepObserver(c: RaftModelConfig): Observer<RaftSystem, RaftStepAction, RaftHistory> {
  return observerOfEvents(
    () => initHistory(c),
    remember,
    (i, state, event: RaftEvent) => plan(c, i, state, event),
    (i, state, input) => protocol.step(c, i, state, input),
  );
}
