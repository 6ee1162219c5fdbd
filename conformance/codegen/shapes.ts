/** What a set of TLA+ values has in common, in the terms of TypeScript's types. */
import { type Heap, TlaError } from '../tla-to-ts/index.ts';
import { K_BOOL, K_FN, K_INT, K_MODEL, K_REC, K_SEQ, K_SET, K_STR } from '../tla-to-ts/values/kinds.ts';

/** The union of everything that was seen at one place; a place where nothing was seen is empty. */
export interface Shape {
  bool: boolean;
  int: boolean;
  /** Any string: those that there are, are not known. */
  text: boolean;
  readonly strings: Set<string>;
  readonly models: Set<string>;
  /** Sets of names, each with all its elements, where the elements are not known one by one. */
  readonly nameSets: Set<string>;
  set: Shape | undefined;
  sequence: SequenceShape | undefined;
  fn: { readonly key: Shape; readonly value: Shape } | undefined;
  /** By `variantKey`. */
  readonly records: Map<string, Variant>;
  /** Values that are part of this shape already. */
  readonly known: Set<number>;
}

export interface SequenceShape {
  readonly lengths: Set<number>;
  /** The shape at each position. */
  readonly items: Shape[];
}

/** Records with the same fields and, where they have a field that tells messages apart, the same value there. */
export interface Variant {
  readonly tag: Tag | undefined;
  /** A record may lack some of the fields. */
  readonly partial: boolean;
  /** The tag first, the others in alphabetical order. */
  readonly fields: Map<string, Shape>;
}

export interface Tag {
  readonly field: string;
  readonly value: string;
}

/** Fields that tell the messages of a protocol apart. */
const TAG_FIELDS: readonly string[] = ['type', 'mtype', 'kind'];

/** A shape of which nothing was seen. */
export function emptyShape(): Shape {
  return {
    bool: false,
    int: false,
    text: false,
    strings: new Set(),
    models: new Set(),
    nameSets: new Set(),
    set: undefined,
    sequence: undefined,
    fn: undefined,
    records: new Map(),
    known: new Set(),
  };
}

/** Collects shapes; message records are one shape wherever they occur. */
export class Shapes {
  readonly messages: Map<string, Variant> = new Map();
  private readonly heap: Heap;

  constructor(heap: Heap) {
    this.heap = heap;
  }

  /** Widens a shape by a value. @throws TlaError for a value that no state can hold */
  add(shape: Shape, id: number): void {
    if (shape.known.has(id)) return;
    shape.known.add(id);
    const { heap } = this;
    switch (heap.kind(id)) {
      case K_BOOL:
        shape.bool = true;
        return;
      case K_INT:
        shape.int = true;
        return;
      case K_STR:
        shape.strings.add(heap.strVal(id));
        return;
      case K_MODEL:
        shape.models.add(heap.modelName(id));
        return;
      case K_SET:
        shape.set ??= emptyShape();
        for (let i = 0; i < heap.size(id); i++) this.add(shape.set, heap.elem(id, i));
        return;
      case K_SEQ:
        this.addSequence(shape, id);
        return;
      case K_FN:
        this.addFunction(shape, id);
        return;
      case K_REC:
        this.addRecord(shape, id);
        return;
      default:
        throw new TlaError(
          'unsupported',
          `A set that is not enumerated cannot be described by a type: ${heap.toText(id)}`,
          undefined,
          'lazy set in a state',
        );
    }
  }

  private addSequence(shape: Shape, id: number): void {
    const { heap } = this;
    shape.sequence ??= { lengths: new Set(), items: [] };
    const { items, lengths } = shape.sequence;
    const n = heap.len(id);
    lengths.add(n);
    for (let i = 0; i < n; i++) {
      const item = items[i] ?? emptyShape();
      items[i] = item;
      this.add(item, heap.fnValue(id, i));
    }
  }

  private addFunction(shape: Shape, id: number): void {
    const { heap } = this;
    shape.fn ??= { key: emptyShape(), value: emptyShape() };
    const domain = heap.domain(id);
    for (let i = 0; i < heap.size(domain); i++) {
      this.add(shape.fn.key, heap.elem(domain, i));
      this.add(shape.fn.value, heap.fnValue(id, i));
    }
  }

  private addRecord(shape: Shape, id: number): void {
    const { heap } = this;
    const values = new Map(heap.shapeFields(heap.domain(id)).map((field, i) => [heap.strVal(field), heap.fnValue(id, i)] as const));
    const tag = this.tagOf(values);
    const names = [...values.keys()].sort((a, b) => Number(b === tag?.field) - Number(a === tag?.field) || (a < b ? -1 : 1));
    const key = JSON.stringify([tag?.field, tag?.value, ...names]);
    const variants = tag === undefined ? shape.records : this.messages;
    const variant = variants.get(key) ?? { tag, partial: false, fields: new Map(names.map((name) => [name, emptyShape()])) };
    variants.set(key, variant);
    shape.records.set(key, variant);
    for (const [name, value] of values) {
      const field = variant.fields.get(name);
      if (field !== undefined) this.add(field, value);
    }
  }

  private tagOf(values: ReadonlyMap<string, number>): Tag | undefined {
    for (const field of TAG_FIELDS) {
      const value = values.get(field);
      if (value === undefined) continue;
      const kind = this.heap.kind(value);
      if (kind === K_STR) return { field, value: this.heap.strVal(value) };
      if (kind === K_MODEL) return { field, value: this.heap.modelName(value) };
    }
    return undefined;
  }
}
