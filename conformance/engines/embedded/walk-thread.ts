/** A thread that helps with a simulation: it makes the model once more, with values of its own, and goes through behaviours when it is told to. */
import { type MessagePort, workerData } from 'node:worker_threads';
import { compileProgram } from '../../tla-to-ts/compile/program.ts';
import { Visited } from '../../tla-to-ts/explore/visited.ts';
import { Transcript, Walker } from '../../tla-to-ts/explore/walker.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import { packError } from '../threads.ts';
import { ANSWERS, packRuns, type RoundMessage, unpackLayout, type WalkMessage, type WalkStart, workOff } from './runs.ts';
import { modelAgain } from './sources.ts';

const { start, port }: { readonly start: WalkStart; readonly port: MessagePort } = workerData;
const { control, tallies } = start;

function say(message: WalkMessage): void {
  port.postMessage(message);
  Atomics.add(control, ANSWERS, 1);
  Atomics.notify(control, ANSWERS);
}

/** Makes all that is needed. @returns what goes through a round */
function prepare(): (round: RoundMessage) => void {
  const { sources, run, options, layout, coverage, index } = start;
  const model = modelAgain(sources);
  // As the thread does that this one helps, and at the same point: so names have the same order.
  model.heap.sealNames();
  model.run.start(run);
  // What is printed before the first behaviour is said by that thread.
  const transcript = new Transcript(() => {});
  const program = compileProgram(model, unpackLayout(model.heap, layout), {
    coverage,
    temporal: model.liveness.length > 0,
    onPrint: (text) => transcript.print(text),
  });
  const known = new Visited();
  const walker = new Walker(program, options, known, transcript);
  const look = (): void => {
    tallies[index] = walker.generatedInAll;
  };
  return ({ first, fpA, fpB }) => {
    fpA.forEach((a, i) => known.add(a, fpB[i] ?? 0, -1));
    const runs = workOff(walker, control, first, look);
    look();
    say({ k: 'runs', runs: packRuns(model.heap, runs) });
  };
}

function failed(error: unknown): void {
  say({ k: 'failed', error: packError(error) });
  port.close();
}

try {
  await loadGrammar();
  const walk = prepare();
  port.on('message', (round: RoundMessage) => {
    try {
      walk(round);
    } catch (error) {
      failed(error);
    }
  });
  say({ k: 'ready' });
} catch (error) {
  failed(error);
}
