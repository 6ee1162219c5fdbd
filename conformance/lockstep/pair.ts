/**
 * One pair (state of the code, state of the spec): are their labelled successors the same map, both ways? The heart of the
 * lockstep check; the exhaustive search, random walks and replay are different ways to choose the pairs.
 */

import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import { nth } from '../tla-to-ts/cast.ts';
import type { Program, Sink } from '../tla-to-ts/compile/program.ts';
import { constantValue } from '../tla-to-ts/explore/stepper.ts';
import type { Binding, Plain, Refinement, SpecStep } from './binding.ts';
import { Encoder } from './encode.ts';
import { createTla, type Tla, toPlain } from './tla.ts';

/** A successor of the code: which action, to which state, and what that is in the spec. */
export interface CodeSuccessor<S, A> {
  readonly action: A;
  /** The spec's label, or -1: the action corresponds to no step of the spec. */
  readonly label: number;
  readonly state: S;
  readonly fpA: number;
  readonly fpB: number;
  /** Did the spec take the same step to the same state? */
  matched: boolean;
}

/** What is wrong with a pair. */
export type Mismatch<S, A> =
  | { readonly kind: 'code-only'; readonly successor: CodeSuccessor<S, A> }
  | { readonly kind: 'spec-only'; readonly instance: number; readonly values: readonly number[] }
  | { readonly kind: 'not-a-stutter'; readonly successor: CodeSuccessor<S, A> }
  | { readonly kind: 'no-such-step'; readonly action: A; readonly text: string }
  | { readonly kind: 'code-failed'; readonly action: A; readonly error: unknown };

/** The two sides of a model, ready to be stepped. */
export class Sides<S, A extends Tagged> {
  readonly program: Program;
  readonly code: CodeModel<S, A>;
  readonly encoder: Encoder;
  /** Label of each action instance of the spec; instances with the same name and parameters share one. */
  readonly labelOfInstance: readonly number[];
  /** An instance for each label. */
  readonly instanceOfLabel: readonly number[];
  private readonly refinement: Refinement<S, A, string>;
  private readonly names: readonly string[];
  private readonly labels: Map<string, number> = new Map();
  private readonly stepOf: Map<A, { readonly label: number; readonly text: string }> = new Map();

  constructor(program: Program, binding: Binding<S, A>) {
    const { model } = program;
    const tla: Tla = createTla(model.heap);
    this.program = program;
    this.encoder = new Encoder(model.heap);
    const constant = (name: string): Plain => toPlain(model.heap, constantValue(model, name));
    this.code = binding.code(constant);
    this.refinement = binding.refinement(tla, constant);
    this.names = model.module.variables.map((v) => v.name);
    const missing = this.names.filter((n) => !(n in this.refinement.variables));
    if (missing.length > 0) throw new Error(`the binding of ${binding.protocol} says nothing of the variables ${missing.join(', ')}`);
    const instanceOfLabel: number[] = [];
    this.labelOfInstance = program.instances.map((inst, i) => {
      const key = labelKey(
        inst.name,
        inst.parameters.map((p) => p.value),
      );
      const known = this.labels.get(key);
      if (known !== undefined) return known;
      this.labels.set(key, instanceOfLabel.length);
      instanceOfLabel.push(i);
      return instanceOfLabel.length - 1;
    });
    this.instanceOfLabel = instanceOfLabel;
  }

  /** The values of the spec's variables in a state of the code. */
  abstract(s: S): number[] {
    const { variables } = this.refinement;
    return this.names.map((n) => (variables[n] as (s: S) => number)(s));
  }

  /** Puts the abstraction of a state into the program's next state and computes its fingerprint. */
  project(s: S): void {
    this.program.assign(this.abstract(s));
    this.program.hash();
  }

  /** Makes a spec state with these values current, after `project`. */
  loadProjected(): void {
    const { program } = this;
    const row = new Int32Array(program.rowLength());
    program.store(row, 0);
    program.load(row, 0, program.hashA(), program.hashB());
  }

  /** The label of an action of the code; -1 for none; `undefined` when the spec has no such step. */
  labelFor(action: A): { readonly label: number; readonly text: string } {
    const known = this.stepOf.get(action);
    if (known !== undefined) return known;
    const table = this.refinement.actions as unknown as Readonly<Record<string, ((a: A) => readonly SpecStep[]) | undefined>>;
    const steps = table[action.type]?.(action);
    if (steps === undefined) return { label: -2, text: action.type };
    const [step] = steps;
    const entry =
      step === undefined
        ? { label: -1, text: '' }
        : { label: this.labels.get(labelKey(step.name, step.parameters)) ?? -2, text: this.stepText(step) };
    if (steps.length > 1)
      throw new Error(`the action ${action.type} is bound to ${steps.length} steps of the spec; one or none is supported`);
    this.stepOf.set(action, entry);
    return entry;
  }

  private stepText(step: SpecStep): string {
    const { heap } = this.program.model;
    return step.parameters.length === 0 ? step.name : `${step.name}(${step.parameters.map((p) => heap.toText(p)).join(', ')})`;
  }

  /** The text of a label. */
  labelText(label: number): string {
    const inst = this.program.instances[this.instanceOfLabel[label] ?? -1];
    if (inst === undefined) return 'no step of the specification';
    const { heap } = this.program.model;
    return inst.parameters.length === 0 ? inst.name : `${inst.name}(${inst.parameters.map((p) => heap.toText(p.value)).join(', ')})`;
  }

  /** All successors of a state of the code. The program's next state is overwritten. */
  codeSuccessors(s: S, out: CodeSuccessor<S, A>[], mismatches: Mismatch<S, A>[]): void {
    for (const action of this.code.actions(s)) {
      let state: S | undefined;
      try {
        state = this.code.next(s, action);
      } catch (error) {
        mismatches.push({ kind: 'code-failed', action, error });
        continue;
      }
      if (state === undefined) continue;
      const { label, text } = this.labelFor(action);
      if (label === -2) {
        mismatches.push({ kind: 'no-such-step', action, text });
        continue;
      }
      this.project(state);
      out.push({ action, label, state, fpA: this.program.hashA(), fpB: this.program.hashB(), matched: false });
    }
  }
}

function labelKey(name: string, parameters: readonly number[]): string {
  return `${name}(${parameters.join(',')})`;
}

/**
 * Compares the successors of one pair. The spec's state must be current in the program, `codeSuccessors` collected before.
 * `onMatch` is called for each step of the spec that the code takes too; it returns true to have `onTake` called with
 * the complete next state in the program.
 */
export class PairSink<S, A extends Tagged> implements Sink {
  action = -1;
  successors: CodeSuccessor<S, A>[] = [];
  readonly mismatches: Mismatch<S, A>[] = [];
  transitions = 0;
  private readonly sides: Sides<S, A>;
  private readonly onMatch: (c: CodeSuccessor<S, A>, instance: number) => boolean;
  private readonly onTake: (c: CodeSuccessor<S, A>) => void;
  private current: CodeSuccessor<S, A> | undefined;

  constructor(sides: Sides<S, A>, onMatch: PairSink<S, A>['onMatch'], onTake: PairSink<S, A>['onTake']) {
    this.sides = sides;
    this.onMatch = onMatch;
    this.onTake = onTake;
  }

  offer(fpA: number, fpB: number): boolean {
    const label = this.sides.labelOfInstance[this.action];
    const { successors } = this;
    for (let i = 0; i < successors.length; i++) {
      const c = nth(successors, i);
      if (c.label === label && c.fpA === fpA && c.fpB === fpB) {
        this.transitions += 1;
        c.matched = true;
        this.current = c;
        return this.onMatch(c, this.action);
      }
    }
    this.current = undefined;
    return true;
  }

  take(): void {
    if (this.current === undefined) this.mismatches.push({ kind: 'spec-only', instance: this.action, values: this.sides.program.readT() });
    else this.onTake(this.current);
  }

  /** Compares; `fpA`, `fpB`: the fingerprint of the current state, for steps of the code that must stutter. */
  compare(fpA: number, fpB: number): void {
    this.sides.program.next();
    for (const c of this.successors) {
      if (c.label === -1) {
        if (c.fpA !== fpA || c.fpB !== fpB) this.mismatches.push({ kind: 'not-a-stutter', successor: c });
      } else if (!c.matched) this.mismatches.push({ kind: 'code-only', successor: c });
    }
  }
}
