/** With a real Apalache, which APALACHE_HOME names; without one these tests are skipped, and counted as that. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { apalacheEngine } from '../../../../conformance/engines/apalache/engine.ts';
import { apalache, type ItfValues, RpcError, validateTrace, withExplorer } from '../../../../conformance/engines/apalache/index.ts';
import { declaredTypes } from '../../../../conformance/engines/apalache/types.ts';
import type { Answer, Question } from '../../../../conformance/engines/engine.ts';
import { realApalache } from '../real.ts';
import { CASES, FIXTURES, outcomeOf } from './cases.ts';
import { temporaryFolder } from './support.ts';

const slow = { timeout: 300_000 };
const LIFT = join(FIXTURES, 'Lift.tla');

describe('a real Apalache', () => {
  it.for(Object.entries(CASES))('says what was recorded: %s', slow, async ([, asked], ctx) => {
    expect(await outcomeOf(apalache(realApalache(ctx)), asked)).toMatchObject(asked.outcome);
  });

  it('tells the types of constants and variables', slow, async (ctx) => {
    const { outcome } = await apalache(realApalache(ctx)).typecheck(LIFT);
    const { constants, variables } = declaredTypes(outcome.kind === 'ok' ? outcome.json : '');
    expect([...constants, ...variables].sort()).toEqual([
      ['Top', 'Int'],
      ['floor', 'Int'],
      ['seen', 'Set(Int)'],
    ]);
  });
});

/** Asks the engine about the lock, with a configuration. */
async function lock(path: string, config: string, more: Partial<Question> = {}): Promise<Answer> {
  const file = join(temporaryFolder(), 'Lock.cfg');
  writeFileSync(file, `SPECIFICATION Spec\nCONSTANTS Client = {c1, c2} First = c1\n${config}\n`);
  const engine = await apalacheEngine(path);
  return engine.check({ spec: join(FIXTURES, 'Lock.tla'), config: file, libraries: [join(FIXTURES, 'library')], maxDepth: 3, ...more });
}

describe('the engine', () => {
  it('finds no violation within a bound, and says what it did not look at', slow, async (ctx) => {
    const answer = await lock(realApalache(ctx), 'CONSTANT Careless = FALSE INVARIANTS AtMostOne KnownOnly PROPERTY Freed');
    expect(answer).toMatchObject({ engine: 'apalache', verdict: 'ok', bound: 3, depth: 3, complete: false, trace: undefined });
    expect(answer.message).toBe('no violation within 3 steps; not looked at: PROPERTY Freed');
  });

  it('finds a violation, and its trace has the model values of the configuration', slow, async (ctx) => {
    const answer = await lock(realApalache(ctx), 'CONSTANT Careless = TRUE INVARIANTS KnownOnly AtMostOne');
    expect(answer).toMatchObject({
      verdict: 'safety',
      property: 'AtMostOne',
      message: 'AtMostOne does not hold',
      depth: 2,
      distinct: undefined,
    });
    const { itf, heap } = answer.trace ?? expect.fail('there is no trace');
    expect(itf.vars).toEqual(['holders']);
    const texts = itf.states.map(({ values, action }) => [heap.toText(values[0] ?? 0), action]);
    expect(texts[0]).toEqual(['{}', undefined]);
    expect(['{c1, c2}', '{c2, c1}']).toContain(texts[2]?.[0]);
  });

  it('does not call a violation one where the configuration may exclude it', slow, async (ctx) => {
    const answer = await lock(realApalache(ctx), 'CONSTANT Careless = FALSE INVARIANT NeverFirst CONSTRAINT Small');
    expect(answer).toMatchObject({ verdict: 'incomplete', complete: false });
    expect(answer.message).toBe('a violation of NeverFirst was found, but perhaps outside of the model: not looked at: CONSTRAINT Small');
  });

  it('goes through random behaviours', slow, async (ctx) => {
    const simulate = { runs: 2, depth: 2, seed: 1 };
    const answer = await lock(realApalache(ctx), 'CONSTANT Careless = FALSE INVARIANT AtMostOne', { simulate });
    expect(answer).toMatchObject({ verdict: 'ok', complete: false, bound: 2 });
    expect(answer.message).toBe('no violation in random behaviours of 2 steps; Apalache takes no seed');
    expect(answer.seed).toBeUndefined();
  });

  it('ends at its time limit', slow, async (ctx) => {
    const answer = await lock(realApalache(ctx), 'CONSTANT Careless = FALSE INVARIANT AtMostOne', { timeLimit: 0.5 });
    expect(answer).toMatchObject({ verdict: 'incomplete', message: 'time limit reached', complete: false });
  });

  it('tells where a type is wrong', slow, async (ctx) => {
    const config = join(temporaryFolder(), 'Typo.cfg');
    writeFileSync(config, 'INIT Init\nNEXT Next\n');
    const engine = await apalacheEngine(realApalache(ctx));
    const { verdict, error } = await engine.check({ spec: join(FIXTURES, 'Typo.tla'), config, libraries: [] });
    expect([verdict, error?.errorClass, error?.loc?.line, error?.loc?.col, error?.loc?.endCol]).toEqual(['error', 'unsupported', 8, 9, 18]);
    expect(error?.render()).toContain('8 | Init == x = "one"');
  });
});

describe('the explorer', () => {
  const state = (floor: number): ItfValues => ({ floor: { '#bigint': String(floor) } });

  it('validates traces step by step', slow, async (ctx) => {
    const spec = { sources: [readFileSync(LIFT, 'utf8')] };
    await withExplorer(realApalache(ctx), { cinit: 'ConstInit' }, async (explorer) => {
      const validate = (floors: readonly (number | undefined)[]) =>
        validateTrace(
          explorer,
          spec,
          floors.map((floor) => (floor === undefined ? {} : state(floor))),
        );
      expect(await validate([0, 1, 2, 1])).toMatchObject({ kind: 'explained', transitions: { length: 4 } });
      expect(await validate([0, 1, 3])).toEqual({ kind: 'unexplained', step: 2 });
      expect(await validate([0, undefined, undefined, 3])).toMatchObject({ kind: 'explained' });
      expect(await validate([0, undefined, undefined, 2])).toEqual({ kind: 'unexplained', step: 3 });
      // The lift has no floor above Top: the constants have their values.
      expect(await validate([0, 1, 2, 3, 4])).toEqual({ kind: 'unexplained', step: 4 });
      await expect(validateTrace(explorer, spec, [{ floor: 'ground' }])).rejects.toThrow(RpcError);
    });
  });

  it('has the methods of the server', slow, async (ctx) => {
    await withExplorer(realApalache(ctx), { cinit: 'ConstInit' }, async (explorer) => {
      const session = await explorer.loadSpec({ sources: [readFileSync(LIFT, 'utf8')], invariants: ['StaysLow'], exports: ['View'] });
      expect(session.parameters).toMatchObject({
        initTransitions: { length: 1 },
        nextTransitions: { length: 2 },
        stateInvariants: { length: 2 },
      });
      expect(await session.assumeTransition(0)).toMatchObject({ status: 'ENABLED' });
      const { step, snapshot } = await session.nextStep();
      expect(step).toBe(1);
      expect(await session.checkInvariant(1)).toEqual({ status: 'SATISFIED', trace: undefined });
      expect(await session.query({ kinds: ['OPERATOR', 'STATE'], operator: 'View' })).toMatchObject({
        trace: undefined,
        state: { floor: { '#bigint': '0' } },
        operatorValue: { '#bigint': '0' },
      });
      expect(await session.nextModel('View')).toEqual({ oldValue: { '#bigint': '0' }, hasOld: 'TRUE', hasNext: 'FALSE' });
      await session.rollback(snapshot);
      const step2 = ['assumeTransition', 'nextStep', 'assumeTransition', 'nextStep'] as const;
      const params = { assumeTransition: { transitionId: 0, checkEnabled: true }, nextStep: {} };
      const calls = await session.applyInOrder(step2.map((method) => ({ method, params: params[method] })));
      expect(calls.map(({ ok }) => ok)).toEqual([true, true, true, true]);
      const { status, trace } = await session.checkInvariant(1);
      expect([status, trace]).toEqual(['VIOLATED', expect.objectContaining({ vars: expect.arrayContaining(['floor']) })]);
      // Version 0.62.1 can compact only specifications without constants.
      await expect(session.compact(session.snapshot)).rejects.toThrow(RpcError);
      await session.dispose();
      await expect(session.nextStep()).rejects.toThrow('Session not found');
    });
  });
});

const TICK = `---- MODULE Tick ----
EXTENDS Integers
VARIABLE
  \\* @type: Int;
  x
Init == x = 0
Next == x' = x + 1
====
`;

describe('compacting', () => {
  it('keeps the state that was reached, and nothing of the way', slow, async (ctx) => {
    await withExplorer(realApalache(ctx), {}, async (explorer) => {
      const session = await explorer.loadSpec({ sources: [TICK] });
      for (let i = 0; i < 4; i++) {
        expect(await session.assumeTransition(0)).toMatchObject({ status: 'ENABLED' });
        await session.nextStep();
      }
      expect(await session.compact(session.snapshot)).toBeGreaterThan(session.snapshot);
      const { trace, state } = await session.query({ kinds: ['TRACE', 'STATE'] });
      expect([trace, state]).toMatchObject([{ states: { length: 1 } }, { x: { '#bigint': '3' } }]);
    });
  });
});

/** The processes whose command line names this folder. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
    } catch {
      // It has ended in the meantime.
      return false;
    }
  });
}

async function soon(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 600 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 100));
  return condition();
}

it('nothing is left of it when its parent is killed', slow, async (ctx) => {
  const path = realApalache(ctx);
  const program = fileURLToPath(new URL('./parent.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let folder = '';
  if (parent.stdout !== null) createInterface({ input: parent.stdout }).on('line', (line) => (folder = line));
  expect(await soon(() => folder !== '')).toBe(true);
  // The guard and Java.
  expect([existsSync(folder), processesOf(folder).length]).toEqual([true, 2]);
  parent.kill('SIGKILL');
  expect(await soon(() => !existsSync(folder) && processesOf(folder).length === 0)).toBe(true);
});
