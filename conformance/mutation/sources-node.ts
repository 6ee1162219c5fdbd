/** The source of a protocol as JavaScript in a folder of its own, with one change in it. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { applyEdit, type Catalogue, editsOf, type Mutant, StaleMutant } from './catalogue.ts';

/** The part of the TypeScript compiler that is needed; it is a tool of this package's developers and may not be installed. */
type Compiler = typeof import('typescript');

/** The modules that the entry reaches, by path from the root of the package. */
export interface Sources {
  readonly root: string;
  readonly entry: string;
  readonly texts: ReadonlyMap<string, string>;
  /** The same as JavaScript. */
  readonly compiled: ReadonlyMap<string, string>;
  /** Packages that they import. */
  readonly packages: readonly string[];
  compile(path: string, text: string): string;
}

/** Why the run cannot even start. */
export class MutationSetupError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MutationSetupError';
  }
}

async function loadCompiler(): Promise<Compiler> {
  try {
    const module = await import('typescript');
    return module.default;
  } catch {
    throw new MutationSetupError(
      'Mutants are made from the TypeScript sources, for which the package typescript is needed: npm install --save-dev typescript',
    );
  }
}

/** Reads and compiles everything that the catalogue's entry module imports. @throws MutationSetupError */
export async function readSources(root: string, catalogue: Catalogue): Promise<Sources> {
  const ts = await loadCompiler();
  const texts = new Map<string, string>();
  const compiled = new Map<string, string>();
  const packages = new Set<string>();
  const compile = (path: string, text: string): string => transpile(ts, path, text);
  const visit = (path: string): void => {
    if (texts.has(path)) return;
    const text = readSource(root, path);
    texts.set(path, text);
    compiled.set(path, compile(path, text));
    for (const { fileName } of ts.preProcessFile(text, true, false).importedFiles) {
      if (fileName.startsWith('.')) visit(posix.join(posix.dirname(path), fileName));
      else packages.add(packageName(fileName));
    }
  };
  visit(catalogue.entry);
  return { root, entry: catalogue.entry, texts, compiled, packages: [...packages], compile };
}

function readSource(root: string, path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    throw new MutationSetupError(`The source ${path}, from which mutants are made, cannot be read in ${root}`);
  }
}

/** `@scope/name/part` is of the package `@scope/name`. */
function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** The types are only taken away, module by module: that a mutant makes sense to the compiler is not asked here. */
function transpile(ts: Compiler, path: string, text: string): string {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  });
  const [first] = diagnostics ?? [];
  if (first !== undefined)
    throw new MutationSetupError(`${path} cannot be compiled: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`);
  return outputText;
}

/** The mutated files, compiled, by path. @throws StaleMutant, MutationSetupError */
export function compileMutant(sources: Sources, mutant: Mutant): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const edit of editsOf(mutant)) {
    const text = texts.get(edit.file) ?? sources.texts.get(edit.file);
    if (text === undefined) throw new StaleMutant(mutant, edit.file, `${sources.entry} does not import it`);
    texts.set(edit.file, applyEdit(mutant, edit, text));
  }
  return new Map([...texts].map(([path, text]) => [path, sources.compile(path, text)]));
}

/** A mutated copy of the sources, on disk. */
export interface Copy {
  readonly folder: string;
  /** The address of the entry module. */
  readonly url: string;
  remove(): void;
}

/** Writes the copy to a temporary folder, where Node can load it. @throws StaleMutant, MutationSetupError */
export function writeCopy(sources: Sources, mutant: Mutant): Copy {
  const mutated = compileMutant(sources, mutant);
  const folder = mkdtempSync(join(tmpdir(), `lockstep-mutant-${mutant.id}-`));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
    for (const [path, text] of sources.compiled) {
      const target = join(folder, javascriptName(path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, mutated.get(path) ?? text);
    }
    for (const name of sources.packages) linkPackage(sources.root, folder, name);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, url: pathToFileURL(join(folder, javascriptName(sources.entry))).href, remove };
}

function javascriptName(path: string): string {
  return path.replace(/\.ts$/, '.js');
}

/** The copy stands outside of the package, where Node would not find what the package depends on. */
function linkPackage(root: string, folder: string, name: string): void {
  for (let above = root; ; above = dirname(above)) {
    const target = join(above, 'node_modules', name);
    if (existsSync(target)) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(target, link, 'junction');
      return;
    }
    if (above === dirname(above)) throw new MutationSetupError(`The package ${name}, which the sources import, is not installed`);
  }
}
