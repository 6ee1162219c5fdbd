/** Heartbeats: what they carry, and what they are good for. */
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/pull-raft/index.ts';
import {
  bounded,
  c,
  candidate,
  dryRunCandidate,
  entries,
  heartbeat,
  heartbeatAnswer,
  position,
  positions,
  primary,
  reading,
  secondary,
} from './make.ts';

const { Heartbeat, HandleHeartbeatRequest, HandleHeartbeatResponse } = actions;

const log = entries(1, 2);

describe('the paper, heartbeats: Heartbeat', () => {
  const s = primary(2, { log, commitPoint: position(2, 2), reading: reading({ round: 3 }) });

  it('carries the term, the position, the commit point and the round of reads', () => {
    const result = Heartbeat(c, 's1', s, 's2');
    const fields = { term: 2, position: position(2, 2), commitPoint: position(2, 2), round: 3 };
    expect(result?.send).toEqual([{ type: 'HeartbeatRequest', to: 's2', from: 's1', ...fields }]);
    expect(result?.state).toBe(s);
  });

  it('all to all: in any role, to any other, not to itself', () => {
    for (const t of [secondary(), dryRunCandidate(2), candidate(2), primary(2)])
      expect(['s1', 's2', 's3'].filter((j) => Heartbeat(c, 's1', t, j) !== undefined)).toEqual(['s2', 's3']);
  });

  it('within the bounds of a model', () => {
    expect(Heartbeat(bounded({ heartbeating: ['s2'] }), 's1', s, 's2')).toBeUndefined();
    expect(Heartbeat(bounded({ heartbeating: ['s1'] }), 's1', s, 's2')).toBeDefined();
  });
});

describe('the paper, heartbeats: HandleHeartbeatRequest', () => {
  const s = secondary({ currentTerm: 2, log, commitPoint: position(1, 1) });

  it('the sender’s position is learned, and answered with what the member was before, for the same round', () => {
    const result = HandleHeartbeatRequest('s1', s, heartbeat(2, position(2, 3), { commitPoint: position(2, 2), round: 5 }));
    const fields = { term: 2, position: position(2, 2), commitPoint: position(1, 1), round: 5 };
    expect(result).toEqual({
      state: { ...s, lastPosition: positions({ s2: position(2, 3) }), commitPoint: position(2, 2) },
      send: [{ type: 'HeartbeatResponse', to: 's2', from: 's1', ...fields }],
    });
  });

  it('of each member the newest position is kept (the paper, positions)', () => {
    const t = { ...s, lastPosition: positions({ s2: position(2, 1) }) };
    expect(HandleHeartbeatRequest('s1', t, heartbeat(2, position(1, 4)))?.state).toBe(t);
    expect(HandleHeartbeatRequest('s1', t, heartbeat(2, position(2, 1)))?.state.lastPosition).toEqual(t.lastPosition);
  });

  it('one of an older term is answered, and tells of the new one; one of a newer term waits for UpdateTerm (Raft section 5.1)', () => {
    expect(HandleHeartbeatRequest('s1', s, heartbeat(1, position(1, 1)))?.send).toMatchObject([{ term: 2 }]);
    expect(HandleHeartbeatRequest('s1', s, heartbeat(3, position(1, 1)))).toBeUndefined();
  });

  it('in any role, and no role changes by it', () => {
    for (const t of [dryRunCandidate(2), candidate(2), primary(2)]) {
      const result = HandleHeartbeatRequest('s1', t, heartbeat(2, position(2, 3)));
      expect(result?.state).toEqual({ ...t, lastPosition: positions({ s2: position(2, 3) }) });
      expect(result?.send).toHaveLength(1);
    }
  });
});

describe('the paper, heartbeats, and thesis 6.4: HandleHeartbeatResponse', () => {
  const waiting = reading({ queue: ['r2'], batch: ['r1'], round: 4, acks: ['s1'] });
  const s = primary(2, { log, commitPoint: position(2, 2), reading: waiting });

  it('the position is learned; and that the primary still leads is confirmed, for the round that is answered', () => {
    expect(HandleHeartbeatResponse(s, heartbeatAnswer(2, position(2, 2), { round: 4, from: 's3' }))).toEqual({
      state: { ...s, lastPosition: positions({ s3: position(2, 2) }), reading: { ...waiting, acks: ['s1', 's3'] } },
      send: [],
    });
  });

  it.each([
    ['of an old round', s, heartbeatAnswer(2, position(0, 0), { round: 3 })],
    ['of a round that there is not', s, heartbeatAnswer(2, position(0, 0), { round: 5 })],
    ['of an old term', s, heartbeatAnswer(1, position(0, 0), { round: 4 })],
    [
      'while no batch waits',
      primary(2, { log, reading: reading({ queue: ['r1'], round: 4 }) }),
      heartbeatAnswer(2, position(0, 0), { round: 4 }),
    ],
  ])('an answer %s confirms nothing, and says what it says', (_, t, m) => {
    expect(HandleHeartbeatResponse(t, m)?.state.reading).toBe(t.reading);
    const news = { ...m, position: position(2, 1) };
    expect(HandleHeartbeatResponse(t, news)?.state.lastPosition).toEqual(positions({ s2: position(2, 1) }));
  });

  it('an answer that comes again changes nothing', () => {
    const t = { ...s, lastPosition: positions({ s2: position(2, 2) }), reading: { ...waiting, acks: ['s1', 's2'] } };
    expect(HandleHeartbeatResponse(t, { ...heartbeatAnswer(2, position(2, 2), { round: 4 }) })?.state.reading).toBe(t.reading);
  });

  it('one of a newer term waits for UpdateTerm (Raft section 5.1)', () => {
    expect(HandleHeartbeatResponse(s, heartbeatAnswer(3, position(2, 2), { round: 4 }))).toBeUndefined();
  });
});
