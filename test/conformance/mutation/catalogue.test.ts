/** The catalogue fits the code, and a mutant that does not fit is an error. */
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogues } from '../../../conformance/bindings/mutants.ts';
import { clientMutants } from '../../../conformance/bindings/mutants-client.ts';
import { multiPaxosMutants } from '../../../conformance/bindings/mutants-multi-paxos.ts';
import { paxosMutants } from '../../../conformance/bindings/mutants-paxos.ts';
import { pullRaftMutants, pullRaftProperties } from '../../../conformance/bindings/mutants-pull-raft.ts';
import { raftMutants, raftProperties } from '../../../conformance/bindings/mutants-raft.ts';
import { storageMutants } from '../../../conformance/bindings/mutants-storage.ts';
import type { Plain } from '../../../conformance/lockstep/binding.ts';
import { applyEdit, editsOf, type Mutant, modelsFor, StaleMutant } from '../../../conformance/mutation/catalogue.ts';
import { runMutants } from '../../../conformance/mutation/run-node.ts';
import { compileMutant, MutationSetupError, readSources, type Sources, writeCopy } from '../../../conformance/mutation/sources-node.ts';
import { logFile, pageStore, raftOnDisk } from '../../../src/storage/index.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const planted: Mutant = {
  id: 'T1',
  title: 'planted',
  why: 'for the test',
  breaks: 'nothing',
  file: 'src/paxos/actions.ts',
  find: 'x',
  replace: 'y',
};

/** Constants of a model of Raft, of either kind, in which nobody does anything. */
function constantOf(name: string): Plain {
  if (name === 'PreVote' || name === 'NoOp') return false;
  return /^Max(Entries|Index|Configs|Appends|Refusals)$/.test(name) ? 0 : [];
}

describe.each(catalogues.map((c) => [c.protocol, c] as const))('the mutants of %s', (_, catalogue) => {
  let sources: Sources;
  beforeAll(async () => {
    sources = await readSources(root, catalogue);
  });

  it('each have a name of their own', () => {
    expect(new Set(catalogue.mutants.map((m) => m.id)).size).toBe(catalogue.mutants.length);
  });

  it.each(catalogue.mutants.map((m) => [m.id, m] as const))(
    '%s fits the source in one place each time, and compiles to something else',
    (__, mutant) => {
      const mutated = compileMutant(sources, mutant);
      expect([...mutated.keys()]).toEqual([...new Set(editsOf(mutant).map((edit) => edit.file))]);
      for (const [file, text] of mutated) expect(text).not.toBe(sources.compiled.get(file));
    },
  );

  it('have a control among them', () => {
    expect(catalogue.mutants.some((m) => m.control === true)).toBe(true);
  });

  it('have a small model and a default one to be checked on, and those that they name', () => {
    expect(catalogue.models.map((m) => m.size)).toEqual(expect.arrayContaining(['small', 'default']));
    const names = catalogue.models.map((m) => m.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { model } of catalogue.mutants) if (model !== undefined) expect(names).toContain(model);
  });

  it('have their models and stories in files that are there', () => {
    const stories = catalogue.mutants.flatMap(({ story }) => (story === undefined ? [] : [story.spec, story.config]));
    const configs = catalogue.models.map((m) => join(dirname(catalogue.spec), m.config));
    for (const file of [catalogue.spec, ...configs, ...stories])
      expect({ file, isThere: existsSync(join(root, file)) }).toMatchObject({ isThere: true });
  });
});

describe('the catalogue of Paxos', () => {
  it('is X1 to X12, and X12 is the control', () => {
    expect(paxosMutants.mutants.map((m) => m.id)).toEqual(Array.from({ length: 12 }, (_, i) => `X${i + 1}`));
    expect(paxosMutants.mutants.filter((m) => m.control === true).map((m) => m.id)).toEqual(['X12']);
  });
});

describe('the catalogue of MultiPaxos', () => {
  it('is M1 to M22, of which the first are those of Paxos, and M12 is the control', () => {
    expect(multiPaxosMutants.mutants.map((m) => m.id)).toEqual(Array.from({ length: 22 }, (_, i) => `M${i + 1}`));
    expect(multiPaxosMutants.mutants.filter((m) => m.control === true).map((m) => m.id)).toEqual(['M12']);
    for (const [n, mutant] of multiPaxosMutants.mutants.slice(0, 11).entries()) expect(mutant.why).toContain(`(X${n + 1})`);
  });
});

describe('the catalogue of Raft', () => {
  it('is R1 to R43, and R44, the control', () => {
    expect(raftMutants.mutants.map((m) => m.id)).toEqual(Array.from({ length: 44 }, (_, i) => `R${i + 1}`));
  });

  it('names for each bug a property of the code that it breaks', () => {
    const { states, steps, enabled = {}, reachable = {} } = raftProperties(constantOf);
    const known = Object.keys({ ...states, ...steps, ...enabled, ...reachable });
    for (const { control, breaks } of raftMutants.mutants) if (control !== true) expect(known).toContain(breaks);
  });
});

describe('the catalogue of pull-based Raft', () => {
  it('is P1 to P15, and P16, the control', () => {
    expect(pullRaftMutants.mutants.map((m) => m.id)).toEqual(Array.from({ length: 16 }, (_, i) => `P${i + 1}`));
    expect(pullRaftMutants.mutants.filter((m) => m.control === true).map((m) => m.id)).toEqual(['P16']);
  });

  it('names for each bug a property of the code that it breaks', () => {
    const { states, steps, enabled = {}, reachable = {} } = pullRaftProperties(constantOf);
    const known = Object.keys({ ...states, ...steps, ...enabled, ...reachable });
    for (const { control, breaks } of pullRaftMutants.mutants) if (control !== true) expect(known).toContain(breaks);
  });
});

describe('the catalogue of clients', () => {
  it('is C1 to C16, and C17, the control', () => {
    expect(clientMutants.mutants.map((m) => m.id)).toEqual(Array.from({ length: 17 }, (_, i) => `C${i + 1}`));
    expect(clientMutants.mutants.filter((m) => m.control === true).map((m) => m.id)).toEqual(['C17']);
  });
});

describe('the catalogues of storage', () => {
  const mutants = storageMutants.flatMap((c) => c.mutants);

  it('are S1 to S8, what the layouts add, and a control for each part', () => {
    const ids = mutants.map((m) => m.id).sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
    expect(ids).toEqual(Array.from({ length: 16 }, (_, i) => `S${i + 1}`));
    expect(mutants.filter((m) => m.control === true).map((m) => m.id)).toEqual(['S9', 'S13', 'S16']);
  });

  it('name for each bug a property of the code that it breaks', () => {
    const known = [logFile.invariants, pageStore.invariants, raftOnDisk.invariants].map((all) => Object.keys(all));
    const ofPart = storageMutants.map((c) => c.mutants.filter((m) => m.control !== true).map((m) => m.breaks));
    for (const [n, breaks] of ofPart.entries()) expect(known[n]).toEqual(expect.arrayContaining([...breaks]));
  });
});

describe('the models of a mutant', () => {
  const usual = ['small', 'default'];
  it.each([
    ['are the usual ones', {}, usual],
    ['begin with its own', { model: 'default' }, ['default', 'small']],
    ['begin with its own, even if that is no usual one', { model: 'large' }, ['large', 'small', 'default']],
    ['are its own alone, for a control', { model: 'large', control: true } as const, ['large']],
    ['are the usual ones for a control that has none of its own', { control: true } as const, usual],
  ])('%s', (_, changes, models) => {
    expect(modelsFor({ ...planted, ...changes }, usual)).toEqual(models);
  });
});

describe('applying a mutant', () => {
  const applyMutant = (mutant: Mutant, text: string): string => applyEdit(mutant, mutant, text);

  it('replaces the text, and takes nothing in the replacement for a pattern', () => {
    expect(applyMutant({ ...planted, find: 'b', replace: '$&$1' }, 'abc')).toBe('a$&$1c');
  });

  it('makes all its changes, several of them in one file', async () => {
    const sources = await readSources(root, paxosMutants);
    const texts = new Map([...sources.texts, ['src/paxos/actions.ts', 'a b'], ['src/paxos/next.ts', 'c']]);
    const also = [
      { file: 'src/paxos/actions.ts', find: 'b', replace: 'y' },
      { file: 'src/paxos/next.ts', find: 'c', replace: 'z' },
    ];
    const mutated = compileMutant({ ...sources, texts, compile: (_, text) => text }, { ...planted, find: 'a', replace: 'x', also });
    expect([...mutated]).toEqual([
      ['src/paxos/actions.ts', 'x y'],
      ['src/paxos/next.ts', 'z'],
    ]);
  });

  it.each([
    ['the text is gone', { ...planted, find: 'not there' }, /occurs 0 times/],
    ['the text stands in two places', { ...planted, find: 'a' }, /occurs 2 times/],
    ['there is no text', { ...planted, find: '' }, /occurs 0 times/],
    ['it changes nothing', { ...planted, find: 'b', replace: 'b' }, /changes nothing/],
  ])('is refused where %s', (_, mutant, message) => {
    expect(() => applyMutant(mutant, 'a b a')).toThrow(StaleMutant);
    expect(() => applyMutant(mutant, 'a b a')).toThrow(message);
  });
});

describe('a run', () => {
  const run = (mutant: Mutant): Promise<unknown> =>
    runMutants(paxosMutants, {
      root,
      program: new URL('file:///nowhere/to/be/found.js'),
      models: () => ['small'],
      mutants: [...paxosMutants.mutants.slice(0, 1), mutant],
      signal: new AbortController().signal,
      onReport: () => expect.unreachable('a mutant ran'),
    });

  it.each([
    ['whose text is gone', { ...planted, find: 'not there' }, StaleMutant],
    ['of a file that the protocol does not use', { ...planted, file: 'src/system/lift.ts' }, StaleMutant],
    ['that is no program', { ...planted, find: 'export function Phase1a(', replace: 'export function (' }, MutationSetupError],
  ])('does not start with a mutant %s', async (_, mutant, error) => {
    await expect(run(mutant)).rejects.toThrow(error);
  });

  it('says which source is missing', async () => {
    await expect(readSources(root, { ...paxosMutants, entry: 'src/paxos/nothing.ts' })).rejects.toThrow(/nothing\.ts.*cannot be read/);
  });
});

describe('a copy', () => {
  it('can be loaded where it is, has the change in it, and can be removed', async () => {
    const before = copies();
    const [first] = paxosMutants.mutants;
    if (first === undefined) return expect.unreachable();
    const copy = writeCopy(await readSources(root, paxosMutants), first);
    expect(copies()).toHaveLength(before.length + 1);
    const opened = (await paxosMutants.subject(copy.url)).open((s) => [s.mutant.protocol, s.mutant === s.original]);
    expect(opened).toEqual(['paxos', false]);
    copy.remove();
    expect(copies()).toEqual(before);
  });
});

function copies(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('lockstep-mutant-X1-'));
}
