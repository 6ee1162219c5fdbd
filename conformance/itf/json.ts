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

const [QUOTE, BACKSLASH, COMMA] = [34, 92, 44];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [123, 125, 91, 93];

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

/** Parses JSON documents that follow one another, as in newline-delimited JSON. Raises a TlaError as `parseJson` does. */
export function parseJsonLines(text: string, path: string): readonly JsonNode[] {
  const parser = new JsonParser(text, path);
  return parser.documents();
}

/** A document as text, the same for the same one: without white space, the keys of objects in order. */
export function canonicalJson(node: JsonNode): string {
  switch (node.kind) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return JSON.stringify(node.value);
    case 'array':
      return `[${node.items.map(canonicalJson).join(',')}]`;
    case 'object': {
      const keys = [...node.entries].sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${keys.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`).join(',')}}`;
    }
  }
}

/** Where a value stands that was passed over and not looked into: whether it is well-formed is not known. */
export interface JsonExtent {
  readonly at: number;
  readonly end: number;
}

/** The value of an extent. @throws TlaError `usage` where it is none */
export function parseExtent(text: string, path: string, { at, end }: JsonExtent): JsonNode {
  return new JsonParser(text, path, at).extent(end);
}

/** Reads JSON piece by piece. Every method raises a TlaError of class 'usage' at the first thing that is wrong. */
export class JsonParser {
  private readonly text: string;
  private readonly path: string;
  private at: number;
  private depth = 0;

  constructor(text: string, path: string, at = 0) {
    this.text = text;
    this.path = path;
    this.at = at;
  }

  document(): JsonNode {
    this.begin();
    const node = this.value();
    this.finish();
    return node;
  }

  /** Comes to the beginning of the document. @returns its first character */
  begin(): string {
    if (this.text.startsWith('\uFEFF')) this.at = 1;
    this.space();
    return this.text[this.at] ?? this.fail('the file is empty');
  }

  /** The next character. */
  peek(): string | undefined {
    return this.text[this.at];
  }

  /** Makes sure that the document ends here. */
  finish(): void {
    this.space();
    if (this.at < this.text.length) this.fail(`${this.found()} after the end of the JSON document`);
  }

  /** The value that ends at `end`. */
  extent(end: number): JsonNode {
    const node = this.value();
    // A word is followed by the white space after it.
    if (this.at < end) this.space();
    if (this.at !== end) this.fail(`${this.found()} after the end of a value`);
    return node;
  }

  /** Passes over a value. */
  skip(): JsonExtent {
    const { at, text } = this;
    let open = 0;
    for (let i = at; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) i = this.closingQuote(i);
      else if (c === OPEN_BRACE || c === OPEN_BRACKET) open++;
      else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) open--;
      else if (c !== COMMA) continue;
      if (open > 0) continue;
      // A value of one word ends before the comma or the bracket that follows it, any other with its last character.
      this.at = open < 0 || c === COMMA ? i : i + 1;
      return { at, end: this.at };
    }
    // What is wrong is found where it is looked into.
    this.value();
    return this.expected('the end of this value');
  }

  private closingQuote(at: number): number {
    for (let i = at + 1; i < this.text.length; i++) {
      const c = this.text.charCodeAt(i);
      if (c === QUOTE) return i;
      if (c === BACKSLASH) i++;
    }
    return this.fail('this string is not closed; the file may be truncated', at);
  }

  documents(): readonly JsonNode[] {
    const nodes: JsonNode[] = [];
    for (this.space(); this.at < this.text.length; this.space()) nodes.push(this.value());
    return nodes;
  }

  fail(message: string, at: number = this.at): never {
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

  value(): JsonNode {
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
    const { at } = this;
    const items: JsonNode[] = [];
    this.elements(() => items.push(this.value()));
    return { kind: 'array', at, items };
  }

  private object(): JsonNode {
    const { at } = this;
    const entries = new Map<string, JsonNode>();
    this.entries((key, keyAt) => {
      if (entries.has(key)) this.twice(key, keyAt);
      entries.set(key, this.value());
    });
    return { kind: 'object', at, entries };
  }

  twice(key: string, at: number): never {
    return this.fail(`the key ${JSON.stringify(key)} occurs twice in this object`, at);
  }

  /** Reads an array; `element` is called where an element begins, and reads it or passes over it. */
  elements(element: (at: number) => void): void {
    this.need('[', 'an array');
    this.space();
    if (this.take(']')) return;
    for (;;) {
      this.space();
      element(this.at);
      this.space();
      if (this.take(']')) return;
      if (!this.take(',')) this.expected('"," or "]"');
    }
  }

  /** Reads an object; `value` is called where a value begins, and reads it or passes over it. */
  entries(value: (key: string, keyAt: number) => void): void {
    this.need('{', 'an object');
    this.space();
    if (this.take('}')) return;
    for (;;) {
      this.space();
      const keyAt = this.at;
      if (this.text[this.at] !== '"') this.expected('a quoted key');
      const key = this.string();
      this.space();
      if (!this.take(':')) this.expected('":"');
      this.space();
      value(key, keyAt);
      this.space();
      if (this.take('}')) return;
      if (!this.take(',')) this.expected('"," or "}"');
    }
  }

  private need(c: string, what: string): void {
    if (!this.take(c)) this.expected(what);
  }

  private take(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at++;
    return true;
  }
}
