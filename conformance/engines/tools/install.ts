/** Installs a pinned tool: it is downloaded or taken from a file, verified, unpacked aside, and appears whole or not at all. */
import { randomUUID } from 'node:crypto';
import { copyFileSync, createReadStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from '../outside.ts';
import { type DownloadOptions, download, InstallError, isRunning, mismatch, sha256 } from './download.ts';
import { type PinnedTool, type ToolName, toolFolder } from './lock.ts';
import { untar } from './untar.ts';

export interface InstallOptions extends DownloadOptions {
  /** A file that was downloaded before; an absolute path. */
  readonly from?: string;
}

export interface Installed {
  /** The folder. */
  readonly path: string;
  /** What was done: nothing, because it was there and intact; or it was put there, in place of a damaged one. */
  readonly done: 'already there' | 'installed' | 'repaired';
}

/**
 * Installs a tool into its folder below `folder`.
 * @throws InstallError with one sentence; nothing is left but what a download can go on from
 */
export async function installTool(name: ToolName, tool: PinnedTool, folder: string, options: InstallOptions = {}): Promise<Installed> {
  try {
    mkdirSync(folder, { recursive: true });
    return await install(name, tool, folder, options);
  } catch (error) {
    if (error instanceof InstallError || !(error instanceof Error) || !('code' in error)) throw error;
    throw new InstallError(`${tool.title} cannot be installed in ${folder}: ${reason(error)}`);
  }
}

async function install(name: ToolName, tool: PinnedTool, folder: string, options: InstallOptions): Promise<Installed> {
  const target = toolFolder(folder, name, tool);
  const damage = await damageOf(target, tool);
  if (damage === undefined) return { path: target, done: 'already there' };
  const replaces = statSync(target, { throwIfNoEntry: false }) !== undefined;
  if (replaces) options.onNote?.(`What is in ${target} is damaged (${damage}) and is replaced`);
  sweep(folder);
  const staging = stagingFolder(folder);
  const archive = options.from === undefined ? await download(tool, folder, options) : await taken(options.from, tool);
  try {
    mkdirSync(staging);
    await unpack(archive, tool, staging);
    const wrong = await damageOf(staging, tool);
    if (wrong !== undefined) throw new InstallError(`The archive of ${tool.title} ${tool.version} does not hold what it must: ${wrong}`);
    await appear(staging, target, tool, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
    if (options.from === undefined) rmSync(archive, { force: true });
  }
  return { path: target, done: replaces ? 'repaired' : 'installed' };
}

/** What is wrong with an installed tool: a file that is not there or not what it was; undefined if all is as it must be. */
export async function damageOf(folder: string, tool: PinnedTool): Promise<string | undefined> {
  for (const [file, digest] of Object.entries(tool.files)) {
    const path = join(folder, file);
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return `there is no ${file}`;
    try {
      const found = await sha256(path);
      if (found !== digest) return `the SHA-256 of ${file} is ${found} and must be ${digest}`;
    } catch (error) {
      return `${file} cannot be read: ${reason(error)}`;
    }
  }
  return undefined;
}

/** A file of the user's, verified like a download. */
async function taken(path: string, tool: PinnedTool): Promise<string> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new InstallError(`The file ${path} cannot be read: there is no such file`);
  const wrong = await mismatch(path, tool);
  if (wrong === undefined) return path;
  throw new InstallError(`${path} is not ${tool.title} ${tool.version}: ${wrong}. It must be the file of ${tool.url}.`);
}

async function unpack(archive: string, tool: PinnedTool, staging: string): Promise<void> {
  const [first = ''] = Object.keys(tool.files);
  if (tool.unpack === 'file') return copyFileSync(archive, join(staging, first));
  await untar(createReadStream(archive), staging);
}

function stagingFolder(folder: string): string {
  return join(folder, `.${process.pid}.${randomUUID()}.new`);
}

/** Takes away what installations that were killed have left; a partial download stays for the next one. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, owner] = /^\.(\d+)\.[0-9a-f-]{36}\.new$/.exec(name) ?? [];
    if (owner !== undefined && !isRunning(Number(owner))) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Gives the folder its name. Another installation may do the same at this moment: then one of the two stays, and both are whole. */
async function appear(staging: string, target: string, tool: PinnedTool, folder: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(staging, target);
      return;
    } catch (error) {
      if (attempt > 9 || !(error instanceof Error) || !('code' in error) || !/^(ENOTEMPTY|EEXIST|EPERM|EACCES)$/.test(String(error.code)))
        throw error;
    }
    if ((await damageOf(target, tool)) === undefined) return;
    putAside(target, folder);
  }
}

/** A folder cannot be replaced in one step: what is there is renamed, and then removed. */
function putAside(target: string, folder: string): void {
  const aside = stagingFolder(folder);
  try {
    renameSync(target, aside);
  } catch {
    // Somebody else has done so.
    return;
  }
  rmSync(aside, { recursive: true, force: true });
}
