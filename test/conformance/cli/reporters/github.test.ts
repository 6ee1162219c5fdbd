/** GitHub's workflow commands: one line each, whatever stands in them, with the places; and the summary. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { github, githubSummary } from '../../../../conformance/cli/reporters/github.ts';
import { failed, open, passed, run } from './support.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads workflow commands as the runner does. */
function commands(text: string): readonly Command[] {
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const [, name = '', list = '', message = ''] = /^::([a-z]+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
      expect(name, line).not.toBe('');
      const data = (s: string): string => s.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
      const pairs =
        list === '' ? [] : list.split(',').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
      const properties = Object.fromEntries(pairs.map(([key, value]) => [key, data(value.replaceAll('%3A', ':').replaceAll('%2C', ','))]));
      return { name, properties, message: data(message) };
    });
}

describe('workflow commands', () => {
  it('are a notice of what was shown where all is well', () => {
    expect(github(run([passed('A', 'one')], { claim: 'Proved: 100% of it.' }))).toBe(
      '::notice title=lockstep check::Proved: 100%25 of it.\n',
    );
  });

  it('are an error at the first place of each problem and a notice at the others, and say nothing of a pass', () => {
    const places = [
      { file: 'src/a.ts', line: 3, role: 'code' },
      { file: 'M.tla', line: 7, column: 2, role: 'specification' },
    ];
    const found = commands(github(run([passed('A', 'one'), failed('B', 'two, three', { places })])));
    const title = 'lockstep check: safety: B: two, three';
    expect(found).toEqual([
      {
        name: 'error',
        properties: { file: 'src/a.ts', line: '3', title },
        message: 'Invariant Small is violated\n   1  initial state\n   2  Up(2)\nRepeat: lockstep check M.tla',
      },
      {
        name: 'notice',
        properties: { file: 'M.tla', line: '7', col: '2', title },
        message: 'The specification of this: Invariant Small is violated',
      },
    ]);
  });

  it('say once what several checks of a suite have in common', () => {
    const found = commands(github(run([open('A', 'one'), open('A', 'two'), open('B', 'one')])));
    expect(found.map((c) => c.properties.title)).toEqual(['lockstep check: incomplete: A: one, two', 'lockstep check: incomplete: B: one']);
  });

  it('are one line each and say the same whatever stands in them', () => {
    const text = fc.string({ unit: fc.constantFrom('%', '\r', '\n', ':', ',', '::', '%0A', '%3A', '::error::', 'a', ' ') });
    fc.assert(
      fc.property(text, text, text, (name, message, file) => {
        const [found, ...others] = commands(github(run([failed('S', name, { message, trace: [], places: [{ file, line: 1 }] })])));
        expect(others).toEqual([]);
        expect(found).toEqual({
          name: 'error',
          properties: { file, line: '1', title: `lockstep check: safety: S: ${name}` },
          message: `${message}\nRepeat: lockstep check M.tla`,
        });
      }),
    );
  });
});

describe('the summary', () => {
  it('says passed only of a run without problems', () => {
    expect(githubSummary(run([passed('A', 'one')]))).toMatch(/^### lockstep check: passed\n/);
    expect(githubSummary(run([passed('A', 'one'), open('A', 'two')]))).toMatch(/^### lockstep check: incomplete\n/);
    expect(githubSummary(run([open('A', 'two'), failed('A', 'one')]))).toMatch(/^### lockstep check: failed\n/);
  });

  it('is a table that no text of a check can break, with the report of each problem', () => {
    const text = githubSummary(run([failed('A', 'a|b\n<b>`*', { details: 'x = <<1>>\n\n</pre>' })]));
    expect(text).toContain('| A | a\\|b &lt;b&gt;\\`\\* | safety: Invariant Small is violated | 0.00 |');
    expect(text).toContain('x = &lt;&lt;1&gt;&gt;\n\n&lt;/pre&gt;</pre>\n</details>');
  });
});
