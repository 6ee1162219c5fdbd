/** Where two values differ: paths into them, as deep as both have the same shape. */
import type { Heap } from '../tla-to-ts/values/heap.ts';
import { K_FN, K_REC, K_SEQ, K_SET } from '../tla-to-ts/values/kinds.ts';

/** One difference. A side is undefined where it has nothing at this path. Values are ids of the heap. */
export interface Difference {
  /** `maxBal[a1]`, `log[2].term`; for elements of a set the path of the set. */
  readonly path: string;
  readonly left: number | undefined;
  readonly right: number | undefined;
  /** The path leads to a set, of which one side has this element and the other has not. */
  readonly element: boolean;
}

/** Differences beyond this are not told apart any further: nobody reads them. */
const MAX_DIFFERENCES = 1000;

/** All differences between two states, variable by variable. */
export function stateDifferences(
  heap: Heap,
  variables: readonly string[],
  left: readonly number[],
  right: readonly number[],
): readonly Difference[] {
  return variables.flatMap((name, v) => {
    const [a, b] = [left[v], right[v]];
    return a === undefined || b === undefined ? [] : differences(heap, name, a, b);
  });
}

/** All differences between two values. */
export function differences(heap: Heap, path: string, left: number, right: number): readonly Difference[] {
  const out: Difference[] = [];
  collect(heap, path, explicit(heap, left), explicit(heap, right), out);
  return out;
}

function explicit(heap: Heap, id: number): number {
  return heap.isSet(id) && heap.isEnumerable(id) ? heap.norm(id) : id;
}

function collect(heap: Heap, path: string, left: number, right: number, out: Difference[]): void {
  if (left === right || out.length > MAX_DIFFERENCES) return;
  const kind = heap.kind(left);
  if (kind === heap.kind(right)) {
    if (kind === K_SET) return collectElements(heap, path, left, right, out);
    if (kind === K_SEQ) return collectItems(heap, path, left, right, out);
    if ((kind === K_FN || kind === K_REC) && heap.domain(left) === heap.domain(right)) return collectEntries(heap, path, left, right, out);
  }
  out.push({ path, left, right, element: false });
}

function collectElements(heap: Heap, path: string, left: number, right: number, out: Difference[]): void {
  for (let i = 0; i < heap.size(left); i++) {
    const x = heap.elem(left, i);
    if (!heap.has(right, x)) out.push({ path, left: x, right: undefined, element: true });
  }
  for (let i = 0; i < heap.size(right); i++) {
    const x = heap.elem(right, i);
    if (!heap.has(left, x)) out.push({ path, left: undefined, right: x, element: true });
  }
}

function collectItems(heap: Heap, path: string, left: number, right: number, out: Difference[]): void {
  const [m, n] = [heap.len(left), heap.len(right)];
  for (let i = 0; i < Math.max(m, n); i++) {
    const item = `${path}[${i + 1}]`;
    if (i >= m) out.push({ path: item, left: undefined, right: heap.fnValue(right, i), element: false });
    else if (i >= n) out.push({ path: item, left: heap.fnValue(left, i), right: undefined, element: false });
    else collect(heap, item, heap.fnValue(left, i), heap.fnValue(right, i), out);
  }
}

function collectEntries(heap: Heap, path: string, left: number, right: number, out: Difference[]): void {
  heap.shapeFields(heap.domain(left)).forEach((key, i) => {
    const entry = heap.kind(left) === K_REC ? `${path}.${heap.strVal(key)}` : `${path}[${heap.toText(key)}]`;
    collect(heap, entry, heap.fnValue(left, i), heap.fnValue(right, i), out);
  });
}
