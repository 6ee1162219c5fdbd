/** What there is to check: the bindings of this package, or those of a file of the user's. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bindings } from '../../bindings/index.ts';
import { type AnyBinding, type BoundModel, titleOf } from '../../lockstep/binding.ts';
import { usageError } from '../host.ts';

/** Bindings, and the folder that their files are named from. */
export interface Catalogue {
  readonly bindings: readonly AnyBinding[];
  readonly root: string;
}

/** One model of one binding. */
export interface Selected {
  /** `paxos/default`; `raft/step/default` where the binding is one of several. */
  readonly name: string;
  readonly binding: AnyBinding;
  readonly model: BoundModel;
}

/** The bindings that an argument names: `all`, a protocol of this package or a part of one, or a file that exports bindings. */
export async function catalogueFor(argument: string, cwd: string): Promise<Catalogue> {
  const part = bindings.filter((b) => b.part !== undefined && titleOf(b) === argument);
  if (part.length > 0) return { bindings: part, root: packageRoot() };
  if (/[/\\]|\.[cm]?[jt]s$/.test(argument)) return fileCatalogue(argument, cwd);
  const own: Catalogue = { bindings, root: packageRoot() };
  if (argument === 'all') return own;
  const chosen = bindings.filter((b) => b.protocol === argument);
  if (chosen.length > 0) return { ...own, bindings: chosen };
  throw usageError(
    `There is no protocol ${argument}; there are: ${[...new Set(bindings.map((b) => b.protocol))].join(', ')}, all, or a file that exports bindings`,
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

/** The models to check: those that are named, alone or with their binding, or for each binding the default ones. */
export function selectModels(catalogue: Catalogue, name: string | undefined, walking: boolean): readonly Selected[] {
  const all = modelsOf(catalogue);
  const selected = catalogue.bindings.flatMap((binding) => {
    const own = all.filter((s) => s.binding === binding);
    if (name !== undefined) return own.filter((s) => s.model.name === name || s.name === name);
    const large = walking ? own.filter((s) => s.model.size === 'walks') : [];
    return large.length > 0 ? large : own.filter((s) => s.model.size === 'default');
  });
  if (selected.length > 0) return selected;
  const known = all.map((s) => s.name);
  throw usageError(`There is no ${name === undefined ? 'default model' : `model ${name}`}; there are: ${known.join(', ')}`);
}

function modelsOf(catalogue: Catalogue): readonly Selected[] {
  return catalogue.bindings.flatMap((binding) =>
    binding.models.map((model) => ({ name: `${titleOf(binding)}/${model.name}`, binding, model })),
  );
}

/** What to say after --model to have this model alone, where the catalogue has more than one of its name. */
export function unambiguous(catalogue: Catalogue, { model, name }: Selected): string {
  return modelsOf(catalogue).filter((s) => s.model.name === model.name).length > 1 ? name : model.name;
}

/** How many states a model is expected to have: by the manifest beside the specification, or else by the model's size. */
export function expectedStates(catalogue: Catalogue, { binding, model }: Selected): number {
  const guess = { small: 1e4, default: 1e5, large: 1e6, walks: 1e6 }[model.size] ?? 1e5;
  const path = join(catalogue.root, dirname(binding.spec), 'manifest.json');
  if (!existsSync(path)) return guess;
  try {
    const found: { readonly models?: readonly { readonly config?: unknown; readonly distinct?: unknown }[] } = JSON.parse(
      readFileSync(path, 'utf8'),
    );
    const distinct = found.models?.find((m) => m.config === model.config)?.distinct;
    return typeof distinct === 'number' ? distinct : guess;
  } catch {
    // Only the order of the work depends on it.
    return guess;
  }
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
