/** `lockstep engines`: installs TLC and Apalache in pinned versions, and says what is there. */
import { resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import { examine, type Finding } from '../../engines/tools/doctor.ts';
import { InstallError } from '../../engines/tools/download.ts';
import { type Installed, installTool } from '../../engines/tools/install.ts';
import { enginesFolder } from '../../engines/tools/locate.ts';
import { pinnedTools, TOOL_NAMES, type ToolName } from '../../engines/tools/lock.ts';
import { EXIT, type Host, shellLine, usageError } from '../host.ts';
import { Interrupted } from '../io.ts';
import { doctorText, downloadText } from '../print/engines.ts';

interface InstallFlags {
  readonly from?: string;
  readonly json?: boolean;
}

/** What became of one tool. */
interface Outcome {
  readonly name: ToolName;
  readonly version: string;
  readonly path?: string;
  readonly done: Installed['done'] | 'refused';
  readonly message?: string;
}

const CLEAR = '\r\u001b[2K';

export function registerEngines(program: Command, host: Host): void {
  const engines = program
    .command('engines')
    .summary('install TLC and Apalache, and say what is there')
    .description(
      'The embedded engine needs nothing. TLC and Apalache, where they are, check the same models in their own way: lockstep crosscheck compares.',
    )
    .action(() => engines.outputHelp());
  engines
    .command('install')
    .summary('fetch pinned versions, verified by checksum')
    .description(
      'Fetches TLC and Apalache in the pinned versions into $LOCKSTEP_ENGINES (default: the lockstep folder of the cache). What has another checksum is refused.',
    )
    .addArgument(new Argument('[tool]', 'which').choices([...TOOL_NAMES, 'all']).default('all'))
    .option('--from <file>', 'take it from this file, which was downloaded before; it is verified in the same way')
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .action(async (tool: ToolName | 'all', flags: InstallFlags) => host.exit(await install(host, tool, flags)));
  engines
    .command('doctor')
    .summary('say what is there, what is missing, and what that costs')
    .description(
      `Looks at the embedded engine, Java, TLC and Apalache, and has each say its version. Exit code ${EXIT.usage} if something that is there cannot be used; what is missing is no error.`,
    )
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .action(async (flags: { readonly json?: boolean }) => host.exit(await doctor(host, flags.json === true)));
}

async function install(host: Host, tool: ToolName | 'all', { from, json = false }: InstallFlags): Promise<number> {
  const { io } = host;
  if (from !== undefined && tool === 'all')
    throw usageError('--from FILE is one tool: name it, as in lockstep engines install tlc --from FILE');
  const outcomes: Outcome[] = [];
  for (const name of tool === 'all' ? TOOL_NAMES : [tool]) {
    const outcome = await installOne(host, name, from);
    if (io.interrupted()) throw new Interrupted();
    outcomes.push(outcome);
    const { version, done, path, message } = outcome;
    const title = `${pinnedTools()[name].title} ${version}`;
    if (done === 'refused') io.err(`${message}\n`);
    else if (!json) io.out(`${title}: ${done}${done === 'already there' ? ', intact' : ''}, in ${path}\n`);
  }
  const refused = outcomes.some(({ done }) => done === 'refused');
  if (json) io.out(`${JSON.stringify({ verdict: refused ? 'error' : 'ok', tools: outcomes, command: shellLine(host.argv) })}\n`);
  return refused ? EXIT.usage : EXIT.ok;
}

async function installOne({ io }: Host, name: ToolName, from: string | undefined): Promise<Outcome> {
  const pinned = pinnedTools()[name];
  const clear = (): void => {
    if (io.live) io.err(CLEAR);
  };
  try {
    const { path, done } = await installTool(name, pinned, enginesFolder(process.env), {
      ...(from === undefined ? {} : { from: resolve(io.cwd, from) }),
      onProgress(received, total) {
        if (io.live) io.err(`${CLEAR}${downloadText(pinned.title, received, total)}`);
      },
      onNote(text) {
        clear();
        io.err(`${text}\n`);
      },
      interrupted: () => io.interrupted(),
    });
    return { name, version: pinned.version, path, done };
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    return { name, version: pinned.version, done: 'refused', message: error.message };
  } finally {
    clear();
  }
}

async function doctor(host: Host, json: boolean): Promise<number> {
  const { io } = host;
  const findings = await examine(process.env);
  const broken = findings.some(({ state }: Finding) => state === 'broken');
  if (json) io.out(`${JSON.stringify({ verdict: broken ? 'broken' : 'ok', engines: findings, command: shellLine(host.argv) })}\n`);
  else io.out(doctorText(findings, io.colors));
  return broken ? EXIT.usage : EXIT.ok;
}
