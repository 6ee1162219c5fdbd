/** Where the external engines are on this machine: what the user named, what `lockstep engines install` brought, what is in PATH. */
import { existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { runProgram } from '../process/guarded.ts';

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
  /** For TLC a class path, for Apalache its home folder or launcher. */
  readonly path: string;
  readonly origin: 'TLA2TOOLS_JAR' | 'APALACHE_HOME' | 'installed' | 'PATH';
}

/** The folder that `lockstep engines install` writes to. */
export function enginesFolder(env: Environment): string {
  return env.LOCKSTEP_ENGINES ?? join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'lockstep', 'engines');
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** The path of a program in PATH. */
export function inPath(env: Environment, program: string): string | undefined {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`, `${program}.bat`] : [program];
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isFile);
}

/** The Java of JAVA_HOME, or else of PATH; undefined if there is none that answers. */
export async function locateJava(env: Environment): Promise<Java | undefined> {
  const home = env.JAVA_HOME === undefined || env.JAVA_HOME === '' ? undefined : join(env.JAVA_HOME, 'bin', 'java');
  const program = home !== undefined && existsSync(home) ? home : inPath(env, 'java');
  if (program === undefined) return undefined;
  try {
    const { exit, stdout, stderr } = await runProgram({ program, args: ['-version'] }, { limits: { seconds: 30, outputBytes: 1e5 } });
    const [, version, major] = /version "((?:1\.)?(\d+)[^"]*)"/.exec(stdout + stderr) ?? [];
    return exit === 0 && version !== undefined && major !== undefined ? { program, version, major: Number(major) } : undefined;
  } catch {
    return undefined;
  }
}
