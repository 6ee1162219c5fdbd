/** `lockstep codegen`: the TypeScript types of a specification. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { generateTypes } from '../../codegen/index.ts';
import { EngineFailure } from '../../engines/engine.ts';
import { appended, checkOutput, loadSpec, type SpecOptions, writeWhole } from '../files.ts';
import { EXIT, type Host, nameList, operatorName, positiveInteger, shellLine, usageError } from '../host.ts';
import { Interrupted } from '../io.ts';
import { engineFailed } from '../outer-engine.ts';
import { progressLine } from '../print/progress.ts';
import { askApalache } from './codegen-apalache.ts';

interface CodegenFlags extends SpecOptions {
  readonly engine: 'embedded' | 'apalache';
  readonly out?: string;
  readonly check?: boolean;
  readonly maxStates?: number;
  readonly next?: string;
  readonly features?: readonly string[];
}

/** Enough for any model that is meant to show the shapes only. */
const DEFAULT_LIMIT = 1_000_000;

export function registerCodegen(program: Command, host: Host): void {
  program
    .command('codegen')
    .summary("write the TypeScript types of a specification's variables, messages and actions")
    .description(
      [
        'Writes the types of the variables, messages and actions of a specification, as they occur in all reachable states of a model of it;',
        "or, with --engine apalache, as Apalache's type checker finds them, which needs no model.",
      ].join(' '),
    )
    .argument('<spec>', 'the specification, SPEC.tla')
    .option('--config <file>', 'the configuration (default: SPEC.cfg beside the specification)')
    .option('--out <file>', 'where to write (default: stdout)')
    .option('--check', 'write nothing; fail if the file given with --out differs from what would be written')
    .option('--max-states <n>', `refuse models with more distinct states (default: ${DEFAULT_LIMIT})`, positiveInteger('--max-states'))
    .addOption(new Option('--engine <name>', 'where the types are from').choices(['embedded', 'apalache']).default('embedded'))
    .option('--next <name>', 'with --engine apalache: the next-state relation (default: Next)', operatorName('--next'))
    .option(
      '--features <names>',
      'with --engine apalache: features of its type checker, such as no-rows',
      nameList('--features', 'features'),
    )
    .option('--library <dir>', 'one more folder in which modules are looked up; may be repeated', appended, [])
    .action(async (spec: string, flags: CodegenFlags) => host.exit(await codegen(host, spec, flags)));
}

async function codegen(host: Host, spec: string, flags: CodegenFlags): Promise<number> {
  const { io } = host;
  const { out } = flags;
  if (flags.check === true && out === undefined) throw usageError('--check needs --out FILE, the file to be checked');
  if (out !== undefined) checkOutput(io.cwd, out);
  refuseOptions(flags);
  const command = commandFor(spec, flags);
  let text: string;
  try {
    text = await typesOf(host, spec, flags, command);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return engineFailed(host, error, false);
  }
  if (out === undefined) {
    io.out(text);
    return EXIT.ok;
  }
  if (flags.check === true) return compare(host, out, text, command);
  writeWhole(io.cwd, out, text);
  io.err(`${out} was written\n`);
  return EXIT.ok;
}

/** What goes with one of the engines only. @throws TlaError `usage` */
function refuseOptions({ engine, config, maxStates, next, features }: CodegenFlags): void {
  const options: readonly (readonly [option: string, given: boolean, engine: CodegenFlags['engine']])[] = [
    ['--config', config !== undefined, 'embedded'],
    ['--max-states', maxStates !== undefined, 'embedded'],
    ['--next', next !== undefined, 'apalache'],
    ['--features', features !== undefined, 'apalache'],
  ];
  for (const [option, given, only] of options) if (given && engine !== only) throw usageError(`${option} goes with --engine ${only} only`);
}

/** The text of the file. */
async function typesOf(host: Host, spec: string, flags: CodegenFlags, command: string): Promise<string> {
  const { io } = host;
  const { engine, library = [], next = 'Next', features = [], maxStates = DEFAULT_LIMIT } = flags;
  if (engine === 'apalache') return askApalache(host, { spec, library, next, features, command });
  const { model } = await loadSpec(io.cwd, spec, flags);
  const line = progressLine(io, true);
  try {
    return generateTypes(model, [command], {
      maxStates,
      onProgress(p) {
        line.update(p);
        if (io.interrupted()) throw new Interrupted();
      },
    });
  } finally {
    line.clear();
  }
}

/** The command that writes the file, always spelled the same, as it stands in the header of the file. */
function commandFor(spec: string, flags: CodegenFlags): string {
  const { engine, config, library, out, maxStates = DEFAULT_LIMIT, next, features } = flags;
  return shellLine([
    'codegen',
    spec,
    ...(engine === 'embedded' ? [] : ['--engine', engine]),
    ...(next === undefined ? [] : ['--next', next]),
    ...(features === undefined ? [] : ['--features', features.join(',')]),
    ...(config === undefined ? [] : ['--config', config]),
    ...(library ?? []).flatMap((folder) => ['--library', folder]),
    ...(maxStates === DEFAULT_LIMIT ? [] : ['--max-states', String(maxStates)]),
    ...(out === undefined ? [] : ['--out', out]),
  ]);
}

function compare(host: Host, path: string, expected: string, command: string): number {
  const { io } = host;
  const absolute = resolve(io.cwd, path);
  const actual = existsSync(absolute) ? readFileSync(absolute, 'utf8') : undefined;
  if (actual === expected) {
    io.out(`${path} is what the specification says\n`);
    return EXIT.ok;
  }
  io.err(
    `${path} ${actual === undefined ? 'is not there' : `differs from the specification: ${firstDifference(actual, expected)}`}\nWrite it anew: ${command}\n`,
  );
  return EXIT.divergence;
}

function firstDifference(actual: string, expected: string): string {
  const ours = actual.split('\n');
  const theirs = expected.split('\n');
  const at = theirs.findIndex((line, i) => line !== ours[i]);
  const i = at < 0 ? theirs.length : at;
  return `line ${i + 1} is\n  ${ours[i] ?? '(the end)'}\nand should be\n  ${theirs[i] ?? '(the end)'}`;
}
