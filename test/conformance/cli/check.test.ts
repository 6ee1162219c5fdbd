/** `lockstep check`: each exit code, each message, the JSON document, and that nothing is half written. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProgressLine, progressLine } from '../../../conformance/cli/print/progress.ts';
import { readItfTrace } from '../../../conformance/itf/index.ts';
import { Heap } from '../../../conformance/tla-to-ts/index.ts';
import { Folder, spec } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

const counter = "Init == x = 0\nNext == x < 3 /\\ x' = x + 1\nSmall == x < 2\n";

/** What every failure has in common: one message, on stderr, that says nothing of the inside of the program. */
function expectClean(text: string): void {
  expect(text).not.toMatch(/\n\s+at /);
  expect(text).not.toMatch(/\.ts:|\.js:|TlaError|internal/);
  expect(text.trim()).not.toBe('');
}

describe('a verdict', () => {
  const cases: readonly (readonly [name: string, body: string, config: string, code: number, verdict: string, out: RegExp])[] = [
    [
      'ok',
      "Init == x = 0\nNext == x' = 1 - x\nSmall == x < 2",
      'INIT Init\nNEXT Next\nINVARIANT Small\n',
      0,
      'ok',
      /Proved for M, in all 2 reachable states, to depth 2: invariant Small; no deadlock\. Bounds: none\.$/,
    ],
    [
      'assumption',
      "ASSUME Wrong == 1 > 2\nInit == x = 0\nNext == x' = x",
      'INIT Init\nNEXT Next\n',
      10,
      'assumption',
      /VIOLATED Assumption Wrong is false\nM\.tla:4:/,
    ],
    ['deadlock', counter, 'INIT Init\nNEXT Next\n', 11, 'deadlock', /a state without successor is reached after 3 steps/],
    [
      'invariant',
      counter,
      'INIT Init\nNEXT Next\nINVARIANT Small\n',
      12,
      'safety',
      /Small does not hold after 2 steps, on a shortest path/,
    ],
    [
      'action property',
      `${counter}Still == [][x' = x]_x`,
      'INIT Init\nNEXT Next\nPROPERTY Still\n',
      12,
      'safety',
      /Action property Still is violated/,
    ],
  ];
  it.each(cases)('%s', async (_, body, config, code, verdict, out) => {
    folder.write(spec('M', body, config));
    const ran = await folder.run(['check', 'M.tla']);
    expect(ran.out.trimEnd()).toMatch(out);
    expect(ran.err).toBe('');
    expect(ran.code).toBe(code);
    const json = await folder.run(['check', 'M.tla', '--json']);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.out)).toMatchObject({ verdict });
  });

  it('is incomplete when a limit is reached', async () => {
    folder.write(spec('M', "Init == x = 0\nNext == x' = x + 1"));
    const states = await folder.run(['check', 'M.tla', '--max-states', '10']);
    expect(states.code).toBe(21);
    expect(states.out).toMatch(/^INCOMPLETE the limit of 10 distinct states was reached/);
    expect(states.out).toMatch(/Not proved for M: the limit of 10 distinct states was reached/);
    const depth = await folder.run(['check', 'M.tla', '--max-depth', '5', '--json']);
    expect(depth.code).toBe(21);
    expect(JSON.parse(depth.out)).toMatchObject({ verdict: 'incomplete', complete: false, depth: 5 });
  });

  it('is not a pass when nothing was checked', async () => {
    folder.write({ ...spec('Empty', "Init == x = 0 /\\ x = 1\nNext == x' = x"), ...spec('None', "Init == x = 0\nNext == x' = x", '\n') });
    const empty = await folder.run(['check', 'Empty.tla']);
    expect(empty.code).toBe(21);
    expect(empty.out).toMatch(/nothing was checked: the initial predicate has no solution/);
    const none = await folder.run(['check', 'None.tla', '--json']);
    expect(none.code).toBe(21);
    expect(JSON.parse(none.out)).toMatchObject({ verdict: 'incomplete' });
  });

  it('takes --no-deadlock over the configuration', async () => {
    folder.write(spec('M', counter));
    const ran = await folder.run(['check', 'M.tla', '--no-deadlock']);
    expect(ran.code).toBe(0);
    expect(ran.out).not.toMatch(/no deadlock/);
  });
});

describe('an error has one message with its place, and its exit code', () => {
  const init = 'Init == x = 0\n';
  const cases: readonly (readonly [name: string, body: string, config: string, code: number, message: RegExp])[] = [
    ['syntax', `${init}Next == x' = (x +`, '', 150, /^M\.tla:\d+:\d+: .*\n\d+ \| .*\n +\^/],
    [
      'unknown operator',
      `${init}Next == x' = Foo(x)`,
      '',
      150,
      /^M\.tla:5:14: Unknown operator: `Foo'\n5 \| Next == x' = Foo\(x\)\n {17}\^+/,
    ],
    [
      'wrong arity',
      `F(a, b) == a + b\n${init}Next == x' = F(x)`,
      '',
      150,
      /^M\.tla:6:14: The operator F requires 2 arguments, but 1 is given/,
    ],
    ['unknown module', `F == INSTANCE Nowhere\n${init}Next == x' = x`, '', 150, /^M\.tla:4:\d+: Cannot find module Nowhere/],
    [
      'unknown invariant',
      `${init}Next == x' = x`,
      'INVARIANT Nope\n',
      151,
      /^M\.cfg:3:11: The invariant Nope is not defined in module M\n3 \| INVARIANT Nope\n {14}\^+/,
    ],
    ['unknown replacement', `${init}Next == x' = x`, 'CONSTANT N <- Init\n', 151, /^M\.cfg:3:10: .*\bN\b/],
    ['configuration syntax', `${init}Next == x' = x`, 'BOO Hoo\n', 151, /^M\.cfg:3:1: /],
    ['unbounded set', "Init == x \\in Nat\nNext == x' = x", '', 75, /^ERROR\nM\.tla:4:15: .*\n?Nat/],
    ['overflow', "Init == x = 2147483646\nNext == x' = x + 1", '', 75, /^ERROR\nM\.tla:5:14: .*[Oo]verflow/],
    ['strings and integers', `${init}Next == x' = IF x = "a" THEN 1 ELSE 0`, '', 75, /^ERROR\nM\.tla:5:17: /],
    ['outside the domain', "Init == x = <<1>>\nNext == x' = <<x[2]>>", '', 75, /^ERROR\nM\.tla:5:\d+: .*not in its domain/],
  ];
  it.each(cases)('%s', async (_, body, config, code, message) => {
    folder.write(spec('M', body, `INIT Init\nNEXT Next\n${config}`));
    const ran = await folder.run(['check', 'M.tla']);
    // An error of evaluation is a result of the search, with a trace; any other one is said on stderr.
    const text = code === 75 ? ran.out : ran.err;
    expectClean(text);
    expect(text).toMatch(message);
    expect(ran.code).toBe(code);
    const json = await folder.run(['check', 'M.tla', '--json']);
    expect(json.code).toBe(code);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'error',
      error: { file: /unknown inv|unknown rep|conf/.test(_) ? 'M.cfg' : 'M.tla' },
    });
  });

  it('recursion without end', async () => {
    folder.write(spec('M', "RECURSIVE F(_)\nF(n) == F(n + 1)\nInit == x = F(0)\nNext == x' = x"));
    const ran = await folder.run(['check', 'M.tla']);
    expectClean(ran.out + ran.err);
    expect(ran.code).toBe(75);
  });

  it('a name in the configuration that the specification does not have is ignored, aloud, as TLC does', async () => {
    folder.write(spec('M', `${init}Next == x' = x`, 'INIT Init\nNEXT Next\nCONSTANT N = 3\n'));
    const ran = await folder.run(['check', 'M.tla']);
    expect(ran.code).toBe(0);
    expect(ran.err).toMatch(/^Warning: M\.cfg:3:10: .*\bN\b.*ignored/);
  });

  it('a file that is named after another module', async () => {
    const files = spec('M', `${init}Next == x' = x`);
    folder.write({ 'Other.tla': files['M.tla'] ?? '', 'Other.cfg': files['M.cfg'] ?? '' });
    const ran = await folder.run(['check', 'Other.tla']);
    expect(ran.err).toMatch(/Other\.tla holds module M/);
    expect(ran.code).toBe(150);
  });
});

describe('wrong usage', () => {
  const cases: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
    [['check', 'Missing.tla'], /^error: The specification Missing\.tla cannot be read: there is no such file/],
    [
      ['check', 'Lonely.tla'],
      /^error: The configuration Lonely\.cfg cannot be read: there is no such file; name another one with --config/,
    ],
    [['check', 'M.tla', '--config', 'Other.cfg'], /^error: The configuration Other\.cfg cannot be read/],
    [['check', 'M.tla', '--library', 'nowhere'], /^error: The library folder nowhere cannot be read/],
    [
      ['check', 'M.tla', '--trace-out', 'nowhere/t.itf.json'],
      /^error: The file nowhere\/t\.itf\.json cannot be written: there is no folder nowhere/,
    ],
    [['check', 'M.tla', '--max-states', 'many'], /^error: --max-states needs a positive whole number, not "many"/],
    [['check', 'M.tla', '--engine', 'oracle'], /engine/],
    [['check', 'M.tla', '--colour'], /^error: unknown option '--colour'/],
    [['check'], /^error: missing required argument 'spec'/],
    [['chekc', 'M.tla'], /^error: unknown command 'chekc'\n\(Did you mean check\?\)/],
    [[], /Usage: lockstep/],
  ];
  it.each(cases)('%j', async (argv, message) => {
    folder.write({ ...spec('M', "Init == x = 0\nNext == x' = x"), 'Lonely.tla': '---- MODULE Lonely ----\n====\n' });
    const ran = await folder.run(argv);
    expect(ran.err).toMatch(message);
    expectClean(ran.err);
    expect(ran.out).toBe('');
    expect(ran.code).toBe(1);
    const json = await folder.run([...argv, '--json']);
    if (argv.length > 0) expect(JSON.parse(json.out)).toMatchObject({ verdict: 'error', error: { class: 'usage' } });
  });

  it('help and version are no error', async () => {
    const help = await folder.run(['check', '--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toMatch(/--trace-out/);
    const version = await folder.run(['--version']);
    expect(version.code).toBe(0);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('threads that a model has no use for', () => {
  it.each([
    ['RandomElement(0..1)', [], 'one thread checks the model, in memory, as the specification draws by chance'],
    ['RandomElement(0..1)', ['--simulate', '3'], 'one thread goes through the behaviours, as the specification draws by chance'],
    ['TLCGet("distinct")', ['--simulate', '3'], 'one thread goes through the behaviours, as the specification uses registers'],
    ['TLCGet("level")', ['--simulate', '3'], undefined],
  ])('%s with %j', async (value, argv, why) => {
    folder.write(spec('M', `Init == x = 0\nNext == x' = x % 2 \\/ x' = ${value} % 2`));
    const { err } = await folder.run(['check', 'M.tla', '--workers', '2', ...argv]);
    if (why === undefined) expect(err).not.toContain('Warning');
    else expect(err).toMatch(new RegExp(`^Warning: --workers.* no effect: ${why}`));
  });
});

describe('modules are found', () => {
  const user = "---- MODULE User ----\nEXTENDS Lib\nVARIABLE x\nInit == x = Zero\nNext == x' = x\n====\n";
  const lib = '---- MODULE Lib ----\nZero == 0\n====\n';
  const cfg = 'INIT Init\nNEXT Next\n';

  it('beside the specification', async () => {
    folder.write({ 'a/User.tla': user, 'a/User.cfg': cfg, 'a/Lib.tla': lib });
    expect((await folder.run(['check', 'a/User.tla'])).code).toBe(0);
  });

  it('in the folders of --library, several too', async () => {
    folder.write({ 'a/User.tla': user, 'a/User.cfg': cfg, 'b/None.tla': '', 'c/Lib.tla': lib });
    expect((await folder.run(['check', 'a/User.tla'])).code).toBe(150);
    expect((await folder.run(['check', 'a/User.tla', '--library', 'b', '--library', 'c'])).code).toBe(0);
  });

  it('in the folders of manifest.json, which are relative to it', async () => {
    folder.write({ 'a/User.tla': user, 'a/User.cfg': cfg, 'c/Lib.tla': lib, 'a/manifest.json': '{"library": ["../c"]}' });
    expect((await folder.run(['check', 'a/User.tla'])).code).toBe(0);
  });

  it('and a manifest that is wrong is said to be, with the place', async () => {
    folder.write({ 'a/User.tla': user, 'a/User.cfg': cfg, 'a/manifest.json': '{\n  "library": ["../d"]}' });
    const gone = await folder.run(['check', 'a/User.tla']);
    expect(gone.err).toMatch(/a\/manifest\.json:2:15: the library folder d is not there/);
    expect(gone.code).toBe(1);
    folder.write({ 'a/manifest.json': '{"library": ["../c"' });
    const cut = await folder.run(['check', 'a/User.tla']);
    expect(cut.err).toMatch(/a\/manifest\.json:1:\d+: /);
    expect(cut.code).toBe(1);
  });
});

describe('--json', () => {
  it('is one document with the stable fields', async () => {
    folder.write(
      spec(
        'M',
        "Init == x = 0\nStep(n) == x < 3 /\\ x' = x + n\nNever == x > 9 /\\ x' = x\nNext == (\\E n \\in {1} : Step(n)) \\/ Never",
        'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n',
      ),
    );
    const ran = await folder.run(['check', 'M.tla', '--json']);
    expect(ran.err).toBe('');
    expect(ran.out.endsWith('\n') && ran.out.indexOf('\n') === ran.out.length - 1).toBe(true);
    const document = JSON.parse(ran.out);
    expect(document).toMatchObject({
      verdict: 'ok',
      generated: 4,
      distinct: 4,
      depth: 4,
      complete: true,
      queue: 0,
      initial: 1,
      actions: { Step: { generated: 3, distinct: 3 }, Never: { generated: 0, distinct: 0 } },
      command: 'lockstep check M.tla --json',
    });
    expect(typeof document.seconds).toBe('number');
    expect(Object.keys(document.memory).sort()).toEqual(['disk', 'frontier', 'values', 'visited']);
    expect(document).not.toHaveProperty('trace');
    expect(document).not.toHaveProperty('error');
  });

  it('has the trace of a violation in the Informal Trace Format', async () => {
    folder.write(spec('M', counter, 'INIT Init\nNEXT Next\nINVARIANT Small\n'));
    const document = JSON.parse((await folder.run(['check', 'M.tla', '--json'])).out);
    expect(document.property).toBe('Small');
    const heap = new Heap();
    const trace = readItfTrace(JSON.stringify(document.trace), heap);
    expect(trace.vars).toEqual(['x']);
    expect(trace.states.map((s) => [s.action?.name, heap.intVal(s.values[0] ?? 0)])).toEqual([
      [undefined, 0],
      ['Next', 1],
      ['Next', 2],
    ]);
  });

  it('leaves what the specification prints to stderr', async () => {
    folder.write(spec('M', 'Init == x = 0 /\\ PrintT("hello")\nNext == x\' = x'));
    const json = await folder.run(['check', 'M.tla', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'ok' });
    expect(json.err).toMatch(/hello/);
    expect((await folder.run(['check', 'M.tla'])).out).toMatch(/hello/);
  });
});

describe('--trace-out', () => {
  it('writes a trace that can be read, and says so', async () => {
    folder.write(spec('M', counter, 'INIT Init\nNEXT Next\nINVARIANT Small\n'));
    const ran = await folder.run(['check', 'M.tla', '--trace-out', 't.itf.json']);
    expect(ran.out).toMatch(/The trace of 3 states was written to t\.itf\.json/);
    expect(readItfTrace(folder.read('t.itf.json'), new Heap()).states).toHaveLength(3);
    expect(folder.list()).toEqual(['M.cfg', 'M.tla', 't.itf.json']);
  });

  it('writes nothing where there is nothing to write, and leaves the old file alone', async () => {
    folder.write({ ...spec('M', "Init == x = 0\nNext == x' = x"), 't.itf.json': 'old' });
    const ran = await folder.run(['check', 'M.tla', '--trace-out', 't.itf.json']);
    expect(ran.out).toMatch(/No trace was written to t\.itf\.json/);
    expect(folder.read('t.itf.json')).toBe('old');
  });

  it('leaves no half-written file when it cannot write', async () => {
    folder.write({ ...spec('M', counter), 'a/b.txt': '' });
    const ran = await folder.run(['check', 'M.tla', '--trace-out', 'a']);
    expect(ran.code).toBe(1);
    expect(folder.list()).toEqual(['M.cfg', 'M.tla', 'a', join('a', 'b.txt')]);
  });
});

describe('what people read', () => {
  const ring =
    "Init == x = [i \\in 1..3 |-> {}]\nAdd(i) == x' = [x EXCEPT ![i] = @ \\cup {i}]\nNext == \\E i \\in 1..3 : Add(i)\nFew == Cardinality(x[3]) = 0 \\/ Cardinality(x[1]) = 0";

  it('is the shortest trace: the first state, what changed, the last state in full', async () => {
    folder.write(spec('M', ring, 'INIT Init\nNEXT Next\nINVARIANT Few\n'));
    const { out } = await folder.run(['check', 'M.tla']);
    expect(out).toMatch(
      /State 1 {2}initial state\n {2}x = <<\{\}, \{\}, \{\}>>\n\nState 2 {2}Add\(1\)\n\* x = <<\{1\}, \{\}, \{\}>>\n\nState 3 {2}Add\(3\)\n\* x = <<\{1\}, \{\}, \{3\}>>\n/,
    );
    expect(out).toMatch(/Repeat: lockstep check M\.tla\n/);
  });

  it('marks what changed, in colour, and only that', async () => {
    folder.write(spec('M', ring, 'INIT Init\nNEXT Next\nINVARIANT Few\n'));
    const { out } = await folder.run(['check', 'M.tla'], { colors: true });
    const yellow = '\u001b[33m';
    expect(out).toContain(`${yellow}1\u001b[39m`);
    expect(out).toContain(`<<{1}, {}, {`);
  });

  it('breaks long values between their elements', async () => {
    const long = 'Init == x = [i \\in 1..12 |-> [name |-> "a long text", number |-> i]]\nNext == x\' = x\nNo == FALSE';
    folder.write(spec('M', long, 'INIT Init\nNEXT Next\nINVARIANT No\n'));
    const { out } = await folder.run(['check', 'M.tla'], { columns: 60 });
    for (const line of out.split('\n').filter((l) => l.includes('|->'))) expect(line.length).toBeLessThanOrEqual(62);
    expect(out).toMatch(/x = << \[.*number \|-> 1.*\],\n {9}\[/);
  });

  it('warns of actions that were never taken, when all states are known', async () => {
    folder.write(spec('M', "Init == x = 0\nStay == x' = x\nNever == x > 9 /\\ x' = x\nNext == Stay \\/ Never"));
    const { out } = await folder.run(['check', 'M.tla']);
    expect(out).toMatch(/^Never +0 +0 +never taken$/m);
    expect(out).toMatch(/Warning 1 action never taken: Never\./);
  });

  it('names the bounds', async () => {
    folder.write(
      spec(
        'M',
        "CONSTANTS N, S, Op\nThree == 3\nInit == x = 0\nNext == x' = (x + 1) % N\nSmall == x < Op",
        'CONSTANTS N = 2\nS = {a, b}\nOp <- Three\nINIT Init\nNEXT Next\nINVARIANT Small\nCONSTRAINT Small\n',
      ),
    );
    const { out } = await folder.run(['check', 'M.tla', '--quiet']);
    expect(out).toBe(
      'OK no violation in any reachable state\n\nProved for M, in all 2 reachable states, to depth 2: invariant Small; no deadlock. Bounds: N = 2, S = {a, b}, Op <- Three, constraint Small.\n',
    );
  });
});

describe('Ctrl-C', () => {
  const endless = spec('M', "Init == x = 0\nNext == x' = x + 1");

  it('ends the search with what was reached', async () => {
    folder.write(endless);
    let asked = 0;
    const interrupted = (): boolean => ++asked > 5;
    const ran = await folder.run(['check', 'M.tla', '--json'], { interrupted });
    expect(ran.code).toBe(21);
    expect(JSON.parse(ran.out)).toMatchObject({ verdict: 'incomplete', message: 'interrupted', complete: false });
    expect(JSON.parse(ran.out).distinct).toBeGreaterThan(0);
  });

  it('has last words ready, in the same form', async () => {
    folder.write(endless);
    const json = await folder.run(['check', 'M.tla', '--json'], { interrupted: () => true });
    expect(json.lastWords?.exitCode).toBe(21);
    expect(JSON.parse(json.lastWords?.stdout ?? '')).toMatchObject({ verdict: 'incomplete', message: 'interrupted' });
    const text = await folder.run(['check', 'M.tla'], { interrupted: () => true });
    expect(text.lastWords?.stdout).toMatch(/^INCOMPLETE interrupted/);
  });
});

describe('a defect of the program', () => {
  it('says that it is one, and what to send to whom', async () => {
    folder.write(spec('M', "Init == x = 0\nNext == x' = x + 1"));
    const broken = (): boolean => {
      throw new Error('a bolt is loose');
    };
    const ran = await folder.run(['check', 'M.tla', '--json'], { interrupted: broken });
    expect(ran.code).toBe(70);
    expect(ran.err).toMatch(/^internal error: Error: a bolt is loose\nThis is a defect of lockstep \d/);
    expect(ran.err).toMatch(/with the files and this command: lockstep check M\.tla --json\n/);
    expect(ran.err).not.toMatch(/\n\s+at /);
    expect(JSON.parse(ran.out)).toEqual({ verdict: 'error', error: { class: 'internal', message: 'Error: a bolt is loose' } });
  });
});

describe('progress', () => {
  const one = { generated: 5_000_000, distinct: 1_234_567, depth: 12, queue: 4321, seconds: 10 };

  /** What is written to stderr. */
  function shown(live: boolean, use: (line: ProgressLine) => void): string {
    const texts: string[] = [];
    const err = (text: string): void => {
      texts.push(text);
    };
    use(
      progressLine({ cwd: '', columns: 120, colors: false, live, out: () => {}, err, interrupted: () => false, lastWords: () => {} }, true),
    );
    return texts.join('');
  }

  it('is one line that is rewritten, and taken away at the end', () => {
    const clear = '\r\u001b[2K';
    const text = shown(true, (line) => {
      line.update(one);
      line.update({ ...one, seconds: 10.1 });
      line.update({ ...one, distinct: 1_334_567, seconds: 11 });
      line.clear();
    });
    expect(text.split(clear)).toEqual([
      '',
      '1,234,567 distinct states · 123,457/s · 4,321 waiting · depth 12 · 10.0 s',
      '1,334,567 distinct states · 100,000/s · 4,321 waiting · depth 12 · 11.0 s',
      '',
    ]);
  });

  it('is not shown where nobody watches', () => {
    const text = shown(false, (line) => {
      line.update(one);
      line.clear();
    });
    expect(text).toBe('');
  });
});
