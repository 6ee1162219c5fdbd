/** What a specification may see of the machine: IOEnv, and the files that it names. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Model, TlaError } from '../tla-to-ts/index.ts';

/** @param cwd the folder that relative paths start from */
export function outsideOf(cwd: string): Model['run']['outside'] {
  return { environment: environment(), read: (file) => readOutside(cwd, file) };
}

function environment(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

/** Reads a file that a specification names. @throws TlaError `evaluation` */
function readOutside(cwd: string, path: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch (error) {
    throw new TlaError('evaluation', `The file ${path} cannot be read: ${reason(error)}`);
  }
}

/** Why the system refused, in words. */
export function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file or folder';
    case 'ENOTDIR':
      return 'a part of the path is not a folder';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'permission denied';
    case 'ENOSPC':
      return 'the disk is full';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
