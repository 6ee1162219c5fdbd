import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineName, Question } from '../../../conformance/engines/engine.ts';
import { EngineFailure } from '../../../conformance/engines/engine.ts';
import type { Opened } from '../../../conformance/engines/open.ts';
import { TlaError } from '../../../conformance/tla-to-ts/index.ts';
import { fake, violation, type Words } from '../crosscheck/fakes.ts';
import { Folder, spec } from './support.ts';

/** What is on this machine, for the time of a test. */
const machine = vi.hoisted(() => ({ open: (_: EngineName): Opened => ({ why: 'no test has put it there' }) }));
vi.mock('../../../conformance/engines/open.ts', () => ({ openEngine: async (name: EngineName) => machine.open(name) }));

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write(spec('S', "Init == x = 0\nNext == x' = x\n"));
});
afterEach(() => folder.remove());

type Says = Words | ((spec: string) => Words);

/** The engines that are there, and what they say. */
function there(engines: Readonly<Partial<Record<EngineName, Says>>>): void {
  machine.open = (name) => {
    const says = engines[name];
    if (says === undefined) return { why: 'it is not installed' };
    return { engine: fake(name, typeof says === 'function' ? (question) => says(question.spec) : says) };
  };
}

const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

describe('lockstep crosscheck', () => {
  it('shows what agrees, and says what is not there', async () => {
    there({ embedded: {}, tlc: {} });
    const { code, out, err } = await folder.run(['crosscheck', 'S.tla']);
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 2)).toEqual([
      'model  result  embedded  distinct  depth    time  tlc  distinct  depth    time',
      'S.tla  agree   ok              40      7  0.50 s  ok         40      7  0.50 s',
    ]);
    expect(lastLine(out)).toMatch(
      /^Shown: the engines agree on 1 model; compared: embedded embedded-1 \(1 of 1 model\), tlc tlc-1 \(1 of 1 model\)\. Not there: apalache\./,
    );
    expect(err).toContain('apalache is not there: it is not installed');
  });

  it('with one engine has compared nothing', async () => {
    there({ embedded: {} });
    const { code, out } = await folder.run(['crosscheck', 'S.tla']);
    expect(code).toBe(21);
    expect(lastLine(out)).toContain('Not shown: nothing was compared: there is one engine, embedded. Not there: tlc, apalache.');
  });

  it('fails where something differs, with both answers and what repeats them', async () => {
    there({ embedded: {}, tlc: { distinct: 41 } });
    const { code, out } = await folder.run(['crosscheck', 'S.tla', '--bound', '3']);
    expect(code).toBe(20);
    expect(out).toContain('S.tla: the number of distinct states differs: embedded says 40, tlc says 41\n');
    expect(out).toContain('  lockstep crosscheck S.tla --config S.cfg --engines embedded --bound 3\n');
    expect(out).toContain('  lockstep crosscheck S.tla --config S.cfg --engines tlc --bound 3\n');
    expect(lastLine(out)).toContain('Not shown: the engines or the record disagree on 1 model of 1;');
    const json = await folder.run(['crosscheck', 'S.tla', '--json']);
    expect(json.code).toBe(20);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'disagree',
      engines: { embedded: { version: 'embedded-1' }, tlc: { version: 'tlc-1' }, apalache: { absent: 'it is not installed' } },
      models: [
        {
          name: 'S.tla',
          verdict: 'disagree',
          engines: { embedded: { verdict: 'ok', distinct: 40 }, tlc: { verdict: 'ok', distinct: 41 } },
          differences: [{ field: 'distinct', values: { embedded: 40, tlc: 41 } }],
        },
      ],
    });
  });

  it('fails where an engine does not do its work, whatever the others say', async () => {
    const failing = (): Words => {
      throw new EngineFailure('apalache', 'it was killed', 'java.lang.Error\nat Main');
    };
    there({ embedded: {}, tlc: {}, apalache: failing });
    const { code, out } = await folder.run(['crosscheck', 'S.tla']);
    expect(code).toBe(70);
    expect(out).toContain('S.tla: apalache failed: it was killed\n    java.lang.Error\n    at Main\n');
    expect(lastLine(out)).toContain('Not shown: 1 of 1 model were not compared, or an engine failed on them;');
    // A difference is what matters more.
    there({ embedded: {}, tlc: violation, apalache: failing });
    expect((await folder.run(['crosscheck', 'S.tla'])).code).toBe(20);
  });

  it('fails where an engine is there and does not answer', async () => {
    machine.open = (name) => {
      if (name === 'tlc') throw new EngineFailure('tlc', 'it holds no TLC');
      return name === 'embedded' ? { engine: fake('embedded') } : { why: 'it is not installed' };
    };
    expect(await folder.run(['crosscheck', 'S.tla'])).toMatchObject({ code: 70, err: expect.stringContaining('it holds no TLC') });
  });

  it('says of a bounded engine how far it looked, and of a model that it cannot do why', async () => {
    there({ embedded: {}, tlc: {}, apalache: { bound: 4, generated: undefined, distinct: undefined } });
    const { out } = await folder.run(['crosscheck', 'S.tla', '--bound', '4']);
    expect(out).toContain('<= 4');
    there({ embedded: violation, apalache: { ...violation, distinct: undefined, depth: 3 } });
    expect((await folder.run(['crosscheck', 'S.tla'])).out).toMatch(/S\.tla {2}agree .* safety +3 st\. +0\.50 s\n/);
    expect(lastLine(out)).toContain('apalache apalache-1 (1 of 1 model within 4 steps)');
    there({ embedded: {}, tlc: {}, apalache: { bound: 4, complete: false, message: 'not looked at: PROPERTY Live' } });
    expect((await folder.run(['crosscheck', 'S.tla'])).out).toContain(
      'S.tla: apalache did not look at all of it: not looked at: PROPERTY Live',
    );
    there({ embedded: {}, tlc: {}, apalache: { verdict: 'error', error: new TlaError('config', 'no annotation of x') } });
    const second = await folder.run(['crosscheck', 'S.tla']);
    expect(second.code).toBe(0);
    expect(second.out).toContain('S.tla: apalache did not run: no annotation of x');
    expect(lastLine(second.out)).toContain('apalache apalache-1 (0 of 1 model within 8 steps)');
  });

  it('that is stopped has the table of what was compared, and says the same if it cannot speak any more', async () => {
    let asked = 0;
    there({
      embedded: {},
      tlc: () => {
        asked++;
        return {};
      },
    });
    folder.write(spec('T', "Init == x = 0\nNext == x' = x\n"));
    const stopped = await folder.run(['crosscheck', 'S.tla', 'T.tla'], { interrupted: () => asked === 2 });
    expect(stopped.code).toBe(21);
    expect(stopped.out).toMatch(
      /^model .*\nS\.tla {2}agree .*\n\nRepeat: lockstep crosscheck S\.tla T\.tla\nNot shown: 1 of 2 models were not compared/,
    );
    expect(stopped.lastWords).toMatchObject({ stderr: '', exitCode: 21 });
    expect(stopped.lastWords?.stdout.split('\n').slice(0, -2)).toEqual(stopped.out.split('\n').slice(0, -2));
    const json = await folder.run(['crosscheck', 'S.tla', 'T.tla', '--json'], { interrupted: () => asked === 4 });
    expect(JSON.parse(json.lastWords?.stdout ?? '')).toMatchObject({
      verdict: 'incomplete',
      models: [{ name: 'S.tla', verdict: 'agree' }],
      planned: 2,
    });
  });

  it('needs every engine that is named', async () => {
    there({ embedded: {}, tlc: {} });
    const both = ['crosscheck', 'S.tla', '--engines'];
    expect((await folder.run([...both, 'embedded,tlc'])).code).toBe(0);
    expect((await folder.run([...both, 'embedded,tlc,apalache'])).code).toBe(21);
    expect(await folder.run([...both, 'spin'])).toMatchObject({ code: 1, err: expect.stringContaining('not "spin"') });
  });

  it('compares with what the manifest records', async () => {
    const model = { name: 's', module: 'S', config: 'S.cfg', result: 'ok', distinct: 39, size: 'small' };
    folder.write({ 'manifest.json': JSON.stringify({ models: [model] }) });
    there({ embedded: {}, tlc: {} });
    const { code, out } = await folder.run(['crosscheck', 'S.tla']);
    expect(code).toBe(20);
    expect(out).toContain('the number of distinct states differs: embedded says 40, tlc says 40, the record says 39');
  });

  it('gives Apalache the features that the manifest has for the folder, also where a specification is named', async () => {
    const run = { name: 'a', module: 'AP', args: { features: ['no-rows'] } };
    folder.write({ 'manifest.json': JSON.stringify({ models: [], apalache: [run] }) });
    const asked: (readonly string[] | undefined)[] = [];
    machine.open = (name) => ({
      engine: fake(name, (question) => {
        asked.push(question.byName?.features);
        return {};
      }),
    });
    await folder.run(['crosscheck', 'S.tla', '--engines', 'apalache']);
    folder.write({ 'manifest.json': JSON.stringify({ models: [] }) });
    await folder.run(['crosscheck', 'S.tla', '--engines', 'apalache']);
    expect(asked).toEqual([['no-rows'], undefined]);
  });

  it('runs the models of the manifests, of the sizes that are wanted', async () => {
    const asked: string[] = [];
    there({
      embedded: (path) => {
        asked.push(path);
        return {};
      },
    });
    const names = async (...argv: readonly string[]): Promise<readonly string[]> => {
      const { out } = await folder.run(['crosscheck', ...argv, '--json']);
      const { models }: { readonly models: readonly { readonly name: string }[] } = JSON.parse(out);
      return models.map(({ name }) => name);
    };
    const usual = await names('paxos');
    expect(usual).toEqual(expect.arrayContaining(['paxos/small', 'paxos/default', 'paxos/Agreement_bug']));
    expect(usual).not.toContain('paxos/large');
    expect(asked.every((path) => /spec[/\\]paxos[/\\]MC(Paxos|DuellingProposers|UnrolledDuel)(Bug)?\.tla$/.test(path))).toBe(true);
    expect(await names('paxos', '--size', 'large')).toEqual(['paxos/large', 'paxos/refinement']);
    const all = await names('all', '--size', 'all');
    expect(new Set(all.map((name) => name.split('/')[0]))).toEqual(
      new Set(['bridge', 'client', 'consensus', 'multi-paxos', 'paxos', 'pull-raft', 'raft', 'storage']),
    );
    // Too large to be explored: they are for walks.
    expect(all.some((name) => /walks$/.test(name))).toBe(false);
    expect((await names()).length).toBeGreaterThan(100);
  });

  it('asks Apalache for the runs that the manifests record of it, and compares them with the record', async () => {
    const asked: Question[] = [];
    const lying =
      (lie: boolean) =>
      (question: Question): Words => {
        asked.push(question);
        const { byName, maxDepth } = question;
        if (byName?.inv === undefined) return { verdict: 'error', error: new TlaError('config', 'no type of s1') };
        const violated = byName.init === 'WithoutBeginTogether' && !lie;
        return violated ? { ...violation, property: byName.inv[0], states: 2 } : { bound: maxDepth ?? 0, depth: 1 };
      };
    const runs = ['crosscheck', 'raft', '--size', 'small', '--json'];
    const namesOf = ({ out }: { readonly out: string }): readonly (readonly [string, string])[] => {
      const { models }: { readonly models: readonly { readonly name: string; readonly verdict: string }[] } = JSON.parse(out);
      return models.filter(({ name }) => name.includes('/apalache/')).map(({ name, verdict }) => [name, verdict]);
    };
    machine.open = (name) => (name === 'apalache' ? { engine: fake(name, lying(false)) } : { why: 'it is not installed' });
    const honest = await folder.run(runs);
    expect(namesOf(honest)).toEqual(
      ['core', 'core_first', 'core_implies', 'core_step_bug'].map((name) => [`raft/apalache/${name}`, 'agree']),
    );
    expect(asked.find(({ byName }) => byName?.init === 'IndInit')).toMatchObject({
      spec: expect.stringMatching(/APRaftCore\.tla$/),
      maxDepth: 1,
    });
    machine.open = (name) => (name === 'apalache' ? { engine: fake(name, lying(true)) } : { why: 'it is not installed' });
    const lied = await folder.run(runs.slice(0, -1));
    expect(lied.code).toBe(20);
    expect(lied.out).toContain(
      'raft/apalache/core_step_bug: the verdict differs: apalache says ok within 1 step, the record says safety\n',
    );
    expect(lied.out).toMatch(/ {2}lockstep check \S+APRaftCore\.tla --engine apalache --cinit ConstInit --init WithoutBeginTogether /);
    // Without Apalache there is nobody to ask.
    there({ embedded: {} });
    expect(namesOf(await folder.run(runs))).toEqual([]);
  });

  it('refuses what does not go together, and what is not there', async () => {
    there({ embedded: {}, tlc: {} });
    for (const [argv, words] of [
      [['paxos', '--config', 'S.cfg'], '--config and --library go with one specification'],
      [['S.tla', 'S.tla', '--config', 'S.cfg'], '--config and --library go with one specification'],
      [['zab'], 'There is no protocol zab; there are: bridge, client, consensus, multi-paxos, paxos, pull-raft, raft, storage, all'],
      [['Gone.tla'], 'The specification Gone.tla cannot be read'],
      [['S.tla', '--time-limit', 'x'], '--time-limit needs a positive whole number'],
    ] as const)
      expect(await folder.run(['crosscheck', ...argv])).toMatchObject({ code: 1, err: expect.stringContaining(words) });
  });
});
