import { describe, expect, it } from 'vitest';
import { crosscheck, overall, type Report, type Subject } from '../../../conformance/crosscheck/run.ts';
import type { Question } from '../../../conformance/engines/engine.ts';
import { fake, violation, type Words } from './fakes.ts';

const byName = { cinit: 'ConstInit', init: 'IndInv', next: 'Next', inv: ['Agreement', 'IndInv'], features: ['no-rows'] };
const subject = (result: 'ok' | 'safety'): Subject => ({
  name: 'paxos/apalache/step',
  spec: '/spec/APPaxos.tla',
  config: '/spec/APPaxos.cfg',
  libraries: [],
  run: { byName, length: 3, deadlock: false, result },
});

async function ask(result: 'ok' | 'safety', says: Words, asked: Question[] = []): Promise<Report> {
  const apalache = fake('apalache', (question) => {
    asked.push(question);
    return says;
  });
  const embedded = fake('embedded', () => {
    throw new Error('this engine cannot be asked by name');
  });
  const [report] = await crosscheck([subject(result)], [embedded, apalache], { workers: 1, bound: 8 });
  return report ?? expect.fail('no report');
}

const clean: Words = { verdict: 'ok', bound: 3, generated: undefined, distinct: undefined };
const found: Words = { ...violation, property: 'IndInv', states: 2 };

describe('a run that Apalache alone can make', () => {
  it('is asked for by the names, the length and the features that are recorded, of no other engine', async () => {
    const asked: Question[] = [];
    const report = await ask('ok', clean, asked);
    expect(asked).toMatchObject([{ byName, maxDepth: 3, checkDeadlock: false }]);
    expect(report).toMatchObject({ verdict: 'agree', differences: [], compared: ['apalache'] });
    expect(Object.keys(report.outcomes)).toEqual(['apalache']);
    expect(overall([report], 1)).toBe('agree');
  });

  it('agrees with a recorded violation by one of its invariants', async () => {
    expect(await ask('safety', found)).toMatchObject({ verdict: 'agree' });
  });

  it.each<[string, 'ok' | 'safety', Words, string]>([
    ['nothing where a violation is recorded', 'safety', clean, 'verdict'],
    ['a violation where none is recorded', 'ok', found, 'verdict'],
    ['nothing, but within fewer steps', 'ok', { ...clean, bound: 2 }, 'verdict'],
    ['nothing, and not how far it looked', 'ok', { ...violation, verdict: 'ok', complete: true }, 'verdict'],
    ['a violation of something else', 'safety', { ...found, property: 'Nontriviality' }, 'property'],
    ['a violation after more steps than it was asked for', 'safety', { ...found, states: 5 }, 'trace'],
    ['a deadlock', 'ok', { ...found, verdict: 'deadlock' }, 'verdict'],
  ])('disagrees where Apalache says %s', async (_, result, says, field) => {
    const report = await ask(result, says);
    expect(report).toMatchObject({ verdict: 'disagree', differences: [{ field }] });
    expect(overall([report], 1)).toBe('disagree');
  });

  it.each<[string, Words]>([
    ['does not come to an end', { verdict: 'incomplete', complete: false }],
    ['does not look at all of it', { ...clean, complete: false }],
    ['refuses it', { verdict: 'error', complete: false, message: 'no type of x' }],
  ])('is not compared where Apalache %s', async (_, says) => {
    expect(await ask('ok', says)).toMatchObject({ verdict: 'incomplete', compared: [] });
  });
});
