/** The modules that come with the engine: all of them load, a file beside the specification wins, and nothing is answered wrongly. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { NATIVES } from '../../../conformance/tla-to-ts/compile/natives.ts';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { evaluateExpression } from '../../../conformance/tla-to-ts/evaluate.ts';
import { NATIVE_DEFINITIONS, STANDARD_SOURCES } from '../../../conformance/tla-to-ts/modules/index.ts';
import { NATIVE_MODULES } from '../../../conformance/tla-to-ts/semantics/standard.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

/** The error that evaluating an expression raises. */
function failure(expression: string, names: readonly string[]): TlaError {
  try {
    evaluateExpression(expression, { extends: names });
  } catch (e) {
    if (e instanceof TlaError) return e;
    throw e;
  }
  throw new Error(`${expression} was evaluated`);
}

describe('each module', () => {
  it.each([...STANDARD_SOURCES.keys(), ...NATIVE_MODULES.keys()])('%s loads, extended and instantiated', (name) => {
    expect(evaluateExpression('1', { extends: [name] }).text).toBe('1');
    if (name !== 'RealTime') expect(evaluateExpression('1', { definitions: `I == INSTANCE ${name}` }).text).toBe('1');
  });

  it('can be instantiated with parameters', () => {
    expect(
      evaluateExpression('I(7)!FoldSet(LAMBDA a, b : a + b, 0, {1, 2})', {
        definitions: 'I(unused) == INSTANCE FiniteSetsExt',
        extends: ['Integers'],
      }).text,
    ).toBe('3');
  });
});

describe('operators that the engine computes or refuses', () => {
  const names = [...NATIVE_DEFINITIONS].flatMap(([module, operators]) => [...operators].map((o) => [module, o] as const));

  it.each(names)('%s!%s is a definition of its module', (module, operator) => {
    const text = STANDARD_SOURCES.get(module) ?? '';
    const symbol = operator.replace(/[()|^*+\\]/g, '\\$&');
    expect(text).toMatch(
      new RegExp(/\w/.test(operator) && !operator.startsWith('\\') ? `^${symbol}\\b.*==` : `^\\w+ ${symbol} \\w+ *==`, 'm'),
    );
  });

  it('have an implementation only where they are listed', () => {
    const known = new Set(names.map(([module, operator]) => `${module}!${operator}`));
    for (const [module, { operators }] of NATIVE_MODULES) for (const { name } of operators) known.add(`${module}!${name}`);
    expect(Object.keys(NATIVES).filter((key) => !known.has(key))).toEqual([]);
  });

  it.each([
    ['IOEnv', 'IOUtils'],
    ['CSVRecords("f")', 'CSV'],
    ['JsonDeserialize("f")', 'Json'],
    ['Trace', 'TLCExt'],
    ['_TETrace', 'Toolbox'],
    ['HTMLNewLine', 'HTML'],
    ['CausalOrder(<<>>, LAMBDA x : x, LAMBDA x : x, LAMBDA x : x)', 'VectorClocks'],
    ['Infinity', 'Reals'],
  ])('%s of %s is refused by name', (expression, module) => {
    const e = failure(expression, [module]);
    expect(e.errorClass).toBe('unsupported');
    expect(e.message).toContain(`of module ${module}`);
  });
});

describe('a module beside the specification', () => {
  const read = (name: string): { path: string; text: string } | undefined =>
    name === 'Functions'
      ? { path: 'Functions.tla', text: '---- MODULE Functions ----\nRange(f) == "mine"\nIsInjective(f) == "mine"\n====\n' }
      : undefined;

  it("wins over the engine's, also for the modules of the engine", () => {
    expect(evaluateExpression('Range(<<1>>)', { extends: ['Functions'], read }).text).toBe('"mine"');
    expect(evaluateExpression('Range(<<1>>)', { extends: ['FiniteSetsExt'], read }).text).toBe('"mine"');
    expect(evaluateExpression('IsInjective(<<1>>)', { extends: ['Functions'], read }).text).toBe('"mine"');
  });

  it('does not win over the modules that the engine implements throughout', () => {
    const naturals = (name: string): { path: string; text: string } | undefined =>
      name === 'Naturals' ? { path: 'Naturals.tla', text: '---- MODULE Naturals ----\na + b == 0\n====\n' } : undefined;
    expect(evaluateExpression('1 + 1', { extends: ['Naturals'], read: naturals }).text).toBe('2');
  });
});

describe('names that come in twice', () => {
  const texts: Readonly<Record<string, string>> = {
    One: 'same == 1\nother(a) == 1',
    Two: 'same == 2\nother == 2',
  };
  const read = (name: string): { path: string; text: string } | undefined =>
    texts[name] === undefined ? undefined : { path: `${name}.tla`, text: `---- MODULE ${name} ----\n${texts[name]}\n====\n` };

  it.each([
    [['One', 'Two'], '', '1'],
    [['Two', 'One'], '', '2'],
    [['Two'], 'INSTANCE One WITH other <- 1', 'parse'],
    [['One'], 'same == 3', 'parse'],
    [[], 'same == 3\nsame == 3', 'parse'],
    [[], 'same == 3\nother(x) == x\nINSTANCE One', '3'],
    [[], 'other == 3\nINSTANCE One', 'parse'],
  ])('EXTENDS %j, then %s: %s', (names, definitions, expected) => {
    let answer: string;
    try {
      answer = evaluateExpression('same', { extends: names, definitions, read }).text;
    } catch (e) {
      answer = e instanceof TlaError ? e.errorClass : String(e);
    }
    expect(answer).toBe(expected);
  });
});

describe('the order of strings', () => {
  it('is that in which their words first occur', () => {
    expect(evaluateExpression('{"zeta", "alpha"}').text).toBe('{"zeta", "alpha"}');
    expect(evaluateExpression('{"zeta", "alpha"}', { definitions: 'alpha == 1' }).text).toBe('{"alpha", "zeta"}');
    expect(evaluateExpression('{"b", "a"}', { extends: ['Naturals'] }).text).toBe('{"a", "b"}');
    expect(evaluateExpression('{"b", "a"}', { definitions: '(* a *)\\* a' }).text).toBe('{"a", "b"}');
    expect(evaluateExpression('{"q2", "q1"}', { definitions: 'D == "q1"' }).text).toBe('{"q1", "q2"}');
  });
});

describe('answers of TLC', () => {
  const folder = fileURLToPath(new URL('answers/', import.meta.url));
  const asked = readdirSync(folder).map((file) => readFileSync(folder + file, 'utf8'));

  /** Is the name a word, or a symbol, of an expression that TLC was asked? */
  const isAsked = (name: string): boolean => {
    const text = JSON.stringify(name.replace('-.', '-')).slice(1, -1);
    const pattern = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return asked.some((file) => new RegExp(/^\w+$/.test(name) ? `\\b${pattern}\\b` : pattern).test(file));
  };

  /** Definitions that no model checker evaluates (they quantify over everything, or name hypotheses of theorems), and what only tests chance. */
  const NOT_EVALUATED = /Theorems$|Induction$|^Reals$|^Randomization$/;

  const definitions = [...STANDARD_SOURCES].flatMap(([module, text]) =>
    [...text.matchAll(/^(?!LOCAL )(?:(\w+)(?:\(.*?\)|\[.*?\])? ==|\w+ (\S+) \w+ ==)/gm)].map((m) => [module, m[1] ?? m[2] ?? ''] as const),
  );
  const natives = [...NATIVE_MODULES].flatMap(([module, { operators }]) => operators.map((o) => [module, o.name] as const));

  it('exist for every operator that is not refused', () => {
    const isRefused = (module: string, name: string): boolean =>
      NATIVE_DEFINITIONS.get(module)?.has(name) === true && NATIVES[`${module}!${name}`] === undefined;
    const all = [...natives, ...definitions].filter(([module, name]) => !NOT_EVALUATED.test(module) && !isRefused(module, name));
    expect(all.length).toBeGreaterThan(250);
    expect(all.filter(([, name]) => !isAsked(name)).map(([module, name]) => `${module}!${name}`)).toEqual([]);
  });
});
