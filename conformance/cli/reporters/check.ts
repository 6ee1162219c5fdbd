/** What `lockstep check` found, for the reporters: a check for each thing that the configuration asks for, and one for the search. */
import { type CheckResult, type Loc, type Model, type SimulateResult, summarizeCoverage, type Trace } from '../../tla-to-ts/index.ts';
import { claimText } from '../print/claim.ts';
import { colorsFor } from '../print/colors.ts';
import { coverageTable } from '../print/coverage.ts';
import { actionText, traceText } from '../print/trace.ts';
import { type Finding, type Place, type Problem, problemFinding, type Report, type RuleId, type TraceStep } from './finding.ts';
import { COLUMNS, DEADLOCK, type Item, itemsNamed, type SearchProblem, searchFindings, wholeOf } from './search.ts';

export interface CheckReportOptions {
  /** The specification and the configuration, as the user would type them. */
  readonly spec: string;
  readonly config: string;
  /** Whether the search looked for deadlocks. */
  readonly deadlock: boolean;
  /** Is a run that did not see all actions and guards a failure? */
  readonly coverageRequired: boolean;
  /** The command that repeats the run. */
  readonly command: string;
}

/** The report. */
export function checkReport(model: Model, result: CheckResult | SimulateResult, options: CheckReportOptions): Report {
  const suite = `${model.module.name} (${options.config})`;
  const search = { suite, name: searchName(model, result), items: itemsOf(model, options.deadlock) };
  const found = searchFindings(search, result, () => problemOf(model, result, options));
  const findings = result.verdict === 'ok' ? [...found, ...coverageFindings(suite, result, options)] : found;
  return { findings, claim: claimText(model, result, options.deadlock), command: options.command };
}

function searchName(model: Model, result: CheckResult | SimulateResult): string {
  if (model.init === undefined) return 'evaluation';
  return 'simulation' in result ? 'random behaviours' : 'all reachable states';
}

/** What the model asks for. */
function itemsOf(model: Model, deadlock: boolean): readonly Item[] {
  return [
    ...itemsNamed('assumption', model.assumes),
    ...itemsNamed('invariant', model.invariants),
    ...itemsNamed('property', [...model.impliedInits, ...model.impliedActions, ...model.liveness]),
    ...(deadlock && model.init !== undefined ? [DEADLOCK] : []),
    ...itemsNamed('postcondition', model.postconditions),
  ];
}

function problemOf(model: Model, result: CheckResult, options: CheckReportOptions): SearchProblem {
  switch (result.verdict) {
    case 'ok':
    case 'incomplete':
      return { rule: 'incomplete', message: result.message ?? 'the search is incomplete', places: [wholeOf(options.spec)] };
    case 'error':
      return errorProblem(model, result, options);
    case 'assumption':
    case 'deadlock':
    case 'safety':
    case 'liveness':
      return violationProblem(model, result, result.verdict);
  }
}

function violationProblem(model: Model, result: CheckResult, rule: 'assumption' | 'deadlock' | 'safety' | 'liveness'): SearchProblem {
  const message =
    rule === 'deadlock'
      ? 'Deadlock: a state without successor is reached'
      : (result.message ?? `${result.property ?? 'a property'} is violated`);
  const places =
    rule === 'deadlock'
      ? definitionOf(model, model.next?.name, model.next?.x.loc)
      : definitionOf(model, result.property, assumptionLoc(model, result));
  return { rule, message, places, ...traceOf(model, result.trace) };
}

function errorProblem(model: Model, result: CheckResult, { spec }: CheckReportOptions): SearchProblem {
  const { error, message, trace } = result;
  const rule: RuleId = error?.errorClass ?? 'evaluation';
  const { details, ...way } = traceOf(model, trace);
  const places = error?.loc === undefined ? [wholeOf(spec)] : [placeAt(error.loc)];
  return {
    rule,
    message: error?.message ?? message ?? 'the specification cannot be evaluated',
    places,
    ...way,
    details: [error?.render() ?? '', details].join('\n\n').trim(),
  };
}

/** An assumption need not have a name that can be looked up. */
function assumptionLoc(model: Model, { property }: CheckResult): Loc | undefined {
  return model.assumes.find((a) => a.name === property)?.x.loc;
}

function definitionOf(model: Model, name: string | undefined, otherwise: Loc | undefined): readonly Place[] {
  const loc = (name === undefined ? undefined : model.module.lookup(name)?.loc) ?? otherwise;
  return loc === undefined ? [] : [placeAt(loc)];
}

/** A place in a source. */
export function placeAt({ source, line, col }: Loc): Place {
  return { file: source.path, line, column: col };
}

function traceOf(model: Model, trace: Trace | undefined): Pick<Problem, 'trace' | 'details'> {
  if (trace === undefined) return { trace: [], details: '' };
  const { heap, init } = model;
  const steps = trace.states.map(({ action }): TraceStep => {
    const [place] = action === undefined ? definitionOf(model, init?.name, init?.x.loc) : definitionOf(model, action.name, undefined);
    return { label: actionText(heap, action), place };
  });
  return { trace: steps, details: traceText(heap, trace, { colors: colorsFor(false), columns: COLUMNS }).trimEnd() };
}

/** With --require-coverage: what was seen decides the exit code, so it is a check of its own. */
function coverageFindings(suite: string, result: CheckResult, { spec, coverageRequired }: CheckReportOptions): readonly Finding[] {
  if (!coverageRequired) return [];
  const coverage = result.coverage ?? [];
  const of = { suite, name: 'coverage', seconds: 0 };
  if (summarizeCoverage(coverage).full) return [{ ...of, verdict: 'passed' }];
  const message = 'not every action was taken and every guard seen both true and false';
  return [
    problemFinding(of, 'failed', {
      rule: 'coverage',
      message,
      places: [wholeOf(spec)],
      details: coverageTable(coverage, undefined, colorsFor(false)),
    }),
  ];
}
