import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { msg1a, msg1b, msg2a, type PaxosInput, type PaxosState, paxos, protocol } from '../../../src/paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, model, start } from './models.ts';

const c = deepFreeze(config(3));
const ballot = fc.constantFrom(-1, 1, 2, 3, 4);
const value = fc.constantFrom('v1', 'v2');
const acceptor = fc.constantFrom('a1', 'a2', 'a3', 'x');

const promise = fc.tuple(acceptor, ballot, ballot, fc.option(value, { nil: undefined })).map((m) => msg1b(...m));

const state: fc.Arbitrary<PaxosState> = fc.oneof(
  fc.record({
    role: fc.constant('proposer' as const),
    bal: ballot,
    phase: fc.constantFrom('idle' as const, 'prepare' as const),
    promises: fc.array(promise, { maxLength: 4 }),
  }),
  fc.record({ role: fc.constant('acceptor' as const), maxBal: ballot, maxVBal: ballot, maxVal: fc.option(value, { nil: undefined }) }),
  fc.record({ role: fc.constant('learner' as const), learned: fc.option(value, { nil: undefined }) }),
);

const input: fc.Arbitrary<PaxosInput> = fc.oneof(
  ballot.map((b) => ({ type: 'Phase1a', b }) as const),
  ballot.map((b) => ({ type: 'Phase1b', m: msg1a(b) }) as const),
  promise.map((m) => ({ type: 'ReceivePromise', m }) as const),
  value.map((v) => ({ type: 'Phase2a', v }) as const),
  fc.tuple(ballot, value).map(([b, v]) => ({ type: 'Phase2b', m: msg2a(b, v) }) as const),
  fc.tuple(ballot, value, fc.array(promise)).map(([b, v, heard]) => ({ type: 'Learn', b, v, heard }) as const),
);

/** Which role an action is of. */
const ROLE: Readonly<Record<PaxosInput['type'], PaxosState['role']>> = {
  Phase1a: 'proposer',
  Phase1b: 'acceptor',
  ReceivePromise: 'proposer',
  Phase2a: 'proposer',
  Phase2b: 'acceptor',
  Learn: 'learner',
};

describe('the protocol', () => {
  it('is total: whatever the state and the input, a step of the same role or none', () => {
    fc.assert(
      fc.property(state, input, (s, i) => {
        const outcome = protocol.step(c, 'p1', deepFreeze(s), deepFreeze(i));
        expect(outcome?.state.role ?? s.role).toBe(s.role);
        if (s.role !== ROLE[i.type]) expect(outcome).toBeUndefined();
      }),
    );
  });

  it('is deterministic', () => {
    fc.assert(
      fc.property(state, input, (s, i) => {
        expect(protocol.step(c, 'p1', s, i)).toEqual(protocol.step(c, 'p1', structuredClone(s), structuredClone(i)));
      }),
    );
  });

  it('comes back from a crash with what is durable, and a second crash changes nothing', () => {
    fc.assert(
      fc.property(state, (s) => {
        const once = protocol.restart(c, 'p1', protocol.durable(deepFreeze(s)));
        expect(once.role).toBe(s.role);
        expect(protocol.durable(once)).toEqual(protocol.durable(s));
        expect(protocol.restart(c, 'p1', protocol.durable(once))).toEqual(once);
      }),
    );
  });

  it('can be started as any process of the model', () => {
    expect(paxos.processes(c).map((name) => protocol.init(c, name).role)).toEqual([
      ...c.proposers.map(() => 'proposer'),
      ...c.acceptors.map(() => 'acceptor'),
      ...c.learners.map(() => 'learner'),
    ]);
  });
});

describe('the domains of Next', () => {
  it('are all the instances of every action, each once', () => {
    const all = [...model(c).actions(start(c))];
    const count = new Map<string, number>();
    for (const { type } of all) count.set(type, (count.get(type) ?? 0) + 1);
    expect(Object.fromEntries(count)).toEqual({
      Phase1a: 6,
      Phase1b: 9,
      ReceivePromise: 18,
      Phase2a: 4,
      Phase2b: 18,
      Learn: 6,
      RestartProposer: 2,
      RestartAcceptor: 3,
      RestartLearner: 1,
    });
    expect(new Set(all.map((action) => JSON.stringify(action))).size).toBe(all.length);
  });

  it('an action that is equal to one of the domain does the same', () => {
    const m = model(c);
    for (const action of m.actions(start(c))) expect(m.next(start(c), structuredClone(action))).toEqual(m.next(start(c), action));
  });
});
