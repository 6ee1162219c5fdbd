/** The wrapper and its options, with programs that play Apalache. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Apalache, apalache, EngineFailure } from '../../../../conformance/engines/apalache/index.ts';
import { checkArguments, simulateArguments, typecheckArguments } from '../../../../conformance/engines/apalache/options.ts';
import { CASES, FIXTURES } from './cases.ts';
import { launcherThat, recorded, temporaryFolder } from './support.ts';

const LIFT = join(FIXTURES, 'Lift.tla');

/** A program that writes what a recorded run wrote; `change` is done to it before. */
function replaying(name: string, change = ''): Apalache {
  const text = `
    const fs = require('node:fs');
    const run = JSON.parse(fs.readFileSync(${JSON.stringify(join(FIXTURES, `${name}.json`))}, 'utf8'));
    const folder = args.find((arg) => arg.startsWith('--run-dir=')).slice('--run-dir='.length);
    ${change};
    for (const { name, text } of run.files) fs.writeFileSync(folder + '/' + name, text);
    process.stdout.write(run.stdout.map((line) => line + '\\n').join(''));
    process.exitCode = run.exit;`;
  return apalache(launcherThat(temporaryFolder(), text));
}

const lift = CASES.ok?.options ?? {};

describe('options', () => {
  it('become arguments', () => {
    const options = {
      init: 'Init',
      next: 'Steps!Next',
      cinit: 'ConstInit',
      inv: ['A', 'B'],
      temporal: ['C'],
      length: 7,
      maxError: 3,
      view: 'V',
      deadlock: false,
      discardDisabled: false,
      outputTraces: true,
      tuning: { 'search.invariant.mode': 'after', 'smt.randomSeed': 3 },
      timeoutSmt: 9,
      smtSolver: 'z3',
      smtEncoding: 'arrays',
      algo: 'offline',
      features: ['no-rows'],
      maxRun: 5,
    } as const;
    expect(simulateArguments(options)).toEqual([
      '--features=no-rows',
      '--init=Init',
      '--next=Steps!Next',
      '--cinit=ConstInit',
      '--inv=A,B',
      '--temporal=C',
      '--length=7',
      '--max-error=3',
      '--view=V',
      '--no-deadlock=true',
      '--discard-disabled=false',
      '--output-traces=true',
      '--tuning-options=search.invariant.mode=after:smt.randomSeed=3',
      '--timeout-smt=9',
      '--smt-solver=z3',
      '--smt-encoding=arrays',
      '--algo=offline',
      '--max-run=5',
    ]);
    expect(typecheckArguments({ inferPoly: false })).toEqual(['--infer-poly=false']);
    expect(checkArguments({})).toEqual([]);
  });

  it.each([
    [{ inv: ['A,B'] }],
    [{ init: '' }],
    [{ view: 'V --length=0' }],
    [{ length: -1 }],
    [{ length: 1.5 }],
    [{ tuning: { a: '1:b=2' } }],
    [{ tuning: { 'a=b': 1 } }],
    [{ features: ['a,b'] }],
  ])('that would be read as something else are refused: %j', (options) => {
    expect(() => checkArguments(options)).toThrow(RangeError);
  });
});

describe('a program', () => {
  it('that writes what Apalache wrote, is understood', async () => {
    const { outcome, version, warnings } = await replaying('short').check(LIFT, { length: 5 });
    expect(outcome).toMatchObject(CASES.short?.outcome ?? {});
    expect(version).toContain('0.62.1');
    expect(warnings).toEqual(['All executions are shorter than the provided bound.']);
    expect((await replaying('violation').check(LIFT, CASES.violation?.options)).outcome).toMatchObject(CASES.violation?.outcome ?? {});
  });

  it.each([
    ['that writes nothing', 'run.stdout = []; run.exit = 0'],
    ['that writes garbage', "run.stdout = ['\\u0000\\uffff', 'EXITCODE: OK']; run.exit = 0"],
    ['that ends in the middle', 'run.stdout.length = 40; run.exit = 0'],
    ['that is killed', 'process.kill(process.pid, "SIGKILL")'],
    ['that loses the trace', 'run.files = []'],
  ])('%s, is a failure', async (_, change) => {
    await expect(replaying('violation', change).check(LIFT, CASES.violation?.options)).rejects.toThrow(EngineFailure);
  });

  it('that writes no intermediate form, is a failure', async () => {
    await expect(replaying('typecheck').typecheck(LIFT)).rejects.toThrow('did not write the file');
  });

  it('that is not there, is a failure', async () => {
    await expect(apalache('/no/such/launcher').check(LIFT)).rejects.toThrow(
      '/no/such/launcher cannot be started: there is no such program',
    );
  });

  it('is given a time limit', async () => {
    const { outcome } = await apalache(launcherThat(temporaryFolder(), 'setInterval(() => {}, 1000)')).check(LIFT, {
      limits: { seconds: 0.5 },
    });
    expect(outcome).toEqual({ kind: 'cut', cut: 'time limit' });
  });

  it('is not started for a specification that is not there', async () => {
    await expect(replaying('ok').check(`${LIFT}x`)).rejects.toThrow('Lift.tlax cannot be read: there is no such file');
    await expect(replaying('ok').check(LIFT, { libraries: ['/no/such/folder'] })).rejects.toThrow('The library folder /no/such/folder');
  });

  it('works in a scratch folder that is gone afterwards, with settings of ours alone', async () => {
    const folder = temporaryFolder();
    const told = join(folder, 'told.json');
    const text = `require('node:fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify({ args, cwd: process.cwd(), env: process.env,
      config: require('node:fs').readFileSync(args.find((arg) => arg.startsWith('--config=')).slice(9), 'utf8'),
      modules: require('node:fs').readdirSync(require('node:path').dirname(args.at(-1))) }))`;
    const library = temporaryFolder();
    writeFileSync(join(library, 'Extra.tla'), '');
    const options = { config: { text: 'INIT Init\n' }, libraries: [library], inv: ['$HOME'.slice(1)] };
    await expect(apalache(launcherThat(folder, text), { heap: 512 }).check(LIFT, options)).rejects.toThrow(EngineFailure);
    const { args, cwd, env, config, modules } = JSON.parse(readFileSync(told, 'utf8'));
    expect(args).toEqual(
      expect.arrayContaining(['check', '--inv=HOME', `--out-dir=${cwd}/out`, `--run-dir=${cwd}/run`, `${cwd}/spec/Lift.tla`]),
    );
    expect(args).toContain(`--config-file=${cwd}/settings.json`);
    expect(env.TMPDIR).toBe(`${cwd}/tmp`);
    expect(env.JVM_ARGS).toContain('-XX:-UsePerfData -Xmx512m');
    expect(config).toBe('INIT Init\n');
    expect(modules).toEqual(expect.arrayContaining(['Extra.tla', 'Lift.tla', 'Typo.tla']));
    expect(existsSync(cwd)).toBe(false);
  });

  it('tells its version, or is a failure', async () => {
    const saying = (line: string) => apalache(launcherThat(temporaryFolder(), `console.log(${JSON.stringify(line)})`)).version();
    expect(await saying('0.62.1')).toBe('0.62.1');
    await expect(saying('command not found')).rejects.toThrow('does not tell its version');
  });
});

it('the recorded runs are of the cases', () => {
  for (const [name, { spec }] of Object.entries(CASES)) {
    expect(existsSync(join(FIXTURES, spec)), spec).toBe(true);
    expect(recorded(name).stdout.length, name).toBeGreaterThan(5);
  }
  expect(lift).toMatchObject({ length: 4 });
});
