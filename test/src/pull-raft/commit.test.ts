/** Commitment: what a primary commits, and how the others learn of it. */
import { describe, expect, it } from 'vitest';
import { actions, HasCommittedInTerm, type Position, type PullRaftState } from '../../../src/pull-raft/index.ts';
import {
  c,
  candidate,
  dryRunCandidate,
  entries,
  heartbeat,
  heartbeatAnswer,
  position,
  positions,
  primary,
  pulled,
  secondary,
} from './make.ts';

const { AdvanceCommitPoint, HandleHeartbeatRequest, HandleHeartbeatResponse, HandlePullEntriesResponse, Rollback } = actions;

/** A primary of term 3 that was told this of s2 and s3. */
function knowing(s2: Position, s3: Position = position(0, 0), changes: Partial<PullRaftState> = {}): PullRaftState {
  return primary(3, { log: entries(1, 2, 3, 3), lastPosition: positions({ s2, s3 }), ...changes });
}

/** Up to where the primary commits, if it does. */
function committed(s: PullRaftState, config = c): Position | undefined {
  const result = AdvanceCommitPoint(config, 's1', s);
  if (result !== undefined) expect(result).toEqual({ state: { ...s, commitPoint: expect.any(Object) }, send: [] });
  return result?.state.commitPoint;
}

describe('the paper, commit: AdvanceCommitPoint', () => {
  it('commits the newest entry of its term that a majority has reported, itself included', () => {
    expect(committed(knowing(position(3, 3)))).toEqual(position(3, 3));
    expect(committed(knowing(position(3, 4), position(3, 3)))).toEqual(position(3, 4));
  });

  it('commits nothing that only the primary has', () => {
    expect(committed(knowing(position(0, 0)))).toBeUndefined();
  });

  it('commits nothing twice, and never goes back', () => {
    expect(committed(knowing(position(3, 3), position(0, 0), { commitPoint: position(3, 3) }))).toBeUndefined();
    expect(committed(knowing(position(3, 3), position(0, 0), { commitPoint: position(3, 4) }))).toBeUndefined();
    expect(committed(knowing(position(3, 4), position(0, 0), { commitPoint: position(3, 3) }))).toEqual(position(3, 4));
  });

  it('only a primary commits by counting', () => {
    const rest = { log: entries(3), lastPosition: positions({ s2: position(3, 1), s3: position(3, 1) }) };
    for (const s of [secondary({ currentTerm: 3, ...rest }), dryRunCandidate(3, rest), candidate(3, rest)])
      expect(committed(s)).toBeUndefined();
    expect(committed(primary(3, rest))).toEqual(position(3, 1));
  });

  it('a position of the same term as the entry counts, and no other: who has a newer log need not have this entry', () => {
    expect(committed(knowing(position(2, 4)))).toBeUndefined();
    expect(committed(knowing(position(4, 4), position(2, 9)))).toBeUndefined();
    expect(committed(knowing(position(2, 4), position(3, 4)))).toEqual(position(3, 4));
  });

  it('a report from beyond its own log, as after a restart of another, commits no more than it has', () => {
    expect(committed(knowing(position(3, 9)))).toEqual(position(3, 4));
  });

  it('members that do not vote report, and are not counted', () => {
    const two = { ...c, voters: ['s1', 's2'] };
    expect(committed(knowing(position(0, 0), position(3, 4)), two)).toBeUndefined();
    expect(committed(knowing(position(3, 3), position(3, 4)), two)).toEqual(position(3, 3));
  });

  it('by itself it commits at once', () => {
    expect(committed(primary(1, { log: entries(1) }), { ...c, servers: ['s1'], voters: ['s1'] })).toEqual(position(1, 1));
  });
});

describe('Raft section 5.4.2, and the paper, commit: entries of older terms', () => {
  it('are not committed by counting, however many have them', () => {
    const s = primary(3, { log: entries(1, 2), lastPosition: positions({ s2: position(2, 2), s3: position(2, 2) }) });
    expect(committed(s)).toBeUndefined();
  });

  it('not even by positions of its own term: what counts is the term of the entry that it has itself', () => {
    const s = primary(3, { log: entries(1, 2), lastPosition: positions({ s2: position(3, 2), s3: position(3, 2) }) });
    expect(committed(s)).toBeUndefined();
  });

  it('come along with the first entry of the primary’s own term (the paper, catch-up)', () => {
    expect(committed(knowing(position(3, 3), position(3, 3)))).toEqual(position(3, 3));
    expect(HasCommittedInTerm(knowing(position(3, 3), position(0, 0), { commitPoint: position(3, 3) }))).toBe(true);
    expect(HasCommittedInTerm(knowing(position(3, 3), position(0, 0), { commitPoint: position(2, 2) }))).toBe(false);
  });
});

describe('SERVER-27123: the commit point by heartbeat', () => {
  const s = secondary({ currentTerm: 3, log: entries(1, 2, 2) });
  const learned = (commitPoint: Position, changes: Partial<PullRaftState> = {}): readonly (Position | undefined)[] => {
    const member = { ...s, ...changes };
    const fromRequest = HandleHeartbeatRequest('s1', member, heartbeat(3, position(3, 9), { commitPoint }))?.state.commitPoint;
    const fromAnswer = HandleHeartbeatResponse(member, heartbeatAnswer(3, position(3, 9), { commitPoint }))?.state.commitPoint;
    return [fromRequest, fromAnswer];
  };
  const both = (p: Position): readonly Position[] => [p, p];

  it('is learned if it is of the term of the member’s own last entry', () => {
    expect(learned(position(2, 2))).toEqual(both(position(2, 2)));
    expect(learned(position(2, 3))).toEqual(both(position(2, 3)));
  });

  it('no further than the member’s log reaches (SERVER-39831)', () => {
    expect(learned(position(2, 7))).toEqual(both(position(2, 3)));
  });

  it('not if it is of another term: the member cannot tell whether it is on the same branch', () => {
    for (const p of [position(1, 1), position(3, 4), position(3, 1), position(0, 0)]) expect(learned(p)).toEqual(both(position(0, 0)));
  });

  it('does not go back', () => {
    expect(learned(position(2, 2), { commitPoint: position(2, 3) })).toEqual(both(position(2, 3)));
  });

  it('with an empty log nothing is learned', () => {
    expect(learned(position(2, 2), { log: [] })).toEqual(both(position(0, 0)));
    expect(learned(position(0, 0), { log: [] })).toEqual(both(position(0, 0)));
  });
});

describe('SERVER-39831, and SERVER-39367: the commit point from the sync source', () => {
  const s = secondary({ currentTerm: 3, log: entries(1), syncSource: 's2' });

  it('is learned whatever its term: the member’s log is the beginning of its source’s', () => {
    const m = pulled(3, entries(1, 2, 3), 1, { commitPoint: position(3, 3) });
    expect(HandlePullEntriesResponse(c, s, m)?.state.commitPoint).toEqual(position(3, 3));
    const older = pulled(3, entries(1, 2, 3), 1, { commitPoint: position(1, 1) });
    expect(HandlePullEntriesResponse(c, s, older)?.state.commitPoint).toEqual(position(1, 1));
  });

  it('no further than what the member got', () => {
    const m = { ...pulled(3, entries(1, 2), 1, { commitPoint: position(2, 3) }), position: position(3, 4) };
    expect(HandlePullEntriesResponse(c, s, m)?.state.commitPoint).toEqual(position(2, 2));
  });

  it('not as long as the member’s log ends in an older term: what it has is committed only by what follows', () => {
    const m = { ...pulled(3, entries(1, 2), 1, { commitPoint: position(3, 3) }), position: position(3, 3) };
    expect(HandlePullEntriesResponse(c, s, m)?.state.commitPoint).toEqual(position(0, 0));
    const known = { ...s, commitPoint: position(1, 1) };
    expect(HandlePullEntriesResponse(c, known, m)?.state.commitPoint).toBe(known.commitPoint);
  });

  it('SERVER-54374: not from a source whose log does not meet the member’s own', () => {
    const m = pulled(3, entries(2, 3), 1, { commitPoint: position(3, 2) });
    expect(HandlePullEntriesResponse(c, s, m)).toBeUndefined();
    expect(Rollback(c, s, m)?.state.commitPoint).toEqual(position(0, 0));
  });
});
