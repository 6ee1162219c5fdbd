/** JUnit XML: well-formed whatever stands in it, and each outcome as what it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junit } from '../../../../conformance/cli/reporters/junit.ts';
import { failed, open, passed, run } from './support.ts';
import { elements, readXml } from './xml.ts';

describe('a JUnit document', () => {
  it('has a suite for each model and a case for each check', () => {
    const root = readXml(
      junit(
        run([
          passed('A', 'one', 1.25),
          failed('B', 'two'),
          { suite: 'B', name: 'three', seconds: 0, verdict: 'undecided', message: 'the search ended' },
          open('A', 'four'),
        ]),
      ),
    );
    expect(root).toMatchObject({
      name: 'testsuites',
      attributes: { name: 'lockstep check', tests: '4', failures: '1', errors: '1', skipped: '1', time: '1.250' },
    });
    const [a, b] = elements(root, 'testsuite');
    expect(a?.attributes).toEqual({ name: 'A', tests: '2', failures: '0', errors: '1', skipped: '0', time: '1.250' });
    expect(b?.attributes).toEqual({ name: 'B', tests: '2', failures: '1', errors: '0', skipped: '1', time: '0.000' });
    const [one, four, two, three] = elements(root, 'testcase');
    expect(one).toMatchObject({ attributes: { name: 'one', classname: 'A', time: '1.250' }, children: [] });
    // What is incomplete is an error: neither a pass nor skipped.
    expect(four?.children).toMatchObject([{ name: 'error', attributes: { type: 'incomplete', message: 'a limit' } }]);
    expect(two).toMatchObject({
      attributes: { file: 'spec/a b/M.tla', line: '7' },
      children: [
        {
          name: 'failure',
          attributes: { type: 'safety', message: 'Invariant Small is violated' },
          text: 'spec/a b/M.tla:7:3\nState 1\n  x = 0',
        },
      ],
    });
    expect(three?.children).toMatchObject([{ name: 'skipped', attributes: { message: 'the search ended' } }]);
  });

  it('is well-formed with any text, and keeps all of it that XML can hold', () => {
    const allowed = (text: string): string =>
      [...text].filter((c) => /[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(c)).join('');
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom('<', '&', '"', "'", ']]>', '\r', '\n', '\t', '\u0000', '\u001b[1m', '\uFFFE', '\uD800', 'é', '😀'),
      }),
    );
    fc.assert(
      fc.property(text, text, text, (name, message, details) => {
        const root = readXml(junit(run([failed('S', name, { message, details, places: [] })], { claim: message })));
        const [found] = elements(root, 'testcase');
        expect(found?.attributes.name).toBe(allowed(name));
        expect(found?.children[0]?.attributes.message).toBe(allowed(message));
        expect(found?.children[0]?.text).toBe(allowed(details));
      }),
    );
  });
});

describe('the reader of these tests', () => {
  const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
  const wrong = [
    '<a>',
    '<a></b>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a>&</a>',
    '<a>&x;</a>',
    '<a/><b/>',
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a b=1/>',
    '<a><b></a></b>',
  ];
  it.each(wrong)('refuses %j', (text) => {
    expect(() => readXml(`${head}${text}`)).toThrow();
  });
});
