/** Random expressions of a given type, as text. Nearly all have a value; some divide by zero, overflow, or leave a domain. */
import type { Tape } from './tape.ts';
import { BOOL, DOMAINS, type Domain, INT, KEYS, PROC, randomType, STR, same, seqOf, setOf, type Type } from './types.ts';

/** What may be named. */
export interface Scope {
  readonly names: readonly { readonly text: string; readonly type: Type }[];
}

export const EMPTY: Scope = { names: [] };

/** Definitions that every random expression may use. */
export const DEFINITIONS = `
Inc(n) == n + 1
Twice(F(_), n) == F(F(n))
Pick(c, n, m) == IF c THEN n ELSE m
RECURSIVE Sum(_)
Sum(S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \\in S : TRUE IN x + Sum(S \\ {x})
RECURSIVE Flat(_)
Flat(s) == IF s = <<>> THEN <<>> ELSE Head(s) \\o Flat(Tail(s))
Fib[n \\in 0 .. 6] == IF n < 2 THEN n ELSE Fib[n - 1] + Fib[n - 2]
Range(f) == {f[x] : x \\in DOMAIN f}
`;

/** Writes expressions with what a tape says. */
export class Writer {
  private readonly t: Tape;
  /** May an expression fail? In a specification one that does ends the search. */
  private readonly mayFail: boolean;

  constructor(t: Tape, mayFail: boolean) {
    this.t = t;
    this.mayFail = mayFail;
  }

  /** Now and then, where failing is allowed. */
  private risk(n: number): boolean {
    return this.mayFail ? this.t.rarely(n) : this.t.rarely(40 * n);
  }

  /** An expression of this type. `depth` bounds how deep it is nested. */
  expr(type: Type, depth: number, s: Scope): string {
    const { t } = this;
    const named = s.names.filter((n) => same(n.type, type));
    const name = named[t.below(named.length + 1)];
    if (name !== undefined && (depth <= 0 || t.below(3) === 0)) return name.text;
    if (depth <= 0 || t.below(6) === 0) return this.literal(type, s, depth);
    return t.below(3) < 2 ? this.own(type, depth - 1, s) : this.general(type, depth - 1, s);
  }

  /** A value written out. */
  private literal(type: Type, s: Scope, depth: number): string {
    const { t } = this;
    const part = (p: Type): string => this.expr(p, Math.min(depth - 1, 0), s);
    switch (type.k) {
      case 'int':
        return this.risk(60) ? t.of(['2147483647', '(-2147483647)', '65536']) : t.of(['0', '1', '2', '3', '5', '(-1)']);
      case 'bool':
        return t.of(['TRUE', 'FALSE']);
      case 'str':
        return t.of(['"a"', '"b"', '"c"']);
      case 'proc':
        return `(CHOOSE ${t.name('q')} \\in P : TRUE)`;
      case 'set':
        return `{${Array.from({ length: t.below(3) }, () => part(type.of)).join(', ')}}`;
      case 'seq':
        return `<<${Array.from({ length: t.below(3) }, () => part(type.of)).join(', ')}>>`;
      case 'fn':
        return `[${t.name('k')} \\in ${DOMAINS[type.domain]} |-> ${part(type.to)}]`;
      case 'rec':
        return `[a |-> ${part(type.a)}, b |-> ${part(type.b)}]`;
      case 'tuple':
        return `<<${part(type.first)}, ${part(type.second)}>>`;
    }
  }

  /** What is written in the same way for every type. */
  private general(type: Type, depth: number, s: Scope): string {
    const { t } = this;
    const e = (p: Type): string => this.expr(p, depth, s);
    switch (t.below(13)) {
      case 0:
        return `(IF ${e(BOOL)} THEN ${e(type)} ELSE ${e(type)})`;
      case 1: {
        const other = this.risk(4) ? '' : ` [] OTHER -> ${e(type)}`;
        return `(CASE ${e(BOOL)} -> ${e(type)} [] ${e(BOOL)} -> ${e(type)}${other})`;
      }
      case 2: {
        const [name, of] = [t.name('v'), randomType(t, 1)];
        return `(LET ${name} == ${e(of)} IN ${this.expr(type, depth, extend(s, name, of))})`;
      }
      case 3: {
        const [name, p, of] = [t.name('Op'), t.name('p'), randomType(t, 1)];
        const body = this.expr(type, depth, extend(s, p, of));
        const scope = { names: [...s.names, { text: `${name}(${e(of)})`, type }] };
        return `(LET ${name}(${p}) == ${body} IN ${this.expr(type, depth, scope)})`;
      }
      case 4: {
        const x = t.name('x');
        return `(CHOOSE ${x} \\in ${this.filled(type, depth, s)} : ${this.risk(2) ? this.expr(BOOL, depth, extend(s, x, type)) : 'TRUE'})`;
      }
      case 5: {
        const domain = t.of<Domain>(['small', 'pair', 'words', 'truth', 'grid']);
        return `${e({ k: 'fn', domain, to: type })}[${this.key(domain, depth, s)}]`;
      }
      case 6:
        return t.below(2) === 0 ? `${e({ k: 'rec', a: type, b: INT })}.a` : `${e({ k: 'rec', a: BOOL, b: type })}.b`;
      case 7:
        return t.below(2) === 0 ? `${e({ k: 'tuple', first: type, second: STR })}[1]` : `${e({ k: 'tuple', first: INT, second: type })}[2]`;
      case 8:
        return `Head(Append(${e(seqOf(type))}, ${e(type)}))`;
      case 9: {
        const sequence = e(seqOf(type));
        return !this.risk(3) ? `(${sequence} \\o <<${e(type)}>>)[1]` : `${sequence}[${e(INT)}]`;
      }
      case 10:
        return this.recursive(type, depth, s);
      case 11:
        return this.fold(type, depth, s);
      default:
        return `(IF ${e(BOOL)} THEN ${e(type)} ELSE ${e(type)})`;
    }
  }

  /** A recursive function, or operator, of a number. */
  private recursive(type: Type, depth: number, s: Scope): string {
    const { t } = this;
    const [f, n] = [t.name('f'), t.name('n')];
    const base = this.expr(type, depth, s);
    const isFunction = t.below(2) === 0;
    const before = isFunction ? `${f}[${n} - 1]` : `${f}(${n} - 1)`;
    const step = this.expr(type, depth, { names: [...s.names, { text: n, type: INT }, { text: before, type }, { text: before, type }] });
    const body = `IF ${n} <= 0 THEN ${base} ELSE ${step}`;
    const argument = t.of(['2', '1', '3']);
    if (isFunction) return `(LET ${f}[${n} \\in 0 .. 3] == ${body} IN ${f}[${argument}])`;
    return `(LET RECURSIVE ${f}(_) ${f}(${n}) == ${body} IN ${f}(${argument}))`;
  }

  /** A fold over a set or a sequence of numbers, by an operator that is passed on. */
  private fold(type: Type, depth: number, s: Scope): string {
    const { t } = this;
    const [apply, F, x, v] = [t.name('Apply'), t.name('F'), t.name('x'), t.name('v')];
    const body = this.expr(type, depth, extend(s, v, type));
    return `(LET ${apply}(${F}(_), ${x}) == ${F}(${F}(${x})) IN ${apply}(LAMBDA ${v} : ${body}, ${this.expr(type, depth, s)}))`;
  }

  /** A set that is not empty, nearly always. */
  private filled(of: Type, depth: number, s: Scope): string {
    const set = this.expr(setOf(of), depth, s);
    return this.risk(8) ? set : `(${set} \\cup {${this.expr(of, 0, s)}})`;
  }

  /** A key of a domain, nearly always. */
  key(domain: Domain, depth: number, s: Scope): string {
    const { t } = this;
    if (this.risk(20)) return this.expr(KEYS[domain], depth, s);
    const wordly = (): string => (t.below(2) === 0 ? t.of(['"a"', '"b"']) : `(IF ${this.expr(BOOL, depth, s)} THEN "a" ELSE "b")`);
    const modulo = (n: number): string => `(${this.expr(INT, depth, s)} % ${n})`;
    switch (domain) {
      case 'small':
        return modulo(3);
      case 'pair':
        return `(1 + ${modulo(2)})`;
      case 'words':
        return wordly();
      case 'truth':
        return this.expr(BOOL, depth, s);
      case 'grid':
        return `<<${modulo(2)}, ${wordly()}>>`;
      case 'procs':
        return this.expr(PROC, depth, s);
    }
  }

  /** What is written for one type only. */
  private own(type: Type, depth: number, s: Scope): string {
    switch (type.k) {
      case 'int':
        return this.integer(depth, s);
      case 'bool':
        return this.truth(depth, s);
      case 'set':
        return this.set(type.of, depth, s);
      case 'seq':
        return this.sequence(type.of, depth, s);
      case 'fn':
        return this.fn(type.domain, type.to, depth, s);
      case 'rec': {
        const field = this.t.of(['a', 'b'] as const);
        if (this.t.below(2) === 0) return this.literalOf(type, depth, s);
        const at = this.t.name('r');
        return `(LET ${at} == ${this.expr(type, depth, s)} IN [${at} EXCEPT !.${field} = ${this.except(type[field], depth, s)}])`;
      }
      case 'tuple':
        return this.literalOf(type, depth, s);
      case 'proc':
        return `(IF ${this.expr(BOOL, depth, s)} THEN ${this.expr(PROC, depth, s)} ELSE ${this.expr(PROC, depth, s)})`;
      case 'str':
        return `(IF ${this.truth(depth, s)} THEN ${this.expr(STR, depth, s)} ELSE ${this.expr(STR, depth, s)})`;
    }
  }

  private literalOf(type: Type & { readonly k: 'rec' | 'tuple' }, depth: number, s: Scope): string {
    if (type.k === 'rec') return `[a |-> ${this.expr(type.a, depth, s)}, b |-> ${this.expr(type.b, depth, s)}]`;
    return `<<${this.expr(type.first, depth, s)}, ${this.expr(type.second, depth, s)}>>`;
  }

  /** The new value in an EXCEPT, which may use the old one. */
  private except(type: Type, depth: number, s: Scope): string {
    return this.expr(type, depth, extend({ names: s.names.filter((n) => n.text !== '@') }, '@', type));
  }

  private integer(depth: number, s: Scope): string {
    const { t } = this;
    const e = (p: Type): string => this.expr(p, depth, s);
    const n = (): string => e(INT);
    switch (t.below(15)) {
      case 0:
        return `(${n()} + ${n()})`;
      case 1:
        return `(${n()} - ${n()})`;
      case 2:
        return `(${n()} * ${n()})`;
      case 3:
        return `(${n()} ${t.of(['%', '\\div'])} ${this.risk(3) ? n() : t.of(['2', '3'])})`;
      case 4:
        return `(-${n()})`;
      case 5:
        return `Cardinality(${e(setOf(randomType(t, 1)))})`;
      case 6:
        return `Len(${e(seqOf(randomType(t, 1)))})`;
      case 7:
        return `Sum(${e(setOf(INT))})`;
      case 8:
        return `Inc(${n()})`;
      case 9:
        return `Twice(${t.of(['Inc', `LAMBDA ${this.lambda(s, depth)}`])}, ${n()})`;
      case 10:
        return `Pick(${e(BOOL)}, ${n()}, ${n()})`;
      case 11:
        return `Fib[${this.risk(3) ? n() : t.of(['3', '5'])}]`;
      case 12:
        return `(${t.of(['2', n()])} ^ ${this.risk(3) ? n() : t.of(['2', '3'])})`;
      case 13:
        return `(CHOOSE ${t.name('m')} \\in ${this.filled(INT, depth, s)} : TRUE)`;
      default:
        return `Cardinality({${t.name('c')} \\in ${this.small(INT, depth, s)} : ${e(BOOL)}})`;
    }
  }

  private lambda(s: Scope, depth: number): string {
    const l = this.t.name('l');
    return `${l} : ${this.expr(INT, depth, extend(s, l, INT))}`;
  }

  private truth(depth: number, s: Scope): string {
    const { t } = this;
    const e = (p: Type): string => this.expr(p, depth, s);
    const p = (): string => e(BOOL);
    switch (t.below(13)) {
      case 0:
        return `(${p()} ${t.of(['/\\', '\\/', '=>', '<=>'])} ${p()})`;
      case 1:
        return `(~${p()})`;
      case 2: {
        const type = randomType(t, 2);
        return `(${e(type)} ${t.of(['=', '#'])} ${e(type)})`;
      }
      case 3:
        return `(${e(INT)} ${t.of(['<', '>', '<=', '>='])} ${e(INT)})`;
      case 4: {
        const type = randomType(t, 1);
        return `(${e(type)} ${t.of(['\\in', '\\notin'])} ${e(setOf(type))})`;
      }
      case 5: {
        const type = setOf(randomType(t, 1));
        return `(${e(type)} \\subseteq ${e(type)})`;
      }
      case 6:
      case 7:
        return this.quantifier(depth, s);
      case 8: {
        const type = randomType(t, 2);
        return `(${e(type)} \\in ${this.universe(type, false)})`;
      }
      case 9:
        return `(${p()} /\\ ${p()} /\\ ${p()})`;
      case 10:
        return `(${p()} \\/ ${p()} \\/ ${p()})`;
      case 11:
        return `IsFiniteSet(${e(setOf(INT))})`;
      default:
        return `(DOMAIN ${e({ k: 'fn', domain: t.of(['small', 'pair']), to: INT })} = ${e(setOf(INT))})`;
    }
  }

  /** A set, possibly infinite, of the values of a type. The engine knows no filtered infinite set but right under \in. */
  private universe(type: Type, inner = true): string {
    const { t } = this;
    switch (type.k) {
      case 'int':
        if (!inner && t.rarely(3)) return '{u \\in Nat : u % 2 = 0}';
        return t.of(['Int', 'Nat', '(0 .. 3)', '(Nat \\ {1})', '(Nat \\cup {-1})']);
      case 'bool':
        return 'BOOLEAN';
      case 'str':
        return t.of(['STRING', '{"a", "b"}']);
      case 'proc':
        return 'P';
      case 'set':
        return `(SUBSET ${this.universe(type.of)})`;
      case 'seq':
        return `Seq(${this.universe(type.of)})`;
      case 'fn':
        return `[${DOMAINS[type.domain]} -> ${this.universe(type.to)}]`;
      case 'rec':
        return `[a : ${this.universe(type.a)}, b : ${this.universe(type.b)}]`;
      case 'tuple':
        return `(${this.universe(type.first)} \\X ${this.universe(type.second)})`;
    }
  }

  private quantifier(depth: number, s: Scope): string {
    const { t } = this;
    const q = t.of(['\\E', '\\A']);
    const [x, y] = [t.name('x'), t.name('y')];
    const of = randomType(t, 1);
    const set = this.small(of, depth, s);
    switch (t.below(4)) {
      case 0:
        return `(${q} ${x} \\in ${set} : ${this.expr(BOOL, depth, extend(s, x, of))})`;
      case 1:
        return `(${q} ${x}, ${y} \\in ${set} : ${this.expr(BOOL, depth, extend(extend(s, x, of), y, of))})`;
      case 2: {
        const to = randomType(t, 0);
        return `(${q} ${x} \\in ${set}, ${y} \\in ${this.small(to, depth, s)} : ${this.expr(BOOL, depth, extend(extend(s, x, of), y, to))})`;
      }
      default: {
        const pairs: Type = { k: 'tuple', first: of, second: INT };
        return `(${q} <<${x}, ${y}>> \\in ${this.small(pairs, depth, s)} : ${this.expr(BOOL, depth, extend(extend(s, x, of), y, INT))})`;
      }
    }
  }

  /** A set to loop over: not one of many subsets, to keep the plain methods of the oracle within reach. */
  private small(of: Type, depth: number, s: Scope): string {
    return this.expr(setOf(of), Math.min(depth, 2), s);
  }

  private set(of: Type, depth: number, s: Scope): string {
    const { t } = this;
    const e = (p: Type): string => this.expr(p, depth, s);
    switch (t.below(9)) {
      case 0:
        return `{${Array.from({ length: 1 + t.below(3) }, () => e(of)).join(', ')}}`;
      case 1:
        return `(${e(setOf(of))} ${t.of(['\\cup', '\\cap', '\\'])} ${e(setOf(of))})`;
      case 2: {
        const x = t.name('x');
        return `{${x} \\in ${e(setOf(of))} : ${this.expr(BOOL, depth, extend(s, x, of))}}`;
      }
      case 3: {
        const [x, from] = [t.name('x'), randomType(t, 1)];
        return `{${this.expr(of, depth, extend(s, x, from))} : ${x} \\in ${this.small(from, depth, s)}}`;
      }
      case 4: {
        const [x, y] = [t.name('x'), t.name('y')];
        const body = this.expr(of, depth, extend(extend(s, x, INT), y, BOOL));
        return `{${body} : ${x} \\in ${this.small(INT, depth, s)}, ${y} \\in BOOLEAN}`;
      }
      case 5:
        return `(UNION ${e(setOf(setOf(of)))})`;
      case 6:
        return `Range(${e({ k: 'fn', domain: t.of(['small', 'pair', 'words']), to: of })})`;
      case 7:
        return `Range(${e(seqOf(of))})`;
      default:
        return this.symbolic(of, depth, s);
    }
  }

  /** Sets that have a form of their own. */
  private symbolic(of: Type, depth: number, s: Scope): string {
    const { t } = this;
    const set = (p: Type): string => this.expr(setOf(p), Math.min(depth, 1), s);
    switch (of.k) {
      case 'int':
        return `(${this.expr(INT, depth, s)} .. ${t.of(['2', this.expr(INT, depth, s)])})`;
      case 'bool':
        return 'BOOLEAN';
      case 'proc':
        return 'P';
      case 'str':
        return `(DOMAIN ${this.expr({ k: 'fn', domain: 'words', to: INT }, depth, s)})`;
      case 'set':
        return `(SUBSET ${set(of.of)})`;
      case 'seq':
        return `[1 .. ${t.of(['2', '0', '1'])} -> ${set(of.of)}]`;
      case 'fn':
        return `[${DOMAINS[of.domain]} -> ${set(of.to)}]`;
      case 'rec':
        return `[a : ${set(of.a)}, b : ${set(of.b)}]`;
      case 'tuple':
        return `(${set(of.first)} \\X ${set(of.second)})`;
    }
  }

  private sequence(of: Type, depth: number, s: Scope): string {
    const { t } = this;
    const e = (p: Type): string => this.expr(p, depth, s);
    const self = (): string => e(seqOf(of));
    switch (t.below(9)) {
      case 0:
        return `<<${Array.from({ length: 1 + t.below(3) }, () => e(of)).join(', ')}>>`;
      case 1:
        return `Append(${self()}, ${e(of)})`;
      case 2:
        return `(${self()} \\o ${self()})`;
      case 3:
        return this.risk(4) ? `Tail(${self()})` : `Tail(<<${e(of)}>> \\o ${self()})`;
      case 4: {
        const v = t.name('s');
        return `(LET ${v} == ${self()} IN SubSeq(${v}, ${this.risk(2) ? '2' : '1'}, ${this.risk(2) ? e(INT) : `Len(${v})`}))`;
      }
      case 5: {
        const v = t.name('e');
        return `SelectSeq(${self()}, LAMBDA ${v} : ${this.expr(BOOL, depth, extend(s, v, of))})`;
      }
      case 6: {
        const i = t.name('i');
        return `[${i} \\in 1 .. ${t.of(['2', '0', '1', '3'])} |-> ${this.expr(of, depth, extend(s, i, INT))}]`;
      }
      case 7:
        return `[${self()} EXCEPT ![${t.of(['1', '2'])}] = ${this.except(of, depth, s)}]`;
      default:
        if (of.k === 'int') return `SortSeq(${self()}, ${t.of(['<', '>'])})`;
        return `Flat(${e(seqOf(seqOf(of)))})`;
    }
  }

  private fn(domain: Domain, to: Type, depth: number, s: Scope): string {
    const { t } = this;
    const self: Type = { k: 'fn', domain, to };
    const x = t.name('x');
    switch (t.below(6)) {
      case 0:
      case 1:
        return `[${x} \\in ${DOMAINS[domain]} |-> ${this.expr(to, depth, extend(s, x, KEYS[domain]))}]`;
      case 2:
        return `[${this.expr(self, depth, s)} EXCEPT ![${this.key(domain, depth, s)}] = ${this.except(to, depth, s)}]`;
      case 3:
        return `((${this.key(domain, 0, s)} :> ${this.expr(to, depth, s)}) @@ ${this.expr(self, depth, s)})`;
      case 4:
        return `[${this.expr(self, depth, s)} EXCEPT ![${this.key(domain, depth, s)}] = ${this.expr(to, depth, s)}, ![${this.key(domain, depth, s)}] = ${this.except(to, depth, s)}]`;
      default: {
        const y = t.name('y');
        if (domain !== 'grid') return `[${x} \\in ${DOMAINS[domain]} |-> ${this.expr(to, depth, extend(s, x, KEYS[domain]))}]`;
        return `[${x} \\in {0, 1}, ${y} \\in {"a", "b"} |-> ${this.expr(to, depth, extend(extend(s, x, INT), y, STR))}]`;
      }
    }
  }
}

/** The scope with one more name. */
export function extend(s: Scope, text: string, type: Type): Scope {
  return { names: [...s.names, { text, type }] };
}
