/**
 * The abstraction function at work: what the variables of the spec are in a state of the code. Variables that are functions of one
 * part of the state are computed once for each object that this part is; so a step costs what it changes.
 */
import type { Program } from '../tla-to-ts/compile/program.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import type { Abstraction } from './binding.ts';
import type { TlaValue } from './cast.ts';
import { Recent } from './recent.ts';

/** So many objects are remembered for each part. */
const REMEMBERED = 1 << 17;

/** What the variables of one part are, and what they add to the fingerprint of the spec's state. */
export interface PartValue {
  readonly values: readonly TlaValue[];
  readonly a: number;
  readonly b: number;
}

/** Variables that depend on one part of a state. */
interface Group<S> {
  /** `undefined`: on the state as a whole. */
  readonly part: ((s: S) => object) | undefined;
  /** Their positions in the spec, and how each is read off a state. */
  readonly variables: readonly number[];
  readonly read: readonly ((s: S) => TlaValue)[];
  readonly known: Recent<PartValue>;
}

/** A state of the code whose variables are known, for each group. */
interface Known<S> {
  readonly state: S;
  readonly parts: readonly PartValue[];
}

/** Puts together what is known of the parts of a state. */
export interface Parts {
  /** The values of all variables, in the order of the spec. */
  values(parts: readonly PartValue[]): readonly TlaValue[];
  /** The two halves of the fingerprint of the spec's state. */
  fpA(parts: readonly PartValue[]): number;
  fpB(parts: readonly PartValue[]): number;
}

/** The abstraction function of a binding. */
export class Abstractions<S> implements Parts {
  private readonly program: Program;
  private readonly groups: readonly Group<S>[];
  /** Fingerprints are sums over the variables: what a part adds is how the fingerprint of this state changes with it. */
  private base: { readonly values: readonly number[]; readonly fpA: number; readonly fpB: number } | undefined;

  /** @throws TlaError if the table is not one of the variables of the spec, all of them and no other */
  constructor(program: Program, protocol: string, table: { readonly [name: string]: Abstraction<S> }) {
    this.program = program;
    const variables = program.model.module.variables.map((v) => v.name);
    const functions = functionsOf(protocol, table, variables);
    const parts = new Set(functions.map(partOf));
    this.groups = [...parts].map((part) => {
      const own = functions.flatMap((f, variable) => (partOf(f) === part ? [{ f, variable }] : []));
      return {
        part,
        variables: own.map(({ variable }) => variable),
        read: own.map(({ f }) => (typeof f === 'function' ? f : f.read)),
        known: new Recent(REMEMBERED),
      };
    });
  }

  /** The variables in a state; `from`: one that it shares much with. The program's next state may be overwritten. */
  parts(state: S, from?: Known<S>): readonly PartValue[] {
    this.base ??= this.hashed(this.all(state));
    const found: PartValue[] = [];
    for (const group of this.groups) {
      const before = from?.parts[found.length];
      found.push(before !== undefined && from !== undefined && isShared(group, state, from.state) ? before : this.partValue(group, state));
    }
    return found;
  }

  private partValue(group: Group<S>, state: S): PartValue {
    const object = group.part?.(state);
    const known = object && group.known.get(object);
    if (known !== undefined) return known;
    const values = group.read.map((read) => read(state));
    const value = { values, ...this.share(group, values) };
    if (object !== undefined) group.known.set(object, value);
    return value;
  }

  /** The values of all variables in a state, in the order of the spec. */
  all(state: S): readonly TlaValue[] {
    return this.inOrder(({ read }) => read.map((f) => f(state)));
  }

  values(parts: readonly PartValue[]): readonly TlaValue[] {
    return this.inOrder((_, g) => parts[g]?.values ?? []);
  }

  private inOrder(valuesOf: (group: Group<S>, g: number) => readonly TlaValue[]): readonly TlaValue[] {
    const out: TlaValue[] = [];
    this.groups.forEach((group, g) => {
      valuesOf(group, g).forEach((value, i) => {
        out[group.variables[i] ?? -1] = value;
      });
    });
    return out;
  }

  fpA(parts: readonly PartValue[]): number {
    let sum = this.base?.fpA ?? 0;
    for (const part of parts) sum = (sum + part.a) | 0;
    return sum;
  }

  fpB(parts: readonly PartValue[]): number {
    let sum = this.base?.fpB ?? 0;
    for (const part of parts) sum = (sum + part.b) | 0;
    return sum;
  }

  /** What the variables of a part add to the fingerprint. */
  private share(group: Group<S>, values: readonly TlaValue[]): { readonly a: number; readonly b: number } {
    const { base } = this;
    if (base === undefined) throw new Error('internal: there is no state to compare with');
    const other = [...base.values];
    group.variables.forEach((variable, i) => {
      other[variable] = values[i] ?? 0;
    });
    const { fpA, fpB } = this.hashed(other);
    return { a: (fpA - base.fpA) | 0, b: (fpB - base.fpB) | 0 };
  }

  private hashed(values: readonly number[]): { readonly values: readonly number[]; readonly fpA: number; readonly fpB: number } {
    const { program } = this;
    program.assign(values);
    program.hash();
    return { values, fpA: program.hashA(), fpB: program.hashB() };
  }
}

function partOf<S>(f: Abstraction<S>): ((s: S) => object) | undefined {
  return typeof f === 'function' ? undefined : f.part;
}

/** Is the part of both states the same object? */
function isShared<S>({ part }: Group<S>, state: S, from: S): boolean {
  return part === undefined ? state === from : part(state) === part(from);
}

/** The table as a list, in the order of the spec. */
function functionsOf<S>(
  protocol: string,
  table: { readonly [name: string]: Abstraction<S> },
  variables: readonly string[],
): readonly Abstraction<S>[] {
  const unknown = Object.keys(table).filter((name) => !variables.includes(name));
  if (unknown.length > 0)
    throw new TlaError(
      'config',
      `The binding of ${protocol} speaks of variables that the specification does not have: ${unknown.join(', ')}`,
    );
  const found = variables.map((name) => (Object.hasOwn(table, name) ? table[name] : undefined));
  const missing = variables.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) throw new TlaError('config', `The binding of ${protocol} says nothing of the variables ${missing.join(', ')}`);
  return found.filter((f) => f !== undefined);
}
