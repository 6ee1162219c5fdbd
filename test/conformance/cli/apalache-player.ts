/** A program that plays Apalache, for commands that start it: it writes what was recorded, and remembers how it was asked. */
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import { FIXTURES } from '../engines/apalache/cases.ts';

export interface Call {
  readonly args: readonly string[];
  /** The text of the configuration; null if there was none. */
  readonly config: string | null;
}

/** @param runs by command, the recorded run; with `json`, what it writes as the intermediate form @returns the calls so far */
export function playApalache(
  folder: string,
  runs: Readonly<Record<string, { readonly recorded: string; readonly json?: unknown }>>,
): () => readonly Call[] {
  const [home, calls] = [join(folder, 'apalache'), join(folder, 'apalache', 'calls')];
  const java = join(folder, 'java', 'bin', 'java');
  for (const part of ['bin', 'lib']) mkdirSync(join(home, part), { recursive: true });
  mkdirSync(join(folder, 'java', 'bin'), { recursive: true });
  writeFileSync(join(home, 'lib', 'apalache.jar'), '');
  program(java, `console.error('openjdk version "17.0.1"');`);
  program(
    join(home, 'bin', 'apalache-mc'),
    `const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
if (args[0] === 'version') { console.log('0.62.1'); process.exit(0); }
const { recorded, json } = ${JSON.stringify(runs)}[args[0]];
const run = JSON.parse(readFileSync(${JSON.stringify(FIXTURES)} + recorded + '.json', 'utf8'));
const valueOf = (name) => args.find((arg) => arg.startsWith(name + '='))?.slice(name.length + 1);
const config = valueOf('--config');
const call = { args, config: config === undefined ? null : readFileSync(config, 'utf8') };
appendFileSync(${JSON.stringify(calls)}, JSON.stringify(call) + '\\n');
if (json !== undefined) writeFileSync(valueOf('--output'), JSON.stringify(json));
for (const { name, text } of run.files) writeFileSync(valueOf('--run-dir') + '/' + name, text);
process.stdout.write(run.stdout.map((line) => line + '\\n').join(''));
process.exitCode = run.exit;`,
  );
  vi.stubEnv('JAVA_HOME', join(folder, 'java'));
  vi.stubEnv('APALACHE_HOME', home);
  return () => (existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []).map((line): Call => JSON.parse(line));
}

function program(path: string, text: string): void {
  writeFileSync(path, `#!${process.execPath}\n${text}\n`);
  chmodSync(path, 0o755);
}
