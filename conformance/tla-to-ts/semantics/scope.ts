/** Name scopes: what a name means at a point of a module. */
import { formatLoc, type Loc, TlaError } from '../errors.ts';
import type { Callee, ConstSym, OpSym, ParamSym, VarSym, X } from './ir.ts';

/** What a name can stand for. */
export type Entry =
  | { readonly k: 'sym'; readonly sym: ConstSym | VarSym | ParamSym; readonly local: boolean }
  /** A definition; `prefix`: the parameters of the instance that it stands in, passed on by every reference from inside. */
  | { readonly k: 'op'; readonly op: OpSym; readonly prefix: readonly ParamSym[]; readonly local: boolean }
  /** A constant or variable of an instantiated module: the expression or operator that is put in its place. */
  | { readonly k: 'subst'; readonly value: X; readonly local: boolean }
  | { readonly k: 'substOp'; readonly op: Callee; readonly local: boolean }
  /** `I(p) == INSTANCE M`: a name space. `prefix`: the parameters of the instance that it stands in. */
  | {
      readonly k: 'instance';
      readonly prefix: readonly ParamSym[];
      readonly params: readonly ParamSym[];
      readonly entries: ReadonlyMap<string, Entry>;
      readonly module: string;
      readonly local: boolean;
    }
  /** A nested module, to be instantiated. */
  | { readonly k: 'module'; readonly local: boolean };

/** A scope: its own names, then those of its surroundings. */
export class Scope {
  readonly names: Map<string, Entry> = new Map();
  readonly outer: Scope | undefined;

  constructor(outer?: Scope) {
    this.outer = outer;
  }

  lookup(name: string): Entry | undefined {
    for (let s: Scope | undefined = this; s !== undefined; s = s.outer) {
      const e = s.names.get(name);
      if (e !== undefined) return e;
    }
    return undefined;
  }

  /** Binds a name; the same thing twice is fine (a module extended along two paths), another thing is an error as in SANY. */
  define(name: string, entry: Entry, loc: Loc): void {
    const old = this.lookup(name);
    if (old !== undefined && !sameEntry(old, entry)) {
      const where = placeOf(old);
      throw new TlaError(
        'parse',
        `Multiple declarations or definitions for symbol ${name}${where === undefined ? '' : ` (the other one: ${formatLoc(where)})`}`,
        loc,
      );
    }
    this.names.set(name, entry);
  }

  /**
   * Binds a name that EXTENDS or INSTANCE brings in. As in SANY, a definition that is there already stays and the other one is
   * passed over; only names of different kinds (and with INSTANCE, of different arities) are an error.
   */
  import(name: string, entry: Entry, loc: Loc, how: 'extends' | 'instance'): void {
    const old = this.lookup(name);
    if (old === undefined || sameEntry(old, entry)) this.names.set(name, entry);
    else if (!staysFor(old, entry, how)) this.define(name, entry, loc);
  }
}

/** Whether an earlier entry takes the place of an imported one. */
function staysFor(old: Entry, entry: Entry, how: 'extends' | 'instance'): boolean {
  if (old.k === 'op' && entry.k === 'op') return how === 'extends' || ownArity(old) === ownArity(entry);
  // A module that the surroundings extend, met again within an instance: its declarations stand for those of the surroundings.
  if (old.k === 'sym' && entry.k === 'subst') return entry.value.k === 'ref' && entry.value.sym === old.sym;
  return old.k === 'sym' && entry.k === 'substOp' && entry.op === old.sym;
}

function ownArity(e: Extract<Entry, { k: 'op' }>): number {
  return e.op.params.length - e.prefix.length;
}

function sameEntry(a: Entry, b: Entry): boolean {
  if (a.k === 'op' && b.k === 'op')
    return a.op === b.op || (a.op.loc.source === b.op.loc.source && a.op.loc.line === b.op.loc.line && a.op.loc.col === b.op.loc.col);
  if (a.k === 'sym' && b.k === 'sym') return a.sym === b.sym;
  return a.k === b.k && a.k !== 'op' && a.k !== 'sym';
}

function placeOf(e: Entry): Loc | undefined {
  if (e.k === 'op') return e.op.native === undefined ? e.op.loc : undefined;
  if (e.k === 'sym') return e.sym.loc;
  return undefined;
}
