/**
 * A binding says how code corresponds to a specification: the abstraction function, from a state of the code to the
 * variables of the spec, and the table of actions. It is small, typed and total; everything else is general.
 */
import type { Model as CodeModel, Tagged } from '../../src/core/index.ts';
import type { Plain } from './plain.ts';
import type { Tla, TlaValue } from './tla.ts';

export type { Plain } from './plain.ts';

/** One step of the specification: an action's name with the values of its parameters. */
export interface SpecStep {
  readonly name: string;
  readonly parameters: readonly TlaValue[];
}

/** What a variable that depends on one part of a state alone is: see `ofPart`. */
export interface OfPart<S> {
  readonly part: (s: S) => object;
  readonly read: (s: S) => TlaValue;
}

/** How a variable of the spec is read off a state of the code. */
export type Abstraction<S> = ((s: S) => TlaValue) | OfPart<S>;

/**
 * A variable that depends on one part of a state alone. Variables with the same `part` function are computed together, once for each
 * object that this part is: so a step costs what it changes. Parts must be immutable.
 */
export function ofPart<S, P extends object>(part: (s: S) => P, read: (part: P) => TlaValue): OfPart<S> {
  return { part, read: (s) => read(part(s)) };
}

/** The correspondence between states `S` and actions `A` of the code, and variables `V` of the spec. */
export interface Refinement<S, A extends Tagged, V extends string> {
  /** The value of each variable in a state. */
  readonly variables: { readonly [K in V]: Abstraction<S> };
  /**
   * What step of the spec each action of the code is, taken in the state `from`; an empty list: none, the spec's state must not
   * change. Several, one after another: only where the relation is `refines`. A function that does not ask for `from` is called
   * once for each action that is the same object.
   */
  readonly actions: { readonly [K in A['type']]: (a: Extract<A, { readonly type: K }>, from: S) => readonly SpecStep[] };
}

/**
 * What is to be shown. `identical`: in every state, each side takes just the steps that the other one takes. `refines`, one way:
 * whatever the code does in one step, the specification can do in the steps that the binding names; it may do more.
 */
export type Relation = 'identical' | 'refines';

/** One bounded model of a protocol. */
export interface BoundModel {
  readonly name: string;
  /** The configuration, beside the specification. */
  readonly config: string;
  /** `default`: checked when nothing else is said; `small`: for quick tests; `large`, `walks`: only when asked for. */
  readonly size: 'small' | 'default' | 'large' | 'walks';
}

/** A protocol's specification, code and correspondence. */
export interface Binding<S, A extends Tagged, V extends string = string> {
  readonly protocol: string;
  /** Which part of the protocol's code this is, where the protocol has more than one binding. */
  readonly part?: string | undefined;
  /** `identical`, unless something else is said. */
  readonly relation?: Relation | undefined;
  /** The specification, from the root of the package. */
  readonly spec: string;
  readonly models: readonly BoundModel[];
  /** The whole system as code; `constant` reads the model's constants, so that no bound is written twice. */
  code(constant: (name: string) => Plain): CodeModel<S, A>;
  refinement(tla: Tla, constant: (name: string) => Plain): Refinement<S, A, V>;
  /** Where the code of an action stands, for reports: file and function. */
  source(action: A['type']): { readonly file: string; readonly name: string };
}

/** A binding whose state and action types have been forgotten, as lists of bindings hold them. */
export interface AnyBinding {
  readonly protocol: string;
  readonly part?: string | undefined;
  readonly relation?: Relation | undefined;
  readonly spec: string;
  readonly models: readonly BoundModel[];
  /** Calls `use` with the binding at its own types. */
  open<T>(use: <S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) => T): T;
}

/** Forgets the types of a binding. */
export function anyBinding<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>): AnyBinding {
  const { protocol, part, relation, spec, models } = binding;
  return { protocol, part, relation, spec, models, open: (use) => use(binding) };
}

/** The protocol, with its part if there is one: `raft`, `raft/step`. */
export function titleOf(binding: { readonly protocol: string; readonly part?: string | undefined }): string {
  return binding.part === undefined ? binding.protocol : `${binding.protocol}/${binding.part}`;
}
