/** Each invariant and property against a state, or a step, that violates it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import {
  chosen,
  invariants,
  msg1b,
  msg2a,
  msg2b,
  type PaxosMessage,
  type PaxosState,
  type PaxosSystem,
  stepProperties,
} from '../../../src/paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, run, start } from './models.ts';

const c = deepFreeze(config(3));
const first = deepFreeze(start(c));

/** The initial state with this process and these messages in place of what is there. */
function state(name: string, process: PaxosState, ...network: readonly PaxosMessage[]): PaxosSystem {
  return deepFreeze({ processes: { ...first.processes, [name]: process }, network });
}

const messages = (...network: readonly PaxosMessage[]): PaxosSystem => deepFreeze({ ...first, network });
const proposer = (bal: number): PaxosState => ({ role: 'proposer', bal, phase: 'idle', promises: [] });
const acceptor = (maxBal: number, maxVBal: number, maxVal?: string): PaxosState => ({ role: 'acceptor', maxBal, maxVBal, maxVal });
const learner = (learned?: string): PaxosState => ({ role: 'learner', learned });
const quorum = (b: number, v: string): readonly PaxosMessage[] => [msg2b('a1', b, v), msg2b('a2', b, v)];

/** States that violate an invariant, most of them each in another way. */
const wrong: Readonly<Record<string, readonly PaxosSystem[]>> = {
  TypeOK: [
    state('p1', proposer(4)),
    state('p1', learner()),
    state('p1', { role: 'proposer', bal: 1, phase: 'prepare', promises: [msg1b('a1', 1, -1, undefined)] }),
    state('a1', acceptor(4, -1)),
    state('a1', acceptor(1, 0)),
    state('a1', acceptor(1, 1, 'v3')),
    state('a1', proposer(1)),
    state('l1', learner('v3')),
    state('l1', acceptor(1, -1)),
    messages(msg2a(4, 'v1')),
    messages(msg2a(1, 'v3')),
    messages(msg2b('a4', 1, 'v1')),
    messages(msg1b('a1', 1, 4, undefined)),
  ],
  Agreement: [messages(...quorum(1, 'v1'), ...quorum(2, 'v2'))],
  Nontriviality: [],
  LearnedIsChosen: [state('l1', learner('v1'), msg2b('a1', 1, 'v1'), msg2b('a2', 2, 'v1'))],
  OneValuePerBallot: [messages(msg2a(1, 'v1'), msg2a(1, 'v2'))],
  AcceptedWasProposed: [messages(msg2a(1, 'v1'), msg2b('a1', 1, 'v2')), messages(msg2a(2, 'v1'), msg2b('a1', 1, 'v1'))],
  VotedBelowSeen: [state('a1', acceptor(1, 2, 'v1'))],
  LastVoteRemembered: [
    state('a1', acceptor(1, 1, 'v1')),
    state('a1', acceptor(1, 1, 'v1'), msg2b('a1', 1, 'v2')),
    state('a1', acceptor(2, 1, 'v1'), msg2b('a1', 1, 'v1'), msg2b('a1', 2, 'v1')),
  ],
  PromisesKept: [messages(msg1b('a1', 3, 1, 'v1'), msg2b('a1', 1, 'v1'), msg2b('a1', 2, 'v1'))],
};

describe('invariants', () => {
  it('hold at the start, and after a decision', () => {
    const decided = run(
      c,
      { type: 'Phase1a', p: 'p1', b: 1 },
      { type: 'Phase1b', a: 'a1', b: 1 },
      { type: 'Phase1b', a: 'a2', b: 1 },
      { type: 'ReceivePromise', p: 'p1', a: 'a1', b: 1 },
      { type: 'ReceivePromise', p: 'p1', a: 'a2', b: 1 },
      { type: 'Phase2a', p: 'p1', v: 'v1' },
      { type: 'Phase2b', a: 'a2', b: 1, v: 'v1' },
      { type: 'Phase2b', a: 'a3', b: 1, v: 'v1' },
      { type: 'Learn', l: 'l1', b: 1, v: 'v1' },
    );
    expect(chosen(c, decided)).toEqual(['v1']);
    expect(decided.processes.l1).toEqual(learner('v1'));
    for (const s of [first, decided]) for (const holds of Object.values(invariants)) expect(holds(c, s)).toBe(true);
  });

  it.each(Object.entries(wrong).filter(([, states]) => states.length > 0))('%s fails where it should', (name, states) => {
    for (const s of states) expect(invariants[name]?.(c, s)).toBe(false);
  });

  it('Nontriviality fails where it should', () => {
    const nobody = deepFreeze({ ...c, input: { p1: ['v1'], p2: [] } });
    expect(invariants.Nontriviality?.(nobody, messages(...quorum(1, 'v2')))).toBe(false);
    expect(invariants.Nontriviality?.(nobody, messages(...quorum(1, 'v1')))).toBe(true);
  });

  it('are each tried', () => {
    expect(Object.keys(wrong)).toEqual(Object.keys(invariants));
  });
});

describe('chosen (2.2)', () => {
  it('asks for a quorum at one ballot', () => {
    expect(chosen(c, messages(msg2b('a1', 1, 'v1'), msg2b('a2', 3, 'v1')))).toEqual([]);
    expect(chosen(c, messages(msg2b('a1', 3, 'v1'), msg2b('a2', 3, 'v1')))).toEqual(['v1']);
  });
});

/** Steps that violate a property: before and after. */
const backwards: Readonly<Record<string, readonly [PaxosSystem, PaxosSystem]>> = {
  MonotonicBal: [state('p1', proposer(3)), state('p1', proposer(1))],
  MonotonicMaxBal: [state('a1', acceptor(3, 1, 'v1')), state('a1', acceptor(2, 1, 'v1'))],
  MonotonicMaxVBal: [state('a1', acceptor(3, 1, 'v1')), state('a1', acceptor(3, -1))],
  LearnedStable: [state('l1', learner('v1')), state('l1', learner('v2'))],
};

describe('properties of steps', () => {
  it.each(Object.entries(backwards))('%s fails where it should, and there only', (name, [s, t]) => {
    expect(stepProperties[name]?.(c, s, t)).toBe(false);
    expect(stepProperties[name]?.(c, s, s)).toBe(true);
    expect(stepProperties[name]?.(c, first, s)).toBe(true);
  });

  it('are each tried', () => {
    expect(Object.keys(backwards)).toEqual(Object.keys(stepProperties));
  });

  it('LearnedStable allows to forget', () => {
    expect(stepProperties.LearnedStable?.(c, state('l1', learner('v1')), first)).toBe(true);
  });
});
