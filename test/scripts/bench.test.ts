/** The benchmark measures what it says: its runs are interleaved and kept, counts that differ end it, and its tables follow from the runs. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Counts, type Engine, OURS, THEIRS, tlcCounts } from '../../scripts/bench/engines.ts';
import { figuresOf, median } from '../../scripts/bench/figures.ts';
import type { Task } from '../../scripts/bench/models.ts';
import { contradiction, measure, type Run } from '../../scripts/bench/runs.ts';
import { figuresText, replaceFigures } from '../../scripts/bench/tables.ts';

const counts: Counts = { generated: 4000, distinct: 1000, depth: 7 };

const task = (name: string): Task => ({ group: 'public', name, spec: `${name}.tla`, cfg: `${name}.cfg`, about: 'a ring' });

const run = (engine: string, wall: number, change: Partial<Run> = {}): Run => ({
  group: 'public',
  task: 'Ring',
  engine,
  round: 1,
  cost: { wall, cpu: wall * 2, rss: wall * 1e6 },
  counts,
  tables: 32_000,
  ...change,
});

describe('median', () => {
  it('is the middle one, in the order of numbers', () => expect(median([10, 9, 100])).toBe(10));
  it('is the mean of the two in the middle', () => expect(median([4, 1, 2, 100])).toBe(3));
  it('is no number where there is none', () => expect(median([])).toBeNaN());

  it('is taken of each figure by itself, and of a figure that only some runs told', () => {
    const runs = [run(OURS, 3), run(OURS, 1), run(OURS, 2, { cost: { wall: 2, cpu: undefined, rss: 9e6 } })];
    expect(figuresOf(runs)).toEqual({ wall: 2, cpu: 4, rss: 3e6, tables: 32_000, generated: 4000, distinct: 1000, runs: 3 });
    expect(figuresOf([])).toBeUndefined();
  });
});

describe('what TLC prints', () => {
  const end = '2,808,396 states generated, 321,370 distinct states found, 0 states left on queue.';
  const depth = 'The depth of the complete state graph search is 47.';
  const progress =
    'Progress(20) at 2026-01-01 00:00:00: 900,000 states generated (1 s/min), 100,000 distinct states found (1 ds/min), 5 left.';

  it('gives the counts at the end, not those on the way', () => {
    const early = '9 states generated, 8 distinct states found, 7 states left on queue.';
    const found = { generated: 2_808_396, distinct: 321_370, depth: 47 };
    expect(tlcCounts([progress, early, end, depth].join('\n'), 1)).toEqual(found);
  });

  it('says no depth with two workers, whose search is not by levels', () => {
    expect(tlcCounts(`${end}\n${depth}`, 2).depth).toBeUndefined();
  });

  it('is refused where the search did not end', () => {
    expect(() => tlcCounts(progress, 1)).toThrow('TLC did not say what it found');
    expect(() => tlcCounts(end, 1)).toThrow('TLC did not say what it found');
  });
});

describe('two runs of a model', () => {
  it.each(['generated', 'distinct', 'depth'] as const)('contradict each other in %s', (count) => {
    const other = run(THEIRS, 1, { counts: { ...counts, [count]: 5 } });
    expect(contradiction(run(OURS, 1), other)).toBe(
      `Ring: ${OURS} says ${count} ${counts[count]}, ${THEIRS} says 5: there is nothing to compare`,
    );
  });

  it('agree where one of them does not tell', () => {
    expect(contradiction(run(OURS, 1), run('conform', 1, { counts: { ...counts, generated: undefined } }))).toBeUndefined();
  });
});

describe('measuring', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-bench-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const conditions = ['a machine'];
  const report = (): void => {};
  /** An engine that notes when it is called. */
  const engine = (name: string, calls: string[], found: Counts = counts): Engine => ({
    name,
    run: async ({ name: model }) => {
      calls.push(`${name} ${model}`);
      return { cost: { wall: 1, cpu: 1, rss: 1 }, counts: found, tables: undefined };
    },
  });

  it('interleaves the engines, and alternates who begins', async () => {
    const calls: string[] = [];
    const engines = [engine(OURS, calls), engine(THEIRS, calls), engine('conform', calls)];
    await measure({ tasks: [task('A'), task('B')], engines, rounds: 2, conditions, path: undefined, report });
    const first = [`${OURS} A`, `${THEIRS} A`, `${OURS} B`, `${THEIRS} B`];
    expect(calls).toEqual([...first, `${THEIRS} A`, `${OURS} A`, `${THEIRS} B`, `${OURS} B`]);
  });

  it('goes on where it was stopped', async () => {
    const path = join(folder, 'runs.json');
    const calls: string[] = [];
    const stopping: Engine = { name: THEIRS, run: () => Promise.reject(new Error('stopped')) };
    const plan = { tasks: [task('A')], rounds: 2, conditions, path, report };
    await expect(measure({ ...plan, engines: [engine(OURS, calls), stopping] })).rejects.toThrow('stopped');
    expect(existsSync(path)).toBe(true);
    const runs = await measure({ ...plan, engines: [engine(OURS, calls), engine(THEIRS, calls)] });
    expect(calls).toEqual([`${OURS} A`, `${THEIRS} A`, `${THEIRS} A`, `${OURS} A`]);
    expect(runs.map((r) => `${r.engine} ${r.round}`)).toEqual([`${OURS} 1`, `${THEIRS} 1`, `${THEIRS} 2`, `${OURS} 2`]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ conditions, runs: JSON.parse(JSON.stringify(runs)) });
  });

  it('does not mix machines', async () => {
    const path = join(folder, 'runs.json');
    const plan = { tasks: [task('A')], engines: [engine(OURS, [])], rounds: 1, path, report };
    await measure({ ...plan, conditions });
    await expect(measure({ ...plan, conditions: ['another machine'] })).rejects.toThrow(
      'holds runs made under other conditions (a machine)',
    );
  });

  it('ends where engines count differently', async () => {
    const engines = [engine(OURS, []), engine(THEIRS, [], { ...counts, distinct: 999 })];
    await expect(measure({ tasks: [task('A')], engines, rounds: 1, conditions, path: undefined, report })).rejects.toThrow(
      `A: ${THEIRS} says distinct 999, ${OURS} says 1000`,
    );
  });
});

describe('the tables', () => {
  const theirs = run(THEIRS, 30, { cost: { wall: 30, cpu: 90, rss: 30e6 } });
  const runs = [run(OURS, 2), run(OURS, 4, { round: 2 }), theirs, run('TLC/2', 15), run('lockstep/2', 1.25)];

  it('divide what TLC takes by what is taken here', () => {
    const text = figuresText([task('Ring')], runs, ['a machine']);
    expect(rowOf(text, 'Seconds')).toEqual(['Ring', '1 to 2', '3.0', '1.3', '30.0', '15.0', '10.0', '15.0', '5.0', '12.0', '2.4']);
    expect(rowOf(text, 'States a second')).toEqual(['Ring', '333', '800', '33', '67']);
    expect(rowOf(text, 'Bytes a state')).toEqual(['Ring', '32', '3,000', '1,250', '30,000', '15,000']);
    expect(rowOf(text, 'The models')).toEqual(['Ring', 'a ring', '4,000', '1,000']);
    expect(text).toContain('- a machine\n- Medians of 1 to 2 interleaved runs.');
  });

  it('leave out the engines and the groups that were not run', () => {
    const text = figuresText([task('Ring'), task('Never')], runs.slice(0, 3), []);
    expect(rowOf(text, 'Seconds')).toEqual(['Ring', '1 to 2', '3.0', '30.0', '10.0', '15.0']);
    expect(rowOf(figuresText([task('Ring')], runs.slice(0, 1), []), 'Seconds')).toEqual(['Ring', '1', '2.0']);
    expect(text).not.toContain('Never');
    expect(text).not.toContain('### Growth');
  });

  it('replace those before them and nothing else', () => {
    const page = '# Title\n<!-- figures: written by `npm run bench -- --write` -->\nold\n<!-- end of the figures -->\nbelow\n';
    const written = replaceFigures(page, 'new');
    expect(written).toContain('# Title\n');
    expect(written).toContain('-->\n\nnew\n\n<!--');
    expect(written).not.toContain('old');
    expect(written.endsWith('<!-- end of the figures -->\nbelow\n')).toBe(true);
    expect(replaceFigures(written, 'new')).toBe(written);
    expect(() => replaceFigures('# Title\n', 'new')).toThrow('no place for figures');
  });

  it('have their place in docs/benchmarks.md', () => {
    const page = readFileSync(new URL('../../docs/benchmarks.md', import.meta.url), 'utf8');
    expect(replaceFigures(page, 'new')).toContain('new');
  });
});

/** The cells of the first row under a heading. */
function rowOf(text: string, heading: string): readonly string[] {
  const [, section = ''] = text.split(`### ${heading}\n\n`);
  return (section.split('\n')[2] ?? '').split('|').flatMap((cell) => (cell.trim() === '' ? [] : [cell.trim()]));
}
