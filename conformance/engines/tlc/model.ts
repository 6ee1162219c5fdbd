/** What our own engine knows of a model that TLC is asked about: the order of variables and values, the names of assumptions. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Loc, loadModel, type Model, type ModuleReader, type Source, TlaError } from '../../tla-to-ts/index.ts';
import { parseConfig } from '../../tla-to-ts/syntax/config.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import type { Question } from '../engine.ts';

/** The text of a file; undefined if it is none. */
export function sourceOf(path: string): Source | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? { path, text: readFileSync(path, 'utf8') } : undefined;
}

/** The model as our engine reads it; undefined if it refuses it, which says nothing of what TLC does. */
export async function ownModel({ spec, config, libraries }: Question): Promise<Model | undefined> {
  const [specSource, configSource] = [sourceOf(spec), sourceOf(config)];
  if (specSource === undefined || configSource === undefined) return undefined;
  await loadGrammar();
  const read: ModuleReader = (name, from) =>
    [...new Set([dirname(from.path), dirname(spec), ...libraries])]
      .map((folder) => sourceOf(join(folder, `${name}.tla`)))
      .find((found) => found !== undefined);
  return orUndefined(() => loadModel(specSource, configSource, read));
}

/** Does the configuration name a behaviour, or are there assumptions alone? */
export function namesBehaviour(config: string): boolean {
  const source = sourceOf(config);
  const parsed = source === undefined ? undefined : orUndefined(() => parseConfig(source));
  return parsed === undefined || parsed.specification !== undefined || parsed.init !== undefined;
}

/** The name of the assumption whose formula stands there. */
export function assumptionAt(model: Model | undefined, place: Loc | undefined): string | undefined {
  if (model === undefined || place === undefined) return undefined;
  const here = (loc: Loc): boolean =>
    loc.source.path === place.source.path && loc.line === place.line && loc.col === place.col && loc.endLine === place.endLine;
  return model.assumes.find((a) => here(a.x.loc))?.name;
}

function orUndefined<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof TlaError) return undefined;
    throw error;
  }
}
