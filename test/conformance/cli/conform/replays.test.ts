/** The traces of one model, shared out in parts: what is said of them while some parts have not begun is no pass. */
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import type { Job, Outcome } from '../../../../conformance/cli/conform/job.ts';
import { replayAll } from '../../../../conformance/cli/conform/replays.ts';
import { Folder } from '../support.ts';

const folder = new Folder();
afterAll(() => folder.remove());

const files = Array.from({ length: 101 }, (_, i) => `trace-${i}.txt`);
const trace = readFileSync(new URL('../../traces/tlc/output.txt', import.meta.url), 'utf8');
folder.write(Object.fromEntries(files.map((file) => [file, trace])));

const job: Job = {
  argument: 'paxos',
  model: 'small',
  index: 0,
  name: 'paxos/small',
  single: true,
  task: { mode: 'replay', files },
  coverage: false,
  cwd: folder.path,
  colors: false,
};
const io = {
  cwd: folder.path,
  columns: 80,
  colors: false,
  live: false,
  out() {},
  err() {},
  interrupted: () => false,
  lastWords() {},
};

test('parts that have not begun leave the run incomplete, though all that was replayed is identical', async () => {
  const heard: (readonly Outcome[])[] = [];
  const found = await replayAll(io, [job], { workers: 1, ended: (soFar) => heard.push(soFar()) });
  const told = [...heard, found].map(([one]) => [
    one?.report.traces.length,
    one?.report.result.verdict,
    one?.report.result.message,
    one?.cut,
  ]);
  expect(told).toEqual([
    [50, 'incomplete', 'interrupted', true],
    [100, 'incomplete', 'interrupted', true],
    [101, 'identical', undefined, false],
    [101, 'identical', undefined, false],
  ]);
});

test('a part that was cut leaves the run cut, though all parts have begun', async () => {
  let asked = 0;
  const few: Job = { ...job, task: { mode: 'replay', files: files.slice(0, 3) } };
  const [found] = await replayAll({ ...io, interrupted: () => ++asked > 2 }, [few], { workers: 1, ended() {} });
  expect([found?.report.traces.length, found?.report.result.verdict, found?.cut]).toEqual([2, 'incomplete', true]);
});
