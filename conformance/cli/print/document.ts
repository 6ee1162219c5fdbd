/** The one JSON document of `lockstep check --json`, and the parts of it that other commands share. */
import { itfTraceOf } from '../../engines/embedded/trace.ts';
import { writeItfTrace } from '../../itf/index.ts';
import type { ActionCoverage, CheckResult, Heap, SimulateResult, TlaError, Trace } from '../../tla-to-ts/index.ts';

export interface ErrorDocument {
  readonly class: string;
  readonly message: string;
  /** The construct that is refused, for the class `unsupported`. */
  readonly feature?: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

export interface CheckDocument {
  readonly verdict: CheckResult['verdict'];
  readonly generated: number;
  readonly distinct: number;
  readonly depth: number;
  readonly complete: boolean;
  readonly seconds: number;
  readonly queue: number;
  readonly initial: number;
  readonly property?: string;
  readonly message?: string;
  readonly error?: ErrorDocument;
  readonly actions: Readonly<Record<string, { readonly generated: number; readonly distinct: number }>>;
  /** With --coverage. */
  readonly coverage?: { readonly actions: readonly ActionCoverage[] };
  readonly memory: CheckResult['memory'];
  readonly collisionProbability: number;
  /** In the Informal Trace Format. */
  readonly trace?: unknown;
  /** How many random behaviours there were, of how many steps, from which seed. */
  readonly simulation?: SimulateResult['simulation'];
  /** The command that repeats the run. */
  readonly command: string;
}

export function errorDocument(error: TlaError): ErrorDocument {
  const { errorClass, message, feature, loc } = error;
  return {
    class: errorClass,
    message,
    ...(feature === undefined ? {} : { feature }),
    ...(loc === undefined ? {} : { file: loc.source.path, line: loc.line, col: loc.col }),
  };
}

/** `heap` holds the values of the trace; without a result (the model could not be read) there is none. */
export function checkDocument(result: CheckResult | SimulateResult, heap: Heap | undefined, command: string): CheckDocument {
  const {
    verdict,
    generated,
    distinct,
    depth,
    complete,
    seconds,
    queue,
    initial,
    property,
    message,
    error,
    memory,
    collisionProbability,
    trace,
  } = result;
  return {
    verdict,
    generated,
    distinct,
    depth,
    complete,
    seconds: Math.round(seconds * 1000) / 1000,
    queue,
    initial,
    ...(property === undefined ? {} : { property }),
    ...(message === undefined ? {} : { message }),
    ...(error === undefined ? {} : { error: errorDocument(error) }),
    actions: Object.fromEntries(result.actions.map((a) => [a.name, { generated: a.generated, distinct: a.distinct }])),
    ...(result.coverage === undefined ? {} : { coverage: { actions: result.coverage } }),
    memory,
    collisionProbability,
    ...(trace === undefined || heap === undefined ? {} : { trace: parsed(itfText(heap, trace, undefined)) }),
    ...('simulation' in result ? { simulation: result.simulation } : {}),
    command,
  };
}

/** A behaviour in the Informal Trace Format. */
export function itfText(heap: Heap, trace: Trace, description: string | undefined): string {
  return writeItfTrace(itfTraceOf(trace, description), heap);
}

/** A result that says that nothing was explored. */
export function emptyResult(verdict: CheckResult['verdict'], message: string, error: TlaError | undefined): CheckResult {
  return {
    verdict,
    property: undefined,
    message,
    error,
    generated: 0,
    distinct: 0,
    depth: 0,
    queue: 0,
    complete: false,
    seconds: 0,
    initial: 0,
    actions: [],
    collisionProbability: 0,
    memory: { visited: 0, frontier: 0, values: 0, disk: 0 },
    trace: undefined,
  };
}

function parsed(text: string): unknown {
  return JSON.parse(text);
}
