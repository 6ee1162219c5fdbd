/** States and actions in the words of TLC. */
import { describe, expect, it } from 'vitest';
import { printedAction, printedState } from '../../../conformance/traces/tlc-state.ts';
import { ValueReader } from '../../../conformance/traces/value.ts';

const reader = (text: string): ValueReader => new ValueReader({ path: 'f', text });

describe('a state', () => {
  it('has its variables in the order of the text', () => {
    expect([...printedState(reader('/\\ b = <<1>>\n/\\ ä2 = {}\n')).keys()]).toEqual(['b', 'ä2']);
    expect([...printedState(reader('x = 0'))]).toMatchObject([['x', { k: 'int', text: '0' }]]);
  });

  it.each<[text: string, message: RegExp]>([
    ['/\\ a = 1\n/\\ a = 2', /^f:2:4: the variable a occurs twice in this state$/],
    ['/\\ a 1', /^f:1:6: unexpected "1" where "=" is expected$/],
    ['/\\ = 1', /^f:1:4: unexpected "=" where a variable is expected$/],
    ['', /^f:1:1: the text ends where a variable is expected/],
  ])('%j is none', (text, message) => expect(() => printedState(reader(text))).toThrow(message));
});

describe('an action', () => {
  const place = 'line 11, col 3 to line 14, col 15 of module M>';
  it.each<[heading: string, name: string, parameters: number]>([
    [`<Step(p1,{1, 2},"a,b") ${place}`, 'Step', 3],
    [`<Step ${place}`, 'Step', 0],
    [`<I!J!Step(1) ${place}`, 'I!J!Step', 1],
    ['<Up>', 'Up', 0],
  ])('%s', (heading, name, parameters) => {
    const action = printedAction(reader(heading));
    expect([action?.name, action?.parameters.length]).toEqual([name, parameters]);
  });

  it.each(['', `<Action ${place}`, '<Initial predicate>', `<I(1)!Step ${place}`, `Step ${place}`])('is not told by %j', (heading) => {
    expect(printedAction(reader(heading))).toBeUndefined();
  });

  it('has parameters that are values', () => {
    expect(() => printedAction(reader(`<Step(p1, ) ${place}`))).toThrow(/^f:1:11: unexpected "\)" where a value is expected$/);
  });
});
