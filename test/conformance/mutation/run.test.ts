/** Mutants in processes of their own: caught, surviving, equivalent, without end, interrupted; and nothing is left behind. */
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { paxosMutants } from '../../../conformance/bindings/mutants-paxos.ts';
import type { Mutant } from '../../../conformance/mutation/catalogue.ts';
import { type MutationOptions, runMutants } from '../../../conformance/mutation/run-node.ts';
import type { MutantReport } from '../../../conformance/mutation/verdict.ts';
import { Folder } from '../cli/support.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const none: Mutant = {
  id: 'N1',
  title: 'no change',
  why: 'The order of two tests does not matter.',
  breaks: 'nothing',
  file: 'src/paxos/actions.ts',
  find: "  if (s.phase !== 'prepare') return undefined;\n  if (m.bal !== s.bal) return undefined;\n",
  replace: "  if (m.bal !== s.bal) return undefined;\n  if (s.phase !== 'prepare') return undefined;\n",
};

const endless: Mutant = {
  ...none,
  id: 'N2',
  title: 'a step without end',
  find: 'const promises = insert(s.promises, m);',
  replace: 'for (;;); const promises = insert(s.promises, m);',
};

function run(mutants: readonly Mutant[], options: Partial<MutationOptions> = {}): Promise<readonly MutantReport[]> {
  return runMutants(paxosMutants, {
    root,
    program: new URL('../../../conformance/cli/mutant.ts', import.meta.url),
    models: () => ['small'],
    mutants,
    signal: new AbortController().signal,
    ...options,
  });
}

const known = (id: string): Mutant => paxosMutants.mutants.find((m) => m.id === id) ?? expect.unreachable(id);
const copies = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => /^lockstep-mutant-(N|X2-|X5-|X12-|R32-|R44-|P8-|P16-)/.test(name));

beforeEach(() => expect(copies()).toEqual([]));
afterEach(() => expect(copies()).toEqual([]));

describe('a run', () => {
  it('stops a mutant that does not end, and calls it neither killed nor identical', async () => {
    const reports = await run([endless], { limits: { seconds: 3, megabytes: 512 } });
    expect(reports).toMatchObject([{ id: 'N2', verdict: 'incomplete', message: 'the limit of 3 seconds was reached' }]);
  });

  it('says what went wrong in a process that failed', async () => {
    const reports = await run([none], { program: new URL('file:///nowhere/to/be/found.js') });
    expect(reports).toMatchObject([{ verdict: 'incomplete', message: expect.stringMatching(/Cannot find module/) }]);
  });

  it('ends at once when it is interrupted', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 300);
    const reports = await run([endless, known('X5')], { signal: abort.signal, workers: 1 });
    expect(reports).toMatchObject([
      { id: 'N2', verdict: 'incomplete', message: 'interrupted' },
      { id: 'X5', verdict: 'incomplete', message: 'interrupted' },
    ]);
  });
});

describe('lockstep mutate', () => {
  const folder = new Folder();
  afterEach(() => folder.remove());

  it('says that a mutant survived a model which is too small for it, with exit code 22', async () => {
    const { code, out } = await folder.run(['mutate', 'paxos', '--only', 'X2,X12', '--model', 'small', '--json']);
    const document: unknown = JSON.parse(out);
    expect(document).toMatchObject({
      verdict: 'survived',
      mutants: [
        { id: 'X2', verdict: 'survived', by: 'lockstep: identical (small)', depth: 22 },
        { id: 'X12', verdict: 'equivalent', control: true, depth: 22 },
      ],
    });
    expect(code).toBe(22);
  });

  it('shows a table, and in the last line what was shown', async () => {
    const { code, out } = await folder.run(['mutate', '--only', 'X5', '--model', 'small']);
    expect(out).toMatch(
      /^mutant +bug +verdict +depth +by +then breaks\nX5 +maxBal not durable +killed +3 +lockstep: RestartAcceptor\(a1\) leads elsewhere +\w+ after \d+ steps\n/,
    );
    expect(out).toMatch(
      /Repeat: lockstep mutate --only X5 --model small\nShown: .* 1 mutant killed, 0 survived, 0 equivalent, 0 undecided\. .*\n$/,
    );
    expect(code).toBe(0);
  });

  it('checks a mutant of Raft on the model that it names, and shows what gets stuck', async () => {
    const { code, out } = await folder.run(['mutate', 'raft', '--only', 'R32,R44', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'ok',
      mutants: [
        { id: 'R32', verdict: 'killed', models: ['pair'], depth: 5, violation: { property: 'NewLeaderCommits' } },
        { id: 'R44', verdict: 'equivalent', control: true, models: ['small'] },
      ],
    });
    expect(code).toBe(0);
  });

  it('checks a mutant of pull-based Raft, and shows what never gets known', async () => {
    const { code, out } = await folder.run(['mutate', 'pull-raft', '--only', 'P8,P16', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'ok',
      mutants: [
        { id: 'P8', verdict: 'killed', models: ['small'], violation: { property: 'LearnsFromItsSource' } },
        { id: 'P16', verdict: 'equivalent', control: true, models: ['pair'] },
      ],
    });
    expect(code).toBe(0);
  });

  it('is incomplete when it is interrupted, with exit code 21', async () => {
    const { code, out, lastWords } = await folder.run(['mutate', '--json'], { interrupted: () => true });
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incomplete' });
    expect(code).toBe(21);
    expect(lastWords?.exitCode).toBe(21);
  });

  it.each([
    [['mutate', 'nothing'], /no mutants of nothing; there are of: paxos, multi-paxos, raft/],
    [['mutate', '--only', 'X1,X99'], /no mutant X99; there are: X1, /],
    [['mutate', '--only', ','], /--only needs the ids/],
    [['mutate', 'paxos', '--model', 'huge'], /paxos has no model huge; it has: small, default/],
    [['mutate', '--workers', '0'], /--workers needs a positive whole number/],
  ])('refuses %j', async (argv, message) => {
    const { code, err } = await folder.run(argv);
    expect(err).toMatch(message);
    expect(code).toBe(1);
  });
});
