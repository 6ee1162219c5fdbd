/** What comes from the network is a message, exactly, or nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, type PullRaftMessage } from '../../../src/pull-raft/index.ts';
import { paths, replaced } from '../mutations.ts';
import { anyMessage } from './arbitrary.ts';
import { entries, heartbeat, heartbeatAnswer, noop, position, pull, pulled, report, requestVote, stepUp, vote } from './make.ts';

const read: PullRaftMessage = { type: 'ReadResponse', from: 's1', term: 0, read: 'r1', index: 3 };
const answer = pulled(2, [...entries(1, 2), noop(2)], 1, { commitPoint: position(1, 1), syncSource: 's3' });

/** One message of each type. */
const one: readonly PullRaftMessage[] = [
  requestVote(1, position(1, 1), { dryRun: true }),
  vote(1, false),
  pull(3, true),
  answer,
  report(2, { s1: position(1, 1) }),
  heartbeat(2, position(1, 1), { round: 4 }),
  heartbeatAnswer(2, position(0, 0)),
  stepUp(2),
  read,
];

describe('decode', () => {
  it.each(one.map((m) => [m.type, m] as const))('reads back what was sent: %s', (_, m) => {
    expect(decode(JSON.parse(JSON.stringify(m)))).toEqual(m);
    expect(decode(m)).not.toBe(m);
  });

  it('any message, as it was sent', () => {
    fc.assert(
      fc.property(anyMessage, (m) => {
        expect(decode(JSON.parse(JSON.stringify(m)))).toEqual(m);
      }),
    );
  });

  it('takes nothing that is not exactly a message', () => {
    const wrong = fc.constantFrom(undefined, null, -1, 0.5, Number.NaN, Infinity, 2 ** 53, [], {}, () => 1, Symbol('x'), [undefined]);
    fc.assert(
      fc.property(anyMessage, fc.nat(), wrong, (m, n, value) => {
        const all = paths(m);
        const changed = replaced(m, all[n % all.length] ?? [], value);
        const decoded = decode(changed);
        if (decoded !== undefined) expect(decoded).toEqual(changed);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(one.map((m) => [m.type, m] as const))('takes no message with a field more or less: %s', (_, m) => {
    expect(decode({ ...m, extra: 1 })).toBeUndefined();
    expect(decode({ ...m, [Symbol('extra')]: 1 })).toBeUndefined();
    for (const gone of Object.keys(m)) {
      const rest = decode(Object.fromEntries(Object.entries(m).filter(([key]) => key !== gone)));
      // Only whom the source pulls from may be left out: it pulls from nobody.
      if (gone === 'syncSource') expect(rest).toBeDefined();
      else expect([gone, rest]).toEqual([gone, undefined]);
    }
  });

  it('takes no message of another type', () => {
    for (const type of ['', 'Timeout', 'constructor', '__proto__', 'RequestVote', 1, null, undefined])
      expect(decode({ ...stepUp(1), type })).toBeUndefined();
    for (const { type } of one) {
      if (type !== 'StepUpRequest') expect(decode({ ...stepUp(1), type })).toBeUndefined();
    }
  });

  it('takes nothing that is inherited or computed', () => {
    const m = stepUp(1);
    expect(decode(Object.create(m))).toBeUndefined();
    expect(decode(Object.assign(Object.create({ term: 1 }), { type: m.type, to: m.to, from: m.from }))).toBeUndefined();
    expect(
      decode({
        ...m,
        get term() {
          throw new Error('read');
        },
      }),
    ).toBeUndefined();
    expect(decode(JSON.parse('{"type":"StepUpRequest","to":"s1","from":"s2","term":1,"__proto__":{"x":1}}'))).toBeUndefined();
    expect(decode(Object.assign([], m))).toBeUndefined();
  });

  it('takes a position that is one: before the first entry there is no term, and after it there is one', () => {
    const at = (term: unknown, index: unknown): unknown => decode({ ...requestVote(1), position: { term, index } });
    expect(at(0, 0)).toBeDefined();
    expect(at(1, 1)).toBeDefined();
    for (const [term, index] of [
      [0, 1],
      [1, 0],
      [-1, 1],
      [1, 1.5],
      ['1', 1],
      [1, undefined],
    ] as const)
      expect(at(term, index)).toBeUndefined();
    expect(decode({ ...requestVote(1), position: { term: 1, index: 1, more: 1 } })).toBeUndefined();
  });

  it('takes a query only without a term: it has none', () => {
    expect(decode(pull(1))).toBeDefined();
    expect(decode({ ...pull(1), term: 1 })).toBeUndefined();
    expect(decode({ ...read, term: 1 })).toBeUndefined();
    // A report may have none, as where SERVER-22136 is not mended.
    expect(decode({ ...report(0, {}) })).toBeDefined();
  });

  it('takes entries that are some: a term, and a command or none', () => {
    const of = (found: unknown): unknown => decode({ ...answer, entries: found });
    expect(of([noop(1), { term: 1, value: '' }])).toBeDefined();
    for (const entry of [noop(0), { term: 1, value: undefined }, { term: 1, value: 1 }, { term: 1, type: 'noop' }, { value: 'x' }, null])
      expect(of([entry])).toBeUndefined();
  });

  it('takes no array with a hole or with a name', () => {
    const of = (found: unknown): unknown => decode({ ...answer, entries: found });
    expect(of([])).toBeDefined();
    expect(of(new Array(1))).toBeUndefined();
    expect(of(Object.assign([noop(1)], { name: 1 }))).toBeUndefined();
    expect(of({ 0: noop(1), length: 1 })).toBeUndefined();
  });

  it('takes positions by names, of whatever members', () => {
    const of = (found: unknown): unknown => decode({ ...report(1, {}), positions: found });
    expect(of({})).toBeDefined();
    expect(of({ s9: position(1, 1) })).toBeDefined();
    expect(of({ '': position(1, 1) })).toBeUndefined();
    expect(of({ s1: position(1, 1), s2: undefined })).toBeUndefined();
    expect(of({ s1: position(1, 1), [Symbol('s2')]: position(1, 1) })).toBeUndefined();
    expect(of([position(1, 1)])).toBeUndefined();
    expect(of(new Map([['s1', position(1, 1)]]))).toBeUndefined();
    const strange: unknown = JSON.parse('{"__proto__":{"term":1,"index":1}}');
    expect(Object.getPrototypeOf(Reflect.get(Object(of(strange)), 'positions'))).toBe(Object.prototype);
  });

  it('takes names that are some', () => {
    for (const key of ['to', 'from']) {
      expect(decode({ ...stepUp(1), [key]: '' })).toBeUndefined();
      expect(decode({ ...stepUp(1), [key]: 1 })).toBeUndefined();
    }
    expect(decode({ ...answer, syncSource: '' })).toBeUndefined();
    expect(decode({ ...answer, syncSource: undefined })).toBeUndefined();
    expect(decode({ ...read, to: undefined })).toBeUndefined();
  });
});
