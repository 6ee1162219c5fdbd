/** `lockstep check --engine tlc`. Java is a program that writes what was recorded; the tests of the adapter run the real one. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linesOf, RECORDED, SPECS } from '../engines/tlc/recorded.ts';
import { elements, readXml } from './reporters/xml.ts';
import { Folder, type Ran } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

/** Puts in the place of Java what prints the version, TLC's help, and then these lines. */
function pretend(lines: readonly string[], exit: number): void {
  const home = join(folder.path, 'java');
  const program = join(home, 'bin', 'java');
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'output'), lines.map((line) => `${line}\n`).join(''));
  const text = `#!${process.execPath}
const { appendFileSync, readFileSync } = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === '-version') console.error('openjdk version "17.0.1"');
else if (args.includes('-h')) console.log('TLC - Version 2.20 of Day Month 2026 -noGenerateSpecTE');
else {
  appendFileSync(${JSON.stringify(join(home, 'args'))}, JSON.stringify(args));
  process.stdout.write(readFileSync(${JSON.stringify(join(home, 'output'))}));
  process.exitCode = ${exit};
}
`;
  writeFileSync(program, text);
  chmodSync(program, 0o755);
  vi.stubEnv('JAVA_HOME', home);
  vi.stubEnv('TLA2TOOLS_JAR', join(home, 'tla2tools.jar'));
  writeFileSync(join(home, 'tla2tools.jar'), '');
}

/** Runs the command where TLC writes what was recorded under this name. */
async function check(name: string, ...flags: readonly string[]): Promise<Ran> {
  const found = RECORDED.find((r) => r.name === name);
  if (found === undefined) throw new Error(`there is no recording ${name}`);
  pretend(linesOf(found), found.exit);
  const spec = join(SPECS, found.module);
  return folder.run(['check', spec, '--config', join(SPECS, `${found.config}.cfg`), '--engine', 'tlc', ...flags]);
}

describe('a verdict of TLC', () => {
  const cases: readonly (readonly [name: string, code: number, out: RegExp])[] = [
    ['ok', 0, /^OK no violation in any reachable state\n\nstates {5}79 distinct, 137 generated\ndepth {6}7\n/],
    ['live', 0, /\nProved for MCSmall by TLC, in all 79 reachable states, to depth 7: property Empties\.$/],
    ['none', 21, /^INCOMPLETE nothing was checked: the initial predicate has no solution\n/],
    ['safety', 12, /^VIOLATED Invariant Few is violated\n\nState 1 {2}initial state\n[\s\S]*State 2 {2}Step\(p1, 2\)\n/],
    ['action', 12, /\nViolated for MCSmall, by TLC: Never does not hold after 2 steps\.$/],
    ['deadlock', 11, /^VIOLATED deadlock: the last state has no successor\n/],
    ['lasso', 13, /\nBack to state 1 {2}FlipNext\n/],
    ['stuttering', 13, /\nState 1 stays as it is for ever \(stuttering\)\n/],
    ['Assumes', 10, /^VIOLATED Assumption Wrong is false\n/],
    ['evaluation', 75, /MCSmall\.tla:16:23: Attempted to access index 3 of tuple\n[\s\S]*\n {27}\^{6}\n/],
    ['Syntax', 150, /Syntax\.tla:4:15: Was expecting/],
    ['config', 151, /^ERROR\nThe name Nothing specified in the configuration file/],
    ['coverage', 0, /\nStep +70 +32\nDrop +66 +46\n/],
    [
      'simulate',
      0,
      /\nNo violation for MCSmall in 5 random behaviours of up to 6 steps \(seed 1\), by TLC; what they did not reach is not proved\.$/,
    ],
  ];
  it.each(cases)('%s', async (name, code, out) => {
    const flags = name === 'simulate' ? ['--simulate', '5', '--depth', '6', '--seed', '1'] : name === 'coverage' ? ['--coverage'] : [];
    const ran = await check(name, ...flags);
    expect(ran.out.trimEnd()).toMatch(out);
    expect(ran.code).toBe(code);
  });

  it('is a document, too', async () => {
    const violated = await check('action', '--json');
    expect(violated.code).toBe(12);
    expect(JSON.parse(violated.out)).toMatchObject({
      verdict: 'safety',
      engine: 'tlc',
      property: 'Never',
      generated: 9,
      distinct: 9,
      depth: 3,
      exit: 13,
      trace: { vars: ['count', 'log', 'owner'] },
    });
    const failed = await check('evaluation', '--json');
    expect(failed.code).toBe(75);
    expect(JSON.parse(failed.out)).toMatchObject({ verdict: 'error', error: { class: 'evaluation', line: 16, col: 23 } });
  });

  it('has no numbers that TLC does not tell', async () => {
    expect(JSON.parse((await check('initial', '--json')).out)).toMatchObject({ generated: null, distinct: null, depth: null });
    expect(JSON.parse((await check('simulate', '--json', '--simulate', '5', '--seed', '1')).out)).toMatchObject({
      generated: expect.any(Number),
      distinct: null,
      simulation: { runs: 5, depth: 100, seed: 1 },
    });
  });

  it('is quiet, and writes its trace', async () => {
    const ran = await check('lasso', '--quiet', '--trace-out', 'lasso.itf.json');
    expect(ran.out).toMatch(
      /^VIOLATED Temporal property Settles was violated\n\nThe trace of 2 states was written to lasso.itf.json\nViolated for/,
    );
    expect(JSON.parse(folder.read('lasso.itf.json'))).toMatchObject({ vars: ['count', 'log', 'owner'], loop: 0 });
  });

  it('is asked for as it was meant', async () => {
    await check('ok', '--workers', '2', '--no-deadlock', '--library', folder.path, '--seed', '5');
    const text = readFileSync(join(folder.path, 'java', 'args'), 'utf8');
    expect(text).toMatch(/"-workers","2","-fp","0","-seed","5","-deadlock","-config"/);
    expect(text).toContain(`"-DTLA-Library=${folder.path}"`);
    expect(text).toContain('"-noGenerateSpecTE"');
  });
});

describe('a report', () => {
  const cases = (document: string): readonly string[] =>
    elements(readXml(document), 'testcase').map(({ attributes, children }) => `${attributes.name}: ${children[0]?.attributes.type}`);
  const argv = ['check', join(SPECS, 'MCSmall'), '--config', join(SPECS, 'ok.cfg'), '--engine', 'tlc'];

  it('names the places of what is defined, and the steps', async () => {
    const ran = await check('safety', '--reporter', 'github', '--reporter', 'sarif=out.json');
    expect(ran.code).toBe(12);
    expect(ran.err).toMatch(/^VIOLATED Invariant Few is violated\n/);
    expect(ran.out).toMatch(
      /^::error file=\S*MCSmall\.tla,line=4,col=1,title=.*::Invariant Few is violated%0A {3}1 {2}initial state%0A {3}2 {2}Step\(p1, 2\)%0A/,
    );
    const [flow] = JSON.parse(folder.read('out.json')).runs[0].results[0].codeFlows[0].threadFlows;
    const [first, second] = flow.locations;
    // The configuration names a specification, not an initial predicate.
    expect(first.location.physicalLocation).toBeUndefined();
    expect(second.location.physicalLocation).toMatchObject({
      artifactLocation: { uri: expect.stringMatching(/\/Small\.tla$/) },
      region: { startLine: 10 },
    });
  });

  it('knows no place that our own engine does not', async () => {
    const found = RECORDED.find((r) => r.name === 'safety');
    folder.write({
      'MCSmall.tla': '---- MODULE MCSmall ----\nEXTENDS NobodyHasThis\n====\n',
      'MCSmall.cfg': 'SPECIFICATION Spec\nINVARIANT Few\n',
    });
    pretend(found === undefined ? [] : linesOf(found), 12);
    const ran = await folder.run(['check', 'MCSmall.tla', '--engine', 'tlc', '--reporter', 'github']);
    expect(ran.code).toBe(12);
    expect(ran.out).toMatch(/^::error file=MCSmall\.tla,line=1,title=/);
  });

  it('of an engine that did not do its work is no pass', async () => {
    pretend(['@!@!@STARTMSG 2193:0 @!@!@', 'All is well.', '@!@!@ENDMSG 2193 @!@!@'], 0);
    const ran = await folder.run([...argv, '--reporter', 'junit', '--reporter', 'sarif=out.json']);
    expect([ran.code, cases(ran.out)]).toEqual([255, ['the run: engine']]);
    const [one] = JSON.parse(folder.read('out.json')).runs;
    expect([one.results, one.invocations[0].executionSuccessful]).toEqual([[], false]);
  });

  it('of an engine that is not there is no pass', async () => {
    vi.stubEnv('TLA2TOOLS_JAR', join(folder.path, 'gone.jar'));
    const ran = await folder.run([...argv, '--reporter', 'junit']);
    expect([ran.code, cases(ran.out)]).toEqual([1, ['the run: usage']]);
  });
});

describe('no verdict', () => {
  it('comes from what TLC could not have written', async () => {
    pretend(['@!@!@STARTMSG 2193:0 @!@!@', 'All is well.', '@!@!@ENDMSG 2193 @!@!@'], 0);
    const argv = ['check', join(SPECS, 'MCSmall'), '--config', join(SPECS, 'ok.cfg'), '--engine', 'tlc'];
    const ran = await folder.run(argv);
    expect([ran.code, ran.out]).toEqual([255, '']);
    expect(ran.err).toMatch(
      /^error: TLC did not do its work: its output ends before it is finished\nThe last that TLC wrote:\n {2}@!@!@STARTMSG/,
    );
    const json = await folder.run([...argv, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'error', error: { class: 'engine' } });
  });

  it('without TLC, or without Java: what to do is said', async () => {
    const argv = ['check', join(SPECS, 'MCSmall'), '--config', join(SPECS, 'ok.cfg'), '--engine', 'tlc'];
    vi.stubEnv('TLA2TOOLS_JAR', '');
    vi.stubEnv('LOCKSTEP_ENGINES', folder.path);
    vi.stubEnv('PATH', folder.path);
    const without = await folder.run(argv);
    expect([without.code, without.err]).toEqual([1, expect.stringMatching(/lockstep engines install tlc.*TLA2TOOLS_JAR/)]);
    pretend([], 0);
    vi.stubEnv('JAVA_HOME', '');
    const lame = await folder.run(argv);
    expect([lame.code, lame.err]).toEqual([1, expect.stringMatching(/TLC is not there: it needs Java/)]);
  });

  const refused: readonly (readonly [flags: readonly string[], message: RegExp])[] = [
    [['--memory', '1GB'], /--memory goes with the embedded engine only, not with --engine tlc/],
    [['--checkpoint', 'c'], /--checkpoint goes with the embedded engine only/],
    [['--max-states', '5'], /--max-states goes with the embedded engine only/],
    [['--require-coverage'], /--require-coverage goes with the embedded engine only/],
    [['--max-depth', '5'], /--max-depth: TLC cannot be told to stop at a depth/],
    [['--depth', '5'], /--depth goes with --simulate/],
  ];
  it.each(refused)('with %s', async (flags, message) => {
    const ran = await check('ok', ...flags);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(message)]);
  });

  it('with a length of behaviours for the embedded engine', async () => {
    const ran = await folder.run(['check', join(SPECS, 'MCSmall'), '--config', join(SPECS, 'ok.cfg'), '--length', '3']);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/--length bounds behaviours, for --engine apalache/)]);
  });

  it('with a time limit for the embedded engine', async () => {
    const ran = await folder.run(['check', join(SPECS, 'MCSmall'), '--config', join(SPECS, 'ok.cfg'), '--time-limit', '5']);
    expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(/--time-limit goes with another engine \(--engine tlc, apalache\)/)]);
  });
});
