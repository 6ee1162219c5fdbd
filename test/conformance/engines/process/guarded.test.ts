/** External programs leave nothing behind, whatever becomes of the process that started them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CannotStart, runProgram, withScratch } from '../../../../conformance/engines/process/guarded.ts';

/** A program of Node's, from its text. */
const node = (text: string, ...args: readonly string[]) => ({ program: process.execPath, args: ['-e', text, '--', ...args] });
const FOREVER = 'setInterval(() => {}, 1000)';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits for what must become true soon. @returns whether it did */
async function soon(condition: () => boolean): Promise<boolean> {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  return condition();
}

describe('a program', () => {
  it('is given its arguments as they are, and its output and exit code come back', async () => {
    const args = ['$HOME', 'a b', "it's", '*', '; exit 9'];
    const ended = await runProgram(
      node('console.log(JSON.stringify(process.argv.slice(1))); console.error("no"); process.exitCode = 12', ...args),
    );
    expect(ended).toMatchObject({ exit: 12, signal: undefined, cut: undefined, stderr: 'no\n' });
    expect(JSON.parse(ended.stdout)).toEqual(args);
  });

  it('ends by a signal', async () => {
    expect(await runProgram(node('process.kill(process.pid, "SIGTERM")'))).toMatchObject({
      exit: undefined,
      signal: 'SIGTERM',
      cut: undefined,
    });
  });

  it('that is not there is named', async () => {
    await expect(runProgram({ program: 'no-such-program-here', args: [] })).rejects.toThrow(
      'no-such-program-here cannot be started: there is no such program',
    );
    await expect(runProgram({ program: fileURLToPath(import.meta.url), args: [] })).rejects.toThrow(CannotStart);
  });

  it('has a time limit', async () => {
    expect(await runProgram(node(FOREVER), { limits: { seconds: 0.3 } })).toMatchObject({ exit: undefined, cut: 'time limit' });
  });

  it('has a limit of its output, also without line feeds', async () => {
    const text = 'const s = "x".repeat(1e5); (function f() { process.stdout.write(s, f) })()';
    const ended = await runProgram(node(text), { limits: { outputBytes: 1e6 } });
    expect(ended.cut).toBe('output limit');
    expect(ended.stdout.length).toBeLessThan(2e6);
  });

  it('is interrupted', async () => {
    const before = performance.now();
    expect(await runProgram(node(FOREVER), { interrupted: () => performance.now() - before > 200 })).toMatchObject({ cut: 'interrupted' });
  });

  it('takes what it started with it', async () => {
    let started = 0;
    const text = `require("node:child_process").spawn("sleep", ["1000"], { stdio: "inherit" }).once("spawn", function () { console.log(this.pid); process.exit(3) })`;
    const ended = await withScratch((scratch) => scratch.run(node(text), { onLine: (line) => (started = Number(line)) }));
    expect(ended.exit).toBe(3);
    expect(started).toBeGreaterThan(0);
    expect(await soon(() => !alive(started))).toBe(true);
  });
});

describe('a scratch folder', () => {
  it('is there for the work, for this user alone, and gone afterwards', async () => {
    let known = '';
    const result = await withScratch(async ({ folder, run: _ }) => {
      known = folder;
      writeFileSync(join(folder, 'a.txt'), 'a');
      return statSync(folder).mode & 0o777;
    });
    expect(result).toBe(0o700);
    expect(existsSync(known)).toBe(false);
  });

  it('is gone after an error, too', async () => {
    let known = '';
    const failing = withScratch(async ({ folder }) => {
      known = folder;
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(existsSync(known)).toBe(false);
  });
});

/** Starts the process that never ends. @returns it, its scratch folder, and the processes that it started */
async function startParent(): Promise<{ readonly parent: ChildProcess; readonly folder: string; readonly pids: readonly number[] }> {
  const parent = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./parent.ts', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  if (parent.stdout !== null) createInterface({ input: parent.stdout }).on('line', (line) => lines.push(line));
  expect(await soon(() => lines.length === 2)).toBe(true);
  const [folder = '', pids = ''] = lines;
  return { parent, folder, pids: pids.split(' ').map(Number) };
}

describe('when the process that started it is killed', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('by %s, nothing is left', async (signal) => {
    const { parent, folder, pids } = await startParent();
    expect([existsSync(folder), ...pids.map(alive)]).toEqual([true, true, true]);
    parent.kill(signal);
    expect(await soon(() => !existsSync(folder) && !pids.some(alive))).toBe(true);
  });
});
