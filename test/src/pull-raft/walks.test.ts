/**
 * Random walks of four members with everything at once: dry runs, chaining, cursors, rollbacks, reads, handing over, a member that does not
 * vote, and crashes, much as in spec/pull-raft/MCPullRaft_walks.cfg. After each step every invariant and every property of a step is looked at.
 */
import { describe, expect, it } from 'vitest';
import { actions, type ObservedPullRaft, type PullRaftAction, type PullRaftModelConfig } from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { type Weights, walk } from '../walk.ts';
import { model } from './models.ts';
import { cast, Play } from './play.ts';
import { violated } from './properties.ts';

const four: readonly string[] = ['s1', 's2', 's3', 's4'];
const three = four.slice(0, 3);
const all = cast(four, { voters: three, maxEntries: 2 });
const c: PullRaftModelConfig = deepFreeze({
  ...all,
  bounds: { ...all.bounds, crashable: ['s2'], electable: Array.from({ length: 12 }, () => three), maxIndex: 16 },
});

/** Timers and crashes seldom, or nothing would ever come of anything; what makes a primary and lets it commit, at once. */
const WEIGHTS: Weights = {
  Timeout: 1,
  Restart: 1,
  StepDown: 60,
  ChooseSyncSource: 4,
  LeaveSyncSource: 4,
  Heartbeat: 3,
  ClientRequest: 40,
  WriteFirstEntry: 20,
  HandleHeartbeatRequest: 30,
  HandleHeartbeatResponse: 100,
  UpdateTerm: 60,
  PullEntries: 60,
  UpdatePosition: 60,
  HandleRequestVoteRequest: 100,
  HandleRequestVoteResponse: 200,
  HandlePullEntriesRequest: 30,
  HandlePullEntriesResponse: 200,
  HandleUpdatePositionRequest: 200,
  Rollback: 200,
  HandleStepUpRequest: 200,
  BecomeCandidate: 200,
  BecomePrimary: 200,
  AdvanceCommitPoint: 200,
  ClientRead: 40,
  StartReadRound: 200,
  AnswerReads: 200,
};

/** Walks with these switches, in which every property holds; what happened in them how often. */
function walked(
  changes: Partial<PullRaftModelConfig>,
  numRuns: number,
  from?: (config: PullRaftModelConfig) => ObservedPullRaft,
): ReadonlyMap<string, number> {
  const config = deepFreeze({ ...c, ...changes });
  return walk<ObservedPullRaft, PullRaftAction>({
    model: model(config),
    weights: WEIGHTS,
    violated: (s, t) => violated(config, s, t),
    steps: 300,
    numRuns,
    messageOf: (action) => ('m' in action ? action.m : undefined),
    ...(from === undefined ? {} : { from: from(config) }),
  });
}

/** s1 is primary, its first entry is committed, and all members pull from it. */
function led(config: PullRaftModelConfig): ObservedPullRaft {
  const p = new Play(config);
  p.lead('s1', 's2', 's3');
  p.replicate('s1', 's2', 's3', 's4');
  return p.state;
}

/** What of this has happened in no walk: walks in which nothing happens would keep every property as well. */
function seldom(names: readonly string[], walks: readonly ReadonlyMap<string, number>[]): readonly string[] {
  return names.filter((name) => walks.every((fired) => (fired.get(name) ?? 0) === 0));
}

describe('the paper, and Raft Figure 3, along random walks', () => {
  it('every action fires, and keeps the properties of the specification', () => {
    const walks: ReadonlyMap<string, number>[] = [];
    // Chance decides how soon everything has happened; that it happens is what is expected.
    do walks.push(walked({}, 5), walked({}, 8, led));
    while (seldom(Object.keys(actions), walks).length > 0 && walks.length < 10);
    expect(seldom(Object.keys(actions), walks)).toEqual([]);
  });

  it('with the source’s term checked, without chaining, cursors and dry runs as well (the paper, dry run)', () => {
    const fired = walked({ sourceTermChecked: true, chaining: false, cursor: false, dryRun: false }, 6, led);
    expect([fired.has('GetMore'), fired.has('BecomeCandidate')]).toEqual([false, false]);
    expect(seldom(['Timeout', 'HandlePullEntriesResponse', 'HandleUpdatePositionRequest', 'AdvanceCommitPoint'], [fired])).toEqual([]);
  });
});
