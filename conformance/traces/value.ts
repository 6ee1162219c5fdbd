/**
 * TLA+ values as TLC prints them: integers, strings, booleans, model values, sets, intervals, tuples, records and functions. A reader
 * for these alone, and not the parser of modules: traces have many of them, a trace is not a module, and the `:>` and `@@` of a function
 * with thousands of keys would be nested as deeply there.
 */
import { functionOf, recordOf, sequenceOf, setOf } from '../itf/build.ts';
import { jsonError } from '../itf/json.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import type { Heap, Id } from '../tla-to-ts/values/heap.ts';
import type { TraceText } from './trace.ts';

/** A value as it was written; `at` is the offset of its first character in the text. */
export type TlaNode = { readonly at: number } & (
  | { readonly k: 'int'; readonly text: string }
  | { readonly k: 'bool'; readonly value: boolean }
  | { readonly k: 'str'; readonly value: string }
  /** A model value. */
  | { readonly k: 'name'; readonly name: string }
  | { readonly k: 'set'; readonly items: readonly TlaNode[] }
  | { readonly k: 'tuple'; readonly items: readonly TlaNode[] }
  | { readonly k: 'record'; readonly fields: ReadonlyMap<string, TlaNode> }
  | { readonly k: 'function'; readonly pairs: readonly (readonly [TlaNode, TlaNode])[] }
  | { readonly k: 'interval'; readonly from: TlaNode; readonly to: TlaNode }
);

/** Nesting beyond this is refused before it exhausts the stack. */
const MAX_DEPTH = 500;
/** An identifier of TLA+; that of a model value may begin with a digit. */
export const NAME: RegExp = /[\p{L}\p{Nd}_]*\p{L}[\p{L}\p{Nd}_]*/uy;
const INTEGER = /-?\d+(?![\p{L}\p{Nd}_])/uy;
const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', t: '\t', n: '\n', f: '\f', r: '\r' };

/** Reads values from a text, one after another. Every error is a TlaError of class 'usage' with path, line and column. */
export class ValueReader {
  /** Where the next thing is read. */
  at: number;
  private readonly source: TraceText;
  private depth = 0;

  constructor(source: TraceText, at: number = 0) {
    this.source = source;
    this.at = at;
  }

  fail(message: string, at: number = this.at): never {
    throw jsonError(this.source.path, this.source.text, at, message);
  }

  /** Passes over white space. @returns whether there is more */
  space(): boolean {
    const { text } = this.source;
    while (this.at < text.length && text.charCodeAt(this.at) <= 32) this.at++;
    return this.at < text.length;
  }

  /** Passes over white space and then a word of punctuation, if it stands there. */
  take(word: string): boolean {
    this.space();
    if (!this.source.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  need(word: string): void {
    if (!this.take(word)) this.expected(JSON.stringify(word));
  }

  /** What a pattern (with the flag `y`) finds after white space. */
  match(pattern: RegExp): string | undefined {
    this.space();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  expected(what: string): never {
    const { text } = this.source;
    if (!this.space()) this.fail(`the text ends where ${what} is expected; it may be truncated`);
    return this.fail(`unexpected ${JSON.stringify(text[this.at])} where ${what} is expected`);
  }

  /** Makes sure that there is no more. */
  end(): void {
    if (this.space()) this.expected('the end');
  }

  value(): TlaNode {
    if (++this.depth > MAX_DEPTH) this.fail(`nested deeper than ${MAX_DEPTH} levels`);
    const from = this.single();
    const node: TlaNode = from.k === 'int' && this.take('..') ? { k: 'interval', at: from.at, from, to: this.single() } : from;
    this.depth--;
    return node;
  }

  /** Values up to a closing bracket. */
  list(close: string): readonly TlaNode[] {
    const items: TlaNode[] = [];
    if (this.take(close)) return items;
    for (;;) {
      items.push(this.value());
      if (this.take(close)) return items;
      if (!this.take(',')) this.expected(`"," or ${JSON.stringify(close)}`);
    }
  }

  private single(): TlaNode {
    this.space();
    const { at } = this;
    if (this.take('"')) return { k: 'str', at, value: this.string(at) };
    if (this.take('{')) return { k: 'set', at, items: this.list('}') };
    if (this.take('<<')) return { k: 'tuple', at, items: this.list('>>') };
    if (this.take('[')) return { k: 'record', at, fields: this.fields() };
    if (this.take('(')) return this.function(at);
    const text = this.match(INTEGER);
    if (text !== undefined) return { k: 'int', at, text };
    const word = this.match(NAME) ?? this.expected('a value');
    if (word === 'TRUE' || word === 'FALSE') return { k: 'bool', at, value: word === 'TRUE' };
    return { k: 'name', at, name: word };
  }

  private string(start: number): string {
    const { text } = this.source;
    let value = '';
    for (;;) {
      const c = text[this.at++];
      if (c === '"') return value;
      if (c === undefined || c === '\n') this.fail('this string is not closed; the file may be truncated', start);
      value += c === '\\' ? (ESCAPES[text[this.at++] ?? ''] ?? this.fail('invalid escape in a string', this.at - 2)) : c;
    }
  }

  private fields(): ReadonlyMap<string, TlaNode> {
    const fields = new Map<string, TlaNode>();
    do {
      const name = this.match(NAME) ?? this.expected('the name of a field');
      if (fields.has(name)) this.fail(`the field ${name} occurs twice in this record`, this.at - name.length);
      this.need('|->');
      fields.set(name, this.value());
    } while (this.take(','));
    this.need(']');
    return fields;
  }

  /** `(k1 :> v1 @@ k2 :> v2)`, or a value in parentheses. */
  private function(at: number): TlaNode {
    const first = this.value();
    if (this.take(')')) return first;
    const pairs: [TlaNode, TlaNode][] = [];
    let key = first;
    for (;;) {
      this.need(':>');
      pairs.push([key, this.value()]);
      if (this.take(')')) return { k: 'function', at, pairs };
      if (!this.take('@@')) this.expected('"@@" or ")"');
      key = this.value();
    }
  }
}

/** What a name or a string means is a matter of the model. */
export interface ValueContext {
  readonly heap: Heap;
  /** The names that are model values; undefined: any name is one. */
  readonly modelValues: ReadonlySet<string> | undefined;
  readonly source: TraceText;
}

/** The value that was written. @throws TlaError `usage`, with its place, for names that are no model values, and for sets that cannot be */
export function decodeTla(context: ValueContext, node: TlaNode): Id {
  const mark = context.heap.begin();
  try {
    return decode(context, node);
  } catch (error) {
    context.heap.sp = mark;
    if (!(error instanceof TlaError) || error.errorClass === 'usage') throw error;
    return refuse(context, node, error.message);
  }
}

function refuse({ source }: ValueContext, node: TlaNode, message: string): never {
  throw jsonError(source.path, source.text, node.at, message);
}

function decode(context: ValueContext, node: TlaNode): Id {
  const { heap } = context;
  const items = (nodes: readonly TlaNode[]): readonly Id[] => nodes.map((item) => decode(context, item));
  switch (node.k) {
    case 'int':
      return heap.int(integer(context, node, node.text));
    case 'bool':
      return node.value ? 2 : 0;
    case 'str':
      return heap.str(node.value);
    case 'name':
      if (context.modelValues?.has(node.name) === false) return refuse(context, node, `${node.name} is no model value of this model`);
      return heap.model(node.name);
    case 'set':
      return setOf(heap, items(node.items));
    case 'tuple':
      return sequenceOf(heap, items(node.items));
    case 'record':
      return recordOf(heap, new Map([...node.fields].map(([name, value]) => [name, decode(context, value)])));
    case 'function':
      return decodeFunction(context, node.pairs);
    case 'interval':
      return decodeInterval(context, node.from, node.to);
  }
}

function integer(context: ValueContext, node: TlaNode, text: string): number {
  const n = Number(text);
  return (n | 0) === n ? n : refuse(context, node, `the integer ${text} does not fit into 32 bits, TLC's range`);
}

function decodeFunction(context: ValueContext, pairs: readonly (readonly [TlaNode, TlaNode])[]): Id {
  const values = new Map<Id, Id>();
  for (const [key, value] of pairs) {
    const x = decode(context, key);
    // In `f @@ g` the left one counts; but TLC writes every key once.
    if (values.has(x)) return refuse(context, key, `the key ${context.heap.toText(x)} occurs twice in this function`);
    values.set(x, decode(context, value));
  }
  return functionOf(context.heap, values);
}

function decodeInterval(context: ValueContext, from: TlaNode, to: TlaNode): Id {
  if (from.k !== 'int' || to.k !== 'int') return refuse(context, to, 'an interval has two integers');
  const [a, b] = [integer(context, from, from.text), integer(context, to, to.text)];
  const set = context.heap.interval(a, b);
  // As in the states of our own engine: a set that is too large for its elements to be listed stays an interval.
  return context.heap.isEnumerable(set) ? context.heap.norm(set) : set;
}
