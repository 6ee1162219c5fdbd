/** A program run to its end, with the processor time and the memory that it took. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const POLL_MS = 50;
/** Linux counts in ticks of which a second has 100, whatever the kernel's own clock does (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100;

/** What a run took; what only Linux tells is undefined elsewhere. */
export interface Cost {
  /** Seconds from start to end. */
  readonly wall: number;
  /** Processor seconds of all threads, user and system. The last POLL_MS may be missing. */
  readonly cpu: number | undefined;
  /** Bytes of memory at the peak (resident set). */
  readonly rss: number | undefined;
}

export interface Ended {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cost: Cost;
}

function sample(pid: number | undefined): { readonly cpu: number; readonly rss: number } | undefined {
  try {
    // Fields 14 and 15 are the ticks in user and system mode; the name before them may contain spaces but ends with a parenthesis.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rss: Number(peak?.[1] ?? 0) * 1024 };
  } catch {
    return undefined;
  }
}

/** Runs a program to its end and collects what it prints. Rejects if it cannot be started. */
export function runProcess(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((done, fail) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    let cpu: number | undefined;
    let rss: number | undefined;
    const timer = setInterval(() => {
      const now = sample(child.pid);
      if (now === undefined) return;
      cpu = now.cpu;
      // A process that has ended and was not yet waited for has no memory any more.
      rss = Math.max(rss ?? 0, now.rss);
    }, POLL_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', (error) => {
      clearInterval(timer);
      fail(error);
    });
    child.on('close', (exit) => {
      clearInterval(timer);
      done({ exit, stdout, stderr, cost: { wall: (performance.now() - started) / 1000, cpu, rss } });
    });
  });
}
