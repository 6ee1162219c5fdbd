/**
 * External programs, run so that nothing of them is left behind: not the process, not what it started, not its temporary files, however the
 * process that started it ends (see guard.ts). Arguments are arrays; no shell reads them.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type FromGuard, STDERR, STDOUT, type ToGuard } from './messages.ts';

/** A program with its arguments. */
export interface Command {
  /** A path, or a name that is looked up in PATH. */
  readonly program: string;
  readonly args: readonly string[];
  /** Default: the scratch folder. */
  readonly cwd?: string;
  /** In addition to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Limits {
  /** The program is killed after so many seconds. */
  readonly seconds?: number;
  /** The program is killed when it has written more bytes than this to stdout and stderr together; default: 256 MB. */
  readonly outputBytes?: number;
}

/** Why a program was killed before it ended by itself. */
export type Cut = 'time limit' | 'output limit' | 'interrupted' | 'stopped';

export interface Ended {
  /** Undefined if a signal ended it. */
  readonly exit: number | undefined;
  readonly signal: string | undefined;
  /** Whether this process had it killed, and why. */
  readonly cut: Cut | undefined;
  readonly seconds: number;
}

export interface RunOptions {
  readonly limits?: Limits;
  /** Called with each line of its output, without the line feed, as it comes. */
  readonly onLine?: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Asked ten times a second whether the user wants to stop. */
  readonly interrupted?: () => boolean;
}

/** A program could not be started. */
export class CannotStart extends Error {
  /** The system's code, such as ENOENT. */
  readonly code: string;

  constructor(program: string, code: string, message: string) {
    super(code === 'ENOENT' ? `${program} cannot be started: there is no such program` : `${program} cannot be started: ${message}`);
    this.name = 'CannotStart';
    this.code = code;
  }
}

/** A scratch folder with a guard; one program can be run in it. */
export interface Scratch {
  /** An absolute path; the folder is there, empty, readable by this user alone. */
  readonly folder: string;
  /** Runs the program to its end. May be called once. @throws CannotStart */
  run(command: Command, options?: RunOptions): Promise<Ended>;
  /** Kills the program; `run` then ends with the cut `stopped`. */
  stop(): void;
}

const OUTPUT_BYTES = 256 * 2 ** 20;
const ASK_EVERY_MS = 100;

/** Makes a scratch folder for the time of `work`; afterwards the folder and whatever was started in it are gone. */
export async function withScratch<T>(work: (scratch: Scratch) => Promise<T>): Promise<T> {
  const guarded = new Guarded();
  try {
    await guarded.ready();
    return await work(guarded);
  } finally {
    await guarded.end();
  }
}

/** Runs a program in a scratch folder of its own and keeps its output. @throws CannotStart */
export async function runProgram(
  command: Command,
  options: Omit<RunOptions, 'onLine'> = {},
): Promise<Ended & { readonly stdout: string; readonly stderr: string }> {
  return withScratch(async (scratch) => {
    const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
    const ended = await scratch.run(command, { ...options, onLine: (line, stream) => lines[stream].push(line) });
    const text = (stream: 'stdout' | 'stderr'): string => lines[stream].map((line) => `${line}\n`).join('');
    return { ...ended, stdout: text('stdout'), stderr: text('stderr') };
  });
}

class Guarded implements Scratch {
  readonly folder = join(tmpdir(), `lockstep-${randomUUID()}`);
  private readonly guard: ChildProcess;
  private readonly gone: Promise<void>;
  private cut: Cut | undefined;
  private hear: (message: FromGuard) => void = () => {};

  constructor() {
    this.guard = spawn(process.execPath, [...guardProgram(), this.folder], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc', 'pipe', 'pipe'],
      detached: true,
      windowsHide: true,
    });
    this.gone = new Promise((resolve) => {
      this.guard.once('exit', () => resolve());
      this.guard.once('error', (error) => {
        this.hear({ k: 'failed', code: '', message: error.message });
        resolve();
      });
    });
    this.guard.on('message', (message: FromGuard) => this.hear(message));
  }

  /** The guard is there, and the folder. */
  async ready(): Promise<void> {
    const message = await this.next();
    if (message.k === 'failed') throw new CannotStart('The guard of external programs', message.code, message.message);
  }

  async run(command: Command, { limits = {}, onLine, interrupted }: RunOptions = {}): Promise<Ended> {
    const started = performance.now();
    const output = Promise.all([this.read('stdout', limits, onLine), this.read('stderr', limits, onLine)]);
    const { program, args, cwd = this.folder, env = {} } = command;
    const ended = this.next();
    this.say({ k: 'run', program, args, cwd, env: { ...environment(), ...env } });
    const timer = limits.seconds === undefined ? undefined : setTimeout(() => this.kill('time limit'), limits.seconds * 1000);
    const question = setInterval(() => {
      if (interrupted?.() === true) this.kill('interrupted');
    }, ASK_EVERY_MS);
    try {
      const message = await ended;
      await output;
      if (message.k === 'failed') throw new CannotStart(program, message.code, message.message);
      const { code, signal } = message.k === 'exit' ? message : { code: null, signal: null };
      return { exit: code ?? undefined, signal: signal ?? undefined, cut: this.cut, seconds: (performance.now() - started) / 1000 };
    } finally {
      clearTimeout(timer);
      clearInterval(question);
    }
  }

  stop(): void {
    this.kill('stopped');
  }

  async end(): Promise<void> {
    if (this.guard.connected) this.guard.disconnect();
    await this.gone;
  }

  private kill(why: Cut): void {
    this.cut ??= why;
    this.say({ k: 'kill' });
  }

  private say(message: ToGuard): void {
    if (this.guard.connected) this.guard.send(message, () => {});
  }

  /** The next message; if the guard ends without one, that it failed. */
  private next(): Promise<FromGuard> {
    return new Promise((resolve) => {
      this.hear = resolve;
      void this.gone.then(() => resolve({ k: 'failed', code: '', message: 'its guard has ended' }));
    });
  }

  private async read(stream: 'stdout' | 'stderr', limits: Limits, onLine: RunOptions['onLine']): Promise<void> {
    const pipes: readonly unknown[] = this.guard.stdio;
    const source = pipes[stream === 'stdout' ? STDOUT : STDERR];
    if (!(source instanceof Readable)) throw new Error(`internal: there is no pipe for ${stream}`);
    const most = limits.outputBytes ?? OUTPUT_BYTES;
    source.on('data', (chunk: Buffer) => {
      this.written += chunk.length;
      if (this.written <= most) return;
      this.kill('output limit');
      // A line without end would otherwise be collected until the program is dead.
      source.destroy();
    });
    const ended = new Promise<void>((resolve) => source.once('close', () => resolve()));
    const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', (line) => onLine?.(line, stream));
    const closed = new Promise<void>((resolve) => lines.once('close', () => resolve()));
    await ended;
    lines.close();
    await closed;
  }

  private written = 0;
}

/** The environment of this process, without what would make the guard or the program something else. */
function environment(): Readonly<Record<string, string>> {
  const hidden = new Set(['NODE_OPTIONS', 'NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']);
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined || hidden.has(name) ? [] : [[name, value]])),
  );
}

/** The arguments with which Node runs the guard: the compiled module, or from the sources with the loader that they need. */
function guardProgram(): readonly string[] {
  if (!import.meta.url.endsWith('.ts')) return [fileURLToPath(new URL('./guard.js', import.meta.url))];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, fileURLToPath(new URL('./guard.ts', import.meta.url))];
}
