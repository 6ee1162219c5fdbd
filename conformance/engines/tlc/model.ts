/** What our own engine knows of a model that TLC is asked about: the order of variables and values, the names of assumptions. */
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { orUndefined } from '../../tla-to-ts/errors.ts';
import { type Loc, loadModel, type Model, type ModuleReader, type Source } from '../../tla-to-ts/index.ts';
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

/** The name of the assumption or property whose formula stands there: TLC tells the place of one that is not a definition's whole text. */
export function nameAt(model: Model | undefined, place: Loc | undefined): string | undefined {
  if (model === undefined || place === undefined) return undefined;
  const formulas = [
    ...model.assumes,
    ...model.impliedInits,
    ...model.impliedActions.map(({ name, action }) => ({ name, x: action })),
    ...model.invariants,
  ];
  return formulas.find(({ x }) => within(x.loc, place))?.name;
}

function within(inner: Loc, outer: Loc): boolean {
  const before = (line: number, col: number, thanLine: number, thanCol: number): boolean =>
    line < thanLine || (line === thanLine && col <= thanCol);
  return (
    inner.source.path === outer.source.path &&
    before(outer.line, outer.col, inner.line, inner.col) &&
    before(inner.endLine, inner.endCol, outer.endLine, outer.endCol)
  );
}
