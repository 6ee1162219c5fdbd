/** P1 is the missing term of the specification: the mutant, with the switch on, does what the specification does with the switch off. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pullRaftBinding } from '../../../conformance/bindings/index.ts';
import { pullRaftBounds, pullRaftMutants, pullRaftProperties } from '../../../conformance/bindings/mutants-pull-raft.ts';
import { Encoder } from '../../../conformance/lockstep/encode.ts';
import { toPlain } from '../../../conformance/lockstep/tla.ts';
import { consequence } from '../../../conformance/mutation/consequence.ts';
import { readSources, writeCopy } from '../../../conformance/mutation/sources-node.ts';
import { replay } from '../../../conformance/replay/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { Heap, type Model } from '../../../conformance/tla-to-ts/index.ts';
import type { Model as CodeModel } from '../../../src/core/index.ts';
import type { ObservedPullRaft, PullRaftAction } from '../../../src/pull-raft/index.ts';
import {
  constantsOf,
  counterexample,
  goldenTrace,
  labelOf,
  labelsOf,
  labelText,
  loadPullRaft,
  type PullRaftBinding,
  root,
  withTerm,
} from '../replay/missing-term.ts';

/** How one came to a state: by which action, and from where. */
interface Way {
  readonly state: ObservedPullRaft;
  readonly label: string;
  readonly from: Way | undefined;
}

let mutant: PullRaftBinding;
/** The specification without the term, and with it, in the same bounds. */
let noTerm: Model;
let report: Model;
beforeAll(async () => {
  const P1 = pullRaftMutants.mutants.find((m) => m.id === 'P1') ?? expect.unreachable('no P1');
  const copy = writeCopy(await readSources(root, pullRaftMutants), P1);
  try {
    const mutated: typeof import('../../../src/pull-raft/index.ts') = await import(copy.url);
    mutant = pullRaftBinding(mutated.pullRaft);
  } finally {
    copy.remove();
  }
  noTerm = await loadPullRaft('noterm_bug');
  report = await loadPullRaft('report');
});

/** The actions of the specification in the order of Next, which is the one in which the engine looks at them. */
function orderOf(model: Model): ReadonlyMap<string, number> {
  return withProgram(model, (program) => {
    const labels = program.instances.map((x) =>
      labelText(
        x.name,
        x.parameters.map((p) => toPlain(model.heap, p.value)),
      ),
    );
    return new Map(labels.map((label, index) => [label, index]));
  });
}

/** The steps from a state, in the order of the specification. */
function stepsFrom(code: CodeModel<ObservedPullRaft, PullRaftAction>, from: Way, order: ReadonlyMap<string, number>): readonly Way[] {
  return [...code.actions(from.state)]
    .flatMap((action) => {
      const state = code.next(from.state, action);
      return state === undefined ? [] : [{ state, label: labelOf(action), from }];
    })
    .sort((a, b) => (order.get(a.label) ?? 0) - (order.get(b.label) ?? 0));
}

/** The shortest way of the code, alone, to a state where the property does not hold; of several the first in that order. */
function shortest(code: CodeModel<ObservedPullRaft, PullRaftAction>, model: Model, property: string): readonly string[] {
  const order = orderOf(model);
  const constant = constantsOf(model);
  const holds = pullRaftProperties(constant).states[property] ?? expect.unreachable(`no property ${property}`);
  const within = pullRaftBounds(
    constant,
    model.constraints.map((c) => c.name),
  );
  const encoder = new Encoder(new Heap());
  const queue: Way[] = code.init().map((state) => ({ state, label: '', from: undefined }));
  const known = new Set(queue.map((way) => encoder.encode(way.state)));
  for (const way of queue) {
    for (const next of stepsFrom(code, way, order)) {
      const key = encoder.encode(next.state);
      if (known.has(key)) continue;
      known.add(key);
      if (!holds(next.state)) return labelsTo(next);
      if (within(next.state)) queue.push(next);
    }
  }
  return [];
}

function labelsTo(way: Way): readonly string[] {
  return way.from === undefined ? [] : [...labelsTo(way.from), way.label];
}

describe('the mutant P1', () => {
  it('breaks LeaderCompleteness by the steps of the shortest counterexample of the specification without the term', () => {
    const { property, trace } = counterexample(noTerm);
    expect(property).toBe('LeaderCompleteness');
    const steps = shortest(mutant.code(constantsOf(report)), report, 'LeaderCompleteness');
    expect(steps).toHaveLength(18);
    expect(steps).toEqual(labelsOf(noTerm, trace));
  });

  it('takes that counterexample state by state although it is told to send the term, and the original does not', () => {
    const verdict = (binding: PullRaftBinding): string => {
      const named = { name: 'golden', trace: goldenTrace(noTerm) };
      return withProgram(noTerm, (program) => replay(program, withTerm(binding), [named])).verdict;
    };
    expect(verdict(mutant)).toBe('identical');
    expect(verdict(pullRaftBinding())).toBe('divergent');
  });

  it('has a story in which the original breaks nothing, with the bounds of that counterexample', () => {
    const { story } = pullRaftMutants.mutants.find((m) => m.id === 'P1') ?? expect.unreachable('no P1');
    const bounds = (file: string): readonly string[] => {
      const text = readFileSync(join(root, file), 'utf8');
      return (
        text
          .split(/^INVARIANTS?\b/m)[0]
          ?.split('\n')
          .filter((line) => !/^\\\*/.test(line)) ?? []
      );
    };
    const wanted = bounds('spec/pull-raft/MCPullRaft_noterm_bug.cfg').map((line) =>
      line.replace('PositionTerm = FALSE', 'PositionTerm = TRUE'),
    );
    expect(bounds(story?.config ?? '')).toEqual(wanted);
    const constant = constantsOf(report);
    const within = pullRaftBounds(
      constant,
      report.constraints.map((c) => c.name),
    );
    const code = pullRaftBinding().code(constant);
    const start = code.init().map((state) => ({ state, depth: 0 }));
    const limits = { states: 20_000, walks: 0, steps: 0 };
    expect(consequence(code, start, pullRaftProperties(constant), 'LeaderCompleteness', { limits, within })).toBeUndefined();
  });
});
