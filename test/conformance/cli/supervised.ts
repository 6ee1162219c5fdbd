/** Started by supervise.test.ts: a process that stands by a thread, which tells one result, and ends when it is asked to, or never. */
import { Worker } from 'node:worker_threads';
import type { LastWords } from '../../../conformance/cli/io.ts';
import { supervise } from '../../../conformance/cli/supervise.ts';

const [manner = ''] = process.argv.slice(2);
const stop = new Int32Array(new SharedArrayBuffer(4));
const words: LastWords = { stdout: 'last words\n', stderr: '', exitCode: 21, patience: manner === 'heeds' ? 60_000 : 100 };

// It looks up now and then, as a long computation does, and takes its time to end.
const thread = `
const { parentPort, workerData: { stop, words, manner } } = require('node:worker_threads');
const rest = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
parentPort.postMessage({ k: 'lastWords', words });
parentPort.postMessage({ k: 'err', text: 'one model is done\\n' });
while (manner === 'deaf' || Atomics.load(stop, 0) === 0) rest(20);
rest(500);
parentPort.postMessage({ k: 'out', text: 'what there is\\n' });
parentPort.postMessage({ k: 'exit', code: 21 });
`;

supervise(new Worker(thread, { eval: true, workerData: { stop, words, manner } }), stop);
