/** What comes from the network is a message, exactly, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, type Entry, type RaftMessage } from '../../../src/raft/index.ts';
import { paths, replaced } from '../mutations.ts';

const index = fc.nat(9);
const name = fc.constantFrom('s1', 's2', 's3', '__proto__');
const set = fc.uniqueArray(fc.constantFrom('s1', 's2', 's3'), { maxLength: 3 }).map((x) => [...x].sort());
const configuration = set.chain((voters) => set.map((learners) => ({ voters, learners: learners.filter((j) => !voters.includes(j)) })));
const entry: fc.Arbitrary<Entry> = fc.oneof(
  index.map((term) => ({ term, type: 'noop' }) as const),
  fc.record({ term: index, type: fc.constant('value' as const), value: fc.string() }),
  fc.record({ term: index, type: fc.constant('config' as const), config: configuration }),
);
const head = { to: name, term: index };
/** Before the first entry there is no term. */
const termAt = (at: number, term: number): number => (at === 0 ? 0 : term);
const request = <T extends string>(type: T) =>
  fc
    .record({ type: fc.constant(type), ...head, candidateId: name, lastLogIndex: index, lastLogTerm: index })
    .map((m) => ({ ...m, lastLogTerm: termAt(m.lastLogIndex, m.lastLogTerm) }));
const response = <T extends string>(type: T) => fc.record({ type: fc.constant(type), ...head, from: name, voteGranted: fc.boolean() });

const message: fc.Arbitrary<RaftMessage> = fc.oneof(
  request('RequestPreVoteRequest' as const),
  response('RequestPreVoteResponse' as const),
  request('RequestVoteRequest' as const),
  response('RequestVoteResponse' as const),
  fc
    .record({
      type: fc.constant('AppendEntriesRequest' as const),
      ...head,
      leaderId: name,
      prevLogIndex: index,
      prevLogTerm: index,
      entries: fc.array(entry, { maxLength: 3 }),
      leaderCommit: index,
      round: index,
    })
    .map((m) => ({ ...m, prevLogTerm: termAt(m.prevLogIndex, m.prevLogTerm) })),
  fc.record({
    type: fc.constant('AppendEntriesResponse' as const),
    ...head,
    from: name,
    success: fc.boolean(),
    prevLogIndex: index,
    matchIndex: index,
    round: index,
  }),
  fc
    .record({
      type: fc.constant('InstallSnapshotRequest' as const),
      ...head,
      leaderId: name,
      lastIncludedIndex: index,
      lastIncludedTerm: index,
      data: fc.record({ config: configuration, machine: fc.array(fc.string(), { maxLength: 3 }) }),
    })
    .map((m) => ({ ...m, lastIncludedTerm: termAt(m.lastIncludedIndex, m.lastIncludedTerm) })),
  fc.record({ type: fc.constant('InstallSnapshotResponse' as const), ...head, from: name, matchIndex: index }),
  fc.record({ type: fc.constant('TimeoutNowRequest' as const), ...head, leaderId: name }),
  fc.record({ type: fc.constant('ReadResponse' as const), term: fc.constant(0 as const), read: fc.string(), index }),
);

describe('decode', () => {
  it('refuses a term before the first entry', () => {
    const m = { type: 'AppendEntriesRequest', to: 's1', term: 1, leaderId: 's2', entries: [], leaderCommit: 0, round: 0 };
    expect(decode({ ...m, prevLogIndex: 0, prevLogTerm: 0 })).toBeDefined();
    expect(decode({ ...m, prevLogIndex: 0, prevLogTerm: 7 })).toBeUndefined();
  });

  it('reads every message back that was sent', () => {
    fc.assert(
      fc.property(message, (m) => {
        expect(decode(JSON.parse(JSON.stringify(m)))).toEqual(m);
      }),
    );
  });

  it('takes nothing that is not exactly a message', () => {
    const wrong = fc.constantFrom(undefined, null, -1, 0.5, Number.NaN, Infinity, 2 ** 53, [], {}, () => 1, Symbol('x'), [undefined]);
    fc.assert(
      fc.property(message, fc.nat(), wrong, (m, n, value) => {
        const all = paths(m);
        const changed = replaced(m, all[n % all.length] ?? [], value);
        const decoded = decode(changed);
        if (decoded !== undefined) expect(decoded).toEqual(changed);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes no message with a field more or less', () => {
    fc.assert(
      fc.property(message, (m) => {
        expect(decode({ ...m, extra: 1 })).toBeUndefined();
        expect(decode({ ...m, [Symbol('extra')]: 1 })).toBeUndefined();
        for (const [gone] of Object.entries(m))
          expect(decode(Object.fromEntries(Object.entries(m).filter(([key]) => key !== gone)))).toBeUndefined();
      }),
    );
  });

  it('takes nothing that is inherited or computed', () => {
    const m = { type: 'TimeoutNowRequest', to: 's1', term: 1, leaderId: 's2' };
    expect(decode(m)).toEqual(m);
    expect(decode(Object.create(m))).toBeUndefined();
    expect(decode(Object.assign(Object.create({ term: 1 }), { type: m.type, to: m.to, leaderId: m.leaderId }))).toBeUndefined();
    expect(
      decode({
        ...m,
        get term() {
          throw new Error('read');
        },
      }),
    ).toBeUndefined();
    expect(decode(JSON.parse('{"type":"TimeoutNowRequest","to":"s1","term":1,"leaderId":"s2","__proto__":{"x":1}}'))).toBeUndefined();
    expect(decode(Object.assign([], m))).toBeUndefined();
  });

  it('takes no set that is not in order, and nobody who both votes and learns', () => {
    const m = (voters: readonly string[], learners: readonly string[]): unknown => ({
      type: 'InstallSnapshotRequest',
      to: 's1',
      term: 1,
      leaderId: 's2',
      lastIncludedIndex: 1,
      lastIncludedTerm: 1,
      data: { config: { voters, learners }, machine: [] },
    });
    expect(decode(m(['s1', 's2'], ['s3']))).toBeDefined();
    expect(decode(m(['s2', 's1'], []))).toBeUndefined();
    expect(decode(m(['s1', 's1'], []))).toBeUndefined();
    expect(decode(m(['s1'], ['s1']))).toBeUndefined();
    expect(decode(m([''], []))).toBeUndefined();
  });

  it('takes no array with a hole or with a name', () => {
    const m = (entries: unknown): unknown => ({
      type: 'AppendEntriesRequest',
      to: 's1',
      term: 1,
      leaderId: 's2',
      prevLogIndex: 0,
      prevLogTerm: 0,
      entries,
      leaderCommit: 0,
      round: 0,
    });
    const noop = { term: 1, type: 'noop' };
    expect(decode(m([noop]))).toBeDefined();
    expect(decode(m(new Array(1)))).toBeUndefined();
    expect(decode(m(Object.assign([noop], { name: 1 })))).toBeUndefined();
    expect(decode(m([{ ...noop, value: undefined }]))).toBeUndefined();
    expect(decode(m({ 0: noop, length: 1 }))).toBeUndefined();
  });
});
