/** The documents of one run of the command: begun as failures, and replaced by what the run found when it ends. */
import { appendFileSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { reason } from '../../engines/outside.ts';
import { checkOutput, writeWhole } from '../files.ts';
import { EXIT, shellLine, usageError } from '../host.ts';
import type { Io, LastWords } from '../io.ts';
import { type Finding, type Place, type Problem, problemFinding, type Report, type Run } from './finding.ts';
import { githubSummary } from './github.ts';
import { render, type Wanted, wantedBy } from './index.ts';

/** What GitHub Actions says of where it runs. */
export interface Actions {
  /** The root of the repository. */
  readonly workspace: string | undefined;
  /** The file that summaries are appended to. */
  readonly summary: string | undefined;
}

/** A problem of the run itself. */
export type Failure = Pick<Problem, 'rule' | 'message'> & Partial<Problem>;

export class Reporting {
  private readonly argv: readonly string[];
  private readonly io: Io;
  private readonly version: string;
  private readonly actions: Actions;
  private readonly wanted: readonly Wanted[];
  private found: Report | undefined;
  private begun = false;

  constructor(argv: readonly string[], io: Io, version: string, actions: Actions) {
    this.argv = argv;
    this.io = io;
    this.version = version;
    this.actions = actions;
    this.wanted = wantedBy(argv);
  }

  /** Does a document take the place of the text on stdout? */
  get ownsStdout(): boolean {
    return this.begun && this.wanted.some((w) => w.file === undefined);
  }

  /**
   * Refuses what does not go together, and writes that the run did not end into every file: who ends it by force leaves a report of
   * that, not one of the run before. @throws TlaError `usage`
   */
  begin(): void {
    const printed = this.wanted.filter((w) => w.file === undefined).map((w) => w.reporter);
    if (printed.length > 1)
      throw usageError(`Only one reporter can print on stdout, not ${printed.join(' and ')}; --reporter NAME=FILE writes a file`);
    if (printed.length === 1 && this.argv.includes('--json'))
      throw usageError(`--json and --reporter ${printed[0]} cannot both print on stdout; --reporter ${printed[0]}=FILE writes a file`);
    const files = this.wanted.flatMap((w) => w.file ?? []).map((file) => resolve(this.io.cwd, file));
    const twice = files.find((file, i) => files.indexOf(file) < i);
    if (twice !== undefined) throw usageError(`Two reporters cannot write into one file, ${twice}`);
    this.begun = true;
    const { stdout, exitCode } = this.lastWords({ stdout: '', stderr: '', exitCode: INTERRUPTED });
    if (this.ownsStdout) this.io.lastWords({ stdout, stderr: 'incomplete: interrupted\n', exitCode, unended: stdout });
    for (const { reporter, file } of this.wanted) {
      if (file === undefined) continue;
      checkOutput(this.io.cwd, file);
      writeWhole(this.io.cwd, file, render(reporter, this.unended()));
    }
  }

  /** Takes what the command found. */
  report(found: Report): void {
    this.found = found;
  }

  /** Last words of the command with the document in their place, and them on stderr. */
  lastWords(words: LastWords): LastWords {
    const stdout = this.wanted.filter((w) => w.file === undefined).map((w) => render(w.reporter, this.unended()))[0];
    if (!this.begun || stdout === undefined) return words;
    return { ...words, stdout, stderr: `${words.stdout}${words.stderr}`, unended: stdout };
  }

  /** Writes all documents. @throws TlaError `usage` where a file cannot be written */
  end(exitCode: number): void {
    if (!this.begun) return;
    const report = this.found ?? { findings: [], claim: 'Nothing was reported.', command: shellLine(this.argv) };
    const run = this.run({ ...report, findings: honest(this.suite, report.findings, exitCode) }, exitCode);
    for (const wanted of this.wanted) this.write(wanted, run);
    this.summarize(run);
  }

  /** Writes all documents of a run that failed, and says on stderr which could not be written. */
  fail(failure: Failure, exitCode: number): void {
    const run = this.failed(failure, exitCode);
    // What does not go together was refused: one document of those that were to be printed is enough, and none beside JSON.
    const printed = this.argv.includes('--json') ? undefined : this.wanted.find((w) => w.file === undefined);
    for (const wanted of this.wanted) {
      if (wanted.file === undefined && wanted !== printed) continue;
      try {
        this.write(wanted, run);
      } catch (error) {
        this.io.err(`${reason(error)}\n`);
      }
    }
    try {
      this.summarize(run);
    } catch (error) {
      this.io.err(`${reason(error)}\n`);
    }
  }

  private get suite(): string {
    const [name] = this.argv;
    return name === undefined || name.startsWith('-') ? 'lockstep' : `lockstep ${name}`;
  }

  private unended(): Run {
    return this.failed({ rule: 'incomplete', message: 'the run did not end' }, INTERRUPTED);
  }

  private failed(failure: Failure, exitCode: number): Run {
    const finding = problemFinding({ suite: this.suite, name: 'the run', seconds: 0 }, 'error', failure);
    return this.run({ findings: [finding], claim: `Not proved: ${failure.message}.`, command: shellLine(this.argv) }, exitCode);
  }

  private run(report: Report, exitCode: number): Run {
    const findings = report.findings.map((finding) => withPlaces(finding, (place) => this.located(place)));
    return { ...report, findings, title: this.suite, version: this.version, exitCode };
  }

  private write({ reporter, file }: Wanted, run: Run): void {
    if (file === undefined) this.io.out(render(reporter, run));
    else writeWhole(this.io.cwd, file, render(reporter, run));
  }

  private summarize(run: Run): void {
    const { summary } = this.actions;
    if (summary === undefined || summary === '' || !this.wanted.some((w) => w.reporter === 'github')) return;
    try {
      appendFileSync(summary, githubSummary(run));
    } catch (error) {
      throw usageError(`The summary ${summary} cannot be written: ${reason(error)}`);
    }
  }

  /** A place named from the root of the repository, where that is known and above; else from the current folder. */
  private located(place: Place): Place {
    const { cwd } = this.io;
    const { workspace } = this.actions;
    const root = workspace !== undefined && workspace !== '' && isBelow(workspace, cwd) ? workspace : cwd;
    const path = resolve(cwd, place.file);
    return { ...place, file: isBelow(root, path) ? relative(root, path) : path };
  }
}

/** The exit code of a run that was ended by force. */
const INTERRUPTED: number = EXIT.incomplete;

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.(?:[/\\]|$)/.test(way);
}

/** The findings, none of which may read as a pass where nothing was checked, or where the exit code says otherwise. */
function honest(suite: string, findings: readonly Finding[], exitCode: number): readonly Finding[] {
  const of = { suite, name: 'the run', seconds: 0 };
  const wrong = findings.some((f) => f.verdict === 'failed' || f.verdict === 'error');
  if (!wrong && exitCode !== 0)
    return [...findings, problemFinding(of, 'error', { rule: 'incomplete', message: `the command ended with exit code ${exitCode}` })];
  if (!findings.some((f) => f.verdict !== 'undecided'))
    return [...findings, problemFinding(of, 'error', { rule: 'incomplete', message: 'nothing was checked' })];
  return findings;
}

function withPlaces(finding: Finding, f: (place: Place) => Place): Finding {
  if (finding.verdict !== 'failed' && finding.verdict !== 'error') return finding;
  const { problem } = finding;
  const trace = problem.trace.map((step) => ({ ...step, place: step.place === undefined ? undefined : f(step.place) }));
  return { ...finding, problem: { ...problem, places: problem.places.map(f), trace } };
}
