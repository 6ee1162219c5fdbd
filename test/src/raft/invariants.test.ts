/** Each invariant and property against a state, or a step, that violates it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import {
  invariants,
  type ObservedRaft,
  type RaftHistory,
  type RaftMessage,
  type RaftState,
  stepProperties,
} from '../../../src/raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { entries, members, noop, snapshot } from './make.ts';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];

/** s1 leads term 2; three entries are on s2, two of them are committed, one is applied; s3 has the first. */
function story(): Play {
  const p = new Play(cast(three));
  p.elect('s1', 's2', 's3');
  p.replicate('s1', 's2', 's3');
  p.act({ type: 'Restart', i: 's1' });
  p.elect('s1', 's2');
  p.replicate('s1', 's2');
  p.act({ type: 'AdvanceCommitIndex', i: 's1' });
  p.act({ type: 'Apply', i: 's1' });
  p.request('s1', 'v1', 's2');
  return p;
}

const { c, state: first } = story();
const one = deepFreeze(first);

/** What a test changes of it. */
interface Changes {
  readonly servers?: Readonly<Record<string, Partial<RaftState>>>;
  readonly history?: Partial<RaftHistory>;
  readonly network?: readonly RaftMessage[];
}

function changed(changes: Changes): ObservedRaft {
  const { servers = {}, history, network = one.network } = changes;
  const processes = Object.entries(one.processes).map(([i, state]) => [i, { ...state, ...servers[i] }] as const);
  return deepFreeze({ processes: Object.fromEntries(processes), network, history: { ...one.history, ...history } });
}

const known = one.history.committed;
const answer = (index: number): RaftMessage => ({ type: 'ReadResponse', term: 0, read: 'r1', index });

/** States that violate an invariant, each in another way. */
const wrong: Readonly<Record<string, readonly Changes[]>> = {
  TypeOK: [
    { servers: { s1: { currentTerm: 99 } } },
    { servers: { s1: { votedFor: 's4' } } },
    { servers: { s1: { log: entries(99) } } },
    { servers: { s1: { commitIndex: -1 } } },
    { servers: { s1: { matchIndex: { s1: 0, s2: 0.5, s3: 0 } } } },
    { servers: { s1: { snapshot: snapshot(1, 1, { machine: ['nothing'] }) } } },
    { network: [{ type: 'TimeoutNowRequest', to: 's4', term: 1, leaderId: 's1' }] },
    { network: [answer(99)] },
    { history: { asked: { r1: -2, r2: -1 } } },
  ],
  ElectionSafety: [{ history: { elections: [...one.history.elections, { term: 2, leader: 's3' }] } }],
  LogMatching: [{ servers: { s3: { log: [members(1, ['s1']), noop(2)] } } }],
  LeaderCompleteness: [{ history: { committed: known.map(({ entry }) => ({ entry, term: 1 })) }, servers: { s1: { log: [noop(1)] } } }],
  StateMachineSafety: [
    { servers: { s3: { commitIndex: 3 } } },
    { servers: { s3: { commitIndex: 2 } } },
    { servers: { s3: { lastApplied: 1 } } },
    { servers: { s2: { machine: ['v1'] } } },
    { history: { committed: known.slice(0, 1) } },
  ],
  SnapshotsAreCommitted: [
    { servers: { s2: { snapshot: snapshot(3, 2, { machine: [] }) } } },
    { servers: { s2: { snapshot: snapshot(2, 1, { machine: [] }) } } },
    { servers: { s2: { snapshot: snapshot(2, 2, { machine: [], config: { voters: ['s1'], learners: [] } }) } } },
  ],
  CommittedIsDurable: [{ servers: { s1: { log: [] }, s2: { log: [] } } }],
  NextIndexAboveMatchIndex: [{ servers: { s1: { nextIndex: { s1: 3, s2: 3, s3: 3 } } } }],
  ReadsAreLinearizable: [
    { network: [answer(1)], history: { asked: { r1: 2, r2: -1 } } },
    { network: [answer(3)], history: { asked: { r1: 2, r2: -1 } } },
  ],
};

/** Steps that violate a property, from the one state. */
const wrongSteps: Readonly<Record<string, readonly Changes[]>> = {
  MonotonicTerm: [{ servers: { s3: { currentTerm: 0 } } }],
  TermNeedsMajority: [{ servers: { s3: { currentTerm: 5 } } }],
  VoteIsFinal: [{ servers: { s3: { votedFor: undefined } } }, { servers: { s3: { votedFor: 's2' } } }],
  MonotonicCommitIndex: [{ servers: { s1: { commitIndex: 1 } } }, { servers: { s1: { commitIndex: 0 } } }],
  MonotonicMatchIndex: [{ servers: { s1: { matchIndex: { s1: 0, s2: 2, s3: 0 } } } }],
  LeaderAppendOnly: [
    { servers: { s1: { log: [noop(1), noop(2)] } } },
    { servers: { s1: { log: [noop(1), noop(2), noop(2)] } } },
    { servers: { s1: { log: [noop(2), ...(one.processes.s1?.log.slice(1) ?? [])] } } },
  ],
};

describe('Figure 3, thesis 6.4 and 9.6: the invariants', () => {
  it('hold after a story that goes well', () => {
    for (const [name, holds] of Object.entries(invariants)) expect([name, holds(c, changed({}))]).toEqual([name, true]);
  });

  it.each(Object.entries(wrong))('%s fails where it should', (name, states) => {
    for (const changes of states) expect([changes, invariants[name]?.(c, changed(changes))]).toEqual([changes, false]);
  });

  it('are each tried', () => {
    expect(Object.keys(wrong)).toEqual(Object.keys(invariants));
  });
});

describe('Figures 2 and 3, thesis 9.6: the properties of steps', () => {
  const asking = { ...c, preVote: true };

  it('hold where nothing happens', () => {
    for (const [name, holds] of Object.entries(stepProperties)) expect([name, holds(asking, one, one)]).toEqual([name, true]);
  });

  it.each(Object.entries(wrongSteps))('%s fails where it should', (name, steps) => {
    for (const changes of steps) expect([changes, stepProperties[name]?.(asking, one, changed(changes))]).toEqual([changes, false]);
  });

  it('without PreVote a server may raise its term by itself (section 5.2)', () => {
    expect(stepProperties.TermNeedsMajority?.(c, one, changed({ servers: { s3: { currentTerm: 5 } } }))).toBe(true);
  });

  it('are each tried', () => {
    expect(Object.keys(wrongSteps)).toEqual(Object.keys(stepProperties));
  });
});
