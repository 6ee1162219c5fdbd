/** Pulling: the query, its answer, and the three things that can be done with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions, type PullEntriesResponse, type PullRaftConfig, type PullRaftState } from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { anyMeeting } from './arbitrary.ts';
import { bounded, c, candidate, dryRunCandidate, entries, position, primary, pull, pulled, secondary } from './make.ts';

const { ChooseSyncSource, GetMore, HandlePullEntriesRequest, HandlePullEntriesResponse, LeaveSyncSource, PullEntries, Rollback } = actions;

/** What can be done with the answer. */
function uses(config: PullRaftConfig, s: PullRaftState, m: PullEntriesResponse): readonly string[] {
  const results = {
    HandlePullEntriesResponse: HandlePullEntriesResponse(config, s, m),
    Rollback: Rollback(config, s, m),
    LeaveSyncSource: LeaveSyncSource(config, 's1', s, m),
  };
  return Object.entries(results).flatMap(([name, result]) => (result === undefined ? [] : [name]));
}

/** s1 pulls from s2, in term 2. */
const log = entries(1, 2);
const s1 = secondary({ currentTerm: 2, log, syncSource: 's2' });

describe('the paper, sync source: ChooseSyncSource', () => {
  it('any other member, in place of none or of another; what was compared with that one is no longer valid', () => {
    expect(ChooseSyncSource(c, 's1', secondary(), 's2')).toEqual({ state: secondary({ syncSource: 's2' }), send: [] });
    const s = secondary({ syncSource: 's3', cursor: 4 });
    expect(ChooseSyncSource(c, 's1', s, 's2')?.state).toEqual(secondary({ syncSource: 's2' }));
  });

  it('not itself, and not the one that it has', () => {
    expect(ChooseSyncSource(c, 's1', secondary(), 's1')).toBeUndefined();
    expect(ChooseSyncSource(c, 's1', s1, 's2')).toBeUndefined();
  });

  it('in any role, but not once it writes', () => {
    for (const s of [dryRunCandidate(2), candidate(2), primary(2), primary(2, { log: entries(1) })])
      expect(ChooseSyncSource(c, 's1', s, 's2')).toBeDefined();
    expect(ChooseSyncSource(c, 's1', primary(2, { log }), 's2')).toBeUndefined();
  });

  it('within the bounds of a model', () => {
    const some = bounded({ syncFrom: { s1: ['s1', 's3'], s2: [], s3: [] } });
    expect(['s1', 's2', 's3'].filter((j) => ChooseSyncSource(some, 's1', secondary(), j) !== undefined)).toEqual(['s3']);
  });
});

describe('the paper, pulling: PullEntries', () => {
  it('asks from its own last entry on, which is to be compared; the query carries no term (SERVER-22136)', () => {
    const result = PullEntries('s1', s1);
    expect(result?.send).toEqual([{ type: 'PullEntriesRequest', to: 's2', from: 's1', term: 0, index: 2, exclusive: false }]);
    expect(result?.state).toBe(s1);
  });

  it('with an empty log it asks from the beginning', () => {
    expect(PullEntries('s1', secondary({ syncSource: 's3' }))?.send).toMatchObject([{ to: 's3', index: 0 }]);
  });

  it('not without a sync source', () => {
    expect(PullEntries('s1', secondary({ log }))).toBeUndefined();
  });
});

describe('the paper, pulling: GetMore', () => {
  it('asks for what follows its last entry, which is not compared again', () => {
    const s = { ...s1, cursor: 0 };
    const result = GetMore(c, 's1', s);
    expect(result?.send).toEqual([{ type: 'PullEntriesRequest', to: 's2', from: 's1', term: 0, index: 2, exclusive: true }]);
    expect(result?.state).toBe(s);
  });

  it('not before entries were compared, and not without a sync source', () => {
    expect(GetMore(c, 's1', s1)).toBeUndefined();
    expect(GetMore(c, 's1', secondary({ cursor: 0 }))).toBeUndefined();
  });

  it('not where there are no cursors', () => {
    expect(GetMore({ ...c, cursor: false }, 's1', { ...s1, cursor: 0 })).toBeUndefined();
  });
});

describe('the paper, pulling: HandlePullEntriesRequest', () => {
  const source = secondary({
    currentTerm: 3,
    log: entries(1, 2, 2, 3),
    commitPoint: position(2, 2),
    rollbackId: 5,
    syncSource: 's3',
  });
  const asked = (s: PullRaftState, index: number, exclusive = false, config = c) =>
    HandlePullEntriesRequest(config, 's1', s, pull(index, exclusive))?.send[0];
  const found = (s: PullRaftState, index: number, exclusive = false, config = c) => {
    const m = asked(s, index, exclusive, config);
    return m?.type === 'PullEntriesResponse' ? m.entries.map(({ term }) => term) : undefined;
  };

  it('answers with what it was asked, the entries, and what it is and knows', () => {
    const result = HandlePullEntriesRequest(c, 's1', source, pull(3));
    expect(result).toEqual({
      state: source,
      send: [
        {
          type: 'PullEntriesResponse',
          to: 's2',
          from: 's1',
          term: 3,
          index: 3,
          exclusive: false,
          entries: source.log.slice(2),
          position: position(3, 4),
          commitPoint: position(2, 2),
          rollbackId: 5,
          primary: false,
          syncSource: 's3',
        },
      ],
    });
    expect(result?.state).toBe(source);
  });

  it('inclusive: from the index on; from 0, all; beyond its log, nothing', () => {
    expect([0, 1, 2, 4, 5, 9].map((index) => found(source, index))).toEqual([[1, 2, 2, 3], [1, 2, 2, 3], [2, 2, 3], [3], [], []]);
  });

  it('exclusive: what follows the index', () => {
    expect([0, 1, 3, 4, 9].map((index) => found(source, index, true))).toEqual([[1, 2, 2, 3], [2, 2, 3], [3], [], []]);
  });

  it('at most so many new entries as one answer carries; the one to compare is not new', () => {
    const two = { ...c, maxEntries: 2 };
    expect([0, 1, 2, 3].map((index) => found(source, index, false, two))).toEqual([
      [1, 2],
      [1, 2, 2],
      [2, 2, 3],
      [2, 3],
    ]);
    expect([0, 1, 2, 3].map((index) => found(source, index, true, two))).toEqual([[1, 2], [2, 2], [2, 3], [3]]);
  });

  it('any member answers, in any role, with no sync source as well', () => {
    for (const s of [secondary({ log }), dryRunCandidate(2, { log }), candidate(2, { log }), primary(2), primary(2, { log })])
      expect(asked(s, 0)).toMatchObject({ term: s.currentTerm, entries: s.log, primary: s.state === 'Primary' });
    expect(asked(primary(2, { log }), 0)).not.toHaveProperty('syncSource');
  });
});

describe('the paper, pulling: HandlePullEntriesResponse', () => {
  it('the first entry is the member’s last one: what follows is appended', () => {
    const m = pulled(2, entries(1, 2, 2, 2), 2);
    expect(HandlePullEntriesResponse(c, s1, m)).toEqual({ state: { ...s1, log: entries(1, 2, 2, 2), cursor: 0 }, send: [] });
  });

  it('to an empty log everything is appended: there is nothing to compare', () => {
    const s = secondary({ currentTerm: 2, syncSource: 's2' });
    expect(HandlePullEntriesResponse(c, s, pulled(2, log, 0))?.state.log).toEqual(log);
    expect(HandlePullEntriesResponse(c, s, pulled(2, [], 0, { primary: true }))?.state).toEqual({ ...s, cursor: 0 });
  });

  it('no news: the log stays the same object, and an answer that changes nothing leaves the state as it is', () => {
    const m = pulled(2, log, 2, { primary: true });
    const once = HandlePullEntriesResponse(c, s1, m)?.state;
    expect(once?.log).toBe(s1.log);
    expect(once?.cursor).toBe(0);
    const s = { ...s1, cursor: 0 };
    expect(HandlePullEntriesResponse(c, s, m)?.state).toBe(s);
  });

  it('in any role: a candidate pulls on', () => {
    for (const s of [dryRunCandidate(2, { log, syncSource: 's2' }), candidate(2, { log, syncSource: 's2' })])
      expect(HandlePullEntriesResponse(c, s, pulled(2, entries(1, 2, 2), 2))?.state).toMatchObject({
        state: s.state,
        votedFor: s.votedFor,
      });
  });

  it('SERVER-39831: the commit point of the source is learned, but no further than the member’s own log reaches', () => {
    const learned = (commitPoint: { readonly term: number; readonly index: number }, s = s1, m = entries(1, 2, 2)) =>
      HandlePullEntriesResponse(c, s, pulled(2, m, 2, { commitPoint, position: position(3, 9) }))?.state.commitPoint;
    expect(learned(position(2, 2))).toEqual(position(2, 2));
    expect(learned(position(2, 3))).toEqual(position(2, 3));
    expect(learned(position(2, 5))).toEqual(position(2, 3));
    // A later term than its own log's: what it has is committed only by what follows.
    expect(learned(position(3, 9))).toEqual(position(0, 0));
    // And it does not go back.
    expect(learned(position(1, 1), { ...s1, commitPoint: position(2, 2) })).toEqual(position(2, 2));
  });

  it('not where the logs do not meet: the first entry is of another term, or is not there', () => {
    expect(HandlePullEntriesResponse(c, s1, pulled(2, entries(1, 1, 2), 2))).toBeUndefined();
    expect(HandlePullEntriesResponse(c, s1, pulled(2, entries(1), 2))).toBeUndefined();
  });
});

describe('the paper, pulling: what comes late', () => {
  const m = pulled(2, entries(1, 2, 2), 2);

  it('an answer to what the member would not ask now is for none of the three', () => {
    expect(uses(c, s1, m)).toEqual(['HandlePullEntriesResponse']);
    expect(uses(c, { ...s1, log: entries(1) }, m)).toEqual([]);
    expect(uses(c, { ...s1, log: entries(1, 2, 2) }, m)).toEqual([]);
    expect(uses(c, { ...s1, syncSource: 's3' }, m)).toEqual([]);
    expect(uses(c, { ...s1, syncSource: undefined }, m)).toEqual([]);
  });

  it('an answer of a newer term waits for UpdateTerm (Raft section 5.1)', () => {
    expect(uses(c, { ...s1, currentTerm: 1 }, m)).toEqual([]);
  });

  it('an answer of an older term counts: the query has no refusal (SERVER-22136)', () => {
    expect(uses(c, { ...s1, currentTerm: 3 }, m)).toEqual(['HandlePullEntriesResponse']);
  });

  it('unless the source’s term is checked, which the paper, pulling, does not ask for', () => {
    const checked = { ...c, sourceTermChecked: true };
    expect(uses(checked, { ...s1, currentTerm: 3 }, m)).toEqual([]);
    expect(uses(checked, s1, m)).toEqual(['HandlePullEntriesResponse']);
    const forked = pulled(2, entries(1, 1, 3), 2);
    expect(uses(checked, s1, forked)).toEqual(['Rollback']);
    expect(uses(checked, { ...s1, currentTerm: 3 }, forked)).toEqual([]);
    const useless = pulled(2, entries(1), 2);
    expect(uses(checked, s1, useless)).toEqual(['LeaveSyncSource']);
    expect(uses(checked, { ...s1, currentTerm: 3 }, useless)).toEqual([]);
  });
});

describe('the paper, pulling: the cursor', () => {
  const s = { ...s1, cursor: 4 };
  const more = (changes: Partial<PullEntriesResponse> = {}) =>
    pulled(2, entries(1, 2, 2, 2), 2, { exclusive: true, rollbackId: 4, ...changes });

  it('an inclusive answer sets it to the source’s rollback id', () => {
    expect(HandlePullEntriesResponse(c, s1, pulled(2, log, 2, { rollbackId: 7 }))?.state.cursor).toBe(7);
  });

  it('an exclusive one needs it: the source has rolled back nothing since, so that all that it brings follows', () => {
    expect(HandlePullEntriesResponse(c, s, more())?.state).toEqual({ ...s, log: entries(1, 2, 2, 2) });
    expect(uses(c, s1, more())).toEqual(['LeaveSyncSource']);
  });

  it('the source has rolled back while the query went on: it is left, newer or not, and nothing is rolled back', () => {
    for (const m of [more({ rollbackId: 5 }), more({ rollbackId: 5, position: position(9, 9) })]) {
      expect(uses(c, s, m)).toEqual(['LeaveSyncSource']);
      expect(LeaveSyncSource(c, 's1', s, m)?.state).toEqual({ ...s, syncSource: undefined, cursor: -1 });
    }
  });

  it('without cursors none is kept', () => {
    expect(HandlePullEntriesResponse({ ...c, cursor: false }, s1, pulled(2, log, 2, { rollbackId: 7 }))?.state.cursor).toBe(-1);
  });
});

describe('the paper, chaining', () => {
  const none = { ...c, chaining: false };
  const m = pulled(2, entries(1, 2, 2), 2);

  it('a member may pull from one that is not primary', () => {
    expect(uses(c, s1, m)).toEqual(['HandlePullEntriesResponse']);
    expect(uses(c, s1, { ...m, primary: true })).toEqual(['HandlePullEntriesResponse']);
  });

  it('where that is switched off, such a source is left, and what it says counts for nothing', () => {
    expect(uses(none, s1, m)).toEqual(['LeaveSyncSource']);
    expect(uses(none, s1, pulled(2, entries(1, 1, 3), 2))).toEqual(['LeaveSyncSource']);
    expect(uses(none, s1, { ...m, primary: true })).toEqual(['HandlePullEntriesResponse']);
  });
});

describe('the paper, sync source, and SERVER-27403: LeaveSyncSource', () => {
  it('gives up the source and what was compared with it, and nothing else', () => {
    const s = { ...s1, cursor: 3, commitPoint: position(1, 1) };
    expect(LeaveSyncSource(c, 's1', s, pulled(2, entries(1), 2))).toEqual({ state: { ...s, syncSource: undefined, cursor: -1 }, send: [] });
  });

  it('SERVER-27403: a source whose log does not meet the member’s own and is not newer', () => {
    for (const log of [entries(), entries(1), entries(1, 1), entries(1, 1, 1)])
      expect(uses(c, s1, pulled(2, log, 2))).toEqual(['LeaveSyncSource']);
    // It is at the same position, but that is not what it has there.
    expect(uses(c, s1, pulled(2, entries(1, 1), 2, { position: position(2, 2) }))).toEqual(['LeaveSyncSource']);
  });

  it.each([
    ['has no source of its own', {}, true],
    ['has this member', { syncSource: 's1' }, true],
    ['has another one', { syncSource: 's3' }, false],
    ['is primary', { primary: true }, false],
    ['is ahead', { position: position(2, 3) }, false],
    ['is ahead, and has this member', { position: position(2, 3), syncSource: 's1' }, false],
  ])('a source that is not ahead and %s', (_, changes, isLeft) => {
    expect(LeaveSyncSource(c, 's1', s1, pulled(2, log, 2, changes)) !== undefined).toBe(isLeft);
  });

  it('not one that is of use', () => {
    expect(LeaveSyncSource(c, 's1', s1, pulled(2, entries(1, 2, 2), 2))).toBeUndefined();
    expect(LeaveSyncSource(c, 's1', s1, pulled(2, entries(1, 1, 3), 2))).toBeUndefined();
  });
});

describe('the paper, pulling: the three outcomes', () => {
  it('of any current answer there is at least one use; to roll back excludes the others', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anyMeeting, fc.boolean(), fc.boolean(), ([s, messages], chaining, sourceTermChecked) => {
        const config = { ...c, chaining, sourceTermChecked };
        for (const m of deepFreeze(messages)) {
          if (m.type !== 'PullEntriesResponse') continue;
          const found = uses(config, s, m).join(' and ');
          seen.set(found, (seen.get(found) ?? 0) + 1);
          const isCurrent = m.term <= s.currentTerm && m.from === s.syncSource && m.index === s.log.length;
          const isTermRight = !sourceTermChecked || m.term === s.currentTerm;
          if ((found !== '') !== (isCurrent && isTermRight)) throw new Error(`uses: ${found}`);
        }
      }),
      { numRuns: 5000 },
    );
    // An answer whose source will not be ahead is both learned from and a reason to leave: which comes first is left open.
    expect([...seen.keys()].sort()).toEqual(
      ['', 'HandlePullEntriesResponse', 'HandlePullEntriesResponse and LeaveSyncSource', 'LeaveSyncSource', 'Rollback'].sort(),
    );
    for (const count of seen.values()) expect(count).toBeGreaterThan(20);
  });
});
