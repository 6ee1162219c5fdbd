/** The tokens of a `.cfg` file: TLC reads it with the lexer of TLA+. */
import type { Loc, Source } from '../errors.ts';
import { TlaError } from '../errors.ts';
import { endOfComment } from './input.ts';
import { contextOf, locAt } from './tree.ts';

export interface CfgToken {
  readonly kind: 'word' | 'number' | 'string' | 'symbol' | 'end';
  readonly text: string;
  readonly loc: Loc;
}

/** In the order of preference: longer symbols before their beginnings. */
const lexemes: readonly (readonly [CfgToken['kind'] | 'blank', RegExp])[] = [
  ['blank', /\s+|\\\*[^\n]*/y],
  ['word', /[0-9_]*[A-Za-z][A-Za-z0-9_]*/y],
  ['number', /[0-9]+|\\[bB][01]+|\\[oO][0-7]+|\\[hH][0-9A-Fa-f]+/y],
  ['string', /"(?:[^"\\\n\r]|\\[ntrf\\"])*"/y],
  ['symbol', /<-|\([-+./]\)|\(\\X\)|\\[A-Za-z]+|\/\\|\\\/|[()[\]{},!]|[-+*/\\<>=~|&^:.#$%@'?_]+/y],
  ['symbol', /[\u2100-\u2aff\u00ac\u00d7\u00f7\u2016\u203c\u207a]/y],
];

/** Splits a `.cfg` into tokens, comments left out; the last one is of kind `end`. */
export function cfgTokens(source: Source): readonly CfgToken[] {
  const cx = contextOf(source);
  const { text } = source;
  const tokens: CfgToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('(*', at)) {
      at = endOfComment(text, at) ?? fail(locAt(cx, at, at + 2), 'this comment is never closed');
      continue;
    }
    const token = lexemeAt(text, at);
    if (token === undefined) return fail(locAt(cx, at, at + 1), `${text.charAt(at)} does not begin a token`);
    if (token.kind !== 'blank') tokens.push({ kind: token.kind, text: token.text, loc: locAt(cx, at, at + token.text.length) });
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '', loc: locAt(cx, text.length, text.length) });
  return tokens;
}

function lexemeAt(text: string, at: number): { readonly kind: CfgToken['kind'] | 'blank'; readonly text: string } | undefined {
  for (const [kind, pattern] of lexemes) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found };
  }
  return undefined;
}

function fail(loc: Loc, message: string): never {
  throw new TlaError('config', message, loc);
}
