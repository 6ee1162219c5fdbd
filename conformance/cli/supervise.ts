/** What the process does around the thread of a command: it writes what the thread says, hears signals, and keeps its last words. */
import { constants } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { EXIT, MORE_MEMORY } from './host.ts';
import type { LastWords } from './io.ts';

/** What the thread says. */
export type Message =
  | { readonly k: 'out' | 'err'; readonly text: string }
  | { readonly k: 'lastWords'; readonly words: LastWords }
  | { readonly k: 'exit'; readonly code: number };

/** How long a command may take to end in its own way after Ctrl-C. */
const PATIENCE_MS = 3000;

/**
 * Stands by a thread until it ends. Ctrl-C (SIGINT) and SIGTERM ask the command to stop; one that does not in time, or at a second Ctrl-C, is
 * ended, and its last words are written. Sets the exit code of the process.
 * @param stop the word that the command looks at: not 0 when it is asked to stop
 */
export function supervise(worker: Worker, stop: Int32Array): void {
  let answered = false;
  let words: LastWords = { stdout: '', stderr: 'incomplete: interrupted\n', exitCode: EXIT.incomplete };
  const giveUp = (): void => {
    answered = true;
    process.stdout.write(words.stdout);
    process.stderr.write(words.stderr);
    process.exitCode = words.exitCode;
    void worker.terminate();
  };
  worker.on('message', (message: Message) => {
    switch (message.k) {
      case 'out':
        return void process.stdout.write(message.text);
      case 'err':
        return void process.stderr.write(message.text);
      case 'lastWords':
        words = message.words;
        return;
      case 'exit':
        answered = true;
        process.exitCode = message.code;
    }
  });
  worker.on('error', (error: unknown) => {
    const memory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (memory) {
      process.stderr.write(MORE_MEMORY);
      return giveUp();
    }
    process.stdout.write(words.unended ?? '');
    process.stderr.write(`internal error: ${error instanceof Error ? error.message : String(error)}\n`);
    answered = true;
    process.exitCode = EXIT.internal;
  });
  worker.on('exit', (code) => {
    if (answered) return;
    // Code that was loaded to be checked may have called process.exit, which ends no more than its thread.
    process.stdout.write(words.unended ?? '');
    process.stderr.write(`internal error: the command ended with code ${code} before it was done\n`);
    process.exitCode = EXIT.internal;
  });
  const ask = (): boolean => {
    if (Atomics.exchange(stop, 0, 1) !== 0) return false;
    setTimeout(giveUp, words.patience ?? PATIENCE_MS).unref();
    return true;
  };
  process.on('SIGINT', () => {
    if (!ask()) giveUp();
  });
  // No haste the second time: `timeout` sends it to its child, and again to the group that the child is in.
  process.on('SIGTERM', ask);
  // Who reads our output may stop reading: `lockstep ... | head`.
  process.stdout.on('error', (error: Error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
    process.exit(128 + constants.signals.SIGPIPE);
  });
}
