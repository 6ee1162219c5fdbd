/** The handlers, each against the sentence of "Paxos Made Simple" (Lamport, 2001) that asks for it. */
import { describe, expect, it } from 'vitest';
import {
  type AcceptorState,
  actions,
  type Msg1b,
  majorities,
  msg1a,
  msg1b,
  msg2a,
  msg2b,
  type ProposerState,
} from '../../../src/paxos/index.ts';
import { deepFreeze } from '../freeze.ts';

const { Learn, Phase1a, Phase1b, Phase2a, Phase2b, ReceivePromise, RestartAcceptor, RestartLearner, RestartProposer } = actions;

const c = deepFreeze({
  quorums: majorities(['a1', 'a2', 'a3']),
  owner: { 1: 'p1', 2: 'p2', 3: 'p1' },
  input: { p1: ['v1'], p2: ['v2'] },
});

const fresh: AcceptorState = deepFreeze({ role: 'acceptor', maxBal: -1, maxVBal: -1, maxVal: undefined });
const voted: AcceptorState = deepFreeze({ role: 'acceptor', maxBal: 2, maxVBal: 1, maxVal: 'v1' });
const idle: ProposerState = deepFreeze({ role: 'proposer', bal: 1, phase: 'idle', promises: [] });
const unaware = deepFreeze({ role: 'learner' as const, learned: undefined });

/** A proposer that prepares a ballot and holds these promises. */
function preparing(bal: number, ...promises: readonly Msg1b[]): ProposerState {
  return deepFreeze({ role: 'proposer', bal, phase: 'prepare', promises });
}

describe('Phase1a (2.2, phase 1(a); 2.5, disjoint numbers)', () => {
  it('starts a higher ballot, asks for promises, and forgets those for a lower one', () => {
    const before = preparing(1, msg1b('a1', 1, -1, undefined));
    expect(Phase1a(c, 'p1', before, 3)).toEqual({ state: { ...idle, bal: 3, phase: 'prepare' }, send: [msg1a(3)] });
  });

  it('uses no ballot of another proposer', () => {
    expect(Phase1a(c, 'p1', idle, 2)).toBeUndefined();
  });

  it('uses no ballot twice', () => {
    expect(Phase1a(c, 'p1', idle, 1)).toBeUndefined();
  });

  it('uses no ballot that nobody owns', () => {
    expect(Phase1a(c, 'p1', idle, 4)).toBeUndefined();
  });
});

describe('Phase1b (2.2, phase 1(b))', () => {
  it('promises a higher ballot and reports what it accepted', () => {
    expect(Phase1b('a1', fresh, msg1a(1))).toEqual({ state: { ...fresh, maxBal: 1 }, send: [msg1b('a1', 1, -1, undefined)] });
    expect(Phase1b('a1', voted, msg1a(3))).toEqual({ state: { ...voted, maxBal: 3 }, send: [msg1b('a1', 3, 1, 'v1')] });
  });

  it('promises nothing for a ballot that it has seen, or a lower one', () => {
    expect(Phase1b('a1', voted, msg1a(2))).toBeUndefined();
    expect(Phase1b('a1', voted, msg1a(1))).toBeUndefined();
  });
});

describe('ReceivePromise (2.2, between the phases)', () => {
  it('collects promises for the ballot that is being prepared', () => {
    const m = msg1b('a1', 3, -1, undefined);
    expect(ReceivePromise(c, preparing(3), m)).toEqual({ state: preparing(3, m), send: [] });
  });

  it('takes a duplicate for what it is', () => {
    const m = msg1b('a1', 3, -1, undefined);
    const s = preparing(3, m);
    expect(ReceivePromise(c, s, msg1b('a1', 3, -1, undefined))?.state).toBe(s);
  });

  it('holds the promises in one order, whatever the order they came in', () => {
    const m = msg1b('a1', 3, -1, undefined);
    const n = msg1b('a2', 3, -1, undefined);
    expect(ReceivePromise(c, preparing(3, n), m)?.state).toEqual(preparing(3, m, n));
  });

  it('counts no promise for another ballot', () => {
    expect(ReceivePromise(c, preparing(3), msg1b('a1', 1, -1, undefined))).toBeUndefined();
  });

  it('collects nothing outside of phase 1, or with a quorum already', () => {
    expect(ReceivePromise(c, idle, msg1b('a1', 1, -1, undefined))).toBeUndefined();
    const s = preparing(3, msg1b('a1', 3, -1, undefined), msg1b('a2', 3, -1, undefined));
    expect(ReceivePromise(c, s, msg1b('a3', 3, -1, undefined))).toBeUndefined();
  });
});

describe('Phase2a (2.2, phase 2(a))', () => {
  it('waits for promises from a quorum', () => {
    expect(Phase2a(c, 'p1', preparing(3, msg1b('a1', 3, -1, undefined)), 'v1')).toBeUndefined();
  });

  it('proposes what its client asked for if nobody has accepted anything, and nothing else', () => {
    const s = preparing(3, msg1b('a1', 3, -1, undefined), msg1b('a2', 3, -1, undefined));
    expect(Phase2a(c, 'p1', s, 'v1')).toEqual({ state: { ...idle, bal: 3 }, send: [msg2a(3, 'v1')] });
    expect(Phase2a(c, 'p1', s, 'v2')).toBeUndefined();
  });

  it('must propose the value of the highest-numbered proposal reported', () => {
    const s = preparing(3, msg1b('a1', 3, 1, 'v1'), msg1b('a2', 3, 2, 'v2'));
    expect(Phase2a(c, 'p1', s, 'v2')?.send).toEqual([msg2a(3, 'v2')]);
    expect(Phase2a(c, 'p1', s, 'v1')).toBeUndefined();
  });

  it('one vote binds it, however many report none', () => {
    const s = preparing(3, msg1b('a1', 3, 1, 'v2'), msg1b('a2', 3, -1, undefined));
    expect(Phase2a(c, 'p1', s, 'v2')?.send).toEqual([msg2a(3, 'v2')]);
    expect(Phase2a(c, 'p1', s, 'v1')).toBeUndefined();
  });

  it('proposes no second value at a ballot', () => {
    expect(Phase2a(c, 'p1', idle, 'v1')).toBeUndefined();
  });
});

describe('Phase2b (2.2, phase 2(b))', () => {
  it('accepts, and has then seen the ballot as well', () => {
    const state = { role: 'acceptor', maxBal: 3, maxVBal: 3, maxVal: 'v2' };
    expect(Phase2b('a1', voted, msg2a(3, 'v2'))).toEqual({ state, send: [msg2b('a1', 3, 'v2')] });
  });

  it('accepts at the ballot that it has promised', () => {
    expect(Phase2b('a1', voted, msg2a(2, 'v2'))?.send).toEqual([msg2b('a1', 2, 'v2')]);
  });

  it('does not accept below what it has promised', () => {
    expect(Phase2b('a1', voted, msg2a(1, 'v1'))).toBeUndefined();
  });
});

describe('Learn (2.3)', () => {
  it('learns a value that a quorum accepted at one ballot', () => {
    const heard = deepFreeze([msg2b('a1', 1, 'v1'), msg2b('a3', 1, 'v1')]);
    expect(Learn(c, unaware, heard, 1, 'v1')).toEqual({ state: { role: 'learner', learned: 'v1' }, send: [] });
  });

  it('does not count (1, v1) and (3, v1) together', () => {
    const heard = deepFreeze([msg2b('a1', 1, 'v1'), msg2b('a2', 3, 'v1')]);
    for (const b of [1, 3]) expect(Learn(c, unaware, heard, b, 'v1')).toBeUndefined();
  });

  it('counts acceptors, not messages', () => {
    const heard = deepFreeze([msg2b('a1', 1, 'v1'), msg2b('a1', 1, 'v1')]);
    expect(Learn(c, unaware, heard, 1, 'v1')).toBeUndefined();
  });

  it('counts acceptances only', () => {
    const heard = deepFreeze([msg2b('a1', 1, 'v1'), msg1b('a2', 1, 1, 'v1'), msg2a(1, 'v1'), msg1a(1)]);
    expect(Learn(c, unaware, heard, 1, 'v1')).toBeUndefined();
  });
});

describe('restarts (2.5, stable storage)', () => {
  it('a proposer remembers its ballot, and nothing of the phase it was in', () => {
    expect(RestartProposer({ role: 'proposer', bal: 3 })).toEqual({ ...idle, bal: 3 });
  });

  it('an acceptor remembers everything', () => {
    expect(RestartAcceptor(voted)).toEqual(voted);
  });

  it('a learner remembers nothing', () => {
    expect(RestartLearner()).toEqual(unaware);
  });
});
