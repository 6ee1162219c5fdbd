/** What the paper tells of, message by message. After each step every invariant and every property of a step is looked at. */
import { describe, expect, it } from 'vitest';
import { Owner, protocol } from '../../../src/multi-paxos/index.ts';
import { MAX_GAP } from '../../../src/multi-paxos/log.ts';
import { cluster, config, Play } from './models.ts';

describe('a stable leader (section 3)', () => {
  it('prepares once, and then takes phase 2 alone for each command', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x', 'r2');
    play.propose('r1', 'y', 'r2', 'r3');
    play.act({ type: 'Commit', i: 'r1' });
    expect(play.at('r1')).toMatchObject({ commit: 2, acks: [] });
    expect(play.state.network.filter((m) => m.type === '1a')).toHaveLength(2);
    expect(play.log('r2')).toBe('x y');
  });

  it('commits in order, though it does not wait for the slots before', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x');
    play.propose('r1', 'y', 'r2');
    expect(play.may({ type: 'Commit', i: 'r1' })).toBe(false);
    play.exchange(play.act({ type: 'Resend', i: 'r1' }), 'r3');
    play.act({ type: 'Commit', i: 'r1' });
    expect(play.at('r1').commit).toBe(2);
  });

  it('fills the gap with a no-op, and keeps what stands behind it', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x');
    play.propose('r1', 'y', 'r3');
    expect(play.log('r3')).toBe('? y');
    play.exchange(play.elect('r2', 'r3'), 'r3');
    expect(play.log('r2')).toBe('- y');
    expect(play.log('r3')).toBe('- y');
  });

  it('is deposed in all slots, also in those that nobody knew of (X11)', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.elect('r2', 'r3');
    const late = play.act({ type: 'Propose', i: 'r1', v: 'x' });
    expect(late.map((m) => play.drops(m))).toEqual([true, true]);
    play.propose('r2', 'y', 'r3');
    expect(play.log('r3')).toBe('y');
  });

  it('takes the value of the highest ballot, whoever reports it (section 2.2)', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x');
    play.elect('r2', 'r3');
    play.propose('r2', 'y');
    play.exchange(play.elect('r3', 'r1', 'r2'), 'r1', 'r2');
    expect(play.log('r3')).toBe('y');
    play.act({ type: 'Commit', i: 'r3' });
    expect(play.state.history.committed).toEqual([{ type: 'value', value: 'y' }]);
  });
});

describe('learning (section 2.3)', () => {
  it('a replica learns as far as it has accepted at the ballot of the leader', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x', 'r2', 'r3');
    play.propose('r1', 'y', 'r2');
    play.act({ type: 'Commit', i: 'r1' });
    const heartbeats = play.act({ type: 'Heartbeat', i: 'r1' });
    const replies = heartbeats.flatMap((m) => play.deliver(m));
    expect(play.at('r2').commit).toBe(2);
    expect(play.at('r3').commit).toBe(1);
    expect(replies.map((m) => ('missing' in m ? m.missing : -1))).toEqual([0, 2]);
  });

  it('what a replica misses it is proposed again, at the ballot of the leader, a few slots at once', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    for (const v of ['x', 'y', 'z']) play.propose('r1', v, 'r2');
    play.act({ type: 'Commit', i: 'r1' });
    for (const m of play.act({ type: 'Heartbeat', i: 'r1' }).filter(({ to }) => to === 'r2')) play.deliver(m);
    play.elect('r2', 'r1');
    for (let n = 0; n < 2; n++) {
      const [heartbeat] = play.act({ type: 'Heartbeat', i: 'r2' }).filter(({ to }) => to === 'r3');
      const [reply] = heartbeat === undefined ? [] : play.deliver(heartbeat);
      if (reply === undefined) throw new Error('no reply');
      for (const m of play.deliver(reply)) play.deliver(m);
    }
    expect(play.at('r3').votes.map(({ bal }) => bal)).toEqual([2, 2, 2]);
    const [last] = play.act({ type: 'Heartbeat', i: 'r2' }).filter(({ to }) => to === 'r3');
    if (last !== undefined) play.deliver(last);
    expect(play.at('r3').commit).toBe(3);
  });

  it('an old heartbeat takes nothing back', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    const old = play.act({ type: 'Heartbeat', i: 'r1' });
    play.propose('r1', 'x', 'r2');
    play.act({ type: 'Commit', i: 'r1' });
    for (const m of [...play.act({ type: 'Heartbeat', i: 'r1' }), ...old]) play.deliver(m);
    expect(play.at('r2').commit).toBe(1);
  });
});

describe('a crash (section 2.5)', () => {
  it('leaves the highest ballot and the votes, and no ballot is used twice', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x', 'r2');
    play.act({ type: 'Commit', i: 'r1' });
    play.act({ type: 'Restart', i: 'r1' });
    expect(play.at('r1')).toMatchObject({ maxBal: 1, commit: 0, phase: 'idle', acks: [] });
    expect(play.log('r1')).toBe('x');
    play.act({ type: 'Phase1a', i: 'r1' });
    expect(play.at('r1').maxBal).toBe(4);
  });
});

describe('reads', () => {
  it('wait for what the leader has proposed, and for a round of heartbeats that began after they came', () => {
    const play = new Play();
    play.elect('r1', 'r2');
    play.propose('r1', 'x', 'r3');
    const [early] = play.act({ type: 'Heartbeat', i: 'r1' }).filter(({ to }) => to === 'r2');
    play.act({ type: 'ClientRead', i: 'r1', r: 'q1' });
    play.act({ type: 'StartReadRound', i: 'r1' });
    if (early !== undefined) play.exchange([early], 'r2');
    expect(play.may({ type: 'AnswerReads', i: 'r1' })).toBe(false);
    play.exchange(play.act({ type: 'Heartbeat', i: 'r1' }), 'r2');
    expect(play.may({ type: 'AnswerReads', i: 'r1' })).toBe(false);
    play.act({ type: 'Commit', i: 'r1' });
    expect(play.send({ type: 'AnswerReads', i: 'r1' })).toEqual({ type: 'ReadResponse', bal: 0, read: 'q1', index: 1 });
  });
});

describe('ballots (section 2.5)', () => {
  it('are divided among those that may lead, and each takes the next of its own above all that it has seen', () => {
    const two = config({ order: ['r2', 'r3'] });
    expect([1, 2, 3, 4, 5].map((b) => Owner(two, b))).toEqual(['r2', 'r3', 'r2', 'r3', 'r2']);
    const next = (i: string, maxBal: number) =>
      protocol.step(two, i, { ...protocol.init(two, i), maxBal }, { type: 'Phase1a' })?.state.maxBal;
    expect([0, 1, 2, 3, 4].map((b) => next('r2', b))).toEqual([1, 3, 3, 5, 5]);
    expect([0, 1, 2, 3, 4].map((b) => next('r3', b))).toEqual([2, 2, 4, 4, 6]);
    expect(next('r1', 0)).toBeUndefined();
    expect(next('r2', 11)).toBeUndefined();
  });
});

describe('what no replica of the specification sends', () => {
  const s = protocol.init(cluster, 'r1');

  it('is refused: a slot so far on that the gap before it would fill the memory', () => {
    const m = { type: '2a', to: 'r1', bal: 2, slot: MAX_GAP + 1, val: { type: 'noop' } } as const;
    expect(protocol.step(cluster, 'r1', s, { type: 'Phase2b', m })).toBeUndefined();
    expect(protocol.step(cluster, 'r1', s, { type: 'Phase2b', m: { ...m, slot: 3 } })?.state.votes).toHaveLength(3);
  });

  it('is refused: a promise about other slots than were asked about', () => {
    const prepares = protocol.step(cluster, 'r1', s, { type: 'Phase1a' })?.state ?? s;
    const m = { type: '1b', to: 'r1', from: 'r2', bal: 1, first: 2, votes: [] } as const;
    expect(protocol.step(cluster, 'r1', prepares, { type: 'ReceivePromise', m })).toBeUndefined();
    expect(protocol.step(cluster, 'r1', prepares, { type: 'ReceivePromise', m: { ...m, first: 1 } })).toBeDefined();
  });
});
