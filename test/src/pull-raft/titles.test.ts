/** Each test of the core names what it checks: what the paper speaks of, a ticket, or a section of the papers on Raft. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../src/pull-raft/index.ts';
import { read } from '../specification.ts';
import { testsIn, titles, uncalled, unnamed } from '../titles.ts';

/** Tests of what the papers do not speak of, each with what that is. */
const BESIDE: Readonly<Record<string, string>> = {
  'decode.test.ts': 'what comes from the network',
  'decode-mutants.test.ts': 'what comes from the network, with something wrong inside',
  'history.test.ts': 'the history variables of the specification',
  'names.test.ts': 'code and specification side by side',
  'titles.test.ts': 'these titles',
  'typeok.test.ts': 'the values of the variables in a model',
};

const folder = new URL('./', import.meta.url);
const texts = testsIn(folder, Object.keys(BESIDE));
const files = [...texts.keys()];

/** What the paper speaks of: its sections are not numbered here, as in the specification. */
const SUBJECTS: readonly string[] = [
  'elections',
  'dry run',
  'writing',
  'catch-up',
  'pulling',
  'chaining',
  'sync source',
  'rollback',
  'positions',
  'commit',
  'heartbeats',
  'handover',
  'why a query is not enough',
];

/** Raft has sections 1 to 12 and figures to 16; the dissertation has chapters to 12. */
const RAFT = String.raw`Raft,? (sections? (1[0-2]|[2-9])\b|Figures? (1[0-6]|[1-9])\b)|thesis ([3-9]|1[01])\b`;
const NAMED = new RegExp(String.raw`\b(the paper, (${SUBJECTS.join('|')})\b|SERVER-\d+\b|${RAFT})`);

/** Tickets of bugs of the real system that the specification's text does not name: those of commit points, and of a late vote. */
const TICKETS: readonly string[] = ['SERVER-39367', 'SERVER-78813', 'SERVER-114780'];

const ticketsIn = (text: string): readonly string[] => text.match(/\bSERVER-\d+\b/g) ?? [];

describe('the tests of the core', () => {
  it.each(files)('%s: each names what of the paper, which ticket, or which section of Raft it checks', (name) => {
    const text = texts.get(name) ?? '';
    expect(titles(text).length).toBeGreaterThan(0);
    expect(unnamed(text, NAMED)).toEqual([]);
  });

  it('name tickets that the specification names too', () => {
    const known = [...ticketsIn(read('spec/pull-raft/PullRaft.tla')), ...TICKETS];
    const named = [...texts.values()].flatMap((text) => titles(text)).flatMap(ticketsIn);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((ticket) => !known.includes(ticket))).toEqual([]);
  });

  it('speak of all that is listed', () => {
    const all = [...texts.values()].flatMap((text) => titles(text)).join('\n');
    expect(SUBJECTS.filter((subject) => !all.includes(`the paper, ${subject}`))).toEqual([]);
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
    const text =
      "describe('a', () => { it('b', f); }); it('section 5.2', f); it('the paper', f); it('the paper, weather', f); it(`SERVER`, f);";
    expect(unnamed(text, NAMED)).toEqual(['a: b', 'section 5.2', 'the paper', 'the paper, weather', 'SERVER']);
  });

  it('finds none in tests that name it themselves, or whose suites do', () => {
    const text =
      "describe('the paper, commit', () => { it('b', f); }); it('c (thesis 4.1)', f); it('Raft Figure 2', f); it('SERVER-22136', f);";
    expect(titles(text)).toHaveLength(4);
    expect(unnamed(text, NAMED)).toEqual([]);
  });
});
