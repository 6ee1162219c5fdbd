/** A run as JUnit XML, which continuous integration servers read: a test suite for each model, a test case for each check. */
import type { Finding, Run } from './finding.ts';

/** The document. What could not be decided is an error; nothing is skipped without a reason. */
export function junit(run: Run): string {
  const suites = [...new Set(run.findings.map((f) => f.suite))];
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: run.title, ...counts(run.findings) })}>`,
    ...suites.flatMap((suite) =>
      suiteLines(
        run,
        suite,
        run.findings.filter((f) => f.suite === suite),
      ),
    ),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function suiteLines(run: Run, suite: string, findings: readonly Finding[]): readonly string[] {
  const property = (name: string, value: string): string => `      <property${attributes({ name, value })}/>`;
  return [
    `  <testsuite${attributes({ name: suite, ...counts(findings) })}>`,
    '    <properties>',
    property('command', run.command),
    property('claim', run.claim),
    property('version', run.version),
    '    </properties>',
    ...findings.map(caseText),
    '  </testsuite>',
  ];
}

function counts(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const count = (verdict: Finding['verdict']): string => String(findings.filter((f) => f.verdict === verdict).length);
  return {
    tests: String(findings.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('undecided'),
    time: seconds(findings.reduce((sum, f) => sum + f.seconds, 0)),
  };
}

function caseText(finding: Finding): string {
  const { suite, name } = finding;
  const common = { name, classname: suite, time: seconds(finding.seconds) };
  switch (finding.verdict) {
    case 'passed':
      return `    <testcase${attributes(common)}/>`;
    case 'undecided':
      return `    <testcase${attributes(common)}><skipped${attributes({ message: finding.message })}/></testcase>`;
    case 'failed':
    case 'error': {
      const { rule, message, places, details } = finding.problem;
      const [place] = places;
      const at = {
        ...(place === undefined ? {} : { file: place.file }),
        ...(place?.line === undefined ? {} : { line: String(place.line) }),
      };
      const element = finding.verdict === 'failed' ? 'failure' : 'error';
      const text = [...places.map((p) => [p.file, p.line, p.column].filter((part) => part !== undefined).join(':')), details]
        .filter((part) => part !== '')
        .join('\n');
      const body = `<${element}${attributes({ type: rule, message })}>${escaped(text)}</${element}>`;
      return `    <testcase${attributes({ ...common, ...at })}>${body}</testcase>`;
    }
  }
}

function seconds(n: number): string {
  return n.toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`)
    .join('');
}

/** XML 1.0 has no form for most control characters, nor for half of a surrogate pair: they are left out. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replace(FORBIDDEN, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
