/** TLC, run as a program of its own. */
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TlaError } from '../../tla-to-ts/index.ts';
import { type Answer, type Engine, EngineFailure, type Question } from '../engine.ts';
import { CannotStart, runProgram, type Scratch, withScratch } from '../process/guarded.ts';
import { answerOf, type Run } from './answer.ts';
import { readDot, type StateGraph } from './dot.ts';
import { MessageReader } from './messages.ts';
import { ownModel } from './model.ts';
import { Transcript } from './transcript.ts';

export interface TlcOptions {
  /** The path of Java's program. */
  readonly java: string;
  /** A class path: `tla2tools.jar`, or several entries with the system's separator, `*` included. */
  readonly classPath: string;
  /** Megabytes for Java's heap; default: as much as Java takes by itself. */
  readonly heap?: number;
}

/** What the program says of itself. */
interface Installed extends TlcOptions {
  readonly version: string;
  /** Whether it writes a specification of each counterexample unless it is told not to, and knows how to be told. */
  readonly explains: boolean;
}

const MAIN = 'tlc2.TLC';
const PROBE_SECONDS = 60;
/** Lines of output that a failure shows. */
const TAIL_LINES = 20;
const TAIL_WIDTH = 500;
/** Colours, in the help. */
const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** TLC, asked for its version. @throws EngineFailure if there is no TLC in the class path */
export async function tlcEngine(options: TlcOptions): Promise<Engine> {
  const { java, classPath } = options;
  const { stdout, stderr } = await probing(() =>
    runProgram(
      { program: java, args: ['-XX:-UsePerfData', '-cp', classPath, MAIN, '-h'] },
      { limits: { seconds: PROBE_SECONDS, outputBytes: 1e6 } },
    ),
  );
  const help = stdout.replaceAll(ESCAPE, '');
  const version = /\bVersion (\S.*\S)/.exec(help)?.[1];
  if (version === undefined)
    throw new EngineFailure('tlc', `${classPath} holds no TLC that ${java} can run`, tailOf(`${stdout}${stderr}`.split('\n')));
  const installed: Installed = { ...options, version, explains: help.includes('-noGenerateSpecTE') };
  return {
    name: 'tlc',
    version,
    capabilities: { check: 'exhaustive', simulate: true, liveness: true, counts: true, actionNames: true, coverage: true },
    check: (question) => check(installed, question),
  };
}

async function probing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof CannotStart) throw new EngineFailure('tlc', error.message);
    throw error;
  }
}

async function check(tlc: Installed, question: Question): Promise<Answer> {
  if (question.maxDepth !== undefined) throw new TlaError('usage', 'TLC cannot be told to stop its search at a depth');
  if (question.simulate?.folder !== undefined) mkdirSync(question.simulate.folder, { recursive: true });
  const model = await ownModel(question);
  return probing(() =>
    withScratch(async (scratch) => {
      const run = await listen(tlc, scratch, question);
      const answer = answerOf(question, model, run, tlc.version, scratch.folder);
      return question.graph === true && answer.complete ? { ...answer, graph: await graphIn(scratch.folder) } : answer;
    }),
  );
}

const GRAPH = 'graph.dot';

/** The graph that TLC wrote. @throws EngineFailure where it is none */
async function graphIn(folder: string): Promise<StateGraph> {
  try {
    return await readDot(join(folder, GRAPH));
  } catch (error) {
    throw new EngineFailure('tlc', `TLC did not write its graph: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function listen(tlc: Installed, scratch: Scratch, question: Question): Promise<Run> {
  const { timeLimit: seconds, interrupted, onProgress, onPrint } = question;
  const transcript = new Transcript({ onProgress, onPrint });
  const reader = new MessageReader(transcript);
  const tail: string[] = [];
  const onLine = (line: string, stream: 'stdout' | 'stderr'): void => {
    tail.push(line.slice(0, TAIL_WIDTH));
    if (tail.length > TAIL_LINES) tail.shift();
    if (stream === 'stderr') return;
    reader.read(line);
    if (reader.failure !== undefined || transcript.wrong !== undefined) scratch.stop();
  };
  const ended = await scratch.run(
    { program: tlc.java, args: argumentsOf(tlc, question, scratch.folder), cwd: process.cwd() },
    { onLine, limits: seconds === undefined ? {} : { seconds }, ...(interrupted === undefined ? {} : { interrupted }) },
  );
  return { transcript, garbled: reader.close(), ended, tail: tail.join('\n') };
}

/** The command line. Whatever Java and TLC write goes to the scratch folder. */
export function argumentsOf(tlc: Installed, question: Question, scratch: string): readonly string[] {
  const { spec, config, libraries, checkDeadlock, workers = 1, simulate, seed = 0, coverage = false, graph = false } = question;
  const java = [
    '-XX:+UseParallelGC',
    ...(tlc.heap === undefined ? [] : [`-Xmx${tlc.heap}m`]),
    // Both would stand outside of the scratch folder: what tells other programs of this one, and the report of a crash.
    '-XX:-UsePerfData',
    `-XX:ErrorFile=${join(scratch, 'crash.log')}`,
    `-Djava.io.tmpdir=${scratch}`,
    ...(libraries.length === 0 ? [] : [`-DTLA-Library=${libraries.join(delimiter)}`]),
    '-cp',
    tlc.classPath,
  ];
  const behaviours =
    simulate === undefined
      ? []
      : [
          '-simulate',
          `num=${simulate.runs}${simulate.folder === undefined ? '' : `,file=${join(simulate.folder, 'behaviour')}`}`,
          '-depth',
          String(simulate.depth),
        ];
  return [
    ...java,
    MAIN,
    '-tool',
    ...(tlc.explains ? ['-noGenerateSpecTE'] : []),
    '-metadir',
    join(scratch, 'meta'),
    '-workers',
    String(workers),
    // By chance otherwise: which of its hash functions is used, and what RandomElement draws.
    '-fp',
    '0',
    '-seed',
    String(simulate?.seed ?? seed),
    ...(checkDeadlock === false ? ['-deadlock'] : []),
    ...(coverage ? ['-coverage', '1'] : []),
    ...(graph ? ['-dump', 'dot,actionlabels', join(scratch, GRAPH)] : []),
    ...behaviours,
    '-config',
    config,
    spec,
  ];
}

function tailOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .slice(-TAIL_LINES)
    .map((line) => line.slice(0, TAIL_WIDTH))
    .join('\n');
}
