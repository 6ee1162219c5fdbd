/** `lockstep conform`: specification and code take the same steps. */
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { type Catalogue, catalogueFor, type Selected, selectModels } from '../conform/catalogue.ts';
import type { Job } from '../conform/job.ts';
import { performAll } from '../conform/jobs.ts';
import type { Task } from '../conform/run.ts';
import { findTraces } from '../conform/traces.ts';
import { checkOutput } from '../files.ts';
import { EXIT, type Host, positiveInteger, shellLine, usageError } from '../host.ts';
import type { Io } from '../io.ts';
import { colorsFor } from '../print/colors.ts';
import { type ConformReport, conformDocument, conformText, type ModelReport, neverTaken, overallVerdict } from '../print/conform.ts';
import { protocolCoverage } from '../print/coverage.ts';
import { counted } from '../print/numbers.ts';
import { conformReport } from '../reporters/conform.ts';
import { reporterOption } from '../reporters/index.ts';
import { anySeed, DEPTH, seedOption } from '../simulate.ts';

interface ConformFlags {
  readonly model?: string;
  readonly mode?: Task['mode'];
  readonly traces?: readonly string[];
  readonly seed?: number;
  readonly walks?: number;
  readonly depth?: number;
  readonly maxStates?: number;
  readonly traceOut?: string;
  readonly workers?: number;
  readonly coverage?: boolean;
  readonly requireCoverage?: boolean;
  readonly json?: boolean;
}

const WALKS = 1000;

export function registerConform(program: Command, host: Host): void {
  program
    .command('conform')
    .summary('confirm that code and specification take the same steps')
    .description(
      'Compares a TLA+ specification and the TypeScript that implements it: in every reachable state of a bounded model, each side takes exactly the steps that the other one takes; or, where the code takes several steps of the specification at once, each of its steps is a sequence of such steps. Without arguments: every protocol, in its default model.',
    )
    .argument('[protocol]', 'a protocol, all, or a file that exports bindings of your own', 'all')
    .option('--model <name>', 'this model (default: the default one)')
    .addOption(
      new Option('--mode <mode>', 'every reachable state, random walks, or recorded traces (default: exhaustive)').choices([
        'exhaustive',
        'simulate',
        'replay',
      ]),
    )
    .option('--max-states <n>', 'stop, incomplete, beyond this many states', positiveInteger('--max-states'))
    .option('--walks <n>', `with --mode simulate: how many walks (default: ${WALKS})`, positiveInteger('--walks'))
    .option('--depth <n>', `with --mode simulate: steps of a walk (default: ${DEPTH})`, positiveInteger('--depth'))
    .option('--seed <n>', 'with --mode simulate: the same seed, the same walks (default: another one each time)', seedOption)
    .option('--traces <files...>', 'with --mode replay: traces, or folders of them: ITF, or what TLC writes')
    .option('--trace-out <file>', 'where to write the trace of a divergence (default: a new file in the folder for temporary files)')
    .option(
      '--workers <n>',
      'threads: models checked, or traces replayed, at the same time (default: as many as there are processors)',
      positiveInteger('--workers'),
    )
    .option('--coverage', 'count how often each guard of the specification was true and false, in all models together, and print a table')
    .option('--require-coverage', `with --coverage: exit code ${EXIT.incomplete} unless every action and guard was seen`)
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .addOption(reporterOption())
    .action(async (protocol: string, flags: ConformFlags) => host.exit(await conform(host, protocol, flags)));
}

async function conform(host: Host, argument: string, flags: ConformFlags): Promise<number> {
  const { io } = host;
  const task = taskOf(io, flags);
  if (flags.traceOut !== undefined) checkOutput(io.cwd, flags.traceOut);
  const catalogue = await catalogueFor(argument, io.cwd);
  const command = repeatable(host, flags, task);
  const textOf = (models: readonly ModelReport[]): { readonly report: ConformReport; readonly text: string } => {
    const report = reportOf(models, task, command, wantsCoverage(flags));
    return {
      report,
      text: flags.json === true ? `${JSON.stringify(conformDocument(report))}\n` : conformText(report, colorsFor(io.colors)),
    };
  };
  const models = await performAll(io, jobsOf(host, argument, flags, task, catalogue), {
    catalogue,
    workers: flags.workers ?? availableParallelism(),
    traceOut: flags.traceOut,
    speak: (soFar) => io.lastWords({ stdout: textOf(soFar).text, stderr: '', exitCode: EXIT.incomplete }),
  });
  const { report, text } = textOf(models);
  io.out(text);
  host.report(conformReport(report, flags.requireCoverage === true));
  const unseen = report.coverage?.some((c) => !c.full) ?? false;
  if (report.verdict === 'identical' && flags.requireCoverage === true && unseen) return EXIT.incomplete;
  return { identical: EXIT.ok, divergent: EXIT.divergence, incomplete: EXIT.incomplete }[report.verdict];
}

/** The models that are to be checked, each as a job. */
function jobsOf(host: Host, argument: string, flags: ConformFlags, task: Task, catalogue: Catalogue): readonly Job[] {
  const { cwd, colors } = host.io;
  const selected = selectModels(catalogue, flags.model, task.mode === 'simulate').map((one, index) => ({ ...one, index }));
  const chosen = task.mode === 'replay' ? selected.filter((one) => isReplayed(one, selected)) : selected;
  const common = { argument, model: flags.model, single: chosen.length === 1, task, coverage: wantsCoverage(flags), cwd, colors };
  return chosen.map(({ name, index }) => ({ ...common, index, name }));
}

/** A trace of single steps of the specification says nothing of code that takes several at once, unless that is what was asked for. */
function isReplayed({ binding }: Selected, selected: readonly Selected[]): boolean {
  const others = selected.filter((s) => s.binding.protocol === binding.protocol);
  return binding.relation !== 'refines' || others.every((s) => s.binding.relation === 'refines');
}

/** What the options ask for. @throws TlaError `usage` for options that do not go together */
function taskOf(io: Io, flags: ConformFlags): Task {
  const mode = flags.mode ?? (flags.traces === undefined ? 'exhaustive' : 'replay');
  const only = (option: keyof ConformFlags, name: string, wanted: Task['mode']): void => {
    if (flags[option] !== undefined && mode !== wanted) throw usageError(`${name} goes with --mode ${wanted}, not with --mode ${mode}`);
  };
  only('walks', '--walks', 'simulate');
  only('depth', '--depth', 'simulate');
  only('seed', '--seed', 'simulate');
  only('traces', '--traces', 'replay');
  only('maxStates', '--max-states', 'exhaustive');
  switch (mode) {
    case 'exhaustive':
      return { mode, maxStates: flags.maxStates };
    case 'simulate':
      return { mode, walks: flags.walks ?? WALKS, depth: flags.depth ?? DEPTH, seed: flags.seed ?? anySeed() };
    case 'replay':
      if (flags.traces === undefined) throw usageError('--mode replay needs --traces FILE...');
      if (flags.traceOut !== undefined) throw usageError('--trace-out has nothing to write with --mode replay: the traces are there');
      return { mode, files: tracesFor(io, flags.traces) };
  }
}

/** The files that hold the traces. What a folder has besides is passed over, but not in silence. */
function tracesFor(io: Io, paths: readonly string[]): readonly string[] {
  const { files, passedOver } = findTraces(io.cwd, paths);
  const [first] = passedOver;
  if (first !== undefined) {
    const others = passedOver.length === 1 ? '' : ` and ${counted(passedOver.length - 1, 'other file')}`;
    io.err(`Warning: ${first}${others} passed over: no trace begins so\n`);
  }
  return files;
}

/** The command line, with the seed that was chosen. */
function repeatable(host: Host, flags: ConformFlags, task: Task): string {
  const seed = task.mode === 'simulate' && flags.seed === undefined ? ['--seed', String(task.seed)] : [];
  return shellLine([...host.argv, ...seed]);
}

/** What is required has to be counted. */
function wantsCoverage(flags: ConformFlags): boolean {
  return flags.coverage === true || flags.requireCoverage === true;
}

function reportOf(models: readonly ModelReport[], task: Task, command: string, coverage: boolean): ConformReport {
  // A trace takes the actions that it takes; only what claims to look everywhere has to take all of them.
  const never = task.mode === 'replay' ? [] : neverTaken(models);
  return { ...overallVerdict(models, never), models, task, never, coverage: coverage ? protocolCoverage(models) : undefined, command };
}
