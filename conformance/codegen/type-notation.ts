/** Reads types in Apalache's notation (its Type System 1.2), as its type checker writes them. */
import { TlaError } from '../tla-to-ts/index.ts';

export type ApalacheType =
  | { readonly k: 'Bool' | 'Int' | 'Str' }
  /** An uninterpreted type: its values have names and nothing else. */
  | { readonly k: 'sort'; readonly name: string }
  /** A type variable: any type, the same wherever it stands. */
  | { readonly k: 'variable'; readonly name: string }
  | { readonly k: 'set' | 'seq'; readonly of: ApalacheType }
  | { readonly k: 'tuple'; readonly items: readonly ApalacheType[] }
  | { readonly k: 'fn'; readonly key: ApalacheType; readonly value: ApalacheType }
  /** `partial`: an old record type, `[a: Int]`, of which a value may lack fields; one of a new type, `{ a: Int }`, has them all. */
  | {
      readonly k: 'record';
      readonly partial: boolean;
      readonly fields: ReadonlyMap<string, ApalacheType>;
      readonly row: string | undefined;
    }
  /** The type of the value for each tag. */
  | { readonly k: 'variant'; readonly options: ReadonlyMap<string, ApalacheType>; readonly row: string | undefined }
  | { readonly k: 'operator'; readonly parameters: readonly ApalacheType[]; readonly result: ApalacheType };

const TOKEN = /\s*(\w+|->|=>|<<|>>|[()[\]{},:|])/y;
const SORT = /^[A-Z_][A-Z0-9_]*$/;
const VARIABLE = /^[a-z]\w*$/;
const WORD = /^[A-Za-z_]\w*$/;

/** Reads a type. @throws TlaError `unsupported` for a text that is none */
export function readType(text: string): ApalacheType {
  return new TypeReader(text).whole();
}

class TypeReader {
  private readonly text: string;
  private readonly tokens: readonly string[];
  private at = 0;

  constructor(text: string) {
    this.text = text;
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
    this.tokens = tokens;
    if (tokens.join('') !== text.replaceAll(/\s/g, '')) throw this.wrong();
  }

  whole(): ApalacheType {
    const type = this.type();
    if (this.at < this.tokens.length) throw this.wrong();
    return type;
  }

  private wrong(): TlaError {
    return new TlaError('unsupported', `Apalache writes a type that cannot be read: ${this.text}`, undefined, 'Apalache: type');
  }

  private next(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw this.wrong();
    return token;
  }

  private eat(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.eat(token)) throw this.wrong();
  }

  /** The arrow of functions binds to the right. */
  private type(): ApalacheType {
    if (this.tokens[this.at + 1] === '(' && !['Set', 'Seq'].includes(this.tokens[this.at] ?? '') && WORD.test(this.tokens[this.at] ?? ''))
      return this.variant();
    const left = this.single();
    return this.eat('->') ? { k: 'fn', key: left, value: this.type() } : left;
  }

  private single(): ApalacheType {
    const token = this.next();
    switch (token) {
      case 'Bool':
      case 'Int':
      case 'Str':
        return { k: token };
      case 'Set':
      case 'Seq': {
        this.expect('(');
        const of = this.type();
        this.expect(')');
        return { k: token === 'Set' ? 'set' : 'seq', of };
      }
      case '<<':
        return { k: 'tuple', items: this.list('>>') };
      case '[':
        return this.record(']');
      case '{':
        return this.record('}');
      case '(':
        return this.parenthesized();
      default:
        if (SORT.test(token)) return { k: 'sort', name: token };
        if (VARIABLE.test(token)) return { k: 'variable', name: token };
        throw this.wrong();
    }
  }

  /** Types up to a closing bracket. */
  private list(close: string): readonly ApalacheType[] {
    const items: ApalacheType[] = [];
    while (!this.eat(close)) {
      if (items.length > 0) this.expect(',');
      items.push(this.type());
    }
    return items;
  }

  /** A type in parentheses, or the type of an operator. */
  private parenthesized(): ApalacheType {
    const items = this.list(')');
    if (this.eat('=>')) return { k: 'operator', parameters: items, result: this.type() };
    const [only] = items;
    if (only === undefined || items.length > 1) throw this.wrong();
    return only;
  }

  private record(close: string): ApalacheType {
    const fields = new Map<string, ApalacheType>();
    let row: string | undefined;
    for (let first = true; !this.eat(close); first = false) {
      if (!first) this.expect(',');
      const name = this.next();
      if (!WORD.test(name) || row !== undefined) throw this.wrong();
      if (this.eat(':')) fields.set(name, this.type());
      else row = name;
    }
    return { k: 'record', partial: close === ']', fields, row };
  }

  private variant(): ApalacheType {
    const options = new Map<string, ApalacheType>();
    let row: string | undefined;
    do {
      const tag = this.next();
      if (!WORD.test(tag) || row !== undefined) throw this.wrong();
      if (this.eat('(')) {
        options.set(tag, this.type());
        this.expect(')');
      } else row = tag;
    } while (this.eat('|'));
    return { k: 'variant', options, row };
  }
}
