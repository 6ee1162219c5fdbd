/** Positions: how they are compared, reported, merged and passed on. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, LastOf, MaxPosition, MinPosition, Newer, NoPositions, Positions } from '../../../src/pull-raft/index.ts';
import { c, candidate, dryRunCandidate, entries, position, positions, primary, report, secondary } from './make.ts';

const { HandleUpdatePositionRequest, UpdatePosition, UpdateTerm } = actions;

const anyPosition = fc.record({ term: fc.nat(3), index: fc.nat(3) });

describe('the paper, positions: which of two is the newer one', () => {
  it('the term counts first, then the index', () => {
    expect(Newer(position(2, 1), position(1, 9))).toBe(true);
    expect(Newer(position(1, 9), position(2, 1))).toBe(false);
    expect(Newer(position(2, 3), position(2, 2))).toBe(true);
    expect(Newer(position(2, 2), position(2, 2))).toBe(false);
    expect(Newer(position(1, 1), position(0, 0))).toBe(true);
  });

  it('of any two one is newer, or they are equal; the larger and the smaller of them are the two', () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, (p, q) => {
        const isEqual = p.term === q.term && p.index === q.index;
        expect([Newer(p, q), Newer(q, p), isEqual].filter(Boolean)).toHaveLength(1);
        expect([MaxPosition(p, q), MinPosition(p, q)]).toEqual(Newer(p, q) ? [p, q] : [q, p]);
        expect(MaxPosition(p, q)).toEqual(MaxPosition(q, p));
        if (isEqual) expect(MaxPosition(p, q)).toBe(p);
      }),
    );
  });

  it('of any three the newest is the same, whatever the order in which they are merged', () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, anyPosition, (p, q, r) => {
        expect(MaxPosition(p, MaxPosition(q, r))).toEqual(MaxPosition(MaxPosition(r, p), q));
      }),
    );
  });

  it('the last of some entries; before the first there is none', () => {
    expect(LastOf(entries(1, 3))).toEqual(position(3, 2));
    expect(LastOf([])).toEqual(position(0, 0));
    expect(NoPositions(c)).toEqual(positions());
  });
});

describe('the paper, positions, and SERVER-22136: UpdatePosition', () => {
  const s = secondary({
    currentTerm: 3,
    log: entries(1, 2),
    syncSource: 's2',
    lastPosition: positions({ s3: position(1, 1) }),
    commitPoint: position(1, 1),
  });

  it('tells its sync source what it knows of everybody, itself included, and its term', () => {
    const result = UpdatePosition(c, 's1', s);
    const known = positions({ s1: position(2, 2), s3: position(1, 1) });
    expect(result?.send).toEqual([{ type: 'UpdatePositionRequest', to: 's2', from: 's1', term: 3, positions: known }]);
    expect(result?.state).toBe(s);
  });

  it('without positionTerm it says no term: that is what SERVER-22136 is about', () => {
    expect(UpdatePosition({ ...c, positionTerm: false }, 's1', s)?.send).toMatchObject([{ term: 0 }]);
  });

  it('not without a sync source; in any role with one', () => {
    expect(UpdatePosition(c, 's1', secondary({ log: entries(1) }))).toBeUndefined();
    for (const t of [dryRunCandidate(2, { syncSource: 's2' }), candidate(2, { syncSource: 's2' }), primary(2, { syncSource: 's2' })])
      expect(UpdatePosition(c, 's1', t)).toBeDefined();
  });

  it('its own position is that of its log, whatever it was told of itself (the paper, positions)', () => {
    expect(Positions('s1', { ...s, lastPosition: positions({ s1: position(9, 9) }) }).s1).toEqual(position(2, 2));
  });
});

describe('the paper, positions: HandleUpdatePositionRequest', () => {
  const s = primary(2, { log: entries(1, 2), lastPosition: positions({ s2: position(1, 1), s3: position(2, 1) }) });

  it('of each member the newest position is kept', () => {
    const result = HandleUpdatePositionRequest(c, 's1', s, report(2, { s2: position(2, 2), s3: position(1, 5) }));
    expect(result).toEqual({ state: { ...s, lastPosition: positions({ s2: position(2, 2), s3: position(2, 1) }) }, send: [] });
  });

  it('nothing about itself', () => {
    const result = HandleUpdatePositionRequest(c, 's1', s, report(2, { s1: position(9, 9) }));
    expect(result?.state).toBe(s);
  });

  it('what is old, or comes again, changes nothing', () => {
    for (const m of [report(2, {}), report(1, { s2: position(1, 1) }), report(2, s.lastPosition)])
      expect(HandleUpdatePositionRequest(c, 's1', s, m)?.state).toBe(s);
  });

  it('not of strangers, and what it does not speak of stays', () => {
    const m = { ...report(2, {}), positions: { s2: position(2, 1), s9: position(9, 9) } };
    expect(HandleUpdatePositionRequest(c, 's1', s, m)?.state.lastPosition).toEqual(positions({ s2: position(2, 1), s3: position(2, 1) }));
  });

  it('in any role: a secondary keeps it, to pass it on', () => {
    for (const t of [secondary({ currentTerm: 2 }), dryRunCandidate(2), candidate(2), primary(2)])
      expect(HandleUpdatePositionRequest(c, 's1', t, report(2, { s3: position(1, 1) }))?.state).toEqual({
        ...t,
        lastPosition: positions({ s3: position(1, 1) }),
      });
  });

  it('any number of reports, in any order, each as often as it comes, have one outcome', () => {
    const anyReport = fc.record({ s1: anyPosition, s2: anyPosition, s3: anyPosition }).map((known) => report(2, known));
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 6 }), fc.nat(), (reports, n) => {
        const merge = (all: readonly ReturnType<typeof report>[]) =>
          all.reduce((t, m) => HandleUpdatePositionRequest(c, 's1', t, m)?.state ?? t, primary(2)).lastPosition;
        const at = n % (reports.length + 1);
        expect(merge([...reports.slice(at), ...reports, ...reports.slice(0, at)])).toEqual(merge(reports));
      }),
    );
  });
});

describe('SERVER-22136: the term comes first', () => {
  const s = primary(2, { log: entries(2) });
  const m = report(3, { s2: position(2, 1) });

  it('a report of a newer term is not merged before the term is adopted', () => {
    expect(HandleUpdatePositionRequest(c, 's1', s, m)).toBeUndefined();
  });

  it('then it deposes a primary; what it says is kept, but there is no primary left to count it', () => {
    const deposed = UpdateTerm(s, 3)?.state ?? s;
    expect(deposed).toMatchObject({ state: 'Secondary', currentTerm: 3 });
    const merged = HandleUpdatePositionRequest(c, 's1', deposed, m)?.state ?? deposed;
    expect(merged.lastPosition.s2).toEqual(position(2, 1));
    expect(actions.AdvanceCommitPoint(c, 's1', merged)).toBeUndefined();
  });

  it('who passes a report on has adopted its term before', () => {
    const chain = secondary({ currentTerm: 2, syncSource: 's3' });
    expect(HandleUpdatePositionRequest(c, 's1', chain, m)).toBeUndefined();
    const merged = HandleUpdatePositionRequest(c, 's1', UpdateTerm(chain, 3)?.state ?? chain, m)?.state ?? chain;
    expect(UpdatePosition(c, 's1', merged)?.send).toMatchObject([{ to: 's3', term: 3, positions: { s2: position(2, 1) } }]);
  });
});
