/**
 * JSON that remembers where each value stands, so that every complaint about a trace names a line and a column; and integers keep
 * all their digits.
 */

import { TlaError } from '../tla-to-ts/errors.ts';

/** A JSON value; `at` is the offset of its first character in the text. */
export type JsonNode =
  | { readonly kind: 'null'; readonly at: number }
  | { readonly kind: 'boolean'; readonly at: number; readonly value: boolean }
  | { readonly kind: 'number'; readonly at: number; readonly text: string }
  | { readonly kind: 'string'; readonly at: number; readonly value: string }
  | { readonly kind: 'array'; readonly at: number; readonly items: readonly JsonNode[] }
  | { readonly kind: 'object'; readonly at: number; readonly entries: ReadonlyMap<string, JsonNode> };

/** Nesting beyond this is refused before it exhausts the stack. */
const MAX_DEPTH = 500;

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** The error for a place in a JSON text: a TlaError of class 'usage' whose message starts with `path:line:col`. */
export function jsonError(path: string, text: string, at: number, message: string): TlaError {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const col = at - before.lastIndexOf('\n');
  return new TlaError('usage', `${path}:${line}:${col}: ${message}`);
}

/** Parses a JSON document (RFC 8259). Raises a TlaError of class 'usage' at the first thing that is wrong. */
export function parseJson(text: string, path: string): JsonNode {
  const parser = new JsonParser(text, path);
  return parser.document();
}

class JsonParser {
  private readonly text: string;
  private readonly path: string;
  private at = 0;
  private depth = 0;

  constructor(text: string, path: string) {
    this.text = text;
    this.path = path;
  }

  document(): JsonNode {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.space();
    if (this.at === this.text.length) this.fail('the file is empty');
    const node = this.value();
    this.space();
    if (this.at < this.text.length) this.fail(`${this.found()} after the end of the JSON document`);
    return node;
  }

  private fail(message: string, at: number = this.at): never {
    throw jsonError(this.path, this.text, at, message);
  }

  /** What stands here, for a message. */
  private found(): string {
    const c = this.text[this.at];
    return c === undefined ? 'end of file' : `unexpected ${JSON.stringify(c)}`;
  }

  private expected(what: string): never {
    if (this.at >= this.text.length) this.fail(`the file ends where ${what} is expected; it may be truncated`);
    return this.fail(`${this.found()} where ${what} is expected`);
  }

  private space(): void {
    for (;;) {
      const c = this.text.charCodeAt(this.at);
      if (c !== 32 && c !== 10 && c !== 13 && c !== 9) return;
      this.at++;
    }
  }

  private value(): JsonNode {
    const { at } = this;
    const c = this.text[at];
    if (c === '{' || c === '[') {
      if (++this.depth > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
      const node = c === '{' ? this.object() : this.array();
      this.depth--;
      return node;
    }
    if (c === '"') return { kind: 'string', at, value: this.string() };
    if (this.word('true')) return { kind: 'boolean', at, value: true };
    if (this.word('false')) return { kind: 'boolean', at, value: false };
    if (this.word('null')) return { kind: 'null', at };
    return this.number();
  }

  private word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private number(): JsonNode {
    const { at } = this;
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = at;
    const match = pattern.exec(this.text);
    if (match === null) return this.expected('a value');
    this.at = pattern.lastIndex;
    return { kind: 'number', at, text: match[0] };
  }

  private string(): string {
    const start = this.at++;
    let value = '';
    for (;;) {
      const from = this.at;
      while (this.isPlain()) this.at++;
      value += this.text.slice(from, this.at);
      const c = this.text[this.at];
      if (c === '"') {
        this.at++;
        return value;
      }
      if (c === undefined) this.fail('this string is not closed; the file may be truncated', start);
      if (c !== '\\') this.fail('control character in a string');
      value += this.escape();
    }
  }

  private isPlain(): boolean {
    const c = this.text.charCodeAt(this.at);
    return c >= 32 && c !== 34 && c !== 92;
  }

  private escape(): string {
    const c = this.text[this.at + 1] ?? '';
    const simple = SIMPLE_ESCAPES[c];
    if (simple !== undefined) {
      this.at += 2;
      return simple;
    }
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (c !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('invalid escape in a string');
    this.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private array(): JsonNode {
    const at = this.at++;
    const items: JsonNode[] = [];
    this.space();
    if (this.take(']')) return { kind: 'array', at, items };
    for (;;) {
      this.space();
      items.push(this.value());
      this.space();
      if (this.take(']')) return { kind: 'array', at, items };
      if (!this.take(',')) this.expected('"," or "]"');
    }
  }

  private object(): JsonNode {
    const at = this.at++;
    const entries = new Map<string, JsonNode>();
    this.space();
    if (this.take('}')) return { kind: 'object', at, entries };
    for (;;) {
      this.space();
      const keyAt = this.at;
      if (this.text[this.at] !== '"') this.expected('a quoted key');
      const key = this.string();
      if (entries.has(key)) this.fail(`the key ${JSON.stringify(key)} occurs twice in this object`, keyAt);
      this.space();
      if (!this.take(':')) this.expected('":"');
      this.space();
      entries.set(key, this.value());
      this.space();
      if (this.take('}')) return { kind: 'object', at, entries };
      if (!this.take(',')) this.expected('"," or "}"');
    }
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }
}
