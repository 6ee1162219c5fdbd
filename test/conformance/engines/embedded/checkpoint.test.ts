import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ParallelOptions } from '../../../../conformance/engines/embedded/check.ts';
import { checkModel } from '../../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { counts, loaded, CFG as SMALL, VALUES } from './support.ts';

/** Large enough to be interrupted. */
const CFG = SMALL.replace('N = 5', 'N = 6');

let folder = '';
beforeAll(loadGrammar);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class Enough extends Error {}

/** Runs until that many states are known, and then stops as the user does. */
function interrupted(states: number, options: ParallelOptions): void {
  const onProgress: ParallelOptions['onProgress'] = (p) => {
    if (p.distinct >= states) throw new Enough();
  };
  expect(() => loaded(VALUES, CFG).run({ ...options, onProgress })).toThrow(Enough);
}

describe('a search that is saved', () => {
  it.each([
    { workers: 1, memory: 2 ** 30 },
    { workers: 2, memory: 1 },
  ])('goes on as if nothing had happened, also twice: %o', (way) => {
    const expected = counts(checkModel(loaded(VALUES, CFG).model));
    const checkpoint = join(folder, 'saved');
    interrupted(1, { ...way, checkpoint });
    interrupted(30_000, { ...way, checkpoint, resume: true });
    expect(existsSync(join(checkpoint, 'checkpoint.json'))).toBe(true);
    // What was saved is more than nothing, and less than all.
    const saved: { readonly tally: { readonly distinct: number } } = JSON.parse(readFileSync(join(checkpoint, 'checkpoint.json'), 'utf8'));
    expect(saved.tally.distinct).toBeGreaterThanOrEqual(30_000);
    const result = loaded(VALUES, CFG).run({ ...way, checkpoint, resume: true });
    expect(counts(result)).toEqual(expected);
    // A search that is over leaves nothing behind.
    expect(existsSync(checkpoint)).toBe(false);
  });

  it('loses nothing but the time since the last checkpoint when it is killed', () => {
    const checkpoint = join(folder, 'saved');
    const copy = join(folder, 'copy');
    loaded(VALUES, CFG).run({
      workers: 2,
      memory: 1,
      checkpoint,
      checkpointEvery: 0,
      onProgress() {
        // What a kill would leave at this moment.
        if (existsSync(join(checkpoint, 'checkpoint.json'))) {
          rmSync(copy, { recursive: true, force: true });
          cpSync(checkpoint, copy, { recursive: true });
        }
      },
    });
    const result = loaded(VALUES, CFG).run({ workers: 2, checkpoint: copy, resume: true });
    expect(counts(result)).toEqual(counts(checkModel(loaded(VALUES, CFG).model)));
  });

  it('finds a violation whose trace began before it was saved', () => {
    const cfg = CFG.replace('INVARIANT Short', 'INVARIANT Few');
    const checkpoint = join(folder, 'saved');
    let n = 0;
    const onProgress = (): void => {
      n += 1;
      if (n === 2) throw new Enough();
    };
    const way = { workers: 1, memory: 1, checkpoint };
    expect(() => loaded(VALUES, cfg).run({ ...way, onProgress })).toThrow(Enough);
    const m = loaded(VALUES, cfg);
    const result = m.run({ ...way, resume: true });
    const alone = checkModel(loaded(VALUES, cfg).model);
    expect([result.verdict, result.property, result.depth]).toEqual(['safety', 'Few', alone.depth]);
    expect(result.trace?.states.map((s) => s.values.map((v) => m.model.heap.toText(v)))).toHaveLength(alone.trace?.states.length ?? 0);
    expect(m.model.heap.toText(result.trace?.states[0]?.values[0] ?? -1)).toBe('<<>>');
  });

  it('is not taken for that of another model, and not overwritten', () => {
    const checkpoint = join(folder, 'saved');
    interrupted(1, { workers: 1, checkpoint });
    expect(() => loaded(VALUES, CFG).run({ workers: 1, checkpoint })).toThrow(
      /There is a checkpoint in .*saved: go on with it \(--resume\)/,
    );
    const other = SMALL;
    expect(() => loaded(VALUES, other).run({ workers: 1, checkpoint, resume: true })).toThrow(/is that of another model/);
    expect(() => loaded(VALUES, CFG).run({ workers: 1, checkpoint, resume: true, checkDeadlock: true })).toThrow(
      /or of this one with other/,
    );
    expect(() => loaded(VALUES, CFG).run({ workers: 1, checkpoint: folder, resume: true })).toThrow(/There is no checkpoint in/);
    writeFileSync(join(checkpoint, 'checkpoint.json'), '{"format": 0}');
    expect(() => loaded(VALUES, CFG).run({ workers: 1, checkpoint, resume: true })).toThrow(/cannot be read/);
  });
});
