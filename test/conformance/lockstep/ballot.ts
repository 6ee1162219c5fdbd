/** Code that takes several steps of its specification at once, small enough that every way to claim too much can be planted. */
import {
  type Binding,
  type Divergence,
  type LockstepResult,
  lockstep,
  type SpecStep,
  type Tla,
} from '../../../conformance/lockstep/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { loadModel, type Model as SpecModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import type { Model } from '../../../src/core/index.ts';

await loadGrammar();

/** Nodes raise their terms, vote once in each, and colour what they have voted for, as they like. */
const SPEC = `---- MODULE Ballot ----
EXTENDS Integers
CONSTANTS Node, Max
VARIABLES term, voted, colour
Init == /\\ term = [n \\in Node |-> 0]
        /\\ voted = [n \\in Node |-> FALSE]
        /\\ colour = [n \\in Node |-> 0]
Either == /\\ term = [n \\in Node |-> 0]
          /\\ voted = [n \\in Node |-> FALSE]
          /\\ \\E c \\in 0..1 : colour = [n \\in Node |-> c]
Raise(n, t) == /\\ t > term[n]
               /\\ term' = [term EXCEPT ![n] = t]
               /\\ voted' = [voted EXCEPT ![n] = FALSE]
               /\\ UNCHANGED colour
Vote(n) == /\\ term[n] > 0
           /\\ ~voted[n]
           /\\ voted' = [voted EXCEPT ![n] = TRUE]
           /\\ UNCHANGED <<term, colour>>
Paint(n) == /\\ voted[n]
            /\\ \\E c \\in 1..2 : colour' = [colour EXCEPT ![n] = c]
            /\\ UNCHANGED <<term, voted>>
Wash(n) == /\\ colour[n] > 0
           /\\ colour' = [colour EXCEPT ![n] = 0]
           /\\ UNCHANGED <<term, voted>>
Next == \\/ \\E n \\in Node, t \\in 1..Max : Raise(n, t)
        \\/ \\E n \\in Node : Vote(n)
        \\/ \\E n \\in Node : Paint(n)
        \\/ \\E n \\in Node : Wash(n)
Low == \\A n \\in Node : term[n] < 2
Slow == \\A n \\in Node : term'[n] <= term[n] + 1
====
`;

export const BALLOT_CONFIG = 'CONSTANTS Node = {n1, n2} Max = 2\nINIT Init\nNEXT Next\n';

export function ballotSpec(config: string = BALLOT_CONFIG): SpecModel {
  return loadModel({ path: 'spec/Ballot.tla', text: SPEC }, { path: 'spec/Ballot.cfg', text: config }, () => undefined);
}

interface Node {
  readonly term: number;
  readonly voted: boolean;
  readonly colour: number;
}

export type Ballot = Readonly<Record<string, Node>>;

export type BallotAction =
  /** A request to vote in a term: raises the term if it is higher, and votes if that is still to be done. */
  | { readonly type: 'Request'; readonly n: string; readonly t: number }
  /** Paints twice, with any colour first. */
  | { readonly type: 'Repaint'; readonly n: string; readonly c: number };

const NODES = ['n1', 'n2'];
const ACTIONS: readonly BallotAction[] = NODES.flatMap((n) => [
  ...[1, 2].map((t) => ({ type: 'Request', n, t }) as const),
  ...[1, 2].map((c) => ({ type: 'Repaint', n, c }) as const),
]);

const START: Node = { term: 0, voted: false, colour: 0 };

/** The node in a state. */
export function nodeOf(s: Ballot, n: string): Node {
  return s[n] ?? START;
}

/** The code as it should be. */
export function next(s: Ballot, a: BallotAction): Ballot | undefined {
  const node = nodeOf(s, a.n);
  switch (a.type) {
    case 'Request': {
      if (a.t < node.term) return s;
      const raised = a.t > node.term ? { ...node, term: a.t, voted: false } : node;
      return raised === node && node.voted ? s : { ...s, [a.n]: { ...raised, voted: true } };
    }
    case 'Repaint':
      return node.voted ? { ...s, [a.n]: { ...node, colour: a.c } } : undefined;
  }
}

/** Steps of the specification by name. */
export interface Steps {
  readonly raise: (n: string, t: number) => SpecStep;
  readonly vote: (n: string) => SpecStep;
  readonly paint: (n: string) => SpecStep;
  readonly wash: (n: string) => SpecStep;
  readonly other: (name: string) => SpecStep;
}

type Claims = (steps: Steps, a: BallotAction, from: Ballot) => readonly SpecStep[];

/** The steps as they should be claimed. */
export const claims: Claims = (steps, a, from) => {
  const node = nodeOf(from, a.n);
  if (a.type === 'Repaint') return [steps.paint(a.n), steps.paint(a.n)];
  if (a.t < node.term) return [];
  if (a.t > node.term) return [steps.raise(a.n, a.t), steps.vote(a.n)];
  return node.voted ? [] : [steps.vote(a.n)];
};

/** What a test changes about the code or the binding. */
export interface Plant {
  readonly next?: (s: Ballot, a: BallotAction) => Ballot | undefined;
  readonly claims?: Claims;
  readonly relation?: 'identical' | 'refines';
  readonly init?: readonly Ballot[];
  /** The table of the binding does not ask for the state. */
  readonly stateless?: true;
}

function stepsOf(t: Tla): Steps {
  const one = (name: string) => (n: string) => ({ name, parameters: [t.model(n)] });
  return {
    raise: (n, term) => ({ name: 'Raise', parameters: [t.model(n), t.int(term)] }),
    vote: one('Vote'),
    paint: one('Paint'),
    wash: one('Wash'),
    other: (name) => ({ name, parameters: [] }),
  };
}

const INITIAL: Ballot = Object.fromEntries(NODES.map((n) => [n, START]));

export function ballotBinding(plant: Plant = {}): Binding<Ballot, BallotAction> {
  return {
    protocol: 'ballot',
    part: 'step',
    relation: plant.relation ?? 'refines',
    spec: 'spec/Ballot.tla',
    models: [{ name: 'default', config: 'Ballot.cfg', size: 'default' }],
    code: (): Model<Ballot, BallotAction> => ({
      init: () => plant.init ?? [INITIAL],
      actions: () => ACTIONS,
      next: plant.next ?? next,
    }),
    refinement: (t) => {
      const steps = stepsOf(t);
      const claimed = plant.claims ?? claims;
      const entry = plant.stateless
        ? (a: BallotAction) => claimed(steps, a, {})
        : (a: BallotAction, from: Ballot) => claimed(steps, a, from);
      return {
        variables: {
          term: (s) => t.fn(NODES, (n) => t.int(nodeOf(s, n).term)),
          voted: (s) => t.fn(NODES, (n) => t.bool(nodeOf(s, n).voted)),
          colour: (s) => t.fn(NODES, (n) => t.int(nodeOf(s, n).colour)),
        },
        actions: { Request: entry, Repaint: entry },
      };
    },
    source: (name) => ({ file: 'src/ballot.ts', name }),
  };
}

export function checkBallot(plant: Plant = {}, model: SpecModel = ballotSpec()): LockstepResult {
  return withProgram(model, (program) => lockstep(program, ballotBinding(plant)));
}

/** The divergence that a plant must lead to. */
export function ballotDivergence(plant: Plant): Divergence {
  const { verdict, complete, divergence } = checkBallot(plant);
  if (divergence === undefined || verdict !== 'divergent' || complete) throw new Error(`no divergence was found: ${verdict}`);
  return divergence;
}
