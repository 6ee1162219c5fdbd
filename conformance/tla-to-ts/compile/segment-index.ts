/** Finding the messages that an action asks for (`m.type = "Ack" /\ m.to = i`) without a look at all the others. */
import { type Heap, K_BOOL, K_INT, K_MODEL, K_REC, K_STR } from '../values/heap.ts';

const BUCKETS = 256;
/** Marks of elements that are not in a bucket: not looked at yet, or not to be passed over. */
const UNKNOWN = 0;
const LOOSE = BUCKETS + 1;
const ODD = BUCKETS + 2;
/** What `kindOf` says of values whose equality is no plain matter, and of untyped model values, which may be compared with everything. */
const OTHER = -1;
const ANY = -2;
/** What is added to a kind that is kept. */
const SHIFT = 3;
/** The most fields that an index looks at. */
export const MAX_FIELDS = 3;

/**
 * The elements of a set variable by the values of some of their fields. A bucket may hold elements with other values, so whoever walks
 * through it tests each; but an element that is passed over is a record whose fields can be compared with the wanted values (comparing
 * 1 with "a" is an error), and differs from them. Where that cannot be said of an element, all are walked through.
 */
export class SegmentIndex {
  /** Where the walk that `first` began goes on: the position after each position, or -1. */
  next: Int32Array = new Int32Array(64);
  private readonly heap: Heap;
  private readonly fields: readonly number[];
  /** The one kind that the values of each field have had so far; ANY: none seen yet. */
  private readonly kinds: number[];
  /** Values of the first field in elements whose other fields do not fit: these elements matter to whoever looks for that value. */
  private readonly loose: Set<number> = new Set();
  /** The kinds of the values with the first ids: the constants of a model have them, and are asked for again and again. */
  private readonly known: Uint8Array = new Uint8Array(1 << 12);
  private buckets: Uint16Array = new Uint16Array(1024);
  private readonly heads: Int32Array = new Int32Array(ODD + 1);
  /** For which state each head was written. */
  private readonly written: Float64Array = new Float64Array(ODD + 1);
  private chain: Int32Array = new Int32Array(64);
  private line: Int32Array = new Int32Array(64);
  private state = -1;
  private odd = false;

  constructor(heap: Heap, fields: readonly number[]) {
    this.heap = heap;
    this.fields = fields;
    this.kinds = fields.map(() => ANY);
  }

  /**
   * The position of the first of the `n` elements that may have the values `a`, `b`, `c` in the index's fields (0 where it has fewer);
   * -1: none has. `state`: the number of the state whose elements these are.
   */
  first(state: number, elements: Int32Array, n: number, a: number, b: number, c: number): number {
    if (this.state !== state) this.read(state, elements, n);
    if (this.odd || (this.loose.size > 0 && this.loose.has(a)) || !this.comparable(a, b, c)) return this.all(n);
    const bucket = bucketOf(a, b, c);
    this.next = this.chain;
    return this.written[bucket] === state ? (this.heads[bucket] as number) : -1;
  }

  private all(n: number): number {
    if (this.line.length < n) this.line = new Int32Array(n * 2);
    for (let i = 0; i < n; i++) this.line[i] = i + 1 < n ? i + 1 : -1;
    this.next = this.line;
    return n > 0 ? 0 : -1;
  }

  private read(state: number, elements: Int32Array, n: number): void {
    this.state = state;
    this.odd = false;
    if (this.chain.length < n) this.chain = new Int32Array(n * 2);
    for (let i = n - 1; i >= 0; i--) {
      const bucket = this.bucket(elements[i] as number);
      if (bucket === ODD) this.odd = true;
      this.chain[i] = this.written[bucket] === state ? (this.heads[bucket] as number) : -1;
      this.heads[bucket] = i;
      this.written[bucket] = state;
    }
  }

  private bucket(id: number): number {
    if ((id & 1) !== 0) return ODD;
    const i = id >> 1;
    if (i >= this.buckets.length) {
      const larger = new Uint16Array(i * 2);
      larger.set(this.buckets);
      this.buckets = larger;
    }
    const known = this.buckets[i] as number;
    if (known !== UNKNOWN) return known;
    const bucket = this.classify(id);
    this.buckets[i] = bucket;
    return bucket;
  }

  private classify(id: number): number {
    const { heap, fields, kinds } = this;
    if (heap.kind(id) !== K_REC) return ODD;
    const names = heap.shapeFields(heap.domain(id));
    const values = fields.map((f) => {
      const i = names.indexOf(f);
      return i < 0 ? undefined : heap.fnValue(id, i);
    });
    for (let i = 0; i < fields.length; i++) {
      const v = values[i];
      if (v !== undefined && this.fits(v, kinds[i])) {
        if (kinds[i] === ANY) kinds[i] = this.kindOf(v);
      } else if (i === 0) {
        return ODD;
      } else {
        this.loose.add(values[0] as number);
        return LOOSE;
      }
    }
    return bucketOf(values[0] ?? 0, values[1] ?? 0, values[2] ?? 0);
  }

  private comparable(a: number, b: number, c: number): boolean {
    const { kinds } = this;
    return this.fits(a, kinds[0]) && this.fits(b, kinds[1]) && this.fits(c, kinds[2]);
  }

  /** Can the value be compared with all values of a field that has values of this kind? */
  private fits(value: number, kind: number | undefined): boolean {
    if (kind === undefined) return true;
    const k = this.kindOf(value);
    return k === kind || k === ANY || (kind === ANY && k !== OTHER);
  }

  private kindOf(id: number): number {
    if ((id & 1) !== 0) return K_INT;
    const i = id >> 1;
    const known = this.known[i];
    if (known !== undefined && known !== UNKNOWN) return known - SHIFT;
    const kind = this.computeKind(id);
    if (known !== undefined) this.known[i] = kind + SHIFT;
    return kind;
  }

  private computeKind(id: number): number {
    const k = this.heap.kind(id);
    if (k === K_MODEL) return this.heap.isUntypedModel(id) ? ANY : OTHER;
    return k === K_STR || k === K_INT || k === K_BOOL ? k : OTHER;
  }
}

function bucketOf(a: number, b: number, c: number): number {
  const x = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  const y = Math.imul(x ^ (x >>> 15), 0x27d4eb2f);
  return 1 + (y >>> 24);
}
