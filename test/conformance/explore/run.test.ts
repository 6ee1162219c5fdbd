/**
 * What a specification sees of the run that checks it: TLCGet, TLCSet, chance, postconditions. The printed lines are those of TLC (one
 * worker, and the same seed) on the same text.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type CheckResult,
  checkModel,
  loadModel,
  type Model,
  simulateModel,
  TlaError,
  usesChance,
  usesRegisters,
} from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

function load(body: string, cfg: string): Model {
  return loadModel({ path: 'M.tla', text: `---- MODULE M ----\n${body}\n====\n` }, { path: 'M.cfg', text: cfg }, () => undefined);
}

function check(body: string, cfg: string, seed = 0): { readonly result: CheckResult; readonly printed: readonly string[] } {
  const printed: string[] = [];
  const result = checkModel(load(body, cfg), { seed, onPrint: (text) => printed.push(text) });
  return { result, printed };
}

const SEARCH = `EXTENDS TLC, Naturals
VARIABLE x
Counts == <<TLCGet("level"), TLCGet("generated"), TLCGet("distinct"), TLCGet("queue"), TLCGet("diameter")>>
Init == x = 0 /\\ PrintT(<<"init", TLCGet("level"), TLCGet("generated"), TLCGet("distinct")>>)
Next == x' = x + 1 /\\ PrintT(<<"next", x, Counts, TLCGet("action").name>>)
Con == x < 3 /\\ PrintT(<<"con", x, TLCGet("level")>>)
ACon == PrintT(<<"acon", x, TLCGet("level"), x', TLCGet("level")'>>)
Inv == PrintT(<<"inv", x, Counts>>)
Prop == [][PrintT(<<"prop", x, TLCGet("level"), x'>>)]_x
Stats == [f \\in DOMAIN TLCGet("stats") \\ {"duration"} |-> TLCGet("stats")[f]]
Post == PrintT(<<"post", TLCGet("level"), Stats.generated, Stats.distinct, Stats.queue, Stats.diameter, Stats.initial, TLCGet(1)>>)
PostFalse == TLCGet(1) = 4
PostUndefined == TLCGet(7) = 4
ASSUME TLCSet(1, 3) /\\ PrintT(TLCGet("level")) /\\ PrintT(TLCGet("config").mode) /\\ PrintT(TLCGet("all"))
ASSUME PrintT(TLCGet("-Dfoo.bar")) /\\ TLCSet("-Dfoo.bar", 1) /\\ PrintT(TLCGet("-Dfoo.bar"))
ASSUME TLCSet("s:name", {1}) /\\ PrintT(TLCGet("s:name"))
ASSUME TLCGet("-Dtlc2.tool.impl.Tool.cdot") = "true"
`;
const SEARCH_CFG = 'INIT Init\nNEXT Next\nCONSTRAINT Con\nACTION_CONSTRAINT ACon\nINVARIANT Inv\nPROPERTY Prop\n';

describe('TLCGet and TLCSet in a search', () => {
  it('tell level, counts and registers as TLC does', () => {
    const { result, printed } = check(SEARCH, `${SEARCH_CFG}POSTCONDITION Post\n`);
    expect(result).toMatchObject({ verdict: 'ok', generated: 4, distinct: 3, depth: 3, complete: true });
    expect(printed).toEqual([
      '0',
      '"bfs"',
      '<<<<3>>>>',
      '"-Dfoo.bar"',
      '"1"',
      '{1}',
      '<<"init", 0, 0, 0>>',
      '<<"con", 0, 1>>',
      '<<"inv", 0, <<1, 1, 1, 1, 1>>>>',
      '<<"next", 0, <<1, 1, 1, 0, 1>>, "UnnamedAction">>',
      '<<"con", 1, 2>>',
      '<<"acon", 0, 1, 1, 2>>',
      '<<"inv", 1, <<2, 2, 2, 0, 2>>>>',
      '<<"prop", 0, 1, 1>>',
      '<<"next", 1, <<2, 2, 2, 0, 2>>, "UnnamedAction">>',
      '<<"con", 2, 3>>',
      '<<"acon", 1, 2, 2, 3>>',
      '<<"inv", 2, <<3, 3, 3, 0, 3>>>>',
      '<<"prop", 1, 2, 2>>',
      '<<"next", 2, <<3, 3, 3, 0, 3>>, "UnnamedAction">>',
      '<<"inv", 3, <<4, 4, 3, 0, 3>>>>',
      '<<"prop", 2, 3, 3>>',
      '<<"post", 0, 4, 3, 0, 3, 1, 3>>',
    ]);
  });

  it('are evaluated in each state, also where no variable that is read has changed', () => {
    const body =
      'EXTENDS TLC, Naturals\nVARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x < 5 /\\ x\' = x + 1 /\\ y\' = y\nInv == TLCGet("level") > 3 => y > 0\n';
    expect(check(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\n').result).toMatchObject({ verdict: 'safety', distinct: 4, depth: 4 });
  });

  it('in definitions are not what they were in an earlier state', () => {
    const body =
      'EXTENDS TLC, Naturals\nVARIABLES x, y\nLarge == {n \\in 1 .. 9 : n > y /\\ n < TLCGet("level")}\nInit == x = 0 /\\ y = 0\nNext == x < 5 /\\ x\' = x + 1 /\\ y\' = y\nInv == Large = 1 .. x\n';
    expect(check(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\nCHECK_DEADLOCK FALSE\n').result).toMatchObject({ verdict: 'ok', distinct: 6 });
  });

  it('keep registers from a trial run of the first states out of the real one', () => {
    const body =
      "EXTENDS TLC, Naturals\nVARIABLE x\nASSUME TLCSet(1, 0)\nInit == x = 0\nNext == x < 3 /\\ x' = x + 1 /\\ TLCSet(1, TLCGet(1) + 1)\nPost == TLCGet(1) = 3\n";
    expect(check(body, 'INIT Init\nNEXT Next\nPOSTCONDITION Post\nCHECK_DEADLOCK FALSE\n').result.verdict).toBe('ok');
  });

  it('end the search, which then is not complete: TLCSet("exit", TRUE)', () => {
    const body =
      'EXTENDS TLC, Naturals\nVARIABLE x\nInit == x = 0\nNext == x\' = x + 1 \\/ x\' = x + 2\nCon == TLCSet("exit", x > 5)\nPost == PrintT(<<TLCGet("stats").diameter, TLCGet("stats").queue>>)\n';
    const { result, printed } = check(body, 'INIT Init\nNEXT Next\nCONSTRAINT Con\nPOSTCONDITION Post\n');
    expect(result).toMatchObject({ verdict: 'ok', complete: false, generated: 11, distinct: 7, depth: 4, queue: 2 });
    expect(printed).toEqual(['<<4, 2>>']);
  });

  it('refuse by name what is about TLC itself', () => {
    const body = 'EXTENDS TLC, Naturals\nASSUME TLCGet("revision").timestamp > 0\n';
    expect(() => check(body, '')).toThrow(/TLCGet\("revision"\) is not supported/);
  });
});

describe('POSTCONDITION', () => {
  it('that is false has the exit code of an assumption, and keeps the counts', () => {
    const { result } = check(SEARCH, `${SEARCH_CFG}POSTCONDITION PostFalse\n`);
    expect(result).toMatchObject({ verdict: 'assumption', property: 'PostFalse', distinct: 3, generated: 4 });
    expect(result.message).toBe('Postcondition PostFalse is false');
  });

  it('that has no value counts as false, and says why', () => {
    const { result } = check(SEARCH, `${SEARCH_CFG}POSTCONDITIONS Post PostUndefined\n`);
    expect(result).toMatchObject({ verdict: 'assumption', property: 'PostUndefined' });
    expect(result.message).toContain('TLCGet(7) was undefined.');
  });

  it('is not evaluated where a violation was found', () => {
    const body = "EXTENDS TLC, Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x + 1\nInv == x < 3\nPost == FALSE\n";
    expect(check(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\nPOSTCONDITION Post\n').result.verdict).toBe('safety');
  });

  it('is evaluated without a specification, too', () => {
    expect(check('Post == 1 = 2\n', 'POSTCONDITION Post\n').result.verdict).toBe('assumption');
  });

  it('must not be about states', () => {
    const body = "EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x\nPost == x = 0\n";
    expect(() => check(body, 'INIT Init\nNEXT Next\nPOSTCONDITION Post\n')).toThrow(/The postcondition must be a constant/);
  });
});

const CHANCE = `EXTENDS TLC, Naturals, Randomization
CONSTANT C
R1 == RandomElement(1..100)
Use == R1
F(y) == <<y, y>>
ASSUME PrintT(<<R1, R1, Use>>)
ASSUME PrintT(<<C, C>>)
ASSUME PrintT([i \\in 1..8 |-> RandomElement(1..1000)])
ASSUME PrintT([i \\in 1..3 |-> RandomElement(SUBSET (1..4))])
ASSUME PrintT(<<RandomElement([1..4 -> 1..10]), RandomElement([a : 1..10, b : 1..10]), RandomElement((1..10) \\X (1..10))>>)
ASSUME PrintT(RandomSetOfSubsets(3, 2, 1..5))
ASSUME PrintT(LET x == RandomElement(1..1000) IN <<x, x, x>>)
ASSUME PrintT(F(RandomElement(1..1000)))
ASSUME PrintT(<<RandomSubset(3, 1..2), RandomSubset(0, 1..2)>>)
`;

describe('chance', () => {
  it.each([
    [
      42,
      [
        '<<73, 73, 73>>',
        '<<69, 31>>',
        '<<278, 666, 904, 369, 276, 464, 783, 920>>',
        '<<{1, 3}, {1, 2, 3}, {1, 3}>>',
        '<<<<2, 6, 3, 9>>, [a |-> 2, b |-> 6], <<8, 6>>>>',
        '{{5}, {3, 4}, {4, 5}}',
        '<<435, 435, 435>>',
        '<<458, 458>>',
        '<<{1, 2}, {}>>',
      ],
    ],
    [
      7,
      [
        '<<74, 74, 74>>',
        '<<75, 35>>',
        '<<898, 709, 352, 121, 850, 84, 929, 642>>',
        '<<{1, 2, 4}, {2, 4}, {1, 4}>>',
        '<<<<3, 4, 8, 3>>, [a |-> 4, b |-> 9], <<2, 5>>>>',
        '{{2}, {5}, {2, 5}}',
        '<<40, 40, 40>>',
        '<<507, 507>>',
        '<<{1, 2}, {}>>',
      ],
    ],
  ] as const)('with seed %i is that of TLC with this seed', (seed, expected) => {
    expect(check(CHANCE, 'CONSTANT C <- R1\n', seed).printed).toEqual(expected);
  });

  it('gives a state the same successors whenever it is expanded: a trace is found again', () => {
    const body =
      "EXTENDS TLC, Naturals\nVARIABLES x, n\nInit == x = 0 /\\ n = 0\nNext == n < 8 /\\ n' = n + 1 /\\ x' = RandomElement(0..999)\nInv == n < 8\n";
    const cfg = 'INIT Init\nNEXT Next\nINVARIANT Inv\n';
    const values = (seed: number): unknown => check(body, cfg, seed).result.trace?.states.map((s) => s.values);
    expect(check(body, cfg, 5).result).toMatchObject({ verdict: 'safety', depth: 9 });
    expect(values(5)).toEqual(values(5));
    expect(values(5)).not.toEqual(values(6));
  });

  it('gives one action different numbers', () => {
    const body =
      "EXTENDS TLC, Naturals\nVARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = RandomElement(0..9999) /\\ y' = RandomElement(0..9999)\nCon == TLCGet(\"level\") < 3\nDiffer == [][x' # y']_<<x, y>>\n";
    expect(check(body, 'INIT Init\nNEXT Next\nCONSTRAINT Con\nPROPERTY Differ\n').result.verdict).toBe('ok');
  });

  it('is drawn once for a LET, in whichever branch it is used', () => {
    const body =
      "EXTENDS TLC, Naturals\nVARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x = 0 /\\ LET r == RandomElement(1..99999) IN ((x' = r /\\ y' = r) \\/ (x' = r /\\ y' = r + 0))\n";
    expect(check(body, 'INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n').result).toMatchObject({ verdict: 'ok', generated: 3, distinct: 2 });
  });

  it('picks as many elements as are asked for, also of sets that are too large to be listed', () => {
    const body =
      'EXTENDS Randomization, FiniteSets, Naturals\nASSUME \\A k \\in 0..20 : LET s == RandomSubset(k, [1..30 -> 1..9]) IN Cardinality(s) = k /\\ s \\subseteq [1..30 -> 1..9]\nASSUME \\A k \\in 0..20 : LET s == RandomSubset(k, 1..20) IN Cardinality(s) = k /\\ s \\subseteq 1..20\n';
    expect(check(body, '').result.verdict).toBe('ok');
  });

  it.each([
    ['RandomElement({})', /empty set/],
    ['RandomElement(Nat)', /not a finite set/],
    ['RandomSubset(0-1, {1})', /first argument of RandomSubset should be a nonnegative integer/],
    ['RandomSubset(1, Nat)', /second argument of RandomSubset should be a finite set/],
    ['RandomSetOfSubsets(9, 1, {1, 2})', /first argument of RandomSetOfSubsets/],
    ['RandomSetOfSubsets(1, 3, {1, 2})', /range 0..Cardinality/],
  ])('%s is an error', (expression, message) => {
    const body = `EXTENDS TLC, Naturals, Randomization\nASSUME ${expression} = 1\n`;
    const { result } = check(body, '');
    expect(result).toMatchObject({ verdict: 'assumption', error: { errorClass: 'evaluation' } });
    expect(result.message).toMatch(message);
  });
});

describe('TLCGet in a simulation', () => {
  it('tells the step that led to the state, and counts behaviours', () => {
    const body = `EXTENDS TLC, Naturals
VARIABLE x
Init == x = 0
Add(n, m) == x < 1 /\\ x' = x + n
Next == \\E n \\in {1} : Add(n, 5)
Inv == PrintT(<<x, TLCGet("level"), TLCGet("action"), TLCGet("config").mode, TLCGet("config").depth, TLCGet("config").traces>>)
Post == PrintT(<<TLCGet("stats").traces, TLCGet("diameter")>>)
`;
    const printed: string[] = [];
    const model = load(body, 'INIT Init\nNEXT Next\nINVARIANT Inv\nPOSTCONDITION Post\nCHECK_DEADLOCK FALSE\n');
    const result = simulateModel(model, { runs: 2, depth: 5, seed: 1, onPrint: (text) => printed.push(text) });
    expect(result.verdict).toBe('ok');
    const place = (line: number, from: number, to: number): string =>
      `[beginLine |-> ${line}, beginColumn |-> ${from}, endLine |-> ${line}, endColumn |-> ${to}, module |-> "M"]`;
    const first = `<<0, 1, [name |-> "Init", location |-> ${place(4, 9, 13)}], "simulate", 5, 2>>`;
    const second = `<<1, 2, [name |-> "Add", location |-> ${place(5, 14, 32)}, context |-> [n |-> 1, m |-> 5], parameters |-> <<"n", "m">>], "simulate", 5, 2>>`;
    expect(printed).toEqual([first, second, first, second, '<<2, 2>>']);
  });
});

describe('what lies outside of the specification', () => {
  const files: Readonly<Record<string, string>> = {
    'one.json': '{"a": [1, -2.5, true], "0": {"b": "text"}}',
    'lines.ndjson': '{"n": 1}\n\n{"n": 2}\r\n',
    'bad.json': '{"a": null}',
    'broken.json': '{',
  };
  const judge = (formula: string): CheckResult => {
    const model = load(`EXTENDS Json, IOUtils, TLC, Naturals\nASSUME ${formula}\n`, '');
    model.run.outside = {
      environment: { HOME: '/here' },
      read: (path) => {
        const text = files[path];
        if (text === undefined) throw new TlaError('evaluation', `The file ${path} cannot be read`);
        return text;
      },
    };
    return checkModel(model);
  };

  it.each([
    ['JsonDeserialize("one.json") = [a |-> <<1, 0 - 2, TRUE>>] @@ ("0" :> [b |-> "text"])', 'ok'],
    ['ndJsonDeserialize("lines.ndjson") = <<[n |-> 1], [n |-> 2]>>', 'ok'],
    ['IOEnv.HOME = "/here" /\\ "PATH" \\notin DOMAIN IOEnv', 'ok'],
    ['JsonDeserialize("bad.json") = 1', 'unsupported JSON value null'],
    ['JsonDeserialize("broken.json") = 1', 'This is no JSON'],
    ['JsonDeserialize("none.json") = 1', 'none.json cannot be read'],
    ['JsonDeserialize(1) = 1', 'should be a string'],
  ])('%s', (formula, expected) => {
    const { verdict, message = '' } = judge(formula);
    expect(verdict === 'ok' ? verdict : `${verdict}: ${message}`).toContain(expected);
  });
});

describe('what a model asks of the run', () => {
  const uses = (conjunct: string): readonly [boolean, boolean] => {
    const body = `EXTENDS TLC, Naturals\nVARIABLE x\nInit == x = 0\nDeep(n) == ${conjunct}\nNext == x' = 1 /\\ Deep(1)\n`;
    const model = load(body, 'INIT Init\nNEXT Next\n');
    return [usesRegisters(model), usesChance(model)];
  };

  it.each([
    ['TLCGet("level") < 3', false, false],
    ['TLCGet("distinct") < 3', true, false],
    ['TLCGet(n) < 3', true, false],
    ['TLCSet(1, x)', true, false],
    ['RandomElement({n}) = 1', false, true],
    ['n = 1', false, false],
  ])('%s', (conjunct, registers, chance) => {
    expect(uses(conjunct)).toEqual([registers, chance]);
  });
});
