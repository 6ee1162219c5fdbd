/** What is measured: this engine, TLC, and `lockstep conform`, each as the program that a user starts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { manifestLibraries } from '../../conformance/cli/files.ts';
import type { Group, Task } from './models.ts';
import { type Cost, type Ended, runProcess } from './process.ts';

/** What an engine says that it found. */
export interface Counts {
  readonly generated: number | undefined;
  readonly distinct: number;
  readonly depth: number | undefined;
}

export interface Outcome {
  readonly cost: Cost;
  readonly counts: Counts;
  /** Bytes that the engine itself says its tables take. */
  readonly tables: number | undefined;
}

export interface Engine {
  /** As `--engines` names it. */
  readonly name: string;
  /** Runs the model to its end. @throws Error unless the model holds and was explored whole */
  run(task: Task): Promise<Outcome>;
}

/** Where the programs are. */
export interface Places {
  /** The repository. */
  readonly root: string;
  /** The built command, main.js. */
  readonly bin: string;
  /** TLC's class path. */
  readonly classPath: string;
  /** A folder for what TLC writes. */
  readonly scratch: string;
}

/** Names of this engine and of TLC with one worker, which the tables compare. */
export const OURS = 'lockstep/1';
export const THEIRS = 'TLC/1';

/** The engines by name, in the order of the tables. */
const MAKERS: Readonly<Record<string, (name: string, places: Places) => Engine>> = {
  [OURS]: (name, places) => embedded(name, places, []),
  'lockstep/2': (name, places) => embedded(name, places, ['--workers', '2']),
  'lockstep/1GB': (name, places) => embedded(name, places, ['--memory', '1GB']),
  [THEIRS]: (name, places) => tlc(name, places, 1),
  'TLC/2': (name, places) => tlc(name, places, 2),
  conform,
};

export const ENGINES: readonly string[] = Object.keys(MAKERS);

/** The engines that a group's models are for. */
const ENGINES_OF: Readonly<Record<Group, readonly string[]>> = {
  'start-up': [OURS, THEIRS],
  ours: [OURS, 'lockstep/2', THEIRS, 'TLC/2'],
  large: [OURS, 'lockstep/2', THEIRS],
  public: [OURS, 'lockstep/2', THEIRS, 'TLC/2'],
  growth: [OURS, THEIRS],
  conform: [OURS, 'conform'],
  memory: [OURS, 'lockstep/2', 'lockstep/1GB'],
};

/** Those of the chosen engines that a group's models are for. */
export function enginesOf(group: Group, chosen: readonly string[]): readonly string[] {
  return ENGINES_OF[group].filter((name) => chosen.includes(name));
}

/** @throws Error for a name that no engine has */
export function engineOf(name: string, places: Places): Engine {
  const make = MAKERS[name];
  if (make === undefined) throw new Error(`There is no engine ${name}; there are: ${ENGINES.join(', ')}`);
  return make(name, places);
}

function failure(program: string, task: Task, { exit, stdout, stderr }: Ended): Error {
  return new Error(`${program} on ${task.name} ended with exit code ${exit}:\n${stdout.slice(-1000)}${stderr.slice(-1000)}`);
}

function embedded(name: string, { root, bin }: Places, flags: readonly string[]): Engine {
  return {
    name,
    async run(task) {
      const ended = await runProcess(process.execPath, [bin, 'check', task.spec, '--config', task.cfg, '--json', ...flags], root);
      if (ended.exit !== 0) throw failure('lockstep check', task, ended);
      const found: Counts & { readonly memory: Readonly<Record<string, number>> } = JSON.parse(ended.stdout);
      const { generated, distinct, depth } = found;
      const tables = Object.values(found.memory).reduce((a, b) => a + b, 0);
      return { cost: ended.cost, counts: { generated, distinct, depth }, tables };
    },
  };
}

/** Specification and code, on as many workers as `lockstep/1` has. Its transitions are counted otherwise than TLC counts what it generates. */
function conform(name: string, { root, bin }: Places): Engine {
  return {
    name,
    async run(task) {
      const { conform: model = '' } = task;
      const [protocol = ''] = model.split('/');
      const ended = await runProcess(process.execPath, [bin, 'conform', protocol, '--model', model, '--workers', '1', '--json'], root);
      // One model need not take every action, which the exit code says of all models together; what counts is what is said of this one.
      const found: { readonly models?: readonly { readonly verdict: string; readonly states: number; readonly depth: number }[] } =
        JSON.parse(ended.stdout || '{}');
      const [only] = found.models ?? [];
      if (only?.verdict !== 'identical') throw failure('lockstep conform', task, ended);
      return { cost: ended.cost, counts: { generated: undefined, distinct: only.states, depth: only.depth }, tables: undefined };
    },
  };
}

function tlc(name: string, { root, classPath, scratch }: Places, workers: number): Engine {
  return {
    name,
    async run(task) {
      const meta = mkdtempSync(join(scratch, 'states-'));
      const libraries = manifestLibraries(root, dirname(task.spec)).map((folder) => resolve(root, folder));
      const options = ['-workers', String(workers), '-noGenerateSpecTE', '-metadir', meta, '-config', task.cfg, task.spec];
      const java = ['-XX:+UseParallelGC', `-DTLA-Library=${libraries.join(delimiter)}`, '-cp', classPath, 'tlc2.TLC'];
      try {
        const ended = await runProcess('java', [...java, ...options], dirname(task.spec));
        if (ended.exit !== 0) throw failure('TLC', task, ended);
        return { cost: ended.cost, counts: tlcCounts(ended.stdout, workers), tables: undefined };
      } finally {
        rmSync(meta, { recursive: true, force: true });
      }
    },
  };
}

/** Reads the counts from what TLC prints. With several workers its search is not strictly by levels, so its depth says nothing. */
export function tlcCounts(printed: string, workers: number): Counts {
  // Reports of progress have the same form: the last one is that of the end.
  const states = [...printed.matchAll(/(\d[\d,]*) states generated, (\d[\d,]*) distinct states found/g)].at(-1);
  const depth = /The depth of the complete state graph search is (\d+)/.exec(printed);
  const number = (text: string | undefined): number => Number(text?.replaceAll(',', '') ?? Number.NaN);
  if (states === undefined || depth === null) throw new Error(`TLC did not say what it found:\n${printed.slice(-1000)}`);
  return { generated: number(states[1]), distinct: number(states[2]), depth: workers === 1 ? number(depth[1]) : undefined };
}

/** What TLC says of itself and of the memory that it takes, on a model of one state. @throws Error where there is no TLC */
export async function tlcVersion({ classPath, scratch }: Places, idle: Task): Promise<string> {
  const args = ['-XX:+UseParallelGC', '-cp', classPath, 'tlc2.TLC', '-metadir', scratch, '-config', idle.cfg, idle.spec];
  const { stdout, stderr } = await runProcess('java', args, scratch);
  const memory = /with (\d+MB heap and \d+MB offheap) memory/.exec(stdout)?.[1];
  const java = /\(\S+ \S+ \S+, ([^,]+),/.exec(stdout)?.[1];
  if (memory === undefined)
    throw new Error(`TLC does not run from the class path ${classPath}:\n${stdout.slice(-500)}${stderr.slice(-500)}`);
  // A build from sources has the time of the start in the place of a version.
  const version = /^TLC2 Version (\d+\.\d+ .*)$/m.exec(stdout)?.[1] ?? 'built from sources';
  return `TLC ${version}, ${memory}, Java: ${java ?? 'unknown'}`;
}
