/** A thread in which models are checked, one after another: `lockstep conform` gives it jobs, and listens. */
import { parentPort, workerData } from 'node:worker_threads';
import { packError } from '../../engines/threads.ts';
import { Interrupted } from '../io.ts';
import type { Job } from './job.ts';
import type { ThreadMessage, ThreadStart } from './messages.ts';
import { perform } from './perform.ts';

/** Milliseconds between two reports of progress. */
const EVERY = 200;

const say = (message: ThreadMessage): void => parentPort?.postMessage(message);

const { stop }: ThreadStart = workerData;

async function work(job: Job): Promise<ThreadMessage> {
  let spoken = Number.NEGATIVE_INFINITY;
  const outcome = await perform(job, {
    warn: (text) => say({ k: 'warning', text }),
    progress(p, soFar) {
      if (Atomics.load(stop, 0) !== 0 && p !== undefined) throw new Interrupted();
      const now = performance.now();
      if (now - spoken < EVERY) return;
      spoken = now;
      say({ k: 'progress', progress: p, soFar: soFar() });
    },
  });
  return { k: 'done', outcome };
}

parentPort?.on('message', (job: Job) => {
  void work(job)
    .catch((error: unknown): ThreadMessage => ({ k: 'failed', error: packError(error) }))
    .then(say);
});
