/** The engine says of every small model what its manifest says, which is what TLC says: the verdict, the counts, the shortest trace. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../conformance/cli/files.ts';
import { checkModel } from '../../conformance/tla-to-ts/index.ts';
import { folders, modelsOf, root } from './manifest.ts';

describe.each(folders)('spec/%s', (folder) => {
  const small = modelsOf(folder).filter((entry) => entry.size === 'small');

  it.each(small.map((entry) => [entry.name, entry] as const))('%s', async (_, entry) => {
    const { model } = await loadSpec(join(root, folder), `${entry.module}.tla`, { config: entry.config });
    const { verdict, property, generated, distinct, depth, trace, complete } = checkModel(model);
    expect({ verdict, property, trace: trace?.states.length, complete }).toEqual({
      verdict: entry.result,
      property: entry.violates,
      trace: entry.trace,
      // Whether a temporal property holds is asked when all states are there.
      complete: entry.result === 'ok' || entry.result === 'liveness',
    });
    if (entry.distinct !== undefined) expect({ generated, distinct, depth }).toEqual(counts(entry));
  });

  it('is tried', () => {
    expect(small.length).toBeGreaterThan(0);
  });
});

function counts(entry: { readonly generated?: number; readonly distinct?: number; readonly depth?: number }): object {
  return { generated: entry.generated, distinct: entry.distinct, depth: entry.depth };
}
