/**
 * A specification, step by step: load a state, see its labelled successors. What the lockstep check, the replay of traces and
 * an explorer need of the engine.
 */
import { createGen, evaluateConstant } from '../compile/evaluate.ts';
import { ATOM, type Layout, LayoutMismatch, layoutOf } from '../compile/layout.ts';
import { compileProgram, type Program, type ProgramOptions, type Sink } from '../compile/program.ts';
import { TlaError } from '../errors.ts';
import type { Model } from '../semantics/model.ts';
import { learnLayout } from './check.ts';
import type { ActionLabel } from './result.ts';

/** A successor: its label and the values of the variables, as ids of the model's heap. */
export interface Successor {
  readonly instance: number;
  readonly label: ActionLabel;
  readonly values: readonly number[];
}

/** Runs `body` with a program for the model; starts again with a plainer layout when a value does not fit. */
export function withProgram<T>(model: Model, body: (program: Program) => T, options: ProgramOptions = {}): T {
  return new KeptProgram(model, options).run(body);
}

/** The program of a model, kept from one use to the next. */
export class KeptProgram {
  private readonly model: Model;
  private readonly options: ProgramOptions;
  private layout: Layout;
  private program: Program | undefined;

  /** @throws TlaError */
  constructor(model: Model, options: ProgramOptions = {}) {
    this.model = model;
    this.options = options;
    this.layout = learnLayout(model);
  }

  /** Runs `body` with the program; starts again, with one of a plainer layout, when a value does not fit. */
  run<T>(body: (program: Program) => T): T {
    for (;;) {
      this.model.run.restore();
      try {
        this.program ??= compileProgram(this.model, this.layout, this.options);
        return body(this.program);
      } catch (e) {
        if (!(e instanceof LayoutMismatch)) throw e;
        this.layout = layoutOf(this.layout.shapes.map((s, v) => (v === e.variable ? ATOM : s)));
        this.program = undefined;
      }
    }
  }
}

/** The label of an action instance. */
export function labelOf(program: Program, instance: number): ActionLabel {
  const i = program.instances[instance];
  if (i === undefined) throw new Error('internal: no such action instance');
  return { name: i.name, parameters: i.parameters };
}

/** Collects all successors with their values; for reports, not for the inner loop of a search. */
export class Collector implements Sink {
  action = -1;
  readonly steps = false;
  readonly found: Successor[] = [];
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  offer(): boolean {
    return true;
  }

  take(): void {
    this.found.push({ instance: this.action, label: labelOf(this.program, this.action), values: this.program.readT() });
  }
}

/** The successors of a state given by its values. The program's sink is replaced. */
export function successorsOf(program: Program, values: readonly number[]): readonly Successor[] {
  program.assign(values);
  program.hash();
  const row = new Int32Array(program.rowLength());
  program.store(row, 0);
  program.load(row, 0, program.hashA(), program.hashB());
  const c = new Collector(program);
  program.setSink(c);
  program.next();
  return c.found;
}

/** The value of a constant or of a definition without arguments that is constant. @throws TlaError `usage` where there is none. */
export function constantValue(model: Model, name: string): number {
  const sym = model.module.lookup(name);
  if (sym === undefined || sym.k === 'var')
    throw new TlaError('usage', `Module ${model.module.name} has no constant or definition ${name}`);
  const known = model.values.get(sym);
  if (known !== undefined) return known;
  const g = createGen(model, layoutOf(model.module.variables.map(() => ATOM)));
  const { loc } = sym;
  const value = evaluateConstant(g, sym.k === 'const' ? { k: 'ref', sym, loc } : { k: 'call', op: sym, args: [], loc }, undefined);
  if (value === undefined) throw new TlaError('usage', `${name} has no constant value`);
  return value;
}
