/** `lockstep check --engine apalache`, and what it is asked for by name; Apalache is a program that writes what was recorded. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Call, playApalache } from './apalache-player.ts';
import { Folder } from './support.ts';

let folder: Folder;
let calls: () => readonly Call[];
beforeEach(() => {
  folder = new Folder();
  folder.write({ 'Lift.tla': '---- MODULE Lift ----\n====\n' });
  calls = playApalache(folder.path, { check: { recorded: 'ok' }, simulate: { recorded: 'simulate' } });
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const check = (...flags: readonly string[]) => folder.run(['check', 'Lift', '--engine', 'apalache', '--length', '4', ...flags]);

/** The options of the last call that are about the model. */
function asked(): readonly string[] {
  return (calls().at(-1)?.args ?? []).filter((arg) => /^--(cinit|init|next|inv|features|config|length|no-deadlock)=/.test(arg));
}

describe('what is named on the command line', () => {
  it('is asked for, and no configuration is needed', async () => {
    const ran = await check('--cinit', 'ConstInit', '--inv', 'TypeOK,V!Safe', '--features', 'no-rows');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(asked()).toEqual(['--features=no-rows', '--cinit=ConstInit', '--inv=TypeOK,V!Safe', '--length=4']);
    expect(ran.out).toMatch(/\nNo violation for Lift within 4 steps, by Apalache: invariants TypeOK, V!Safe; no deadlock\.\n$/);
  });

  it('takes the place of what the configuration says', async () => {
    folder.write({ 'Lift.cfg': 'INIT A NEXT B CONSTANT Top = 3 INVARIANTS I J' });
    const ran = await check('--init', 'Start', '--inv', 'K');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(calls().map(({ config }) => config)).toEqual(['INIT Start\nNEXT B\nCONSTANT Top = 3\n']);
    expect(asked()).toContain('--inv=K');
    expect(ran.out).toContain('by Apalache: invariant K; no deadlock.');
  });

  it('can be a length of 0: the initial states alone', async () => {
    folder.write({ 'Lift.cfg': 'INIT A NEXT B' });
    await folder.run(['check', 'Lift', '--engine', 'apalache', '--length', '0']);
    expect(asked()).toContain('--length=0');
  });

  it('is not one half of a SPECIFICATION', async () => {
    folder.write({ 'Lift.cfg': 'SPECIFICATION Spec' });
    const ran = await check('--init', 'Start');
    expect([ran.code, calls()]).toEqual([151, []]);
    expect(ran.out).toMatch(/Lift\.cfg:1:15: Only one of the initial predicate and the next-state relation is named/);
  });
});

describe('no verdict', () => {
  const refused: readonly (readonly [flags: readonly string[], message: RegExp])[] = [
    [[], /^error: The configuration Lift\.cfg cannot be read/],
    [['--cinit', 'C', '--config', 'No.cfg'], /^error: The configuration No\.cfg cannot be read/],
    [['--inv', 'A,,B'], /^error: --inv needs names of operators, with commas between them, not "A,,B"/],
    [['--init', 'A B'], /^error: --init needs the name of an operator, not "A B"/],
    [['--features', ''], /^error: --features needs names of features/],
    [['--length', '-1', '--cinit', 'C'], /^error: --length needs a whole number, 0 or more, not "-1"/],
    [
      ['--cinit', 'C', '--simulate', '3', '--trace-out', 'traces'],
      /^error: --trace-out with --simulate: Apalache keeps no random behaviours/,
    ],
  ];
  it.each(refused)('with %j', async (flags, message) => {
    const ran = await check(...flags);
    expect([ran.code, ran.out, calls()]).toEqual([1, '', []]);
    expect(ran.err).toMatch(message);
    expect(folder.list()).not.toContain('traces');
  });

  it.each(['embedded', 'tlc'])('from %s for what only Apalache can be asked', async (engine) => {
    folder.write({ 'Lift.cfg': 'INIT Init NEXT Next' });
    for (const option of ['cinit', 'init', 'next', 'inv', 'features']) {
      const ran = await folder.run(['check', 'Lift', '--engine', engine, `--${option}`, 'A']);
      expect([ran.code, ran.err]).toEqual([1, expect.stringMatching(`^error: --${option} goes with --engine apalache only`)]);
    }
  });
});
