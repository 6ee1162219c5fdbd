/** Where mutants of Raft show what they lead to. */
import type { Story } from '../mutation/catalogue.ts';

/** A model in which the specification, with the same mistake put in, violates the property. */
export function bugStory(name: string): Story {
  return { spec: 'spec/raft/MCRaftBug.tla', config: `spec/raft/Raft_${name}_bug.cfg` };
}

/** A model of the specification as it is. */
export function modelStory(name: string): Story {
  return { spec: 'spec/raft/MCRaft.tla', config: `spec/raft/MCRaft_${name}.cfg` };
}

/** A model of the specification as it is, bounded by definitions that stand beside the mistakes. */
export function boundStory(name: string): Story {
  return { spec: 'spec/raft/MCRaftBug.tla', config: `spec/raft/MCRaft_${name}.cfg` };
}
