/** What the tests of Apalache's adapter share: recorded runs, programs that play Apalache, and a real one where there is one. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Evidence } from '../../../../conformance/engines/apalache/outcome.ts';
import { FIXTURES } from './cases.ts';

/** A recorded run. The files hold the command, too. */
export function recorded(name: string): Evidence {
  const { exit, stdout, stderr, files }: Evidence = JSON.parse(readFileSync(`${FIXTURES}${name}.json`, 'utf8'));
  return { exit, signal: undefined, cut: undefined, stdout, stderr, files };
}

/** A folder that is gone when the test that asks for it is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A launcher that runs this text of Node's instead of Apalache. `args` are its arguments, `port` that of `--port`. */
export function launcherThat(folder: string, text: string, name = 'apalache-mc'): string {
  const path = join(folder, name);
  const head = "const args = process.argv.slice(2); const port = Number(/^--port=(\\d+)$/m.exec(args.join('\\n'))?.[1]);";
  writeFileSync(path, `#!${process.execPath}\n${head}\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}
