#!/usr/bin/env node
/**
 * The process around the command. The command itself runs in a second thread: it computes without pause for minutes, and a thread
 * that never rests would not hear a signal. This one listens, writes what the other one says, and keeps the last words of a command
 * that does not answer.
 */
import { getHeapStatistics } from 'node:v8';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { STACK_MB } from '../engines/threads.ts';
import type { Io } from './io.ts';
import { run } from './run.ts';
import { type Message, supervise } from './supervise.ts';

/** What the worker is started with. */
interface Start {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly columns: number;
  readonly colors: boolean;
  readonly live: boolean;
  /** One word: not 0 when the user asked to stop. */
  readonly stop: Int32Array;
}

function launch(argv: readonly string[]): void {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const start: Start = { argv, stop, ...surroundings() };
  const maxOldGenerationSizeMb = Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20);
  const worker = new Worker(new URL(import.meta.url), {
    workerData: start,
    resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb },
  });
  supervise(worker, stop);
}

/** What the command has to know of the terminal. */
function surroundings(): Omit<Start, 'argv' | 'stop'> {
  return {
    cwd: process.cwd(),
    // Some terminals say 0.
    columns: process.stdout.columns || process.stderr.columns || 120,
    colors: wantsColors(),
    live: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  };
}

/** https://no-color.org, FORCE_COLOR, and otherwise whether a terminal shows the text. */
function wantsColors(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0';
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

async function work(start: Start): Promise<void> {
  const say = (message: Message): void => parentPort?.postMessage(message);
  const { stop, argv, ...terminal } = start;
  const io: Io = {
    ...terminal,
    out: (text) => say({ k: 'out', text }),
    err: (text) => say({ k: 'err', text }),
    interrupted: () => Atomics.load(stop, 0) !== 0,
    lastWords: (words) => say({ k: 'lastWords', words }),
  };
  say({ k: 'exit', code: await run(argv, io) });
}

/** Without the second thread: from the sources, which need a loader that a thread does not inherit. */
async function runHere(argv: readonly string[]): Promise<void> {
  const out = (text: string): void => void process.stdout.write(text);
  const err = (text: string): void => void process.stderr.write(text);
  process.exitCode = await run(argv, { ...surroundings(), out, err, interrupted: () => false, lastWords: () => {} });
}

if (!isMainThread) await work(workerData);
else if (import.meta.url.endsWith('.ts')) await runHere(process.argv.slice(2));
else launch(process.argv.slice(2));
