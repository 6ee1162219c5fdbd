/** Reading a value is the inverse of printing it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap, TlaError } from '../../../conformance/tla-to-ts/index.ts';
import type { Id } from '../../../conformance/tla-to-ts/values/kinds.ts';
import { decodeTla, ValueReader } from '../../../conformance/traces/value.ts';

/** One value; any name is a model value. */
function readValue(heap: Heap, text: string): Id {
  const source = { path: 'f', text };
  const reader = new ValueReader(source);
  const node = reader.value();
  reader.end();
  return decodeTla({ heap, modelValues: undefined, source }, node);
}

/** Values of one type each, so that sets of them are values too; as TLA+ text. */
const text = fc.string().map((s) => JSON.stringify(s.replace(/[^ -~\n\t]/g, '').replaceAll('\b', '')));
const leaf = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String), text, fc.constantFrom('TRUE', 'FALSE', 'p1', 'v_2'));
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }).map((xs) => `<<${xs.join(', ')}>>`),
    fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 4 }).map((xs) => `{${xs.join(', ')}}`),
    fc.tuple(tie('value'), tie('value')).map(([x, y]) => `[a |-> ${x}, bc |-> ${y}]`),
    fc.tuple(tie('value'), tie('value')).map(([x, y]) => `(p1 :> ${x} @@ p2 :> ${y})`),
  ),
}));

describe('a value', () => {
  it('is read as it was printed', () => {
    fc.assert(
      fc.property(value, (written) => {
        const heap = new Heap();
        const id = readValue(heap, written);
        return readValue(heap, heap.toText(id)) === id;
      }),
    );
  });

  const equal: readonly (readonly [written: string, printed: string])[] = [
    ['{3, 1, 2, 1}', '{1, 2, 3}'],
    ['1..3', '{1, 2, 3}'],
    ['-2..1', '{-2, -1, 0, 1}'],
    ['(1 :> "a" @@ 2 :> "b")', '<<"a", "b">>'],
    ['("x" :> 1 @@ "y y" :> 2)', '("x" :> 1 @@ "y y" :> 2)'],
    ['"a \\"b\\"\\n/\\\\ c"', '"a \\"b\\"\\n/\\\\ c"'],
    ['<< <<>>,\n   {} >>', '<<<<>>, {}>>'],
    ['2a', '2a'],
    ['{é_1, ß}', '{é_1, ß}'],
    ['(7)', '7'],
  ];
  it.each(equal)('%s', (written, printed) => {
    const heap = new Heap();
    expect(heap.toText(readValue(heap, written))).toBe(printed);
  });

  it('may have thousands of keys', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => `${i * 2} :> ${i}`);
    const heap = new Heap();
    expect(heap.size(heap.domain(readValue(heap, `(${keys.join(' @@ ')})`)))).toBe(5000);
  });

  it('is a model value only if the model has it, where that is known', () => {
    const source = { path: 'f', text: '{p1,\n p3}' };
    const node = new ValueReader(source).value();
    const decode = (modelValues: ReadonlySet<string>): Id => decodeTla({ heap: new Heap(), modelValues, source }, node);
    expect(() => decode(new Set(['p1', 'p2']))).toThrow(/^f:2:2: p3 is no model value of this model$/);
    expect(decode(new Set(['p1', 'p3']))).toBeGreaterThan(0);
  });

  it('may be an interval whose numbers our own engine would not list either', () => {
    const heap = new Heap();
    expect(heap.toText(readValue(heap, '0..2000000000'))).toBe('0..2000000000');
    expect(readValue(heap, '0..5000')).toBe(readValue(heap, `{${Array.from({ length: 5001 }, (_, i) => i).join(', ')}}`));
  });

  const wrong: readonly (readonly [written: string, message: RegExp])[] = [
    ['', /^f:1:1: the text ends where a value is expected/],
    ['<<1, 2', /^f:1:7: the text ends where "," or ">>" is expected/],
    ['{1, }', /^f:1:5: unexpected "}" where a value is expected$/],
    ['[a |-> ]', /^f:1:8: unexpected "]" where a value is expected$/],
    ['[]', /^f:1:2: unexpected "]" where the name of a field is expected$/],
    ['[a |-> 1,\n a |-> 2]', /^f:2:2: the field a occurs twice in this record$/],
    ['1 2', /^f:1:3: unexpected "2" where the end is expected$/],
    ['"abc', /^f:1:1: this string is not closed/],
    ['"abc\n"', /^f:1:1: this string is not closed/],
    ['"a\\x"', /^f:1:3: invalid escape in a string$/],
    ['(1 :> 2 @@', /^f:1:11: the text ends where a value is expected/],
    ['(1 :> 2 @@ 1 :> 3)', /^f:1:12: the key 1 occurs twice in this function$/],
    ['<<1,\n4294967297>>', /^f:2:1: the integer 4294967297 does not fit into 32 bits/],
    ['-2a', /^f:1:1: unexpected "-" where a value is expected$/],
    ['1..a', /^f:1:4: an interval has two integers$/],
    ['<<\n{1, "a"}>>', /^f:1:1: ./],
    [`${'<<'.repeat(600)}${'>>'.repeat(600)}`, /nested deeper than 500 levels/],
  ];
  it.each(wrong)('that is none: %s', (written, message) => {
    const heap = new Heap();
    const before = heap.sp;
    expect(() => readValue(heap, written)).toThrow(TlaError);
    expect(() => readValue(heap, written)).toThrow(message);
    expect(heap.sp).toBe(before);
  });
});
