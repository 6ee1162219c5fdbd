/** The golden scenario of the missing term (SERVER-22136): the engine's counterexample, step by step in the code, up to the lost entry. */
import { beforeAll, describe, expect, it } from 'vitest';
import { pullRaftBinding } from '../../../conformance/bindings/index.ts';
import { replay, type TraceResult } from '../../../conformance/replay/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import type { Model } from '../../../conformance/tla-to-ts/index.ts';
import { invariants, type ObservedPullRaft } from '../../../src/pull-raft/index.ts';
import {
  along,
  configOf,
  constantsOf,
  counterexample,
  goldenTrace,
  labelOf,
  labelsOf,
  loadPullRaft,
  type PullRaftBinding,
  withTerm,
} from './missing-term.ts';

/** The report of s3, which has voted in term 2, and that the primary of term 1 counts it. */
const REPORT = 'UpdatePosition(s3)';
const COUNTED = 'HandleUpdatePositionRequest(s1, s3)';

let model: Model;
let labels: readonly string[];
beforeAll(async () => {
  model = await loadPullRaft('noterm_bug');
  labels = labelsOf(model, goldenTrace(model));
});

function replayed(binding: PullRaftBinding): TraceResult {
  const named = { name: 'golden', trace: goldenTrace(model) };
  const [result] = withProgram(model, (program) => replay(program, binding, [named])).traces;
  return result ?? expect.unreachable('no trace');
}

/** The states of the code along these actions. */
function play(binding: PullRaftBinding, labels: readonly string[]): readonly ObservedPullRaft[] {
  return along(binding.code(constantsOf(model)), labels);
}

function enabledIn(binding: PullRaftBinding, s: ObservedPullRaft): readonly string[] {
  const code = binding.code(constantsOf(model));
  return [...code.actions(s)].filter((action) => code.next(s, action) !== undefined).map(labelOf);
}

function last(states: readonly ObservedPullRaft[]): ObservedPullRaft {
  return states.at(-1) ?? expect.unreachable('no state');
}

describe('the counterexample of the specification without the term', () => {
  it('is what the engine finds today', () => {
    const { property, trace } = counterexample(model);
    expect(property).toBe('LeaderCompleteness');
    // Values of one heap: the same number is the same value. In which order a file lists the fields of a record says nothing.
    expect(trace).toEqual(goldenTrace(model));
  });

  it('is taken by the code step by step, every state the same', () => {
    expect(labels).toHaveLength(18);
    expect(replayed(pullRaftBinding())).toMatchObject({ verdict: 'identical', steps: 18, divergence: undefined });
  });
});

describe('in the code without the term', () => {
  it('the primary of term 1 counts a member that has voted in term 2', () => {
    const states = play(pullRaftBinding(), labels.slice(0, labels.indexOf(COUNTED) + 1));
    const { processes } = last(states);
    expect(processes.s1).toMatchObject({ state: 'Primary', currentTerm: 1 });
    expect(processes.s3).toMatchObject({ currentTerm: 2, votedFor: 's2', log: [{ term: 1 }] });
    expect(processes.s1?.lastPosition.s3).toEqual({ term: 1, index: 1 });
  });

  it('the new primary lacks the entry that is then committed', () => {
    const states = play(pullRaftBinding(), labels);
    const { processes, history } = last(states);
    expect(history.committed).toEqual([{ entry: { term: 1 }, term: 1 }]);
    expect(processes.s1?.commitPoint).toEqual({ term: 1, index: 1 });
    expect(processes.s2).toMatchObject({ state: 'Primary', currentTerm: 2, log: [] });
  });

  it('no property of a state is violated before the last step, and after it LeaderCompleteness alone', () => {
    const c = configOf(model);
    const violated = (s: ObservedPullRaft): readonly string[] =>
      Object.keys(invariants).filter((name) => invariants[name]?.(c, s) === false);
    const found = play(pullRaftBinding(), labels).map(violated);
    expect(found.slice(0, -1).flat()).toEqual([]);
    expect(found.at(-1)).toEqual(['LeaderCompleteness']);
  });
});

describe('in the code with the term', () => {
  it('the trace is not taken: the report says another term', () => {
    const result = replayed(withTerm(pullRaftBinding()));
    // A replay also looks at the steps beside the path: s3 could report as soon as it has a source.
    expect(result).toMatchObject({ verdict: 'divergent', steps: labels.indexOf('ChooseSyncSource(s3, s1)') + 1 });
    expect(result.message).toContain(REPORT);
  });

  it('the report cannot be counted: it deposes the primary, which commits nothing', () => {
    const binding = withTerm(pullRaftBinding());
    const before = labels.slice(0, labels.indexOf(COUNTED));
    const enabled = enabledIn(binding, last(play(binding, before)));
    expect(enabled).toContain('UpdateTerm(s1, 2)');
    expect(enabled).not.toContain(COUNTED);
    expect(enabled).not.toContain('AdvanceCommitPoint(s1)');
    const deposed = last(play(binding, [...before, 'UpdateTerm(s1, 2)', COUNTED]));
    expect(deposed.processes.s1).toMatchObject({ state: 'Secondary', currentTerm: 2, commitPoint: { term: 0, index: 0 } });
    expect(enabledIn(binding, deposed)).not.toContain('AdvanceCommitPoint(s1)');
    expect(deposed.history.committed).toEqual([]);
  });
});
