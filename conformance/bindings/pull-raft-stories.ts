/** Where mutants of pull-based Raft show what they lead to. */
import type { Story } from '../mutation/catalogue.ts';

/** A model in which the specification, with the same mistake put in, violates the property. */
export function bugStory(name: string): Story {
  return { spec: 'spec/pull-raft/MCPullRaftBug.tla', config: `spec/pull-raft/PullRaft_${name}_bug.cfg` };
}

/** A model of the specification as it is. */
export function modelStory(name: string): Story {
  return { spec: 'spec/pull-raft/MCPullRaft.tla', config: `spec/pull-raft/MCPullRaft_${name}.cfg` };
}
