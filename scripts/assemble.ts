/**
 * The second half of the build, after `tsc -b`: makes `dist/` hold exactly what the sources say.
 * The compiler neither copies assets nor deletes the output of a source that is gone; an old file that still loads would hide a broken import.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const parts = ['src', 'conformance'];
const outputs = ['.js', '.js.map', '.d.ts'];
const grammar = '@tlaplus/tree-sitter-tlaplus';

/** Every file below a directory, as paths relative to the root; none if the directory is not there. */
function filesBelow(directory: string): string[] {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What `dist/` has to hold: output file -> the file to copy there, or undefined if the compiler writes it. */
function wanted(): Map<string, string | undefined> {
  const want = new Map<string, string | undefined>();
  for (const part of parts) {
    if (existsSync(join(root, part))) want.set(join('dist', part, '.tsbuildinfo'), undefined);
    for (const file of filesBelow(part)) {
      if (file.endsWith('tsconfig.json')) continue;
      if (file.endsWith('.ts')) for (const output of outputs) want.set(join('dist', file.slice(0, -'.ts'.length) + output), undefined);
      else want.set(join('dist', file), join(root, file));
    }
  }
  // The grammar stands beside its loader, so that who installs the package needs neither its native binding nor its install script.
  const modules = dirname(createRequire(import.meta.url).resolve(`${grammar}/package.json`));
  const beside = join('dist', 'conformance', 'tla-to-ts', 'syntax');
  want.set(join(beside, 'tree-sitter-tlaplus.wasm'), join(modules, 'tree-sitter-tlaplus.wasm'));
  want.set(join(beside, 'tree-sitter-tlaplus.LICENSE'), join(modules, 'LICENSE'));
  return want;
}

function copyIfNewer(from: string, to: string): void {
  const source = statSync(from);
  const target = statSync(to, { throwIfNoEntry: false });
  if (target !== undefined && target.size === source.size && target.mtimeMs >= source.mtimeMs) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

/** The compiler trusts its own notes; if an output was deleted behind its back, it has to write everything again. */
function compileAgain(): void {
  const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
  execFileSync(process.execPath, [compiler, '-b', '--force'], { cwd: root, stdio: 'inherit' });
}

const want = wanted();
const missing = [...want].some(([to, from]) => from === undefined && !existsSync(join(root, to)));
if (missing) compileAgain();
for (const [to, from] of want) if (from !== undefined) copyIfNewer(from, join(root, to));
for (const file of parts.flatMap((part) => filesBelow(join('dist', part)))) if (!want.has(file)) rmSync(join(root, file));
