/** Files: where specifications, configurations and modules are found, and how output is written. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isFile, isFolder, makeModel, moduleReader, readText } from '../engines/embedded/load.ts';
import type { ModelSources } from '../engines/embedded/messages.ts';
import { reason } from '../engines/outside.ts';
import { type JsonNode, jsonError, parseJson } from '../itf/json.ts';
import type { Model, ModuleReader, Source } from '../tla-to-ts/index.ts';
import { usageError } from './host.ts';

/** Where the command found what it works on. Paths are as the user would type them. */
export interface SpecFiles extends ModuleFiles {
  readonly config: Source;
}

export interface ModuleFiles {
  readonly spec: Source;
  readonly read: ModuleReader;
  /** The folders in which modules are looked up after that of the specification. */
  readonly libraries: readonly string[];
}

export interface SpecOptions {
  readonly config?: string;
  /** Where none is named there need be none: then it is empty. */
  readonly configOptional?: boolean;
  readonly library?: readonly string[];
}

/** Collects an option that may be repeated. */
export function appended(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** Finds the specification, its configuration (default: SPEC.cfg beside it) and its library folders. @throws TlaError `usage` */
export function findSpec(cwd: string, path: string, options: SpecOptions): SpecFiles {
  const files = findModule(cwd, path, options);
  return { ...files, config: findConfig(cwd, files.spec.path, options) };
}

/** Finds the specification and its library folders, for what needs no configuration. @throws TlaError `usage` */
export function findModule(cwd: string, path: string, options: SpecOptions): ModuleFiles {
  const specPath = withSuffix(cwd, path, '.tla');
  const spec: Source = { path: specPath, text: readText(cwd, specPath, 'The specification') };
  const folder = dirname(specPath);
  for (const library of options.library ?? []) {
    if (!isFolder(cwd, library)) throw usageError(`The library folder ${library} cannot be read: there is no such folder`);
  }
  const libraries = [...(options.library ?? []), ...manifestLibraries(cwd, folder)];
  return { spec, read: moduleReader(cwd, [folder, ...libraries]), libraries };
}

/** TLC takes names of files without the suffix, and so do we. */
function withSuffix(cwd: string, path: string, suffix: string): string {
  return path.endsWith(suffix) || isFile(cwd, path) ? path : `${path}${suffix}`;
}

function findConfig(cwd: string, specPath: string, { config: given, configOptional = false }: SpecOptions): Source {
  if (given !== undefined) {
    const path = withSuffix(cwd, given, '.cfg');
    return { path, text: readText(cwd, path, 'The configuration') };
  }
  const path = specPath.replace(/(\.tla)?$/, '.cfg');
  if (!isFile(cwd, path) && configOptional) return { path, text: '' };
  if (!isFile(cwd, path))
    throw usageError(`The configuration ${path} cannot be read: there is no such file; name another one with --config`);
  return { path, text: readText(cwd, path, 'The configuration') };
}

/** The folders that the `manifest.json` of the specification's folder names under "library". @throws TlaError `usage` */
export function manifestLibraries(cwd: string, folder: string): readonly string[] {
  const path = join(folder, 'manifest.json');
  if (!isFile(cwd, path)) return [];
  const text = readText(cwd, path, 'The manifest');
  const root = parseJson(text, path);
  const library = root.kind === 'object' ? root.entries.get('library') : undefined;
  if (library === undefined) return [];
  const wrong = (node: JsonNode, message: string): never => {
    throw jsonError(path, text, node.at, message);
  };
  if (library.kind !== 'array') return wrong(library, '"library" must be an array of folders');
  return library.items.map((item) => {
    if (item.kind !== 'string') return wrong(item, '"library" must be an array of folders');
    const found = join(folder, item.value);
    return isFolder(cwd, found) ? found : wrong(item, `the library folder ${found} is not there`);
  });
}

/** Reads and resolves a specification with its configuration. @throws TlaError */
export async function loadSpec(
  cwd: string,
  path: string,
  options: SpecOptions,
): Promise<{ readonly model: Model; readonly files: SpecFiles; readonly sources: ModelSources }> {
  const files = findSpec(cwd, path, options);
  return { files, ...(await makeModel(cwd, files.spec, files.config, files.read)) };
}

/** Refuses an output file that could not be written, before the work whose result it is to hold. @throws TlaError `usage` */
export function checkOutput(cwd: string, path: string): void {
  const folder = dirname(path);
  if (!isFolder(cwd, folder)) throw usageError(`The file ${path} cannot be written: there is no folder ${folder}`);
  if (isFolder(cwd, path)) throw usageError(`The file ${path} cannot be written: it is a folder`);
}

/** Writes a file so that it appears whole or not at all: under another name first, then renamed. @throws TlaError `usage` */
export function writeWhole(cwd: string, path: string, text: string): void {
  const target = resolve(cwd, path);
  const draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const file = openSync(draft, 'w');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    throw usageError(`The file ${path} cannot be written: ${reason(error)}`);
  }
}
