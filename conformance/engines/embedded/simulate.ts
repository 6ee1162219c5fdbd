/**
 * Random simulation by several threads. Each goes through other behaviours of a round; what they tell is put together in the order of the behaviours,
 * so the result is that of one thread.
 */
import { availableParallelism } from 'node:os';
import { type Crew, type Duty, every, walkAlone } from '../../tla-to-ts/explore/simulate.ts';
import type { Run } from '../../tla-to-ts/explore/walker.ts';
import { type Model, type SimulateOptions, type SimulateResult, simulateModel } from '../../tla-to-ts/index.ts';
import { unpackError } from '../threads.ts';
import { ALONE, dismissHelper, type Helper, hearHelper, startHelper } from './helper.ts';
import type { ModelSources } from './messages.ts';
import {
  ANSWERS,
  CONTROL_BYTES,
  openRound,
  packLayout,
  type RoundMessage,
  unpackRuns,
  type WalkMessage,
  type WalkStart,
  workOff,
} from './runs.ts';

export interface ParallelSimulateOptions extends SimulateOptions {
  /** Threads; default: as many as the machine has processors. */
  readonly workers?: number;
  /** Milliseconds before other threads are started; 0: they are waited for. Default: 300. */
  readonly alone?: number;
}

/** Milliseconds between two looks at the clock of who waits. */
const PATIENCE = 50;
/** How often who works looks at the clock, in steps. */
const LOOK_EVERY = 16;

/** As `simulateModel`, by several threads, with the same result; by one where there is a reason (`whyInOrder`). @throws TlaError */
export function simulateInParallel(model: Model, sources: ModelSources, options: ParallelSimulateOptions): SimulateResult {
  const { workers = availableParallelism(), alone = ALONE } = options;
  if (workers === 1) return simulateModel(model, options);
  return simulateModel(model, options, (duty) => new Team(duty, { sources, workers, alone, coverage: options.coverage === true }));
}

interface Setup {
  readonly sources: ModelSources;
  /** Threads in all. */
  readonly workers: number;
  readonly alone: number;
  readonly coverage: boolean;
}

interface Member extends Helper {
  ready: boolean;
  /** So many of the known states it has been told of. */
  told: number;
}

/** This thread and those that help it. One that becomes ready takes part from the next round on. */
class Team implements Crew {
  private readonly duty: Duty;
  private readonly setup: Setup;
  private readonly control: Int32Array = new Int32Array(new SharedArrayBuffer(CONTROL_BYTES));
  private readonly tallies: Float64Array;
  private readonly started: number = performance.now();
  private helpers: readonly Member[] = [];
  private runs: Run[] = [];
  /** Helpers that have not answered. */
  private waiting = 0;

  constructor(duty: Duty, setup: Setup) {
    this.duty = duty;
    this.setup = setup;
    this.tallies = new Float64Array(new SharedArrayBuffer(setup.workers * 8));
  }

  round(first: number, count: number): readonly Run[] {
    const { duty, control, setup } = this;
    this.hear();
    if (setup.alone === 0 && this.helpers.length === 0) this.awaitHelpers();
    const members = count === 1 ? [] : this.helpers.filter((h) => h.ready);
    if (members.length === 0) return walkAlone(duty.walker, first, count, this.look);
    openRound(control, count);
    this.runs = [];
    this.waiting = members.length;
    for (const helper of members) this.tell(helper, first);
    const own = workOff(duty.walker, control, first, this.look);
    this.waitUntil(() => this.waiting === 0);
    return [...own, ...this.runs].sort((a, b) => a.index - b.index);
  }

  generated(): number {
    return this.tallies.reduce((n, m) => n + m, this.duty.walker.generatedInAll);
  }

  close(): void {
    this.helpers.forEach(dismissHelper);
  }

  /** Reports, and calls for help once the simulation has taken a while. */
  private readonly look: () => void = every(LOOK_EVERY, () => {
    const { started, setup } = this;
    if (this.helpers.length === 0 && performance.now() - started > setup.alone) this.callHelpers();
    this.duty.report();
  });

  private callHelpers(): void {
    const { setup, duty, control, tallies } = this;
    const layout = packLayout(duty.program.model.heap, duty.program.layout);
    this.helpers = Array.from({ length: setup.workers - 1 }, (_, i): Member => {
      const { sources, coverage } = setup;
      const start: WalkStart = {
        index: i + 1,
        sources,
        layout,
        run: duty.program.model.run.options,
        options: duty.options,
        coverage,
        control,
        tallies,
      };
      return { ...startHelper(new URL('./walk-thread.ts', import.meta.url), start), ready: false, told: 0 };
    });
  }

  private awaitHelpers(): void {
    this.callHelpers();
    this.waitUntil(() => this.helpers.every((h) => h.ready));
  }

  private tell(helper: Member, first: number): void {
    const { known } = this.duty;
    const from = helper.told;
    helper.told = known.count;
    const round: RoundMessage = { first, fpA: known.fpA.slice(from, known.count), fpB: known.fpB.slice(from, known.count) };
    helper.port.postMessage(round);
  }

  private waitUntil(done: () => boolean): void {
    const { control } = this;
    for (;;) {
      const answers = Atomics.load(control, ANSWERS);
      this.hear();
      if (done()) return;
      Atomics.wait(control, ANSWERS, answers, PATIENCE);
      this.duty.report();
    }
  }

  /** Takes what the helpers have said so far. @throws what one of them failed with */
  private hear(): void {
    for (const helper of this.helpers) {
      hearHelper(helper, (message: WalkMessage) => this.take(helper, message));
    }
  }

  private take(helper: Member, message: WalkMessage): void {
    if (message.k === 'failed') throw unpackError(message.error);
    if (message.k === 'ready') {
      helper.ready = true;
      return;
    }
    this.waiting -= 1;
    this.runs.push(...unpackRuns(this.duty.program.model.heap, message.runs));
  }
}
