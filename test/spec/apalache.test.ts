/**
 * The models for Apalache are in order without Apalache: the engine reads their modules, what a run names is defined there, the README says how
 * to repeat it, and each inductive invariant has its three runs and one that must fail. With a real Apalache the runs are made, too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadModule, type Source } from '../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { Folder } from '../conformance/cli/support.ts';
import { realApalache } from '../conformance/engines/real.ts';
import { type ApalacheEntry, apalacheOf, folders, root } from './manifest.ts';

const FIELDS = ['module', 'name', 'args', 'result', 'cpuSeconds', 'note'];
const OPTIONS = ['cinit', 'init', 'next', 'length', 'inv', 'features', 'noDeadlock'];

function source(folder: string, name: string): Source | undefined {
  const found = [folder, 'consensus'].find((place) => readdirSync(join(root, place)).includes(`${name}.tla`));
  if (found === undefined) return undefined;
  const path = join(root, found, `${name}.tla`);
  return { path, text: readFileSync(path, 'utf8') };
}

/** Those of these names that a module of a folder does not define, itself or through what it extends. */
async function undefinedIn(folder: string, name: string, wanted: readonly string[]): Promise<readonly string[]> {
  await loadGrammar();
  const module = source(folder, name);
  if (module === undefined) return wanted;
  const resolved = loadModule(module, (imported) => source(folder, imported));
  return wanted.filter((operator) => resolved.lookup(operator) === undefined);
}

/** Runs that take more CPU seconds are not made, unless it is asked for: APALACHE_SECONDS=1000 npx vitest run test/spec/apalache.test.ts */
const PATIENCE = Number(process.env.APALACHE_SECONDS ?? 20);

const withRuns = folders.filter((folder) => apalacheOf(folder).length > 0);

describe.each(withRuns)('spec/%s under Apalache', (folder) => {
  const runs = apalacheOf(folder);
  const modules = readdirSync(join(root, folder)).flatMap((file) => /^(AP\w+)\.tla$/.exec(file)?.[1] ?? []);

  it('runs every module that is there for it, under names of their own', () => {
    expect([...new Set(runs.map((run) => run.module))].sort()).toEqual(modules.sort());
    expect(new Set(runs.map((run) => run.name)).size).toBe(runs.length);
  });

  it.each(runs.map((run) => [run.name, run] as const))('%s names what its module defines', async (_, run) => {
    const { cinit, init, next, inv } = run.args;
    expect(await undefinedIn(folder, run.module, [cinit, init, next, ...inv])).toEqual([]);
    expect(Object.keys(run).filter((field) => !FIELDS.includes(field))).toEqual([]);
    expect(Object.keys(run.args).filter((option) => !OPTIONS.includes(option))).toEqual([]);
    expect(run.cpuSeconds).toBeGreaterThan(0);
  });

  const quick = runs.filter((run) => run.cpuSeconds <= PATIENCE);
  it.for(quick.map((run) => [run.name, run] as const))(
    '%s says what it is recorded to say',
    { timeout: 1_200_000 },
    async ([, run], ctx) => {
      realApalache(ctx);
      const { module, args, result } = run;
      const ran = await new Folder(root).run([
        ...['check', `${folder}/${module}.tla`, '--engine', 'apalache', '--json', '--length', String(args.length)],
        ...['--cinit', args.cinit, '--init', args.init, '--next', args.next, '--inv', args.inv.join(',')],
        ...(args.features === undefined ? [] : ['--features', args.features.join(',')]),
        ...(args.noDeadlock === true ? ['--no-deadlock'] : []),
      ]);
      const { verdict, property, bound }: Partial<Record<'verdict' | 'property' | 'bound', unknown>> = JSON.parse(ran.out);
      expect([ran.err, verdict]).toEqual(['', result]);
      if (result === 'ok') expect(bound).toBe(args.length);
      else expect(args.inv).toContain(property);
    },
  );

  it('says in the README how to repeat them', () => {
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
    for (const run of runs) expect(readme).toContain(commandOf(folder, run));
  });
});

describe('an inductive invariant', () => {
  const all = withRuns.flatMap((folder) => apalacheOf(folder));
  const modules = [...new Set(all.filter((run) => run.args.inv.includes('IndInv')).map((run) => run.module))];

  it.each(modules)('of %s holds at first, is kept, implies what is wanted, and is no longer so without a part', (module) => {
    const runs = all.filter((run) => run.module === module);
    const steps = ({ args }: ApalacheEntry): boolean => args.init !== 'Init' && args.length === 1;
    const ok = runs.filter((run) => run.result === 'ok');
    expect(ok.some(({ args }) => args.init === 'Init' && args.length === 0 && args.inv.includes('IndInv'))).toBe(true);
    expect(ok.some((run) => steps(run) && run.args.inv.includes('IndInv'))).toBe(true);
    expect(ok.some(({ args }) => args.init !== 'Init' && !args.inv.includes('IndInv'))).toBe(true);
    expect(runs.some((run) => steps(run) && run.result === 'safety')).toBe(true);
  });

  it('is there for Voting, Paxos and the core of Raft', () => {
    expect(modules.sort()).toEqual(['APPaxos', 'APRaftCore', 'APVoting']);
  });
});

/** The command that repeats a run, in spec/consensus, as the READMEs have it. */
function commandOf(folder: string, { module, args }: ApalacheEntry): string {
  const options = [
    ...(args.features === undefined ? [] : [`--features=${args.features.join(',')}`]),
    `--cinit=${args.cinit}`,
    ...(args.init === 'Init' ? [] : [`--init=${args.init}`]),
    ...(args.next === 'Next' ? [] : [`--next=${args.next}`]),
    ...(args.noDeadlock === true ? ['--no-deadlock'] : []),
    `--inv=${args.inv.join(',')}`,
    `--length=${args.length}`,
  ];
  return `apalache-mc check ${options.join(' ')} ${folder === 'consensus' ? '' : `../${folder}/`}${module}.tla`;
}
