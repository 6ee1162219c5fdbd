/**
 * Loading of the TLA+ grammar. Nothing here knows where the two WebAssembly files are: Node finds them in `grammar-node.ts`,
 * a browser hands over what it fetched.
 */
import { Language, Parser } from 'web-tree-sitter';

/** The bytes of the two WebAssembly files: the parser's runtime (package web-tree-sitter) and the TLA+ grammar. */
export interface GrammarFiles {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

/** The loaded grammar, with what the reader of trees asks of it at every node already looked up. */
export interface Grammar {
  readonly language: Language;
  /** For each numeric node type: its name, whether it is a named node, whether its subtree is read. */
  readonly types: readonly { readonly name: string; readonly named: boolean; readonly descend: boolean }[];
  /** For each numeric field id its name. */
  readonly fields: readonly (string | null)[];
}

/** Subtrees that nobody reads: proofs, and the inside of strings. */
const skipped: ReadonlySet<string> = new Set(['extramodular_text', 'terminal_proof', 'non_terminal_proof', 'use_or_hide', 'string']);

let loading: Promise<void> | undefined;
let loaded: Grammar | undefined;

/** Loads the grammar from bytes; must have finished once before `parseModule`. Later calls do nothing. */
export async function loadGrammarFrom(files: () => Promise<GrammarFiles>): Promise<void> {
  loading ??= load(files).catch((error: unknown) => {
    loading = undefined; // a later call may bring the right bytes
    throw error;
  });
  await loading;
}

async function load(files: () => Promise<GrammarFiles>): Promise<void> {
  const { runtime, grammar } = await files();
  const wasmBinary = new ArrayBuffer(runtime.byteLength);
  new Uint8Array(wasmBinary).set(runtime);
  await Parser.init({ wasmBinary });
  const language = await Language.load(grammar);
  const types = Array.from({ length: language.nodeTypeCount }, (_, id) => {
    const name = language.nodeTypeForId(id) ?? '';
    return { name, named: language.nodeTypeIsNamed(id), descend: !skipped.has(name) };
  });
  loaded = { language, types, fields: language.fields };
}

/** The grammar, if it is loaded. */
export function grammarOrThrow(): Grammar {
  if (loaded === undefined) throw new Error('loadGrammar() must have finished before a module is parsed');
  return loaded;
}
