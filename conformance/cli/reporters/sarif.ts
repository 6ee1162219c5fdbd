/**
 * A run as SARIF 2.1.0, the form in which code scanning shows problems beside the code.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
import { createHash } from 'node:crypto';
import { isAbsolute, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Place, problemsOf, RULES, type RuleId, type Run, type SharedProblem, type TraceStep } from './finding.ts';

/** The usual name for the folder that files are named from. */
const ROOT = '%SRCROOT%';

const ruleIds: readonly string[] = Object.keys(RULES);

/** What says nothing of the specification or the code, but of the run alone, is no result. */
const OF_THE_RUN: readonly RuleId[] = ['usage', 'engine', 'internal'];
/** What kept the run from an answer is told of the run as well. */
const NO_ANSWER: readonly RuleId[] = [...OF_THE_RUN, 'incomplete', 'parse', 'config', 'evaluation', 'unsupported'];

/** The document: one run, with a result for each problem of the specification or the code. */
export function sarif(run: Run): string {
  const problems = problemsOf(run);
  const unanswered = problems.filter((p) => NO_ANSWER.includes(p.problem.rule));
  const document = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'lockstep',
            version: run.version,
            rules: Object.entries(RULES).map(([id, text]) => ({
              id,
              shortDescription: { text },
              defaultConfiguration: { level: 'error' },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the sources: the folder of the run.' } } },
        invocations: [
          {
            commandLine: run.command,
            exitCode: run.exitCode,
            executionSuccessful: unanswered.length === 0,
            toolExecutionNotifications: unanswered.map(notification),
          },
        ],
        results: problems.filter(isResult).map(result),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** What has no answer is a result where it has a place, which code scanning needs; what has an answer is one in any case. */
function isResult({ problem: { rule, places } }: SharedProblem): boolean {
  return !OF_THE_RUN.includes(rule) && (places.length > 0 || !NO_ANSWER.includes(rule));
}

function notification({ problem }: SharedProblem): unknown {
  const { rule, message, places } = problem;
  return {
    level: 'error',
    message: { text: message },
    associatedRule: { id: rule, index: ruleIds.indexOf(rule) },
    locations: places.slice(0, 1).map((place) => location(place)),
  };
}

function result({ suite, names, problem }: SharedProblem): unknown {
  const { rule, message, places, trace, details } = problem;
  const [first, ...others] = places;
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level: 'error',
    message: { text: `${suite}: ${names.join(', ')}: ${message}` },
    locations: first === undefined ? [] : [location(first)],
    ...(others.length === 0 ? {} : { relatedLocations: others.map((place, i) => ({ id: i + 1, ...location(place, place.role) })) }),
    ...(trace.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: trace.map(flowLocation) }] }] }),
    // What stays the same when lines move and values change: which check of which model has which kind of problem.
    partialFingerprints: { 'lockstepCheck/v1': fingerprint([rule, suite, ...names]) },
    ...(details === '' ? {} : { properties: { details } }),
  };
}

function flowLocation({ label, place }: TraceStep, index: number): unknown {
  return { location: { ...(place === undefined ? {} : location(place)), message: { text: label } }, executionOrder: index + 1 };
}

function location({ file, line, column }: Place, role?: string): Readonly<Record<string, unknown>> {
  const region = line === undefined ? {} : { region: { startLine: line, ...(column === undefined ? {} : { startColumn: column }) } };
  return {
    physicalLocation: { artifactLocation: artifact(file), ...region },
    ...(role === undefined ? {} : { message: { text: role } }),
  };
}

function artifact(file: string): unknown {
  if (isAbsolute(file)) return { uri: pathToFileURL(file).href };
  return { uri: file.split(sep).map(encodeURIComponent).join('/'), uriBaseId: ROOT };
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
