/** What `lockstep check` found, for the reporters: a check for each thing that the configuration asks for, and one for the search. */
import { type CheckResult, type Loc, type Model, type SimulateResult, summarizeCoverage, type Trace } from '../../tla-to-ts/index.ts';
import { claimText } from '../print/claim.ts';
import { colorsFor } from '../print/colors.ts';
import { coverageTable } from '../print/coverage.ts';
import { actionText, traceText } from '../print/trace.ts';
import { type Finding, type Place, type Problem, problemFinding, type Report, type RuleId, type TraceStep } from './finding.ts';

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

/** One thing that is checked; `property`: the name that a result has for it. */
interface Item {
  readonly name: string;
  readonly property: string | undefined;
}

/** The width of a trace in a file. */
const COLUMNS = 100;
const DEADLOCK: Item = { name: 'no deadlock', property: undefined };

/** The report. One search checks everything at once: its time is that of the search, or of what was violated. */
export function checkReport(model: Model, result: CheckResult | SimulateResult, options: CheckReportOptions): Report {
  const search: Item = { name: searchName(model, result), property: undefined };
  const items = itemsOf(model, options.deadlock);
  const suite = `${model.module.name} (${options.config})`;
  const of = (item: Item, seconds = 0): Pick<Finding, 'suite' | 'name' | 'seconds'> => ({ suite, name: item.name, seconds });
  const passed = (item: Item): Finding => ({ ...of(item), verdict: 'passed' });
  const undecided =
    (message: string) =>
    (item: Item): Finding => ({ ...of(item), verdict: 'undecided', message });
  const findings = (): readonly Finding[] => {
    switch (result.verdict) {
      case 'ok':
        return [{ ...of(search, result.seconds), verdict: 'passed' }, ...items.map(passed), ...coverageFindings(suite, result, options)];
      case 'incomplete': {
        const problem = {
          rule: 'incomplete',
          message: result.message ?? 'the search is incomplete',
          places: [wholeOf(options.spec)],
        } as const;
        return [search, ...items].map((item) => problemFinding(of(item, item === search ? result.seconds : 0), 'error', problem));
      }
      case 'error':
        return [
          problemFinding(of(search, result.seconds), 'error', errorProblem(model, result, options)),
          ...items.map(undecided('the search ended with an error')),
        ];
      case 'assumption':
      case 'deadlock':
      case 'safety':
      case 'liveness': {
        const failed = violated(items, result);
        const problem = violationProblem(model, result, result.verdict);
        const others = [search, ...items].filter((item) => item !== failed);
        return [
          problemFinding(of(failed, result.seconds), 'failed', problem),
          ...others.map(undecided(`the search ended when it found: ${failed.name}`)),
        ];
      }
    }
  };
  return { findings: findings(), claim: claimText(model, result, options.deadlock), command: options.command };
}

function searchName(model: Model, result: CheckResult | SimulateResult): string {
  if (model.init === undefined) return 'evaluation';
  return 'simulation' in result ? 'random behaviours' : 'all reachable states';
}

/** What the model asks for, each name once. */
function itemsOf(model: Model, deadlock: boolean): readonly Item[] {
  const named = (what: string, all: readonly { readonly name: string }[]): readonly Item[] =>
    [...new Set(all.map((one) => one.name))].map((property) => ({ name: `${what} ${property}`, property }));
  return [
    ...named('assumption', model.assumes),
    ...named('invariant', model.invariants),
    ...named('property', [...model.impliedInits, ...model.impliedActions, ...model.liveness]),
    ...(deadlock && model.init !== undefined ? [DEADLOCK] : []),
    ...named('postcondition', model.postconditions),
  ];
}

function violated(items: readonly Item[], { verdict, property }: CheckResult): Item {
  if (verdict === 'deadlock') return DEADLOCK;
  return items.find((item) => item.property === property) ?? { name: property ?? verdict, property };
}

function violationProblem(
  model: Model,
  result: CheckResult,
  rule: 'assumption' | 'deadlock' | 'safety' | 'liveness',
): Partial<Problem> & Pick<Problem, 'rule' | 'message'> {
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

function errorProblem(
  model: Model,
  result: CheckResult,
  { spec }: CheckReportOptions,
): Partial<Problem> & Pick<Problem, 'rule' | 'message'> {
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

/** For what is wrong with no line more than with another. */
function wholeOf(file: string): Place {
  return { file, line: 1 };
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
