/**
 * A run for GitHub Actions: workflow commands, which become annotations of the files that they name, and a summary in Markdown.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { type Finding, type Place, problemsOf, type Run, type SharedProblem, wordOf } from './finding.ts';

/** So many steps of a trace are named in an annotation. */
const STEPS = 30;
/** So much of a report goes into the summary: the summaries of a step may be 1 MiB. */
const DETAILS = 20_000;

/** The workflow commands, one a line: an error for each problem, a notice for each other place of it, or one notice that all is well. */
export function github(run: Run): string {
  const problems = problemsOf(run);
  const lines =
    problems.length === 0
      ? [command('notice', { title: run.title }, run.claim)]
      : problems.flatMap((problem) => problemLines(run, problem));
  return `${lines.join('\n')}\n`;
}

function problemLines(run: Run, { suite, names, problem }: SharedProblem): readonly string[] {
  const { rule, message, places, trace } = problem;
  const [first, ...others] = places;
  const title = `${run.title}: ${rule}: ${suite}: ${names.join(', ')}`;
  const steps = trace.slice(0, STEPS).map((step, i) => `${String(i + 1).padStart(4)}  ${step.label}`);
  const more = trace.length > STEPS ? [`      and ${trace.length - STEPS} more steps`] : [];
  const text = [message, ...steps, ...more, `Repeat: ${run.command}`].join('\n');
  return [
    command('error', { ...placeProperties(first), title }, text),
    ...others.map((place) =>
      command('notice', { ...placeProperties(place), title }, `${place.role === undefined ? '' : `The ${place.role} of this: `}${message}`),
    ),
  ];
}

function placeProperties(place: Place | undefined): Readonly<Record<string, string>> {
  if (place === undefined) return {};
  const { file, line, column } = place;
  return {
    file,
    ...(line === undefined ? {} : { line: String(line) }),
    ...(line === undefined || column === undefined ? {} : { col: String(column) }),
  };
}

function command(name: 'error' | 'notice', properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name}${given.length === 0 ? '' : ` ${given.join(',')}`}::${escapedData(message)}`;
}

function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The summary of a run, for GITHUB_STEP_SUMMARY. */
export function githubSummary(run: Run): string {
  const problems = problemsOf(run);
  const verdict = problems.length === 0 ? 'passed' : problems.some((p) => p.problem.rule !== 'incomplete') ? 'failed' : 'incomplete';
  const rows = run.findings.map((f) => `| ${cell(f.suite)} | ${cell(f.name)} | ${cell(outcomeText(f))} | ${f.seconds.toFixed(2)} |`);
  const details = problems.flatMap(({ suite, names, problem }) => [
    `<details><summary>${html(`${suite}: ${names.join(', ')}`)}</summary>`,
    // Without an empty line here, Markdown would end the HTML at the first empty line of the report.
    '',
    `<pre>${html(cut([problem.message, problem.details].filter((part) => part !== '').join('\n\n')))}</pre>`,
    '</details>',
    '',
  ]);
  return [
    `### ${cell(run.title)}: ${verdict}`,
    '',
    cell(run.claim),
    '',
    '| | check | verdict | seconds |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...details,
    `<pre>${html(run.command)}</pre>`,
    '',
    '',
  ].join('\n');
}

function outcomeText(finding: Finding): string {
  switch (finding.verdict) {
    case 'passed':
      return 'passed';
    case 'undecided':
      return `undecided: ${finding.message}`;
    case 'failed':
    case 'error':
      return `${wordOf(finding)}: ${finding.problem.message}`;
  }
}

function cut(text: string): string {
  return text.length <= DETAILS ? text : `${text.slice(0, DETAILS)}\n... (${text.length - DETAILS} more characters)`;
}

/** Text in one line of Markdown, with nothing in it that Markdown would take for its own. */
function cell(text: string): string {
  return html(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replace(/\s+/g, ' ');
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
