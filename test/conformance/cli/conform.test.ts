/** `lockstep conform`: each mode, each exit code, the document, the report, and that a divergence can be seen again. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Folder } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const SPEC = `---- MODULE Count ----
EXTENDS Integers
CONSTANT Max
VARIABLE n
Init == n = 0
Up(k) == n + k <= Max /\\ n' = n + k
Down == n > 0 /\\ n' = n - 1
Next == (\\E k \\in 1..2 : Up(k)) \\/ Down
====
`;

/** The code, with the binding: as a user's file that needs nothing of this package. */
const CODE = `export function Up(max, s, k) { return s.n + k <= max ? { n: s.n + k } : undefined; }
export function Down(s) { return s.n > 0 ? { n: s.n - 1 } : undefined; }
`;
const BINDING = `import { Down, Up } from './code.mjs';
const binding = {
  protocol: 'count', spec: 'Count.tla',
  models: [
    { name: 'default', config: 'Count.cfg', size: 'default' },
    { name: 'large', config: 'Large.cfg', size: 'large' },
    { name: 'still', config: 'Still.cfg', size: 'small' },
  ],
  code: (constant) => ({
    init: () => [{ n: 0 }],
    actions: () => [{ type: 'Up', k: 1 }, { type: 'Up', k: 2 }, { type: 'Down' }],
    next: (s, a) => (a.type === 'Up' ? Up(constant('Max'), s, a.k) : Down(s)),
  }),
  refinement: (t) => ({
    variables: { n: (s) => t.int(s.n) },
    actions: { Up: (a) => [{ name: 'Up', parameters: [t.int(a.k)] }], Down: () => [{ name: 'Down', parameters: [] }] },
  }),
  source: (name) => ({ file: 'code.mjs', name }),
};
export const count = { ...binding, open: (use) => use(binding) };
`;

/** Each run has files of its own names: a module that was loaded once is not loaded again. */
let runs = 0;

function write(code: string = CODE, binding: string = BINDING): string {
  runs += 1;
  folder.write({
    [`code${runs}.mjs`]: code,
    [`binding${runs}.mjs`]: binding.replaceAll('code.mjs', `code${runs}.mjs`),
    'Count.tla': SPEC,
    'Count.cfg': 'CONSTANT Max = 4\nINIT Init\nNEXT Next\n',
    'Large.cfg': 'CONSTANT Max = 9\nINIT Init\nNEXT Next\n',
    'Still.cfg': 'CONSTANT Max = 0\nINIT Init\nNEXT Next\n',
  });
  return `binding${runs}.mjs`;
}

const WRONG = CODE.replace('s.n > 0 ? { n: s.n - 1 }', 's.n > 0 ? { n: s.n === 4 ? 2 : s.n - 1 }');

interface Document {
  readonly verdict: string;
  readonly message?: string;
  readonly command: string;
  readonly seed?: number;
  readonly models: readonly {
    readonly name: string;
    readonly verdict: string;
    readonly complete: boolean;
    readonly states: number;
    readonly transitions: number;
    readonly depth: number;
    readonly actions: Readonly<Record<string, number>>;
    readonly divergence?: {
      readonly trace: string | null;
      readonly replay: string | null;
      readonly differences: readonly unknown[];
      readonly codeSource: string;
    };
  }[];
}

async function json(argv: readonly string[]): Promise<{ readonly code: number; readonly document: Document; readonly err: string }> {
  const { code, out, err } = await folder.run(['conform', ...argv, '--json']);
  expect(out.trimEnd().split('\n')).toHaveLength(1);
  return { code, document: JSON.parse(out), err };
}

/** Removes the folder that a trace was written to, as nobody named another. */
function forget(trace: string | null | undefined): void {
  if (typeof trace === 'string' && trace.includes('lockstep-')) rmSync(dirname(trace), { recursive: true, force: true });
}

describe('identical', () => {
  test('the document', async () => {
    const { code, document } = await json([write()]);
    expect(code).toBe(0);
    const seconds = expect.any(Number);
    const actions = { Up: 7, Down: 4 };
    expect(document).toMatchObject({
      verdict: 'identical',
      models: [{ name: 'count/default', verdict: 'identical', complete: true, states: 5, transitions: 11, depth: 3, actions, seconds }],
    });
  });

  test('the text ends with what was proved, and within which bounds', async () => {
    const { code, out } = await folder.run(['conform', write()]);
    expect(code).toBe(0);
    expect(out).toContain('count/default  identical       5           11      3');
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      'IDENTICAL Proved for count/default: in all 5 reachable states, specification and code take the same steps, 11 transitions. Bounds: Max = 4.',
    );
  });

  test('paxos, as it is shipped, from any folder', async () => {
    const { code, document } = await json(['paxos', '--model', 'small']);
    expect(code).toBe(0);
    expect(document.models).toMatchObject([{ name: 'paxos/small', verdict: 'identical', complete: true, states: 6521, depth: 22 }]);
    expect(Object.values(document.models[0]?.actions ?? {}).every((n) => n > 0)).toBe(true);
  });
});

describe('divergent', () => {
  test('the report has the path, the difference, the places, and a trace that a replay repeats', async () => {
    const binding = write(WRONG);
    const { code, out } = await folder.run(['conform', binding, '--trace-out', 'd.itf.json']);
    expect(code).toBe(20);
    for (const part of [
      'Down leads to different states.',
      'A shortest path there, 2 steps:\n  1  Up(2)\n     n: 0 -> 2\n  2  Up(2)\n     n: 2 -> 4\n',
      'Down:\n  n: spec 3, code 2\n',
      'spec: Count.tla:7:1\n',
      `code: code${runs}.mjs:2\n`,
      'trace: d.itf.json\n',
      `replay: lockstep conform ${binding} --model default --mode replay --traces d.itf.json\n`,
      `Repeat: lockstep conform ${binding} --trace-out d.itf.json\nDIVERGENT `,
    ])
      expect(out).toContain(part);
    const again = await folder.run(['conform', binding, '--mode', 'replay', '--traces', 'd.itf.json']);
    expect(again.code).toBe(20);
    expect(again.out).toContain('Down leads to different states.');
    const mended = await folder.run(['conform', write(), '--mode', 'replay', '--traces', 'd.itf.json']);
    expect(mended.code).toBe(0);
  });

  test('the document; where no file was named, the trace is in a folder of its own', async () => {
    const { code, document } = await json([write(WRONG)]);
    const divergence = document.models[0]?.divergence;
    try {
      expect(code).toBe(20);
      expect(document.verdict).toBe('divergent');
      expect(divergence).toMatchObject({
        kind: 'spec-only',
        step: 'Down',
        path: ['Up(2)', 'Up(2)'],
        differences: [{ path: 'n', spec: '3', code: '2' }],
      });
      expect(existsSync(divergence?.trace ?? '')).toBe(true);
      expect(JSON.parse(readFileSync(divergence?.trace ?? '', 'utf8'))).toMatchObject({ vars: ['n'] });
    } finally {
      forget(divergence?.trace);
    }
    expect(folder.list().filter((f) => f.endsWith('.itf.json'))).toEqual([]);
  });
});

describe('incomplete', () => {
  test('a limit', async () => {
    const { code, document } = await json([write(), '--max-states', '2']);
    expect(code).toBe(21);
    expect(document).toMatchObject({ verdict: 'incomplete', message: 'count/default: the limit of 2 states was reached' });
    expect(document.models[0]?.complete).toBe(false);
  });

  test('nothing was compared', async () => {
    const { code, document } = await json([write(), '--model', 'still']);
    expect(code).toBe(21);
    expect(document.models[0]).toMatchObject({ verdict: 'incomplete', message: 'no step was compared' });
  });

  test('an action that never fired', async () => {
    const file = write();
    folder.write({ 'Count.tla': SPEC.replace('n > 0', 'n > 99') });
    folder.write({ [`code${runs}.mjs`]: CODE.replace('s.n > 0', 's.n > 99') });
    const { code, out } = await folder.run(['conform', file]);
    expect(code).toBe(21);
    expect(out).toContain('never taken');
    expect(out).toContain('INCOMPLETE Not proved: never taken, and so not compared: count: Down;');
  });

  test('the user did not wait', async () => {
    let asked = 0;
    const interrupted = (): boolean => ++asked > 1;
    const { code, out, lastWords } = await folder.run(['conform', write(), '--mode', 'simulate', '--walks', '100', '--json'], {
      interrupted,
    });
    expect(code).toBe(21);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incomplete', models: [{ message: 'interrupted' }] });
    expect(JSON.parse(lastWords?.stdout ?? '')).toMatchObject({ verdict: 'incomplete' });
    expect(lastWords?.exitCode).toBe(21);
  });
});

describe('simulate', () => {
  test('the seed decides, and is printed', async () => {
    const file = write();
    const argv = [file, '--model', 'large', '--mode', 'simulate', '--walks', '5', '--depth', '8'];
    const first = await json(argv);
    expect(first.code).toBe(0);
    expect(first.document.models[0]).toMatchObject({ verdict: 'identical', complete: false });
    expect(first.document.command).toMatch(new RegExp(`--seed ${first.document.seed}$`));
    const again = await json([...argv, '--seed', String(first.document.seed)]);
    expect(again.document.models).toEqual(first.document.models.map((m) => ({ ...m, seconds: expect.any(Number) })));
  });

  test('a bug is found', async () => {
    const { code, document } = await json([write(WRONG), '--mode', 'simulate', '--seed', '1']);
    forget(document.models[0]?.divergence?.trace);
    expect(code).toBe(20);
  });
});

describe('replay', () => {
  const check = async (): Promise<void> => {
    const made = await folder.run(['check', 'Count.tla', '--simulate', '4', '--depth', '9', '--seed', '3', '--trace-out', 'traces']);
    expect(made.code).toBe(0);
    expect(made.out).toContain('4 behaviours written to traces');
    expect(made.out).toMatch(
      /No violation for Count in 4 random behaviours of up to 9 steps \(seed 3\), \d distinct states; .* not proved\./,
    );
  };

  test('the behaviours that check --simulate wrote', async () => {
    const file = write();
    await check();
    expect(folder.list().filter((f) => f.endsWith('.itf.json'))).toHaveLength(4);
    const { code, document } = await json([file, '--traces', 'traces']);
    expect(code).toBe(0);
    expect(document.models[0]).toMatchObject({
      transitions: 36,
      states: 40,
      traces: expect.arrayContaining([expect.objectContaining({ steps: 9 })]),
    });
    const { out } = await folder.run(['conform', file, '--traces', 'traces/behaviour-1.itf.json', 'traces/behaviour-2.itf.json']);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^IDENTICAL 2 traces, 18 steps: .* Bounds: Max = 4\.$/);
  });

  test('a trace that was tampered with', async () => {
    const file = write();
    await check();
    const name = 'traces/behaviour-2.itf.json';
    const trace: { states: { n: unknown }[] } = JSON.parse(folder.read(name));
    Object.assign(trace.states[4] ?? {}, { n: { '#bigint': '99' } });
    folder.write({ [name]: JSON.stringify(trace) });
    const { code, out } = await folder.run(['conform', file, '--traces', 'traces']);
    expect(code).toBe(20);
    expect(out).toMatch(/traces\/behaviour-2\.itf\.json: \w+(\(\d\))? does not lead to state 4 of the trace\n/);
    expect(out).toMatch(/ {2}n: the trace 99, \w+(\(\d\))? \d\n/);
  });

  test.each([
    ['truncated', (text: string) => text.slice(0, 200), /it may be truncated|may be truncated/],
    ['empty', () => '', /the file is empty/],
    ['without states', () => '{"vars":["n"],"states":[]}', /the trace has no state/],
    ['of another specification', () => '{"vars":["m"],"states":[{"m":1}]}', /says nothing of the variables n/],
  ])('a file that is %s is no pass', async (_, change, message) => {
    const file = write();
    await check();
    const name = 'traces/behaviour-1.itf.json';
    folder.write({ [name]: change(folder.read(name)) });
    const { code, out, err } = await folder.run(['conform', file, '--traces', name]);
    expect([1, 20]).toContain(code);
    expect(out + err).toMatch(message);
    expect(out + err).not.toMatch(/\n\s+at /);
  });

  test('a single state is no pass', async () => {
    const file = write();
    folder.write({ 'one.itf.json': '{"vars":["n"],"states":[{"n":0}]}' });
    const { code, out } = await folder.run(['conform', file, '--traces', 'one.itf.json']);
    expect(code).toBe(21);
    expect(out).toContain('one.itf.json: the trace has no step, so nothing was compared');
  });
});

describe('wrong usage', () => {
  test.each<[readonly string[], RegExp]>([
    [['raft2'], /There is no protocol raft2; there are: paxos/],
    [['./none.mjs'], /The binding \.\/none\.mjs cannot be read/],
    [['BINDING', '--model', 'huge'], /There is no model huge; there are: count\/default, count\/large/],
    [['BINDING', '--mode', 'replay'], /--mode replay needs --traces FILE/],
    [['BINDING', '--mode', 'replay', '--traces', 'none.itf.json'], /The trace none\.itf\.json cannot be read/],
    [['BINDING', '--mode', 'replay', '--traces', '.'], /There is no trace in the folder \./],
    [['BINDING', '--traces', 'x', '--trace-out', 'y'], /--trace-out has nothing to write with --mode replay/],
    [['BINDING', '--seed', '4'], /--seed goes with --mode simulate/],
    [['BINDING', '--mode', 'simulate', '--max-states', '4'], /--max-states goes with --mode exhaustive/],
    [['BINDING', '--mode', 'simulate', '--traces', 'x'], /--traces goes with --mode replay/],
    [['BINDING', '--mode', 'simulate', '--seed', '-1'], /--seed needs a whole number/],
    [['BINDING', '--mode', 'simulate', '--seed', '4294967296'], /--seed needs a whole number/],
    [['BINDING', '--walks', '0'], /--walks needs a positive whole number/],
    [['BINDING', '--mode', 'everything'], /Allowed choices are exhaustive, simulate, replay/],
    [['BINDING', '--trace-out', 'no/such/folder.json'], /cannot be written: there is no folder/],
  ])('%s', async (argv, message) => {
    const file = write();
    const { code, out, err } = await folder.run(['conform', ...argv.map((a) => (a === 'BINDING' ? file : a))]);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(out).toBe('');
  });

  test('a file that exports no binding, one that cannot be loaded, and one that does not fit', async () => {
    folder.write({ 'none.mjs': 'export const x = 1;', 'broken.mjs': "throw new Error('no luck');" });
    expect((await folder.run(['conform', 'none.mjs'])).err).toContain('none.mjs exports no binding');
    expect((await folder.run(['conform', './broken.mjs'])).err).toContain('The binding ./broken.mjs cannot be loaded: no luck');
    const misfit = await folder.run(['conform', write(CODE, BINDING.replace('variables: { n:', 'variables: { m:'))]);
    expect(misfit).toMatchObject({
      code: 151,
      err: expect.stringContaining('speaks of variables that the specification does not have: m'),
    });
    const { code, document } = await json([write(CODE, BINDING.replace("'Count.cfg'", "'Gone.cfg'"))]);
    expect([code, document.verdict]).toEqual([1, 'error']);
  });

  test('of check --simulate', async () => {
    write();
    folder.write({ file: '' });
    const err = async (...argv: readonly string[]): Promise<string> => (await folder.run(['check', 'Count.tla', ...argv])).err;
    expect(await err('--depth', '1')).toMatch('--depth goes with --simulate');
    expect(await err('--simulate', '1', '--max-states', '5')).toMatch('random behaviours are bounded by --simulate and --depth');
    expect(await err('--simulate', '1', '--memory', '1GB')).toMatch('--memory bounds a search');
    expect(await err('--simulate', '1', '--workers', '0')).toMatch('--workers needs a positive whole number');
    expect(await err('--simulate', '1', '--trace-out', 'file')).toMatch('it is a file');
    expect(await err('--simulate', '1', '--trace-out', 'no/such/folder')).toMatch('there is no folder no/such');
  });
});
