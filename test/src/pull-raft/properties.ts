/** The properties of the specification, all at once. */
import { invariants, type ObservedPullRaft, type PullRaftModelConfig, stepProperties } from '../../../src/pull-raft/index.ts';

/** The names of what a step violates. */
export function violated(c: PullRaftModelConfig, s: ObservedPullRaft, t: ObservedPullRaft): readonly string[] {
  const ofState = Object.entries(invariants).filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}
