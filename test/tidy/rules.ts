/**
 * The house rules that a program can decide. Each rule reads one file and returns what is wrong with it, as `line: message`.
 * The rules go by the syntax tree, not by text, so that a comment or a string may speak of what the code must not do.
 */
import ts from 'typescript';

export interface TidyFile {
  /** Path relative to the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface Rule {
  readonly name: string;
  readonly applies: (path: string) => boolean;
  readonly check: (file: TidyFile) => readonly string[];
}

export const MAX_FILE_LINES = 499;
export const MAX_FUNCTION_LINES = 69;

const isCode = (path: string): boolean => /\.(ts|mjs|cjs)$/.test(path);
const isPure = (path: string): boolean => path.startsWith('src/') && !path.startsWith('src/node/') && isCode(path);
const isTest = (path: string): boolean => path.startsWith('test/') && isCode(path);

/** The files that may cast, one for each part: each cast there is explained, and everything else calls it by name. */
export const CAST_HELPERS: readonly string[] = ['src/core/cast.ts', 'conformance/lockstep/cast.ts', 'conformance/tla-to-ts/cast.ts'];

type Report = (node: ts.Node, message: string) => void;

const parsed = new WeakMap<TidyFile, ts.SourceFile>();

function parse(file: TidyFile): ts.SourceFile {
  const known = parsed.get(file) ?? ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  parsed.set(file, known);
  return known;
}

/** Visits every node of the file; JSDoc is not visited. */
function walk(file: TidyFile, visit: (node: ts.Node, report: Report) => void): readonly string[] {
  const source = parse(file);
  const found: string[] = [];
  const report: Report = (node, message) => {
    found.push(`${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${message}`);
  };
  const go = (node: ts.Node): void => {
    visit(node, report);
    ts.forEachChild(node, go);
  };
  go(source);
  return found;
}

/** Every place where the text matches, with its line. */
function grep(file: TidyFile, pattern: RegExp, message: string): readonly string[] {
  return file.text.split('\n').flatMap((line, index) => {
    const match = pattern.exec(line);
    return match === null ? [] : [`${index + 1}: ${message}: ${match[0].trim()}`];
  });
}

const lines = (file: TidyFile): number => file.text.replace(/\n$/, '').split('\n').length;

/** `describe(name, () => { ... })` is a heading, not a function: its length is that of its tests. */
function isSuite(node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call)) return false;
  return /^describe\b/.test(call.expression.getText());
}

function checkFunctionLength(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || isSuite(node)) return;
    const source = node.getSourceFile();
    const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
    const last = source.getLineAndCharacterOfPosition(node.end).line;
    const length = last - first + 1;
    if (length > MAX_FUNCTION_LINES) report(node, `a function of ${length} lines, at most ${MAX_FUNCTION_LINES}`);
  });
}

function checkAny(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) report(node, '`any` switches the types off');
  });
}

function checkNonNull(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (ts.isNonNullExpression(node)) report(node, '`!` hides a case that can happen');
    const definite = (ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node)) && node.exclamationToken !== undefined;
    if (definite) report(node, '`!:` hides a variable that is not set');
  });
}

/** `as const` says more than the compiler knew, not less. In the engine, `typed[i] as number` states an index that is in bounds by construction. */
function isHonestCast(file: TidyFile, type: ts.TypeNode): boolean {
  if (ts.isTypeReferenceNode(type) && type.typeName.getText() === 'const') return true;
  return /^conformance\/(tla-to-ts|engines\/embedded)\//.test(file.path) && type.kind === ts.SyntaxKind.NumberKeyword;
}

function checkCasts(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (!ts.isAsExpression(node) && !ts.isTypeAssertionExpression(node)) return;
    if (!isHonestCast(file, node.type)) report(node, `a cast to ${node.type.getText()} silences the compiler`);
  });
}

function checkSilencers(file: TidyFile): readonly string[] {
  return grep(
    file,
    /(\/\/|\/\*|^\s*\*)\s*(@ts-\w+|eslint-disable\S*|biome-ignore-all\b|(v8|c8|istanbul) ignore\b)/,
    'a comment that silences a tool',
  );
}

const TEST_CALLS: ReadonlySet<string> = new Set(['it', 'test', 'describe', 'suite', 'bench', 'context']);
const TEST_EVASIONS: ReadonlySet<string> = new Set(['skip', 'only', 'todo', 'fails', 'skipIf', 'runIf']);

/** Where tests that need a program which is not there are skipped, aloud. */
const SKIPS_ALOUD = 'test/conformance/engines/real.ts';

function checkSkipped(file: TidyFile): readonly string[] {
  if (file.path === SKIPS_ALOUD) return [];
  return walk(file, (node, report) => {
    if (ts.isIdentifier(node) && /^(xit|xtest|xdescribe|fit|fdescribe)$/.test(node.text))
      report(node, `${node.text}: every test runs, or it is deleted`);
    if (!ts.isPropertyAccessExpression(node) || !TEST_EVASIONS.has(node.name.text)) return;
    const base = /^\w+/.exec(node.expression.getText())?.[0] ?? '';
    if (TEST_CALLS.has(base) || /^(ctx|t)$/.test(base)) report(node, `.${node.name.text}: every test runs, or it is deleted`);
  });
}

/** Names through which code reaches the world outside of its arguments. */
const IMPURE: ReadonlySet<string> = new Set(
  (
    'process console Date performance setTimeout setInterval setImmediate clearTimeout clearInterval queueMicrotask crypto globalThis global ' +
    'window document self navigator localStorage require module Buffer fetch XMLHttpRequest WebSocket Worker Atomics SharedArrayBuffer ' +
    'WeakRef FinalizationRegistry eval Function Intl'
  ).split(' '),
);

/** A name that stands for the thing itself: not a member, a key, or a name that the file declares. */
function isFreeName(node: ts.Identifier, declared: ReadonlySet<string>): boolean {
  const parent = node.parent;
  if (declared.has(node.text)) return false;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isQualifiedName(parent) && parent.right === node) return false;
  if ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) && parent.name === node)
    return false;
  return !(ts.isBindingElement(parent) && parent.propertyName === node) && !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent);
}

function declaredNames(file: TidyFile): ReadonlySet<string> {
  const names = new Set<string>();
  walk(file, (node) => {
    const declares = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

function checkPurity(file: TidyFile): readonly string[] {
  const declared = declaredNames(file);
  return walk(file, (node, report) => {
    if (ts.isStringLiteral(node) && node.text.startsWith('node:') && ts.isImportDeclaration(node.parent))
      report(node, `${node.text} is of Node`);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) report(node, 'import.meta is of the runtime');
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) report(node, 'import() is a promise');
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random') report(node, 'randomness is an input');
    if (ts.isIdentifier(node) && IMPURE.has(node.text) && isFreeName(node, declared))
      report(node, `${node.text}: time, chance and the world are inputs`);
  });
}

function checkNoClassNoPromise(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (ts.isClassLike(node)) report(node, 'no classes: a state is data, a transition is a function');
    if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) report(node, 'no async: a transition is one step');
    if (ts.isIdentifier(node) && node.text === 'Promise') report(node, 'no promises: a transition is one step');
  });
}

/** Whatever is declared as data is declared unchangeable, down to the arrays and collections it holds. */
function checkReadonly(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    if (!ts.isPropertySignature(node) && !ts.isIndexSignatureDeclaration(node)) return;
    const isReadonly = node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ReadonlyKeyword) ?? false;
    if (!isReadonly) report(node, `${node.getText()} is not readonly`);
    const type = node.type;
    if (type === undefined) return;
    if (ts.isArrayTypeNode(type) || ts.isTupleTypeNode(type)) report(node, `${node.getText()}: the array is not readonly`);
    if (ts.isTypeReferenceNode(type) && /^(Map|Set|Array)$/.test(type.typeName.getText()))
      report(node, `${node.getText()}: the collection is not readonly`);
  });
}

function checkImmer(file: TidyFile): readonly string[] {
  return walk(file, (node, report) => {
    const fromImmer =
      ts.isStringLiteral(node) &&
      /^immer(\/|$)/.test(node.text) &&
      (ts.isImportDeclaration(node.parent) || ts.isExportDeclaration(node.parent));
    if (fromImmer) report(node, 'immer comes from src/core/immer.ts, where autofreeze is off');
  });
}

// Written in pieces, so that this file does not contain what it forbids.
const MACHINE_PATH = new RegExp(`(?<![\\w.:~})-])/(${['wo' + 'rk', 'ho' + 'me', 'ro' + 'ot', 'Us' + 'ers'].join('|')})/[\\w.@-]+`);
const LOCAL_HOST = new RegExp(
  `\\b(${['artifac' + 'tory', 'nex' + 'us\\d*', 'verdac' + 'cio', 'pkgs\\.dev\\.azure', 'npm\\.pkg\\.git' + 'hub'].join('|')})[\\w.-]*\\.[a-z]{2,}\\b`,
  'i',
);
const REGISTRY =
  /(?:^\s*(?:@[\w-]+:)?registry\s*=|"(?:resolved|registry)":\s*"|--registry[= ])\s*(?!https:\/\/registry\.npmjs\.org\/)(?:https?:\/\/\S*)/;
const UNFINISHED = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);

const everywhere = (): boolean => true;

export const RULES: readonly Rule[] = [
  {
    name: `files have at most ${MAX_FILE_LINES} lines`,
    applies: isCode,
    check: (file) => (lines(file) > MAX_FILE_LINES ? [`1: ${lines(file)} lines, at most ${MAX_FILE_LINES}`] : []),
  },
  { name: `functions have at most ${MAX_FUNCTION_LINES} lines`, applies: isCode, check: checkFunctionLength },
  { name: 'no any', applies: isCode, check: checkAny },
  { name: 'no non-null assertion', applies: isCode, check: checkNonNull },
  { name: 'no silencing cast', applies: (path) => isCode(path) && !isTest(path) && !CAST_HELPERS.includes(path), check: checkCasts },
  { name: 'no comment silences a tool', applies: isCode, check: checkSilencers },
  { name: 'no test is skipped or run alone', applies: isTest, check: checkSkipped },
  { name: 'nothing is left unfinished', applies: everywhere, check: (file) => grep(file, UNFINISHED, 'unfinished') },
  { name: 'src is pure', applies: isPure, check: checkPurity },
  { name: 'src has no class and no promise', applies: isPure, check: checkNoClassNoPromise },
  { name: 'src is readonly', applies: isPure, check: checkReadonly },
  { name: 'immer is imported once', applies: (path) => isCode(path) && path !== 'src/core/immer.ts', check: checkImmer },
  { name: 'no path of one machine', applies: everywhere, check: (file) => grep(file, MACHINE_PATH, 'a path of one machine') },
  {
    name: 'no registry but the public one',
    applies: everywhere,
    check: (file) => [...grep(file, REGISTRY, 'a registry'), ...grep(file, LOCAL_HOST, 'a registry')],
  },
];
