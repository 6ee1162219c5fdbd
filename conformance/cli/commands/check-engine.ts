/** `lockstep check --engine tlc|apalache`: the model is checked by a program of its own, which has to be there. */
import { basename, dirname, resolve } from 'node:path';
import { amended } from '../../engines/apalache/config.ts';
import { type Answer, type ByName, type Engine, EngineFailure, type EngineName, type Question } from '../../engines/engine.ts';
import { openEngine } from '../../engines/open.ts';
import { writeItfTrace } from '../../itf/index.ts';
import { orUndefined } from '../../tla-to-ts/errors.ts';
import { exitCodeOf, loadModule, type Source } from '../../tla-to-ts/index.ts';
import type { ResolvedModule } from '../../tla-to-ts/semantics/ir.ts';
import type { Config } from '../../tla-to-ts/syntax/ast.ts';
import { parseConfig } from '../../tla-to-ts/syntax/config.ts';
import { loadGrammar } from '../../tla-to-ts/syntax/grammar-node.ts';
import { checkOutput, findSpec, manifestLibraries, type SpecFiles, type SpecOptions, writeWhole } from '../files.ts';
import { EXIT, type Host, shellLine, usageError } from '../host.ts';
import { engineFailed, withShownPlace } from '../outer-engine.ts';
import { type Asked, answerDocument, answerText, ENGINE_TITLES } from '../print/answer.ts';
import { colorsFor } from '../print/colors.ts';
import { counted } from '../print/numbers.ts';
import { progressLine } from '../print/progress.ts';
import { answerReport, failureReport } from '../reporters/answer.ts';
import { anySeed, checkFolder, DEPTH } from '../simulate.ts';

/** The engines that can be asked for besides the embedded one. */
export type OuterEngine = Exclude<EngineName, 'embedded'>;
export const OUTER_ENGINES: readonly OuterEngine[] = ['tlc', 'apalache'];

/** What Apalache is asked for by name; with any of these it needs no configuration. */
const ASKED = ['cinit', 'init', 'next', 'inv', 'features'] as const satisfies readonly (keyof ByName)[];

/** The options of `lockstep check`, whichever engine is asked. */
export interface CommonFlags extends SpecOptions, ByName {
  /** With Apalache: steps of the longest behaviour. */
  readonly length?: number;
  /** With another engine: seconds. */
  readonly timeLimit?: number;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly workers: number;
  readonly memory?: number;
  readonly checkpoint?: string;
  readonly resume?: boolean;
  /** False with `--no-deadlock`; otherwise the configuration decides. */
  readonly deadlock: boolean;
  readonly simulate?: number;
  readonly depth?: number;
  readonly seed?: number;
  readonly traceOut?: string;
  readonly coverage?: boolean;
  readonly requireCoverage?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export interface EngineFlags extends CommonFlags {
  readonly engine: OuterEngine;
  readonly reporter?: unknown;
}

/** Checks a model with another engine. @returns the exit code @throws TlaError `usage` */
export async function checkWith(host: Host, spec: string, flags: EngineFlags): Promise<number> {
  const { io } = host;
  refuseOptions(flags);
  if (flags.engine !== 'apalache') refuseAsked(flags);
  const configOptional = ASKED.some((option) => flags[option] !== undefined);
  const files = findSpec(io.cwd, spec, { ...flags, configOptional });
  if (flags.traceOut !== undefined) {
    if (flags.simulate === undefined) checkOutput(io.cwd, flags.traceOut);
    else checkFolder(io.cwd, flags.traceOut);
  }
  try {
    const opened = await openEngine(flags.engine, process.env, byNameOf(flags));
    if ('why' in opened) throw usageError(`${ENGINE_TITLES[flags.engine]} is not there: ${opened.why}`);
    const { engine } = opened;
    refuseBeyond(engine, flags);
    const question = questionOf(host, files, flags);
    const told = await ask(host, engine, question, flags);
    const answer = told.error === undefined ? told : { ...told, error: withShownPlace(io.cwd, told.error) };
    const command = commandOf(host, question, flags);
    const asked = askedOf(question, files, flags);
    if (flags.reporter !== undefined) {
      const bounded = engine.capabilities.check === 'bounded';
      const definitions = await definitionsOf(files);
      const paths = { spec: files.spec.path, config: files.config.path };
      host.report(answerReport(answer, { ...asked, files: paths, bounded, definitions, command }));
    }
    return tell(host, answer, asked, command, flags);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    host.report(failureReport(error, basename(files.spec.path, '.tla'), shellLine(host.argv)));
    return engineFailed(host, error, flags.json === true);
  }
}

/** What only Apalache can be asked for. @throws TlaError `usage` */
export function refuseAsked(flags: ByName): void {
  const given = ASKED.find((option) => flags[option] !== undefined);
  if (given !== undefined) throw usageError(`--${given} goes with --engine apalache only; for other engines the configuration says it`);
}

function byNameOf({ cinit, init, next, inv, features }: ByName): ByName {
  return {
    ...(cinit === undefined ? {} : { cinit }),
    ...(init === undefined ? {} : { init }),
    ...(next === undefined ? {} : { next }),
    ...(inv === undefined ? {} : { inv }),
    ...(features === undefined ? {} : { features }),
  };
}

/** What no other engine can be asked for. */
function refuseOptions(flags: EngineFlags): void {
  const embedded: readonly (readonly [option: string, given: boolean])[] = [
    ['--max-states', flags.maxStates !== undefined],
    ['--memory', flags.memory !== undefined],
    ['--checkpoint', flags.checkpoint !== undefined],
    ['--resume', flags.resume === true],
    ['--require-coverage', flags.requireCoverage === true],
  ];
  for (const [option, given] of embedded)
    if (given) throw usageError(`${option} goes with the embedded engine only, not with --engine ${flags.engine}`);
  if (flags.depth !== undefined && flags.simulate === undefined) throw usageError('--depth goes with --simulate');
}

/** What this engine cannot do. */
function refuseBeyond({ name, capabilities }: Engine, flags: EngineFlags): void {
  const title = ENGINE_TITLES[name];
  if (flags.length !== undefined && capabilities.check === 'exhaustive')
    throw usageError(`--length: ${title} looks at behaviours of any length`);
  if (flags.maxDepth !== undefined && capabilities.check === 'exhaustive')
    throw usageError(
      `--max-depth: ${title} cannot be told to stop at a depth; bound the model with a CONSTRAINT, or its time with --time-limit`,
    );
  if (flags.simulate !== undefined && flags.traceOut !== undefined && name === 'apalache')
    throw usageError(
      `--trace-out with --simulate: ${title} keeps no random behaviours; without --simulate it writes the trace of a violation`,
    );
  if (flags.simulate !== undefined && !capabilities.simulate) throw usageError(`--simulate: ${title} has no random behaviours`);
  if (flags.coverage === true && !capabilities.coverage)
    throw usageError(`--coverage: ${title} does not count how often actions are taken`);
}

function questionOf({ io }: Host, { spec, config }: SpecFiles, flags: EngineFlags): Question {
  const { simulate: runs, depth = DEPTH, seed, traceOut, maxDepth = flags.length, timeLimit, workers } = flags;
  const absolute = (path: string): string => resolve(io.cwd, path);
  const folder = runs === undefined || traceOut === undefined ? {} : { folder: absolute(traceOut) };
  return {
    spec: absolute(spec.path),
    config: absolute(config.path),
    libraries: [...(flags.library ?? []), ...manifestLibraries(io.cwd, dirname(spec.path))].map(absolute),
    workers,
    ...(flags.deadlock ? {} : { checkDeadlock: false }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(timeLimit === undefined ? {} : { timeLimit }),
    ...(flags.coverage === true ? { coverage: true } : {}),
    ...(runs === undefined ? {} : { simulate: { runs, depth, seed: seed ?? anySeed(), ...folder } }),
    ...(seed === undefined ? {} : { seed }),
  };
}

async function ask({ io }: Host, engine: Engine, question: Question, flags: EngineFlags): Promise<Answer> {
  const line = progressLine(io, flags.quiet !== true);
  try {
    return await engine.check({
      ...question,
      onProgress: (progress) => line.update(progress),
      onPrint: (text) => {
        line.clear();
        if (flags.json === true) io.err(`${text}\n`);
        else io.out(`${text}\n`);
      },
      interrupted: () => io.interrupted(),
    });
  } finally {
    line.clear();
  }
}

/** The command that repeats the run, with the seed that was chosen. */
function commandOf({ argv }: Host, { simulate }: Question, { seed }: EngineFlags): string {
  return shellLine(simulate !== undefined && seed === undefined ? [...argv, '--seed', String(simulate.seed)] : argv);
}

function askedOf({ simulate }: Question, { spec, config: source }: SpecFiles, flags: EngineFlags): Asked {
  const config = readConfig(source, flags);
  const deadlock = flags.deadlock && config?.checkDeadlock !== false;
  return { module: basename(spec.path, '.tla'), config, deadlock, steps: simulate?.depth };
}

function tell({ io }: Host, answer: Answer, asked: Asked, command: string, flags: EngineFlags): number {
  for (const warning of answer.warnings ?? []) io.err(`Warning: ${warning}\n`);
  const notes = writeTrace(io.cwd, answer, flags);
  if (flags.json === true) {
    for (const note of notes) io.err(`${note}\n`);
    io.out(`${JSON.stringify(answerDocument(answer, asked.steps, command))}\n`);
  } else {
    const style = { colors: colorsFor(io.colors), columns: io.columns, quiet: flags.quiet === true };
    io.out(answerText(answer, { ...asked, ...style, command, notes }));
  }
  return answer.verdict === 'error' ? exitCodeOf(answer.error?.errorClass ?? 'evaluation') : EXIT[answer.verdict];
}

/** Where definitions stand; undefined if our own engine cannot read the module, which says nothing of what the other one does. */
async function definitionsOf({ spec, read }: SpecFiles): Promise<ResolvedModule | undefined> {
  await loadGrammar();
  return orUndefined(() => loadModule(spec, read));
}

/** The configuration with what the command line puts in its place; undefined if it cannot be read. */
function readConfig(source: Source, flags: EngineFlags): Config | undefined {
  return orUndefined(() => amended(parseConfig(source), flags));
}

/** Writes the trace where there is one; random behaviours the engine has written itself. @returns what to tell the user about it */
function writeTrace(cwd: string, { trace }: Answer, { traceOut, simulate }: EngineFlags): readonly string[] {
  if (traceOut === undefined) return [];
  if (simulate !== undefined)
    return [`The behaviours were written to ${traceOut}; to run the code along them: lockstep conform --mode replay --traces ${traceOut}`];
  if (trace === undefined) return [`No trace was written to ${traceOut}: there is no violation to show`];
  writeWhole(cwd, traceOut, writeItfTrace(trace.itf, trace.heap));
  return [`The trace of ${counted(trace.itf.states.length, 'state')} was written to ${traceOut}`];
}
