/** Asks every engine about every model, one after the other, and compares the answers. */
import { type Engine, EngineFailure, type EngineName, type Question } from '../engines/engine.ts';
import { ownModel } from '../engines/tlc/model.ts';
import { type Comparison, compare, type Expected, type Outcome, outcomeOf } from './compare.ts';
import { compareGraph, graphObstacle } from './graph.ts';
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
  readonly outcomes: Outcomes;
  /** Where graphs were asked for: how large the common graph is, or why there is none. */
  readonly graph?: { readonly states: number; readonly steps: number } | { readonly why: string };
}

type Outcomes = Readonly<Partial<Record<EngineName, Outcome>>>;

/** Graphs of more states are not asked for: they are kept in memory. */
const GRAPH_STATES = 20_000;

export interface CrosscheckOptions extends Pick<Question, 'timeLimit' | 'interrupted'> {
  readonly workers: number;
  /** How many steps a bounded engine looks at. */
  readonly bound: number;
  /** Compare what TLC and the embedded engine do in every state, where the models are small enough. */
  readonly graphs?: boolean;
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
      const graph = engine.name === 'tlc' && options.graphs === true && noGraph(outcomes.embedded) === undefined;
      outcomes[engine.name] = await ask(engine, subject, options, graph);
    }
    if (options.interrupted?.() === true) return reports;
    const report = await withGraph({ subject, outcomes, ...comparison(subject, outcomes, options) }, options);
    reports.push(report);
    options.onReport?.(report);
  }
  return reports;
}

/** Why a graph is not asked for; undefined where it is. */
function noGraph(embedded: Outcome | undefined): string | undefined {
  if (embedded?.kind !== 'answer') return 'there is no answer of the embedded engine';
  const { verdict, complete, distinct = 0 } = embedded.answer;
  if (verdict !== 'ok' || !complete) return 'not all states were looked at';
  return distinct > GRAPH_STATES ? `it has more than ${GRAPH_STATES} states` : undefined;
}

/** Adds the comparison of graphs, if it was asked for; a graph that differs is a difference like any other. */
async function withGraph(report: Report, { graphs }: CrosscheckOptions): Promise<Report> {
  const { subject, outcomes } = report;
  if (graphs !== true || subject.run !== undefined) return report;
  const why = noGraph(outcomes.embedded);
  if (why !== undefined) return { ...report, graph: { why } };
  const graph = outcomes.tlc?.kind === 'answer' ? outcomes.tlc.answer.graph : undefined;
  const model = await ownModel(subject);
  if (graph === undefined || model === undefined) return { ...report, graph: { why: 'TLC told none' } };
  const obstacle = graphObstacle(model);
  if (obstacle !== undefined) return { ...report, graph: { why: obstacle } };
  const { states, steps, difference } = compareGraph(model, graph);
  if (difference === undefined) return { ...report, graph: { states, steps } };
  return { ...report, verdict: 'disagree', differences: [...report.differences, { field: 'graph', values: difference }] };
}

function comparison({ expected, run }: Subject, outcomes: Outcomes, options: CrosscheckOptions): Comparison {
  return run === undefined ? compare(outcomes, expected, options) : compareRun(outcomes, run);
}

async function ask(
  engine: Engine,
  { spec, config, libraries, features, run }: Subject,
  options: CrosscheckOptions,
  graph: boolean,
): Promise<Outcome> {
  const { workers, bound, timeLimit, onProgress, interrupted } = options;
  try {
    const answer = await engine.check({
      spec,
      config,
      libraries,
      workers,
      ...(graph ? { graph } : {}),
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
