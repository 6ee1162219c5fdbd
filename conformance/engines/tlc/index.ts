/** TLC, run as a program of its own. */
import { mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Heap, type Model, type Source, TlaError } from '../../tla-to-ts/index.ts';
import { type Answer, type Engine, EngineFailure, type Question } from '../engine.ts';
import { CannotStart, type Ended, runProgram, type Scratch, withScratch } from '../process/guarded.ts';
import { CODE, MessageReader } from './messages.ts';
import { assumptionAt, namesBehaviour, ownModel, sourceOf } from './model.ts';
import { readTrace } from './trace.ts';
import { Transcript } from './transcript.ts';
import { type Conclusion, conclude } from './verdict.ts';

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
      return answerOf(tlc, question, model, run, scratch.folder);
    }),
  );
}

interface Run {
  readonly transcript: Transcript;
  readonly garbled: string | undefined;
  readonly ended: Ended;
  readonly tail: string;
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
  const { spec, config, libraries, checkDeadlock, workers = 1, simulate, seed = 0, coverage = false } = question;
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
    ...behaviours,
    '-config',
    config,
    spec,
  ];
}

/** @throws EngineFailure for a run that is not one */
function answerOf(tlc: Installed, question: Question, model: Model | undefined, run: Run, scratch: string): Answer {
  const { transcript: t, ended } = run;
  const fail = (why: string): never => {
    throw new EngineFailure('tlc', `TLC did not do its work: ${why}`, run.tail);
  };
  if (ended.cut === 'time limit' || ended.cut === 'interrupted') {
    const message = ended.cut === 'interrupted' ? 'interrupted' : `the time limit of ${question.timeLimit} s is reached`;
    return assembled(tlc, question, run, { verdict: 'incomplete', message }, undefined);
  }
  if (ended.cut === 'output limit') return fail('it wrote too much');
  if (run.garbled !== undefined) return fail(run.garbled);
  if (ended.exit === undefined && t.wrong === undefined) return fail(`it was ended by ${ended.signal ?? 'a signal'}`);
  // A module of the library is unpacked into the scratch folder, which is about to go.
  const module = (name: string): Source | undefined => {
    const path = t.modules.get(name);
    return path === undefined || path.startsWith(scratch) ? undefined : sourceOf(path);
  };
  const found = conclude(t, ended.exit ?? -1, { config: sourceOf(question.config), module });
  if ('nonsense' in found) return fail(found.nonsense);
  const conclusion = somethingChecked(question, model, t, named(found, model));
  try {
    return assembled(tlc, question, run, conclusion, counterexample(t, conclusion, model));
  } catch (error) {
    if (error instanceof TlaError) return fail(`its counterexample cannot be read: ${error.message}`);
    throw error;
  }
}

/** TLC says where an assumption stands, not what it is called. */
function named(found: Conclusion, model: Model | undefined): Conclusion {
  const name = assumptionAt(model, found.assumption);
  if (name === undefined) return found;
  return { ...found, property: name, message: found.message?.replace(/(assumption) line \d.*? of module \w+/i, `$1 ${name}`) };
}

/** A run that checked nothing is no success, whatever it is for TLC. */
function somethingChecked(question: Question, model: Model | undefined, t: Transcript, found: Conclusion): Conclusion {
  if (found.verdict !== 'ok' || t.initial !== 0) return found;
  if (namesBehaviour(question.config))
    return { verdict: 'incomplete', message: 'nothing was checked: the initial predicate has no solution' };
  if (model === undefined || model.assumes.length > 0) return found;
  return { verdict: 'incomplete', message: 'nothing was checked: there is no specification, no INIT and no assumption' };
}

function counterexample(t: Transcript, { state, message }: Conclusion, model: Model | undefined): Answer['trace'] {
  const states = state === undefined ? t.states : [{ heading: '', text: state }];
  // A state that is not completely specified has variables without values.
  const whole = t.problems[0]?.code === CODE.notSpecifiedNext ? states.slice(0, -1) : states;
  if (whole.length === 0) return undefined;
  const variables = model?.module.variables.map((v) => v.name);
  return readTrace(whole, t.ending, { heap: model?.heap ?? new Heap(), variables, description: message });
}

function assembled(tlc: Installed, question: Question, run: Run, found: Conclusion, trace: Answer['trace']): Answer {
  const { transcript: t, ended } = run;
  const { verdict, property, message, error } = found;
  const { simulate, seed } = question;
  const last = verdict === 'incomplete' && t.stats === undefined ? t.progress : undefined;
  const counts = t.stats ?? (simulate === undefined ? last : undefined);
  return {
    engine: 'tlc',
    version: t.version ?? tlc.version,
    verdict,
    property,
    message,
    error,
    generated: counts?.generated ?? t.simulated?.generated ?? last?.generated,
    distinct: counts?.distinct,
    depth: t.depth ?? (simulate === undefined ? last?.depth : undefined),
    complete: verdict === 'ok' && simulate === undefined,
    seconds: ended.seconds,
    trace,
    ...(t.actions === undefined ? {} : { actions: t.actions }),
    ...(simulate === undefined ? (seed === undefined ? {} : { seed }) : { seed: simulate.seed }),
    ...(t.simulated?.runs === undefined ? {} : { runs: t.simulated.runs }),
    warnings: t.warnings,
    ...(ended.exit === undefined ? {} : { exit: ended.exit }),
  };
}

function tailOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line !== '')
    .slice(-TAIL_LINES)
    .map((line) => line.slice(0, TAIL_WIDTH))
    .join('\n');
}
