/**
 * How states are laid out: a row of int32 slots. A variable whose value is always a function with the same domain, or a
 * record with the same fields, is flattened into one slot for each element; a variable that holds a growing set of
 * structured values (messages) is a segment of element ids after the slots; everything else is one slot with an interned id.
 * The layout is learned from the first states of a run and only a guess: code that meets a value which does not fit
 * raises `LayoutMismatch`, and the run starts again with that variable in one slot.
 */
import { type Heap, K_FN, K_REC, K_SEQ, K_SET } from '../values/heap.ts';

export type Shape =
  | { readonly k: 'atom'; readonly size: 1 }
  /** A function with a constant domain: `keys` are the elements of the set `dom`, in its order. */
  | { readonly k: 'fn'; readonly size: number; readonly dom: number; readonly keys: readonly number[]; readonly elem: Shape }
  | {
      readonly k: 'rec';
      readonly size: number;
      readonly shape: number;
      readonly fields: readonly number[];
      readonly elems: readonly Shape[];
    }
  /** A set variable, kept outside of the slots. */
  | { readonly k: 'set'; readonly size: 0 };

export interface Layout {
  readonly shapes: readonly Shape[];
  /** First slot of each variable. */
  readonly base: readonly number[];
  /** Number of slots. */
  readonly slots: number;
  /** Indices of the variables with shape `set`. */
  readonly sets: readonly number[];
}

export const ATOM: Shape = { k: 'atom', size: 1 };

/** Raised when a value does not fit the layout; names the variable. */
export class LayoutMismatch extends Error {
  readonly variable: number;

  constructor(variable: number) {
    super(`variable ${variable} left its layout`);
    this.variable = variable;
  }
}

export function layoutOf(shapes: readonly Shape[]): Layout {
  const base: number[] = [];
  let slots = 0;
  for (const s of shapes) {
    base.push(slots);
    slots += s.size;
  }
  return { shapes, base, slots, sets: shapes.flatMap((s, i) => (s.k === 'set' ? [i] : [])) };
}

/** The same layout for another heap. @param image the value there of a value here */
export function movedLayout(layout: Layout, image: (id: number) => number): Layout {
  const moved = (s: Shape): Shape => {
    if (s.k === 'fn') return { ...s, dom: image(s.dom), keys: s.keys.map(image), elem: moved(s.elem) };
    return s.k === 'rec' ? { ...s, shape: image(s.shape), fields: s.fields.map(image), elems: s.elems.map(moved) } : s;
  };
  return { ...layout, shapes: layout.shapes.map(moved) };
}

/** More slots than this and a variable stays in one: copying would cost more than interning. */
const MAX_SLOTS = 64;

/** The shape that all sampled values of a variable have. `samples`: interned ids. */
export function learnShape(heap: Heap, samples: readonly number[]): Shape {
  if (samples.length > 0 && samples.every((v) => heap.kind(v) === K_SET)) return growingSet(heap, samples) ? { k: 'set', size: 0 } : ATOM;
  const shape = commonShape(heap, samples, 0);
  return shape.size > MAX_SLOTS ? ATOM : shape;
}

/** Sets of structured elements are worth a segment when there are many different ones. */
function growingSet(heap: Heap, samples: readonly number[]): boolean {
  const structured = samples.some((s) => {
    for (let i = 0; i < heap.size(s); i++) {
      const k = heap.kind(heap.elem(s, i));
      if (k === K_REC || k === K_SEQ || k === K_FN || k === K_SET) return true;
    }
    return false;
  });
  return structured && new Set(samples).size > 16;
}

function commonShape(heap: Heap, values: readonly number[], depth: number): Shape {
  const [first] = values;
  if (first === undefined || depth > 2) return ATOM;
  const kind = heap.kind(first);
  if (kind === K_REC && heap.domain(first) !== -1 && values.every((v) => heap.kind(v) === K_REC && heap.domain(v) === heap.domain(first))) {
    const shape = heap.domain(first);
    const fields = heap.shapeFields(shape);
    const elems = fields.map((_, i) =>
      commonShape(
        heap,
        values.map((v) => heap.fnValue(v, i)),
        depth + 1,
      ),
    );
    const [elem] = elems;
    // A function from strings (process names) looks like a record; it may be applied to names that are computed.
    if (elem !== undefined && elems.every((e) => sameShape(e, elem)))
      return { k: 'fn', size: fields.length * elem.size, dom: shape, keys: fields, elem };
    return { k: 'rec', size: elems.reduce((n, e) => n + e.size, 0), shape, fields, elems };
  }
  const isFunction = kind === K_FN || (kind === K_SEQ && heap.len(first) > 0);
  if (!isFunction || !values.every((v) => heap.kind(v) === kind && heap.domain(v) === heap.domain(first))) return ATOM;
  // A sequence that has had one length so far may still grow: only when there is more than one value is it taken for a function.
  const dom = heap.domain(first);
  const n = heap.size(dom);
  const keys = Array.from({ length: n }, (_, i) => heap.elem(dom, i));
  const elem = commonShape(
    heap,
    values.flatMap((v) => keys.map((_, i) => heap.fnValue(v, i))),
    depth + 1,
  );
  return { k: 'fn', size: n * elem.size, dom, keys, elem };
}

function sameShape(a: Shape, b: Shape): boolean {
  if (a.k === 'fn' && b.k === 'fn') return a.dom === b.dom && sameShape(a.elem, b.elem);
  if (a.k === 'rec' && b.k === 'rec') return a.shape === b.shape && a.elems.every((e, i) => sameShape(e, b.elems[i] ?? ATOM));
  return a.k === b.k && a.k === 'atom';
}
