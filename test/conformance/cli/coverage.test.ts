/** `--coverage` and `--require-coverage`: the table, the document, the exit code. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { protocolCoverage } from '../../../conformance/cli/print/coverage.ts';
import type { ActionCoverage } from '../../../conformance/tla-to-ts/index.ts';
import { Folder, spec } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

describe('check', () => {
  const ONE_SIDED = `Init == x = 0
Up == x < 2 /\\ x >= 0 /\\ x' = x + 1
Back == x = 2 /\\ x' = 0
Lost == x > 5 /\\ x' = 0
Next == Up \\/ Back \\/ Lost`;
  const FULL = ONE_SIDED.replace(' /\\ x >= 0', '').replace(' \\/ Lost', '');
  const CONFIG = 'INIT Init\nNEXT Next\n';

  it('prints a table in which what was not seen is marked', async () => {
    folder.write(spec('M', ONE_SIDED, CONFIG));
    const { code, out } = await folder.run(['check', 'M.tla', '--coverage']);
    expect(code).toBe(0);
    const line = (text: string): string => out.split('\n').find((l) => l.includes(text)) ?? '';
    expect(line('x < 2')).toMatch(/^ {2}M\.tla:\d+:7 +x < 2 +2 +1$/);
    expect(line('x >= 0')).toMatch(/^ {2}M\.tla:\d+:16 +x >= 0 +2 +0 {2}never false$/);
    expect(line('x > 5')).toMatch(/x > 5 +0 +3 {2}never true$/);
    expect(line('Lost  fired')).toBe('Lost  fired 0  NEVER FIRED');
    expect(line('coverage: ')).toBe(
      'COVERAGE NOT FULL coverage: 2 actions fired of 3, 4 guards, 2 seen both true and false; 1 action never fired, 2 guards one-sided',
    );
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^Proved for M/);
  });

  it('the document has it, only if it was asked for', async () => {
    folder.write(spec('M', FULL, CONFIG));
    const { out } = await folder.run(['check', 'M.tla', '--coverage', '--json']);
    const at = expect.stringMatching(/^M\.tla:\d+:\d+$/);
    expect(JSON.parse(out).coverage).toEqual({
      actions: [
        { name: 'Up', fired: 2, guards: [{ at, text: 'x < 2', kind: 'guard', true: 2, false: 1 }] },
        { name: 'Back', fired: 1, guards: [{ at, text: 'x = 2', kind: 'guard', true: 1, false: 2 }] },
      ],
    });
    const plain = await folder.run(['check', 'M.tla', '--json']);
    expect(JSON.parse(plain.out)).not.toHaveProperty('coverage');
    expect((await folder.run(['check', 'M.tla'])).out).not.toMatch(/coverage|x < 2/);
  });

  it('required: the exit code says whether it is full, and so does the last but one line, even if quiet', async () => {
    folder.write(spec('M', FULL, CONFIG));
    const full = await folder.run(['check', 'M.tla', '--require-coverage']);
    expect([full.code, full.out]).toEqual([
      0,
      expect.stringContaining('\ncoverage: 2 actions fired of 2, 2 guards, 2 seen both true and false\n'),
    ]);
    folder.write(spec('M', ONE_SIDED, CONFIG));
    const quiet = await folder.run(['check', 'M.tla', '--require-coverage', '--quiet']);
    expect([quiet.code, quiet.out]).toEqual([21, expect.stringMatching(/^COVERAGE NOT FULL/m)]);
    expect(quiet.out).not.toContain('x >= 0');
    const simulated = await folder.run(['check', 'M.tla', '--require-coverage', '--simulate', '2', '--seed', '1', '--json']);
    expect([simulated.code, JSON.parse(simulated.out).coverage.actions.length]).toEqual([21, 3]);
  });

  it('required of a specification without behaviour: nothing was seen', async () => {
    folder.write(spec('M', 'ASSUME 1 < 2', ''));
    const ran = await folder.run(['check', 'M.tla', '--require-coverage']);
    expect([ran.code, ran.out]).toEqual([21, expect.stringContaining('there is no action')]);
  });

  it('a violation keeps its exit code', async () => {
    folder.write(spec('M', `${ONE_SIDED}\nSmall == x < 2`, `${CONFIG}INVARIANT Small\n`));
    expect((await folder.run(['check', 'M.tla', '--require-coverage'])).code).toBe(12);
  });
});

const SPEC = `---- MODULE Count ----
EXTENDS Integers
CONSTANT Max
VARIABLE n
Init == n = 1
Up == Max > 0 /\\ n < Max /\\ n' = n + 1
Down == n > 0 /\\ n' = n - 1
Next == Up \\/ Down
====
`;

const BINDING = `
const binding = {
  protocol: 'count', spec: 'Count.tla',
  models: [
    { name: 'two', config: 'Two.cfg', size: 'default' },
    { name: 'none', config: 'None.cfg', size: 'default' },
  ],
  code: (constant) => ({
    init: () => [{ n: 1 }],
    actions: () => [{ type: 'Up' }, { type: 'Down' }],
    next: (s, a) => (a.type === 'Up' ? (s.n < constant('Max') ? { n: s.n + 1 } : undefined) : s.n > 0 ? { n: s.n - 1 } : undefined),
  }),
  refinement: (t) => ({
    variables: { n: (s) => t.int(s.n) },
    actions: { Up: () => [{ name: 'Up', parameters: [] }], Down: () => [{ name: 'Down', parameters: [] }] },
  }),
  source: (name) => ({ file: 'binding.mjs', name }),
};
export const count = { ...binding, open: (use) => use(binding) };
`;

describe('conform', () => {
  beforeEach(() => {
    folder.write({
      'binding.mjs': BINDING,
      'Count.tla': SPEC,
      'Two.cfg': 'CONSTANT Max = 2\nINIT Init\nNEXT Next\n',
      'None.cfg': 'CONSTANT Max = 0\nINIT Init\nNEXT Next\n',
    });
  });
  const run = (...argv: readonly string[]): ReturnType<Folder['run']> => folder.run(['conform', 'binding.mjs', ...argv]);
  const guard = (at: string, text: string, yes: number, no: number): unknown => ({ at, text, kind: 'guard', true: yes, false: no });

  test.each([['1'], ['2']])('what one model does not see another may, with %s at a time', async (workers) => {
    const { code, out } = await run('--require-coverage', '--json', '--workers', workers);
    expect(code).toBe(0);
    expect(JSON.parse(out).coverage).toEqual([
      {
        protocol: 'count',
        full: true,
        actions: [
          {
            name: 'Up',
            fired: 2,
            guards: [guard('Count.tla:6:7', 'Max > 0', 3, 2), guard('Count.tla:6:18', 'n < Max', 2, 1)],
          },
          { name: 'Down', fired: 3, guards: [guard('Count.tla:7:9', 'n > 0', 3, 2)] },
        ],
      },
    ]);
  });

  it('one model alone has a guard that is never false: marked, and an exit code if that is required', async () => {
    const { code, out } = await run('--coverage', '--model', 'two');
    expect(code).toBe(0);
    expect(out).toMatch(/Count\.tla:6:7 +Max > 0 +3 +0 {2}never false\n/);
    expect(out).toContain(
      '\nCOVERAGE NOT FULL coverage count: 2 actions fired of 2, 3 guards, 2 seen both true and false; 1 guard one-sided\n',
    );
    expect((await run('--require-coverage', '--model', 'two')).code).toBe(21);
  });

  it('random walks are counted too; without the option nothing is', async () => {
    const walked = await run('--coverage', '--mode', 'simulate', '--walks', '3', '--seed', '1', '--json', '--model', 'two');
    expect(JSON.parse(walked.out).coverage[0].full).toBe(false);
    const plain = await run('--json', '--model', 'two');
    expect(JSON.parse(plain.out)).not.toHaveProperty('coverage');
  });
});

describe('the coverage of a protocol', () => {
  const action = (fired: number): ActionCoverage => ({ name: 'Crash', fired, guards: [] });
  const model = (binding: string, spec: string, fired: number) => ({ binding, spec, result: { coverage: [action(fired)] } });

  it('puts together the models of one specification, and keeps those of others apart', () => {
    const parts = [model('disk/log', 'Log.tla', 1), model('disk/log', 'Log.tla', 2), model('disk/pages', 'Pages.tla', 0)];
    const steps = [model('raft', 'Raft.tla', 0), model('raft/step', 'Raft.tla', 4)];
    const found = protocolCoverage([...parts, ...steps]).map((c) => [c.protocol, c.full, c.actions.map((a) => a.fired)]);
    expect(found.map(([name, , fired]) => [name, fired])).toEqual([
      ['disk/log', [3]],
      ['disk/pages', [0]],
      ['raft', [4]],
    ]);
    expect(found.map(([, full]) => full)).toEqual([true, false, true]);
  });
});
