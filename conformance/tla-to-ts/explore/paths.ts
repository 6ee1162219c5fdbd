/** The states along a path of fingerprints: what a search keeps of a state is enough to find it again. */
import type { Program, Sink } from '../compile/program.ts';
import { all, identityOf, type Stop } from './expand.ts';
import type { Lasso } from './liveness.ts';
import type { ActionLabel, Trace } from './result.ts';
import type { Canonical } from './symmetry.ts';

/** What is known of the states that were reached, by their numbers. */
export interface Reached {
  fingerprintA(n: number): number;
  fingerprintB(n: number): number;
  /** State numbers from an initial state to this one. */
  path(n: number): number[];
}

/** The behaviour that shows why a search stopped: found again by running the model along the recorded path. */
export function traceOf(program: Program, reached: Reached, canonical: Canonical | undefined, stop: Stop | undefined): Trace | undefined {
  if (stop === undefined || (stop.at < 0 && stop.last === undefined)) return undefined;
  const states = stop.at < 0 ? [] : behaviourOf(program, reached, canonical, reached.path(stop.at));
  const tail = stop.last === undefined ? [] : [{ values: stop.last, action: label(program, stop.action ?? -1) }];
  return { variables: program.model.module.variables.map((v) => v.name), states: [...states, ...tail] };
}

/** The states with these numbers, one after another, with the actions between them. */
export function behaviourOf(
  program: Program,
  reached: Reached,
  canonical: Canonical | undefined,
  numbers: readonly number[],
): Trace['states'] {
  return new Replayer(program, reached, canonical).follow(numbers);
}

/** A behaviour without end. @param states the states with these numbers, one after another, with the actions between them */
export function lassoTrace(program: Program, { prefix, cycle }: Lasso, states: (numbers: readonly number[]) => Trace['states']): Trace {
  const loop = prefix.length - 1;
  const first = prefix[loop];
  const variables = program.model.module.variables.map((v) => v.name);
  if (cycle.length === 0 || first === undefined) return { variables, states: states(prefix), loop };
  const found = states([...prefix, ...cycle, first]);
  return { variables, states: found.slice(0, -1), loop, back: found.at(-1)?.action };
}

function label(program: Program, action: number): ActionLabel | undefined {
  const i = program.instances[action];
  return i === undefined ? undefined : { name: i.name, parameters: i.parameters };
}

/** Finds the states of a path of fingerprints by generating successors anew. */
class Replayer implements Sink {
  action = -1;
  readonly steps = false;
  private a = 0;
  private b = 0;
  private wantA = 0;
  private wantB = 0;
  private hit: { row: Int32Array; values: readonly number[]; action: number; fpA: number; fpB: number } | undefined;
  private readonly program: Program;
  private readonly reached: Reached;
  private readonly canonical: Canonical | undefined;

  constructor(program: Program, reached: Reached, canonical: Canonical | undefined) {
    this.program = program;
    this.reached = reached;
    this.canonical = canonical;
  }

  offer(fpA: number, fpB: number): boolean {
    this.a = fpA;
    this.b = fpB;
    return this.hit === undefined;
  }

  take(): void {
    const { program } = this;
    const [a, b] = identityOf(program, this.canonical, this.a, this.b);
    if (a !== this.wantA || b !== this.wantB || !all(program.constraints)) return;
    const row = new Int32Array(program.rowLength());
    program.store(row, 0);
    this.hit = { row, values: program.readT(), action: this.action, fpA: this.a, fpB: this.b };
  }

  /** What `take` left; a call, because the compiler cannot know that generated code called it. */
  private taken(): Replayer['hit'] {
    return this.hit;
  }

  follow(path: readonly number[]): { values: readonly number[]; action: ActionLabel | undefined }[] {
    const { program, reached } = this;
    program.setSink(this);
    const out: { values: readonly number[]; action: ActionLabel | undefined }[] = [];
    const { run } = program.model;
    run.leave();
    for (const n of path) {
      // Steps may depend on chance, which belongs to the state that they are taken in.
      if (out.length > 0) run.enter(out.length, this.wantA, this.wantB);
      this.wantA = reached.fingerprintA(n);
      this.wantB = reached.fingerprintB(n);
      const before = this.hit;
      this.hit = undefined;
      if (before === undefined) program.init();
      else {
        program.load(before.row, 0, before.fpA, before.fpB);
        program.next();
      }
      const found = this.taken();
      if (found === undefined) throw new Error('internal: a recorded state could not be generated again');
      out.push({ values: found.values, action: label(program, found.action) });
    }
    return out;
  }
}
