/** Small replica sets for tests that need no engine. */
import type { Model } from '../../../src/core/index.ts';
import {
  type ObservedPullRaft,
  type PullRaftAction,
  type PullRaftConfig,
  type PullRaftModelConfig,
  type PullRaftState,
  pullRaft,
  pullRaftObserver,
} from '../../../src/pull-raft/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { startOf } from '../stage.ts';

export const servers: readonly string[] = ['s1', 's2', 's3'];

/** A replica set as it runs: three voters, no bounds. */
export const replicaSet: PullRaftConfig = {
  servers,
  voters: servers,
  positionTerm: true,
  sourceTermChecked: false,
  chaining: true,
  dryRun: true,
  cursor: true,
};

/** The same with bounds wide enough for what a test does. */
export function config(changes: Partial<PullRaftModelConfig> = {}): PullRaftModelConfig {
  const bounds = {
    electable: [servers, servers, servers],
    syncFrom: { s1: servers, s2: servers, s3: servers },
    heartbeating: servers,
    crashable: servers,
    successor: servers,
    maxIndex: 4,
  };
  return { ...replicaSet, values: ['v1', 'v2'], reads: ['r1', 'r2'], bounds, ...changes };
}

/** The whole system with its history. */
export function model(c: PullRaftModelConfig): Model<ObservedPullRaft, PullRaftAction> {
  return observed(systemModel(pullRaft, c), pullRaftObserver(c));
}

/** Its one initial state. */
export function start(c: PullRaftModelConfig): ObservedPullRaft {
  return startOf(model(c));
}

/** The state of one member. */
export function member(s: ObservedPullRaft, i: string): PullRaftState {
  const state = s.processes[i];
  if (state === undefined) throw new Error(`there is no member ${i}`);
  return state;
}
