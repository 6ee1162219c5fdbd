/** Files of a specification, as the engine reads them from the disk. */
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { loadModel, type Model, type ModuleReader, type Source, TlaError } from '../../tla-to-ts/index.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import { outsideOf, reason } from '../outside.ts';
import type { ModelSources } from './messages.ts';
import { remembering } from './sources.ts';

/** Reads a file that the user named. `path` is shown as it was given. @throws TlaError `usage` */
export function readText(cwd: string, path: string, what: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new TlaError('usage', `${what} ${path} cannot be read: ${reason(error)}`);
  }
}

export function isFile(cwd: string, path: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(cwd: string, path: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Finds modules beside the one that names them, and then in folders. Paths are relative to `cwd`, and shown as they are. */
export function moduleReader(cwd: string, folders: readonly string[]): ModuleReader {
  return (name, from) => {
    for (const folder of new Set([dirname(from.path), ...folders])) {
      const path = join(folder, `${name}.tla`);
      if (isFile(cwd, path)) return { path, text: readText(cwd, path, 'The module') };
    }
    return undefined;
  };
}

/** Reads and resolves a specification with its configuration. @throws TlaError */
export async function makeModel(
  cwd: string,
  spec: Source,
  config: Source,
  reader: ModuleReader,
): Promise<{ readonly model: Model; readonly sources: ModelSources }> {
  await loadGrammar();
  const { sources, read } = remembering(spec, config, reader);
  const model = loadModel(spec, config, read);
  const expected = basename(spec.path, '.tla');
  if (model.module.name !== expected)
    throw new TlaError('parse', `The file ${spec.path} holds module ${model.module.name}; its name must be ${model.module.name}.tla`);
  model.run.outside = outsideOf(cwd);
  return { model, sources: { ...sources, cwd } };
}
