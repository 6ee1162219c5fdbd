/**
 * Apalache, the symbolic model checker for TLA+, as a library: its commands with typed options and results, and its explorer server. Nothing of
 * it is left when a call has ended, or when the process that called is killed: neither a process nor a file. It must be installed: version 0.62
 * was tried, which needs Java 17 or later.
 *
 * ```ts
 * const checker = apalache('/opt/apalache');
 * const { outcome } = await checker.check('Counter.tla', { inv: ['Small'], length: 5 });
 * if (outcome.kind === 'violation') console.log(outcome.violations[0]?.trace.text);
 * ```
 */
import { readLog } from './log.ts';
import {
  type CheckOptions,
  type CommonOptions,
  checkArguments,
  configArgument,
  DEFAULT_LENGTH,
  parseArguments,
  type SimulateOptions,
  simulateArguments,
  type TypecheckOptions,
  typecheckArguments,
} from './options.ts';
import { type CheckOutcome, checkOutcome, failure, parseOutcome, typecheckOutcome, type Unchecked } from './outcome.ts';
import { contained, type LaunchOptions, launcherOf, outputTo, type Run, type RunOptions, runApalache, specFile } from './run.ts';

export { EngineFailure } from '../engine.ts';
export type { Cut, Limits } from '../process/guarded.ts';
export { type Explorer, type ExplorerOptions, RpcError, withExplorer } from './explorer.ts';
export type * from './explorer-types.ts';
export type { CheckOptions, CommonOptions, SimulateOptions, TypecheckOptions } from './options.ts';
export type { ApalacheTrace, CheckOutcome, Complaint, Refusal, Unchecked, Violation } from './outcome.ts';
export type { LaunchOptions, RunOptions } from './run.ts';
export { type TraceVerdict, type ValidateOptions, validateTrace } from './validate.ts';

/** The result of a command. */
export interface Result<T> {
  readonly outcome: T;
  /** As Apalache says it; undefined if the run was cut before it said so. */
  readonly version: string | undefined;
  /** What it warns of. */
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** The specification in Apalache's intermediate form (its ADR-005): JSON, with the type of each expression after `typecheck`. */
export interface Intermediate {
  readonly json: string;
}

/** An Apalache. Every method starts a process of its own. @throws EngineFailure when it does not do its work: never is that taken for a result */
export interface Apalache {
  /** The path of the program. */
  readonly launcher: string;
  /** The version, such as 0.62.1. */
  version(options?: RunOptions): Promise<string>;
  /** Checks all behaviours up to a length. @param spec the path of the module @throws RangeError for options that cannot be passed on */
  check(spec: string, options?: CheckOptions & RunOptions): Promise<Result<CheckOutcome>>;
  /** Checks random symbolic behaviours. Apalache takes no seed: the next run takes other ones. @throws RangeError */
  simulate(spec: string, options?: SimulateOptions & RunOptions): Promise<Result<CheckOutcome>>;
  /** Checks the types. @throws RangeError */
  typecheck(spec: string, options?: TypecheckOptions & RunOptions): Promise<Result<({ readonly kind: 'ok' } & Intermediate) | Unchecked>>;
  /** Parses only. @throws RangeError */
  parse(spec: string, options?: CommonOptions & RunOptions): Promise<Result<({ readonly kind: 'ok' } & Intermediate) | Unchecked>>;
}

/** What a command works on. */
interface Task {
  readonly spec: string;
  readonly args: readonly string[];
  readonly options: CheckOptions & RunOptions;
  /** The intermediate form is to be written. */
  readonly output?: boolean;
}

/** An Apalache that is installed. @param path the folder of an unpacked release, or the launcher `apalache-mc` */
export function apalache(path: string, launch: LaunchOptions = {}): Apalache {
  const launcher = launcherOf(path);
  const command = (name: string, { spec, args, options, output = false }: Task): Promise<Run> => {
    const files = (folder: string): readonly string[] => [
      ...contained(folder),
      ...configArgument(options, folder),
      ...(output ? [outputTo(folder)] : []),
      specFile(folder, spec, options.libraries ?? []),
    ];
    return runApalache(launcher, (folder) => [name, ...args, ...files(folder)], { ...launch, ...options });
  };
  return {
    launcher,
    async version(options = {}) {
      const run = await runApalache(launcher, () => ['version'], { ...launch, ...options });
      const [version] = run.stdout.flatMap((line) => /^\d+\.\d+\.\d+\S*$/.exec(line) ?? []);
      if (run.exit !== 0 || version === undefined) throw failure(run, 'Apalache does not tell its version');
      return version;
    },
    async check(spec, options = {}) {
      const run = await command('check', { spec, args: checkArguments(options), options });
      return resultOf(run, checkOutcome(run, options.length ?? DEFAULT_LENGTH, 'check'));
    },
    async simulate(spec, options = {}) {
      const run = await command('simulate', { spec, args: simulateArguments(options), options });
      return resultOf(run, checkOutcome(run, options.length ?? DEFAULT_LENGTH, 'simulate'));
    },
    async typecheck(spec, options = {}) {
      const run = await command('typecheck', { spec, args: typecheckArguments(options), options, output: true });
      return resultOf(run, withOutput(run, typecheckOutcome(run)));
    },
    async parse(spec, options = {}) {
      const run = await command('parse', { spec, args: parseArguments(options), options, output: true });
      return resultOf(run, withOutput(run, parseOutcome(run)));
    },
  };
}

function resultOf<T>(run: Run, outcome: T): Result<T> {
  const { version, messages } = readLog(run.stdout);
  return { outcome, version, warnings: messages.filter(({ level }) => level === 'W').map(({ line }) => line), seconds: run.seconds };
}

function withOutput(run: Run, outcome: { readonly kind: 'ok' } | Unchecked): ({ readonly kind: 'ok' } & Intermediate) | Unchecked {
  if (outcome.kind !== 'ok') return outcome;
  if (run.output === undefined) throw failure(run, 'Apalache did not write the file that it was told to write');
  return { ...outcome, json: run.output };
}
