/** `lockstep check`: the specification satisfies what its configuration names. */
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { checkInParallel, whyAlone, whyInOrder } from '../../engines/embedded/check.ts';
import { nothingChecked, outOfMemory, stackOverflow } from '../../engines/embedded/limits.ts';
import type { ModelSources } from '../../engines/embedded/messages.ts';
import { simulateInParallel } from '../../engines/embedded/simulate.ts';
import {
  type CheckResult,
  checkModel,
  exitCodeOf,
  type Model,
  type Progress,
  type SimulateResult,
  summarizeCoverage,
  TlaError,
  usesChance,
} from '../../tla-to-ts/index.ts';
import { appended, checkOutput, loadSpec, writeWhole } from '../files.ts';
import {
  byteCount,
  EXIT,
  type Host,
  nameList,
  naturalNumber,
  operatorName,
  positiveInteger,
  shellLine,
  threadCount,
  usageError,
} from '../host.ts';
import { Interrupted } from '../io.ts';
import { colorsFor } from '../print/colors.ts';
import { checkDocument, emptyResult, itfText } from '../print/document.ts';
import { counted } from '../print/numbers.ts';
import { progressLine } from '../print/progress.ts';
import { summaryText } from '../print/summary.ts';
import { checkReport } from '../reporters/check.ts';
import { reporterOption } from '../reporters/index.ts';
import { anySeed, checkFolder, DEPTH, seedOption, writeBehaviours } from '../simulate.ts';
import { type CommonFlags, checkWith, type EngineFlags, OUTER_ENGINES, refuseAsked } from './check-engine.ts';

interface CheckFlags extends CommonFlags {
  readonly engine: 'embedded';
}

export function registerCheck(program: Command, host: Host): void {
  program
    .command('check')
    .summary('model-check a TLA+ specification')
    .description('Explores every reachable state of a TLA+ model and checks the invariants and properties that its configuration names.')
    .argument('<spec>', 'the specification, SPEC.tla')
    .option('--config <file>', 'the configuration (default: SPEC.cfg beside the specification)')
    .option('--max-states <n>', 'stop, incomplete, beyond this many distinct states', positiveInteger('--max-states'))
    .option('--max-depth <n>', 'stop, incomplete, beyond this many levels', positiveInteger('--max-depth'))
    .option('--workers <n>', 'threads, or auto: as many as there are processors', threadCount('--workers'), 1)
    .option('--memory <size>', 'about the memory to use, such as 2GB: states beyond it go to disk', byteCount('--memory'))
    .option('--checkpoint <dir>', 'save the search here every minute and when it is interrupted; removed when it is over')
    .option('--resume', 'with --checkpoint: go on with the search that is saved there')
    .option('--no-deadlock', 'a state without successor is no error')
    .option('--simulate <n>', 'this many random behaviours instead of all reachable states', positiveInteger('--simulate'))
    .option('--depth <n>', `with --simulate: steps of a behaviour (default: ${DEPTH})`, positiveInteger('--depth'))
    .option(
      '--seed <n>',
      'for --simulate, and for RandomElement: the same seed, the same choices, with any --workers (default: another one each time)',
      seedOption,
    )
    .option(
      '--trace-out <file>',
      'write the trace of a violation here, in the Informal Trace Format; with --simulate a folder for all behaviours',
    )
    .addOption(new Option('--engine <name>', 'the model checker').choices(['embedded', ...OUTER_ENGINES]).default('embedded'))
    .option(
      '--length <n>',
      'with --engine apalache: the longest behaviour that is looked at, in steps (default: 10)',
      naturalNumber('--length'),
    )
    .option(
      '--cinit <name>',
      'with --engine apalache: the operator that gives the constants their values; then no configuration is needed',
      operatorName('--cinit'),
    )
    .option(
      '--init <name>',
      'with --engine apalache: the initial predicate (default: Init, or the one of the configuration)',
      operatorName('--init'),
    )
    .option(
      '--next <name>',
      'with --engine apalache: the next-state relation (default: Next, or the one of the configuration)',
      operatorName('--next'),
    )
    .option(
      '--inv <names>',
      'with --engine apalache: invariants, of states or steps, in place of those of the configuration',
      nameList('--inv'),
    )
    .option('--features <names>', 'with --engine apalache: experimental features, such as no-rows', nameList('--features', 'features'))
    .option('--time-limit <seconds>', 'with another engine: stop, incomplete, after this time', positiveInteger('--time-limit'))
    .option('--library <dir>', 'one more folder in which modules are looked up; may be repeated', appended, [])
    .option('--coverage', 'count how often each action was taken and each of its guards was true and false, and print a table')
    .option('--require-coverage', `with --coverage: exit code ${EXIT.incomplete} unless all of it was seen`)
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .addOption(reporterOption())
    .option('--quiet', 'print the verdict and the last line only')
    .action(async (spec: string, flags: CheckFlags | EngineFlags) =>
      host.exit(flags.engine === 'embedded' ? await check(host, spec, seeded(flags)) : await checkWith(host, spec, flags)),
    );
}

/** Chooses a seed where none was given. @throws TlaError `usage` for options that do not go together */
function seeded(flags: CheckFlags): CheckFlags {
  if (flags.resume === true && flags.checkpoint === undefined)
    throw usageError('--resume needs --checkpoint, the folder in which the search is saved');
  refuseAsked(flags);
  if (flags.length !== undefined) throw usageError('--length bounds behaviours, for --engine apalache; a search is bounded by --max-depth');
  if (flags.timeLimit !== undefined) throw usageError(`--time-limit goes with another engine (--engine ${OUTER_ENGINES.join(', ')})`);
  const seed = flags.seed ?? anySeed();
  if (flags.simulate !== undefined) {
    if (flags.checkpoint !== undefined)
      throw usageError('--checkpoint saves a search; with the same --seed random behaviours are the same again');
    if (flags.maxStates !== undefined || flags.maxDepth !== undefined)
      throw usageError('--max-states and --max-depth bound a search; random behaviours are bounded by --simulate and --depth');
    if (flags.memory !== undefined) throw usageError('--memory bounds a search; random behaviours keep no states that could go to disk');
    return { ...flags, seed };
  }
  if (flags.depth !== undefined) throw usageError('--depth goes with --simulate');
  return { ...flags, seed };
}

/** The command line that repeats the run, with the seed that was chosen. */
function commandOf(host: Host, flags: CheckFlags, model?: Model): string {
  const matters = flags.simulate !== undefined || (model !== undefined && usesChance(model));
  const chosen = matters && !host.argv.some((word) => /^--seed(=|$)/.test(word));
  return shellLine(chosen ? [...host.argv, '--seed', String(flags.seed)] : host.argv);
}

async function check(host: Host, spec: string, flags: CheckFlags): Promise<number> {
  const { io } = host;
  let command = commandOf(host, flags);
  try {
    if (flags.traceOut !== undefined) {
      if (flags.simulate === undefined) checkOutput(io.cwd, flags.traceOut);
      else checkFolder(io.cwd, flags.traceOut);
    }
    const { model, sources } = await loadSpec(io.cwd, spec, flags);
    command = commandOf(host, flags, model);
    for (const warning of [...model.warnings, ...withoutEffect(model, flags)]) io.err(`Warning: ${warning}\n`);
    const result = explore(host, model, sources, flags);
    host.report(
      checkReport(model, result, {
        spec: sources.spec.path,
        config: sources.config.path,
        deadlock: flags.deadlock && model.checkDeadlock,
        coverageRequired: flags.requireCoverage === true,
        command,
      }),
    );
    const notes = writeTrace(host, model, result, flags);
    if (flags.json === true) {
      for (const note of notes) io.err(`${note}\n`);
      io.out(`${JSON.stringify(checkDocument(result, model.heap, command))}\n`);
    } else io.out(summary(host, model, result, flags, notes));
    return exitCode(result, flags);
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    if (flags.json === true) io.out(`${JSON.stringify(checkDocument(emptyResult('error', error.message, error), undefined, command))}\n`);
    throw error;
  }
}

/** Options that this model does not go together with. */
function withoutEffect(model: Model, { workers, memory, checkpoint, simulate }: CheckFlags): readonly string[] {
  if (simulate !== undefined) {
    const why = workers > 1 ? whyInOrder(model) : undefined;
    return why === undefined ? [] : [`--workers has no effect: one thread goes through the behaviours, as ${why}`];
  }
  const why = workers > 1 || memory !== undefined || checkpoint !== undefined ? whyAlone(model) : undefined;
  if (why === undefined) return [];
  return [`--workers, --memory and --checkpoint have no effect: one thread checks the model, in memory, as ${why}`];
}

function summary(host: Host, model: Model, result: CheckResult, flags: CheckFlags, notes: readonly string[]): string {
  const { io } = host;
  const deadlock = flags.deadlock && model.checkDeadlock;
  const command = commandOf(host, flags, model);
  return summaryText(model, result, {
    colors: colorsFor(io.colors),
    columns: io.columns,
    quiet: flags.quiet === true,
    coverageRequired: flags.requireCoverage === true,
    deadlock,
    command,
    notes,
  });
}

/** Runs the search; a limit of the machine ends it like a limit that was asked for. */
function explore(host: Host, model: Model, sources: ModelSources, flags: CheckFlags): CheckResult | SimulateResult {
  const { io } = host;
  const line = progressLine(io, flags.quiet !== true);
  let last: Progress | undefined;
  let spoken = 0;
  const speak = (p: Progress | undefined): void => {
    const result = stopped('interrupted', p);
    const words =
      flags.json === true
        ? `${JSON.stringify(checkDocument(result, undefined, commandOf(host, flags, model)))}\n`
        : summary(host, model, result, flags, []);
    // It takes a while to save a large search; who does not want to wait stops a second time.
    const patience = flags.checkpoint === undefined ? {} : { patience: 10 * 60_000 };
    io.lastWords({ stdout: words, stderr: '', exitCode: EXIT.incomplete, ...patience });
  };
  const onProgress = (p: Progress): void => {
    last = p;
    if (p.seconds - spoken > 1) {
      spoken = p.seconds;
      speak(p);
    }
    line.update(p);
    if (io.interrupted()) throw new Interrupted();
  };
  speak(undefined);
  const onPrint = (text: string): void => {
    line.clear();
    if (flags.json === true) io.err(`${text}\n`);
    else io.out(`${text}\n`);
  };
  try {
    return nothingChecked(model, engine(model, sources, io.cwd, flags, onProgress, onPrint));
  } catch (error) {
    if (error instanceof Interrupted)
      return stopped(
        flags.checkpoint === undefined ? 'interrupted' : `interrupted; --resume goes on with what is saved in ${flags.checkpoint}`,
        last,
      );
    if (outOfMemory(error)) return stopped('out of memory', last);
    if (stackOverflow(error))
      throw new TlaError(
        'evaluation',
        'The evaluation went deeper than the stack allows; is there a recursion without end?',
        model.next?.x.loc,
      );
    throw error;
  } finally {
    line.clear();
  }
}

function engine(
  model: Model,
  sources: ModelSources,
  cwd: string,
  flags: CheckFlags,
  onProgress: (p: Progress) => void,
  onPrint: (text: string) => void,
): CheckResult | SimulateResult {
  const coverage = wantsCoverage(flags);
  const { simulate, depth = DEPTH, seed = 0, traceOut } = flags;
  const common = { onProgress, onPrint, ...(coverage ? { coverage } : {}), ...(flags.deadlock ? {} : { checkDeadlock: false }) };
  if (simulate === undefined) {
    const { workers, memory, resume = false } = flags;
    const checkpoint = flags.checkpoint === undefined ? undefined : resolve(cwd, flags.checkpoint);
    const options = {
      ...common,
      seed,
      ...(flags.maxStates === undefined ? {} : { maxStates: flags.maxStates }),
      ...(flags.maxDepth === undefined ? {} : { maxDepth: flags.maxDepth }),
    };
    if (workers === 1 && memory === undefined && checkpoint === undefined) return checkModel(model, options);
    return checkInParallel(model, sources, {
      ...options,
      workers,
      ...(memory === undefined ? {} : { memory }),
      ...(checkpoint === undefined ? {} : { checkpoint, resume }),
    });
  }
  return simulateInParallel(model, sources, {
    ...common,
    runs: simulate,
    depth,
    seed,
    keep: traceOut !== undefined,
    workers: flags.workers,
  });
}

function stopped(why: string, last: Progress | undefined): CheckResult {
  const result = emptyResult('incomplete', why, undefined);
  if (last === undefined) return result;
  const { generated, distinct, depth, queue, seconds } = last;
  return { ...result, generated, distinct, depth, queue, seconds };
}

/** Writes the trace where there is one. @returns what to tell the user about it */
function writeTrace(host: Host, model: Model, result: CheckResult | SimulateResult, flags: CheckFlags): readonly string[] {
  const { traceOut } = flags;
  if (traceOut === undefined) return [];
  if ('behaviours' in result) return writeBehaviours(host.io.cwd, traceOut, model, result);
  const { trace } = result;
  if (trace === undefined) return [`No trace was written to ${traceOut}: there is no violation to show`];
  writeWhole(host.io.cwd, traceOut, itfText(model.heap, trace, result.message));
  return [`The trace of ${counted(trace.states.length, 'state')} was written to ${traceOut}`];
}

/** What is required has to be counted. */
function wantsCoverage(flags: CheckFlags): boolean {
  return flags.coverage === true || flags.requireCoverage === true;
}

function exitCode(result: CheckResult, flags: CheckFlags): number {
  const { verdict } = result;
  if (verdict === 'ok' && flags.requireCoverage === true && !summarizeCoverage(result.coverage ?? []).full) return EXIT.incomplete;
  if (verdict === 'error') return exitCodeOf(result.error?.errorClass ?? 'evaluation');
  return EXIT[verdict];
}
