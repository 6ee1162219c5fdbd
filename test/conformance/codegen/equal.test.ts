/** Both generators find the same types for every specification that has types; docs/adr/0013 says what is the same. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Learned, learn } from '../../../conformance/codegen/learn.ts';
import { learnFromTypes, type TypeTexts } from '../../../conformance/codegen/typed.ts';
import { apalache } from '../../../conformance/engines/apalache/index.ts';
import { declaredTypes } from '../../../conformance/engines/apalache/types.ts';
import { moduleReader } from '../../../conformance/engines/embedded/load.ts';
import { loadModel, loadModule, type Model } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { realApalache } from '../engines/real.ts';
import { recordedTypes, SPEC, TYPED_SPECS, type TypedSpec } from './specs.ts';
import { type Structures, sortsOfModel, sortsOfNameSets, structuresOf } from './structure.ts';

beforeAll(loadGrammar);

const all = Object.entries(TYPED_SPECS);
const folders = (folder: string): readonly string[] => [join(SPEC, folder), join(SPEC, 'consensus')];
const found = new Map<string, { readonly model: Model; readonly learned: Learned }>();

/** What our own generator finds. */
function ours(name: string, { folder, rows, model: { spec, config } }: TypedSpec): Structures {
  const known = found.get(name);
  const model = known?.model ?? loadModel(spec, config, moduleReader(SPEC, folders(folder)));
  const learned = known?.learned ?? learn(model, { maxStates: 100_000 });
  found.set(name, { model, learned });
  return structuresOf(learned, sortsOfModel(model, recordedTypes(name).constants), rows);
}

/** What the other generator finds, if Apalache tells these types. */
function theirs(name: string, { folder, rows, next }: TypedSpec, types: TypeTexts): Structures {
  const path = join(SPEC, folder, `${name}.tla`);
  const module = loadModule({ path, text: readFileSync(path, 'utf8') }, moduleReader(SPEC, folders(folder)));
  return structuresOf(learnFromTypes(module, next, types), sortsOfNameSets(types.constants), rows);
}

describe.each(all)('the types of %s', (name, spec) => {
  it('are the same for both generators', () => {
    expect(theirs(name, spec, recordedTypes(name))).toEqual(ours(name, spec));
  });

  it('are no longer the same if one of them is changed', () => {
    const types = recordedTypes(name);
    let changes = 0;
    for (const kind of ['variables', 'operators'] as const)
      for (const [declared, text] of types[kind])
        for (const changed of changesOf(text)) {
          changes++;
          const planted = { ...types, [kind]: new Map(types[kind]).set(declared, changed) };
          expect(theirs(name, spec, planted), `${declared}: ${changed}`).not.toEqual(ours(name, spec));
        }
    expect(changes).toBeGreaterThan(0);
  });

  it('are what was recorded', { timeout: 300_000 }, async (ctx) => {
    const { folder, rows } = spec;
    const { outcome } = await apalache(realApalache(ctx)).typecheck(join(SPEC, folder, `${name}.tla`), {
      ...(rows ? {} : { features: ['no-rows'] }),
      libraries: folders(folder),
    });
    const told = declaredTypes(outcome.kind === 'ok' ? outcome.json : expect.fail(JSON.stringify(outcome)));
    const recorded = recordedTypes(name);
    const operators = new Map([...told.operators].filter(([operator]) => recorded.operators.has(operator)));
    expect({ ...told, operators }).toEqual(recorded);
  });
});

it('is every specification that Apalache is given', () => {
  const modules = readdirSync(SPEC, { recursive: true, encoding: 'utf8' }).flatMap((file) => /(AP\w+)\.tla$/.exec(file)?.[1] ?? []);
  expect(Object.keys(TYPED_SPECS).sort()).toEqual(modules.sort());
});

/** The text of a type, changed in one place: one type for another, a field that has another name or is not there. */
function changesOf(text: string): readonly string[] {
  const other = (word: string): string => (word === 'Int' ? 'Str' : word === 'Seq' ? 'Set' : word === 'Set' ? 'Seq' : 'Int');
  const result = text.lastIndexOf(' => ');
  const part = result < 0 ? text : text.slice(0, result);
  const rest = text.slice(part.length);
  const words = [...part.matchAll(/\b(Seq|Set|[A-Z]\w*)\b/g)].map((m) => [m.index, m[0], other(m[0])] as const);
  const fields = [...part.matchAll(/\w+(?=:)/g)].map((m) => [m.index, m[0], `${m[0]}x`] as const);
  const dropped = [...part.matchAll(/\w+: \w+, /g)].map((m) => [m.index, m[0], ''] as const);
  return [...words, ...fields, ...dropped].map(([at, old, by]) => `${part.slice(0, at)}${by}${part.slice(at + old.length)}${rest}`);
}
