/**
 * Installs the packed package beside nothing but its own dependencies, in a directory that cannot see this repository, and uses it:
 * every subpath loads, the command answers, and it checks a specification with the grammar and the standard modules that were shipped.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const manifest: {
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const tick = `---- MODULE Tick ----
EXTENDS Naturals, Sequences, FiniteSets, TLC
VARIABLE x
Init == x = 0
Next == x < 3 /\\ x' = x + 1
Small == x \\in 0..3
====
`;

function assertEqual(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what}: ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
}

function smoke(place: string): void {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', place], { cwd: root });
  const installed = join(place, 'node_modules', manifest.name);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(place, `${manifest.name}-${manifest.version}.tgz`), '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(manifest.dependencies)) symlinkSync(join(root, 'node_modules', name), join(place, 'node_modules', name));

  const node = (...args: readonly string[]): string => execFileSync(process.execPath, args, { cwd: place, encoding: 'utf8' });
  for (const subpath of Object.keys(manifest.exports).filter((path) => path !== './package.json')) {
    const count = node('--input-type=module', '-e', `console.log(Object.keys(await import('${manifest.name}${subpath.slice(1)}')).length)`);
    if (!(Number(count) > 0)) throw new Error(`${subpath} exports nothing`);
  }
  const command = join(installed, 'dist/conformance/cli/main.js');
  assertEqual('lockstep --version', node(command, '--version').trim(), manifest.version);
  writeFileSync(join(place, 'Tick.tla'), tick);
  writeFileSync(join(place, 'Tick.cfg'), 'INIT Init\nNEXT Next\nINVARIANT Small\nCHECK_DEADLOCK FALSE\n');
  const checked = JSON.parse(node(command, 'check', 'Tick.tla', '--json'));
  assertEqual('lockstep check: verdict', checked.verdict, 'ok');
  assertEqual('lockstep check: distinct states', checked.distinct, 4);
}

// The real path, because the loader resolves links and a linked temporary directory must not lead back here.
const place = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-package-')));
try {
  smoke(place);
  console.log(`${manifest.name} ${manifest.version}: the packed package works on its own`);
} finally {
  rmSync(place, { recursive: true, force: true });
}
