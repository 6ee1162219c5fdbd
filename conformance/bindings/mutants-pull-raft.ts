/** Bugs that implementations of pull-based Raft had, or could have, as changes to src/pull-raft. */
import { mapValues, none } from '../../src/core/index.ts';
import {
  invariants,
  NoPosition,
  type ObservedPullRaft,
  type PullEntriesRequest,
  type PullEntriesResponse,
  type PullRaftAction,
  type PullRaftMessage,
  progress,
  stepProperties,
} from '../../src/pull-raft/index.ts';
import type { BoundModel, Plain } from '../lockstep/binding.ts';
import { asNumber } from '../lockstep/plain.ts';
import { type AnySubject, anySubject, type Catalogue, type Properties } from '../mutation/catalogue.ts';
import { commitMutants } from './mutants-pull-raft-commit.ts';
import { pullingMutants } from './mutants-pull-raft-pulling.ts';
import { pullRaftBinding, pullRaftConfig } from './pull-raft.ts';

type Test = (s: ObservedPullRaft) => boolean;

/** Models in which bugs show that the others are too narrow for, or too wide to show them soon. */
const models: readonly BoundModel[] = [{ name: 'deposed', config: 'MCPullRaft_deposed.cfg', size: 'large' }, ...pullRaftBinding().models];

function atMost(limit: number, isCounted: (m: PullRaftMessage) => boolean): Test {
  return (s) => s.network.filter(isCounted).length <= limit;
}

function isOf(...types: readonly PullRaftMessage['type'][]): (m: PullRaftMessage) => boolean {
  return (m) => types.includes(m.type);
}

function both(...tests: readonly Test[]): Test {
  return (s) => tests.every((test) => test(s));
}

/** Do these members alone vote for others? */
function votesOf(...voters: readonly string[]): Test {
  return (s) => s.network.every((m) => m.type !== 'RequestVoteResponse' || voters.includes(m.from));
}

/** Of the story of the member that comes late, which messages there may be. */
function isInLateStory({ history }: ObservedPullRaft, m: PullRaftMessage): boolean {
  switch (m.type) {
    case 'PullEntriesRequest':
      return (history.written[2] ?? none()).length > 0 && (m.from !== 's4' || history.committed.length > 0);
    case 'PullEntriesResponse':
      return m.entries.length > 0;
    case 'UpdatePositionRequest':
      return m.from === 's3' && m.positions.s3?.index === 2;
    default:
      return true;
  }
}

/** Of the story of the cursor, what a member may ask and what it may be answered. */
function isInCursorStory(m: PullEntriesRequest | PullEntriesResponse): boolean {
  if (m.type === 'PullEntriesResponse') return m.entries.length > 0 && (m.from !== 's3' || m.position.index === 2);
  return (m.to !== 's1' || m.index === 0) && (m.from !== 's1' || m.index === 1);
}

/** The constraints of MCPullRaft.tla and MCPullRaftBug.tla, by their names there. */
function constraint(name: string, constant: (name: string) => Plain): Test {
  const limit = (of: string): number => asNumber(constant(of));
  switch (name) {
    case 'PullsBound':
      return both(atMost(limit('MaxPulls'), isOf('PullEntriesRequest')), atMost(limit('MaxResponses'), isOf('PullEntriesResponse')));
    case 'ReportsBound':
      return atMost(limit('MaxReports'), isOf('UpdatePositionRequest'));
    case 'HeartbeatsBound':
      return both(atMost(limit('MaxHeartbeats'), isOf('HeartbeatRequest')), atMost(limit('MaxHeartbeats'), isOf('HeartbeatResponse')));
    case 'RollbacksBound': {
      const most = limit('MaxRollbacks');
      return (s) => Object.values(s.processes).every((p) => p.rollbackId <= most);
    }
    case 'RefusalsBound':
      return atMost(limit('MaxRefusals'), (m) => m.type === 'RequestVoteResponse' && !m.voteGranted);
    case 'OthersVote':
      return (s) => s.network.every((m) => m.type !== 'RequestVoteResponse' || (m.from !== 's1' && m.from !== 's2'));
    case 'SecondVotes':
      return votesOf('s2');
    case 'ThirdVotes':
      return votesOf('s3');
    case 'LateFourth':
      return (s) => s.network.every((m) => isInLateStory(s, m));
    case 'NoEmptyPulls':
      return (s) => s.network.every((m) => m.type !== 'PullEntriesResponse' || m.position.index > 0);
    case 'NoEmptyReports':
      return (s) => s.network.every((m) => m.type !== 'UpdatePositionRequest' || (m.positions[m.from] ?? NoPosition).index > 0);
    case 'CursorStory':
      return (s) => {
        const [first] = s.history.written;
        if (first !== undefined && first.length > 1) return false;
        return s.network.every((m) => (m.type !== 'PullEntriesRequest' && m.type !== 'PullEntriesResponse') || isInCursorStory(m));
      };
    default:
      throw new Error(`the constraint ${name} is not known to the code`);
  }
}

/** What PullRaft.tla and src/pull-raft/progress.ts say, of a model with these constants. */
export function pullRaftProperties(constant: (name: string) => Plain): Properties<ObservedPullRaft, PullRaftAction> {
  const c = pullRaftConfig(constant);
  return {
    states: mapValues(invariants, (holds) => (s) => holds(c, s)),
    steps: mapValues(stepProperties, (holds) => (s, t) => holds(c, s, t)),
    enabled: mapValues(progress.enabled, (holds) => (s, enabled) => holds(c, s, enabled)),
    reachable: mapValues(progress.reachable, (holds) => (s) => holds(c, s)),
  };
}

/** All the constraints together. */
export function pullRaftBounds(constant: (name: string) => Plain, constraints: readonly string[]): Test {
  return both(...constraints.map((name) => constraint(name, constant)));
}

/** The module at this address, which is a copy of src/pull-raft/index.ts but for a change, bound as that is. */
async function subject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/pull-raft/index.ts') = await import(url);
  return anySubject({
    mutant: pullRaftBinding(mutated.pullRaft),
    original: pullRaftBinding(),
    limits: { states: 20_000, walks: 0, steps: 0 },
    properties: pullRaftProperties,
    within: pullRaftBounds,
  });
}

/** The mutants P1 to P15 of pull-based Raft, and P16, the control. */
export const pullRaftMutants: Catalogue = {
  protocol: 'pull-raft',
  entry: 'src/pull-raft/index.ts',
  spec: pullRaftBinding().spec,
  models,
  mutants: [...commitMutants, ...pullingMutants],
  subject,
};
