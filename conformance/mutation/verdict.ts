/** What a run over mutants shows. */
import type { Mutant } from './catalogue.ts';
import type { Violation } from './consequence.ts';
import type { Finding } from './judge.ts';

/** Of one mutant. `incomplete`: neither caught nor shown to be identical, for the reason in `message`. */
export interface MutantReport {
  readonly id: string;
  readonly title: string;
  readonly control: boolean;
  readonly verdict: 'killed' | 'survived' | 'equivalent' | 'incomplete';
  /** What the verdict rests on. */
  readonly by: string | undefined;
  /** Steps from an initial state to the difference; where there is none, the levels explored. */
  readonly depth: number | undefined;
  /** The models that were checked, the last of them decided. */
  readonly models: readonly string[];
  /** Pairs of states compared, over all these models. */
  readonly states: number;
  readonly violation: Violation | undefined;
  readonly seconds: number;
  readonly message: string | undefined;
}

/**
 * `ok`: every bug was caught, and every control was found identical. `survived`: a bug was not caught. `false-alarm`: a control
 * was. `incomplete`: something was left undecided, or nothing ran.
 */
export type MutationVerdict = 'ok' | 'survived' | 'false-alarm' | 'incomplete';

/** The worst that the reports say; nothing at all says nothing. */
export function overall(reports: readonly MutantReport[]): MutationVerdict {
  if (reports.some((r) => r.verdict === 'survived')) return 'survived';
  if (reports.some((r) => r.verdict === 'killed' && r.control)) return 'false-alarm';
  return reports.length === 0 || reports.some((r) => r.verdict === 'incomplete') ? 'incomplete' : 'ok';
}

/** What one model, named `model`, said. */
export interface NamedFinding extends Finding {
  readonly model: string;
}

/** Puts together what the models said of one mutant, in the order in which they were asked. */
export function reportOf(mutant: Mutant, findings: readonly NamedFinding[], seconds: number, failure: string | undefined): MutantReport {
  const { id, title } = mutant;
  const control = mutant.control === true;
  const last = findings.at(-1);
  const models = findings.map((f) => f.model);
  const states = findings.reduce((sum, f) => sum + f.states, 0);
  const common = { id, title, control, models, states, depth: last?.depth, violation: last?.violation, seconds };
  if (last?.verdict === 'killed') return { ...common, verdict: 'killed', by: last.by, message: last.message };
  if (failure !== undefined || last?.verdict !== 'identical') {
    const message = failure ?? last?.message ?? 'no model was checked';
    return { ...common, verdict: 'incomplete', by: last?.by, message };
  }
  // That a mutant is equivalent is believed only of one that is meant to be, and only after a complete check.
  const verdict = control ? 'equivalent' : 'survived';
  return { ...common, verdict, by: `lockstep: identical (${models.join(', ')})`, message: last.message };
}
