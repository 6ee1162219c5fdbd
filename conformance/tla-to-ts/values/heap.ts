/**
 * The values of TLA+: every value is an integer id into one interned heap, so that equal values have equal ids. See kinds.ts for
 * the forms and store.ts for the storage; the methods are spread over the layers scalars, order, sets, enumerate, lazy, functions.
 *
 * Building values: `const mark = h.begin(); h.push(a); h.push(b); const set = h.setFrom(mark)`. Values may be built between two
 * pushes. Every error is a TlaError of class 'evaluation' in TLC's words, without a place. An error leaves the stack as it was:
 * whoever catches it resets `sp`.
 */

import { HeapFunctions } from './functions.ts';
import type { Id } from './kinds.ts';
import { K_FN, K_MODEL, K_REC, K_SEQ, K_SET, NONE } from './kinds.ts';
import { valueText } from './text.ts';

export * from './kinds.ts';

/** A permutation of model values; keep and reuse the object, as the images of other values are remembered under it. */
export type Permutation = ReadonlyMap<Id, Id>;

export class Heap extends HeapFunctions {
  private readonly images: WeakMap<Permutation, Int32Array> = new WeakMap();

  toText(id: Id): string {
    return valueText(this, id);
  }

  /** The value with every model value replaced by its image; model values that `perm` does not name stay. */
  permute(id: Id, perm: Permutation): Id {
    if ((id & 1) !== 0 || this.kindOf(id) < K_MODEL) return id;
    const memo = this.imagesOf(perm, id);
    const known = memo[id >> 1] as number;
    if (known !== 0) return known - 1;
    const image = this.permuted(this.norm(id), perm);
    const after = this.imagesOf(perm, id);
    after[id >> 1] = image + 1;
    return image;
  }

  /** The table of images (plus 1; 0: not known), large enough for `id`. */
  private imagesOf(perm: Permutation, id: Id): Int32Array {
    const memo = this.images.get(perm);
    if (memo !== undefined && memo.length > id >> 1) return memo;
    const larger = new Int32Array(Math.max((memo?.length ?? 512) * 2, this.extent() >> 2));
    if (memo !== undefined) larger.set(memo);
    this.images.set(perm, larger);
    return larger;
  }

  private permuted(id: Id, perm: Permutation): Id {
    const base = this.begin();
    switch (this.kind(id)) {
      case K_MODEL:
        return perm.get(id) ?? id;
      case K_SET:
        this.pushImages(id, 0, perm);
        return this.setFrom(base);
      case K_SEQ:
        this.pushImages(id, 0, perm);
        return this.intern(K_SEQ, base);
      case K_REC:
        this.push(this.domain(id));
        this.pushImages(id, 1, perm);
        return this.intern(K_REC, base);
      case K_FN:
        return this.permutedFunction(id, perm);
      default:
        return id;
    }
  }

  private pushImages(id: Id, first: number, perm: Permutation): void {
    const n = this.size(id);
    for (let i = first; i < n; i++) {
      const image = this.permute(this.part(id, i), perm);
      this.push(image);
    }
  }

  private permutedFunction(f: Id, perm: Permutation): Id {
    const keys = this.domain(f);
    const images = this.permute(keys, perm);
    const n = this.size(keys);
    const base = this.begin();
    for (let i = 0; i < n; i++) this.push(NONE);
    for (let i = 0; i < n; i++) {
      const at = this.posIn(images, this.permute(this.elem(keys, i), perm));
      const image = this.permute(this.fnValue(f, i), perm);
      this.st[base + at] = image;
    }
    return this.fnFrom(images, base);
  }
}
