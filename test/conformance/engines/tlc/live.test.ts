/** The adapter with a real TLC: the models that were recorded give the same answers, and nothing is left behind. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, EngineFailure } from '../../../../conformance/engines/engine.ts';
import { tlcEngine } from '../../../../conformance/engines/tlc/index.ts';
import { locateJava } from '../../../../conformance/engines/tools/locate.ts';
import { realTlc } from '../real.ts';
import { answerTo, linesOf, modelOf, questionOf, RECORDED, SPECS } from './recorded.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-tlc-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const endless = { spec: join(SPECS, 'Endless.tla'), config: join(SPECS, 'Endless.cfg'), libraries: [] };

/** What does not depend on the run. */
function lasting({ version: _, seconds: _s, trace, error, ...rest }: Answer): object {
  const { heap, itf, back } = trace ?? {};
  const states = itf?.states.map(({ action, values }) => [
    action?.name,
    ...(action?.parameters ?? []).map((p) => heap?.toText(p)),
    ...values.map((v) => heap?.toText(v)),
  ]);
  return { ...rest, error: error?.render(), states, loop: itf?.loop, back: back?.name };
}

/** Waits for what must become true soon. @returns whether it did */
async function soon(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return condition();
}

/** The processes whose command line has this text. */
function processesWith(text: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text));
}

describe('a real TLC', () => {
  it.for(RECORDED.map((r) => [r.name, r] as const))('answers as it was recorded: %s', async ([, r], ctx) => {
    const tlc = await realTlc(ctx);
    expect(lasting(await tlc.check(questionOf(r)))).toEqual(lasting(answerTo(linesOf(r), r.exit, questionOf(r), await modelOf(r))));
  });

  it('writes random behaviours to a folder', async (ctx) => {
    const tlc = await realTlc(ctx);
    const question = { spec: join(SPECS, 'MCSmall.tla'), config: join(SPECS, 'ok.cfg'), libraries: [] };
    const answer = await tlc.check({ ...question, simulate: { runs: 3, depth: 5, seed: 7, folder: join(folder, 'behaviours') } });
    expect(answer).toMatchObject({ verdict: 'ok', complete: false, seed: 7, runs: 3 });
    expect(readdirSync(join(folder, 'behaviours'))).toHaveLength(3);
  });

  it('has a time limit, and can be interrupted', async (ctx) => {
    const tlc = await realTlc(ctx);
    const limited = await tlc.check({ ...endless, timeLimit: 8 });
    expect(limited).toMatchObject({ verdict: 'incomplete', complete: false, message: 'the time limit of 8 s is reached' });
    const before = performance.now();
    const interrupted = await tlc.check({ ...endless, interrupted: () => performance.now() - before > 3000 });
    expect(interrupted).toMatchObject({ verdict: 'incomplete', message: 'interrupted' });
  });

  it('is refused where a class path holds none', async (ctx) => {
    await realTlc(ctx);
    const java = await locateJava(process.env);
    await expect(tlcEngine({ java: java?.program ?? '', classPath: folder })).rejects.toThrow(EngineFailure);
  });

  it('leaves nothing behind when who asked is killed', { timeout: 120_000 }, async (ctx) => {
    await realTlc(ctx);
    const parent = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('./parent.ts', import.meta.url)), endless.spec, endless.config],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, TMPDIR: folder } },
    );
    // The folder of the search stands in Java's command line.
    expect(await soon(() => processesWith(`-Djava.io.tmpdir=${folder}`).length > 0)).toBe(true);
    expect(await soon(() => readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((f) => f.includes('meta')))).toBe(true);
    parent.kill('SIGKILL');
    const left = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('lockstep-'));
    expect(await soon(() => processesWith(`-Djava.io.tmpdir=${folder}`).length === 0 && left().length === 0)).toBe(true);
  });
});
