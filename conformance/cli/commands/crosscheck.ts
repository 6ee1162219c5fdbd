/** `lockstep crosscheck`: every engine that is there says the same of every model. */
import { type Command, Option } from 'commander';
import { type CrosscheckVerdict, crosscheck, overall, type Report, type Subject } from '../../crosscheck/run.ts';
import { ENGINE_NAMES, type Engine, EngineFailure, type EngineName } from '../../engines/engine.ts';
import { openEngine } from '../../engines/open.ts';
import { modelsFor, repeatArguments, SIZES, type Size } from '../crosscheck/models.ts';
import { appended } from '../files.ts';
import { EXIT, type Host, positiveInteger, shellLine, threadCount, usageError } from '../host.ts';
import type { Io } from '../io.ts';
import { type Absent, crosscheckDocument, crosscheckText, type Summary } from '../print/crosscheck.ts';
import { duration } from '../print/numbers.ts';
import { progressText } from '../print/progress.ts';

interface CrosscheckFlags {
  readonly engines?: readonly EngineName[];
  readonly size?: Size;
  readonly config?: string;
  readonly library: readonly string[];
  readonly workers: number;
  readonly bound: number;
  readonly timeLimit?: number;
  readonly graphs?: boolean;
  readonly json?: boolean;
}

const BOUND = 8;
const CLEAR = '\r\u001b[2K';

export function registerCrosscheck(program: Command, host: Host): void {
  program
    .command('crosscheck')
    .summary('check the same models with every engine that is there, and compare')
    .description(
      [
        'Checks models with the embedded engine, TLC and Apalache, as far as they are there (lockstep engines doctor), and compares what they say: verdict,',
        'violated property, generated and distinct states, depth, length of the counterexample; and with what the manifest records. Apalache is asked for',
        'behaviours of up to --bound steps, and counts nothing: what takes more steps does not contradict it. What it alone can be asked, the section',
        '"apalache" of a manifest, is compared with the record.',
        `Exit codes: ${EXIT.divergence} something differs; ${EXIT.internal} an engine did not do its work; ${EXIT.incomplete} something was not compared.`,
      ].join(' '),
    )
    .argument('[models...]', 'protocols of spec/, or specifications SPEC.tla (default: all protocols)')
    .option('--engines <names>', `these, and all of them: ${ENGINE_NAMES.join(',')} (default: those that are there)`, engineNames)
    .addOption(new Option('--size <size>', 'models of this size in the manifests (default: small and default)').choices(SIZES))
    .option('--config <file>', 'the configuration, with one SPEC.tla (default: SPEC.cfg beside it)')
    .option('--library <dir>', 'one more folder in which modules are looked up; may be repeated', appended, [])
    .option(
      '--workers <n>',
      'threads of each engine; with more than one, counts at a violation are not determined, and not compared',
      threadCount('--workers'),
      1,
    )
    .option('--bound <n>', 'steps that a bounded engine (Apalache) looks at', positiveInteger('--bound'), BOUND)
    .option('--graphs', 'compare all states and steps with those that TLC tells, of models that hold and are not too large')
    .option('--time-limit <s>', 'seconds for each engine on each model', positiveInteger('--time-limit'))
    .option('--json', 'print one JSON document on stdout, everything else on stderr')
    .action(async (models: readonly string[], flags: CrosscheckFlags) => host.exit(await run(host, models, flags)));
}

function engineNames(text: string): readonly EngineName[] {
  const words = text.split(',').filter((word) => word !== '');
  const wrong = words.find((word) => !ENGINE_NAMES.some((name) => name === word));
  if (wrong !== undefined || words.length === 0)
    throw usageError(`--engines needs names of ${ENGINE_NAMES.join(',')}, not ${JSON.stringify(wrong ?? text)}`);
  return ENGINE_NAMES.filter((name) => words.includes(name));
}

async function run(host: Host, names: readonly string[], flags: CrosscheckFlags): Promise<number> {
  const { io } = host;
  const started = performance.now();
  const named = modelsFor(io.cwd, names, flags);
  const { engines, absent } = await open(flags.engines);
  // What Apalache alone can be asked is left out without it; that it is not there is said.
  const symbolic = engines.some(({ name }) => name === 'apalache');
  const subjects = named.filter(({ run }) => symbolic || run === undefined);
  if (flags.json !== true) for (const { name, why } of absent) io.err(`${name} is not there: ${why}\n`);
  const soFar: Report[] = [];
  const summary = (reports: readonly Report[], verdict: CrosscheckVerdict): Summary => ({
    verdict,
    reports,
    engines,
    absent,
    planned: subjects.length,
    workers: flags.workers,
    bound: flags.bound,
    seconds: (performance.now() - started) / 1000,
    command: shellLine(host.argv),
    repeat: (subject, engine) => repeatCommand(io.cwd, subject, engine, flags),
  });
  const text = (s: Summary): string => (flags.json === true ? `${JSON.stringify(crosscheckDocument(s))}\n` : crosscheckText(s, io.colors));
  const speak = (): void => io.lastWords({ stdout: text(summary(soFar, 'incomplete')), stderr: '', exitCode: EXIT.incomplete });
  speak();
  const line = liveLine(io);
  const reports = await crosscheck(subjects, engines, {
    workers: flags.workers,
    bound: flags.bound,
    graphs: flags.graphs === true,
    ...(flags.timeLimit === undefined ? {} : { timeLimit: flags.timeLimit }),
    interrupted: () => io.interrupted(),
    onStart: (subject, engine) => line.begin(`${soFar.length + 1} of ${subjects.length} · ${subject.name} · ${engine}`),
    onProgress: (p) => line.add(progressText(p, p.seconds > 0 ? p.distinct / p.seconds : 0)),
    onReport(report) {
      soFar.push(report);
      line.clear();
      if (!io.live) io.err(`${report.subject.name}: ${report.verdict}\n`);
      speak();
    },
  });
  line.clear();
  const lacking = flags.engines !== undefined && absent.length > 0;
  const found = overall(reports, subjects.length);
  const verdict = found === 'agree' && lacking ? 'incomplete' : found;
  io.out(text(summary(reports, verdict)));
  return exitCode(verdict, reports, absent);
}

/** Opens the engines that were asked for. One that does not answer is as good as absent, and fails the run. */
async function open(
  wanted: readonly EngineName[] | undefined,
): Promise<{ readonly engines: readonly Engine[]; readonly absent: readonly Absent[] }> {
  const engines: Engine[] = [];
  const absent: Absent[] = [];
  for (const name of wanted ?? ENGINE_NAMES) {
    try {
      const opened = await openEngine(name, process.env);
      if ('engine' in opened) engines.push(opened.engine);
      else absent.push({ name, why: opened.why, failed: false });
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      absent.push({ name, why: error.message, failed: true });
    }
  }
  return { engines, absent };
}

function exitCode(verdict: CrosscheckVerdict, reports: readonly Report[], absent: readonly Absent[]): number {
  if (verdict === 'disagree') return EXIT.divergence;
  const failed = absent.some((a) => a.failed) || reports.some((r) => Object.values(r.outcomes).some(({ kind }) => kind === 'failed'));
  if (failed) return EXIT.internal;
  return verdict === 'agree' ? EXIT.ok : EXIT.incomplete;
}

/** The command that has one engine say again what it said of one model. */
function repeatCommand(cwd: string, subject: Subject, engine: EngineName, flags: CrosscheckFlags): string {
  const { library, workers, bound } = flags;
  const options = [
    ...library.flatMap((folder) => ['--library', folder]),
    ...(workers === 1 ? [] : ['--workers', String(workers)]),
    ...(bound === BOUND ? [] : ['--bound', String(bound)]),
  ];
  return shellLine(repeatArguments(cwd, subject, engine, options));
}

/** The line on the terminal that says where it is. */
function liveLine(io: Io): { begin(text: string): void; add(text: string): void; clear(): void } {
  let head = '';
  let shown = performance.now();
  const show = (text: string): void => {
    if (io.live) io.err(`${CLEAR}${text.slice(0, Math.max(20, io.columns - 1))}`);
  };
  let began = performance.now();
  return {
    begin(text) {
      head = text;
      began = performance.now();
      show(head);
    },
    add(text) {
      if (performance.now() - shown < 250) return;
      shown = performance.now();
      show(`${head} · ${text} · ${duration((shown - began) / 1000)}`);
    },
    clear: () => show(''),
  };
}
