/** Asks every engine about every model, one after the other, and compares the answers. */
import { type Engine, EngineFailure, type EngineName, type Question } from '../engines/engine.ts';
import { type Comparison, compare, type Expected, type Outcome, outcomeOf } from './compare.ts';
import { compareRun, type Run } from './recorded.ts';

/** One model. */
export interface Subject {
  /** `paxos/small`, or the path of a specification. */
  readonly name: string;
  /** Absolute paths. */
  readonly spec: string;
  readonly config: string;
  readonly libraries: readonly string[];
  readonly expected?: Expected;
  /** Experimental features of Apalache that the module needs. */
  readonly features?: readonly string[];
  /** Instead of a configuration, which need not be there then. */
  readonly run?: Run;
}

export interface Report extends Comparison {
  readonly subject: Subject;
  readonly outcomes: Readonly<Partial<Record<EngineName, Outcome>>>;
}

export interface CrosscheckOptions extends Pick<Question, 'timeLimit' | 'interrupted'> {
  readonly workers: number;
  /** How many steps a bounded engine looks at. */
  readonly bound: number;
  readonly onStart?: (subject: Subject, engine: EngineName) => void;
  readonly onProgress?: Question['onProgress'];
  readonly onReport?: (report: Report) => void;
}

export type CrosscheckVerdict = Comparison['verdict'];

/** Runs all of it. An engine that fails fails on that model; the others go on. */
export async function crosscheck(
  subjects: readonly Subject[],
  engines: readonly Engine[],
  options: CrosscheckOptions,
): Promise<readonly Report[]> {
  const reports: Report[] = [];
  for (const subject of subjects) {
    const outcomes: Partial<Record<EngineName, Outcome>> = {};
    for (const engine of engines) {
      if (subject.run !== undefined && engine.name !== 'apalache') continue;
      if (options.interrupted?.() === true) return reports;
      options.onStart?.(subject, engine.name);
      outcomes[engine.name] = await ask(engine, subject, options);
    }
    if (options.interrupted?.() === true) return reports;
    const report = { subject, outcomes, ...comparison(subject, outcomes, options) };
    reports.push(report);
    options.onReport?.(report);
  }
  return reports;
}

function comparison({ expected, run }: Subject, outcomes: Report['outcomes'], options: CrosscheckOptions): Comparison {
  return run === undefined ? compare(outcomes, expected, options) : compareRun(outcomes, run);
}

async function ask(engine: Engine, { spec, config, libraries, features, run }: Subject, options: CrosscheckOptions): Promise<Outcome> {
  const { workers, bound, timeLimit, onProgress, interrupted } = options;
  try {
    const answer = await engine.check({
      spec,
      config,
      libraries,
      workers,
      ...(engine.capabilities.check === 'bounded' ? { maxDepth: run?.length ?? bound } : {}),
      ...(run === undefined ? (features === undefined ? {} : { byName: { features } }) : { byName: run.byName }),
      ...(run === undefined || run.deadlock ? {} : { checkDeadlock: false }),
      ...(timeLimit === undefined ? {} : { timeLimit }),
      ...(onProgress === undefined ? {} : { onProgress }),
      ...(interrupted === undefined ? {} : { interrupted }),
    });
    return outcomeOf(answer, engine.capabilities);
  } catch (error) {
    if (!(error instanceof EngineFailure)) throw error;
    return { kind: 'failed', why: error.message, output: error.output };
  }
}

/** Of all models together: one that disagrees decides; and all must have been compared, with every engine that was asked for. */
export function overall(reports: readonly Report[], planned: number): CrosscheckVerdict {
  if (reports.some(({ verdict }) => verdict === 'disagree')) return 'disagree';
  return reports.length === planned && planned > 0 && reports.every(({ verdict }) => verdict === 'agree') ? 'agree' : 'incomplete';
}
