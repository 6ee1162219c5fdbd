/** The import rules of .dependency-cruiser.cjs, each shown to catch a planted import, in a tree of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const config = join(root, '.dependency-cruiser.cjs');

/** The rule, then the import that breaks it: from a file, of a module. */
const planted: readonly (readonly [rule: string, from: string, to: string])[] = [
  ['no-circular', 'src/core/round.ts', './trip.ts'],
  ['not-resolvable', 'conformance/report/lost.ts', './nowhere.ts'],
  ['src-knows-no-checker', 'src/system/a.ts', '../../conformance/itf/index.ts'],
  ['core-imports-nothing-of-src', 'src/core/a.ts', '../paxos/index.ts'],
  ['protocol-imports-core-only', 'src/raft/a.ts', '../paxos/index.ts'],
  ['protocol-imports-core-only', 'src/paxos/a.ts', '../system/index.ts'],
  ['system-below-node', 'src/system/b.ts', '../node/index.ts'],
  ['src-imports-two-packages', 'src/core/b.ts', 'picocolors'],
  ['immer-once', 'src/paxos/b.ts', 'immer'],
  ['engine-stands-alone', 'conformance/tla-to-ts/explore/a.ts', '../../../src/core/index.ts'],
  ['engine-stands-alone', 'conformance/tla-to-ts/explore/b.ts', '../../itf/index.ts'],
  ['phase-values', 'conformance/tla-to-ts/values/a.ts', '../syntax/index.ts'],
  ['phase-syntax', 'conformance/tla-to-ts/syntax/a.ts', '../semantics/index.ts'],
  ['phase-modules', 'conformance/tla-to-ts/modules/a.ts', '../compile/index.ts'],
  ['phase-semantics', 'conformance/tla-to-ts/semantics/a.ts', '../compile/index.ts'],
  ['phase-compile', 'conformance/tla-to-ts/compile/a.ts', '../explore/index.ts'],
  ['phase-explore', 'conformance/tla-to-ts/explore/c.ts', '../index.ts'],
  ['errors-first', 'conformance/tla-to-ts/errors.ts', './values/index.ts'],
  ['grammar-in-syntax-only', 'conformance/tla-to-ts/compile/b.ts', 'web-tree-sitter'],
  ['itf-above-the-engine-only', 'conformance/itf/a.ts', '../engines/index.ts'],
  ['traces-above-itf-only', 'conformance/traces/a.ts', '../lockstep/index.ts'],
  ['engines-know-no-code', 'conformance/engines/a.ts', '../../src/core/index.ts'],
  ['engines-know-no-code', 'conformance/engines/b.ts', '../lockstep/index.ts'],
  ['checks-know-no-protocol', 'conformance/lockstep/a.ts', '../../src/paxos/index.ts'],
  ['checks-know-no-protocol', 'conformance/mutation/a.ts', '../bindings/index.ts'],
  ['bindings-know-no-check', 'conformance/bindings/a.ts', '../lockstep/index.ts'],
  ['cli-is-the-end', 'conformance/report/a.ts', '../cli/index.ts'],
  ['node-at-the-edges', 'conformance/tla-to-ts/values/b.ts', 'node:fs'],
  ['node-at-the-edges', 'src/paxos/c.ts', 'node:fs'],
  ['no-test-imports', 'conformance/report/b.ts', '../../test/index.ts'],
  ['no-dev-dependency', 'conformance/report/c.ts', 'fast-check'],
];

/** Imports that stand at the edge of a rule and break none. */
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['src/paxos/ok.ts', '../core/index.ts'],
  ['src/core/immer.ts', 'immer'],
  ['src/paxos/match.ts', 'ts-pattern'],
  ['conformance/tla-to-ts/explore/ok.ts', '../compile/index.ts'],
  ['conformance/tla-to-ts/values/ok.ts', '../errors.ts'],
  ['conformance/bindings/ok.ts', '../../src/paxos/index.ts'],
  ['conformance/lockstep/ok.ts', '../../src/core/index.ts'],
  ['conformance/cli/ok.ts', 'node:fs'],
  ['conformance/cli/all.ts', '../bindings/index.ts'],
];

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

let tree = '';
let found: readonly Violation[] = [];

function write(path: string, text: string): void {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

/** The rules are read with the config's own paths, so the planted tree has the repository's shape. */
beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'lockstep-layers-'));
  const dirs = [
    'src/core',
    'src/paxos',
    'src/system',
    'src/node',
    'test',
    'scripts',
    'conformance/cli',
    'conformance/itf',
    'conformance/engines',
  ];
  const more = [
    'bindings',
    'lockstep',
    'tla-to-ts',
    'tla-to-ts/syntax',
    'tla-to-ts/semantics',
    'tla-to-ts/compile',
    'tla-to-ts/explore',
    'tla-to-ts/values',
  ];
  for (const dir of [...dirs, ...more.map((name) => `conformance/${name}`)]) write(`${dir}/index.ts`, 'export const x = 1;\n');
  write('src/core/trip.ts', "export * from './round.ts';\n");
  for (const [from, to] of [...planted.map(([, from, to]) => [from, to] as const), ...allowed]) write(from, `export * from '${to}';\n`);
  for (const file of ['tsconfig.json', 'package.json']) symlinkSync(join(root, file), join(tree, file));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruiser, 'src', 'conformance', 'test', 'scripts', '--config', config, '--output-type', 'json'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 1 << 28 });
  found = JSON.parse(stdout).summary.violations;
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('the import rules', () => {
  it('have a planted violation each', () => {
    const names: readonly string[] = createRequire(import.meta.url)(config).forbidden.map((rule: { readonly name: string }) => rule.name);
    expect([...new Set(planted.map(([rule]) => rule))].sort()).toEqual([...names].sort());
  });

  it.each(planted)('%s: %s may not import %s', (rule, from) => {
    expect(found.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(rule);
  });

  it.each(allowed)('%s may import %s', (from) => {
    expect(found.filter((violation) => violation.from === from)).toEqual([]);
  });
});
