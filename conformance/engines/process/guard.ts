/**
 * The guard of an external program: a process of its own between ours and the program. Ours may be killed at any moment, and then nobody in it
 * can clean up; the guard hears that its channel is closed, kills the program with all that it started, removes the scratch folder, and ends.
 * It is started by `guarded.ts` alone.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, rmSync } from 'node:fs';
import { type FromGuard, STDERR, STDOUT, type ToGuard } from './messages.ts';

const [folder = ''] = process.argv.slice(2);
let program: ChildProcess | undefined;

function say(message: FromGuard): void {
  // The channel may close between the test and the sending: then nobody listens any more, which is no error of ours.
  if (process.connected) process.send?.(message, () => {});
}

/** Kills the program with its whole process group: a launcher script may have started others. */
function kill(): void {
  const pid = program?.pid;
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function end(): void {
  kill();
  // What was killed may still write for a moment; the folder goes when it is gone.
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 });
      break;
    } catch {
      kill();
    }
  }
  process.exit(0);
}

function start({ program: file, args, cwd, env }: Extract<ToGuard, { k: 'run' }>): void {
  const child = spawn(file, args, {
    cwd,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', STDOUT, STDERR],
    windowsHide: true,
  });
  program = child;
  // The ends of the pipes that the guard itself holds: without them the reader sees the end of the output when the program has ended.
  const release = (): void => {
    for (const fd of [STDOUT, STDERR]) closeSync(fd);
  };
  child.on('error', (error) => {
    release();
    say({ k: 'failed', code: 'code' in error ? String(error.code) : '', message: error.message });
  });
  child.on('exit', (code, signal) => {
    // What it started and left behind would hold the pipes open.
    kill();
    release();
    say({ k: 'exit', code, signal });
  });
}

// Ctrl-C in a terminal reaches the whole group; when the guard ends is decided by the process that it guards.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('disconnect', end);
process.on('message', (message: ToGuard) => {
  if (message.k === 'run') start(message);
  else kill();
});
// Whoever started the guard may be gone before the guard could hear of it.
if (!process.connected) process.exit(0);
try {
  mkdirSync(folder, { mode: 0o700 });
  say({ k: 'ready' });
} catch (error) {
  say({ k: 'failed', code: '', message: `no folder for temporary files: ${error instanceof Error ? error.message : String(error)}` });
}
