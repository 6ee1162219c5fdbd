import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Started {
  readonly child: ChildProcess;
  /** Everything on stdout, how it ended, when it has. */
  readonly ended: Promise<{ readonly out: string; readonly code: unknown; readonly signal: unknown }>;
}

/** A command that `heeds` what it is asked, or is `deaf`, as far as its first result. */
async function start(manner: 'heeds' | 'deaf'): Promise<Started> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./supervised.ts', import.meta.url)), manner]);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  const ended = once(child, 'close').then(([code, signal]: readonly unknown[]) => ({ out, code, signal }));
  await once(child.stderr, 'data');
  return { child, ended };
}

describe.each(['SIGTERM', 'SIGINT'] as const)('a command that gets %s', (signal) => {
  it('ends in its own way, with what it has', { timeout: 60_000 }, async () => {
    const { child, ended } = await start('heeds');
    child.kill(signal);
    expect(await ended).toEqual({ out: 'what there is\n', code: 21, signal: null });
  });

  it('and does not end has its last words said', { timeout: 60_000 }, async () => {
    const { child, ended } = await start('deaf');
    child.kill(signal);
    expect(await ended).toEqual({ out: 'last words\n', code: 21, signal: null });
  });
});

describe('a command that is asked a second time, while it ends', () => {
  it.each([
    // `timeout` sends it twice, and nobody is in a hurry.
    ['SIGTERM', 'what there is\n'],
    ['SIGINT', 'last words\n'],
  ] as const)('by %s says %j', { timeout: 60_000 }, async (signal, said) => {
    const { child, ended } = await start('heeds');
    child.kill(signal);
    await sleep(100);
    child.kill(signal);
    expect(await ended).toEqual({ out: said, code: 21, signal: null });
  });
});
