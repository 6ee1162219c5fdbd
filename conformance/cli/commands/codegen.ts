/** `lockstep codegen`: the TypeScript types of a specification. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { generateTypes } from '../../codegen/index.ts';
import { appended, checkOutput, loadSpec, type SpecOptions, writeWhole } from '../files.ts';
import { EXIT, type Host, positiveInteger, shellLine, usageError } from '../host.ts';
import { Interrupted } from '../io.ts';
import { progressLine } from '../print/progress.ts';

interface CodegenFlags extends SpecOptions {
  readonly out?: string;
  readonly check?: boolean;
  readonly maxStates: number;
}

/** Enough for any model that is meant to show the shapes only. */
const DEFAULT_LIMIT = 1_000_000;

export function registerCodegen(program: Command, host: Host): void {
  program
    .command('codegen')
    .summary("write the TypeScript types of a specification's variables, messages and actions")
    .description(
      'Writes the types of the variables, messages and actions of a specification, as they occur in all reachable states of a model of it.',
    )
    .argument('<spec>', 'the specification, SPEC.tla')
    .option('--config <file>', 'the configuration (default: SPEC.cfg beside the specification)')
    .option('--out <file>', 'where to write (default: stdout)')
    .option('--check', 'write nothing; fail if the file given with --out differs from what would be written')
    .option('--max-states <n>', 'refuse models with more distinct states', positiveInteger('--max-states'), DEFAULT_LIMIT)
    .option('--library <dir>', 'one more folder in which modules are looked up; may be repeated', appended, [])
    .action(async (spec: string, flags: CodegenFlags) => host.exit(await codegen(host, spec, flags)));
}

async function codegen(host: Host, spec: string, flags: CodegenFlags): Promise<number> {
  const { io } = host;
  const { out } = flags;
  if (flags.check === true && out === undefined) throw usageError('--check needs --out FILE, the file to be checked');
  if (out !== undefined) checkOutput(io.cwd, out);
  const { model } = await loadSpec(io.cwd, spec, flags);
  const line = progressLine(io, true);
  const command = commandFor(spec, flags);
  let text: string;
  try {
    text = generateTypes(model, [command], {
      maxStates: flags.maxStates,
      onProgress(p) {
        line.update(p);
        if (io.interrupted()) throw new Interrupted();
      },
    });
  } finally {
    line.clear();
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

/** The command that writes the file, always spelled the same, as it stands in the header of the file. */
function commandFor(spec: string, flags: CodegenFlags): string {
  const { config, library, out, maxStates } = flags;
  return shellLine([
    'codegen',
    spec,
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
