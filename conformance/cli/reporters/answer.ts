/** What `lockstep check --engine tlc|apalache` found, for the reporters. An answer tells less than a search of our own; what it does not tell is left out. */
import type { Answer, EngineFailure } from '../../engines/engine.ts';
import type { ResolvedModule } from '../../tla-to-ts/semantics/ir.ts';
import { type Asked, answerClaim, ENGINE_TITLES, shownTrace, withoutTemporal } from '../print/answer.ts';
import { colorsFor } from '../print/colors.ts';
import { actionText, traceText } from '../print/trace.ts';
import { placeAt } from './check.ts';
import { type Finding, type Place, type Problem, problemFinding, type Report, type TraceStep } from './finding.ts';
import { COLUMNS, DEADLOCK, type Item, itemsNamed, type SearchProblem, searchFindings, wholeOf } from './search.ts';

export interface AnswerReportOptions extends Asked {
  /** The specification and the configuration, as the user would type them. */
  readonly files: { readonly spec: string; readonly config: string };
  /** Whether the engine looks at behaviours up to a length only. */
  readonly bounded: boolean;
  /** Where definitions are found; undefined if our own engine cannot read the module. */
  readonly definitions: Pick<ResolvedModule, 'lookup'> | undefined;
  /** The command that repeats the run. */
  readonly command: string;
}

/** The report of an answer. */
export function answerReport(answer: Answer, options: AnswerReportOptions): Report {
  const title = ENGINE_TITLES[answer.engine];
  const suite = `${options.module} (${options.files.config}) by ${title}`;
  const items = [...assumptionsOf(answer, options), ...itemsOf(options, options.config)];
  // As the last line says: a search that is bounded and not complete has not looked at what needs behaviours without end.
  const partial = answer.verdict === 'ok' && options.bounded && !answer.complete;
  const looked = partial ? itemsOf(options, withoutTemporal(options.config)) : items;
  const passedOver = items.filter((item) => !looked.some(({ name }) => name === item.name));
  const found = searchFindings({ suite, name: searchName(options), items: looked }, answer, () => problemOf(answer, options));
  const message = `${title} did not look at it`;
  const others = passedOver.map(({ name }): Finding => ({ suite, name, seconds: 0, verdict: 'undecided', message }));
  return { findings: [...found, ...others], claim: answerClaim(answer, options), command: options.command };
}

/** The report of an engine that did not do its work. */
export function failureReport({ engine, message, output }: EngineFailure, module: string, command: string): Report {
  const suite = `${module} by ${ENGINE_TITLES[engine]}`;
  const finding = problemFinding({ suite, name: 'the run', seconds: 0 }, 'error', { rule: 'engine', message, details: output });
  return { findings: [finding], claim: `Not proved for ${module}: ${message}.`, command };
}

function searchName({ config, steps, bounded }: AnswerReportOptions): string {
  if (config !== undefined && !hasBehaviours(config)) return 'evaluation';
  if (steps !== undefined) return 'random behaviours';
  return bounded ? 'all behaviours up to a length' : 'all reachable states';
}

/** Of the assumptions only that is known which does not hold. */
function assumptionsOf({ verdict, property }: Answer, { config }: AnswerReportOptions): readonly Item[] {
  const known = verdict === 'assumption' && property !== undefined && config?.postconditions.some(({ name }) => name === property) !== true;
  return known ? itemsNamed('assumption', [{ name: property }]) : [];
}

/** What the configuration names; of assumptions it says nothing. */
function itemsOf({ deadlock }: AnswerReportOptions, config: Asked['config']): readonly Item[] {
  if (config === undefined) return [];
  return [
    ...itemsNamed('invariant', config.invariants),
    ...itemsNamed('property', config.properties),
    ...(deadlock && hasBehaviours(config) ? [DEADLOCK] : []),
    ...itemsNamed('postcondition', config.postconditions),
  ];
}

function hasBehaviours({ specification, init }: NonNullable<Asked['config']>): boolean {
  return specification !== undefined || init !== undefined;
}

function problemOf(answer: Answer, options: AnswerReportOptions): SearchProblem {
  const { verdict, property, error, message } = answer;
  const whole = wholeOf(options.files.spec);
  switch (verdict) {
    case 'ok':
    case 'incomplete':
      return { rule: 'incomplete', message: message ?? 'the search is incomplete', places: [whole] };
    case 'error':
      return {
        rule: error?.errorClass ?? 'evaluation',
        message: error?.message ?? message ?? 'the specification cannot be evaluated',
        places: [error?.loc === undefined ? whole : placeAt(error.loc)],
        ...wayOf(answer, options),
      };
    case 'deadlock': {
      const places = placesOf(options, options.config?.next?.name);
      return { rule: verdict, message: 'Deadlock: a state without successor is reached', places, ...wayOf(answer, options) };
    }
    case 'assumption':
    case 'safety':
    case 'liveness': {
      const places = error?.loc === undefined ? placesOf(options, property) : [placeAt(error.loc)];
      return { rule: verdict, message: message ?? `${property ?? 'a property'} is violated`, places, ...wayOf(answer, options) };
    }
  }
}

/** Where a name is defined; otherwise the specification as a whole. */
function placesOf(options: AnswerReportOptions, name: string | undefined): readonly Place[] {
  return [definitionOf(options, name) ?? wholeOf(options.files.spec)];
}

function definitionOf({ definitions }: AnswerReportOptions, name: string | undefined): Place | undefined {
  const loc = name === undefined ? undefined : definitions?.lookup(name)?.loc;
  return loc && placeAt(loc);
}

/** The steps, and the whole report. */
function wayOf({ trace, error }: Answer, options: AnswerReportOptions): Pick<Problem, 'trace' | 'details'> {
  const rendered = error?.render() ?? '';
  if (trace === undefined) return { trace: [], details: rendered };
  const shown = shownTrace(trace);
  const steps = shown.states.map(({ action }, i): TraceStep => {
    const name = i === 0 ? options.config?.init?.name : action?.name;
    return { label: actionText(trace.heap, action), place: definitionOf(options, name) };
  });
  const text = traceText(trace.heap, shown, { colors: colorsFor(false), columns: COLUMNS }).trimEnd();
  return { trace: steps, details: [rendered, text].filter((part) => part !== '').join('\n\n') };
}
