/** Starting Apalache: one process, in a scratch folder of its own, with nothing of the user's settings but what is named. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { TlaError } from '../../tla-to-ts/errors.ts';
import { EngineFailure } from '../engine.ts';
import { CannotStart, type Ended, type Limits, type Scratch, withScratch } from '../process/guarded.ts';
import type { Evidence } from './outcome.ts';

/** How the program is started. */
export interface LaunchOptions {
  /** The path of a Java, which comes before those in PATH. */
  readonly java?: string;
  /** Megabytes for the heap of its Java; the solver's memory is not in it. Default: the launcher's, 4096. */
  readonly heap?: number;
}

export interface RunOptions {
  readonly limits?: Limits;
  /** Told of each line that Apalache writes to stdout. */
  readonly onLine?: (line: string) => void;
  /** Asked ten times a second whether the user wants to stop. */
  readonly interrupted?: () => boolean;
}

/** What a run left, before its folder was removed. */
export interface Run extends Evidence {
  readonly seconds: number;
  /** The file that `--output` named, if there is one. */
  readonly output: string | undefined;
}

const TRACE = /^(violation|example)(\d+)\.itf\.json$/;
/** Where in the scratch folder the run's files are. */
const RUN = 'run';
const OUTPUT = 'output.json';

/** The launcher of a path: that itself, or bin/apalache-mc in the folder of an unpacked release. */
export function launcherOf(path: string): string {
  const folder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return folder ? join(path, 'bin', process.platform === 'win32' ? 'apalache-mc.bat' : 'apalache-mc') : path;
}

/** The folders that a run writes to. */
export function prepare(folder: string): void {
  for (const name of ['tmp', 'out', RUN]) mkdirSync(join(folder, name));
}

/** The options that come with every command: all that it writes goes to the scratch folder, and no file of settings is read but this one. */
export function contained(folder: string, settings: object = {}): readonly string[] {
  const config = join(folder, 'settings.json');
  writeFileSync(config, JSON.stringify(settings));
  return [`--config-file=${config}`, `--out-dir=${join(folder, 'out')}`, `--run-dir=${join(folder, RUN)}`];
}

/**
 * The specification's file. Apalache looks modules up beside it and nowhere else: where they are in other folders, too, all of them are copied
 * to one, the first of those with the same name.
 * @throws TlaError `usage` if the file or a folder is not there
 */
export function specFile(folder: string, spec: string, libraries: readonly string[]): string {
  if (!isFile(spec)) throw new TlaError('usage', `The specification ${spec} cannot be read: there is no such file`);
  if (libraries.length === 0) return resolve(spec);
  const together = join(folder, 'spec');
  mkdirSync(together);
  copyFileSync(spec, join(together, basename(spec)));
  for (const library of [dirname(spec), ...libraries]) {
    if (!existsSync(library)) throw new TlaError('usage', `The library folder ${library} cannot be read: there is no such folder`);
    for (const name of readdirSync(library)) {
      const copy = join(together, name);
      if (name.endsWith('.tla') && !existsSync(copy) && isFile(join(library, name))) copyFileSync(join(library, name), copy);
    }
  }
  return join(together, basename(spec));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The variables for the launcher. */
export function environmentOf(folder: string, { java, heap }: LaunchOptions): Readonly<Record<string, string>> {
  const { JVM_ARGS = '', PATH = '' } = process.env;
  if (heap !== undefined && !(Number.isSafeInteger(heap) && heap > 0)) throw new RangeError(`heap must be megabytes, not ${heap}`);
  // Without the option Java leaves a file of its own in the system's folder when it is killed.
  const args = [JVM_ARGS, '-XX:-UsePerfData', ...(heap === undefined ? [] : [`-Xmx${heap}m`])].join(' ').trim();
  return {
    TMPDIR: join(folder, 'tmp'),
    JVM_ARGS: args,
    ...(java === undefined ? {} : { PATH: `${dirname(java)}${delimiter}${PATH}` }),
  };
}

/** Runs a command of Apalache's. @param args the arguments, given the scratch folder @throws EngineFailure if it cannot be started */
export async function runApalache(
  launcher: string,
  args: (folder: string) => readonly string[],
  { limits, onLine, interrupted, ...launch }: LaunchOptions & RunOptions,
): Promise<Run> {
  return withScratch(async (scratch) => {
    prepare(scratch.folder);
    const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
    const ended = await start(
      scratch,
      { program: launcher, args: args(scratch.folder), env: environmentOf(scratch.folder, launch) },
      {
        ...(limits === undefined ? {} : { limits }),
        ...(interrupted === undefined ? {} : { interrupted }),
        onLine: (line, stream) => {
          lines[stream].push(line);
          if (stream === 'stdout') onLine?.(line);
        },
      },
    );
    return { ...ended, ...lines, files: tracesIn(join(scratch.folder, RUN)), output: textOf(join(scratch.folder, OUTPUT)) };
  });
}

/** The argument that has the intermediate form written, for `typecheck` and `parse`. */
export function outputTo(folder: string): string {
  return `--output=${join(folder, OUTPUT)}`;
}

/** Runs the program to its end. @throws EngineFailure if it cannot be started */
export async function start(scratch: Scratch, ...[command, options]: Parameters<Scratch['run']>): Promise<Ended> {
  try {
    return await scratch.run(command, options);
  } catch (error) {
    if (error instanceof CannotStart) throw new EngineFailure('apalache', error.message);
    throw error;
  }
}

function tracesIn(folder: string): Evidence['files'] {
  const found = readdirSync(folder).flatMap((name) => {
    const [, prefix, index] = TRACE.exec(name) ?? [];
    return prefix === undefined ? [] : [{ name, order: Number(index) }];
  });
  return found.sort((a, b) => a.order - b.order).map(({ name }) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

function textOf(path: string): string | undefined {
  return isFile(path) ? readFileSync(path, 'utf8') : undefined;
}
