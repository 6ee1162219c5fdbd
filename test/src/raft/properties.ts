/** The properties of the specification, all at once. */
import { invariants, type ObservedRaft, type RaftModelConfig, stepProperties } from '../../../src/raft/index.ts';

/** The names of what a step violates. */
export function violated(c: RaftModelConfig, s: ObservedRaft, t: ObservedRaft): readonly string[] {
  const ofState = Object.entries(invariants).filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}
