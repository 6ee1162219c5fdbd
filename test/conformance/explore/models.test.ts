/** Every model of spec/ small enough for a test says what its manifest says, which is what TLC said. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkModel, loadModel, type Source } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

interface Entry {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  readonly result: string;
  readonly violates?: string;
  readonly trace?: number;
  readonly generated?: number;
  readonly distinct?: number;
  readonly depth?: number;
}

const root = fileURLToPath(new URL('../../../spec/', import.meta.url));
const folders = readdirSync(root).filter((folder) => existsSync(join(root, folder, 'manifest.json')));

/** Larger models are for `lockstep check`, the benchmark and the comparison with TLC. */
const MOST = 10_000;

beforeAll(loadGrammar);

function read(folder: string, file: string): Source {
  const path = join(root, folder, file);
  return { path, text: readFileSync(path, 'utf8') };
}

describe.each(folders)('spec/%s', (folder) => {
  const manifest: { readonly library?: readonly string[]; readonly models: readonly Entry[] } = JSON.parse(
    read(folder, 'manifest.json').text,
  );
  const places = [folder, ...(manifest.library ?? []).map((l) => join(folder, l))];
  const find = (name: string): Source | undefined => {
    const place = places.find((p) => existsSync(join(root, p, `${name}.tla`)));
    return place === undefined ? undefined : read(place, `${name}.tla`);
  };
  const models = manifest.models.filter((m) => (m.distinct ?? 0) <= MOST);

  it('has models of this size', () => {
    expect(models.length).toBeGreaterThan(2);
  });

  it.each(models)('$config', (entry) => {
    const result = checkModel(loadModel(read(folder, `${entry.module}.tla`), read(folder, entry.config), find));
    expect(result.verdict).toBe(entry.result);
    expect(result.property).toBe(entry.violates);
    const { generated, distinct, depth } = result;
    if (entry.distinct !== undefined)
      expect({ generated, distinct, depth }).toEqual({ generated: entry.generated, distinct: entry.distinct, depth: entry.depth });
    if (entry.trace !== undefined) expect(result.trace?.states).toHaveLength(entry.trace);
    expect(result.complete).toBe(entry.result === 'ok');
  });
});
