/** The house rules as a test. Every rule is first shown to catch what it forbids: a rule that cannot fail is worth nothing. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_LINES, MAX_FUNCTION_LINES, RULES, type TidyFile } from './tidy/rules.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Not ours, or made by a program. Anything else in the repository obeys. */
const NOT_READ: readonly string[] = ['.git', 'node_modules', 'dist', 'coverage', 'states', '.ci/out', 'test/fixtures', 'LICENSE'];
const GENERATED = /\.generated\.ts$/;
const BINARY = /\.(wasm|png|jpg|gif|ico|gz|tgz|tsbuildinfo)$/;

function filesOf(directory: string): string[] {
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    if (NOT_READ.includes(path)) return [];
    return entry.isDirectory() ? filesOf(path) : entry.isFile() ? [path] : [];
  });
}

const files: readonly TidyFile[] = filesOf('')
  .filter((path) => !GENERATED.test(path) && !BINARY.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

describe('the repository', () => {
  it('is read', () => {
    const paths = files.map((file) => file.path);
    expect(paths).toContain('package.json');
    expect(paths).toContain('package-lock.json');
    expect(paths.some((path) => path.startsWith('conformance/tla-to-ts/'))).toBe(true);
    expect(paths.some((path) => path.startsWith('node_modules/') || path.startsWith('dist/'))).toBe(false);
  });

  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s', (_, rule) => {
    const wrong = files
      .filter((file) => rule.applies(file.path))
      .flatMap((file) => rule.check(file).map((found) => `${file.path}:${found}`));
    expect(wrong).toEqual([]);
  });
});

/** Texts that break a rule, and texts near them that do not; each with the path that it would stand at. */
interface Planted {
  readonly bad: readonly (readonly [path: string, text: string])[];
  readonly good: readonly (readonly [path: string, text: string])[];
}

const body = (count: number): string => 'let x = 0;\n'.repeat(count);
const todo = 'TO' + 'DO';
const silence = '@' + 'ts-';
const machine = `/${'ho' + 'me'}/user/lockstep`;
const registry = `https://npm.example-${'artifac' + 'tory'}.test/`;

const planted: Readonly<Record<string, Planted>> = {
  [`files have at most ${MAX_FILE_LINES} lines`]: {
    bad: [['conformance/a.ts', body(MAX_FILE_LINES + 1)]],
    good: [['conformance/a.ts', body(MAX_FILE_LINES)]],
  },
  [`functions have at most ${MAX_FUNCTION_LINES} lines`]: {
    bad: [
      ['src/core/a.ts', `function f(): void {\n${body(MAX_FUNCTION_LINES - 1)}}\n`],
      ['src/core/a.ts', `const f = () => {\n${body(MAX_FUNCTION_LINES - 1)}};\n`],
      ['conformance/a.ts', `class A {\n  m(): void {\n${body(MAX_FUNCTION_LINES - 1)}  }\n}\n`],
    ],
    good: [
      ['src/core/a.ts', `function f(): void {\n${body(MAX_FUNCTION_LINES - 2)}}\n`],
      ['test/a.test.ts', `describe('a', () => {\n${body(200)}});\n`],
    ],
  },
  'no any': {
    bad: [
      ['src/core/a.ts', 'export const f = (x: any): number => x;'],
      ['test/a.test.ts', 'const x = y as any;'],
    ],
    good: [['src/core/a.ts', '// any\nconst any = "any";']],
  },
  'no non-null assertion': {
    bad: [
      ['conformance/a.ts', 'const x = a[0]!;'],
      ['conformance/a.ts', 'const x = a!.b;'],
      ['conformance/a.ts', 'let x!: number;'],
    ],
    good: [['conformance/a.ts', 'const x = !a && b !== c;']],
  },
  'no silencing cast': {
    bad: [
      ['src/core/a.ts', 'const x = y as string;'],
      ['src/core/a.ts', 'const x = y[0] as number;'],
      ['conformance/tla-to-ts/a.ts', 'const x = y as unknown as string;'],
      ['conformance/a.ts', 'const x = <string>y;'],
    ],
    good: [
      ['src/core/a.ts', 'const x = [1] as const;\nimport { a as b } from "./c.ts";\nconst z = { a: 1 } satisfies object;'],
      ['conformance/tla-to-ts/a.ts', 'const x = row[0] as number;'],
    ],
  },
  'no comment silences a tool': {
    bad: [
      ['src/core/a.ts', `// ${silence}expect-error: it is late`],
      ['src/core/a.ts', `/* ${silence}ignore */`],
      ['src/core/a.ts', `// ${silence}nocheck`],
      ['src/core/a.ts', `/* ${'v8'} ignore next */`],
      ['src/core/a.ts', `// ${'biome'}-ignore-all lint: all of it`],
    ],
    good: [['src/core/a.ts', '// the option is named ts-ignore\n/** @returns a word */']],
  },
  'no test is skipped or run alone': {
    bad: [
      ['test/a.test.ts', "it.skip('a', () => {});"],
      ['test/a.test.ts', "describe.only('a', () => {});"],
      ['test/a.test.ts', "it.concurrent.only('a', () => {});"],
      ['test/a.test.ts', "test.todo('a');"],
      ['test/a.test.ts', "it.skipIf(slow)('a', () => {});"],
      ['test/a.test.ts', "it('a', (ctx) => ctx.skip('no'));"],
      ['test/a.test.ts', "xit('a', () => {});"],
    ],
    good: [
      ['test/a.test.ts', "it('a.skip', () => { expect(reader.skip(1)).toBe(2); });"],
      ['test/conformance/engines/real.ts', "ctx.skip('no TLC');"],
    ],
  },
  'nothing is left unfinished': {
    bad: [
      ['src/core/a.ts', `// ${todo}: later`],
      ['README.md', `${'FIX' + 'ME'}`],
      ['spec/a/A.tla', `\\* ${todo}`],
    ],
    good: [['src/core/a.ts', '// nothing to do; the todo list is empty']],
  },
  'src is pure': {
    bad: [
      ['src/paxos/a.ts', 'const t = Date.now();'],
      ['src/paxos/a.ts', 'const t = new Date();'],
      ['src/paxos/a.ts', 'const r = Math.random();'],
      ['src/paxos/a.ts', 'console.log(1);'],
      ['src/paxos/a.ts', 'const e = process.env;'],
      ['src/paxos/a.ts', 'setTimeout(f, 1);'],
      ['src/paxos/a.ts', "import { readFileSync } from 'node:fs';"],
      ['src/paxos/a.ts', 'const u = import.meta.url;'],
      ['src/paxos/a.ts', "const m = import('./b.ts');"],
      ['src/paxos/a.ts', 'globalThis.x = 1;'],
    ],
    good: [
      [
        'src/paxos/a.ts',
        '// Date.now\nconst a = { process: 1, self: "p1" };\nconst b = a.process + a.self.length;\nconst f = (self: string) => self;\nMath.max(1, 2);',
      ],
    ],
  },
  'src has no class and no promise': {
    bad: [
      ['src/paxos/a.ts', 'class A {}'],
      ['src/paxos/a.ts', 'const A = class {};'],
      ['src/paxos/a.ts', 'async function f(): Promise<void> {}'],
      ['src/paxos/a.ts', 'type P = Promise<number>;'],
    ],
    good: [['src/paxos/a.ts', '// a class of promises\nconst promise = "Promise";']],
  },
  'src is readonly': {
    bad: [
      ['src/paxos/a.ts', 'interface S { ballot: number }'],
      ['src/paxos/a.ts', 'type S = { readonly log: number[] };'],
      ['src/paxos/a.ts', 'interface S { readonly m: Map<string, number> }'],
      ['src/paxos/a.ts', 'interface S { [k: string]: number }'],
    ],
    good: [['src/paxos/a.ts', 'interface S { readonly log: readonly number[]; readonly [k: string]: unknown; next(s: S): S }']],
  },
  'immer is imported once': {
    bad: [
      ['src/paxos/a.ts', "import { produce } from 'immer';"],
      ['conformance/a.ts', "export * from 'immer';"],
    ],
    good: [['src/paxos/a.ts', "import { produce } from '../core/immer.ts';"]],
  },
  'no path of one machine': {
    bad: [
      ['README.md', `cd ${machine}`],
      ['scripts/a.ts', `const dir = '/${'wo' + 'rk'}/out';`],
      ['package.json', `"x": "/${'ro' + 'ot'}/.npmrc"`],
    ],
    good: [['README.md', `https://example.org${machine} and src${machine}, network/work/x`]],
  },
  'no registry but the public one': {
    bad: [
      ['.npmrc', `registry=${registry}`],
      ['package-lock.json', '"resolved":' + ' "http://10.0.0.1:4873/immer.tgz"'],
      ['package-lock.json', `"resolved": "${registry}immer.tgz"`],
      ['README.md', `see ${registry}`],
    ],
    good: [
      [
        'package-lock.json',
        '"resolved": "https://registry.npmjs.org/immer/-/immer-11.2.10.tgz",\n"funding": { "url": "https://example.org" }',
      ],
    ],
  },
};

describe('each rule', () => {
  it('has a planted violation', () => {
    expect(Object.keys(planted).sort()).toEqual(RULES.map((rule) => rule.name).sort());
  });

  it.each(RULES.map((rule) => [rule.name, rule] as const))('catches what it forbids, and nothing else: %s', (_, rule) => {
    for (const [path, text] of planted[rule.name]?.bad ?? []) {
      expect(rule.applies(path), path).toBe(true);
      expect(rule.check({ path, text }), text).not.toEqual([]);
    }
    for (const [path, text] of planted[rule.name]?.good ?? []) expect(rule.check({ path, text }), text).toEqual([]);
  });
});
