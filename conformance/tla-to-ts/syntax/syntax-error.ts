/**
 * Where and why a text is not TLA+. The tree of a faulty text tells only roughly, because the parser goes on after errors;
 * its log tells at which token it had no way to go on.
 */
import type { LogCallback, Parser } from 'web-tree-sitter';
import { TlaError } from '../errors.ts';
import type { Input } from './input.ts';
import { endOfComment, reader, sourceOffset } from './input.ts';
import type { Context } from './tree.ts';
import { lineStartsOf, locAt } from './tree.ts';

/** Parses once more, listening, and returns the error that the user should see. */
export function explainSyntaxError(parser: Parser, cx: Context, input: Input): TlaError {
  const { text } = cx.source;
  const offset = startOfLine(text, skipBlank(text, offsetOfFailure(parser, input)));
  const end = sourceOffset(input, input.text.trimEnd().length);
  if (offset >= end) {
    return new TlaError('parse', 'the module has no end: ==== is missing, or something before it', locAt(cx, end, end));
  }
  const token = tokenAt(text, offset);
  return new TlaError('parse', `${describe(token)} is not expected here${hint(token)}`, locAt(cx, offset, offset + token.length));
}

/** Where it does not expect ==== or ----, the parser reads == or -- and fails in the midst of the line. */
function startOfLine(text: string, offset: number): number {
  const sign = text.charAt(offset);
  if (sign !== '=' && sign !== '-') return offset;
  let start = offset;
  while (start > 0 && text.charAt(start - 1) === sign) start--;
  return text.startsWith(sign.repeat(4), start) ? start : offset;
}

/** The offset after the last token that could be read by any of the parser's branches. */
function offsetOfFailure(parser: Parser, input: Input): number {
  const lineStarts = lineStartsOf(input.text);
  let position = 0;
  let failure = 0;
  let recovering = false;
  const listen: LogCallback = (message, isLex) => {
    if (isLex || recovering) return;
    if (message.startsWith('process ')) position = offsetOf(lineStarts, message);
    else if (message.startsWith('detect_error')) failure = Math.max(failure, position);
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
  return sourceOffset(input, failure);
}

/** The log counts columns in bytes, two for each UTF-16 unit. */
function offsetOf(lineStarts: readonly number[], message: string): number {
  const found = /row:(\d+), col:(\d+)/.exec(message);
  return (lineStarts[Number(found?.[1])] ?? 0) + Number(found?.[2]) / 2;
}

/** Skips white space and comments. */
function skipBlank(text: string, from: number): number {
  let at = from;
  for (;;) {
    const blank = /\s*/y;
    blank.lastIndex = at;
    at += blank.exec(text)?.[0].length ?? 0;
    if (text.startsWith('\\*', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (text.startsWith('(*', at)) {
      const end = endOfComment(text, at);
      if (end === undefined) return at;
      at = end;
    } else return at;
  }
}

const tokens = /\w+|"(?:[^"\\\n]|\\.)*"?|\\[A-Za-z]+|-{4,}|={4,}|[-+*/\\<>=~|&^:.!?#$%@']{1,3}|\(\*|./suy;

function tokenAt(text: string, offset: number): string {
  tokens.lastIndex = offset;
  return tokens.exec(text)?.[0] ?? '';
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
