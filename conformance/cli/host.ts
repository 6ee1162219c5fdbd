/** What a command gets from the program around it, and the error for wrong usage. */
import { availableParallelism } from 'node:os';
import { TlaError } from '../tla-to-ts/index.ts';
import type { Io } from './io.ts';
import type { Report } from './reporters/finding.ts';

export interface Host {
  readonly io: Io;
  /** The command line without the program's name. */
  readonly argv: readonly string[];
  /** Sets the exit code of the process. */
  exit(code: number): void;
  /** Takes what was found, for the documents of `--reporter`. */
  report(found: Report): void;
}

/** Exit codes that are not TLC's: see `exitCodeOf` for those of errors. */
export const EXIT = {
  ok: 0,
  usage: 1,
  assumption: 10,
  deadlock: 11,
  safety: 12,
  liveness: 13,
  divergence: 20,
  incomplete: 21,
  /** A mutant survived. */
  survived: 22,
  /** A defect of this program (sysexits' EX_SOFTWARE). */
  internal: 70,
  /** Another engine did not do its work: TLC's and Apalache's code for whatever else went wrong. */
  engine: 255,
} as const;

/** What is said when a thread had no room left. */
export const MORE_MEMORY = 'out of memory; a larger heap: NODE_OPTIONS=--max-old-space-size=<MB>\n';

/** An error of the class `usage`: the command line or the files that it names. */
export function usageError(message: string): TlaError {
  return new TlaError('usage', message);
}

/** Names given to an option, with commas between them: of operators, also of instances (`V!Safe`); or of features (`no-rows`). */
export function nameList(option: string, kind: 'operators' | 'features' = 'operators'): (text: string) => readonly string[] {
  const name = kind === 'operators' ? /^\w+(!\w+)*$/ : /^\w[\w-]*$/;
  return (text) => {
    const names = text.split(',');
    if (!names.every((n) => name.test(n)))
      throw usageError(`${option} needs names of ${kind}, with commas between them, not ${JSON.stringify(text)}`);
    return names;
  };
}

/** The name of an operator given to an option. */
export function operatorName(option: string): (text: string) => string {
  return (text) => {
    if (!/^\w+(!\w+)*$/.test(text)) throw usageError(`${option} needs the name of an operator, not ${JSON.stringify(text)}`);
    return text;
  };
}

/** A number of threads given to an option: `auto`, as many as the machine has processors. */
export function threadCount(option: string): (text: string) => number {
  return (text) => (text === 'auto' ? availableParallelism() : positiveInteger(option)(text));
}

/** Bytes given to an option, as in 512MB or 4GB. */
export function byteCount(option: string): (text: string) => number {
  return (text) => {
    const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([kMGT]i?)?B?$/i.exec(text) ?? [];
    const scale = 1024 ** ['', 'K', 'M', 'G', 'T'].indexOf((unit ?? '').charAt(0).toUpperCase());
    if (number === undefined || Number(number) * scale < 1)
      throw usageError(`${option} needs a size such as 512MB or 4GB, not ${JSON.stringify(text)}`);
    return Math.floor(Number(number) * scale);
  };
}

/** A positive integer given to an option. */
export function positiveInteger(option: string): (text: string) => number {
  return integerFrom(1, `${option} needs a positive whole number`);
}

/** A natural number, which may be 0, given to an option. */
export function naturalNumber(option: string): (text: string) => number {
  return integerFrom(0, `${option} needs a whole number, 0 or more`);
}

function integerFrom(least: number, need: string): (text: string) => number {
  return (text) => {
    const n = Number(text);
    if (!/^\d+$/.test(text) || n < least || !Number.isSafeInteger(n)) throw usageError(`${need}, not ${JSON.stringify(text)}`);
    return n;
  };
}

/** The command line as a shell reads it. */
export function shellLine(argv: readonly string[]): string {
  return ['lockstep', ...argv].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
