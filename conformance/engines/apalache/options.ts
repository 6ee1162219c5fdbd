/** The options of Apalache's commands, and the arguments that they become. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What can stand in a list that Apalache splits at commas: names of operators, also of instances. */
const NAME = /^\w+(!\w+)*$/;
const TUNING_KEY = /^[\w.-]+$/;
/** Apalache splits tuning options at colons and equality signs, and knows no escape. */
const TUNING_VALUE = /^[^:=]+$/;

export interface CommonOptions {
  /** Experimental features, such as `no-rows`. */
  readonly features?: readonly string[];
  /** Folders in which modules are looked up, after the folder of the specification. */
  readonly libraries?: readonly string[];
}

/** Options of `check` and `simulate`. What is not given is Apalache's default. */
export interface CheckOptions extends CommonOptions {
  /** A configuration of TLC's. Apalache reads constants, INIT and NEXT or SPECIFICATION, INVARIANT, PROPERTY and CHECK_DEADLOCK of it. A path, or its text. */
  readonly config?: string | { readonly text: string };
  /** The operator that initializes the variables; default: Init. */
  readonly init?: string;
  /** The operator of the steps; default: Next. */
  readonly next?: string;
  /** The operator that gives the constants their values. */
  readonly cinit?: string;
  /** Invariants of states, of steps, and of traces. */
  readonly inv?: readonly string[];
  /** Temporal properties; fairness is not looked at. */
  readonly temporal?: readonly string[];
  /** The longest behaviour, in steps after the initial state; default: 10. */
  readonly length?: number;
  /** Go on after a violation until there are so many; more than one needs `view`. */
  readonly maxError?: number;
  /** The operator by which violations are told apart. */
  readonly view?: string;
  /** False: a state without successor is no error. */
  readonly deadlock?: boolean;
  /** False: transitions that are disabled are not sorted out first. */
  readonly discardDisabled?: boolean;
  /** Keep an example of each symbolic run, in the traces of the result. */
  readonly outputTraces?: boolean;
  readonly tuning?: Readonly<Record<string, string | number | boolean>>;
  /** Seconds for one question to the solver; beyond them the outcome is `unknown`. */
  readonly timeoutSmt?: number;
  readonly smtSolver?: 'z3' | 'cvc5';
  readonly smtEncoding?: 'oopsla19' | 'arrays' | 'funArrays';
  readonly algo?: 'incremental' | 'offline';
}

export interface SimulateOptions extends CheckOptions {
  /** Symbolic runs, each of them one sequence of transitions with all values of its choices; default: 100. */
  readonly maxRun?: number;
}

export interface TypecheckOptions extends CommonOptions {
  /** False: polymorphic types are not inferred. */
  readonly inferPoly?: boolean;
}

export const DEFAULT_LENGTH = 10;

function flag(name: string, value: string | number | boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}

function whole(name: string, value: number | undefined): readonly string[] {
  if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0))
    throw new RangeError(`${name} must be a whole number, not ${value}`);
  return flag(name, value);
}

function names(name: string, values: readonly string[] | undefined): readonly string[] {
  for (const value of values ?? [])
    if (!NAME.test(value)) throw new RangeError(`${name} must name operators, not ${JSON.stringify(value)}`);
  return values === undefined || values.length === 0 ? [] : [`--${name}=${values.join(',')}`];
}

function name(option: string, value: string | undefined): readonly string[] {
  return names(option, value === undefined ? undefined : [value]);
}

function tuning(options: CheckOptions['tuning']): readonly string[] {
  const pairs = Object.entries(options ?? {}).map(([key, value]) => {
    if (!TUNING_KEY.test(key) || !TUNING_VALUE.test(String(value))) throw new RangeError(`${key}=${value} cannot be a tuning option`);
    return `${key}=${value}`;
  });
  return pairs.length === 0 ? [] : [`--tuning-options=${pairs.join(':')}`];
}

function common(options: CommonOptions): readonly string[] {
  const { features } = options;
  for (const feature of features ?? []) if (!/^[\w-]+$/.test(feature)) throw new RangeError(`${feature} cannot be a feature`);
  return features === undefined || features.length === 0 ? [] : [`--features=${features.join(',')}`];
}

/** The file of a configuration. @param folder where one that is a text is written */
function configFile(config: Exclude<CheckOptions['config'], undefined>, folder: string): string {
  if (typeof config === 'string') return resolve(config);
  const path = join(folder, 'model.cfg');
  writeFileSync(path, config.text);
  return path;
}

/** The argument for a configuration. @param folder where one that is a text is written */
export function configArgument({ config }: CheckOptions, folder: string): readonly string[] {
  return config === undefined ? [] : [`--config=${configFile(config, folder)}`];
}

/** The arguments of `check`, without the command, files and folders. @throws RangeError for what Apalache would read as something else */
export function checkArguments(options: CheckOptions): readonly string[] {
  return [
    ...common(options),
    ...name('init', options.init),
    ...name('next', options.next),
    ...name('cinit', options.cinit),
    ...names('inv', options.inv),
    ...names('temporal', options.temporal),
    ...whole('length', options.length),
    ...whole('max-error', options.maxError),
    ...name('view', options.view),
    ...flag('no-deadlock', options.deadlock === undefined ? undefined : !options.deadlock),
    ...flag('discard-disabled', options.discardDisabled),
    ...flag('output-traces', options.outputTraces),
    ...tuning(options.tuning),
    ...whole('timeout-smt', options.timeoutSmt),
    ...flag('smt-solver', options.smtSolver),
    ...flag('smt-encoding', options.smtEncoding),
    ...flag('algo', options.algo),
  ];
}

/** The arguments of `simulate`, without the command, files and folders. @throws RangeError */
export function simulateArguments(options: SimulateOptions): readonly string[] {
  return [...checkArguments(options), ...whole('max-run', options.maxRun)];
}

/** The arguments of `typecheck`, without the command, files and folders. @throws RangeError */
export function typecheckArguments(options: TypecheckOptions): readonly string[] {
  return [...common(options), ...flag('infer-poly', options.inferPoly)];
}

/** The arguments of `parse`, without the command, files and folders. @throws RangeError */
export function parseArguments(options: CommonOptions): readonly string[] {
  return common(options);
}
