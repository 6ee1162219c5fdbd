/** Reading a value is the inverse of printing it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap, TlaError } from '../../../conformance/tla-to-ts/index.ts';
import { readState, readValue, readValues } from '../../../conformance/tla-to-ts/values/read.ts';

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

  const wrong: readonly (readonly [written: string, message: RegExp])[] = [
    ['', /^a name is expected where the text ends$/],
    ['<<1, 2', /^, or >> is expected where the text ends$/],
    ['{1, }', /^a name is expected, not "}"$/],
    ['[a |-> ]', /^a name is expected, not "]"$/],
    ['[]', /^a field is expected/],
    ['1 2', /^the end is expected, not "2"$/],
    ['"abc', /^the end of a string is expected where the text ends$/],
    ['"a\\x"', /^an escape of TLA\+ strings is expected/],
    ['(1 :> 2 @@', /^a name is expected where the text ends$/],
    ['4294967297', /does not fit into 32 bits/],
    ['{1, "a"}', /./],
    [`${'<<'.repeat(600)}${'>>'.repeat(600)}`, /nested more than 500 deep/],
  ];
  it.each(wrong)('that is none: %s', (written, message) => {
    const heap = new Heap();
    const before = heap.sp;
    expect(() => readValue(heap, written)).toThrow(TlaError);
    expect(() => readValue(heap, written)).toThrow(message);
    expect(heap.sp).toBe(before);
  });
});

describe('a state', () => {
  it('has its variables in the order of the text', () => {
    const heap = new Heap();
    const state = readState(heap, '/\\ b = <<1>>\n/\\ a = {}\n');
    expect([...state].map(([name, id]) => `${name} = ${heap.toText(id)}`)).toEqual(['b = <<1>>', 'a = {}']);
    expect([...readState(heap, 'x = 0').keys()]).toEqual(['x']);
  });

  it('has each variable once, and nothing else', () => {
    const heap = new Heap();
    expect(() => readState(heap, '/\\ a = 1 /\\ a = 2')).toThrow('the variable a has two values');
    expect(() => readState(heap, '/\\ a = 1 b = 2')).toThrow('the end is expected');
  });
});

it('values may stand in a list', () => {
  const heap = new Heap();
  expect(readValues(heap, 'p1,{1, 2},"a,b"').map((id) => heap.toText(id))).toEqual(['p1', '{1, 2}', '"a,b"']);
  expect(readValues(heap, '')).toEqual([]);
});
