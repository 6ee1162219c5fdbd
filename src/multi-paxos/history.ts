import { compare, except, insert, mapOf, none, type Observer, observerOfActions, observerOfEvents, update } from '../core/index.ts';
import type { MultiPaxosAction, MultiPaxosInput } from './inputs.ts';
import { VoteAt } from './log.ts';
import { protocol } from './protocol.ts';
import { type MultiPaxosEvent, type MultiPaxosStepAction, plan } from './step.ts';
import type { Cast, Entry, MultiPaxosHistory, MultiPaxosModelConfig, MultiPaxosState, MultiPaxosSystem, Slot, Vote } from './types.ts';

/** The history variables of MultiPaxos.tla: what its properties speak of, and no replica knows. */

/** MultiPaxos!Init, the history: nobody has voted, nothing was committed, no read asked for. */
export function initHistory(c: MultiPaxosModelConfig): MultiPaxosHistory {
  return { cast: none(), committed: none(), asked: mapOf(c.reads, () => -1) };
}

/** The votes that replica i cast in a step: those that stand there now and did not before. */
function withVotes(cast: readonly Cast[], i: string, before: readonly Vote[], after: readonly Vote[]): readonly Cast[] {
  let result = cast;
  for (const [n, { bal, val }] of after.entries()) {
    const isNew = before[n] !== after[n] && val !== undefined;
    if (isNew) result = insert(result, { acc: i, slot: n + 1, bal, val });
  }
  return result;
}

/** MultiPaxos!CommittedBy: what is committed when a replica says that it is up to slot n: what differs is replaced, so that it is seen. */
export function CommittedBy(s: MultiPaxosState, n: Slot, committed: readonly Entry[]): readonly Entry[] {
  let result = committed;
  for (let k = s.commit + 1; k <= n; k++) {
    const { val } = VoteAt(s.votes, k);
    if (val !== undefined && compare(result[k - 1], val) !== 0) result = result.toSpliced(k - 1, 1, val);
  }
  return result;
}

/**
 * What one action of replica i, from `before` to `after`, adds to the history; `undefined` where no client asks for it: a read is asked for
 * once, under its name.
 */
export function remember(
  h: MultiPaxosHistory,
  i: string,
  input: MultiPaxosInput,
  before: MultiPaxosState,
  after: MultiPaxosState,
): MultiPaxosHistory | undefined {
  switch (input.type) {
    case 'BecomeLeader':
    case 'Propose':
    case 'Phase2b':
      return update(h, { cast: withVotes(h.cast, i, before.votes, after.votes) });
    case 'Commit':
      return update(h, { committed: CommittedBy(before, after.commit, h.committed) });
    case 'ClientRead':
      return h.asked[input.r] === -1 ? { ...h, asked: except(h.asked, input.r, h.committed.length) } : undefined;
    default:
      return h;
  }
}

/** The history variables as an observer of the whole system. */
export function multiPaxosObserver(c: MultiPaxosModelConfig): Observer<MultiPaxosSystem, MultiPaxosAction, MultiPaxosHistory> {
  return observerOfActions(() => initHistory(c), remember);
}

/** The same for events: what each of the actions that an event leads to adds. */
export function multiPaxosStepObserver(c: MultiPaxosModelConfig): Observer<MultiPaxosSystem, MultiPaxosStepAction, MultiPaxosHistory> {
  return observerOfEvents(
    () => initHistory(c),
    remember,
    (i, state, event: MultiPaxosEvent) => plan(c, i, state, event),
    (i, state, input) => protocol.step(c, i, state, input),
  );
}
