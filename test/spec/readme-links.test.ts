/** The READMEs' links to lines lead to the lines that they quote; `npm run readme-links` repairs them. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineOf, readFrom, readmes, relink } from '../../scripts/readme-links.ts';

describe.each(readmes().map((path) => [`spec/${basename(dirname(path))}`, path] as const))('the README of %s', (_, path) => {
  it('links to the lines that it quotes', () => {
    const readme = readFileSync(path, 'utf8');
    const { text, broken } = relink(readme, readFrom(path));
    expect(broken).toEqual([]);
    expect(text).toBe(readme);
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

  it('are there', () => {
    const counts = readmes().map((path) => relink(readFileSync(path, 'utf8'), readFrom(path)).links);
    expect(Math.max(...counts)).toBeGreaterThan(40);
  });
});
