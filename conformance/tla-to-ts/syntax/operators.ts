/**
 * The operator symbols of TLA+: for each kind of grammar node its canonical ASCII symbol, and for each symbol the range of
 * precedence and the associativity that TLA+ gives it. Two ranges that overlap are a conflict, which parentheses must settle.
 */

export type Fixity = 'prefix' | 'infix' | 'postfix';

export interface Operator {
  readonly symbol: string;
  readonly fixity: Fixity;
  /** The range of precedence; a higher number binds tighter. */
  readonly low: number;
  readonly high: number;
  /** `a + b + c` is `(a + b) + c`; without it the repetition is a conflict. */
  readonly leftAssociative: boolean;
}

type Row = readonly [kind: string, symbol: string];

function group(
  fixity: Fixity,
  low: number,
  high: number,
  assoc: 'left' | 'none',
  rows: readonly Row[],
): readonly (readonly [string, Operator])[] {
  return rows.map(([kind, symbol]) => [kind, { symbol, fixity, low, high, leftAssociative: assoc === 'left' }]);
}

const prefixRows = [
  ...group('prefix', 4, 4, 'none', [['lnot', '~']]),
  ...group('prefix', 4, 15, 'none', [
    ['enabled', 'ENABLED'],
    ['unchanged', 'UNCHANGED'],
    ['always', '[]'],
    ['eventually', '<>'],
  ]),
  ...group('prefix', 10, 13, 'none', [
    ['powerset', 'SUBSET'],
    ['union', 'UNION'],
    ['domain', 'DOMAIN'],
  ]),
  ...group('prefix', 12, 12, 'none', [['negative', '-.']]),
];

const postfixRows = group('postfix', 15, 15, 'none', [
  ['prime', "'"],
  ['sup_plus', '^+'],
  ['asterisk', '^*'],
  ['sup_hash', '^#'],
]);

const logicRows = [
  ...group('infix', 1, 1, 'none', [['implies', '=>']]),
  ...group('infix', 2, 2, 'none', [
    ['iff', '<=>'],
    ['equiv', '<=>'],
    ['leads_to', '~>'],
    ['plus_arrow', '-+->'],
  ]),
  ...group('infix', 3, 3, 'left', [
    ['land', '/\\'],
    ['lor', '\\/'],
  ]),
];

const relationRows = group('infix', 5, 5, 'none', [
  ['assign', ':='],
  ['bnf_rule', '::='],
  ['eq', '='],
  ['neq', '/='],
  ['lt', '<'],
  ['gt', '>'],
  ['leq', '<='],
  ['geq', '>='],
  ['approx', '\\approx'],
  ['rs_ttile', '|-'],
  ['rd_ttile', '|='],
  ['ls_ttile', '-|'],
  ['ld_ttile', '=|'],
  ['asymp', '\\asymp'],
  ['cong', '\\cong'],
  ['doteq', '\\doteq'],
  ['gg', '\\gg'],
  ['ll', '\\ll'],
  ['in', '\\in'],
  ['notin', '\\notin'],
  ['prec', '\\prec'],
  ['succ', '\\succ'],
  ['preceq', '\\preceq'],
  ['succeq', '\\succeq'],
  ['propto', '\\propto'],
  ['sim', '\\sim'],
  ['simeq', '\\simeq'],
  ['sqsubset', '\\sqsubset'],
  ['sqsupset', '\\sqsupset'],
  ['sqsubseteq', '\\sqsubseteq'],
  ['sqsupseteq', '\\sqsupseteq'],
  ['subset', '\\subset'],
  ['supset', '\\supset'],
  ['subseteq', '\\subseteq'],
  ['supseteq', '\\supseteq'],
]);

const setRows = [
  ...group('infix', 6, 6, 'left', [['compose', '@@']]),
  ...group('infix', 7, 7, 'none', [
    ['map_to', ':>'],
    ['map_from', '<:'],
  ]),
  ...group('infix', 8, 8, 'none', [['setminus', '\\']]),
  ...group('infix', 8, 8, 'left', [
    ['cap', '\\cap'],
    ['cup', '\\cup'],
  ]),
  ...group('infix', 5, 14, 'left', [['cdot', '\\cdot']]),
  ...group('infix', 9, 9, 'none', [
    ['dots_2', '..'],
    ['dots_3', '...'],
  ]),
  ...group('infix', 9, 13, 'none', [['excl', '!!']]),
  ...group('infix', 9, 13, 'left', [
    ['hashhash', '##'],
    ['dol', '$'],
    ['doldol', '$$'],
    ['qq', '??'],
    ['sqcap', '\\sqcap'],
    ['sqcup', '\\sqcup'],
    ['uplus', '\\uplus'],
  ]),
  ...group('infix', 9, 14, 'none', [['wr', '\\wr']]),
  // Nested by parentheses only: a chain of it is one node, see the expression builder.
  ...group('infix', 10, 13, 'left', [['times', '\\X']]),
];

const arithmeticRows = [
  ...group('infix', 10, 10, 'left', [
    ['plus', '+'],
    ['plusplus', '++'],
    ['oplus', '(+)'],
  ]),
  ...group('infix', 10, 11, 'none', [['mod', '%']]),
  ...group('infix', 10, 11, 'left', [
    ['modmod', '%%'],
    ['vert', '|'],
    ['vertvert', '||'],
  ]),
  ...group('infix', 11, 11, 'left', [
    ['minus', '-'],
    ['minusminus', '--'],
    ['ominus', '(-)'],
  ]),
  ...group('infix', 13, 13, 'none', [
    ['slash', '/'],
    ['slashslash', '//'],
    ['oslash', '(/)'],
    ['div', '\\div'],
  ]),
  ...group('infix', 13, 13, 'left', [
    ['amp', '&'],
    ['ampamp', '&&'],
    ['odot', '(.)'],
    ['otimes', '(\\X)'],
    ['mul', '*'],
    ['mulmul', '**'],
    ['bigcirc', '\\bigcirc'],
    ['bullet', '\\bullet'],
    ['circ', '\\o'],
    ['star', '\\star'],
  ]),
  ...group('infix', 14, 14, 'none', [
    ['pow', '^'],
    ['powpow', '^^'],
  ]),
];

/** The operator of a grammar node's kind (`land`, `cup`, ...). */
export const operatorOfKind: ReadonlyMap<string, Operator> = new Map([
  ...prefixRows,
  ...postfixRows,
  ...logicRows,
  ...relationRows,
  ...setRows,
  ...arithmeticRows,
]);

/** The operator of a canonical symbol; no symbol has two fixities (negation is `-.`). */
export const operatorOfSymbol: ReadonlyMap<string, Operator> = new Map([...operatorOfKind.values()].map((op) => [op.symbol, op]));

/** Other ways to write some symbols in ASCII. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['\\lnot', '~'],
  ['\\neg', '~'],
  ['\\land', '/\\'],
  ['\\lor', '\\/'],
  ['\\equiv', '<=>'],
  ['#', '/='],
  ['=<', '<='],
  ['\\leq', '<='],
  ['\\geq', '>='],
  ['\\intersect', '\\cap'],
  ['\\union', '\\cup'],
  ['\\times', '\\X'],
  ['\\circ', '\\o'],
  ['\\oplus', '(+)'],
  ['\\ominus', '(-)'],
  ['\\odot', '(.)'],
  ['\\oslash', '(/)'],
  ['\\otimes', '(\\X)'],
]);

/** The canonical form of an operator symbol written in ASCII; undefined for what is no operator. */
export function canonicalSymbol(text: string): string | undefined {
  const symbol = aliases.get(text) ?? text;
  return operatorOfSymbol.has(symbol) ? symbol : undefined;
}

const otherSymbols = [
  '[]',
  ']_',
  '>>_',
  '<<',
  '>>',
  '->',
  '<-',
  '|->',
  '::',
  '==',
  '\\A',
  '\\E',
  '\\AA',
  '\\EE',
  '\\forall',
  '\\exists',
  '\\in',
];

const byLength: readonly string[] = [...operatorOfSymbol.keys(), ...aliases.keys(), ...otherSymbols]
  .filter((s) => /^[^\w(]/.test(s) && s.length > 1)
  .sort((a, b) => b.length - a.length);

/** For each character the symbols of several characters that start with it, the longest first. */
const byFirst: ReadonlyMap<string, readonly string[]> = new Map(
  byLength.map((s) => [s.charAt(0), byLength.filter((t) => t.charAt(0) === s.charAt(0))]),
);

/** The length of the longest symbol at an offset; 0 for what is none, or has one character. */
export function symbolLength(text: string, at: number): number {
  const candidates = byFirst.get(text.charAt(at));
  return candidates?.find((s) => text.startsWith(s, at))?.length ?? 0;
}
