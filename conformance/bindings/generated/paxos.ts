/**
 * The variables, messages and actions of module MCPaxos as types. Generated, do not edit:
 *
 *     lockstep codegen spec/paxos/MCPaxos.tla --config spec/paxos/MCPaxos_small.cfg --out conformance/bindings/generated/paxos.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 6521 reachable states of that model.
 */

/** An element of Value; in this model v1, v2. */
export type Value = string;

/** An element of Proposer; in this model p1, p2. */
export type Proposer = string;

/** An element of Acceptor; in this model a1, a2, a3. */
export type Acceptor = string;

/** An element of Learner; in this model l1. */
export type Learner = string;

/** The variables, in the order of the specification. */
export const VARIABLES = ['bal', 'phase', 'promises', 'maxBal', 'maxVBal', 'maxVal', 'learned', 'msgs'] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly bal: Readonly<Record<Proposer, number>>;
  readonly phase: Readonly<Record<Proposer, 'idle' | 'prepare'>>;
  readonly promises: Readonly<Record<Proposer, ReadonlySet<Message1b>>>;
  readonly maxBal: Readonly<Record<Acceptor, number>>;
  readonly maxVBal: Readonly<Record<Acceptor, number>>;
  readonly maxVal: Readonly<Record<Acceptor, Value | 'None'>>;
  readonly learned: Readonly<Record<Learner, Value | 'None'>>;
  readonly msgs: ReadonlySet<Message>;
}

export interface Message1a {
  readonly type: '1a';
  readonly bal: number;
}

export interface Message1b {
  readonly type: '1b';
  readonly acc: Acceptor;
  readonly bal: number;
  readonly maxVBal: number;
  readonly maxVal: Value | 'None';
}

export interface Message2a {
  readonly type: '2a';
  readonly bal: number;
  readonly val: Value;
}

export interface Message2b {
  readonly type: '2b';
  readonly acc: Acceptor;
  readonly bal: number;
  readonly val: Value;
}

/** The messages, told apart by their `type`. */
export type Message = Message1a | Message1b | Message2a | Message2b;

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Phase1a: ['p', 'b'],
  Phase1b: ['a', 'b'],
  ReceivePromise: ['p', 'a', 'b'],
  Phase2a: ['p', 'v'],
  Phase2b: ['a', 'b', 'v'],
  Learn: ['l', 'b', 'v'],
  RestartProposer: ['p'],
  RestartAcceptor: ['a'],
  RestartLearner: ['l'],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Phase1a'; readonly p: Proposer; readonly b: number }
  | { readonly type: 'Phase1b'; readonly a: Acceptor; readonly b: number }
  | { readonly type: 'ReceivePromise'; readonly p: Proposer; readonly a: Acceptor; readonly b: number }
  | { readonly type: 'Phase2a'; readonly p: Proposer; readonly v: Value }
  | { readonly type: 'Phase2b'; readonly a: Acceptor; readonly b: number; readonly v: Value }
  | { readonly type: 'Learn'; readonly l: Learner; readonly b: number; readonly v: Value }
  | { readonly type: 'RestartProposer'; readonly p: Proposer }
  | { readonly type: 'RestartAcceptor'; readonly a: Acceptor }
  | { readonly type: 'RestartLearner'; readonly l: Learner };
