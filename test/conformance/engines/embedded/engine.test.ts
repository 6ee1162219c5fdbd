import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { embeddedEngine } from '../../../../conformance/engines/embedded/engine.ts';
import type { Answer, Question } from '../../../../conformance/engines/engine.ts';
import { Folder, spec } from '../../cli/support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
});
afterEach(() => folder.remove());

/** Asks about a module S. */
function ask(body: string, config?: string, more: Partial<Question> = {}): Promise<Answer> {
  folder.write(spec('S', body, config));
  return embeddedEngine().check({ spec: join(folder.path, 'S.tla'), config: join(folder.path, 'S.cfg'), libraries: [], ...more });
}

const counter = "Init == x = 0\nNext == x' = (x + 1) % 5\nSmall == x < 3\n";
const endless = "Init == x = 0\nNext == x' = x + 1\n";

describe('the embedded engine', () => {
  it('counts, with any number of threads', async () => {
    for (const workers of [1, 2])
      expect(await ask(counter, undefined, { workers })).toMatchObject({
        engine: 'embedded',
        version: expect.stringMatching(/^\d+\.\d+/),
        verdict: 'ok',
        generated: 6,
        distinct: 5,
        depth: 5,
        complete: true,
        trace: undefined,
      });
  });

  it('shows a counterexample', async () => {
    const answer = await ask(counter, 'INIT Init\nNEXT Next\nINVARIANT Small\n');
    expect(answer).toMatchObject({ verdict: 'safety', property: 'Small' });
    expect(answer.trace?.itf.vars).toEqual(['x']);
    expect(answer.trace?.itf.states).toHaveLength(4);
  });

  it('finds modules in the libraries', async () => {
    folder.write({ 'lib/Lib.tla': '---- MODULE Lib ----\nOne == 1\n====\n' });
    const body = "Lib == INSTANCE Lib\nInit == x = 0\nNext == x' = Lib!One\n";
    expect(await ask(body)).toMatchObject({ verdict: 'error', error: { errorClass: 'parse' } });
    expect(await ask(body, undefined, { libraries: [join(folder.path, 'lib')] })).toMatchObject({ verdict: 'ok', distinct: 2 });
  });

  it('has errors of the model in its answer', async () => {
    expect(await ask('Init == x = y\n')).toMatchObject({ verdict: 'error', error: { errorClass: 'parse' }, complete: false });
    expect(await ask('Init == x = 1 + "a"\nNext == x\' = x\n')).toMatchObject({ verdict: 'error', error: { errorClass: 'evaluation' } });
  });

  it('of nothing says that nothing was checked', async () => {
    expect(await ask("Init == x \\in {}\nNext == x' = x\n")).toMatchObject({ verdict: 'incomplete' });
  });

  it('ends at a limit of time, of depth, and when the user wants it', async () => {
    expect(await ask(endless, undefined, { timeLimit: 0.2 })).toMatchObject({
      verdict: 'incomplete',
      message: 'the time limit of 0.2 s',
      complete: false,
      distinct: expect.any(Number),
    });
    expect(await ask(endless, undefined, { maxDepth: 5 })).toMatchObject({ verdict: 'incomplete', complete: false });
    expect(await ask(endless, undefined, { interrupted: () => true })).toMatchObject({ verdict: 'incomplete', message: 'interrupted' });
  });

  it('takes a deadlock for none if it is told so', async () => {
    const once = "Init == x = 0\nNext == x = 0 /\\ x' = 1\n";
    expect(await ask(once)).toMatchObject({ verdict: 'deadlock' });
    expect(await ask(once, undefined, { checkDeadlock: false })).toMatchObject({ verdict: 'ok' });
  });

  it('goes random ways', async () => {
    expect(await ask(counter, undefined, { simulate: { runs: 3, depth: 4, seed: 1 } })).toMatchObject({ verdict: 'ok' });
  });
});
