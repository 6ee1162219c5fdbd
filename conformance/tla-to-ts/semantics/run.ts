/**
 * What a specification can see, and change, of the run that checks it: TLC's registers, counts, and chance. There is one for each
 * model; all code that is generated for the model shares it.
 */
import type { Loc } from '../errors.ts';
import { Chance } from '../values/chance.ts';
import type { OpSym } from './ir.ts';

/** How far a run has come. */
export interface Statistics {
  readonly generated: number;
  readonly distinct: number;
  readonly initial: number;
  /** States that were found and still wait. */
  readonly queue: number;
  /** The level of the deepest state so far. */
  readonly diameter: number;
  /** Behaviours so far; in a simulation only. */
  readonly traces?: number;
}

/** What kind of run it is. */
export interface RunOptions {
  readonly mode: 'bfs' | 'simulate';
  readonly checkDeadlock: boolean;
  /** For RandomElement and its like. */
  readonly seed: number;
  /** In a simulation: steps of a behaviour, and how many behaviours. */
  readonly depth?: number;
  readonly traces?: number;
}

/** What lies outside of the specification, for the operators that read it. */
export interface Outside {
  readonly environment: Readonly<Record<string, string>>;
  /** The text of a file. @throws TlaError `evaluation` where there is none */
  read(path: string): string;
}

/** An action with the values of its parameters, and where it is defined. */
export interface StepTaken {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly value: number }[];
  readonly loc: Loc;
}

const NOTHING: Statistics = { generated: 0, distinct: 0, initial: 0, queue: 0, diameter: 1 };

/** One run at a time. */
export class Run {
  options: RunOptions = { mode: 'bfs', checkDeadlock: true, seed: 0 };
  /** By number, or by a name that begins with "s:" or "-D": ids of the model's heap. */
  registers: Map<number | string, number> = new Map();
  /** Values that chance gave to definitions without parameters: they are drawn once. */
  readonly drawn: Map<OpSym, number> = new Map();
  chance: Chance = new Chance(0n);
  /** The level of the current state; 0 where there is none. */
  level = 0;
  /** The step that led to the current state, in a simulation. */
  action: StepTaken | undefined;
  /** The specification asked the run to end. */
  ended = false;
  /** Where there is an outside. */
  outside: Outside | undefined;
  statistics: () => Statistics = () => NOTHING;
  private started = 0;
  private saved: { readonly registers: Run['registers']; readonly chance: Chance } | undefined;

  /** Forgets everything: a new run begins. */
  start(options: RunOptions): void {
    this.options = options;
    this.registers = new Map();
    this.drawn.clear();
    this.chance = new Chance(BigInt(options.seed));
    this.started = performance.now();
    this.saved = undefined;
    this.leave();
  }

  /** Keeps what the assumptions have set, for `restore`. */
  save(): void {
    this.saved = { registers: new Map(this.registers), chance: this.chance.copy() };
  }

  /** Back to what was kept: what a trial run of the model has set must not show in the real one. */
  restore(): void {
    this.registers = new Map(this.saved?.registers);
    this.chance = this.saved?.chance.copy() ?? new Chance(BigInt(this.options.seed));
    this.leave();
  }

  /** The state with this fingerprint is the current one, `level` states into the behaviour. */
  enter(level: number, fpA: number, fpB: number): void {
    this.level = level;
    this.chance.forState(fpA, fpB);
  }

  /** There is no current state. */
  leave(): void {
    this.level = 0;
    this.action = undefined;
    this.ended = false;
    this.statistics = () => NOTHING;
  }

  /** Whole seconds since the run began. */
  seconds(): number {
    return Math.floor((performance.now() - this.started) / 1000);
  }
}
