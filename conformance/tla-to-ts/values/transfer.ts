/**
 * Values on their way from one heap to another, for threads that do not share theirs: each value once, its parts before it. Both heaps must give names
 * the same order, so that what is a canonical form in one is one in the other.
 */
import type { Heap } from './heap.ts';
import { K_BOOL, K_INT, K_LAZY, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from './kinds.ts';

/** Values as plain data. */
export interface PackedValues {
  /** For each value its kind, the number of its words, and these: references for what has parts, otherwise what the value is. */
  readonly words: Int32Array;
  readonly names: readonly string[];
}

/** Collects values of a heap. */
export class ValuePacker {
  private readonly heap: Heap;
  private readonly words: number[] = [];
  private readonly names: string[] = [];
  private readonly known: Map<number, number> = new Map();

  constructor(heap: Heap) {
    this.heap = heap;
  }

  /** Takes a value in. @returns what it can be found by on the other side: a small integer is its own reference, others are numbered by even numbers */
  add(id: number): number {
    if ((id & 1) !== 0) return id;
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const entry = this.entry(id);
    const reference = this.known.size * 2;
    this.known.set(id, reference);
    for (const word of entry) this.words.push(word);
    return reference;
  }

  private entry(id: number): readonly number[] {
    const { heap, names } = this;
    const kind = heap.kind(id);
    if (kind === K_BOOL) return [kind, 1, id];
    if (kind === K_INT) return [kind, 1, heap.intVal(id)];
    if (kind === K_STR || kind === K_MODEL) return [kind, 1, names.push(kind === K_STR ? heap.strVal(id) : heap.modelName(id)) - 1];
    if (kind >= K_LAZY) throw new Error('internal: a set that is not enumerated stands in a state');
    const o = heap.offset(id);
    const n = heap.size(id);
    const entry = [kind, n];
    for (let i = 0; i < n; i++) entry.push(this.add(heap.arena[o + i] as number));
    return entry;
  }

  /** All that was added. */
  packed(): PackedValues {
    return { words: Int32Array.from(this.words), names: this.names };
  }
}

/** Makes the values again. @returns the value that a reference stands for */
export function unpackValues(heap: Heap, { words, names }: PackedValues): (reference: number) => number {
  const ids: number[] = [];
  const find = (reference: number): number => ((reference & 1) !== 0 ? reference : (ids[reference >> 1] as number));
  const word = (at: number): number => words[at] as number;
  for (let at = 0; at < words.length; at += 2 + word(at + 1)) {
    const kind = word(at);
    const first = at + 2;
    if (kind === K_BOOL) ids.push(word(first));
    else if (kind === K_INT) ids.push(heap.int(word(first)));
    else if (kind === K_STR) ids.push(heap.str(names[word(first)] ?? ''));
    else if (kind === K_MODEL) ids.push(heap.model(names[word(first)] ?? ''));
    else {
      const parts = Array.from(words.subarray(first, first + word(at + 1)), find);
      ids.push(composed(heap, kind, parts));
    }
  }
  return find;
}

function composed(heap: Heap, kind: number, parts: readonly number[]): number {
  const base = heap.begin();
  const keyed = kind !== K_SET && kind !== K_SEQ;
  for (const part of keyed ? parts.slice(1) : parts) heap.push(part);
  if (kind === K_SET) return heap.setFrom(base);
  if (kind === K_SEQ) return heap.seqFrom(base);
  return kind === K_REC ? heap.recFrom(parts[0] as number, base) : heap.fnFrom(parts[0] as number, base);
}
