/** A thread that helps with a search: it makes the model once more, over the values that all threads share, and works until the search is over. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { LayoutMismatch } from '../../tla-to-ts/compile/layout.ts';
import { compileProgram, type Program } from '../../tla-to-ts/compile/program.ts';
import { permutationsOf } from '../../tla-to-ts/explore/symmetry.ts';
import { Heap } from '../../tla-to-ts/index.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import { packError } from '../threads.ts';
import { packStop, type WorkerMessage, type WorkerReport, type WorkerStart } from './messages.ts';
import { modelAgain } from './sources.ts';
import { JOINED, LEFT, READY, SearchWorker, STOPPED } from './worker.ts';

const { start, port }: { readonly start: WorkerStart; readonly port: MessagePort } = workerData;
const { sources, shared } = start;
const control = new Int32Array(shared.control);
const say = (message: WorkerMessage): void => port.postMessage(message);

await loadGrammar();
const heap = new Heap(shared.values);
Atomics.add(control, JOINED, 1);
heap.gate?.enter();
try {
  const model = modelAgain(sources, heap);
  const program = compileProgram(model, start.layout, { coverage: start.coverage, onPrint: (text) => say({ k: 'print', text }) });
  say(work(program));
} catch (error) {
  say(error instanceof LayoutMismatch ? { k: 'mismatch', variable: error.variable } : { k: 'failed', error: packError(error) });
} finally {
  heap.gate?.leave();
  Atomics.add(control, LEFT, 1);
  Atomics.notify(control, LEFT);
  port.close();
}

function work(program: Program): WorkerMessage {
  if (heap.gate === undefined) throw new Error('internal: the values are not shared');
  const options = { ...start, permutations: permutationsOf(program.model), onProgress: undefined };
  const worker = new SearchWorker(program, options, shared, heap.gate, start.index);
  Atomics.add(control, READY, 1);
  Atomics.notify(control, READY);
  try {
    worker.run(() => {});
    return { k: 'done', report: reportOf(program, worker) };
  } catch (error) {
    // The others cannot go on without what this thread was at.
    Atomics.compareExchange(control, STOPPED, 0, start.index + 1);
    worker.queue.end();
    throw error;
  } finally {
    worker.close();
  }
}

function reportOf(program: Program, { stop, expander }: SearchWorker): WorkerReport {
  return { stop: packStop(stop), coverage: program.coverage(), bytes: expander.bytes() };
}
