/** The reporters by name, and where each one's document goes. */
import { Option } from 'commander';
import { usageError } from '../host.ts';
import type { Run } from './finding.ts';
import { github } from './github.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';

export type ReporterName = 'junit' | 'github' | 'sarif';

const REPORTERS: Readonly<Record<ReporterName, (run: Run) => string>> = { junit, github, sarif };

/** One document that was asked for. */
export interface Wanted {
  readonly reporter: ReporterName;
  /** Undefined: standard output. */
  readonly file: string | undefined;
}

/** The document that a reporter makes of a run. */
export function render(reporter: ReporterName, run: Run): string {
  return REPORTERS[reporter](run);
}

/** `--reporter`, for the commands that call `host.report`. */
export function reporterOption(): Option {
  const names = Object.keys(REPORTERS).join(', ');
  return new Option(
    '--reporter <name[=file]>',
    `${names}: print this document on stdout and everything else on stderr, or write it into a file; may be repeated`,
  ).argParser((text: string, before: readonly Wanted[] | undefined) => [...(before ?? []), wantedFrom(text)]);
}

/** @throws TlaError `usage` */
function wantedFrom(text: string): Wanted {
  const wanted = parsed(text);
  if (wanted !== undefined) return wanted;
  throw usageError(`--reporter needs ${Object.keys(REPORTERS).join(', ')}, alone or with =FILE, not ${JSON.stringify(text)}`);
}

function parsed(text: string): Wanted | undefined {
  const [, name = '', file] = /^([^=]*)(?:=(.+))?$/s.exec(text) ?? [];
  return isReporter(name) ? { reporter: name, file } : undefined;
}

function isReporter(name: string): name is ReporterName {
  return Object.hasOwn(REPORTERS, name);
}

/** The documents that a command line asks for, also where the rest of it is wrong: that has to be reported, too. */
export function wantedBy(argv: readonly string[]): readonly Wanted[] {
  const end = argv.indexOf('--');
  return (end < 0 ? argv : argv.slice(0, end)).flatMap((word, i, words) => {
    const text = word === '--reporter' ? words[i + 1] : word.startsWith('--reporter=') ? word.slice('--reporter='.length) : undefined;
    return (text === undefined ? undefined : parsed(text)) ?? [];
  });
}
