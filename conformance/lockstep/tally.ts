/** How often each action was taken. */
import type { Tagged } from '../../src/core/index.ts';
import type { LockstepResult, Sequence } from './result.ts';
import { type CodeSuccessor, type Label, type Sides, STUTTER } from './sides.ts';

/** How a check ends, without what was counted. */
type Ending = Omit<LockstepResult, 'transitions' | 'actions' | 'sequences' | 'seconds'>;

/** Counts the steps of a check. */
export class Tally<S, A extends Tagged> {
  /** Steps that were steps of the spec, too. */
  steps = 0;
  /** Steps that were compared. */
  transitions = 0;
  private readonly started: number = performance.now();
  private readonly sides: Sides<S, A>;
  private readonly byLabel: Float64Array;
  private readonly byType: Map<string, number> = new Map();
  private readonly byClaim: Map<Label, number> = new Map();

  constructor(sides: Sides<S, A>) {
    this.sides = sides;
    this.byLabel = new Float64Array(sides.instanceOfLabel.length);
  }

  add(c: CodeSuccessor<S, A>): void {
    if (c.label !== STUTTER) this.steps += 1;
    if (this.sides.relation === 'refines') {
      this.byType.set(c.action.type, (this.byType.get(c.action.type) ?? 0) + 1);
      this.byClaim.set(c.claim, (this.byClaim.get(c.claim) ?? 0) + 1);
    } else if (c.label === STUTTER) this.byType.set(c.action.type, (this.byType.get(c.action.type) ?? 0) + 1);
    else this.byLabel[c.label] = (this.byLabel[c.label] ?? 0) + 1;
  }

  /** How long the check has taken. */
  seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** The result of a check that ends so. */
  result(ending: Ending): LockstepResult {
    return { ...ending, transitions: this.transitions, ...this.counts(), seconds: this.seconds() };
  }

  /** By the names of the spec's actions; where one step of the code is several of the spec, by those of the code's, and what they were. */
  private counts(): { readonly actions: ReadonlyMap<string, number>; readonly sequences?: readonly Sequence[] } {
    const { sides } = this;
    if (sides.relation === 'identical') return { actions: sides.coverage(this.byLabel, this.byType) };
    return { actions: new Map(sides.actionTypes.map((type) => [type, this.byType.get(type) ?? 0])), sequences: this.sequences() };
  }

  /** The shorter ones first, then the more frequent. */
  private sequences(): readonly Sequence[] {
    const found = new Map<string, Sequence>();
    for (const [claim, count] of this.byClaim) {
      const steps = claim.steps.map((s) => s.name);
      const key = steps.join(' ');
      found.set(key, { steps, count: count + (found.get(key)?.count ?? 0) });
    }
    return [...found.values()].sort((a, b) => a.steps.length - b.steps.length || b.count - a.count);
  }
}
