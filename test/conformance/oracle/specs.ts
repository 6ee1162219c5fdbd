/** Random small specifications: variables of several types, actions with parameters, and what a configuration can ask for. */
import type { Question } from './explore.ts';
import { DEFINITIONS, EMPTY, extend, type Scope, Writer } from './expressions.ts';
import type { Tape } from './tape.ts';
import { BOOL, DOMAINS, INT, PROC, randomType, STR, type Type } from './types.ts';

interface Variable {
  readonly name: string;
  readonly type: Type;
}

export interface Specification {
  readonly text: string;
  readonly config: string;
  readonly question: Question;
}

/** The elements of the constant P. */
export const PROCESSES: readonly string[] = ['p1', 'p2', 'p3'];

const VARIABLE_TYPES: readonly [Type, ...Type[]] = [
  INT,
  BOOL,
  { k: 'set', of: INT },
  { k: 'fn', domain: 'procs', to: INT },
  { k: 'seq', of: STR },
  STR,
  { k: 'fn', domain: 'small', to: BOOL },
  { k: 'rec', a: INT, b: STR },
  { k: 'set', of: PROC },
  { k: 'set', of: { k: 'rec', a: INT, b: PROC } },
  { k: 'fn', domain: 'procs', to: { k: 'rec', a: STR, b: BOOL } },
  { k: 'fn', domain: 'pair', to: INT },
  { k: 'fn', domain: 'words', to: { k: 'set', of: INT } },
  { k: 'set', of: { k: 'tuple', first: PROC, second: BOOL } },
  { k: 'fn', domain: 'grid', to: INT },
  { k: 'tuple', first: INT, second: { k: 'fn', domain: 'procs', to: BOOL } },
  { k: 'fn', domain: 'procs', to: { k: 'seq', of: INT } },
  { k: 'seq', of: { k: 'rec', a: INT, b: STR } },
  { k: 'fn', domain: 'procs', to: { k: 'fn', domain: 'truth', to: INT } },
];

class SpecWriter {
  private readonly t: Tape;
  private readonly w: Writer;
  private readonly variables: readonly Variable[];
  private readonly definitions: string[] = [];
  /** What every predicate of a state may name. */
  private state: Scope;

  constructor(t: Tape) {
    this.t = t;
    this.w = new Writer(t, false);
    this.variables = Array.from({ length: 1 + t.below(4) }, (_, i) => ({ name: `w${i + 1}`, type: t.of(VARIABLE_TYPES) }));
    this.state = this.variables.reduce((s, v) => extend(s, v.name, v.type), EMPTY);
  }

  /** A value of a type that has few: so the models stay small. */
  private bounded(type: Type, depth: number, s: Scope): string {
    const { t } = this;
    const part = (p: Type): string => this.bounded(p, depth - 1, s);
    switch (type.k) {
      case 'int':
        return `(${this.w.expr(INT, depth, s)} % 3)`;
      case 'bool':
      case 'str':
      case 'proc':
        return this.w.expr(type, depth, s);
      case 'set':
        return `{${Array.from({ length: t.below(3) }, () => part(type.of)).join(', ')}}`;
      case 'seq':
        return `<<${Array.from({ length: t.below(3) }, () => part(type.of)).join(', ')}>>`;
      case 'fn': {
        const x = t.name('k');
        return `[${x} \\in ${DOMAINS[type.domain]} |-> ${part(type.to)}]`;
      }
      case 'rec':
        return `[a |-> ${part(type.a)}, b |-> ${part(type.b)}]`;
      case 'tuple':
        return `<<${part(type.first)}, ${part(type.second)}>>`;
    }
  }

  /** A finite set of values of a type. */
  private choices(type: Type, s: Scope): string {
    const two = (): string => `{${this.bounded(type, 1, s)}, ${this.bounded(type, 1, s)}}`;
    if (this.t.below(2) === 0) return two();
    if (type.k === 'int') return '(0 .. 1)';
    if (type.k === 'bool') return 'BOOLEAN';
    if (type.k === 'proc') return 'P';
    if (type.k === 'set') return `(SUBSET {${this.bounded(type.of, 0, s)}, ${this.bounded(type.of, 0, s)}})`;
    if (type.k === 'rec') return `[a : ${this.choices(type.a, s)}, b : ${this.choices(type.b, s)}]`;
    if (type.k === 'fn' && type.domain !== 'grid')
      return `[${DOMAINS[type.domain]} -> {${this.bounded(type.to, 0, s)}, ${this.bounded(type.to, 0, s)}}]`;
    return two();
  }

  /** A new value of a variable, mostly made of the old one. */
  private changed({ name, type }: Variable, s: Scope): string {
    const { t } = this;
    if (t.rarely(6)) return this.bounded(type, 2, s);
    switch (type.k) {
      case 'set':
        switch (t.below(4)) {
          case 0:
            return `${name} \\cup {${this.bounded(type.of, 1, s)}}`;
          case 1:
            return `${name} \\ {${this.bounded(type.of, 1, s)}}`;
          case 2:
            return `(${name} \\ {${this.bounded(type.of, 1, s)}}) \\cup {${this.bounded(type.of, 1, s)}}`;
          default: {
            const x = t.name('x');
            return `{${x} \\in ${name} : ${this.w.expr(BOOL, 2, extend(s, x, type.of))}}`;
          }
        }
      case 'seq':
        return t.of([
          `IF Len(${name}) < 2 THEN Append(${name}, ${this.bounded(type.of, 1, s)}) ELSE ${name}`,
          `IF ${name} = <<>> THEN ${name} ELSE Tail(${name})`,
          `[${name} EXCEPT ![1] = ${this.bounded(type.of, 1, extend(s, '@', type.of))}]`,
        ]);
      case 'fn':
      case 'rec':
        return this.updated(name, type, s);
      default:
        return this.bounded(type, 2, s);
    }
  }

  private updated(name: string, type: Type, s: Scope): string {
    const { t } = this;
    const [one, of] = this.path(type, s);
    const value = this.bounded(of, 1, extend(s, '@', of));
    if (t.below(4) < 3) return `[${name} EXCEPT !${one} = ${value}]`;
    const [two, then] = this.path(type, s);
    return `[${name} EXCEPT !${one} = ${value}, !${two} = ${this.bounded(then, 1, extend(s, '@', then))}]`;
  }

  /** A path into a function or record, and the type of what is there. */
  private path(type: Type, s: Scope): readonly [string, Type] {
    if (type.k === 'rec') {
      const field = this.t.of(['a', 'b'] as const);
      return [`.${field}`, type[field]];
    }
    if (type.k !== 'fn') return ['', type];
    const key = `[${this.w.key(type.domain, 1, s)}]`;
    if ((type.to.k !== 'fn' && type.to.k !== 'rec') || this.t.below(3) === 0) return [key, type.to];
    const [more, of] = this.path(type.to, s);
    return [key + more, of];
  }

  /** Conjuncts that give one variable its next value. */
  private assignment(v: Variable, s: Scope): string {
    const { t } = this;
    const { name, type } = v;
    const equation = (scope: Scope = s): string => `${name}' = ${this.changed(v, scope)}`;
    switch (t.below(14)) {
      case 1:
        return `UNCHANGED ${name}`;
      case 2:
        return `${name}' \\in ${this.choices(type, s)}`;
      case 3:
        return `(IF ${this.w.expr(BOOL, 2, s)} THEN ${equation()} ELSE ${t.of([`UNCHANGED ${name}`, equation()])})`;
      case 4:
        return `(${equation()} \\/ (${this.w.expr(BOOL, 1, s)} /\\ ${equation()}))`;
      case 5: {
        const [x, of] = [t.name('x'), randomType(t, 0)];
        return `(\\E ${x} \\in ${this.choices(of, s)} : ${equation(extend(s, x, of))})`;
      }
      case 6: {
        const [x, of] = [t.name('y'), randomType(t, 1)];
        return `(LET ${x} == ${this.w.expr(of, 2, s)} IN ${equation(extend(s, x, of))})`;
      }
      case 7:
        return `${name}' = IF ${this.w.expr(BOOL, 2, s)} THEN ${this.changed(v, s)} ELSE ${name}`;
      case 8:
        return `(CASE ${this.w.expr(BOOL, 1, s)} -> ${equation()} [] OTHER -> ${name}' = ${name})`;
      default:
        return equation();
    }
  }

  /** One action: guards, then a value for every variable in any order, now and then a test of what came out. */
  private action(i: number): string {
    const { t } = this;
    const params = Array.from({ length: t.below(3) }, (_, n) => ({ name: `a${n + 1}`, type: t.of([PROC, INT, BOOL, STR]) }));
    let s = params.reduce((scope, p) => extend(scope, p.name, p.type), this.state);
    const conjuncts: string[] = [];
    for (let n = t.below(3); n > 0; n--) conjuncts.push(`(${this.w.expr(BOOL, 1, s)} \\/ ${this.w.expr(BOOL, 1 + t.below(2), s)})`);
    const rest = [...this.variables];
    while (rest.length > 0) {
      const [v] = rest.splice(t.below(rest.length), 1);
      if (v === undefined) break;
      conjuncts.push(this.assignment(v, s));
      if (!t.rarely(4)) continue;
      s = extend(s, `${v.name}'`, v.type);
      if (t.rarely(3)) conjuncts.push(this.w.expr(BOOL, 2, s));
    }
    const name = `A${i}`;
    const args = params.length === 0 ? '' : `(${params.map((p) => p.name).join(', ')})`;
    this.definitions.push(`${name}${args} ==\n${conjuncts.map((c) => `  /\\ ${c}`).join('\n')}`);
    const quantified = params.map((p) => `\\E ${p.name} \\in ${this.choices(p.type, EMPTY)} : `).join('');
    const step = `(${quantified}${name}${args})`;
    if (!t.rarely(6)) return step;
    return t.of([`<<${step}>>_w1`, `[${step}]_w1`, `(<<${step}>>_vars)`]);
  }

  write(): Specification {
    const { t } = this;
    const helpers = Array.from({ length: t.below(3) }, (_, i) => {
      const type = randomType(t, 1);
      const [name, param] = [`Def${i + 1}`, t.below(2) === 0 ? '' : 'z'];
      this.definitions.push(
        `${name}${param && '(z)'} == ${this.w.expr(type, 3, param === '' ? this.state : extend(this.state, 'z', INT))}`,
      );
      this.state = extend(this.state, param === '' ? name : `${name}(${t.of(['0', '1'])})`, type);
      return name;
    });
    const init = this.variables.map((v) =>
      t.rarely(3) ? `${v.name} \\in ${this.choices(v.type, EMPTY)}` : `${v.name} = ${this.bounded(v.type, 1, EMPTY)}`,
    );
    this.definitions.push(`Init ==\n${init.map((c) => `  /\\ ${c}`).join('\n')}`);
    this.definitions.push(`vars == <<${this.variables.map((v) => v.name).join(', ')}>>`);
    const actions = Array.from({ length: 1 + t.below(3) }, (_, i) => this.action(i + 1));
    this.definitions.push(`Next ==\n${actions.map((a) => `  \\/ ${a}`).join('\n')}`);
    return this.configured(helpers.length);
  }

  /** What is asked of the specification. */
  private configured(helpers: number): Specification {
    const { t } = this;
    const names = this.variables.map((v) => v.name).join(', ');
    this.definitions.push('Spec == Init /\\ [][Next]_vars', 'Perms == Permutations(P)');
    const predicate = (name: string): string => {
      const part = (): string => this.w.expr(BOOL, 3, this.state);
      this.definitions.push(`${name} == ${t.below(3) === 0 ? part() : `(${part()} \\/ ${part()} \\/ ${part()})`}`);
      return name;
    };
    const some = (n: number, name: string): readonly string[] => (t.rarely(n) ? [predicate(name)] : []);
    const invariants = some(2, 'Inv');
    const constraints = some(4, 'Bound');
    const steps = t.rarely(4) ? ['Rule'] : [];
    if (steps.length > 0) {
      const next = this.variables.reduce((s, v) => extend(s, `${v.name}'`, v.type), this.state);
      const sub = t.of(['vars', t.of(this.variables.length === 1 ? ['w1'] : ['w1', 'w2'])]);
      this.definitions.push(`Rule == [][(${this.w.expr(BOOL, 3, next)} \\/ ${this.w.expr(BOOL, 2, next)})]_${sub}`);
    }
    const view = t.rarely(6) ? 'View' : undefined;
    const symmetry = view === undefined && steps.length === 0 && t.rarely(3) ? 'Perms' : undefined;
    if (view !== undefined)
      this.definitions.push(`View == <<${this.w.expr(randomType(t, 1), 2, this.state)}, ${helpers > 0 ? 'w1' : 'vars'}>>`);
    const checkDeadlock = t.below(2) === 1;
    const lines = [
      `CONSTANT P = {${PROCESSES.join(', ')}}`,
      t.below(2) === 0 ? 'SPECIFICATION Spec' : 'INIT Init\nNEXT Next',
      ...invariants.map((n) => `INVARIANT ${n}`),
      ...constraints.map((n) => `CONSTRAINT ${n}`),
      ...steps.map((n) => `PROPERTY ${n}`),
      ...(view === undefined ? [] : [`VIEW ${view}`]),
      ...(symmetry === undefined ? [] : [`SYMMETRY ${symmetry}`]),
      `CHECK_DEADLOCK ${checkDeadlock ? 'TRUE' : 'FALSE'}`,
    ];
    const text = `---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC\nCONSTANT P\nVARIABLES ${names}\n${DEFINITIONS}\n${this.definitions.join('\n\n')}\n====\n`;
    return {
      text,
      config: `${lines.join('\n')}\n`,
      question: { init: 'Init', next: 'Next', invariants, steps, constraints, view, symmetry, checkDeadlock },
    };
  }
}

/** A random specification. */
export function randomSpecification(t: Tape): Specification {
  return new SpecWriter(t).write();
}
