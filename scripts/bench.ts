/**
 * The embedded engine against TLC with one worker, on whole processes: `npm run bench -- --tlc tla2tools.jar` (or the variable
 * TLA2TOOLS_JAR; a class path will do). Runs are interleaved, figures are medians, and for both engines the median time of a model
 * with a single state, run in the same rounds, is taken off: that is start-up, the virtual machine's and the parser's. Both engines
 * must report the same states, or there is nothing to compare.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { manifestLibraries } from '../conformance/cli/files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const POLL_MS = 50;

interface Task {
  readonly name: string;
  /** Absolute paths. */
  readonly spec: string;
  readonly cfg: string;
}

/** One run of one engine. */
interface Run {
  readonly wall: number;
  /** Processor seconds of all threads; undefined where the system does not tell. */
  readonly cpu: number | undefined;
  /** Bytes of memory at the peak. */
  readonly rss: number | undefined;
  readonly generated: number;
  readonly distinct: number;
  /** What the engine itself says that its tables take. */
  readonly tables: number | undefined;
}

interface Engine {
  readonly name: string;
  run(task: Task): Promise<Run>;
}

interface Child {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly wall: number;
  readonly cpu: number | undefined;
  readonly rss: number | undefined;
}

/** What Linux says of a running process; elsewhere nothing. */
function sample(pid: number | undefined): { readonly cpu: number; readonly rss: number } | undefined {
  try {
    // Fields 14 and 15 are the ticks in user and system mode; the name before them may contain spaces but ends with a parenthesis.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: Number(peak?.[1] ?? 0) * 1024 };
  } catch {
    return undefined;
  }
}

function runChild(command: string, args: readonly string[], cwd: string): Promise<Child> {
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let cpu: number | undefined;
    let rss: number | undefined;
    const timer = setInterval(() => {
      const now = sample(child.pid);
      if (now === undefined) return;
      cpu = now.cpu;
      // A process that has ended and was not yet waited for has no memory any more.
      rss = Math.max(rss ?? 0, now.rss);
    }, POLL_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', fail);
    child.on('close', (exit) => {
      clearInterval(timer);
      done({ exit, stdout, stderr, wall: (performance.now() - started) / 1000, cpu, rss });
    });
  });
}

function embedded(bin: string): Engine {
  return {
    name: 'embedded',
    async run({ spec, cfg }) {
      const child = await runChild(process.execPath, [bin, 'check', spec, '--config', cfg, '--json'], root);
      if (child.exit !== 0) throw new Error(`lockstep check ${spec} ended with ${child.exit}: ${child.stderr}`);
      const found: { readonly generated: number; readonly distinct: number; readonly memory: Readonly<Record<string, number>> } =
        JSON.parse(child.stdout);
      const tables = Object.values(found.memory).reduce((a, b) => a + b, 0);
      return { ...child, generated: found.generated, distinct: found.distinct, tables };
    },
  };
}

function tlc(classPath: string, scratch: string): Engine {
  return {
    name: 'TLC',
    async run({ spec, cfg }) {
      const libraries = manifestLibraries(root, dirname(spec)).map((folder) => resolve(root, folder));
      const args = [
        '-XX:+UseParallelGC',
        `-DTLA-Library=${libraries.join(delimiter)}`,
        ...['-cp', classPath, 'tlc2.TLC', '-workers', '1', '-noGenerateSpecTE'],
        ...['-metadir', mkdtempSync(join(scratch, 'states-')), '-config', cfg, spec],
      ];
      const child = await runChild('java', args, dirname(spec));
      const found = /(\d[\d,]*) states generated, (\d[\d,]*) distinct states found/.exec(child.stdout);
      if (child.exit !== 0 || found === null)
        throw new Error(`TLC on ${spec} ended with ${child.exit}: ${child.stdout.slice(-500)}${child.stderr}`);
      const [generated, distinct] = found.slice(1).map((n) => Number(n.replaceAll(',', '')));
      return { ...child, generated: generated ?? 0, distinct: distinct ?? 0, tables: undefined };
    },
  };
}

/** The middle one, or the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

function medianOf(runs: readonly Run[], pick: (run: Run) => number | undefined): number | undefined {
  const values = runs.map(pick).filter((v) => v !== undefined);
  return values.length === 0 ? undefined : median(values);
}

/** Rounds: in each every engine runs every task once; who begins alternates. */
async function measure(engines: readonly Engine[], tasks: readonly Task[], rounds: number): Promise<ReadonlyMap<string, readonly Run[]>> {
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round++) {
    for (const task of tasks) {
      for (const engine of round % 2 === 0 ? engines : [...engines].reverse()) {
        const run = await engine.run(task);
        runs.set(key(engine, task), [...(runs.get(key(engine, task)) ?? []), run]);
        console.error(`round ${round + 1}/${rounds}: ${task.name}, ${engine.name}: ${run.wall.toFixed(2)} s`);
      }
    }
  }
  return runs;
}

function key(engine: Engine, task: Task): string {
  return `${engine.name} ${task.name}`;
}

/** An engine's medians on a task, without start-up. */
interface Figures {
  readonly engine: string;
  readonly task: string;
  readonly seconds: number;
  readonly cpu: number | undefined;
  readonly statesPerSecond: number;
  readonly tableBytesPerState: number | undefined;
  readonly rssBytesPerState: number | undefined;
  readonly generated: number;
  readonly distinct: number;
  readonly startup: number;
}

function figures(engine: Engine, task: Task, trivial: Task, runs: ReadonlyMap<string, readonly Run[]>): Figures {
  const own = runs.get(key(engine, task)) ?? [];
  const idle = runs.get(key(engine, trivial)) ?? [];
  const [first] = own;
  if (first === undefined || own.some((r) => r.distinct !== first.distinct || r.generated !== first.generated))
    throw new Error(`${engine.name} counted ${task.name} differently in two runs`);
  const startup = medianOf(idle, (r) => r.wall) ?? 0;
  // A model that takes no longer than the trivial one cannot be measured; the clock's resolution keeps the ratio finite.
  const seconds = Math.max(0.001, (medianOf(own, (r) => r.wall) ?? 0) - startup);
  const cpu = medianOf(own, (r) => r.cpu);
  const idleCpu = medianOf(idle, (r) => r.cpu);
  const perState = (bytes: number | undefined): number | undefined => (bytes === undefined ? undefined : bytes / first.distinct);
  return {
    engine: engine.name,
    task: task.name,
    seconds,
    cpu: cpu === undefined || idleCpu === undefined ? undefined : Math.max(0, cpu - idleCpu),
    statesPerSecond: first.distinct / seconds,
    tableBytesPerState: perState(medianOf(own, (r) => r.tables)),
    rssBytesPerState: perState(medianOf(own, (r) => r.rss)),
    generated: first.generated,
    distinct: first.distinct,
    startup,
  };
}

function line(f: Figures): string {
  const number = (n: number | undefined, digits: number): string => (n === undefined ? '-' : n.toFixed(digits));
  return [
    f.task.padEnd(28),
    f.engine.padEnd(9),
    String(f.distinct).padStart(10),
    number(f.seconds, 2).padStart(9),
    number(f.cpu, 2).padStart(9),
    number(f.statesPerSecond, 0).padStart(10),
    number(f.tableBytesPerState, 0).padStart(13),
    number(f.rssBytesPerState, 0).padStart(11),
    f.startup.toFixed(2).padStart(9),
  ].join(' ');
}

const HEADING = [
  'model'.padEnd(28),
  'engine'.padEnd(9),
  'states'.padStart(10),
  'seconds'.padStart(9),
  'cpu s'.padStart(9),
  'states/s'.padStart(10),
  'table B/state'.padStart(13),
  'RSS B/state'.padStart(11),
  'start-up'.padStart(9),
].join(' ');

function report(
  tasks: readonly Task[],
  engines: readonly Engine[],
  trivial: Task,
  runs: ReadonlyMap<string, readonly Run[]>,
): { readonly rows: readonly Figures[]; readonly same: boolean } {
  const rows: Figures[] = [];
  let same = true;
  console.log(HEADING);
  for (const task of tasks) {
    const own = engines.map((engine) => figures(engine, task, trivial, runs));
    rows.push(...own);
    for (const f of own) console.log(line(f));
    const [ours, theirs] = own;
    if (ours === undefined || theirs === undefined) continue;
    if (ours.distinct !== theirs.distinct || ours.generated !== theirs.generated) {
      same = false;
      console.log(`  NOT COMPARABLE: ${ours.generated}/${ours.distinct} states here, ${theirs.generated}/${theirs.distinct} in TLC`);
      continue;
    }
    const cpu =
      ours.cpu === undefined || theirs.cpu === undefined || ours.cpu === 0
        ? ''
        : `, ${(theirs.cpu / ours.cpu).toFixed(1)} times by processor time`;
    console.log(`  ${(theirs.seconds / ours.seconds).toFixed(1)} times as fast as TLC${cpu}`);
  }
  return { rows, same };
}

/** A model with one state, for the time that it takes to start. */
function trivialTask(scratch: string): Task {
  const spec = join(scratch, 'Idle.tla');
  const cfg = join(scratch, 'Idle.cfg');
  writeFileSync(
    spec,
    "---- MODULE Idle ----\nEXTENDS Integers, FiniteSets, Sequences, TLC\nVARIABLE x\nInit == x = 0\nNext == x' = x\n====\n",
  );
  writeFileSync(cfg, 'INIT Init\nNEXT Next\n');
  return { name: 'start-up', spec, cfg };
}

function taskOf(text: string): Task {
  const [spec = '', cfg = spec.replace(/\.tla$/, '.cfg')] = text.split(',');
  return { name: basename(cfg, '.cfg'), spec: resolve(spec), cfg: resolve(cfg) };
}

async function main(scratch: string): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      tlc: { type: 'string', default: process.env.TLA2TOOLS_JAR ?? '' },
      rounds: { type: 'string', default: '5' },
      bin: { type: 'string', default: join(root, 'dist/conformance/cli/main.js') },
      json: { type: 'boolean', default: false },
    },
  });
  const paxos = ['MCPaxos.cfg', 'MCPaxos_large.cfg'].map(
    (cfg) => `${join(root, 'spec/paxos/MCPaxos.tla')},${join(root, 'spec/paxos', cfg)}`,
  );
  const tasks = (positionals.length > 0 ? positionals : paxos).map(taskOf);
  const trivial = trivialTask(scratch);
  const engines = [embedded(values.bin), ...(values.tlc === '' ? [] : [tlc(values.tlc, scratch)])];
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads, Node ${process.version}; medians of ${values.rounds} interleaved runs, one worker`,
  );
  if (values.tlc === '') console.log('TLC was not run: name tla2tools.jar with --tlc or in TLA2TOOLS_JAR.');
  const runs = await measure(engines, [trivial, ...tasks], Math.max(1, Number(values.rounds)));
  const { rows, same } = report(tasks, engines, trivial, runs);
  if (values.json) console.log(JSON.stringify(rows));
  return same ? 0 : 1;
}

const scratch = mkdtempSync(join(tmpdir(), 'lockstep-bench-'));
try {
  process.exitCode = await main(scratch);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
