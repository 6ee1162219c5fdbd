/** Reads that write nothing to the log. */
import { describe, expect, it } from 'vitest';
import { actions, HasCommittedInTerm } from '../../../src/raft/index.ts';
import { candidate, entries, follower, leader, members, noop, preCandidate, reading, snapshot } from './make.ts';

const { AnswerReads, ClientRead, StartReadRound } = actions;

const r1 = { read: 'r1', index: 2 };
const r2 = { read: 'r2', index: 2 };
const log = [...entries(1), noop(2)];

describe('section 8, thesis 6.4, step 1: ClientRead', () => {
  it('the read waits, and the commit index is remembered with it', () => {
    const s = leader(2, { log, commitIndex: 2 });
    expect(ClientRead(s, 'r1')).toEqual({ state: { ...s, reading: reading({ queue: [r1] }) }, send: [] });
  });

  it('reads that come after it wait with it, whatever the order they come in', () => {
    const s = leader(2, {
      log,
      commitIndex: 2,
      reading: reading({ queue: [r2], batch: [{ read: 'r0', index: 1 }], round: 4, acks: ['s1'] }),
    });
    expect(ClientRead(s, 'r1')?.state.reading).toEqual({ ...s.reading, queue: [{ ...r1 }, r2].sort((a, b) => (a.read < b.read ? -1 : 1)) });
  });

  it('not before an entry of its term is committed: until then the leader does not know what is (section 8)', () => {
    expect(ClientRead(leader(2, { log, commitIndex: 1 }), 'r1')).toBeUndefined();
    expect(ClientRead(leader(2, { log }), 'r1')).toBeUndefined();
  });

  it('nobody else takes reads', () => {
    const rest = { log, commitIndex: 2 };
    for (const s of [follower({ currentTerm: 2, ...rest }), preCandidate(2, rest), candidate(2, rest)])
      expect(ClientRead(s, 'r1')).toBeUndefined();
  });
});

describe('section 8: HasCommittedInTerm', () => {
  it('looks at the entry at the commit index, which may be the last of the snapshot (section 7)', () => {
    expect(HasCommittedInTerm(leader(2, { log, commitIndex: 2 }))).toBe(true);
    expect(HasCommittedInTerm(leader(2, { log, commitIndex: 1 }))).toBe(false);
    expect(HasCommittedInTerm(leader(2, { snapshot: snapshot(3, 2), commitIndex: 3 }))).toBe(true);
    expect(HasCommittedInTerm(leader(3, { snapshot: snapshot(3, 2), commitIndex: 3 }))).toBe(false);
  });

  it('nothing is committed in term 0', () => {
    expect(HasCommittedInTerm(leader(1))).toBe(false);
  });
});

describe('thesis 6.4, step 2: StartReadRound', () => {
  it('all reads that wait become one batch, with a round of its own, which the leader confirms itself', () => {
    const s = leader(2, { log, commitIndex: 2, reading: reading({ queue: [r1, r2], round: 3 }) });
    expect(StartReadRound('s1', s)).toEqual({
      state: { ...s, reading: { queue: [], batch: [r1, r2], round: 4, acks: ['s1'] } },
      send: [],
    });
  });

  it('not without reads', () => {
    expect(StartReadRound('s1', leader(2))).toBeUndefined();
  });

  it('not while another batch waits: the round that runs may have begun before these reads came', () => {
    expect(StartReadRound('s1', leader(2, { reading: reading({ queue: [r2], batch: [r1], round: 1, acks: ['s1'] }) }))).toBeUndefined();
  });
});

describe('thesis 6.4, steps 3 and 4: AnswerReads', () => {
  const confirmed = reading({ queue: [r2], batch: [r1, { read: 'r3', index: 1 }], round: 4, acks: ['s1', 's2'] });
  const s = leader(2, { log, commitIndex: 2, lastApplied: 2, reading: confirmed });

  it('a majority has confirmed the leader, and it has applied what was committed: the whole batch is answered', () => {
    expect(AnswerReads(s)).toEqual({
      state: { ...s, reading: reading({ queue: [r2], round: 4 }) },
      send: [
        { type: 'ReadResponse', term: 0, read: 'r1', index: 2 },
        { type: 'ReadResponse', term: 0, read: 'r3', index: 2 },
      ],
    });
  });

  it('not without a majority', () => {
    expect(AnswerReads({ ...s, reading: { ...confirmed, acks: ['s1'] } })).toBeUndefined();
    expect(AnswerReads({ ...s, reading: { ...confirmed, acks: [] } })).toBeUndefined();
  });

  it('not before the state machine is as far as each read asks for', () => {
    expect(AnswerReads({ ...s, lastApplied: 1 })).toBeUndefined();
  });

  it('not without reads', () => {
    expect(AnswerReads(leader(2, { reading: reading({ queue: [r1], acks: ['s1', 's2'] }) }))).toBeUndefined();
  });

  it('learners do not confirm, and a leader that was removed does not confirm itself (thesis 4.2)', () => {
    const learning = { ...s, log: [noop(2), members(2, ['s1', 's3'], ['s2'])] };
    expect(AnswerReads(learning)).toBeUndefined();
    const removed = { ...s, log: [noop(2), members(2, ['s2', 's3'])] };
    expect(AnswerReads(removed)).toBeUndefined();
    expect(AnswerReads({ ...removed, reading: { ...confirmed, acks: ['s1', 's2', 's3'] } })).toBeDefined();
  });
});
