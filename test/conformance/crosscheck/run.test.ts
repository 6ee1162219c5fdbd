import { describe, expect, it } from 'vitest';
import { type CrosscheckOptions, crosscheck, overall, type Subject } from '../../../conformance/crosscheck/run.ts';
import { EngineFailure, type Question } from '../../../conformance/engines/engine.ts';
import { fake, violation } from './fakes.ts';

const subjects: readonly Subject[] = ['a', 'b'].map((name) => ({
  name,
  spec: `/${name}.tla`,
  config: `/${name}.cfg`,
  libraries: ['/lib'],
}));
const options: CrosscheckOptions = { workers: 1, bound: 6, timeLimit: 9 };

describe('crosscheck', () => {
  it('asks every engine about every model, in the same words', async () => {
    const asked: [string, Question][] = [];
    const engines = (['embedded', 'tlc', 'apalache'] as const).map((name) =>
      fake(name, (question) => {
        asked.push([name, question]);
        return name === 'apalache' ? { bound: 6 } : {};
      }),
    );
    const reports = await crosscheck(subjects, engines, options);
    expect(asked.map(([name, { spec }]) => `${name}${spec}`)).toEqual(
      subjects.flatMap(({ spec }) => engines.map(({ name }) => name + spec)),
    );
    expect(asked[0]?.[1]).toEqual({ spec: '/a.tla', config: '/a.cfg', libraries: ['/lib'], workers: 1, timeLimit: 9 });
    // A limit of levels is a bound of a bounded search alone.
    expect(asked[2]?.[1].maxDepth).toBe(6);
    expect(reports.map(({ verdict, compared }) => [verdict, compared.length])).toEqual([
      ['agree', 3],
      ['agree', 3],
    ]);
    expect(overall(reports, 2)).toBe('agree');
  });

  it('goes on after an engine that fails, and after a difference', async () => {
    const engines = [
      fake('embedded'),
      fake('tlc', ({ spec }) => {
        if (spec === '/a.tla') throw new EngineFailure('tlc', 'it ended in the middle', 'last words');
        return violation;
      }),
    ];
    const reports = await crosscheck(subjects, engines, options);
    expect(reports[0]).toMatchObject({
      verdict: 'incomplete',
      outcomes: { tlc: { kind: 'failed', why: 'it ended in the middle', output: 'last words' } },
    });
    expect(reports[1]).toMatchObject({ verdict: 'disagree' });
    expect(overall(reports, 2)).toBe('disagree');
    expect(overall(reports.slice(0, 1), 1)).toBe('incomplete');
  });

  it('does not swallow a defect', async () => {
    const broken = fake('tlc', () => {
      throw new RangeError('a defect');
    });
    await expect(crosscheck(subjects, [broken], options)).rejects.toThrow('a defect');
  });

  it('ends when the user wants it, and then is incomplete', async () => {
    let stop = false;
    const reports = await crosscheck(subjects, [fake('embedded'), fake('tlc')], {
      ...options,
      interrupted: () => stop,
      onReport: () => {
        stop = true;
      },
    });
    expect(reports).toHaveLength(1);
    expect(overall(reports, 2)).toBe('incomplete');
  });

  it('of nothing is incomplete', () => {
    expect(overall([], 0)).toBe('incomplete');
  });
});
