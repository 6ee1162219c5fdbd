/** `lockstep conform`: specification and code take the same steps. */
import { type Command, Option } from 'commander';
import type { Tagged } from '../../../src/core/index.ts';
import type { Binding } from '../../lockstep/binding.ts';
import type { LockstepResult } from '../../lockstep/result.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { type Catalogue, catalogueFor, pathsOf, type Selected, selectModels } from '../conform/catalogue.ts';
import { explain } from '../conform/explain.ts';
import { INTERRUPTED, runModel, type Task, type TraceFile } from '../conform/run.ts';
import { readTraces, tracesOf } from '../conform/traces.ts';
import { checkOutput, loadSpec } from '../files.ts';
import { EXIT, type Host, positiveInteger, shellLine, usageError } from '../host.ts';
import { colorsFor } from '../print/colors.ts';
import { type ConformReport, conformDocument, conformText, type ModelReport, neverTaken, overallVerdict } from '../print/conform.ts';
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
  readonly json?: boolean;
}

const WALKS = 1000;

export function registerConform(program: Command, host: Host): void {
  program
    .command('conform')
    .summary('confirm that code and specification take the same steps')
    .description(
      'Compares a TLA+ specification and the TypeScript that implements it: in every reachable state of a bounded model, each side takes exactly the steps that the other one takes. Without arguments: every protocol, in its default model.',
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
    .option('--traces <files...>', 'with --mode replay: traces in the Informal Trace Format, or folders of them')
    .option('--trace-out <file>', 'where to write the trace of a divergence (default: a new file in the folder for temporary files)')
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .action(async (protocol: string, flags: ConformFlags) => host.exit(await conform(host, protocol, flags)));
}

async function conform(host: Host, argument: string, flags: ConformFlags): Promise<number> {
  const { io } = host;
  const task = taskOf(io.cwd, flags);
  if (flags.traceOut !== undefined) checkOutput(io.cwd, flags.traceOut);
  const catalogue = await catalogueFor(argument, io.cwd);
  const selected = selectModels(catalogue, flags.model, task.mode === 'simulate');
  const run: Run = { host, argument, flags, task, catalogue, command: repeatable(host, flags, task) };
  const done: ModelReport[] = [];
  const used = new Set<TraceFile>();
  for (const one of selected) {
    const { spec, config } = pathsOf(catalogue, one, io.cwd);
    const { model } = await loadSpec(io.cwd, spec, { config });
    for (const warning of model.warnings) io.err(`Warning: ${warning}\n`);
    const own = ownTask(task, model, selected.length === 1);
    if (own.mode === 'replay') for (const file of own.files) used.add(file);
    if (own.mode === 'replay' && own.files.length === 0) continue;
    done.push(check(run, one, model, own, done));
    if (done.at(-1)?.result.message === INTERRUPTED) break;
  }
  const lost = task.mode === 'replay' ? task.files.filter((f) => !used.has(f)) : [];
  if (lost.length > 0) throw usageError(`The variables of the trace ${lost[0]?.path} are those of no specification here`);
  const report = reportOf(run, done);
  if (flags.json === true) io.out(`${JSON.stringify(conformDocument(report))}\n`);
  else io.out(conformText(report, colorsFor(io.colors)));
  return { identical: EXIT.ok, divergent: EXIT.divergence, incomplete: EXIT.incomplete }[report.verdict];
}

/** What one run of the command is about. */
interface Run {
  readonly host: Host;
  readonly argument: string;
  readonly flags: ConformFlags;
  readonly task: Task;
  readonly catalogue: Catalogue;
  readonly command: string;
}

/** What the options ask for. @throws TlaError `usage` for options that do not go together */
function taskOf(cwd: string, flags: ConformFlags): Task {
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
      return { mode, files: readTraces(cwd, flags.traces) };
  }
}

/** The part of the task that is one model's: a trace is replayed on the model that has its variables. */
function ownTask(task: Task, model: Model, single: boolean): Task {
  return task.mode !== 'replay' || single ? task : { mode: 'replay', files: tracesOf(model, task.files) };
}

/** The command line, with the seed that was chosen. */
function repeatable(host: Host, flags: ConformFlags, task: Task): string {
  const seed = task.mode === 'simulate' && flags.seed === undefined ? ['--seed', String(task.seed)] : [];
  return shellLine([...host.argv, ...seed]);
}

function check(run: Run, selected: Selected, model: Model, task: Task, before: readonly ModelReport[]): ModelReport {
  const { host, flags, argument, catalogue } = run;
  const plain = (result: LockstepResult): ModelReport => ({ selected, model, result, traces: [], divergence: undefined, details: '' });
  const speak = (result: LockstepResult): void => {
    const report = reportOf(run, [...before, plain(result)]);
    const words = flags.json === true ? `${JSON.stringify(conformDocument(report))}\n` : conformText(report, colorsFor(host.io.colors));
    host.io.lastWords({ stdout: words, stderr: '', exitCode: EXIT.incomplete });
  };
  const result = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    runModel(host, model, binding, task, speak),
  );
  const traces = 'traces' in result ? result.traces : [];
  // Only the first divergence goes to the file that was named: the others would overwrite it.
  const traceOut = before.some((m) => m.result.verdict === 'divergent') ? undefined : flags.traceOut;
  return { ...plain(result), traces, ...explain({ host, catalogue, selected, model, argument, task, traceOut }, result, traces) };
}

function reportOf(run: Run, models: readonly ModelReport[]): ConformReport {
  const { task, command } = run;
  // A trace takes the actions that it takes; only what claims to look everywhere has to take all of them.
  const never = task.mode === 'replay' ? [] : neverTaken(models);
  return { ...overallVerdict(models, never), models, task, never, command };
}
