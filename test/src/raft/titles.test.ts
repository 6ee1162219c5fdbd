/** Each test of the core names what it checks: a section or figure of the paper, or a section of the dissertation. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/raft/index.ts';

/** Tests of what the papers do not speak of, each with what that is. */
const BESIDE: Readonly<Record<string, string>> = {
  'decode.test.ts': 'what comes from the network',
  'history.test.ts': 'the history variables of the specification',
  'names.test.ts': 'code and specification side by side',
  'progress.test.ts': 'the properties that mutants break',
  'titles.test.ts': 'these titles',
};

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && BESIDE[name] === undefined);
const texts: ReadonlyMap<string, string> = new Map(files.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));

/** The paper has sections 1 to 12 and figures to 16; the dissertation has chapters to 12. */
const NAMED = /\b(sections? (1[0-2]|[2-9])\b|thesis ([3-9]|1[01])\b|Figures? (1[0-6]|[1-9])\b)/;

/** The titles of all tests, each after those of the suites around it. */
function titles(text: string): readonly string[] {
  const found: string[] = [];
  const go = (node: ts.Node, around: string): void => {
    const isCall = ts.isCallExpression(node) && node.arguments.length > 1;
    const callee = isCall ? /^(describe|it|test)\b/.exec(node.expression.getText())?.[1] : undefined;
    if (!isCall || callee === undefined) return ts.forEachChild(node, (child) => go(child, around));
    const title = node.arguments[0];
    const chain = `${around}${title !== undefined && ts.isStringLiteralLike(title) ? title.text : ''}`;
    if (callee === 'describe') ts.forEachChild(node, (child) => go(child, `${chain}: `));
    else found.push(chain);
  };
  go(ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.ESNext, true), '');
  return found;
}

const unnamed = (text: string): readonly string[] => titles(text).filter((title) => !NAMED.test(title));

describe('the tests of the core', () => {
  it.each(files)('%s: each names the section of the paper or the dissertation that it checks', (name) => {
    const text = texts.get(name) ?? '';
    expect(titles(text).length).toBeGreaterThan(0);
    expect(unnamed(text)).toEqual([]);
  });

  it('call every action', () => {
    const all = [...texts.values()].join('\n');
    const uncalled = Object.keys(actions).filter((name) => !new RegExp(`\\b${name}\\(`).test(all));
    expect(uncalled).toEqual([]);
  });

  it('are all there but those that are listed, which are there too', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(Object.keys(BESIDE)));
  });
});

describe('the rule about titles', () => {
  it('finds tests that name nothing', () => {
    const text = "describe('a', () => { it('b', f); it.each(x)('c %s', g); }); it('section 13', f); it(`Figure`, f);";
    expect(unnamed(text)).toEqual(['a: b', 'a: c %s', 'section 13', 'Figure']);
  });

  it('finds none in tests that name it themselves, or whose suites do', () => {
    const text =
      "describe('section 5.2', () => { it('b', f); }); it('c (thesis 4.1)', f); describe('d', () => { it.each(x)('Figure 13, %s', f); });";
    expect(titles(text)).toHaveLength(3);
    expect(unnamed(text)).toEqual([]);
  });
});
