/**
 * The end of .ci/run: counts the steps and vitest's own report, and prints `N passed, N failed` as its last line.
 * Plain JavaScript without dependencies, because it must also speak when the installation failed.
 * Usage: node scripts/ci-summary.mjs STEPS_FILE VITEST_JSON VITEST_EXIT_CODE
 */
import { readFileSync } from 'node:fs';

const [stepsFile = '', reportFile = '', testsExit = '1'] = process.argv.slice(2);
const failures = [];
let passed = 0;
/** How many tests were skipped, by the reason that they give themselves: the program that they need is not there. @type {Map<string, number>} */
const skipped = new Map();

/** @param {boolean} ok @param {string} name */
function count(ok, name) {
  if (ok) passed += 1;
  else failures.push(name);
}

/** One line for each step: name, verdict, seconds, separated by tabs. */
function countSteps() {
  const steps = readFileSync(stepsFile, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  for (const [name = '', verdict] of steps.map((line) => line.split('\t'))) count(verdict === 'passed', `step ${name}`);
  if (steps.length === 0) count(false, 'no step ran');
}

/**
 * Every test of every file; a file that could not be loaded has no tests, and counts as one failure. A test that did not run is not a pass:
 * one that says why (see test/conformance/engines/real.ts) is counted apart, any other is a failure.
 */
function countTests() {
  const before = failures.length;
  const start = passed;
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      const why = test.status === 'skipped' ? test.meta?.skipped : undefined;
      if (typeof why === 'string') skipped.set(why, (skipped.get(why) ?? 0) + 1);
      else count(test.status === 'passed', `${file.name}: ${test.fullName} (${test.status})`);
    }
    const silent =
      file.status !== 'passed' &&
      file.assertionResults.every((/** @type {{ status: string }} */ test) => test.status === 'passed' || test.status === 'skipped');
    if (silent) count(false, `${file.name}: ${file.message || file.status}`);
  }
  if (passed === start) count(false, 'no test passed');
  if (testsExit !== '0' && failures.length === before) count(false, `the test command ended with exit code ${testsExit}`);
}

for (const part of [countSteps, countTests]) {
  try {
    part();
  } catch (error) {
    count(false, `no report: ${error instanceof Error ? error.message : error}`);
  }
}
console.log('');
for (const name of failures) console.log(`FAILED ${name.replaceAll('\n', ' ').slice(0, 300)}`);
for (const [why, n] of skipped) console.log(`SKIPPED ${n} ${n === 1 ? 'test' : 'tests'}: ${why}; what they show was not shown here`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
