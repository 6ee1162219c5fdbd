/** The two sides of a model, the specification and the code, ready to be stepped from a common state. */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import type { Predicate, Program } from '../tla-to-ts/compile/program.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import type { ActionLabel } from '../tla-to-ts/explore/result.ts';
import { constantValue } from '../tla-to-ts/explore/stepper.ts';
import { Abstractions, type Parts, type PartValue } from './abstraction.ts';
import type { Binding, Refinement, Relation, SpecStep } from './binding.ts';
import { entryOf, type TlaValue } from './cast.ts';
import { CodeHash, type CodeKey } from './code-hash.ts';
import type { Plain } from './plain.ts';
import { createTla, toPlain } from './tla.ts';

/** The label of a step of the code that is no step of the spec. */
export const STUTTER = -1;
/** The label of a step that the spec does not have under any circumstances. */
export const NO_SUCH_STEP = -2;
/** The label of a step of the code that is several of the spec. */
export const COMPOSITE = -3;

/** Values of the spec's variables, and their fingerprint. */
export interface SpecState {
  readonly values: readonly number[];
  readonly fpA: number;
  readonly fpB: number;
}

/** A state of the code with what it is in the spec: the values of the variables, and their fingerprint. */
export class Pair<S> implements SpecState, CodeKey {
  readonly state: S;
  readonly parts: readonly PartValue[];
  readonly fpA: number;
  readonly fpB: number;
  readonly keyA: number;
  readonly keyB: number;
  private readonly of: Parts;

  constructor(of: Parts, state: S, parts: readonly PartValue[], { keyA, keyB }: CodeKey) {
    this.of = of;
    this.state = state;
    this.parts = parts;
    this.fpA = of.fpA(parts);
    this.fpB = of.fpB(parts);
    this.keyA = keyA;
    this.keyB = keyB;
  }

  get values(): readonly TlaValue[] {
    return this.of.values(this.parts);
  }
}

/** A successor of the code: which action, to which pair. */
export class CodeSuccessor<S, A> extends Pair<S> {
  readonly action: A;
  /** What the binding says that the step is. */
  readonly claim: Label;
  /** A label of the spec, STUTTER, or COMPOSITE. */
  readonly label: number;
  /** Did the spec take the same step to the same state? */
  matched = false;

  constructor(of: Parts, action: A, claim: Label, state: S, parts: readonly PartValue[], key: CodeKey) {
    super(of, state, parts, key);
    this.action = action;
    this.claim = claim;
    this.label = claim.label;
  }
}

/** What is wrong with a pair. */
export type Mismatch<S, A> =
  | { readonly kind: 'code-only'; readonly successor: CodeSuccessor<S, A> }
  | { readonly kind: 'spec-only'; readonly instance: number; readonly values: readonly number[] }
  | { readonly kind: 'not-a-stutter'; readonly successor: CodeSuccessor<S, A> }
  | { readonly kind: 'no-such-step'; readonly action: A; readonly text: string }
  /** Of the steps that were claimed, the spec cannot take the one with the number `at`; or all, to other states than the code's. */
  | {
      readonly kind: 'no-sequence';
      readonly successor: CodeSuccessor<S, A>;
      readonly at: number;
      /** Where the spec came to before it could not go on. */
      readonly reached: readonly SpecState[];
    }
  | { readonly kind: 'code-failed'; readonly action: A; readonly error: unknown };

/** What an action of the code is in the spec. */
export interface Label {
  readonly label: number;
  /** The step's text, or the texts of its steps. */
  readonly text: string;
  readonly steps: readonly StepLabel[];
}

/** One of the steps that an action of the code is bound to. */
export interface StepLabel {
  /** A label of the spec, or NO_SUCH_STEP. */
  readonly label: number;
  readonly name: string;
  readonly text: string;
}

export class Sides<S, A extends Tagged> {
  readonly program: Program;
  readonly code: CodeModel<S, A>;
  /** What keeps a step within the model. */
  readonly constraints: readonly Predicate[];
  /** The variables of the spec, in its order. */
  readonly variables: readonly string[];
  /** Label of each action instance of the spec; instances with the same name and parameters share one. */
  readonly labelOfInstance: readonly number[];
  /** An instance for each label. */
  readonly instanceOfLabel: readonly number[];
  /** The types of the code's actions. */
  readonly actionTypes: readonly string[];
  readonly relation: Relation;
  private readonly instancesOfLabel: readonly (readonly number[])[];
  private readonly refinement: Refinement<S, A, string>;
  private readonly abstractions: Abstractions<S>;
  private readonly labels: Map<string, number> = new Map();
  private readonly stepOf: WeakMap<A, Label> = new WeakMap();
  private readonly claims: Map<string, Label> = new Map();
  /** The labels that actions of each type of the code were found to have. */
  private readonly labelsOfType: Map<string, Set<number>>;
  private readonly hash: CodeHash = new CodeHash();
  private row = new Int32Array(64);

  constructor(program: Program, binding: Binding<S, A>) {
    const { model } = program;
    this.program = program;
    this.constraints = [...program.constraints, ...program.actionConstraints];
    const constant = (name: string): Plain => toPlain(model.heap, constantValue(model, name));
    this.code = binding.code(constant);
    this.refinement = binding.refinement(createTla(model.heap), constant);
    this.variables = model.module.variables.map((v) => v.name);
    this.abstractions = new Abstractions(program, binding.protocol, this.refinement.variables);
    this.actionTypes = Object.keys(this.refinement.actions);
    this.relation = binding.relation ?? 'identical';
    this.labelsOfType = new Map(this.actionTypes.map((type) => [type, new Set()]));
    const instanceOfLabel: number[] = [];
    const instancesOfLabel: number[][] = [];
    this.labelOfInstance = program.instances.map((inst, i) => {
      const key = labelKey(inst);
      const known = this.labels.get(key);
      if (known !== undefined) {
        instancesOfLabel[known]?.push(i);
        return known;
      }
      this.labels.set(key, instanceOfLabel.length);
      instanceOfLabel.push(i);
      instancesOfLabel.push([i]);
      return instanceOfLabel.length - 1;
    });
    this.instanceOfLabel = instanceOfLabel;
    this.instancesOfLabel = instancesOfLabel;
  }

  /** The values of the spec's variables in a state of the code. */
  abstract(s: S): readonly TlaValue[] {
    return this.abstractions.all(s);
  }

  /** A state of the code as a pair. The program's next state may be overwritten. */
  pair(state: S): Pair<S> {
    return new Pair(this.abstractions, state, this.abstractions.parts(state), this.hash.of(state));
  }

  /** Puts a pair's spec state into the program's next state. */
  project(pair: SpecState): void {
    this.program.assign(pair.values);
  }

  /** Makes a pair's spec state the program's current state. */
  load(pair: SpecState): void {
    const { program } = this;
    this.project(pair);
    const length = program.rowLength();
    if (length > this.row.length) this.row = new Int32Array(length * 2);
    program.store(this.row, 0);
    program.load(this.row, 0, pair.fpA, pair.fpB);
  }

  /** What an action of the code, taken in a state, is in the spec. */
  labelFor(action: A, from: S): Label {
    const known = this.stepOf.get(action);
    if (known !== undefined) return known;
    const entry = entryOf(this.refinement.actions, action);
    const steps = entry?.(action, from);
    if (entry === undefined || steps === undefined) return { label: NO_SUCH_STEP, text: action.type, steps: [] };
    if (steps.length > 1 && this.relation === 'identical')
      throw new TlaError(
        'usage',
        `The action ${action.type} is bound to ${steps.length} steps of the specification; more than one is for bindings whose relation is refines`,
      );
    const label = this.labelOfSteps(steps);
    // What does not ask for the state does not depend on it.
    if (entry.length < 2) this.stepOf.set(action, label);
    this.labelsOfType.get(action.type)?.add(label.label);
    return label;
  }

  /** The label of a sequence of steps, the same object for the same steps. */
  private labelOfSteps(steps: readonly SpecStep[]): Label {
    const key = steps.map(stepKey).join(' ');
    let label = this.claims.get(key);
    if (label === undefined) {
      const found = steps.map(
        (step): StepLabel => ({ label: this.labels.get(stepKey(step)) ?? NO_SUCH_STEP, name: step.name, text: this.stepText(step) }),
      );
      const [first, ...others] = found;
      label = {
        // A sequence with a step that there is not is found out when it comes to it.
        label: first === undefined ? STUTTER : others.length > 0 ? COMPOSITE : first.label,
        text: found.map((s) => s.text).join('; '),
        steps: found,
      };
      this.claims.set(key, label);
    }
    return label;
  }

  private stepText(step: SpecStep): string {
    return callText(
      step.name,
      step.parameters.map((p) => this.program.model.heap.toText(p)),
    );
  }

  /** The action instances of the spec with a label. */
  instancesOf(label: number): readonly number[] {
    return this.instancesOfLabel[label] ?? [];
  }

  /** The step of the spec that a label stands for. */
  action(label: number): ActionLabel | undefined {
    const inst = this.program.instances[this.instanceOfLabel[label] ?? -1];
    return inst === undefined ? undefined : { name: inst.name, parameters: inst.parameters };
  }

  /** The text of a label. */
  labelText(label: number): string {
    const action = this.action(label);
    if (action === undefined) return 'no step of the specification';
    return callText(
      action.name,
      action.parameters.map((p) => this.program.model.heap.toText(p.value)),
    );
  }

  /** How often each action was taken, by how often each label was; with the code's own actions that are no step of the spec. */
  coverage(byLabel: ArrayLike<number>, stutters: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    const out = new Map<string, number>();
    this.instanceOfLabel.forEach((instance, label) => {
      const name = this.program.instances[instance]?.name ?? '';
      out.set(name, (out.get(name) ?? 0) + (byLabel[label] ?? 0));
    });
    for (const [type, labels] of this.labelsOfType) {
      if (labels.has(STUTTER)) out.set(type, (out.get(type) ?? 0) + (stutters.get(type) ?? 0));
      // An action of the code that was never enabled was not compared, whatever the spec's is called.
      else if (![...labels].some((label) => (byLabel[label] ?? 0) > 0) && !out.has(type)) out.set(type, 0);
    }
    return out;
  }

  /** All successors of a pair in the code. The program's next state may be overwritten. */
  codeSuccessors(from: Pair<S>, out: CodeSuccessor<S, A>[], mismatches: Mismatch<S, A>[]): void {
    const { code } = this;
    for (const action of code.actions(from.state)) {
      let state: S | undefined;
      let { parts } = from;
      try {
        state = code.next(from.state, action);
        // A step that returns its argument changed nothing.
        if (state !== undefined && state !== from.state) parts = this.abstractions.parts(state, from);
      } catch (error) {
        // What the user has to mend in the binding or in the spec is no divergence of the code.
        if (error instanceof TlaError) throw error;
        mismatches.push({ kind: 'code-failed', action, error });
        continue;
      }
      if (state === undefined) continue;
      const claim = this.labelFor(action, from.state);
      const { label } = claim;
      // One way, a claim is examined step by step.
      if (label === NO_SUCH_STEP && (this.relation === 'identical' || claim.steps.length === 0))
        mismatches.push({ kind: 'no-such-step', action, text: claim.text });
      else out.push(new CodeSuccessor<S, A>(this.abstractions, action, claim, state, parts, this.hash.moved(from.state, from, state)));
    }
  }
}

/** `Phase1b(a1, 2)`. */
export function callText(name: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? name : `${name}(${parameters.join(', ')})`;
}

function labelKey(label: ActionLabel): string {
  return `${label.name}(${label.parameters.map((p) => p.value).join(',')})`;
}

function stepKey(step: SpecStep): string {
  return `${step.name}(${step.parameters.join(',')})`;
}

/** A fingerprint of both sides: two pairs differ where the code's states do, even if they are one to the spec. */
export function pairA(pair: Pair<unknown>): number {
  return (pair.fpA + pair.keyA) | 0;
}

/** The other half of it. */
export function pairB(pair: Pair<unknown>): number {
  return (pair.fpB + pair.keyB) | 0;
}
