/** What there is to check: the bindings of this package, or those of a file of the user's. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bindings } from '../../bindings/index.ts';
import type { AnyBinding, BoundModel } from '../../lockstep/binding.ts';
import { usageError } from '../host.ts';

/** Bindings, and the folder that their files are named from. */
export interface Catalogue {
  readonly bindings: readonly AnyBinding[];
  readonly root: string;
}

/** One model of one binding. */
export interface Selected {
  /** `paxos/default`. */
  readonly name: string;
  readonly binding: AnyBinding;
  readonly model: BoundModel;
}

/** The bindings that an argument names: nothing or `all`, a protocol of this package, or a file that exports bindings. */
export async function catalogueFor(argument: string | undefined, cwd: string): Promise<Catalogue> {
  if (argument !== undefined && /[/\\]|\.[cm]?[jt]s$/.test(argument)) return fileCatalogue(argument, cwd);
  const own: Catalogue = { bindings, root: packageRoot() };
  if (argument === undefined || argument === 'all') return own;
  const chosen = bindings.filter((b) => b.protocol === argument);
  if (chosen.length > 0) return { ...own, bindings: chosen };
  throw usageError(
    `There is no protocol ${argument}; there are: ${bindings.map((b) => b.protocol).join(', ')}, all, or a file that exports bindings`,
  );
}

async function fileCatalogue(path: string, cwd: string): Promise<Catalogue> {
  const file = resolve(cwd, path);
  if (!existsSync(file)) throw usageError(`The binding ${path} cannot be read: there is no such file or folder`);
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await import(pathToFileURL(file).href);
  } catch (error) {
    throw usageError(`The binding ${path} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`);
  }
  const found = Object.values(exported).flat().filter(isBinding);
  if (found.length === 0)
    throw usageError(`${path} exports no binding; export what anyBinding(...) of lockstep-consensus/conformance returns`);
  return { bindings: [...new Set(found)], root: dirname(file) };
}

function isBinding(x: unknown): x is AnyBinding {
  if (typeof x !== 'object' || x === null) return false;
  return 'protocol' in x && 'spec' in x && 'models' in x && Array.isArray(x.models) && 'open' in x && typeof x.open === 'function';
}

/** The models to check: those that are named, or for each binding the default ones. */
export function selectModels(catalogue: Catalogue, name: string | undefined, walking: boolean): readonly Selected[] {
  const selected = catalogue.bindings.flatMap((binding) => {
    const named = (models: readonly BoundModel[]): Selected[] =>
      models.map((model) => ({ name: `${binding.protocol}/${model.name}`, binding, model }));
    if (name !== undefined) return named(binding.models.filter((m) => m.name === name));
    const large = walking ? binding.models.filter((m) => m.size === 'walks') : [];
    return named(large.length > 0 ? large : binding.models.filter((m) => m.size === 'default'));
  });
  if (selected.length > 0) return selected;
  const known = catalogue.bindings.flatMap((b) => b.models.map((m) => `${b.protocol}/${m.name}`));
  throw usageError(`There is no ${name === undefined ? 'default model' : `model ${name}`}; there are: ${known.join(', ')}`);
}

/** The specification of a binding and a model's configuration, as paths from the current folder. */
export function pathsOf(catalogue: Catalogue, selected: Selected, cwd: string): { readonly spec: string; readonly config: string } {
  const { binding, model } = selected;
  const spec = shownPath(catalogue, binding.spec, cwd);
  return { spec, config: join(dirname(spec), model.config) };
}

/** A file that a binding names, as the user would type it: from the current folder, or in full where it is not below. */
export function shownPath(catalogue: Catalogue, file: string, cwd: string): string {
  const path = join(catalogue.root, file);
  const below = relative(cwd, path);
  return below.startsWith('..') ? path : below;
}

/** Reads a file that a binding names; undefined where there is none. */
export function sourceReader(catalogue: Catalogue): (file: string) => string | undefined {
  return (file) => {
    const path = join(catalogue.root, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
}

/** The folder of this package, above the sources and above the build. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isPackage(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('internal: the folder of the package was not found');
    folder = above;
  }
  return folder;
}

function isPackage(path: string): boolean {
  if (!existsSync(path)) return false;
  const found: { readonly name?: unknown } = JSON.parse(readFileSync(path, 'utf8'));
  return found.name === 'lockstep-consensus';
}
