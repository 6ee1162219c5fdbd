/**
 * Random walks of five servers with everything at once: PreVote, no-ops, reads, snapshots, changes of membership with a learner,
 * transfers and crashes, as in spec/raft/MCRaft_walks.cfg. After each step every invariant and every property of a step is looked at.
 */
import { describe, expect, it } from 'vitest';
import { type ObservedRaft, type RaftModelConfig, raftStep, raftStepObserver } from '../../../src/raft/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';
import { type Weights, walkUntil } from '../walk.ts';
import { model } from './models.ts';
import { cast } from './play.ts';
import { violated } from './properties.ts';

const five: readonly string[] = ['s1', 's2', 's3', 's4', 's5'];
const all = cast(five, { preVote: true, initVoters: five.slice(0, 4), initLearners: ['s5'], maxEntries: 2 });
const c: RaftModelConfig = deepFreeze({
  ...all,
  bounds: { ...all.bounds, electable: Array.from({ length: 12 }, () => five), maxIndex: 10, maxConfigs: 6 },
});

/** Timers and crashes seldom, or nothing would ever come of anything; what makes a leader and lets it change things, at once. */
const ACTIONS: Weights = {
  Timeout: 1,
  Restart: 1,
  RemoveServer: 3,
  AbortTransfer: 1,
  TransferLeadership: 1,
  SendTimeoutNow: 40,
  HandleTimeoutNowRequest: 40,
  HandleRequestPreVoteRequest: 40,
  HandleRequestPreVoteResponse: 40,
  BecomeCandidate: 40,
  HandleRequestVoteRequest: 40,
  HandleRequestVoteResponse: 40,
  HandleAppendEntriesRequest: 40,
  HandleAppendEntriesResponse: 40,
  BecomeLeader: 40,
  AdvanceCommitIndex: 40,
  AddLearner: 40,
  AddServer: 40,
  Retire: 40,
};

const EVENTS: Weights = {
  ElectionTimeout: 1,
  Restart: 1,
  RemoveServer: 2,
  TransferLeadership: 1,
  AbortTransfer: 1,
  TakeSnapshot: 3,
  Receive: 200,
};

/** Each of these happened often enough. */
function expectOften(fired: ReadonlyMap<string, number>, types: readonly string[]): void {
  for (const type of types) expect(fired.get(type) ?? 0, type).toBeGreaterThan(OFTEN);
}

/** More often than this. */
const OFTEN = 3;

describe('Figure 3, and thesis 3.10, 4, 6.4 and 9.6, along random walks', () => {
  it('every action keeps the properties of the specification', () => {
    const types = [
      ...['BecomeCandidate', 'BecomeLeader', 'ClientRequest', 'HandleAppendEntriesRequest', 'HandleAppendEntriesResponse'],
      ...['AdvanceCommitIndex', 'Apply', 'TakeSnapshot', 'HandleInstallSnapshotRequest', 'ClientRead', 'TransferLeadership'],
    ];
    const walks = { model: model(c), weights: ACTIONS, violated: (s: ObservedRaft, t: ObservedRaft) => violated(c, s, t) };
    expectOften(walkUntil({ ...walks, steps: 400, numRuns: 12 }, types, OFTEN), types);
  });

  it('and so does every event of a running server, with all that follows from it', () => {
    const types = ['Receive', 'ElectionTimeout', 'HeartbeatTimeout', 'ClientRequest', 'ClientRead', 'TakeSnapshot', 'Restart'];
    // Of an event that holds both the last promise and the election it is not to be seen that the one came before the other.
    const ofEvent = (s: ObservedRaft, t: ObservedRaft): readonly string[] =>
      violated(c, s, t).filter((name) => name !== 'TermNeedsMajority');
    const walks = { model: observed(systemModel(raftStep, c), raftStepObserver(c)), weights: EVENTS, violated: ofEvent };
    expectOften(walkUntil({ ...walks, steps: 200, numRuns: 12 }, types, OFTEN), types);
  });
});
