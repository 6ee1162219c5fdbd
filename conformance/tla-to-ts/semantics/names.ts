/**
 * The order in which TLC comes to know names. TLC orders strings and model values by the moment at which their text first
 * entered its one table of names, and identifiers, keywords and strings share that table. So the order of a set of strings,
 * and with it what CHOOSE returns, depends on where else these words occur: first in the configuration, then as words of the
 * modules, which are read breadth-first from the root, then as strings of the modules, each after those that it imports.
 */
import type { Module } from '../syntax/ast.ts';

/** What matters of a module's text. */
interface Words {
  /** EXTENDS, then INSTANCE, in their order. */
  readonly imports: readonly string[];
  /** Identifiers, keywords and numbers, in their order; repetitions do not matter. */
  readonly words: readonly string[];
  readonly strings: readonly string[];
}

/** Words that TLC knows before it reads anything. */
const FIRST: readonly string[] = ['STRING', 'FALSE', 'TRUE', 'BOOLEAN', 'SUBSET', 'UNION', 'DOMAIN', 'ENABLED', 'UNCHANGED'];

/** The module that TLC adds to the imports of every specification, for its traces. */
const TRACE = '_TLCTrace';

function standard(imports: string, words: string, ...strings: readonly string[]): Words {
  return { imports: imports.split(' ').filter((s) => s !== ''), words: words.split(' '), strings };
}

/** The words of the standard modules as TLC has them; the engine's own versions have others. */
const STANDARD: ReadonlyMap<string, Words> = new Map([
  ['Naturals', standard('', 'Naturals Nat a b CHOOSE n TRUE')],
  ['Integers', standard('Naturals', 'Integers EXTENDS Naturals Int a 0')],
  ['Reals', standard('Integers', 'Reals EXTENDS Integers Real a b CHOOSE m Infinity i r', 'Reals')],
  [
    'Sequences',
    standard(
      'Naturals',
      'Sequences LOCAL INSTANCE Naturals Seq S 1 n Nat Len s CHOOSE t i IF THEN ELSE Append e Head Tail CASE SubSeq m SelectSeq Test _ LET F 0 IN',
    ),
  ],
  [
    'FiniteSets',
    standard(
      'Naturals Sequences',
      'FiniteSets LOCAL INSTANCE Naturals Sequences IsFiniteSet S seq Seq s n 1 Len Cardinality LET CS T IF THEN 0 ELSE CHOOSE x IN',
    ),
  ],
  [
    'TLC',
    standard(
      'Naturals Sequences FiniteSets',
      'TLC LOCAL INSTANCE Naturals Sequences FiniteSets Print out val PrintT Assert IF THEN ELSE CHOOSE v JavaTime n Nat TLCGet i TLCSet d e x f g Permutations S w SortSeq s Op _ LET Perm p 1 Len j IN RandomElement Any ToString a b TLCEval',
    ),
  ],
  [
    'TLCExt',
    standard(
      'TLC Integers',
      'TLCExt LOCAL INSTANCE TLC Integers AssertEq a b IF THEN PrintT ELSE AssertError err exp LET FailsEval e CHOOSE TLCError s IN Assert TLCGetOrDefault key defaultVal n TLCGetAndSet Op _ val oldVal v TLCSet Trace CounterExample ToTrace CE TLCModelValue str ToString TLCDefer expression TLCNoOp PickSuccessor bool TLCCache closure TLCFP var i Int TLCEvalDefinition definitionName',
      'Assertion failed',
    ),
  ],
  [
    TRACE,
    standard(
      'TLC TLCExt Sequences Naturals',
      '_TLCTrace LOCAL INSTANCE TLC TLCExt Sequences Naturals absoluteFilename val CONSTANT verbose IF CounterExample state THEN ELSE LET trace ToTrace vars i IN counterexample PrintT level Trace actions e 3 1 CHOOSE 0 TLCGet dump pair v 2 lassoTarget',
      'console',
      'CounterExample written: ',
      'action',
    ),
  ],
  [
    'Bags',
    standard(
      'TLC Naturals',
      'Bags EXTENDS TLC LOCAL INSTANCE Naturals IsABag B n Nat 0 BagToSet SetToBag S e 1 BagIn EmptyBag B1 B2 IF THEN ELSE LET IN d Sum f DSum elt CHOOSE BagUnion SubBag RemoveFromDom x y Combine BagSet i Biggest Range r s RSB BB BagOfAll F _ BagCardinality CopiesIn',
    ),
  ],
]);

/** All names in TLC's order. `find` gives the modules that were read. */
export function namesInOrder(root: Module, find: (name: string) => Module | undefined): readonly string[] {
  const known = new Map<string, Words>();
  const wordsOf = (name: string): Words | undefined => {
    const old = known.get(name);
    if (old !== undefined) return old;
    const module = name === root.name ? root : find(name);
    const words = STANDARD.get(name) ?? (module === undefined ? undefined : wordsIn(module));
    if (words !== undefined) known.set(name, words);
    return words;
  };
  const importsOf = (name: string): readonly string[] => {
    const imports = wordsOf(name)?.imports ?? [];
    return name === root.name ? [...imports, TRACE] : imports;
  };
  const names = new Set(FIRST);
  const queue = [root.name];
  for (const name of queue) {
    for (const word of wordsOf(name)?.words ?? []) names.add(word);
    for (const next of importsOf(name)) if (!queue.includes(next)) queue.push(next);
  }
  const done = new Set<string>();
  const visit = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    importsOf(name).forEach(visit);
    for (const text of wordsOf(name)?.strings ?? []) names.add(text);
  };
  visit(root.name);
  return [...names];
}

const TOKEN = /\(\*|\\\*[^\n]*|"(?:[^"\\]|\\.)*"|={4,}|-{4,}\s*(?=MODULE)|\\[A-Za-z]+|\w+|\s+|[\s\S]/gy;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' };

/** Modules whose words were looked for: the models of a specification have theirs in common. */
const scanned = new WeakMap<Module, Words>();

function wordsIn(module: Module): Words {
  const known = scanned.get(module);
  if (known !== undefined) return known;
  const words = scan(tokens(module.source.text));
  scanned.set(module, words);
  return words;
}

/** The words of a module's text: what stands between its first line and its last, comments left out. */
function scan(found: readonly string[]): Words {
  const words: string[] = [];
  const strings: string[] = [];
  let depth = 0;
  for (const token of found) {
    if (token.startsWith('----')) depth++;
    else if (depth === 0) continue;
    else if (token.startsWith('====')) {
      depth--;
      if (depth === 0) break;
    } else if (token.startsWith('"')) strings.push(token.slice(1, -1).replace(/\\(.)/gs, (_, c: string) => ESCAPES[c] ?? c));
    else if (/^\w/.test(token)) words.push(...(/^(?:WF|SF)_./.test(token) ? [token.slice(0, 3), token.slice(3)] : [token]));
  }
  return { imports: importsOf(found), words, strings };
}

/** The tokens of a text, without comments and spaces. */
function tokens(text: string): readonly string[] {
  TOKEN.lastIndex = 0;
  const found: string[] = [];
  for (let m = TOKEN.exec(text); m !== null; m = TOKEN.exec(text)) {
    if (m[0] === '(*') TOKEN.lastIndex = endOfComment(text, TOKEN.lastIndex);
    else if (!m[0].startsWith('\\*') && !/^\s/.test(m[0])) found.push(m[0]);
  }
  return found;
}

/** Where a comment ends that was opened just before `from`. */
function endOfComment(text: string, from: number): number {
  const mark = /\(\*|\*\)/g;
  mark.lastIndex = from;
  let depth = 1;
  while (depth > 0) {
    const m = mark.exec(text);
    if (m === null) return text.length;
    depth += m[0] === '(*' ? 1 : -1;
  }
  return mark.lastIndex;
}

/** The modules that a text names, those that it extends first. */
function importsOf(found: readonly string[]): readonly string[] {
  const plain = found.map((t) => (t.startsWith('"') ? '""' : t)).join(' ');
  const extended = [...plain.matchAll(/\bEXTENDS ((?:\w+ , )*\w+)/g)].flatMap((m) => (m[1] ?? '').split(' , '));
  const instances = [...plain.matchAll(/\bINSTANCE (\w+)/g)].map((m) => m[1] ?? '');
  return [...new Set([...extended, ...instances])];
}
