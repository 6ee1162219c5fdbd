/** The counter behind `N passed, N failed`: nothing that failed, and nothing that did not run, may read as a pass. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/ci-summary.mjs', import.meta.url));
const twoSteps = 'lint\tpassed\t1\ntypes\tpassed\t2\n';
const test = (status: string): object => ({ fullName: 'a test', status });
const lacking = { ...test('skipped'), meta: { skipped: 'no TLC' } };
const file = (status: string, ...tests: readonly object[]): object => ({ name: 'a.test.ts', status, message: '', assertionResults: tests });

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lockstep-ci-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

type Files = readonly object[] | string | undefined;

function ran(steps: string | undefined, files: Files, exit: string): { readonly stdout: string; readonly status: number | null } {
  if (steps !== undefined) writeFileSync(join(dir, 'steps'), steps);
  if (files !== undefined) writeFileSync(join(dir, 'report'), typeof files === 'string' ? files : JSON.stringify({ testResults: files }));
  return spawnSync(process.execPath, [script, join(dir, 'steps'), join(dir, 'report'), exit], { encoding: 'utf8' });
}

function output(steps: string | undefined, files: Files, exit: string): string {
  return ran(steps, files, exit).stdout;
}

function summary(steps: string | undefined, files: Files, exit: string): readonly [last: string, status: number | null] {
  const { stdout, status } = ran(steps, files, exit);
  return [stdout.trimEnd().split('\n').at(-1) ?? '', status];
}

describe('the summary of a run', () => {
  const cases: readonly (readonly [string, string | undefined, readonly object[] | string | undefined, string, string, number])[] = [
    ['all passed', twoSteps, [file('passed', test('passed'), test('passed'))], '0', '4 passed, 0 failed', 0],
    ['a failed step', 'lint\tfailed\t1\n', [file('passed', test('passed'))], '0', '1 passed, 1 failed', 1],
    ['a failed test', twoSteps, [file('failed', test('passed'), test('failed'))], '1', '3 passed, 1 failed', 1],
    ['a skipped test', twoSteps, [file('passed', test('passed'), test('pending'))], '0', '3 passed, 1 failed', 1],
    ['a test that was skipped without a reason', twoSteps, [file('passed', test('passed'), test('skipped'))], '0', '3 passed, 1 failed', 1],
    ['a test that was skipped for want of a program', twoSteps, [file('passed', test('passed'), lacking)], '0', '3 passed, 0 failed', 0],
    ['nothing but skipped tests', twoSteps, [file('passed', lacking)], '0', '2 passed, 1 failed', 1],
    ['a file that did not load', twoSteps, [file('failed'), file('passed', test('passed'))], '1', '3 passed, 1 failed', 1],
    ['no test at all', twoSteps, [], '0', '2 passed, 1 failed', 1],
    ['an error outside of the tests', twoSteps, [file('passed', test('passed'))], '1', '3 passed, 1 failed', 1],
    ['no report', twoSteps, undefined, '0', '2 passed, 1 failed', 1],
    ['a truncated report', twoSteps, '{"testRes', '0', '2 passed, 1 failed', 1],
    ['no steps', '', [file('passed', test('passed'))], '0', '1 passed, 1 failed', 1],
  ];

  it.each(cases)('%s', (_, steps, files, exit, last, status) => {
    expect(summary(steps, files, exit)).toEqual([last, status]);
  });

  it('says aloud what was skipped', () => {
    expect(output(twoSteps, [file('passed', test('passed'), lacking, lacking)], '0')).toMatch(/^SKIPPED 2 tests: no TLC;/m);
  });
});
