/** What a run found, in the one form that every reporter prints: JUnit, GitHub's workflow commands, SARIF. */

/** A place in a file. Lines and columns count from 1. */
export interface Place {
  /** From the folder of the run, or in full where it is not below. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** What stands there, where a problem has several places: `code`, `specification`. */
  readonly role?: string;
}

/** The kinds of problems, by the names that programs read, each with what it says of what was checked. */
export const RULES = {
  assumption: 'An assumption of the specification, or a postcondition of the run, does not hold.',
  deadlock: 'A state without successor can be reached.',
  safety: 'A state or a step can be reached that violates an invariant or a property.',
  liveness: 'A behaviour without end violates a temporal property.',
  divergence: 'Specification and code do not take the same steps.',
  incomplete: 'The run ended before everything was checked; what it did not reach is not proved.',
  coverage: 'An action was never taken, or a guard was not seen both true and false.',
  'mutant-survived': 'A bug that was put into the code was not caught.',
  'false-alarm': 'A change that is no bug was reported as one.',
  usage: 'The command line, or a file that it names, is wrong.',
  parse: 'The specification cannot be read.',
  config: 'The configuration cannot be read, or does not fit the specification.',
  evaluation: 'The specification cannot be evaluated.',
  unsupported: 'The specification uses what this engine does not support.',
  engine: 'Another model checker, which was asked, did not do its work.',
  internal: 'The program has a defect.',
} as const;

export type RuleId = keyof typeof RULES;

/** One step on the way to a problem. */
export interface TraceStep {
  readonly label: string;
  /** Where the action is defined. */
  readonly place: Place | undefined;
}

/** Why a check did not pass. */
export interface Problem {
  readonly rule: RuleId;
  readonly message: string;
  /** Where to look, the first one first. */
  readonly places: readonly Place[];
  readonly trace: readonly TraceStep[];
  /** The whole report, as plain text. */
  readonly details: string;
}

/**
 * The outcome of one check. `failed`: it does not hold. `error`: nobody knows whether it holds, as the run could not go on, or ended
 * before it was done. `undecided`: nor is it known, but only because another check of the same suite failed first, or because the engine that was
 * asked does not look at it.
 */
export type Outcome =
  | { readonly verdict: 'passed' }
  | { readonly verdict: 'undecided'; readonly message: string }
  | { readonly verdict: 'failed' | 'error'; readonly problem: Problem };

/** One check: an invariant, a model of the code, a mutant. */
export type Finding = Outcome & {
  /** What it is a part of: a model of a specification, a binding. */
  readonly suite: string;
  readonly name: string;
  readonly seconds: number;
};

/** All that a command found. */
export interface Report {
  readonly findings: readonly Finding[];
  /** One line: what was shown, and within which bounds. */
  readonly claim: string;
  /** The command that repeats the run. */
  readonly command: string;
}

/** A report with what is known at the end of the run. */
export interface Run extends Report {
  /** `lockstep check`. */
  readonly title: string;
  /** Of this package. */
  readonly version: string;
  readonly exitCode: number;
}

/** A finding of a problem. */
export function problemFinding(
  of: Pick<Finding, 'suite' | 'name' | 'seconds'>,
  verdict: 'failed' | 'error',
  problem: Pick<Problem, 'rule' | 'message'> & Partial<Problem>,
): Finding {
  return { ...of, verdict, problem: { places: [], trace: [], details: '', ...problem } };
}

/** A problem with the names of the checks that have it: a limit that is reached leaves all of them open, and is one problem. */
export interface SharedProblem {
  readonly suite: string;
  readonly names: readonly string[];
  readonly problem: Problem;
}

/** The problems of a run, in its order; equal ones of one suite once. */
export function problemsOf({ findings }: Report): readonly SharedProblem[] {
  const found = new Map<string, SharedProblem>();
  for (const finding of findings) {
    if (finding.verdict !== 'failed' && finding.verdict !== 'error') continue;
    const { suite, name, problem } = finding;
    const key = JSON.stringify([suite, problem.rule, problem.message, problem.places]);
    const same = found.get(key);
    found.set(key, same === undefined ? { suite, names: [name], problem } : { ...same, names: [...same.names, name] });
  }
  return [...found.values()];
}

/** `incomplete`, the rule of a problem; otherwise the verdict. */
export function wordOf(finding: Finding): string {
  return finding.verdict === 'failed' || finding.verdict === 'error' ? finding.problem.rule : finding.verdict;
}
