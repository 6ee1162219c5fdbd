/**
 * What expressions evaluate to, compared with the answers that TLC gave. `answers/` holds, for the language and for each module,
 * expressions with what TLC printed for them (PrintT), or with the error that it reported; `parse` marks what its parser refused.
 * Where we answer otherwise on purpose, or not yet, the expression stands in deviations.ts with our own answer.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { evaluateExpression } from '../../../conformance/tla-to-ts/evaluate.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { DEVIATIONS } from './deviations.ts';

interface Answer {
  readonly expression: string;
  readonly value?: string;
  readonly error?: string;
  readonly parse?: true;
}

interface Group {
  readonly extends: readonly string[];
  readonly definitions: readonly string[];
  readonly answers: readonly Answer[];
}

const directory = fileURLToPath(new URL('answers/', import.meta.url));
const groups = readdirSync(directory).map((file): readonly [string, Group] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(directory + file, 'utf8')),
]);

/** The class of the outcome, then a value's text. */
function ours(group: Group, expression: string): string {
  try {
    const options = { extends: [...new Set([...group.extends, 'TLC'])], definitions: group.definitions.join('\n') };
    return `value ${comparable(evaluateExpression(expression, options).text)}`;
  } catch (e) {
    if (!(e instanceof TlaError)) throw e;
    return e.errorClass === 'evaluation' ? 'error' : e.errorClass;
  }
}

function theirs(answer: Answer): string {
  if (answer.value === undefined) return answer.parse === true ? 'parse' : 'error';
  return `value ${comparable(answer.value)}`;
}

/**
 * TLC breaks long values into lines, and prints a set that was written as 1..3 in that form; here it is {1, 2, 3}. Everything
 * else has to be the same to the letter.
 */
function comparable(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|(-?\d+)\.\.(-?\d+)|\s+/g, (_, literal?: string, low?: string, high?: string) => {
    if (literal !== undefined) return literal;
    if (low === undefined || high === undefined) return '';
    return `{${Array.from({ length: Math.max(0, Number(high) - Number(low) + 1) }, (_n, i) => Number(low) + i).join(',')}}`;
  });
}

beforeAll(loadGrammar);

describe('the comparison', () => {
  it('sees differences', () => {
    expect(comparable('{1, 2}')).toBe(comparable('1..2'));
    expect(comparable('"a b"')).not.toBe(comparable('"ab"'));
    expect(comparable('<<1, 2>>')).not.toBe(comparable('<<2, 1>>'));
    expect(theirs({ expression: '1', error: 'x' })).not.toBe(theirs({ expression: '1', value: '1' }));
  });

  it('has what it needs', () => {
    expect(groups.length).toBeGreaterThan(25);
    expect(groups.flatMap(([, group]) => group.answers).length).toBeGreaterThan(1200);
  });

  it('explains only deviations that exist', () => {
    const known = new Set(groups.flatMap(([name, group]) => group.answers.map((a) => `${name}: ${a.expression}`)));
    expect([...DEVIATIONS.keys()].filter((key) => !known.has(key))).toEqual([]);
  });
});

describe.each(groups)('%s', (name, group) => {
  it.each(group.answers.map((a) => [a.expression, a] as const))('%s', (expression, answer) => {
    const deviation = DEVIATIONS.get(`${name}: ${expression}`);
    if (deviation !== undefined) expect(deviation.ours, 'this deviates no longer').not.toBe(theirs(answer));
    expect(ours(group, expression)).toBe(deviation?.ours ?? theirs(answer));
  });
});
