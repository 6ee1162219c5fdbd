/** Numbers and strings: from their text to their value. */

import { TlaError } from '../errors.ts';
import type { Expr } from './ast.ts';
import type { Context, Cst } from './tree.ts';
import { locAt, locOf, textOf } from './tree.ts';

const radixOf: ReadonlyMap<string, string> = new Map([
  ['b', '0b'],
  ['o', '0o'],
  ['h', '0x'],
]);

/** `12`, `\b101`, `\o17`, `\hFF` */
export function buildNumber(cx: Context, node: Cst): Expr {
  const text = textOf(cx, node);
  const radix = text.startsWith('\\') ? radixOf.get(text.charAt(1).toLowerCase()) : undefined;
  return { k: 'num', value: BigInt(radix === undefined ? text : radix + text.slice(2)), loc: locOf(cx, node) };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['f', '\f'],
  ['"', '"'],
  ['\\', '\\'],
]);

/** `"a\"b"`: the quotes taken off, the escapes decoded. */
export function buildString(cx: Context, node: Cst): Expr {
  const text = textOf(cx, node).slice(1, -1);
  const value = text.replace(/\\(.)/gs, (written, letter: string, offset: number) => {
    const decoded = escapes.get(letter);
    if (decoded !== undefined) return decoded;
    const at = node.start + 1 + offset;
    throw new TlaError(
      'parse',
      `${written} is not an escape of TLA+ strings; \\\\ \\" \\n \\t \\r \\f are`,
      locAt(cx, at, at + written.length),
    );
  });
  return { k: 'str', value, loc: locOf(cx, node) };
}

/** The literal of a string's value. */
export function quoteString(value: string): string {
  const escaped = value.replace(/[\\"\n\t\r\f]/g, (c) => {
    for (const [letter, decoded] of escapes) if (decoded === c) return `\\${letter}`;
    return c;
  });
  return `"${escaped}"`;
}
