/** `lockstep conform` with several models: in threads or one after the other, what it says is the same. */
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { boardText } from '../../../conformance/cli/print/board.ts';
import { Folder, type Ran, type Surroundings } from './support.ts';

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
Up == n < Max /\\ n' = n + 1
Down == n > 0 /\\ n' = n - 1
Next == Up \\/ Down
====
`;

/** Bindings with one model each; `what` is what is wrong with them. */
const BINDINGS = `const one = (protocol, config, what = {}) => {
  const binding = {
    protocol, spec: 'Count.tla', models: [{ name: 'm', config, size: 'default' }],
    code: (constant, max = constant('Max')) => ({
      init: () => [{ n: 0 }],
      actions: what.actions ?? (() => [{ type: 'Up' }, { type: 'Down' }]),
      next: (s, a) => {
        if (a.type === 'Up') return s.n < max ? { n: s.n + 1 } : undefined;
        return s.n > 0 ? { n: s.n === what.wrong ? 0 : s.n - 1 } : undefined;
      },
    }),
    refinement: (t) => ({
      variables: { n: (s) => t.int(s.n), ...what.variables },
      actions: { Up: () => [{ name: 'Up', parameters: [] }], Down: () => [{ name: 'Down', parameters: [] }] },
    }),
    source: (name) => ({ file: 'code.mjs', name }),
  };
  return { ...binding, open: (use) => use(binding) };
};
const short = (name, what) => one(name, 'Short.cfg', what);
`;

function write(list: string): void {
  folder.write({
    'Count.tla': SPEC,
    'Short.cfg': 'CONSTANT Max = 4\nINIT Init\nNEXT Next\n',
    'Long.cfg': 'CONSTANT Max = 500\nINIT Init\nNEXT Next\n',
    'Endless.cfg': 'CONSTANT Max = 2000000\nINIT Init\nNEXT Next\n',
    'manifest.json': '{ "models": [{ "config": "Long.cfg", "distinct": 501 }, { "config": "Short.cfg", "distinct": 5 }] }',
    [`b${runs}.mjs`]: `${BINDINGS}export const bindings = [${list}];\n`,
  });
}

/** A module that was loaded once is not loaded again. */
let runs = 0;

async function conform(list: string, argv: readonly string[], around?: Surroundings): Promise<Ran> {
  runs += 1;
  write(list);
  return folder.run(['conform', `b${runs}.mjs`, ...argv], around);
}

/** What is said, but for the times and the command. */
function said({ out }: Ran): string {
  return out.replace(/\d+\.\d+ s/g, 'T').replace(/^Repeat: .*$/m, '');
}

describe('several models', () => {
  test('are reported in the order of the bindings, in threads as without', async () => {
    const list = "short('a'), one('b', 'Long.cfg'), short('c')";
    const one = await conform(list, ['--workers', '1']);
    const two = await conform(list, ['--workers', '2']);
    const all = await conform(list, ['--json']);
    expect([one.code, two.code, all.code]).toEqual([0, 0, 0]);
    expect(said(two)).toBe(said(one));
    const document: { readonly models: readonly unknown[] } = JSON.parse(all.out);
    expect(document.models).toMatchObject([
      { name: 'a/m', states: 5, actions: { Up: 4, Down: 4 } },
      { name: 'b/m', states: 501 },
      { name: 'c/m', states: 5 },
    ]);
  });

  test('of which two diverge: both are explained, and the first one has the trace file that was named', async () => {
    const list = "short('a', { wrong: 4 }), short('b'), short('c', { wrong: 3 })";
    const { code, out } = await conform(list, ['--workers', '3', '--trace-out', 'd.itf.json', '--json']);
    expect(code).toBe(20);
    const document: {
      readonly message: string;
      readonly models: readonly { readonly verdict: string; readonly divergence?: { readonly trace: string; readonly replay: string } }[];
    } = JSON.parse(out);
    expect(document.models.map((m) => m.verdict)).toEqual(['divergent', 'identical', 'divergent']);
    expect(document.message).toMatch(/^a\/m: /);
    expect(document.models[0]?.divergence).toMatchObject({
      trace: 'd.itf.json',
      replay: `lockstep conform b${runs}.mjs --model a/m --mode replay --traces d.itf.json`,
    });
    const other = document.models[2]?.divergence?.trace ?? '';
    expect(existsSync(other)).toBe(true);
    const again = await folder.run(['conform', `b${runs}.mjs`, '--model', 'c/m', '--mode', 'replay', '--traces', other]);
    expect(again.code).toBe(20);
    new Folder(other.replace(/\/[^/]*$/, '')).remove();
  });

  test.each<[string, string, number, RegExp]>([
    [
      'that does not fit',
      "short('a'), short('b', { variables: { m: () => 0 } }), one('c', 'Gone.cfg')",
      151,
      /binding of b speaks of .* m\n/,
    ],
    ['that is not there', "short('a'), one('b', 'Gone.cfg'), short('c', { variables: { m: () => 0 } })", 1, /Gone\.cfg cannot be read/],
    [
      'whose code fails',
      "one('a', 'Long.cfg'), short('b', { actions: () => { throw new TypeError('no luck'); } })",
      70,
      /TypeError: no luck\n/,
    ],
    [
      'whose thread ends',
      "short('a', { actions: () => process.exit(0) }), short('b')",
      70,
      /the thread that checked a\/m ended with code 0/,
    ],
  ])('the first one %s is the error of the run', async (_, list, code, message) => {
    const ran = await conform(list, ['--workers', '3']);
    expect(ran).toMatchObject({ code, out: '', err: expect.stringMatching(message) });
  });

  test('end when the user does not want to wait, with what they have', async () => {
    let asked = 0;
    const interrupted = (): boolean => ++asked > 30;
    const { code, out, lastWords } = await conform(
      "one('a', 'Endless.cfg'), one('b', 'Endless.cfg'), short('c')",
      ['--workers', '2', '--json'],
      {
        interrupted,
      },
    );
    expect(code).toBe(21);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'incomplete', models: [{ message: 'interrupted' }, { message: 'interrupted' }] });
    expect(JSON.parse(lastWords?.stdout ?? '')).toMatchObject({ verdict: 'incomplete' });
  });

  test('say on a terminal what runs', async () => {
    const { err } = await conform("short('a'), short('b'), short('c')", ['--workers', '2'], { live: true });
    expect(err).toContain('\r\u001b[2K0 of 3 models done · a/m starts · 0.');
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
    const progress = { states: 1234, transitions: 0, depth: 3, queue: 0, seconds: 1 };
    expect(
      boardText(
        [
          { name: 'a/m', progress, rate: 99.7 },
          { name: 'b/m', progress: undefined, rate: undefined },
        ],
        1,
        3,
        12.34,
      ),
    ).toBe('1 of 3 models done · a/m 1,234 states, 100/s · b/m starts · 12.3 s');
  });
});

describe('a binding whose steps are several of the specification', () => {
  /** Counts up twice at once where it can; `step` is what it says of that. */
  const twice = (claim: string): string => `(() => {
    const up = { name: 'Up', parameters: [] };
    const binding = {
      protocol: 'a', part: 'step', relation: 'refines', spec: 'Count.tla', models: [{ name: 'm', config: 'Short.cfg', size: 'default' }],
      code: () => ({
        init: () => [{ n: 0 }],
        actions: () => [{ type: 'Jump', by: 2 }, { type: 'Stay' }],
        next: (s, a) => (a.type === 'Stay' ? s : s.n < 4 ? { n: s.n + 2 } : undefined),
      }),
      refinement: (t) => ({ variables: { n: (s) => t.int(s.n) }, actions: { Jump: (a, from) => ${claim}, Stay: () => [] } }),
      source: (name) => ({ file: 'code.mjs', name }),
    };
    return { ...binding, open: (use) => use(binding) };
  })()`;

  test('is shown to refine, beside one that is identical', async () => {
    const list = `short('a'), ${twice('[up, up]')}`;
    const { code, out } = await conform(list, ['--workers', '1']);
    expect(code).toBe(0);
    expect(out).toContain('a/m       identical       5            8      5');
    expect(out).toContain('a/step/m  refines         3            5      3');
    expect(out).toMatch(/steps of the specification in one of the code {2}a\/step\/m\n\(none\) +3\nUp; Up +2\n/);
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      'IDENTICAL Proved for a/m: in all 5 reachable states, specification and code take the same steps, 8 transitions. ' +
        'REFINES Proved for a/step/m: in all 3 reachable states, every step of the code is a sequence of steps of the specification, ' +
        '5 steps of the code. a/m: Bounds: Max = 4. a/step/m: Bounds: Max = 4.',
    );
    const { out: json } = await folder.run(['conform', `b${runs}.mjs`, '--model', 'a/step/m', '--json']);
    const sequences = [
      { steps: [], count: 3 },
      { steps: ['Up', 'Up'], count: 2 },
    ];
    expect(JSON.parse(json)).toMatchObject({
      verdict: 'identical',
      models: [{ name: 'a/step/m', relation: 'refines', verdict: 'identical', actions: { Jump: 2, Stay: 3 }, sequences }],
    });
  });

  test('is divergent where it claims too little; the trace replays on it alone', async () => {
    const list = `short('a'), ${twice('from.n === 2 ? [up] : [up, up]')}`;
    const { code, out } = await conform(list, ['--workers', '1', '--trace-out', 'd.itf.json']);
    expect(code).toBe(20);
    expect(out).toContain("The code's Jump(2) is bound to Up: the specification can take it, but arrives at another state.");
    expect(out).toContain('  1  Jump(2) = Up; Up\n     n: 0 -> 2\n');
    expect(out).toContain(`replay: lockstep conform b${runs}.mjs --model a/step/m --mode replay --traces d.itf.json\n`);
    expect(out.trimEnd().split('\n').at(-1)).toMatch(/^DIVERGENT The code does not refine the specification: a\/step\/m: the code's Jump/);
    const again = await folder.run(['conform', `b${runs}.mjs`, '--model', 'a/step/m', '--mode', 'replay', '--traces', 'd.itf.json']);
    expect(again).toMatchObject({ code: 20, out: expect.stringContaining("The code's Jump(2) is bound to Up") });
  });

  test('is not asked for traces of single steps, unless it is named', async () => {
    const trace = (...states: readonly number[]): string => JSON.stringify({ vars: ['n'], states: states.map((n) => ({ n })) });
    await conform(`short('a'), ${twice('[up, up]')}`, ['--workers', '1']);
    folder.write({ 'one.itf.json': trace(0, 1, 2), 'two.itf.json': trace(0, 2) });
    const run = (...argv: readonly string[]): Promise<Ran> => folder.run(['conform', `b${runs}.mjs`, '--mode', 'replay', ...argv]);
    expect((await run('--traces', 'one.itf.json')).code).toBe(0);
    expect((await run('--traces', 'two.itf.json')).code).toBe(20);
    const named = await run('--traces', 'two.itf.json', '--model', 'a/step/m');
    expect(named.code).toBe(0);
    expect(named.out).toContain('REFINES 1 trace, 1 step: behaviours of the code, in which every step is a sequence of steps');
  });
});

describe('many models', () => {
  test('are counted in the last line, and their bounds are left to the table', async () => {
    const { code, out } = await conform(['a', 'b', 'c', 'd', 'e'].map((name) => `short('${name}')`).join(', '), ['--workers', '1']);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      'IDENTICAL Proved for a (1 model), b (1 model), c (1 model), d (1 model), e (1 model): in all 25 reachable states, specification and ' +
        'code take the same steps, 40 transitions. Bounds: those of the models in the table; for one of them: lockstep conform --model a/m',
    );
  });
});
