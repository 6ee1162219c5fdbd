import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeValue, encodeValue, parseJson, readItfTrace, writeItfTrace } from '../../../conformance/itf/index.ts';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { Heap } from '../../../conformance/tla-to-ts/values/heap.ts';
import { anyTree, build, fnOf, messageOf, recOf, seqOf, setOf } from '../values/support.ts';

const MODEL_VALUES = new Set(['n1', 'n2', 'n3', 'v_1', 'v_2']);

function decode(h: Heap, text: string): number {
  return decodeValue({ heap: h, path: 't', text, modelValues: MODEL_VALUES }, parseJson(text, 't'));
}

describe('values', () => {
  test('round trip, within a heap and into another', () => {
    fc.assert(
      fc.property(anyTree, (tree) => {
        const [h, other] = [new Heap(), new Heap()];
        const id = build(h, tree);
        const text = JSON.stringify(encodeValue(h, id));
        expect(decode(h, text)).toBe(id);
        expect(decode(other, text)).toBe(build(other, tree));
      }),
      { numRuns: 300 },
    );
  });

  const forms: readonly [string, (h: Heap) => number][] = [
    ['true', () => 2],
    ['{"#bigint":"-12"}', (h) => h.int(-12)],
    ['"x"', (h) => h.str('x')],
    ['"n1"', (h) => h.model('n1')],
    ['[{"#bigint":"1"},"x"]', (h) => seqOf(h, h.int(1), h.str('x'))],
    ['[]', (h) => h.emptySeq],
    ['{"#set":[{"#bigint":"1"},{"#bigint":"2"}]}', (h) => setOf(h, h.int(2), h.int(1))],
    [
      '{"#map":[["n1",true],["n2",false]]}',
      (h) =>
        fnOf(h, [
          [h.model('n2'), 0],
          [h.model('n1'), 2],
        ]),
    ],
    ['{"a":true,"b":{"#set":[]}}', (h) => recOf(h, { a: 2, b: h.emptySet })],
    ['{"#map":[["#a",true]]}', (h) => recOf(h, { '#a': 2 })],
    ['{"__proto__":true}', (h) => fnOf(h, [[h.str('__proto__'), 2]])],
    ['{"tag":"Some","value":{"#bigint":"1"}}', (h) => recOf(h, { tag: h.str('Some'), value: h.int(1) })],
  ];
  test.each(forms)('%s', (text, make) => {
    const h = new Heap();
    const mark = h.begin();
    h.model('n1');
    h.model('n2');
    h.str('a');
    expect(JSON.stringify(encodeValue(h, make(h)))).toBe(text);
    expect(decode(h, text)).toBe(make(h));
    expect(h.sp).toBe(mark);
  });

  const alternatives: readonly [string, (h: Heap) => number][] = [
    ['5', (h) => h.int(5)],
    ['{"#bigint":5}', (h) => h.int(5)],
    ['{"#tup":[1,2]}', (h) => seqOf(h, h.int(1), h.int(2))],
    ['{"#map":[[2,"b"],[1,"a"]]}', (h) => seqOf(h, h.str('a'), h.str('b'))],
    ['{"#map":[]}', (h) => h.emptySeq],
    ['{}', (h) => h.emptySeq],
    ['{"#set":[1,1,0]}', (h) => setOf(h, h.int(0), h.int(1))],
    [' { "#map" : [ [ "k" , -2147483648 ] ] } ', (h) => recOf(h, { k: h.int(-(2 ** 31)) })],
    ['"\\u0041\\n\\/"', (h) => h.str('A\n/')],
  ];
  test.each(alternatives)('accepted: %s', (text, make) => {
    const h = new Heap();
    expect(decode(h, text)).toBe(make(h));
  });

  test('lazy sets are enumerated; what cannot be is marked', () => {
    const h = new Heap();
    expect(encodeValue(h, h.subsetOf(h.interval(1, 1)))).toEqual({ '#set': [{ '#set': [] }, { '#set': [{ '#bigint': '1' }] }] });
    expect(encodeValue(h, h.nat)).toEqual({ '#unserializable': 'Nat' });
  });
});

const APALACHE = `{
  "#meta": { "format": "ITF", "varTypes": { "x": "Int" }, "description": "Created by Apalache" },
  "params": ["N"],
  "vars": ["msgs", "x"],
  "states": [
    { "#meta": { "index": 0 }, "N": { "#bigint": "3" }, "x": 0, "msgs": { "#set": [] } },
    { "#meta": { "index": 1 }, "x": { "#bigint": "1" }, "msgs": { "#set": [{ "type": "1a", "bal": 0 }] } }
  ]
}`;

describe('traces', () => {
  test('one of Apalache', () => {
    const h = new Heap();
    const trace = readItfTrace(APALACHE, h);
    expect(trace.vars).toEqual(['msgs', 'x']);
    expect(trace.description).toBe('Created by Apalache');
    expect(trace.loop).toBeUndefined();
    expect(trace.states.map((state) => state.values.map((id) => h.toText(id)))).toEqual([
      ['{}', '0'],
      ['{[type |-> "1a", bal |-> 0]}', '1'],
    ]);
  });

  test('round trip, with actions and a loop', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyTree, anyTree, fc.array(anyTree, { maxLength: 2 })), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        (rows, n) => {
          const h = new Heap();
          const states = rows.map(([x, y, parameters], index) => ({
            index,
            action: index === 0 ? undefined : { name: 'Next', parameters: parameters.map((p) => build(h, p)) },
            values: [build(h, x), build(h, y)],
          }));
          const trace = { vars: ['x', 'y'], states, loop: n % 2 === 0 ? undefined : n % rows.length, description: 'a test' };
          const text = writeItfTrace(trace, h);
          expect(readItfTrace(text, h, { modelValues: MODEL_VALUES })).toEqual(trace);
          expect(text.endsWith('}\n')).toBe(true);
        },
      ),
    );
  });

  test('the text: one line for each state, the action in its #meta', () => {
    const h = new Heap();
    const states = [
      { index: 0, action: undefined, values: [h.int(0)] },
      { index: 1, action: { name: 'Timeout', parameters: [h.model('n1')] }, values: [h.int(1)] },
    ];
    expect(writeItfTrace({ vars: ['x'], states, loop: 0, description: undefined }, h)).toBe(
      `{
  "#meta": {"format":"ITF","format-description":"https://apalache-mc.org/docs/adr/015adr-trace.html"},
  "vars": ["x"],
  "states": [
    {"#meta":{"index":0},"x":{"#bigint":"0"}},
    {"#meta":{"index":1,"action":{"name":"Timeout","parameters":["n1"]}},"x":{"#bigint":"1"}}
  ],
  "loop": 0
}
`,
    );
  });

  const states = (text: string): string => `{"vars":["x"],\n "states":[${text}]}`;
  const wrong: readonly [string, string][] = [
    ['', 'f:1:1: the file is empty'],
    ['{"vars":["x"],\n "states":[{"x":', 'f:2:17: the file ends where a value is expected; it may be truncated'],
    ['{"vars":["x"],\n "states":[{"x":"a', 'f:2:17: this string is not closed; the file may be truncated'],
    ['{"vars":["x"]', 'f:1:14: the file ends where "," or "}" is expected; it may be truncated'],
    ['{"vars":["x"] "states"}', 'f:1:15: unexpected "\\"" where "," or "}" is expected'],
    ['{vars}', 'f:1:2: unexpected "v" where a quoted key is expected'],
    ['{} x', 'f:1:4: unexpected "x" after the end of the JSON document'],
    ['{"a":1,"a":2}', 'f:1:8: the key "a" occurs twice in this object'],
    ['[1]', 'f:1:1: a trace is a JSON object with "vars" and "states"'],
    ['{"states":[]}', 'f:1:1: "vars" is missing'],
    ['{"vars":["x"]}', 'f:1:1: "states" is missing'],
    ['{"vars":["x","x"],"states":[]}', 'f:1:14: "vars" names x twice'],
    [states(''), 'f:2:11: the trace has no state'],
    [states('5'), 'f:2:12: state 0 must be an object'],
    [states('{}'), 'f:2:12: state 0 lacks the variable x'],
    [states('{"x":1,"y":2}'), 'f:2:23: state 0 has the variable y, which "vars" does not name'],
    [states('{"x":null}'), 'f:2:17: null is not a TLA+ value'],
    [states('{"x":1.5}'), 'f:2:17: 1.5 is not an integer'],
    [states('{"x":{"#bigint":"12a"}}'), 'f:2:28: 12a is not an integer'],
    [states('{"x":4294967296}'), "f:2:17: the integer 4294967296 does not fit into 32 bits, TLC's range"],
    [states('{"x":{"#unserializable":"Nat"}}'), 'f:2:36: a value that the writer of the trace could not serialize ("#unserializable")'],
    [states('{"x":{"#foo":1}}'), 'f:2:25: "#foo" is not a form of the Informal Trace Format'],
    [states('{"x":{"#set":[],"a":1}}'), 'f:2:17: "#set" must be the only key of its object'],
    [states('{"x":{"#set":1}}'), 'f:2:25: "#set" needs an array'],
    [states('{"x":{"#map":[[1]]}}'), 'f:2:26: "#map" needs an array of pairs [key, value]'],
    [states('{"x":{"#map":[[1,2],[1,3]]}}'), 'f:2:33: the key 1 occurs twice in this "#map"'],
    [states('{"x":{"#set":[1,"a"]}}'), 'f:2:17: state 0, variable x: Attempted to compare string "a" with non-string:\n1'],
    [states('{"#meta":1,"x":1}'), 'f:2:21: "#meta" of state 0 must be an object'],
    [states('{"#meta":{"action":{}},"x":1}'), 'f:2:31: "name" is missing'],
    ['{"vars":["x"],"states":[{"x":1}],"loop":1}', 'f:1:41: "loop" must be the index of a state, 0 to 0'],
    [`{"vars":["x"],"states":[{"x":${'['.repeat(600)}`, 'f:1:530: nested deeper than 500 levels'],
    ['{"vars":["\\q"]}', 'f:1:11: invalid escape in a string'],
  ];
  test.each(wrong)('refused: %s', (text, message) => {
    const h = new Heap();
    expect(messageOf(() => readItfTrace(text, h, { path: 'f' }))).toBe(message);
    try {
      readItfTrace(text, h);
    } catch (error) {
      expect(error).toBeInstanceOf(TlaError);
      expect(error).toMatchObject({ errorClass: 'usage' });
    }
    expect(h.sp).toBe(0);
  });

  test('every truncation of a trace is refused', () => {
    for (let end = 0; end < APALACHE.length; end++) {
      expect(() => readItfTrace(APALACHE.slice(0, end), new Heap(), { path: 'f' })).toThrow(/^f:\d+:\d+: /);
    }
  });

  test('a state without a value for each variable is not written', () => {
    const trace = { vars: ['x'], states: [{ index: 0, action: undefined, values: [] }], loop: undefined, description: undefined };
    expect(() => writeItfTrace(trace, new Heap())).toThrow('State 0 of the trace has no value for x.');
  });

  test('agrees with JSON.parse on what is JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(() => parseJson(text, 'f')).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:1-.e0 \\utrue') }), (text) => {
        expect(messageOf(() => parseJson(text, 'f')) === undefined).toBe(messageOf(() => JSON.parse(text)) === undefined);
      }),
      { numRuns: 1000 },
    );
  });
});
