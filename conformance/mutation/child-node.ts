/** One mutant in a process of its own: it may run without end or use up the memory, and its modules are nobody else's. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Story } from './catalogue.ts';
import type { NamedFinding } from './verdict.ts';

/** What the process is asked to do. */
export interface Job {
  readonly protocol: string;
  /** The address of the mutant's entry module, in a folder which may be removed as soon as it is loaded. */
  readonly url: string;
  readonly folder: string;
  /** Names of models, to be checked in this order as long as the mutant is identical. */
  readonly models: readonly string[];
  readonly breaks: string;
  readonly story?: Story;
  readonly root: string;
}

/** How far a check has come. */
export interface ChildProgress {
  readonly model: string;
  readonly states: number;
  readonly depth: number;
}

/** What the process says. */
export type ChildMessage =
  | { readonly k: 'progress'; readonly progress: ChildProgress }
  | { readonly k: 'finding'; readonly finding: NamedFinding }
  | { readonly k: 'failed'; readonly message: string };

export interface ChildLimits {
  readonly seconds: number;
  readonly megabytes: number;
}

/** What came of it; `failure` says why there may have been more to find. */
export interface ChildOutcome {
  readonly findings: readonly NamedFinding[];
  readonly failure: string | undefined;
}

/** How much of what a process that fails says last is worth repeating. */
const LAST_WORDS = 2000;

/** Runs a job in the program at `program`, and ends with it, whatever happens. Never rejects. */
export function runChild(
  program: URL,
  job: Job,
  limits: ChildLimits,
  signal: AbortSignal,
  onProgress: (p: ChildProgress) => void,
): Promise<ChildOutcome> {
  return new Promise((resolve) => {
    const findings: NamedFinding[] = [];
    let failure: string | undefined;
    let said = '';
    const child = start(program, job, limits);
    const stop = (why: string): void => {
      failure ??= why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop(`the limit of ${limits.seconds} seconds was reached`), limits.seconds * 1000);
    const onAbort = (): void => stop('interrupted');
    signal.addEventListener('abort', onAbort);
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve({ findings, failure });
    };
    child.on('message', (message: ChildMessage) => {
      if (message.k === 'progress') onProgress(message.progress);
      else if (message.k === 'finding') findings.push(message.finding);
      else failure ??= message.message;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-LAST_WORDS);
    });
    child.on('error', (error) => {
      failure ??= `the process could not be started: ${error.message}`;
      end();
    });
    child.on('close', (code, killed) => {
      if (code !== 0) failure ??= endText(code, killed, said);
      end();
    });
    if (signal.aborted) onAbort();
  });
}

function start(program: URL, job: Job, limits: ChildLimits): ChildProcess {
  const path = fileURLToPath(program);
  // From the sources, the process needs the loader that this one has; its name is found from the root of the package.
  const loader = path.endsWith('.ts') ? ['--import', 'tsx'] : [];
  return fork(path, [JSON.stringify(job)], {
    cwd: job.root,
    execArgv: [...loader, `--max-old-space-size=${limits.megabytes}`, '--stack-size=3900'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

function endText(code: number | null, signal: string | null, said: string): string {
  if (/heap out of memory|Allocation failed/i.test(said)) return 'out of memory';
  const lines = said.trim().split('\n');
  const last = lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1);
  return `the process ended with ${signal ?? `code ${code}`}${last === undefined || last === '' ? '' : `: ${last}`}`;
}
