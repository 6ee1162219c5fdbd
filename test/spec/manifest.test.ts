/**
 * The manifests of spec/: what each model is expected to say. That it says so is checked in models.test.ts; here, that no model is left
 * out, and that each property has a model that violates it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folders, modelsOf, root } from './manifest.ts';

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
      const wasExplored = model.result !== 'assumption' && model.size !== 'walks' && model.size !== 'steps';
      const counts = [model.generated, model.distinct, model.depth].map((count) => (count ?? 0) > 0);
      expect({ ...model, isOk: model.result === 'ok' && model.tlcExit === 0 }).toMatchObject({ isOk: !isBug });
      expect({ ...model, says: model.violates !== undefined }).toMatchObject({ says: isBug });
      expect({ ...model, counts }).toMatchObject({ counts: counts.map(() => wasExplored) });
      expect({ ...model, hasTrace: (model.trace ?? 0) > 1 }).toMatchObject({ hasTrace: isBug && wasExplored });
    }
  });

  it('has a model that violates each property', () => {
    const violated = new Set(models.map((model) => `${model.module.replace(/(Bug|Symmetry)$/, '')} ${model.violates}`));
    for (const model of models.filter(({ result }) => result === 'ok')) {
      const properties = checked(folder, model.config);
      expect(properties).not.toEqual([]);
      expect(properties.filter((property) => !violated.has(`${model.module.replace(/(Bug|Symmetry)$/, '')} ${property}`))).toEqual([]);
    }
  });

  it('has a README that gives the counts of the manifest', () => {
    const readme = readFileSync(join(root, folder, 'README.md'), 'utf8');
    for (const model of models) {
      expect(readme).toContain(`\`${model.config}\``);
      if (model.result === 'ok' && model.distinct !== undefined) expect(readme).toContain(model.distinct.toLocaleString('en-US'));
    }
  });
});
