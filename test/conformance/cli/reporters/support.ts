/** Runs as reporters get them. */
import type { Finding, Problem, Run } from '../../../../conformance/cli/reporters/finding.ts';

export function run(findings: readonly Finding[], what: Partial<Run> = {}): Run {
  return {
    findings,
    claim: 'What was shown.',
    command: 'lockstep check M.tla',
    title: 'lockstep check',
    version: '1.2.3',
    exitCode: 0,
    ...what,
  };
}

export function passed(suite: string, name: string, seconds = 0): Finding {
  return { suite, name, seconds, verdict: 'passed' };
}

export function failed(suite: string, name: string, problem: Partial<Problem> = {}): Finding {
  return { suite, name, seconds: 0, verdict: 'failed', problem: { ...SMALL, ...problem } };
}

export function open(suite: string, name: string, problem: Partial<Problem> = {}): Finding {
  return { suite, name, seconds: 0, verdict: 'error', problem: { ...SMALL, rule: 'incomplete', message: 'a limit', ...problem } };
}

export const SMALL: Problem = {
  rule: 'safety',
  message: 'Invariant Small is violated',
  places: [{ file: 'spec/a b/M.tla', line: 7, column: 3 }],
  trace: [
    { label: 'initial state', place: { file: 'spec/a b/M.tla', line: 4 } },
    { label: 'Up(2)', place: undefined },
  ],
  details: 'State 1\n  x = 0',
};
