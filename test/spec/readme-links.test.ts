/**
 * What READMEs and docs/ quote is so: links to lines lead to the lines that they quote, and `npm run readme-links` repairs them; the story of
 * the missing term is the engine's own trace.
 */
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSpec } from '../../conformance/cli/files.ts';
import { actionText } from '../../conformance/cli/print/trace.ts';
import { checkModel } from '../../conformance/tla-to-ts/index.ts';
import { documents, lineOf, readFrom, relink } from '../../scripts/readme-links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const named = documents().map((path) => [relative(root, path).replaceAll(sep, '/'), path] as const);

describe.each(named)('%s', (_, path) => {
  it('links to the lines that it quotes', () => {
    const document = readFileSync(path, 'utf8');
    const { text, broken } = relink(document, readFrom(path));
    expect(broken).toEqual([]);
    expect(text).toBe(document);
  });
});

describe('docs/raft-and-pull-raft.md', () => {
  const page = readFileSync(new URL('../../docs/raft-and-pull-raft.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| **'));
  const titled = rows.map((row) => [/\*\*(.*?):\*\*/.exec(row)?.[1] ?? row, row] as const);

  it.each(titled)('has both specifications and both codes: %s', (_, row) => {
    const cells = row.split(/(?<!\\)\|/).slice(1, -1);
    expect(cells).toHaveLength(3);
    expect(cells[0]).toMatch(/\]\(\.\.\/spec\/raft\/Raft\.tla#L\d+\)/);
    expect(cells[0]).toMatch(/\]\(\.\.\/src\/raft\/\S+#L\d+\)/);
    expect(cells[1]).toMatch(/\]\(\.\.\/spec\/pull-raft\/PullRaft\.tla#L\d+\)/);
    expect(cells[1]).toMatch(/\]\(\.\.\/src\/pull-raft\/\S+#L\d+\)/);
    expect(cells[2]?.trim()).not.toBe('');
  });

  it('is one table, and has its rows', () => {
    expect(page.match(/^\|---/gm)).toHaveLength(1);
    expect(page.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(rows.length + 2);
    expect(rows.length).toBeGreaterThanOrEqual(14);
  });
});

describe('the story of the missing term', () => {
  it('is what the engine prints', async () => {
    const readme = readFileSync(join(root, 'spec/pull-raft/README.md'), 'utf8');
    const told = readme.match(/^State \d+ {2}.*$/gm);
    const options = { config: 'MCPullRaft_noterm_bug.cfg', library: ['../consensus'] };
    const { model } = await loadSpec(join(root, 'spec/pull-raft'), 'MCPullRaft.tla', options);
    const { verdict, property, trace } = checkModel(model);
    expect({ verdict, property }).toEqual({ verdict: 'safety', property: 'LeaderCompleteness' });
    const printed = trace?.states.map((state, n) => `State ${n + 1}  ${actionText(model.heap, state.action)}`);
    expect(told).toEqual(printed?.slice(1));
  });
});

describe('links to lines', () => {
  const tla = [
    '---- MODULE A ----',
    '\\* Vote(i)',
    'Vote(i) ==',
    '    /\\ a[i] = 1 \\/ b',
    '    /\\ c',
    '',
    'Next ==',
    '    /\\ c',
    '====',
  ].join('\n');
  const ts = ['/** vote(i) is c */', 'export function vote(i: string): boolean {', '  // c || d', '  return c || d;', '}'].join('\n');
  const files: Readonly<Record<string, string>> = { 'A.tla': tla, '../a.ts': ts };
  const broken = (readme: string): readonly string[] => relink(readme, (path) => files[path]).broken;

  it('are found by definition and quotation', () => {
    expect(lineOf('A.tla', tla, 'Vote', 'a[i] = 1')).toBe(4);
    expect(lineOf('A.tla', tla, 'Vote', 'c')).toBe(5);
    expect(lineOf('A.tla', tla, 'Next', 'c')).toBe(8);
    expect(lineOf('a.ts', ts, 'vote', 'c ||')).toBe(4);
  });

  it('get their numbers anew', () => {
    const readme = 'x `Vote` [`a[i] = 1`](A.tla#L1), `vote` [`c \\|\\| d`](../a.ts#L44) y';
    const { text, links } = relink(readme, (path) => files[path]);
    expect(text).toBe('x `Vote` [`a[i] = 1`](A.tla#L4), `vote` [`c \\|\\| d`](../a.ts#L4) y');
    expect(links).toBe(2);
    expect(broken(readme)).toEqual([]);
  });

  it('are broken if what they quote is gone, stands twice, or is not quoted', () => {
    expect(broken('`Vote` [`a[i] = 2`](A.tla#L4)')).toEqual(['Vote in A.tla has no line with `a[i] = 2`']);
    expect(broken('`Vote` [`/\\`](A.tla#L4)')).toEqual(['Vote in A.tla has more than one line with `/\\`']);
    expect(broken('`Voted` [`c`](A.tla#L4)')).toEqual(['A.tla does not define Voted']);
    expect(broken('`Vote` [`c`](B.tla#L4)')).toEqual(['B.tla is not there']);
    expect(broken('[the vote](A.tla#L4)')).toHaveLength(1);
  });

  it.each(['spec/raft/README.md', 'spec/pull-raft/README.md', 'docs/raft-and-pull-raft.md'])('are in %s', (name) => {
    const path = new Map(named).get(name) ?? '';
    expect(relink(readFileSync(path, 'utf8'), readFrom(path)).links).toBeGreaterThan(40);
  });
});
