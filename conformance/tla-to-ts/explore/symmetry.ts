/** Symmetry reduction: a state's fingerprint is the least one among its permutations, as in TLC. */
import { nth } from '../cast.ts';
import { createGen, emptyLayout, evaluateConstant } from '../compile/evaluate.ts';
import { ATOM, type Layout, layoutOf, type Shape } from '../compile/layout.ts';
import type { Program } from '../compile/program.ts';
import { mixA, mixB } from '../compile/runtime.ts';
import { elementsOf } from '../compile/state.ts';
import { TlaError } from '../errors.ts';
import type { Model } from '../semantics/model.ts';
import { K_MODEL, type Permutation } from '../values/heap.ts';

/** The permutations that a model's SYMMETRY names, closed under composition, without the identity. Empty: no symmetry. */
export function permutationsOf(model: Model): readonly Permutation[] {
  const { symmetry, heap } = model;
  if (symmetry === undefined) return [];
  const set = evaluateConstant(createGen(model, emptyLayout(model)), symmetry.x, undefined);
  if (set === undefined || !heap.isSet(set))
    throw new TlaError('config', `The symmetry ${symmetry.name} is not a set of permutations`, symmetry.x.loc);
  const explicit = heap.norm(set);
  const generators: Permutation[] = [];
  for (let i = 0; i < heap.size(explicit); i++) {
    const f = heap.elem(explicit, i);
    const domain = heap.domain(f);
    const map = new Map<number, number>();
    for (let k = 0; k < heap.size(domain); k++) {
      const key = heap.elem(domain, k);
      if (heap.kind(key) !== K_MODEL || heap.kind(heap.fnValue(f, k)) !== K_MODEL)
        throw new TlaError('config', `The symmetry ${symmetry.name} permutes values that are not model values`, symmetry.x.loc);
      map.set(key, heap.fnValue(f, k));
    }
    generators.push(map);
  }
  return closure(generators);
}

function closure(generators: readonly Permutation[]): readonly Permutation[] {
  const keyOf = (p: Permutation): string =>
    [...p]
      .filter(([a, b]) => a !== b)
      .sort(([a], [b]) => a - b)
      .join(';');
  const found = new Map<string, Permutation>();
  const queue: Permutation[] = [new Map()];
  const seen = new Set(['']);
  for (let p = queue.pop(); p !== undefined; p = queue.pop()) {
    for (const g of generators) {
      const next = new Map<number, number>(g);
      for (const [a, b] of p) next.set(a, g.get(b) ?? b);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      found.set(key, next);
      queue.push(next);
    }
  }
  return [...found.values()];
}

/** A layout in which every flattened domain is closed under the permutations. */
export function symmetricLayout(model: Model, layout: Layout, permutations: readonly Permutation[]): Layout {
  const { heap } = model;
  const fits = (s: Shape): boolean => {
    if (s.k === 'fn') return permutations.every((p) => heap.permute(s.dom, p) === s.dom) && fits(s.elem);
    return s.k !== 'rec' || s.elems.every(fits);
  };
  return layoutOf(layout.shapes.map((s) => (fits(s) ? s : ATOM)));
}

/** Computes the least fingerprint of a program's next state over the permutations. */
export class Canonical {
  a = 0;
  b = 0;
  private readonly program: Program;
  private readonly permutations: readonly Permutation[];
  private readonly slotMaps: readonly Int32Array[];
  private row: Int32Array = new Int32Array(256);

  constructor(program: Program, permutations: readonly Permutation[]) {
    this.program = program;
    this.permutations = permutations;
    this.slotMaps = permutations.map((p) => slotMap(program, p));
  }

  /** Takes the fingerprint of the next state and leaves the least one in `a` and `b`. */
  compute(fpA: number, fpB: number): void {
    const { program } = this;
    const n = program.rowLength();
    if (n > this.row.length) this.row = new Int32Array(n * 2);
    program.store(this.row, 0);
    this.a = fpA;
    this.b = fpB;
    for (let i = 0; i < this.permutations.length; i++) this.permuted(nth(this.permutations, i), nth(this.slotMaps, i));
  }

  private permuted(p: Permutation, slots: Int32Array): void {
    const { heap } = this.program.model;
    const { layout } = this.program;
    const { row } = this;
    let a = 0;
    let b = 0;
    for (let k = 0; k < layout.slots; k++) {
      const v = heap.permute(row[k] as number, p);
      a = (a + mixA(heap.hashOfA(v), slots[k] as number)) | 0;
      b = (b + mixB(heap.hashOfB(v), slots[k] as number)) | 0;
    }
    let q = layout.slots;
    for (const s of layout.sets) {
      const n = row[q++] as number;
      for (let k = 0; k < n; k++) {
        const v = heap.permute(row[q++] as number, p);
        a = (a + mixA(heap.hashOfA(v), layout.slots + s)) | 0;
        b = (b + mixB(heap.hashOfB(v), layout.slots + s)) | 0;
      }
    }
    if (a < this.a || (a === this.a && b < this.b)) {
      this.a = a;
      this.b = b;
    }
  }
}

/** Where each slot goes under a permutation of the domains. */
function slotMap(program: Program, p: Permutation): Int32Array {
  const { layout, model } = program;
  const out = new Int32Array(layout.slots);
  const walk = (s: Shape, from: number, to: number): void => {
    if (s.k === 'atom') out[from] = to;
    const parts = elementsOf(s);
    for (const { key, elem, offset } of parts) {
      const target = s.k === 'fn' ? parts.find((e) => e.key === model.heap.permute(key, p)) : undefined;
      walk(elem, from + offset, to + (target?.offset ?? offset));
    }
  };
  layout.shapes.forEach((s, v) => walk(s, layout.base[v] as number, layout.base[v] as number));
  return out;
}
