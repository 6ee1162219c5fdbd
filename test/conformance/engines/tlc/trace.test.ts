/** What TLC prints, made into values. */
import { describe, expect, it } from 'vitest';
import { readAction, readState } from '../../../../conformance/engines/tlc/trace.ts';
import { Heap } from '../../../../conformance/tla-to-ts/index.ts';

describe('a state', () => {
  it('has values', () => {
    const heap = new Heap();
    const state = readState(heap, '/\\ b = <<p1>>\n/\\ a = {}\n', 'state 1');
    expect([...state].map(([name, id]) => `${name} = ${heap.toText(id)}`)).toEqual(['b = <<p1>>', 'a = {}']);
  });

  it('has none without variables', () => {
    expect(readState(new Heap(), '\n', 'state 1').size).toBe(0);
  });

  it('is nothing else', () => {
    const read = (text: string) => (): unknown => readState(new Heap(), text, 'state 3');
    expect(read('/\\ a = 1\n/\\ b = 2 c')).toThrow(/^state 3:2:10: unexpected "c" where the end is expected$/);
    expect(read('/\\ a = {1, "x"}')).toThrow(/^state 3:1:8: Attempted to/);
  });
});

describe('an action', () => {
  const place = 'line 11, col 3 to line 14, col 15 of module M>';

  it('has its parameters', () => {
    const heap = new Heap();
    const action = readAction(heap, `<Step(p1,"a,b") ${place}`);
    expect([action?.name, action?.parameters.map((id) => heap.toText(id))]).toEqual(['Step', ['p1', '"a,b"']]);
  });

  it.each(['', `<Action ${place}`, `<Step(LAMBDA x : x) ${place}`, `<Step({1, "a"}) ${place}`])('is not known from %j', (heading) => {
    expect(readAction(new Heap(), heading)).toBeUndefined();
  });
});
