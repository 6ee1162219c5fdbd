/** Trace files: which there are, and which model each is of. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readText } from '../../engines/embedded/load.ts';
import { readItfTrace } from '../../itf/index.ts';
import { Heap, type Model } from '../../tla-to-ts/index.ts';
import { usageError } from '../host.ts';
import type { TraceFile } from './run.ts';

/** Reads the traces that were named, and those in folders that were named. @throws TlaError `usage` for the first that is none */
export function readTraces(cwd: string, paths: readonly string[]): readonly TraceFile[] {
  const files = paths.flatMap((path) => (isFolder(cwd, path) ? tracesIn(cwd, path) : [path]));
  return [...new Set(files)].map((path) => {
    const text = readText(cwd, path, 'The trace');
    // Values that cannot stand in one set are found here too, whatever names of the model the strings turn out to be.
    const { vars } = readItfTrace(text, new Heap(), { path });
    return { path, text, variables: vars };
  });
}

function isFolder(cwd: string, path: string): boolean {
  return statSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function tracesIn(cwd: string, folder: string): readonly string[] {
  const names = readdirSync(resolve(cwd, folder)).filter((name) => name.endsWith('.itf.json'));
  if (names.length === 0) throw usageError(`There is no trace in the folder ${folder}; traces are files *.itf.json`);
  return names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((name) => join(folder, name));
}

/** The traces of one model, where there are several: those with just its variables. */
export function tracesOf(model: Model, files: readonly TraceFile[]): readonly TraceFile[] {
  const names = new Set(model.module.variables.map((v) => v.name));
  return files.filter((f) => f.variables.length === names.size && f.variables.every((v) => names.has(v)));
}
