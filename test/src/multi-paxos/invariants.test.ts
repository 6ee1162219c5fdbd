/** Each invariant and property against a state, or a step, that violates it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import {
  type Cast,
  type Entry,
  invariants,
  type MultiPaxosHistory,
  type MultiPaxosMessage,
  type MultiPaxosState,
  type ObservedMultiPaxos,
  stepProperties,
} from '../../../src/multi-paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, Play, replica } from './models.ts';

const { c, state: first } = story();
const one = deepFreeze(first);

/** r1 led ballot 1 and committed x, which r2 knows; r2 leads ballot 2 with a promise of r1. Nothing has reached r3. */
function story(): Play {
  const p = new Play(config({ bounds: { ...config().bounds, crashable: ['r1'] } }));
  p.elect('r1', 'r2');
  p.propose('r1', 'x', 'r2');
  p.act({ type: 'Commit', i: 'r1' });
  p.exchange(p.act({ type: 'Heartbeat', i: 'r1' }), 'r2');
  p.elect('r2', 'r1');
  return p;
}

/** What a test changes of it. */
interface Changes {
  readonly replicas?: Readonly<Record<string, Partial<MultiPaxosState>>>;
  readonly history?: Partial<MultiPaxosHistory>;
  readonly network?: readonly MultiPaxosMessage[];
}

function changed({ replicas = {}, history = {}, network = [] }: Changes): ObservedMultiPaxos {
  const processes = Object.fromEntries(c.replicas.map((i) => [i, { ...replica(one, i), ...replicas[i] }]));
  return { processes, network: [...one.network, ...network], history: { ...one.history, ...history } };
}

/** The invariants that a state violates. */
function violated(changes: Changes): readonly string[] {
  const s = changed(changes);
  return Object.entries(invariants).flatMap(([name, holds]) => (holds(c, s) ? [] : [name]));
}

const x: Entry = { type: 'value', value: 'x' };
const y: Entry = { type: 'value', value: 'y' };
const vote = (acc: string, bal: number, val: Entry): Cast => ({ acc, slot: 1, bal, val });
const withVotes = (...more: readonly Cast[]): Partial<MultiPaxosHistory> => ({ cast: [...one.history.cast, ...more] });

describe('each invariant', () => {
  it('holds of the story', () => {
    expect(violated({})).toEqual([]);
  });

  it('TypeOK: a ballot that the model does not have, and acknowledgements for other slots', () => {
    expect(violated({ replicas: { r3: { maxBal: 13 } } })).toEqual(['TypeOK']);
    expect(violated({ replicas: { r2: { acks: [['r2']] } } })).toEqual(['TypeOK']);
    expect(violated({ network: [{ type: 'Heartbeat', to: 'r3', bal: 2, commit: 7, round: 0 }] })).toEqual(['TypeOK']);
    expect(violated({ history: { asked: { q1: -1, q2: 7 } } })).toEqual(['TypeOK']);
  });

  it('Agreement: another value, chosen at another ballot', () => {
    expect(violated({ history: withVotes(vote('r3', 3, y), vote('r1', 3, y)) })).toContain('Agreement');
    expect(violated({ history: withVotes(vote('r3', 3, y), vote('r1', 4, y)) })).not.toContain('Agreement');
  });

  it('Nontriviality: a value that nobody asked for', () => {
    const input = { r1: ['y'], r2: [], r3: [] };
    const narrow = { ...c, bounds: { ...c.bounds, input } };
    const failing = Object.entries(invariants).filter(([, holds]) => !holds(narrow, one));
    expect(failing.map(([name]) => name)).toEqual(['Nontriviality']);
  });

  it('OneValuePerBallot: two requests', () => {
    expect(violated({ network: [{ type: '2a', to: 'r3', bal: 1, slot: 1, val: y }] })).toEqual(['OneValuePerBallot']);
    expect(violated({ network: [{ type: '2a', to: 'r3', bal: 1, slot: 2, val: y }] })).toEqual([]);
  });

  it('AcceptedWasProposed: a vote without a request', () => {
    const votes = [{ bal: 2, val: x }];
    expect(violated({ replicas: { r3: { maxBal: 2, votes } }, history: withVotes(vote('r3', 2, x)) })).toEqual(['AcceptedWasProposed']);
  });

  it('VotedBelowSeen: a vote above the ballot seen', () => {
    expect(violated({ replicas: { r1: { maxBal: 0 } } })).toEqual(['VotedBelowSeen']);
  });

  it('LastVoteRemembered: a vote that is gone, and one that was never cast', () => {
    expect(violated({ replicas: { r3: { maxBal: 1, votes: [{ bal: 1, val: x }] } } })).toEqual(['LastVoteRemembered']);
    expect(violated({ replicas: { r1: { votes: [], commit: 0 } } })).toContain('LastVoteRemembered');
  });

  it('PromisesKept: a vote below a promise, also in a slot of which nothing was known', () => {
    const late: Cast = { acc: 'r1', slot: 2, bal: 1, val: y };
    expect(violated({ history: withVotes(late) })).toContain('PromisesKept');
    expect(violated({ history: withVotes({ ...late, bal: 2 }) })).not.toContain('PromisesKept');
  });

  it('LearnedIsChosen and LogsAgree: a replica that takes something else for decided', () => {
    const wrong = { maxBal: 1, votes: [{ bal: 1, val: y }], commit: 1 };
    expect(violated({ replicas: { r3: wrong } })).toEqual(['LastVoteRemembered', 'LearnedIsChosen', 'LogsAgree']);
  });

  it('CommittedIsDurable: a majority without it', () => {
    expect(violated({ replicas: { r1: { votes: [], commit: 0 } } })).toContain('CommittedIsDurable');
  });

  it('ReadsAreLinearizable: an answer that is older than the question, and one from the future', () => {
    const answer = (index: number): Changes => ({
      network: [{ type: 'ReadResponse', bal: 0, read: 'q1', index }],
      history: { asked: { q1: 1, q2: -1 } },
    });
    expect(violated(answer(0))).toEqual(['ReadsAreLinearizable']);
    expect(violated(answer(2))).toEqual(['ReadsAreLinearizable']);
    expect(violated(answer(1))).toEqual([]);
  });
});

describe('each property of a step', () => {
  const breaks = (name: string, changes: Changes): boolean => stepProperties[name]?.(c, one, changed(changes)) === false;

  it('MonotonicMaxBal: a ballot that falls', () => {
    expect(breaks('MonotonicMaxBal', { replicas: { r1: { maxBal: 1 } } })).toBe(true);
    expect(breaks('MonotonicMaxBal', {})).toBe(false);
  });

  it('MonotonicCommit: knowledge that is lost, but in a crash, and of one that may crash', () => {
    const crashed = { promised: [], best: [], acks: [], phase: 'idle', commit: 0 } as const;
    expect(breaks('MonotonicCommit', { replicas: { r1: crashed } })).toBe(false);
    expect(breaks('MonotonicCommit', { replicas: { r1: { ...crashed, maxBal: 3 } } })).toBe(true);
    expect(breaks('MonotonicCommit', { replicas: { r2: crashed } })).toBe(true);
  });
});
