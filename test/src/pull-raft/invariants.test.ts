/** Each invariant and property against a state, or a step, that violates it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import {
  invariants,
  type ObservedPullRaft,
  type PullRaftHistory,
  type PullRaftMessage,
  type PullRaftState,
  stepProperties,
} from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { entries, noop, position, positions } from './make.ts';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];

/** s1 is primary of term 2; three entries are on s1 and s2, two of them are committed; s3 has the first. */
function story(): Play {
  const p = new Play(cast(three));
  p.lead('s1', 's2', 's3');
  p.replicate('s1', 's2', 's3');
  p.act({ type: 'Restart', i: 's1' });
  p.lead('s1', 's2', 's3');
  p.replicate('s1', 's2');
  p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
  p.pull('s1', 's2');
  p.report('s2');
  expect(p.logs()).toEqual(['1 2 2', '1 2 2', '1']);
  return p;
}

const { c, state: first } = story();
const one = deepFreeze(first);

/** What a test changes of it. */
interface Changes {
  readonly members?: Readonly<Record<string, Partial<PullRaftState>>>;
  readonly history?: Partial<PullRaftHistory>;
  readonly network?: readonly PullRaftMessage[];
}

function changed(changes: Changes): ObservedPullRaft {
  const { members = {}, history, network = one.network } = changes;
  const processes = Object.entries(one.processes).map(([i, state]) => [i, { ...state, ...members[i] }] as const);
  return deepFreeze({ processes: Object.fromEntries(processes), network, history: { ...one.history, ...history } });
}

const known = one.history.committed;
const log = one.processes.s1?.log ?? [];
const answer = (index: number): PullRaftMessage => ({ type: 'ReadResponse', from: 's1', term: 0, read: 'r1', index });

/** States that violate an invariant, each in another way. */
const wrong: Readonly<Record<string, readonly Changes[]>> = {
  TypeOK: [{ members: { s1: { currentTerm: 99 } } }, { network: [answer(99)] }],
  ElectionSafety: [{ history: { elections: [...one.history.elections, { term: 2, primary: 's3' }] } }],
  LogMatching: [{ members: { s3: { log: [noop(2), noop(2)] } } }, { members: { s3: { log: [noop(1), noop(2), noop(2)] } } }],
  LogsAreWritten: [
    { members: { s3: { log: [noop(2)] } } },
    { members: { s3: { log: [...log, noop(2)] } } },
    { members: { s3: { log: [noop(1), noop(1)] } } },
    { history: { written: one.history.written.map(() => []) } },
  ],
  LeaderCompleteness: [
    { history: { committed: known.map(({ entry }) => ({ entry, term: 1 })) }, members: { s1: { log: [noop(1)] } } },
    { members: { s3: { state: 'Primary', currentTerm: 3, log: [noop(1), noop(3)] } } },
  ],
  CommittedIsDurable: [{ members: { s2: { log: log.slice(0, 1) } } }, { members: { s1: { log: [] }, s2: { log: [] } } }],
  CommitPointInLog: [
    { members: { s3: { commitPoint: position(1, 2) } } },
    { members: { s2: { commitPoint: position(1, 2) } } },
    { members: { s2: { commitPoint: position(2, 1) } } },
    { members: { s3: { commitPoint: position(1, 0) } } },
  ],
  CommitPointIsCommitted: [
    { members: { s2: { commitPoint: position(2, 3) } } },
    { members: { s3: { log: [noop(1), noop(1)], commitPoint: position(1, 2) } } },
    { history: { committed: known.slice(0, 1) } },
  ],
  ReadsAreLinearizable: [
    { network: [answer(1)], history: { asked: { r1: 2, r2: -1 } } },
    { network: [answer(3)], history: { asked: { r1: 2, r2: -1 } } },
  ],
};

/** Steps that violate a property, from the one state. */
const wrongSteps: Readonly<Record<string, readonly Changes[]>> = {
  MonotonicTerm: [{ members: { s3: { currentTerm: 0 } } }],
  VoteIsFinal: [{ members: { s3: { votedFor: undefined } } }, { members: { s3: { votedFor: 's2' } } }],
  TermNeedsMajority: [{ members: { s3: { currentTerm: 5 } } }],
  MonotonicCommitPoint: [
    { members: { s1: { commitPoint: position(1, 1) } } },
    // As after a crash, but something is left.
    { members: { s1: { commitPoint: position(0, 0) } } },
  ],
  MonotonicLastPosition: [
    { members: { s1: { lastPosition: positions({ s2: position(2, 2) }) } } },
    { members: { s1: { lastPosition: positions({ s2: position(1, 9) }) } } },
  ],
  NoRollbackBehindCommitPoint: [
    { members: { s1: { log: log.slice(0, 1) } } },
    { members: { s1: { log: entries(1, 2, 2) } } },
    { members: { s2: { log: [], commitPoint: position(0, 0) } } },
  ],
  PrimaryAppendOnly: [
    { members: { s1: { log: log.slice(0, 2) } } },
    { members: { s1: { log: [noop(2), ...log.slice(1)] } } },
    { members: { s1: { log: [...log, noop(1)] } } },
  ],
};

describe('the paper, and Raft Figure 3: the invariants', () => {
  it('hold after a story that goes well', () => {
    for (const [name, holds] of Object.entries(invariants)) expect([name, holds(c, changed({}))]).toEqual([name, true]);
  });

  it.each(Object.entries(wrong))('%s fails where it should', (name, states) => {
    for (const changes of states) expect([changes, invariants[name]?.(c, changed(changes))]).toEqual([changes, false]);
  });

  it('are each tried', () => {
    expect(Object.keys(wrong)).toEqual(Object.keys(invariants));
  });

  it('LeaderCompleteness asks for what was committed in older terms only, and only of primaries', () => {
    const holds = (changes: Changes): boolean => invariants.LeaderCompleteness?.(c, changed(changes)) === true;
    expect(holds({ members: { s1: { log: [noop(1)] } } })).toBe(true);
    expect(holds({ members: { s3: { state: 'Candidate', currentTerm: 3 } } })).toBe(true);
    expect(holds({ members: { s3: { state: 'Primary', currentTerm: 3, log } } })).toBe(true);
  });

  it('CommittedIsDurable counts voters only (the paper, commit)', () => {
    const lost = changed({ members: { s2: { log: [] } } });
    expect(invariants.CommittedIsDurable?.(c, lost)).toBe(false);
    expect(invariants.CommittedIsDurable?.({ ...c, voters: ['s1', 's2'] }, lost)).toBe(true);
    expect(invariants.CommittedIsDurable?.({ ...c, voters: ['s2'] }, lost)).toBe(false);
  });
});

describe('the paper, and Raft Figures 2 and 3: the properties of steps', () => {
  it('hold where nothing happens', () => {
    for (const [name, holds] of Object.entries(stepProperties)) expect([name, holds(c, one, one)]).toEqual([name, true]);
  });

  it.each(Object.entries(wrongSteps))('%s fails where it should', (name, steps) => {
    for (const changes of steps) expect([changes, stepProperties[name]?.(c, one, changed(changes))]).toEqual([changes, false]);
  });

  it('are each tried', () => {
    expect(Object.keys(wrongSteps)).toEqual(Object.keys(stepProperties));
  });

  it('without the dry run a member may raise its term by itself (the paper, dry run)', () => {
    expect(stepProperties.TermNeedsMajority?.({ ...c, dryRun: false }, one, changed({ members: { s3: { currentTerm: 5 } } }))).toBe(true);
  });

  it('a term that came in a message, an order to stand, and a promise of a majority are reasons (the paper, handover)', () => {
    const raised = { members: { s3: { currentTerm: 3 } } };
    const holds = (s: ObservedPullRaft, t: ObservedPullRaft): boolean => stepProperties.TermNeedsMajority?.(c, s, t) === true;
    const after = (before: Changes): ObservedPullRaft => changed({ ...before, ...raised });
    const told: Changes = { network: [{ type: 'StepUpRequest', to: 's3', from: 's1', term: 2 }] };
    const heard: Changes = { network: [{ type: 'StepUpRequest', to: 's3', from: 's1', term: 3 }] };
    const notMine: Changes = { network: [{ type: 'StepUpRequest', to: 's2', from: 's1', term: 2 }] };
    expect([told, heard, notMine].map((x) => holds(changed(x), after(x)))).toEqual([true, true, false]);
    const asking = (votesGranted: readonly string[]): ObservedPullRaft =>
      changed({ members: { s3: { state: 'DryRunCandidate', votesGranted } } });
    expect(holds(asking(['s2', 's3']), changed(raised))).toBe(true);
    expect(holds(asking(['s3']), changed(raised))).toBe(false);
  });

  it('a crash takes all of the commit point, and only one that may crash (Raft Figure 2, volatile state)', () => {
    const p = story();
    const before = p.state;
    p.act({ type: 'Restart', i: 's2' });
    expect(p.at('s2').commitPoint).toEqual(position(0, 0));
    expect(stepProperties.MonotonicCommitPoint?.(c, before, p.state)).toBe(true);
    const never = { ...c, bounds: { ...c.bounds, crashable: [] } };
    expect(stepProperties.MonotonicCommitPoint?.(never, before, p.state)).toBe(false);
  });

  it('a primary that is only elected may append what is not of its term (the paper, catch-up)', () => {
    const elected = changed({ members: { s1: { currentTerm: 3 } } });
    const caughtUp = changed({ members: { s1: { currentTerm: 3, log: [...log, noop(2)] } } });
    expect(stepProperties.PrimaryAppendOnly?.(c, elected, caughtUp)).toBe(true);
  });

  it('who was not primary before, or is not after, has what it has (the paper, positions)', () => {
    const s2 = { lastPosition: positions(), log: [] };
    expect(stepProperties.PrimaryAppendOnly?.(c, one, changed({ members: { s2 } }))).toBe(true);
    expect(stepProperties.MonotonicLastPosition?.(c, one, changed({ members: { s1: { state: 'Secondary', ...s2 } } }))).toBe(true);
  });
});
