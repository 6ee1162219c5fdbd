/** Where Node finds the grammar: the one file of the syntax phase that touches Node. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadGrammarFrom } from './grammar.ts';

/** Loads the grammar once; must have finished before `parseModule` is called. */
export async function loadGrammar(): Promise<void> {
  await loadGrammarFrom(async () => {
    const [runtime, grammar] = await Promise.all([
      readFile(locate('web-tree-sitter.wasm', 'web-tree-sitter')),
      readFile(locate('tree-sitter-tlaplus.wasm', '@tlaplus/tree-sitter-tlaplus')),
    ]);
    return { runtime, grammar };
  });
}

/** A packaged build carries the file beside this module; otherwise it is the dependency's. */
function locate(file: string, packageName: string): string {
  const beside = fileURLToPath(new URL(file, import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`${packageName}/${file}`);
}
