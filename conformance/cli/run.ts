/** The command, without the process around it: arguments in, text and an exit code out. Tests call it as it is. */
import { Command, CommanderError } from 'commander';
import { outOfMemory } from '../engines/embedded/limits.ts';
import { packageOf } from '../engines/package.ts';
import { exitCodeOf, TlaError } from '../tla-to-ts/index.ts';
import { commands } from './commands/index.ts';
import { EXIT, type Host } from './host.ts';
import { Interrupted, type Io } from './io.ts';
import { colorsFor } from './print/colors.ts';
import { errorDocument } from './print/document.ts';
import { placeAt } from './reporters/check.ts';
import { type Failure as ReportedFailure, Reporting } from './reporters/reporting.ts';

/** Runs a command line (without the program's name). Never throws. @returns the exit code */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  let answered = false;
  const { GITHUB_WORKSPACE: workspace, GITHUB_STEP_SUMMARY: summary } = process.env;
  const reporting = new Reporting(argv, io, packageOf().version, { workspace, summary });
  const counting: Io = {
    cwd: io.cwd,
    columns: io.columns,
    colors: io.colors,
    live: io.live,
    out(text) {
      answered = true;
      // A document takes the place of the text, which is worth reading all the same.
      if (reporting.ownsStdout) io.err(text);
      else io.out(text);
    },
    err: (text) => io.err(text),
    interrupted: () => io.interrupted(),
    lastWords: (words) => io.lastWords(reporting.lastWords(words)),
  };
  const host: Host = {
    io: counting,
    argv,
    exit(c) {
      code = c;
    },
    report: (found) => reporting.report(found),
  };
  try {
    await createProgram(host, () => reporting.begin()).parseAsync([...argv], { from: 'user' });
    reporting.end(code);
    return code;
  } catch (error) {
    const failure = explain(error, argv, io);
    if (argv.includes('--json') && !answered && failure.document !== undefined) io.out(`${JSON.stringify(failure.document)}\n`);
    if (failure.problem !== undefined) reporting.fail(failure.problem, failure.code);
    return failure.code;
  }
}

/** `begin` is called before the command is, when its options are known to be right. */
function createProgram(host: Host, begin: () => void): Command {
  const { io } = host;
  const program = new Command('lockstep');
  program
    .description('Consensus whose code moves in lockstep with its TLA+ specification: model checking, conformance, mutation.')
    .version(packageOf().version)
    .configureOutput({
      writeOut: (text) => io.out(text),
      writeErr: (text) => io.err(text),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
    })
    .exitOverride()
    .showHelpAfterError('(lockstep --help lists the commands and their options)');
  program.hook('preAction', begin);
  for (const register of commands) register(program, host);
  return program;
}

interface Failure {
  readonly code: number;
  readonly document: unknown;
  /** The same for reporters; undefined where nothing went wrong. */
  readonly problem: ReportedFailure | undefined;
}

/** Says on stderr what went wrong: one message, never a stack trace. */
function explain(error: unknown, argv: readonly string[], io: Io): Failure {
  const colors = colorsFor(io.colors);
  if (error instanceof CommanderError) {
    // Commander has already written the message, or the help that was asked for.
    const code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (code === EXIT.ok) return { code, document: undefined, problem: undefined };
    const message = error.message.replace(/^error: /, '');
    return { code, document: { verdict: 'error', error: { class: 'usage', message } }, problem: { rule: 'usage', message } };
  }
  if (error instanceof TlaError) {
    io.err(error.loc === undefined ? `${colors.red('error:')} ${error.render()}\n` : `${error.render()}\n`);
    const { errorClass, message, loc } = error;
    const problem = { rule: errorClass, message, places: loc === undefined ? [] : [placeAt(loc)], details: error.render() };
    return { code: exitCodeOf(errorClass), document: { verdict: 'error', error: errorDocument(error) }, problem };
  }
  if (error instanceof Interrupted || outOfMemory(error)) {
    const message = error instanceof Interrupted ? 'interrupted' : 'out of memory';
    io.err(`${colors.yellow('incomplete:')} ${message}\n`);
    return { code: EXIT.incomplete, document: { verdict: 'incomplete', message }, problem: { rule: 'incomplete', message } };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  io.err(`${colors.red('internal error:')} ${message}\n${reportText(argv)}\n`);
  if (process.env.LOCKSTEP_DEBUG !== undefined && error instanceof Error) io.err(`${error.stack ?? ''}\n`);
  return {
    code: EXIT.internal,
    document: { verdict: 'error', error: { class: 'internal', message } },
    problem: { rule: 'internal', message },
  };
}

function reportText(argv: readonly string[]): string {
  const { version, bugs } = packageOf();
  const where = bugs === undefined ? 'to the maintainers of lockstep-consensus' : `at ${bugs}`;
  return [
    `This is a defect of lockstep ${version}, not of your files. Please report it ${where},`,
    `with the files and this command: lockstep ${argv.join(' ')}`,
    'LOCKSTEP_DEBUG=1 in the environment adds where it happened.',
  ].join('\n');
}
