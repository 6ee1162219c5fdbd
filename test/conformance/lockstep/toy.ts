/** A protocol of four actions, as a specification and as code, small enough that every difference between the two can be planted. */
import {
  type Binding,
  type Divergence,
  type LockstepOptions,
  type LockstepResult,
  lockstep,
  type TlaValue,
} from '../../../conformance/lockstep/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { loadModel, type Model as SpecModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import type { Model } from '../../../src/core/index.ts';

await loadGrammar();

/** Nodes count up to Max and announce what they have counted; what is announced may be lost. */
export const TOY_SPEC = `---- MODULE Toy ----
EXTENDS Integers
CONSTANTS Node, Max
VARIABLES count, msgs
Init == /\\ count = [n \\in Node |-> 0]
        /\\ msgs = {}
Increment(n) == /\\ count[n] < Max
                /\\ count' = [count EXCEPT ![n] = @ + 1]
                /\\ UNCHANGED msgs
Announce(n) == /\\ count[n] > 0
               /\\ msgs' = msgs \\cup {[from |-> n, value |-> count[n]]}
               /\\ UNCHANGED count
Lose(n, v) == /\\ [from |-> n, value |-> v] \\in msgs
              /\\ msgs' = msgs \\ {[from |-> n, value |-> v]}
              /\\ UNCHANGED count
Reset(n) == /\\ count[n] = Max
            /\\ count' = [count EXCEPT ![n] = 0]
            /\\ UNCHANGED msgs
Next == \\/ \\E n \\in Node : Increment(n)
        \\/ \\E n \\in Node : Announce(n)
        \\/ \\E n \\in Node, v \\in 1..Max : Lose(n, v)
        \\/ \\E n \\in Node : Reset(n)
Few == \\A n \\in Node : count[n] < 2
====
`;

export const TOY_CONFIG = 'CONSTANTS Node = {n1, n2} Max = 2\nINIT Init\nNEXT Next\n';

/** A model of the toy, or of a changed one. */
export function toySpec(change: (text: string) => string = (text) => text, config: string = TOY_CONFIG): SpecModel {
  const text = change(TOY_SPEC);
  return loadModel({ path: 'spec/Toy.tla', text }, { path: 'spec/Toy.cfg', text: config }, () => undefined);
}

export interface Announced {
  readonly from: string;
  readonly value: number;
}

export interface Toy {
  readonly count: Readonly<Record<string, number>>;
  readonly msgs: readonly Announced[];
  /** Says nothing to the specification. */
  readonly hidden?: number;
}

export type ToyAction =
  | { readonly type: 'Increment'; readonly n: string }
  | { readonly type: 'Announce'; readonly n: string }
  | { readonly type: 'Lose'; readonly n: string; readonly v: number }
  | { readonly type: 'Reset'; readonly n: string }
  /** An action that is none of the specification's. */
  | { readonly type: 'Tick' };

const NODES = ['n1', 'n2'];
const MAX = 2;
const START: Toy = { count: { n1: 0, n2: 0 }, msgs: [] };

const ACTIONS: readonly ToyAction[] = [
  ...NODES.map((n) => ({ type: 'Increment', n }) as const),
  ...NODES.map((n) => ({ type: 'Announce', n }) as const),
  ...NODES.flatMap((n) => [1, 2].map((v) => ({ type: 'Lose', n, v }) as const)),
  ...NODES.map((n) => ({ type: 'Reset', n }) as const),
];

function order(a: Announced, b: Announced): number {
  return a.from === b.from ? a.value - b.value : a.from < b.from ? -1 : 1;
}

/** The toy as it should be. */
export function next(s: Toy, a: ToyAction): Toy | undefined {
  switch (a.type) {
    case 'Increment': {
      const c = s.count[a.n] ?? 0;
      return c < MAX ? { ...s, count: { ...s.count, [a.n]: c + 1 } } : undefined;
    }
    case 'Announce': {
      const value = s.count[a.n] ?? 0;
      if (value === 0) return undefined;
      const known = s.msgs.some((m) => m.from === a.n && m.value === value);
      return known ? s : { ...s, msgs: [...s.msgs, { from: a.n, value }].sort(order) };
    }
    case 'Lose': {
      const msgs = s.msgs.filter((m) => m.from !== a.n || m.value !== a.v);
      return msgs.length < s.msgs.length ? { ...s, msgs } : undefined;
    }
    case 'Reset':
      return s.count[a.n] === MAX ? { ...s, count: { ...s.count, [a.n]: 0 } } : undefined;
    case 'Tick':
      return undefined;
  }
}

/** What a test changes about the code or the binding. */
export interface Plant {
  readonly init?: readonly Toy[];
  readonly actions?: readonly ToyAction[];
  readonly next?: (s: Toy, a: ToyAction) => Toy | undefined;
  readonly variables?: (all: Readonly<Record<'count' | 'msgs', Abstraction>>) => Readonly<Record<string, Abstraction>>;
  readonly tick?: 'Tick' | 'Increment';
}

type Abstraction = (s: Toy) => TlaValue;

export function toyBinding(plant: Plant = {}): Binding<Toy, ToyAction> {
  return {
    protocol: 'toy',
    spec: 'spec/Toy.tla',
    models: [{ name: 'default', config: 'Toy.cfg', size: 'default' }],
    code: (): Model<Toy, ToyAction> => ({
      init: () => plant.init ?? [START],
      actions: () => plant.actions ?? ACTIONS,
      next: plant.next ?? next,
    }),
    refinement: (t) => {
      const variables: Readonly<Record<'count' | 'msgs', Abstraction>> = {
        count: (s) => t.fn(NODES, (n) => t.int(s.count[n] ?? 0)),
        msgs: (s) => t.set(s.msgs.map((m) => t.record({ from: t.model(m.from), value: t.int(m.value) }))),
      };
      return {
        variables: plant.variables?.(variables) ?? variables,
        actions: {
          Increment: (a) => [{ name: 'Increment', parameters: [t.model(a.n)] }],
          Announce: (a) => [{ name: 'Announce', parameters: [t.model(a.n)] }],
          Lose: (a) => [{ name: 'Lose', parameters: [t.model(a.n), t.int(a.v)] }],
          Reset: (a) => [{ name: 'Reset', parameters: [t.model(a.n)] }],
          Tick: () => (plant.tick === undefined ? [] : [{ name: plant.tick, parameters: [] }]),
        },
      };
    },
    source: (name) => ({ file: 'src/toy.ts', name }),
  };
}

/** All of the toy's actions, and the one that the specification does not have. */
export const WITH_TICK: readonly ToyAction[] = [...ACTIONS, { type: 'Tick' }];

export function checkToy(plant: Plant = {}, model: SpecModel = toySpec(), options: LockstepOptions = {}): LockstepResult {
  return withProgram(model, (program) => lockstep(program, toyBinding(plant), options));
}

/** The divergence that a plant must lead to. */
export function divergenceIn(plant: Plant, model: SpecModel = toySpec()): Divergence {
  const { verdict, complete, divergence } = checkToy(plant, model);
  if (divergence === undefined || verdict !== 'divergent' || complete) throw new Error(`no divergence was found: ${verdict}`);
  return divergence;
}
