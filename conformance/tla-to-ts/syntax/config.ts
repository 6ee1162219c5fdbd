/** Reads TLC configuration files as TLC reads them; what TLC would take for a strange name is an error here. */
import type { Loc, Source } from '../errors.ts';
import { TlaError } from '../errors.ts';
import type { CfgName, CfgValue, Config } from './ast.ts';
import type { CfgToken } from './config-tokens.ts';
import { cfgTokens } from './config-tokens.ts';
import { canonicalSymbol } from './operators.ts';
import { span } from './tree.ts';

type Single = 'init' | 'next' | 'specification' | 'view' | 'alias' | 'symmetry' | 'periodic';
type List = 'invariants' | 'properties' | 'constraints' | 'actionConstraints' | 'postconditions';

/** Sections that name one definition. */
const singles: ReadonlyMap<string, Single> = new Map([
  ['INIT', 'init'],
  ['NEXT', 'next'],
  ['SPECIFICATION', 'specification'],
  ['VIEW', 'view'],
  ['ALIAS', 'alias'],
  ['SYMMETRY', 'symmetry'],
  ['_PERIODIC', 'periodic'],
]);

/** Sections that name any number of definitions, and may occur again. */
const lists: ReadonlyMap<string, List> = new Map([
  ['INVARIANT', 'invariants'],
  ['INVARIANTS', 'invariants'],
  ['PROPERTY', 'properties'],
  ['PROPERTIES', 'properties'],
  ['CONSTRAINT', 'constraints'],
  ['CONSTRAINTS', 'constraints'],
  ['ACTION_CONSTRAINT', 'actionConstraints'],
  ['ACTION_CONSTRAINTS', 'actionConstraints'],
  ['POSTCONDITION', 'postconditions'],
  ['POSTCONDITIONS', 'postconditions'],
]);

const refused: ReadonlySet<string> = new Set(['_RL_REWARD', '_POSSIBLE']);
const keywords: ReadonlySet<string> = new Set([...singles.keys(), ...lists.keys(), ...refused, 'CONSTANT', 'CONSTANTS', 'CHECK_DEADLOCK']);

/** The tokens, and what has been read of them so far. */
interface Draft {
  readonly tokens: readonly CfgToken[];
  at: number;
  readonly single: Map<Single, CfgName>;
  readonly lists: Map<List, CfgName[]>;
  readonly assignments: Config['assignments'][number][];
  readonly replacements: Config['replacements'][number][];
  checkDeadlock: boolean | undefined;
}

/** Reads a configuration file. Throws `TlaError` of class `config` with the place of what is wrong. */
export function parseConfig(source: Source): Config {
  const tokens = cfgTokens(source);
  const draft: Draft = { tokens, at: 0, single: new Map(), lists: new Map(), assignments: [], replacements: [], checkDeadlock: undefined };
  while (peek(draft).kind !== 'end') readSection(draft);
  const list = (name: List): readonly CfgName[] => draft.lists.get(name) ?? [];
  const optional = (name: Single): readonly CfgName[] => [draft.single.get(name)].filter((n) => n !== undefined);
  return {
    source,
    specification: draft.single.get('specification'),
    init: draft.single.get('init'),
    next: draft.single.get('next'),
    invariants: list('invariants'),
    properties: list('properties'),
    constraints: list('constraints'),
    actionConstraints: list('actionConstraints'),
    symmetry: optional('symmetry'),
    view: draft.single.get('view'),
    alias: draft.single.get('alias'),
    postconditions: list('postconditions'),
    periodic: optional('periodic'),
    checkDeadlock: draft.checkDeadlock,
    assignments: draft.assignments,
    replacements: draft.replacements,
  };
}

function fail(loc: Loc, message: string): never {
  throw new TlaError('config', message, loc);
}

function peek(draft: Draft): CfgToken {
  return (
    draft.tokens[Math.min(draft.at, draft.tokens.length - 1)] ??
    fail({ source: { path: '', text: '' }, line: 1, col: 1, endLine: 1, endCol: 1 }, 'no token')
  );
}

function take(draft: Draft): CfgToken {
  const token = peek(draft);
  draft.at++;
  return token;
}

/** Whether the next token is this one; then it is taken. */
function accept(draft: Draft, text: string): boolean {
  if (peek(draft).text !== text || peek(draft).kind !== 'symbol') return false;
  draft.at++;
  return true;
}

function shown(token: CfgToken): string {
  return token.kind === 'end' ? 'the end of the file' : token.text;
}

function expect(draft: Draft, text: string): void {
  if (!accept(draft, text)) fail(peek(draft).loc, `${text} is expected here, not ${shown(peek(draft))}`);
}

function atKeyword(draft: Draft): boolean {
  const token = peek(draft);
  return token.kind === 'end' || (token.kind === 'word' && keywords.has(token.text));
}

function readSection(draft: Draft): void {
  const keyword = take(draft);
  const list = lists.get(keyword.text);
  const one = singles.get(keyword.text);
  if (list !== undefined) readList(draft, list, keyword);
  else if (one !== undefined) readSingle(draft, one, keyword);
  else if (keyword.text === 'CONSTANT' || keyword.text === 'CONSTANTS') while (!atKeyword(draft)) readConstant(draft);
  else if (keyword.text === 'CHECK_DEADLOCK') readCheckDeadlock(draft, keyword);
  else if (refused.has(keyword.text)) throw new TlaError('unsupported', `${keyword.text} is not supported`, keyword.loc, keyword.text);
  else fail(keyword.loc, `a keyword such as CONSTANTS or INVARIANT is expected here, not ${shown(keyword)}`);
}

function readName(draft: Draft, what: string): CfgName {
  const token = take(draft);
  if (token.kind !== 'word') return fail(token.loc, `${what} is expected here, not ${shown(token)}`);
  return { name: token.text, loc: token.loc };
}

function readSingle(draft: Draft, section: Single, keyword: CfgToken): void {
  const name = readName(draft, `a name after ${keyword.text}`);
  if (draft.single.has(section)) fail(keyword.loc, `${keyword.text} is given twice`);
  draft.single.set(section, name);
}

function readList(draft: Draft, section: List, keyword: CfgToken): void {
  const names = draft.lists.get(section) ?? [];
  draft.lists.set(section, names);
  while (!atKeyword(draft)) names.push(readName(draft, `a name or the next keyword after ${keyword.text}`));
}

function readCheckDeadlock(draft: Draft, keyword: CfgToken): void {
  const value = take(draft);
  if (value.text !== 'TRUE' && value.text !== 'FALSE') fail(value.loc, `TRUE or FALSE is expected here, not ${shown(value)}`);
  if (draft.checkDeadlock !== undefined) fail(keyword.loc, 'CHECK_DEADLOCK is given twice');
  draft.checkDeadlock = value.text === 'TRUE';
}

/** `C = v`, `C = [Mod] v`, `C <- Op`, `C <-[Mod] Op`; the left side may be a path such as `A!B!C`, or an operator symbol. */
function readConstant(draft: Draft): void {
  const first = take(draft);
  const symbolOnly = first.kind === 'symbol' && peek(draft).text !== '<-' && peek(draft).text !== '='; // left over from what stands before
  let name =
    (symbolOnly ? undefined : definedName(first)) ?? fail(first.loc, `the name of a constant is expected here, not ${shown(first)}`);
  let { loc } = first;
  while (accept(draft, '!')) {
    const step = readName(draft, 'a name after !');
    name += `!${step.name}`;
    loc = span(loc, step.loc);
  }
  if (accept(draft, '<-')) {
    const module = readModule(draft);
    draft.replacements.push({ name, module, by: readReplacement(draft), loc });
    return;
  }
  if (peek(draft).text === '(')
    throw new TlaError(
      'unsupported',
      `the operator ${name} is given value by value; define it in a module and use <-`,
      loc,
      'operator constant given value by value',
    );
  if (!accept(draft, '=')) fail(peek(draft).loc, `= or <- is expected after ${name}, not ${shown(peek(draft))}`);
  const module = readModule(draft);
  draft.assignments.push({ name, module, value: readValue(draft), loc });
}

/** What a definition may be called: a word or an operator symbol. */
function definedName(token: CfgToken): string | undefined {
  if (token.kind === 'word') return token.text;
  return token.kind === 'symbol' && token.text !== '=' ? canonicalSymbol(token.text) : undefined;
}

function readModule(draft: Draft): string | undefined {
  if (!accept(draft, '[')) return undefined;
  const { name } = readName(draft, 'the name of a module');
  expect(draft, ']');
  return name;
}

function readReplacement(draft: Draft): string {
  const token = take(draft);
  return definedName(token) ?? fail(token.loc, `the name of a definition is expected after <-, not ${shown(token)}`);
}

const greatestInt = 2147483647n; // TLC's integers have 32 bits

function readValue(draft: Draft): CfgValue {
  const token = take(draft);
  switch (token.kind) {
    case 'number':
      return { k: 'num', value: readInt(token) };
    case 'string':
      return { k: 'str', value: token.text.slice(1, -1) }; // TLC leaves escapes as they are
    case 'word':
      return token.text === 'TRUE' || token.text === 'FALSE'
        ? { k: 'bool', value: token.text === 'TRUE' }
        : { k: 'model', name: token.text };
    case 'symbol':
      if (token.text === '{') return { k: 'set', items: readItems(draft) };
      // TLC has no negative numbers here; Apalache has, and nothing else can be meant.
      if (token.text === '-' && peek(draft).kind === 'number') return { k: 'num', value: -readInt(take(draft)) };
      break;
    case 'end':
      break;
  }
  return fail(token.loc, `a value (a number, a string, TRUE, FALSE, a model value or a set) is expected here, not ${shown(token)}`);
}

function readInt(token: CfgToken): bigint {
  if (token.text.startsWith('\\')) return fail(token.loc, 'a number is written in decimal here');
  const value = BigInt(token.text);
  return value <= greatestInt ? value : fail(token.loc, `${token.text} is greater than ${greatestInt}`);
}

function readItems(draft: Draft): readonly CfgValue[] {
  const items: CfgValue[] = [];
  if (accept(draft, '}')) return items;
  do items.push(readValue(draft));
  while (accept(draft, ','));
  if (!accept(draft, '}')) fail(peek(draft).loc, `, or } is expected here, not ${shown(peek(draft))}`);
  return items;
}
