/** Trace files: which there are, what they hold, and which model each is of. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readText } from '../../engines/embedded/load.ts';
import { reason } from '../../engines/outside.ts';
import { isAuxiliary } from '../../itf/index.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { looksLikeTrace, type OpenTrace, openTraces } from '../../traces/index.ts';
import { usageError } from '../host.ts';

/** Characters by which a file in a folder is known for a trace. */
const HEAD = 4096;

/** The files that are to be replayed, and those in folders that hold no trace. */
export interface TraceFiles {
  readonly files: readonly string[];
  readonly passedOver: readonly string[];
}

/** Finds the traces that were named, and those in folders that were named. @throws TlaError `usage` */
export function findTraces(cwd: string, paths: readonly string[]): TraceFiles {
  const files: string[] = [];
  const passedOver: string[] = [];
  for (const path of paths) {
    const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
    if (found === undefined) throw usageError(`The trace ${path} cannot be read: there is no such file or folder`);
    if (!found.isDirectory()) files.push(path);
    else for (const file of filesIn(cwd, path)) (isTrace(cwd, file) ? files : passedOver).push(file);
  }
  if (files.length === 0) throw usageError(`There is no trace in the folder ${paths.join(', ')}`);
  return { files: [...new Set(files)], passedOver };
}

function filesIn(cwd: string, folder: string): readonly string[] {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true });
  const names = entries.filter((e) => !e.isDirectory() && !e.name.startsWith('.')).map((e) => e.name);
  const { compare } = new Intl.Collator('en', { numeric: true });
  return names.sort(compare).map((name) => join(folder, name));
}

/** Does a file hold a trace, by its name or by its beginning? One that is empty once did, or should have: it is not passed over. */
function isTrace(cwd: string, path: string): boolean {
  if (path.endsWith('.itf.json')) return true;
  const head = headOf(cwd, path);
  return head === '' || looksLikeTrace(head);
}

function headOf(cwd: string, path: string): string {
  const buffer = Buffer.alloc(HEAD);
  try {
    const file = openSync(resolve(cwd, path), 'r');
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, HEAD, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw usageError(`The trace ${path} cannot be read: ${reason(error)}`);
  }
}

/** A trace of a file. */
export interface TraceInFile {
  /** The file; where it holds several, with the number of this one. */
  readonly name: string;
  readonly trace: OpenTrace;
}

/** Reads the traces of a file. @throws TlaError `usage` where it holds none */
export function readTraces(cwd: string, path: string): readonly TraceInFile[] {
  const traces = openTraces(readText(cwd, path, 'The trace'), path);
  return traces.map((trace, i) => ({ name: traces.length === 1 ? path : `${path} (${i + 1})`, trace }));
}

/** Is a trace of this model, where there are several? That is, has it just its variables, apart from what tools add? */
export function isTraceOf(model: Model, { vars }: OpenTrace): boolean {
  const names = model.module.variables.map((v) => v.name);
  return names.every((name) => vars.includes(name)) && vars.every((name) => names.includes(name) || isAuxiliary(name));
}
