/**
 * The READMEs of spec/ walk through a paper rule by rule, and the pages of docs/ through several of them side by side; they link each rule
 * to the line of the specification and of the code that says it. Lines move; so each link quotes what stands there:
 *
 *     `Definition` [`the quoted text`](path/of/file#L123)
 *
 * and the number follows from the quotation: it is the only line of that definition that contains the text. This script writes the
 * numbers anew and says which quotations are gone; `--check` writes nothing. A test does the latter.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const LINK = /`(\w+)` \[`([^`]+)`\]\(([^()#\s]+)#L(\d+)\)/g;

/** What a definition begins with, in each language, at the beginning of a line. */
const DEFINES = {
  tla: /^(\w+)(?:\(.*\))?\s*==(?!=)/,
  ts: /^(?:export )?(?:async )?(?:function|const|interface|type|class) (\w+)/,
};

/** The number of the line that a link means, or why there is none. */
export function lineOf(file: string, text: string, definition: string, quoted: string): number | string {
  const defines = file.endsWith('.tla') ? DEFINES.tla : DEFINES.ts;
  const lines = text.split('\n');
  const starts = lines.flatMap((line, n) => (defines.test(line) ? [n] : []));
  const at = starts.find((n) => defines.exec(lines[n] ?? '')?.[1] === definition);
  if (at === undefined) return `${file} does not define ${definition}`;
  const end = starts.find((n) => n > at) ?? lines.length;
  // The comment above the next definition is not part of this one, and no comment is what a rule means.
  const found = lines.flatMap((line, n) => (at <= n && n < end && !isComment(line) && line.includes(quoted) ? [n + 1] : []));
  if (found.length === 1 && found[0] !== undefined) return found[0];
  return `${definition} in ${file} has ${found.length === 0 ? 'no' : 'more than one'} line with \`${quoted}\``;
}

function isComment(line: string): boolean {
  return /^\s*(?:\\\*|\/\/|\/\*|\* |\*\/)/.test(line);
}

export interface Relinked {
  /** The document with the numbers as they should be. */
  readonly text: string;
  readonly links: number;
  /** Links of this form that mean no line, and links to a line that are not of this form and so cannot be kept. */
  readonly broken: readonly string[];
}

/** Recomputes the numbers in one document; `read` gives the text of a file by its path from there, or undefined. */
export function relink(document: string, read: (path: string) => string | undefined): Relinked {
  const broken: string[] = [];
  let links = 0;
  const text = document.replace(LINK, (link, definition: string, quoted: string, path: string, number: string) => {
    links += 1;
    const target = read(path);
    // In a table a bar ends the cell, so it is written with a backslash.
    const line = target === undefined ? `${path} is not there` : lineOf(path, target, definition, quoted.replaceAll('\\|', '|'));
    if (typeof line === 'number') return link.replace(new RegExp(`#L${number}\\)$`), `#L${line})`);
    broken.push(line);
    return link;
  });
  const others = (document.match(/#L\d+/g)?.length ?? 0) - links;
  if (others > 0) broken.push(`${others} links to a line quote nothing: write \`Definition\` [\`text\`](path#L1)`);
  return { text, links, broken };
}

/** The documents that may have such links: the README of each specification, and the pages of docs/. */
export function documents(): readonly string[] {
  const spec = fileURLToPath(new URL('../spec/', import.meta.url));
  const docs = fileURLToPath(new URL('../docs/', import.meta.url));
  const readmes = readdirSync(spec).map((folder) => join(spec, folder, 'README.md'));
  const pages = [...readdirSync(docs), ...readdirSync(join(docs, 'notes')).map((name) => join('notes', name))].filter((name) =>
    name.endsWith('.md'),
  );
  return [...readmes.filter((path) => existsSync(path)), ...pages.map((name) => join(docs, name))];
}

/** Reads what a document links to: paths are relative to its own folder. */
export function readFrom(document: string): (path: string) => string | undefined {
  return (path) => {
    const file = join(dirname(document), path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
}

function main(check: boolean): number {
  let wrong = 0;
  for (const path of documents()) {
    const before = readFileSync(path, 'utf8');
    const { text, links, broken } = relink(before, readFrom(path));
    const stale = text !== before;
    if (stale && !check) writeFileSync(path, text);
    wrong += broken.length + (stale && check ? 1 : 0);
    const name = relative(process.cwd(), path);
    console.log(`${name}: ${links} links${stale ? (check ? ', some with another number' : ', rewritten') : ''}`);
    for (const why of broken) console.log(`  ${why}`);
  }
  return wrong === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.includes('--check'));
