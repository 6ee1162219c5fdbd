/**
 * Where and why a text is not TLA+. The tree of a faulty text tells only roughly, because the parser goes on after errors;
 * its log tells at which token it had no way to go on.
 */
import type { LogCallback, Parser } from 'web-tree-sitter';
import { TlaError } from '../errors.ts';
import type { Input } from './input.ts';
import { reader, sourceOffset } from './input.ts';
import { symbolLength } from './operators.ts';
import type { Context } from './tree.ts';
import { lineStartsOf, locAt } from './tree.ts';

/** Parses once more, listening, and returns the error that the user should see. */
export function explainSyntaxError(parser: Parser, cx: Context, input: Input): TlaError {
  const { text } = input;
  const offset = offsetOfFailure(parser, input);
  const end = text.trimEnd().length;
  const from = sourceOffset(input, Math.min(offset, end));
  if (offset >= end) return new TlaError('parse', 'the module has no end: ==== is missing, or something before it', locAt(cx, from, from));
  const length = tokenLength(text, offset);
  const token = text.slice(offset, offset + length);
  const message = `${describe(token)} is not expected here${hint(token)}`;
  return new TlaError('parse', message, locAt(cx, from, sourceOffset(input, offset + length)));
}

/** The offset of the first token that none of the parser's branches could read. */
function offsetOfFailure(parser: Parser, input: Input): number {
  const { text } = input;
  const lineStarts = lineStartsOf(text);
  const ends = new Map<number, number>();
  let position = 0;
  let failure = 0;
  let recovering = false;
  const listen: LogCallback = (message, isLex) => {
    if (isLex || recovering) return;
    if (message.startsWith('process ')) position = offsetOf(lineStarts, message);
    else if (message.startsWith('lexed_lookahead')) {
      const start = skipBlank(text, position);
      const end = position + sizeOf(message);
      if (end > start) ends.set(start, Math.max(end, ends.get(start) ?? 0));
    } else if (message.startsWith('detect_error')) failure = Math.max(failure, skipBlank(text, position));
    else if (message.startsWith('resume')) recovering = true;
  };
  parser.reset(); // else it would go on where it stopped
  parser.setLogger(listen);
  try {
    parser.parse(reader(input), null, { progressCallback: () => recovering })?.delete();
  } finally {
    parser.setLogger(null);
    parser.reset();
  }
  return Math.min(failure, brokenToken(text, ends));
}

/** The log counts columns and sizes in bytes, two for each UTF-16 unit. */
function offsetOf(lineStarts: readonly number[], message: string): number {
  const found = /row:(\d+), col:(\d+)/.exec(message);
  return (lineStarts[Number(found?.[1])] ?? 0) + Number(found?.[2]) / 2;
}

/** The size of a token with the blanks before it. */
function sizeOf(message: string): number {
  return Number(/size:(\d+)/.exec(message)?.[1] ?? 0) / 2;
}

/**
 * Where a symbol is not expected, the parser may read the beginning of it as a shorter one and fail only later: = and = for
 * ==, even for ====. The first symbol that was read so is the one to name.
 */
function brokenToken(text: string, ends: ReadonlyMap<number, number>): number {
  let first = Number.POSITIVE_INFINITY;
  for (const [start, end] of ends) if (end - start < tokenLength(text, start)) first = Math.min(first, start);
  return first;
}

function skipBlank(text: string, from: number): number {
  const blank = /\s*/y;
  blank.lastIndex = from;
  return from + (blank.exec(text)?.[0].length ?? 0);
}

/** The length of the token at an offset: a line of = or -, a word, a string, a symbol, or one character. */
function tokenLength(text: string, offset: number): number {
  const token = /={4,}|-{4,}|\w+|"(?:[^"\\\n]|\\.)*"/y;
  token.lastIndex = offset;
  const plain = token.exec(text)?.[0].length ?? 0;
  return Math.max(plain, symbolLength(text, offset)) || String.fromCodePoint(text.codePointAt(offset) ?? 0).length;
}

function describe(token: string): string {
  if (/^-{4}/.test(token)) return 'the line ----';
  if (/^={4}/.test(token)) return 'the end of the module (====)';
  return token;
}

function hint(token: string): string {
  if (token === '=') return '; a definition is written with ==';
  if (token === '==') return '; equality is written with =';
  return token === 'in' ? '; membership is written \\in' : '';
}
