/**
 * The manifests of spec/: what each model is expected to say. That it says so is checked by engines; here, that no model is left
 * out, and that each property has a model that violates it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface ModelEntry {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  readonly result: 'ok' | 'assumption' | 'deadlock' | 'safety' | 'liveness';
  readonly exit: number;
  readonly violates?: string;
  readonly trace?: number;
  readonly generated?: number;
  readonly distinct?: number;
  readonly depth?: number;
  readonly size: 'small' | 'default' | 'large';
}

const root = fileURLToPath(new URL('../../spec/', import.meta.url));
const folders = readdirSync(root).filter((folder) => existsSync(join(root, folder, 'manifest.json')));

function modelsOf(folder: string): readonly ModelEntry[] {
  const manifest: { readonly models: readonly ModelEntry[] } = JSON.parse(readFileSync(join(root, folder, 'manifest.json'), 'utf8'));
  return manifest.models;
}

/** The names that a configuration lists under INVARIANT(S) or PROPERTY, PROPERTIES. */
function checked(folder: string, config: string): readonly string[] {
  const text = readFileSync(join(root, folder, config), 'utf8').replace(/\\\*.*/g, '');
  const sections = text.matchAll(/\b(?:INVARIANTS?|PROPERTY|PROPERTIES)\b([\s\w]*?)(?=\b[A-Z]{2,}(?:_[A-Z]+)?\b|$)/g);
  return [...sections].flatMap((match) => (match[1] ?? '').split(/\s+/).filter((word) => word !== ''));
}

describe.each(folders)('spec/%s', (folder) => {
  const models = modelsOf(folder);
  const files = readdirSync(join(root, folder));

  it('names every configuration once, and modules that are there', () => {
    expect(models.map((model) => model.config).sort()).toEqual(files.filter((file) => file.endsWith('.cfg')).sort());
    expect(new Set(models.map((model) => model.name)).size).toBe(models.length);
    for (const model of models) expect(files).toContain(`${model.module}.tla`);
  });

  it('says of every model what a checker will say', () => {
    for (const model of models) {
      const isBug = model.config.endsWith('_bug.cfg');
      expect([model.name, model.result === 'ok', model.exit === 0]).toEqual([model.name, !isBug, !isBug]);
      expect([model.name, model.violates !== undefined]).toEqual([model.name, isBug]);
      const counts = [model.generated, model.distinct, model.depth].map((count) => (count ?? 0) > 0);
      expect([model.name, counts]).toEqual([model.name, counts.map(() => !isBug)]);
      expect([model.name, (model.trace ?? 0) > 1]).toEqual([model.name, isBug && model.result !== 'assumption']);
    }
  });

  it('has a model that violates each property', () => {
    const properties = new Set(models.filter((model) => model.result === 'ok').flatMap((model) => checked(folder, model.config)));
    const violated = new Map<string, Set<string>>();
    for (const model of models.filter(({ violates }) => violates !== undefined)) {
      const of = violated.get(model.module.replace(/Bug$/, '')) ?? new Set();
      violated.set(model.module.replace(/Bug$/, ''), of.add(model.violates ?? ''));
    }
    expect(properties.size).toBeGreaterThan(0);
    for (const model of models.filter((entry) => entry.result === 'ok')) {
      const missing = checked(folder, model.config).filter((property) => !violated.get(model.module)?.has(property));
      expect([model.name, missing]).toEqual([model.name, []]);
    }
  });

  it('has a README that gives the counts of the manifest', () => {
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
    for (const model of models) {
      expect(readme).toContain(`\`${model.config}\``);
      if (model.distinct !== undefined) expect(readme).toContain(model.distinct.toLocaleString('en-US'));
    }
  });
});
