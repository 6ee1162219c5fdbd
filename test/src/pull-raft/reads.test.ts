/** Reads that write nothing to the log. */
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/pull-raft/index.ts';
import { c, candidate, dryRunCandidate, entries, noop, position, primary, reading, secondary } from './make.ts';

const { AnswerReads, ClientRead, StartReadRound } = actions;

const log = [...entries(1), noop(2)];
const rest = { log, commitPoint: position(2, 2) };

describe('Raft section 8, and thesis 6.4, step 1: ClientRead', () => {
  it('the read waits', () => {
    const s = primary(2, rest);
    expect(ClientRead(s, 'r1')).toEqual({ state: { ...s, reading: reading({ queue: ['r1'] }) }, send: [] });
  });

  it('reads that come after it wait with it, whatever the order they come in, and no round that runs is for them', () => {
    const s = primary(2, { ...rest, reading: reading({ queue: ['r2'], batch: ['r0'], round: 4, acks: ['s1'] }) });
    expect(ClientRead(s, 'r1')?.state.reading).toEqual({ ...s.reading, queue: ['r1', 'r2'] });
  });

  it('not before an entry of its term is committed: until then the primary does not know what is', () => {
    expect(ClientRead(primary(2, { log, commitPoint: position(1, 1) }), 'r1')).toBeUndefined();
    expect(ClientRead(primary(2, { log }), 'r1')).toBeUndefined();
    expect(ClientRead(primary(2), 'r1')).toBeUndefined();
  });

  it('nobody else takes reads', () => {
    for (const s of [secondary({ currentTerm: 2, ...rest }), dryRunCandidate(2, rest), candidate(2, rest)])
      expect(ClientRead(s, 'r1')).toBeUndefined();
  });
});

describe('thesis 6.4, step 2: StartReadRound', () => {
  it('all reads that wait become one batch, with a round of its own, which the primary confirms itself; nothing is sent for it', () => {
    const s = primary(2, { ...rest, reading: reading({ queue: ['r1', 'r2'], round: 3 }) });
    expect(StartReadRound('s1', s)).toEqual({
      state: { ...s, reading: { queue: [], batch: ['r1', 'r2'], round: 4, acks: ['s1'] } },
      send: [],
    });
  });

  it('not without reads', () => {
    expect(StartReadRound('s1', primary(2))).toBeUndefined();
  });

  it('not while another batch waits: the round that runs may have begun before these reads came', () => {
    const s = primary(2, { reading: reading({ queue: ['r2'], batch: ['r1'], round: 1, acks: ['s1'] }) });
    expect(StartReadRound('s1', s)).toBeUndefined();
  });
});

describe('thesis 6.4, steps 3 and 4: AnswerReads', () => {
  const confirmed = reading({ queue: ['r2'], batch: ['r1', 'r3'], round: 4, acks: ['s1', 's2'] });
  const s = primary(2, { ...rest, reading: confirmed });

  it('a majority has confirmed the primary: the whole batch is answered, up to what is committed', () => {
    expect(AnswerReads(c, 's1', s)).toEqual({
      state: { ...s, reading: reading({ queue: ['r2'], round: 4 }) },
      send: [
        { type: 'ReadResponse', from: 's1', term: 0, read: 'r1', index: 2 },
        { type: 'ReadResponse', from: 's1', term: 0, read: 'r3', index: 2 },
      ],
    });
  });

  it('not without a majority of the voters', () => {
    for (const acks of [[], ['s1'], ['s2']]) expect(AnswerReads(c, 's1', { ...s, reading: { ...confirmed, acks } })).toBeUndefined();
    const two = { ...c, voters: ['s1', 's3'] };
    expect(AnswerReads(two, 's1', s)).toBeUndefined();
    expect(AnswerReads(two, 's1', { ...s, reading: { ...confirmed, acks: ['s1', 's2', 's3'] } })).toBeDefined();
  });

  it('not without reads', () => {
    expect(AnswerReads(c, 's1', primary(2, { reading: reading({ queue: ['r1'], acks: ['s1', 's2'] }) }))).toBeUndefined();
  });
});
