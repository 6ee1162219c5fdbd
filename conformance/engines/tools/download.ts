/**
 * Downloads one file whose digest is known. What was received before an interruption stays beside the target, under a name that tells its owner,
 * and the next attempt goes on from there; whether the whole is what it should be decides the digest of the file as it then is on the disk.
 */
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, createReadStream, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PinnedTool } from './lock.ts';

/** A tool could not be installed; the message says why and what else can be done. */
export class InstallError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'InstallError';
  }
}

export interface DownloadOptions {
  /** Told how far it has come; `total` is undefined where nobody says the size. */
  readonly onProgress?: (received: number, total: number | undefined) => void;
  /** Told of what happens besides, one sentence each. */
  readonly onNote?: (text: string) => void;
  /** Asked now and then whether the user wants to stop. */
  readonly interrupted?: () => boolean;
  /** Milliseconds without a byte after which a connection counts as dead; default: a minute. */
  readonly patience?: number;
}

/** Connections that are tried before it is given up. */
const ATTEMPTS = 4;
const PATIENCE_MS = 60_000;
/** How long a file of unknown size may become. */
const MOST_BYTES = 1e9;
const LOOK_MS = 100;

/** The connection ended, or could not be made; another attempt may go further. */
class Broken extends Error {}

/**
 * Downloads what the tool's lock names.
 * @param folder where the file is put, and what is left of an interruption
 * @returns the path of the file, whose size and digest are those of the lock; it is the caller's
 * @throws InstallError
 */
export async function download(tool: PinnedTool, folder: string, options: DownloadOptions = {}): Promise<string> {
  const part = partFile(folder, tool, process.pid);
  const before = claim(folder, tool, part);
  if (before > 0) options.onNote?.(`${before} bytes of ${tool.url} are there already; the download goes on from there`);
  try {
    await receive(tool, part, options);
    let wrong = await mismatch(part, tool);
    if (wrong !== undefined && before > 0) {
      options.onNote?.(`What was there already does not fit (${wrong}); the download starts again from the beginning`);
      rmSync(part, { force: true });
      await receive(tool, part, options);
      wrong = await mismatch(part, tool);
    }
    if (wrong === undefined) return part;
    rmSync(part, { force: true });
    throw new InstallError(`What ${tool.url} gives is not ${tool.title} ${tool.version}: ${wrong}. Nothing of it was kept.`);
  } catch (error) {
    release(part, folder, tool);
    throw error;
  }
}

/** Why a file is not the one that the lock describes; undefined if it is. */
export async function mismatch(path: string, tool: PinnedTool): Promise<string | undefined> {
  const { size } = statSync(path);
  if (tool.size !== undefined && size !== tool.size) return `it has ${size} bytes and must have ${tool.size}`;
  const found = await sha256(path);
  return found === tool.sha256 ? undefined : `its SHA-256 is ${found} and must be ${tool.sha256}`;
}

/** The SHA-256 of a file, in lower-case hexadecimal digits. */
export async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

/** A partial file is named after what it is to become, its owner (0: nobody any more), and by chance. */
function partFile(folder: string, tool: PinnedTool, owner: number): string {
  return join(folder, `.${tool.sha256.slice(0, 16)}.${owner}.${randomUUID()}.part`);
}

/** The partial files of a tool that nobody writes to any more. */
function abandoned(folder: string, tool: PinnedTool): readonly string[] {
  return readdirSync(folder).filter((name) => {
    const [, digest, owner] = /^\.([0-9a-f]{16})\.(\d+)\.[0-9a-f-]{36}\.part$/.exec(name) ?? [];
    return digest === tool.sha256.slice(0, 16) && !isRunning(Number(owner));
  });
}

/** Whether a process is there; 0 is nobody. */
export function isRunning(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is one too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Makes the longest abandoned partial file ours, and takes the others away. It is copied: should its owner live after all (in a container that
 * shares the folder), it writes on into a file that has no name any more. @returns how many bytes are there
 */
function claim(folder: string, tool: PinnedTool, part: string): number {
  const found = abandoned(folder, tool)
    .map((name) => join(folder, name))
    .map((path) => ({ path, size: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }))
    .sort((a, b) => b.size - a.size);
  const [longest] = found;
  try {
    if (longest !== undefined && longest.size > 0) copyFileSync(longest.path, part);
  } catch {
    // Another installation was faster.
  }
  for (const { path } of found) rmSync(path, { force: true });
  return bytesOf(part);
}

/** Leaves a partial file to whoever comes next. */
function release(part: string, folder: string, tool: PinnedTool): void {
  if (bytesOf(part) > 0) renameSync(part, partFile(folder, tool, 0));
  else rmSync(part, { force: true });
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Fills the partial file to its end, with several connections if one breaks. @throws InstallError */
async function receive(tool: PinnedTool, part: string, options: DownloadOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = bytesOf(part);
    try {
      await connect(tool, part, options);
      return;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      const after = bytesOf(part);
      if (attempt >= ATTEMPTS || after <= before) throw new InstallError(broken(tool, error.message, after));
      options.onNote?.(`The connection broke after ${after} bytes (${error.message}); it is made again`);
    }
  }
}

function broken(tool: PinnedTool, why: string, received: number): string {
  const kept = received === 0 ? '' : ` ${received} bytes are kept: the same command goes on from there.`;
  return `${tool.url} could not be downloaded: ${why}.${kept} Without a network: download it elsewhere and give it with --from FILE, or ${variableOf(tool)}.`;
}

function variableOf(tool: PinnedTool): string {
  return tool.unpack === 'file' ? 'name a jar of yours in TLA2TOOLS_JAR' : 'name the folder of an Apalache of yours in APALACHE_HOME';
}

/** One connection. @throws Broken, InstallError */
async function connect(tool: PinnedTool, part: string, options: DownloadOptions): Promise<void> {
  const { patience = PATIENCE_MS, interrupted } = options;
  const abort = new AbortController();
  const stop = (why: string): void => abort.abort(new Broken(why));
  let lastByte = performance.now();
  const look = setInterval(() => {
    if (interrupted?.() === true) abort.abort(new InstallError('interrupted'));
    else if (performance.now() - lastByte > patience) stop(`nothing came for ${Math.round(patience / 100) / 10} s`);
  }, LOOK_MS);
  try {
    const offset = bytesOf(part);
    const response = await request(tool, offset, abort.signal);
    // A server that knows no ranges, or has another file by now, sends all of it.
    const start = response.status === 206 ? offset : 0;
    const total = announced(response, start, tool);
    const file = await open(part, start === 0 ? 'w' : 'a');
    try {
      const onProgress = (received: number): void => {
        lastByte = performance.now();
        options.onProgress?.(received, total);
      };
      await store(response, file, start, total, tool, onProgress);
    } finally {
      await file.close();
    }
  } catch (error) {
    const reason: unknown = abort.signal.aborted ? abort.signal.reason : error;
    if (reason instanceof Broken || reason instanceof InstallError) throw reason;
    if (isOfDisk(reason)) throw new InstallError(`${part} cannot be written: ${wordsOf(reason)}`);
    throw new Broken(wordsOf(reason));
  } finally {
    clearInterval(look);
    abort.abort();
  }
}

/** Asks for the file, or for the rest of it. @throws InstallError if the server has not got it */
async function request(tool: PinnedTool, offset: number, signal: AbortSignal): Promise<Response> {
  // Compressed on the way, its bytes could not be counted.
  const headers = { 'accept-encoding': 'identity', ...(offset === 0 ? {} : { range: `bytes=${offset}-` }) };
  const response = await fetch(tool.url, { headers, signal, redirect: 'follow' });
  const range = new RegExp(`^bytes ${offset}-`).test(response.headers.get('content-range') ?? '');
  if (response.status === 200 || (response.status === 206 && offset > 0 && range)) return response;
  await response.body?.cancel();
  if (response.status === 416 && offset > 0) {
    // There is nothing after what we have: it may be all of it, which the digest decides; or it is no part of that file.
    return tool.size === undefined || tool.size === offset ? new Response('', { status: 206 }) : request(tool, 0, signal);
  }
  const words = `the server answers ${response.status} ${response.statusText}`.trimEnd();
  if (response.status >= 500 || response.status === 429) throw new Broken(words);
  throw new InstallError(broken(tool, words, offset));
}

/** The size of the whole; undefined if neither the lock nor the server says it. @throws InstallError if they do not agree */
function announced(response: Response, start: number, tool: PinnedTool): number | undefined {
  const length = response.headers.get('content-length');
  const said = length === null ? undefined : start + Number(length);
  if (said !== undefined && tool.size !== undefined && said !== tool.size)
    throw new InstallError(`What ${tool.url} gives is not ${tool.title} ${tool.version}: it has ${said} bytes and must have ${tool.size}.`);
  return tool.size ?? said;
}

async function store(
  response: Response,
  file: FileHandle,
  start: number,
  total: number | undefined,
  tool: PinnedTool,
  onProgress: (received: number) => void,
): Promise<void> {
  const most = tool.size ?? MOST_BYTES;
  let received = start;
  for await (const chunk of response.body ?? []) {
    received += chunk.byteLength;
    if (received > most) {
      await file.truncate(0);
      throw new InstallError(
        `${tool.url} gives more than the ${most} bytes that ${tool.title} ${tool.version} may have. Nothing was kept.`,
      );
    }
    await file.writeFile(chunk);
    onProgress(received);
  }
  if (total !== undefined && received < total) throw new Broken(`it ended after ${received} of ${total} bytes`);
}

/** An error of the file and not of the connection. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EFBIG)$/.test(String(error.code));
}

/** What `fetch` says is "fetch failed"; why is in its cause. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
