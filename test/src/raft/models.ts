/** Small clusters for tests that need no engine. */
import type { Model } from '../../../src/core/index.ts';
import {
  type ObservedRaft,
  type RaftAction,
  type RaftConfig,
  type RaftModelConfig,
  type RaftState,
  raft,
  raftObserver,
} from '../../../src/raft/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { startOf } from '../stage.ts';

export const servers: readonly string[] = ['s1', 's2', 's3'];

/** A cluster as it runs: three voters, no bounds. */
export const cluster: RaftConfig = { servers, initVoters: servers, initLearners: [], preVote: false, noOp: true };

/** The same with bounds wide enough for what a test does. */
export function config(changes: Partial<RaftModelConfig> = {}): RaftModelConfig {
  const bounds = {
    electable: [servers, servers, servers],
    crashable: servers,
    applying: servers,
    compacting: servers,
    transferable: servers,
    removable: servers,
    maxIndex: 4,
    maxConfigs: 2,
  };
  return { ...cluster, values: ['v1', 'v2'], reads: ['r1', 'r2'], bounds, ...changes };
}

/** The whole system with its history. */
export function model(c: RaftModelConfig): Model<ObservedRaft, RaftAction> {
  return observed(systemModel(raft, c), raftObserver(c));
}

/** Its one initial state. */
export function start(c: RaftModelConfig): ObservedRaft {
  return startOf(model(c));
}

/** An action, and the server that it is about; the message is the one in flight that fits. */
export type Scripted = readonly [type: RaftAction['type'], i: string, about?: string | number];

/** The state after the actions; one that is not enabled, or that is not the only one of its name, fails the test. */
export function run(c: RaftModelConfig, ...script: readonly Scripted[]): ObservedRaft {
  const m = model(c);
  return script.reduce((s, [type, i, about]) => {
    const fits = [...m.actions(s)].filter((a) => {
      const { type: _, i: __, m: ___, ...rest } = { m: undefined, ...a };
      return a.type === type && a.i === i && Object.values(rest)[0] === about;
    });
    const next = fits.flatMap((a) => m.next(s, a) ?? []);
    const [only] = next;
    if (only === undefined || next.length > 1) throw new Error(`${next.length} steps: ${type}(${i}, ${about})`);
    return only;
  }, start(c));
}

/** The state of one server. */
export function server(s: ObservedRaft, i: string): RaftState {
  const state = s.processes[i];
  if (state === undefined) throw new Error(`there is no server ${i}`);
  return state;
}
