/** The properties of src/raft/progress.ts hold of the code as it is, in the models in which mutants break them. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { raftBounds, raftProperties } from '../../../conformance/bindings/mutants-raft.ts';
import { raftBinding } from '../../../conformance/bindings/raft.ts';
import { toPlain } from '../../../conformance/lockstep/tla.ts';
import { consequence } from '../../../conformance/mutation/consequence.ts';
import { constantValue } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { loadModel, type Model, type Source } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { progress } from '../../../src/raft/index.ts';

beforeAll(loadGrammar);

const spec = fileURLToPath(new URL('../../../spec/', import.meta.url));
const read = (path: string): Source => ({ path, text: readFileSync(`${spec}${path}`, 'utf8') });
const module = (name: string): Source | undefined => {
  if (name === 'TLC') return undefined;
  return ['raft', 'consensus'].map((folder) => `${folder}/${name}.tla`).flatMap((path) => attempt(() => read(path)))[0];
};

function attempt<T>(f: () => T): T[] {
  try {
    return [f()];
  } catch {
    return [];
  }
}

/** All that the code as it is can be asked within the bounds of a model. */
function within(config: string) {
  const model: Model = loadModel(read('raft/MCRaft.tla'), read(`raft/MCRaft_${config}.cfg`), module);
  const constant = (name: string) => toPlain(model.heap, constantValue(model, name));
  const code = raftBinding().code(constant);
  const starts = code.init().map((state) => ({ state, depth: 0 }));
  const bounds = raftBounds(
    constant,
    model.constraints.map((c) => c.name),
  );
  const limits = { states: 100_000, walks: 0, steps: 0 };
  return (wanted: string) => consequence(code, starts, raftProperties(constant), wanted, { limits, within: bounds });
}

describe('the properties of states, of steps and of what is enabled', () => {
  it.each(['rivals', 'pair', 'small', 'membership'])('hold in all the states of the model %s', (config) => {
    // Nothing that is wanted: whatever fails first is reported.
    expect(within(config)('')).toBeUndefined();
  });
});

describe('what can be reached', () => {
  it.each([
    ['EveryTermCanHaveALeader', 'pair'],
    ['NewLeaderCommits', 'pair'],
    ['NewLeaderCommits', 'membership'],
  ])('%s is reached in the model %s', (name, config) => {
    expect(Object.keys(progress.reachable)).toContain(name);
    expect(within(config)(name)).toBeUndefined();
  });
});
