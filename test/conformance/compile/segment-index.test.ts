import { describe, expect, it } from 'vitest';
import { SegmentIndex } from '../../../conformance/tla-to-ts/compile/segment-index.ts';
import { Heap } from '../../../conformance/tla-to-ts/values/heap.ts';

const h = new Heap();
const type = h.str('type');
const to = h.str('to');

function record(fields: readonly (readonly [string, number])[]): number {
  const shape = h.shape(fields.map(([name]) => name));
  const values = new Map(fields.map(([name, v]) => [h.str(name), v]));
  const base = h.begin();
  for (const f of h.shapeFields(shape)) h.push(values.get(f) ?? 0);
  return h.recFrom(shape, base);
}

const message = (t: string, i: number): number =>
  record([
    ['type', h.str(t)],
    ['to', h.int(i)],
  ]);

/** The positions that a walk for these values comes to. */
function walk(index: SegmentIndex, state: number, elements: readonly number[], t: number, i: number): readonly number[] {
  const out: number[] = [];
  const from = index.first(state, Int32Array.from(elements), elements.length, t, i, 0);
  for (let k = from; k >= 0; k = index.next[k] ?? -1) out.push(k);
  return out;
}

describe('an index of messages', () => {
  const many = Array.from({ length: 40 }, (_, n) => message(n % 2 === 0 ? 'a' : 'b', n % 5));

  it('leads in order to all that have the values, and past most of the others', () => {
    const found = walk(new SegmentIndex(h, [type, to]), 1, many, h.str('a'), h.int(3));
    const wanted = many.flatMap((m, k) => (m === message('a', 3) ? [k] : []));
    expect(found.filter((k) => wanted.includes(k))).toEqual(wanted);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found.length).toBeLessThan(20);
  });

  it('is of one state', () => {
    const index = new SegmentIndex(h, [type, to]);
    walk(index, 1, many, h.str('a'), h.int(3));
    expect(walk(index, 2, [message('a', 3)], h.str('a'), h.int(3))).toEqual([0]);
    expect(walk(index, 3, [], h.str('a'), h.int(3))).toEqual([]);
  });

  const everything = many.map((_, k) => k);

  it('leads to all where the wanted value cannot be compared with the others', () => {
    expect(walk(new SegmentIndex(h, [type, to]), 1, many, h.str('a'), h.str('x'))).toEqual(everything);
    expect(walk(new SegmentIndex(h, [type, to]), 1, many, h.emptySet, h.int(3))).toEqual(everything);
  });

  it.each([
    ['no record', h.seqFrom(h.begin())],
    ['without the first field', record([['to', h.int(1)]])],
    [
      'with a value of another kind',
      record([
        ['type', h.int(1)],
        ['to', h.int(1)],
      ]),
    ],
  ])('leads to all where one is %s', (_, odd) => {
    expect(walk(new SegmentIndex(h, [type, to]), 1, [...many, odd], h.str('a'), h.int(3))).toEqual([...everything, many.length]);
  });

  it('leads to all of whom asks for the type of a message whose other fields do not fit', () => {
    const odd = record([
      ['type', h.str('a')],
      ['to', h.str('x')],
    ]);
    const index = new SegmentIndex(h, [type, to]);
    expect(walk(index, 1, [odd, ...many], h.str('a'), h.int(3))).toEqual([...everything, many.length]);
    expect(walk(index, 1, [odd, ...many], h.str('b'), h.int(3)).length).toBeLessThan(20);
  });
});
