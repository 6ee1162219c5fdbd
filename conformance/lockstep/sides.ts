/** The two sides of a model, the specification and the code, ready to be stepped from a common state. */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import type { Program } from '../tla-to-ts/compile/program.ts';
import { TlaError } from '../tla-to-ts/errors.ts';
import type { ActionLabel } from '../tla-to-ts/explore/result.ts';
import { constantValue } from '../tla-to-ts/explore/stepper.ts';
import type { Binding, Refinement, SpecStep } from './binding.ts';
import { entryOf } from './cast.ts';
import { CodeHash, type CodeKey } from './code-hash.ts';
import type { Plain } from './plain.ts';
import { createTla, toPlain } from './tla.ts';

/** The label of a step of the code that is no step of the spec. */
export const STUTTER = -1;
/** The label of a step that the spec does not have under any circumstances. */
export const NO_SUCH_STEP = -2;

/** Values of the spec's variables, and their fingerprint. */
interface SpecState {
  readonly values: readonly number[];
  readonly fpA: number;
  readonly fpB: number;
}

/** A state of the code with what it is in the spec: the values of the variables, and their fingerprint. */
export interface Pair<S> extends SpecState, CodeKey {
  readonly state: S;
}

/** A successor of the code: which action, to which pair. */
export interface CodeSuccessor<S, A> extends Pair<S> {
  readonly action: A;
  /** A label of the spec, or STUTTER. */
  readonly label: number;
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

/** What an action of the code is in the spec. */
export interface Label {
  readonly label: number;
  /** The step's text, for NO_SUCH_STEP. */
  readonly text: string;
}

/** What the value of a variable adds to the fingerprint of a state. */
type Share = readonly [a: number, b: number];

export class Sides<S, A extends Tagged> {
  readonly program: Program;
  readonly code: CodeModel<S, A>;
  /** The variables of the spec, in its order. */
  readonly variables: readonly string[];
  /** Label of each action instance of the spec; instances with the same name and parameters share one. */
  readonly labelOfInstance: readonly number[];
  /** An instance for each label. */
  readonly instanceOfLabel: readonly number[];
  /** The types of the code's actions. */
  readonly actionTypes: readonly string[];
  private readonly refinement: Refinement<S, A, string>;
  private readonly abstractions: readonly ((s: S) => number)[];
  private readonly labels: Map<string, number> = new Map();
  private readonly stepOf: WeakMap<A, Label> = new WeakMap();
  /** The labels that actions of each type of the code were found to have. */
  private readonly labelsOfType: Map<string, Set<number>>;
  /** Fingerprints are sums over the variables; this is what each value of each variable adds, relative to `base`. */
  private readonly shares: readonly Map<number, Share>[];
  private base: SpecState | undefined;
  private readonly hash: CodeHash = new CodeHash();
  private row = new Int32Array(64);

  constructor(program: Program, binding: Binding<S, A>) {
    const { model } = program;
    this.program = program;
    const constant = (name: string): Plain => toPlain(model.heap, constantValue(model, name));
    this.code = binding.code(constant);
    this.refinement = binding.refinement(createTla(model.heap), constant);
    this.variables = model.module.variables.map((v) => v.name);
    this.abstractions = abstractionsOf(binding.protocol, this.refinement.variables, this.variables);
    this.actionTypes = Object.keys(this.refinement.actions);
    this.labelsOfType = new Map(this.actionTypes.map((type) => [type, new Set()]));
    this.shares = this.variables.map(() => new Map());
    const instanceOfLabel: number[] = [];
    this.labelOfInstance = program.instances.map((inst, i) => {
      const key = labelKey(inst);
      const known = this.labels.get(key);
      if (known !== undefined) return known;
      this.labels.set(key, instanceOfLabel.length);
      instanceOfLabel.push(i);
      return instanceOfLabel.length - 1;
    });
    this.instanceOfLabel = instanceOfLabel;
  }

  /** The values of the spec's variables in a state of the code. */
  abstract(s: S): readonly number[] {
    const values: number[] = [];
    for (const f of this.abstractions) values.push(f(s));
    return values;
  }

  /** A state of the code as a pair. The program's next state may be overwritten. */
  pair(state: S): Pair<S> {
    const values = this.abstract(state);
    this.base ??= this.hashed(values);
    const { fpA, fpB } = this.moved(this.base, values);
    const { keyA, keyB } = this.hash.of(state);
    return { state, values, fpA, fpB, keyA, keyB };
  }

  private hashed(values: readonly number[]): SpecState {
    const { program } = this;
    program.assign(values);
    program.hash();
    return { values, fpA: program.hashA(), fpB: program.hashB() };
  }

  /** The fingerprint of `values`, from that of another state and what differs between the two. */
  private moved(from: SpecState, values: readonly number[]): { readonly fpA: number; readonly fpB: number } {
    let { fpA, fpB } = from;
    for (let v = 0; v < values.length; v++) {
      const before = from.values[v] ?? 0;
      const after = values[v] ?? 0;
      if (before === after) continue;
      const [a, b] = this.share(v, after);
      const [c, d] = this.share(v, before);
      fpA = (fpA + a - c) | 0;
      fpB = (fpB + b - d) | 0;
    }
    return { fpA, fpB };
  }

  private share(variable: number, value: number): Share {
    const known = this.shares[variable]?.get(value);
    if (known !== undefined) return known;
    const { base } = this;
    if (base === undefined) throw new Error('internal: there is no state to compare with');
    const other = this.hashed(base.values.map((x, v) => (v === variable ? value : x)));
    const share: Share = [(other.fpA - base.fpA) | 0, (other.fpB - base.fpB) | 0];
    this.shares[variable]?.set(value, share);
    return share;
  }

  /** Puts a pair's spec state into the program's next state. */
  project(pair: Pair<S>): void {
    this.program.assign(pair.values);
  }

  /** Makes a pair's spec state the program's current state. */
  load(pair: Pair<S>): void {
    const { program } = this;
    this.project(pair);
    const length = program.rowLength();
    if (length > this.row.length) this.row = new Int32Array(length * 2);
    program.store(this.row, 0);
    program.load(this.row, 0, pair.fpA, pair.fpB);
  }

  /** What an action of the code is in the spec. */
  labelFor(action: A): Label {
    const known = this.stepOf.get(action);
    if (known !== undefined) return known;
    const steps = entryOf(this.refinement.actions, action)?.(action);
    if (steps === undefined) return { label: NO_SUCH_STEP, text: action.type };
    const [step, ...others] = steps;
    if (others.length > 0)
      throw new TlaError(
        'usage',
        `The action ${action.type} is bound to ${steps.length} steps of the specification; one or none is supported`,
      );
    const label =
      step === undefined
        ? { label: STUTTER, text: '' }
        : { label: this.labels.get(stepKey(step)) ?? NO_SUCH_STEP, text: this.stepText(step) };
    this.stepOf.set(action, label);
    this.labelsOfType.get(action.type)?.add(label.label);
    return label;
  }

  private stepText(step: SpecStep): string {
    return callText(
      step.name,
      step.parameters.map((p) => this.program.model.heap.toText(p)),
    );
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
      let values = from.values;
      try {
        state = code.next(from.state, action);
        // A step that returns its argument changed nothing.
        if (state !== undefined && state !== from.state) values = this.abstract(state);
      } catch (error) {
        // What the user has to mend in the binding or in the spec is no divergence of the code.
        if (error instanceof TlaError) throw error;
        mismatches.push({ kind: 'code-failed', action, error });
        continue;
      }
      if (state === undefined) continue;
      const { label, text } = this.labelFor(action);
      if (label === NO_SUCH_STEP) mismatches.push({ kind: 'no-such-step', action, text });
      else {
        const { fpA, fpB } = values === from.values ? from : this.moved(from, values);
        const { keyA, keyB } = this.hash.moved(from.state, from, state);
        out.push({ action, label, state, values, fpA, fpB, keyA, keyB, matched: false });
      }
    }
  }
}

/** `Phase1b(a1, 2)`. */
export function callText(name: string, parameters: readonly string[]): string {
  return parameters.length === 0 ? name : `${name}(${parameters.join(', ')})`;
}

function abstractionsOf<S>(
  protocol: string,
  table: { readonly [name: string]: (s: S) => number },
  variables: readonly string[],
): readonly ((s: S) => number)[] {
  const unknown = Object.keys(table).filter((name) => !variables.includes(name));
  if (unknown.length > 0)
    throw new TlaError(
      'config',
      `The binding of ${protocol} speaks of variables that the specification does not have: ${unknown.join(', ')}`,
    );
  const found = variables.map((name) => (Object.hasOwn(table, name) ? table[name] : undefined));
  const missing = variables.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) throw new TlaError('config', `The binding of ${protocol} says nothing of the variables ${missing.join(', ')}`);
  return found.filter((f) => f !== undefined);
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
