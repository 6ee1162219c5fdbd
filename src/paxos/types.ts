import type { System } from '../core/index.ts';

/**
 * The data of Paxos: what spec/paxos/Paxos.tla declares, with its names. How the state of the code corresponds to the
 * variables of the specification, where `s` is a `PaxosSystem`:
 *
 * | Paxos.tla     | code                                | where they differ in form                          |
 * |---------------|-------------------------------------|----------------------------------------------------|
 * | `bal[p]`      | `s.processes[p].bal`                |                                                    |
 * | `phase[p]`    | `s.processes[p].phase`              |                                                    |
 * | `promises[p]` | `s.processes[p].promises`           | a set of messages: here sorted, none twice         |
 * | `maxBal[a]`   | `s.processes[a].maxBal`             |                                                    |
 * | `maxVBal[a]`  | `s.processes[a].maxVBal`            |                                                    |
 * | `maxVal[a]`   | `s.processes[a].maxVal`             | `None` is `undefined`                              |
 * | `learned[l]`  | `s.processes[l].learned`            | `None` is `undefined`                              |
 * | `msgs`        | `s.network`                         | a set of messages: here sorted, none twice         |
 *
 * A message is the record of the same fields; in a promise `maxVal` is `None` or `undefined` as in its sender. Constants of the
 * specification are in the configuration; names of processes and values are strings, ballots are numbers, and -1 is no ballot.
 */

/** The number of a proposal; `NO_BALLOT` is below all of them. */
export type Ballot = number;

/** What can be chosen. */
export type Value = string;

/** The -1 of the specification: no ballot yet. */
export const NO_BALLOT: Ballot = -1;

/** The constants that the protocol itself uses. */
export interface PaxosConfig {
  /** `Quorum`: the sets of acceptors that suffice to choose. Any two must intersect. */
  readonly quorums: readonly (readonly string[])[];
  /** `Owner`: the only proposer that may use a ballot. */
  readonly owner: Readonly<Record<Ballot, string>>;
  /** `Input`: the values that clients asked a proposer to propose. */
  readonly input: Readonly<Record<string, readonly Value[]>>;
}

/** All the constants: also who takes part, and the bounds of a model. */
export interface PaxosModelConfig extends PaxosConfig {
  readonly proposers: readonly string[];
  readonly acceptors: readonly string[];
  readonly learners: readonly string[];
  readonly values: readonly Value[];
  readonly ballots: readonly Ballot[];
}

/** "prepare request", section 2.2, phase 1(a). */
export interface Msg1a {
  readonly type: '1a';
  readonly bal: Ballot;
}

/** The response to a prepare request, section 2.2, phase 1(b): a promise, and the highest proposal accepted so far. */
export interface Msg1b {
  readonly type: '1b';
  readonly acc: string;
  readonly bal: Ballot;
  readonly maxVBal: Ballot;
  readonly maxVal: Value | undefined;
}

/** "accept request", section 2.2, phase 2(a). */
export interface Msg2a {
  readonly type: '2a';
  readonly bal: Ballot;
  readonly val: Value;
}

/** The news that an acceptor has accepted, section 2.3. */
export interface Msg2b {
  readonly type: '2b';
  readonly acc: string;
  readonly bal: Ballot;
  readonly val: Value;
}

/** `Message` of the specification. */
export type PaxosMessage = Msg1a | Msg1b | Msg2a | Msg2b;

/** `Msg1a(b)`. */
export function msg1a(b: Ballot): Msg1a {
  return { type: '1a', bal: b };
}

/** `Msg1b(a, b, vb, v)`. */
export function msg1b(a: string, b: Ballot, vb: Ballot, v: Value | undefined): Msg1b {
  return { type: '1b', acc: a, bal: b, maxVBal: vb, maxVal: v };
}

/** `Msg2a(b, v)`. */
export function msg2a(b: Ballot, v: Value): Msg2a {
  return { type: '2a', bal: b, val: v };
}

/** `Msg2b(a, b, v)`. */
export function msg2b(a: string, b: Ballot, v: Value): Msg2b {
  return { type: '2b', acc: a, bal: b, val: v };
}

/** What a proposer must find again after a crash, or it would use a number twice. */
export interface ProposerDurable {
  readonly role: 'proposer';
  readonly bal: Ballot;
}

/** What an acceptor must find again after a crash, or it would break a promise or lose a choice: everything. */
export interface AcceptorDurable {
  readonly role: 'acceptor';
  readonly maxBal: Ballot;
  readonly maxVBal: Ballot;
  readonly maxVal: Value | undefined;
}

/** A learner needs nothing after a crash: what was chosen can be learned again. */
export interface LearnerDurable {
  readonly role: 'learner';
}

export interface ProposerState extends ProposerDurable {
  readonly phase: 'idle' | 'prepare';
  readonly promises: readonly Msg1b[];
}

/** An acceptor has nothing that it could lose in a crash. */
export type AcceptorState = AcceptorDurable;

export interface LearnerState extends LearnerDurable {
  readonly learned: Value | undefined;
}

export type PaxosDurable = ProposerDurable | AcceptorDurable | LearnerDurable;

export type PaxosState = ProposerState | AcceptorState | LearnerState;

export type PaxosSystem = System<PaxosState, PaxosMessage>;

/** What one process can be asked to do: to act of itself, or to receive. The type says which action that is. */
export type PaxosInput =
  | { readonly type: 'Phase1a'; readonly b: Ballot }
  | { readonly type: 'Phase1b'; readonly m: Msg1a }
  | { readonly type: 'ReceivePromise'; readonly m: Msg1b }
  | { readonly type: 'Phase2a'; readonly v: Value }
  | { readonly type: 'Phase2b'; readonly m: Msg2a }
  | { readonly type: 'Learn'; readonly heard: readonly PaxosMessage[]; readonly b: Ballot; readonly v: Value };

/** An action of the whole system: the names of the specification, for the action and for its parameters. */
export type PaxosAction =
  | { readonly type: 'Phase1a'; readonly p: string; readonly b: Ballot }
  | { readonly type: 'Phase1b'; readonly a: string; readonly b: Ballot }
  | { readonly type: 'ReceivePromise'; readonly p: string; readonly a: string; readonly b: Ballot }
  | { readonly type: 'Phase2a'; readonly p: string; readonly v: Value }
  | { readonly type: 'Phase2b'; readonly a: string; readonly b: Ballot; readonly v: Value }
  | { readonly type: 'Learn'; readonly l: string; readonly b: Ballot; readonly v: Value }
  | { readonly type: 'RestartProposer'; readonly p: string }
  | { readonly type: 'RestartAcceptor'; readonly a: string }
  | { readonly type: 'RestartLearner'; readonly l: string };
