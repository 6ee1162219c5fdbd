/** Where the external engines are on this machine: what the user named, what `lockstep engines install` brought, what is in PATH. */
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { TlaError } from '../../tla-to-ts/index.ts';
import { runProgram } from '../process/guarded.ts';
import { pinnedTools, type ToolName, type ToolsLock, toolFolder } from './lock.ts';

/** The variables that are read: PATH, JAVA_HOME, TLA2TOOLS_JAR, APALACHE_HOME, LOCKSTEP_ENGINES, XDG_CACHE_HOME. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Java {
  /** The path of the program. */
  readonly program: string;
  /** 17 of 17.0.15; 8 of 1.8.0. */
  readonly major: number;
  readonly version: string;
}

/** A tool, and how it was found. */
export interface Found {
  /** For TLC a class path, for Apalache its home folder or, found in PATH, its launcher. Absolute. */
  readonly path: string;
  readonly origin: 'TLA2TOOLS_JAR' | 'APALACHE_HOME' | 'installed' | 'PATH';
}

/** The folder that `lockstep engines install` writes to. */
export function enginesFolder(env: Environment): string {
  return resolve(env.LOCKSTEP_ENGINES || join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'lockstep', 'engines'));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The path of a program in PATH. */
export function inPath(env: Environment, program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`, `${program}.bat`] : [program];
  return foldersOf(env)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isFile);
}

function foldersOf(env: Environment): readonly string[] {
  return (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The path of the Java of JAVA_HOME, or else of PATH. Whether it works is not asked. */
export function javaProgram(env: Environment): string | undefined {
  const home = env.JAVA_HOME === undefined || env.JAVA_HOME === '' ? undefined : join(env.JAVA_HOME, 'bin', 'java');
  return home !== undefined && existsSync(home) ? home : inPath(env, 'java');
}

/** The Java of JAVA_HOME, or else of PATH; undefined if there is none that answers. */
export async function locateJava(env: Environment): Promise<Java | undefined> {
  const program = javaProgram(env);
  if (program === undefined) return undefined;
  try {
    const { exit, stdout, stderr } = await runProgram({ program, args: ['-version'] }, { limits: { seconds: 30, outputBytes: 1e5 } });
    const [, version, major] = /version "((?:1\.)?(\d+)[^"]*)"/.exec(stdout + stderr) ?? [];
    return exit === 0 && version !== undefined && major !== undefined ? { program, version, major: Number(major) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * TLC: the class path of TLA2TOOLS_JAR (a jar, or several entries as Java has them, `folder/*` included), or what is installed, or a
 * tla2tools.jar in a folder of PATH. A program `tlc` there is not taken: what it runs cannot be known.
 * @throws TlaError `usage` if the variable names what is not there
 */
export function locateTlc(env: Environment, lock: ToolsLock = pinnedTools()): Found | undefined {
  const named = env.TLA2TOOLS_JAR;
  if (named !== undefined && named !== '') return { path: classPath(named), origin: 'TLA2TOOLS_JAR' };
  const installed = locateInstalled(env, 'tlc', lock);
  if (installed !== undefined) return { path: join(installed, 'tla2tools.jar'), origin: 'installed' };
  const jar = foldersOf(env)
    .map((folder) => resolve(folder, 'tla2tools.jar'))
    .find(isFile);
  return jar === undefined ? undefined : { path: jar, origin: 'PATH' };
}

/**
 * Apalache: the folder of APALACHE_HOME, or what is installed, or the launcher in PATH.
 * @throws TlaError `usage` if the variable names a folder that does not hold it
 */
export function locateApalache(env: Environment, lock: ToolsLock = pinnedTools()): Found | undefined {
  const named = env.APALACHE_HOME;
  if (named !== undefined && named !== '') {
    const home = resolve(named);
    const lacking = ['bin/apalache-mc', 'lib/apalache.jar'].find((file) => !isFile(join(home, file)));
    if (lacking !== undefined)
      throw new TlaError('usage', `APALACHE_HOME names ${named}, which holds no ${lacking}; it must be the folder of an unpacked release`);
    return { path: home, origin: 'APALACHE_HOME' };
  }
  const installed = locateInstalled(env, 'apalache', lock);
  if (installed !== undefined) return { path: installed, origin: 'installed' };
  const launcher = inPath(env, 'apalache-mc');
  return launcher === undefined ? undefined : { path: resolve(launcher), origin: 'PATH' };
}

/** The entries of a class path, each of which must be there, as absolute paths: the programs run in folders of their own. */
function classPath(text: string): string {
  const entries = text.split(delimiter).filter((entry) => entry !== '');
  const missing = entries.find((entry) => !existsSync(entry.endsWith('*') ? dirname(entry) : entry));
  if (entries.length === 0 || missing !== undefined)
    throw new TlaError('usage', `TLA2TOOLS_JAR names ${missing ?? 'nothing'}: there is no such file or folder`);
  return entries.map((entry) => resolve(entry)).join(delimiter);
}

/** The folder of the pinned version, where all of its files are; whether they are intact `lockstep engines doctor` says. */
function locateInstalled(env: Environment, name: ToolName, lock: ToolsLock): string | undefined {
  const folder = toolFolder(enginesFolder(env), name, lock[name]);
  return Object.keys(lock[name].files).every((file) => isFile(join(folder, file))) ? folder : undefined;
}
