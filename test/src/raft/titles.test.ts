/** Each test of the core names what it checks: a section or figure of the paper, or a section of the dissertation. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/raft/index.ts';
import { testsIn, titles, uncalled, unnamed } from '../titles.ts';

/** Tests of what the papers do not speak of, each with what that is. */
const BESIDE: Readonly<Record<string, string>> = {
  'decode.test.ts': 'what comes from the network',
  'history.test.ts': 'the history variables of the specification',
  'names.test.ts': 'code and specification side by side',
  'progress.test.ts': 'the properties that mutants break',
  'titles.test.ts': 'these titles',
};

const folder = new URL('./', import.meta.url);
const texts = testsIn(folder, Object.keys(BESIDE));
const files = [...texts.keys()];

/** The paper has sections 1 to 12 and figures to 16; the dissertation has chapters to 12. */
const NAMED = /\b(sections? (1[0-2]|[2-9])\b|thesis ([3-9]|1[01])\b|Figures? (1[0-6]|[1-9])\b)/;

describe('the tests of the core', () => {
  it.each(files)('%s: each names the section of the paper or the dissertation that it checks', (name) => {
    const text = texts.get(name) ?? '';
    expect(titles(text).length).toBeGreaterThan(0);
    expect(unnamed(text, NAMED)).toEqual([]);
  });

  it('call every action', () => {
    expect(uncalled(Object.keys(actions), texts)).toEqual([]);
  });

  it('are all there but those that are listed, which are there too', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(Object.keys(BESIDE)));
  });
});

describe('the rule about titles', () => {
  it('finds tests that name nothing', () => {
    const text = "describe('a', () => { it('b', f); it.each(x)('c %s', g); }); it('section 13', f); it(`Figure`, f);";
    expect(unnamed(text, NAMED)).toEqual(['a: b', 'a: c %s', 'section 13', 'Figure']);
  });

  it('finds none in tests that name it themselves, or whose suites do', () => {
    const text =
      "describe('section 5.2', () => { it('b', f); }); it('c (thesis 4.1)', f); describe('d', () => { it.each(x)('Figure 13, %s', f); });";
    expect(titles(text)).toHaveLength(3);
    expect(unnamed(text, NAMED)).toEqual([]);
  });
});
