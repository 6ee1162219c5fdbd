/**
 * Values from the text that TLC prints: the inverse of `valueText` (text.ts), so integers, strings, booleans, model values, sets,
 * intervals, tuples, records and functions. Not the parser of modules: a state may have functions with thousands of keys, whose
 * `:>` and `@@` would be nested as deeply there.
 */
import { TlaError } from '../errors.ts';
import type { Heap } from './heap.ts';
import type { Id } from './kinds.ts';

/** Nesting beyond this is refused before it exhausts the stack. */
const MAX_DEPTH = 500;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
]);
const NAME = /[\p{L}\p{Nd}_]*\p{L}[\p{L}\p{Nd}_]*/uy;
const NUMBER = /-?\d+/y;
const SPACE = /\s*/y;

/** Reads one value. A name is a model value. @throws TlaError `usage` for what is no value */
export function readValue(heap: Heap, text: string): Id {
  return whole(heap, text, (reader) => reader.value());
}

/** Reads values that are separated by commas. @throws TlaError `usage` */
export function readValues(heap: Heap, text: string): readonly Id[] {
  return whole(heap, `<<${text}>>`, (reader) => reader.tuple());
}

/** Reads a state, `/\ x = 1 /\ y = {}` or `x = 1`. @throws TlaError `usage` */
export function readState(heap: Heap, text: string): ReadonlyMap<string, Id> {
  return whole(heap, text, (reader) => reader.state());
}

/** @throws TlaError `usage`, with what stands where it went wrong */
function whole<T>(heap: Heap, text: string, read: (reader: Reader) => T): T {
  const mark = heap.begin();
  const reader = new Reader(heap, text);
  try {
    const result = read(reader);
    if (!reader.atEnd()) reader.refuse('the end');
    return result;
  } catch (error) {
    heap.sp = mark;
    if (error instanceof TlaError && error.errorClass !== 'usage') throw new TlaError('usage', error.message);
    throw error;
  }
}

class Reader {
  private at = 0;
  private depth = 0;
  private readonly heap: Heap;
  private readonly text: string;

  constructor(heap: Heap, text: string) {
    this.heap = heap;
    this.text = text;
  }

  atEnd(): boolean {
    this.match(SPACE);
    return this.at === this.text.length;
  }

  refuse(expected: string): never {
    const found = this.text.slice(this.at, this.at + 20);
    throw new TlaError('usage', `${expected} is expected${found === '' ? ' where the text ends' : `, not ${JSON.stringify(found)}`}`);
  }

  value(): Id {
    if (++this.depth > MAX_DEPTH) throw new TlaError('usage', `a value is nested more than ${MAX_DEPTH} deep`);
    const id = this.one();
    this.depth--;
    return id;
  }

  tuple(): readonly Id[] {
    if (!this.accept('<<')) this.refuse('<<');
    return this.list('>>', () => this.value());
  }

  state(): ReadonlyMap<string, Id> {
    const values = new Map<string, Id>();
    let next = this.accept('/\\') || !this.atEnd();
    while (next) {
      const name = this.name();
      if (values.has(name)) throw new TlaError('usage', `the variable ${name} has two values`);
      if (!this.accept('=')) this.refuse('=');
      values.set(name, this.value());
      next = this.accept('/\\');
    }
    return values;
  }

  private one(): Id {
    const { heap } = this;
    if (this.accept('<<'))
      return this.interned(
        this.list('>>', () => this.value()),
        (base) => heap.seqFrom(base),
      );
    if (this.accept('{'))
      return this.interned(
        this.list('}', () => this.value()),
        (base) => heap.setFrom(base),
      );
    if (this.accept('[')) return this.record();
    if (this.accept('(')) return this.fn();
    if (this.accept('"')) return heap.str(this.rest());
    const number = this.match(NUMBER);
    const digits = number !== '' && this.wordAhead() === '' ? this.int(number) : undefined;
    if (digits !== undefined)
      return this.accept('..') ? heap.interval(heap.intVal(digits), heap.intVal(this.int(this.need(NUMBER, 'a number')))) : digits;
    this.at -= number.length;
    const name = this.name();
    return name === 'TRUE' ? 2 : name === 'FALSE' ? 0 : heap.model(name);
  }

  private record(): Id {
    const { heap } = this;
    const fields = new Map<string, Id>();
    this.list(']', () => {
      const name = this.name();
      if (!this.accept('|->')) this.refuse('|->');
      fields.set(name, this.value());
    });
    if (fields.size === 0) this.refuse('a field');
    const shape = heap.shape([...fields.keys()]);
    const values = heap.shapeFields(shape).flatMap((name) => fields.get(heap.strVal(name)) ?? []);
    return this.interned(values, (base) => heap.recFrom(shape, base));
  }

  private fn(): Id {
    const { heap } = this;
    const values = new Map<Id, Id>();
    do {
      const key = this.value();
      if (!this.accept(':>')) this.refuse(':>');
      values.set(key, this.value());
    } while (this.accept('@@'));
    if (!this.accept(')')) this.refuse(')');
    const domain = this.interned([...values.keys()], (base) => heap.setFrom(base));
    return this.interned(
      heap.shapeFields(domain).flatMap((key) => values.get(key) ?? []),
      (base) => heap.fnFrom(domain, base),
    );
  }

  private interned(parts: readonly Id[], make: (base: number) => Id): Id {
    const base = this.heap.begin();
    for (const part of parts) this.heap.push(part);
    return make(base);
  }

  private list<T>(close: string, item: () => T): readonly T[] {
    const items: T[] = [];
    if (this.accept(close)) return items;
    do items.push(item());
    while (this.accept(','));
    if (!this.accept(close)) this.refuse(`, or ${close}`);
    return items;
  }

  private int(text: string): Id {
    const n = Number(text);
    if ((n | 0) !== n) throw new TlaError('usage', `the integer ${text} does not fit into 32 bits, TLC's range`);
    return this.heap.int(n);
  }

  /** The rest of a string literal. */
  private rest(): string {
    let result = '';
    for (;;) {
      const c = this.text.charAt(this.at++);
      if (c === '"') return result;
      if (c === '') this.refuse('the end of a string');
      result += c === '\\' ? this.escaped() : c;
    }
  }

  private escaped(): string {
    return ESCAPES.get(this.text.charAt(this.at++)) ?? this.refuse('an escape of TLA+ strings');
  }

  private name(): string {
    this.match(SPACE);
    return this.need(NAME, 'a name');
  }

  private wordAhead(): string {
    const { at } = this;
    const word = this.match(NAME);
    this.at = at;
    return word;
  }

  private need(pattern: RegExp, what: string): string {
    const found = this.match(pattern);
    return found === '' ? this.refuse(what) : found;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }

  /** Passes over white space and this punctuation, if it stands there. */
  private accept(word: string): boolean {
    this.match(SPACE);
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }
}
