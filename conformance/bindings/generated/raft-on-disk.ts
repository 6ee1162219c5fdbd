/**
 * The variables, messages and actions of module MCRaftOnDisk as types. Generated, do not edit:
 *
 *     lockstep codegen spec/storage/MCRaftOnDisk.tla --config spec/storage/MCRaftOnDisk_small.cfg --out conformance/bindings/generated/raft-on-disk.ts
 *
 * Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all
 * 303 reachable states of that model.
 */

/** An element of Server; in this model s1, s2. */
export type Server = string;

/** An element of Contender; in this model s1, s2. */
export type Contender = string;

/** The variables, in the order of the specification. */
export const VARIABLES = ['memory', 'disk', 'dirty', 'role', 'votes', 'acks', 'committed'] as const;

export type Variable = (typeof VARIABLES)[number];

/** A state of the specification. */
export interface State {
  readonly memory: Readonly<Record<Server, { readonly entry: number; readonly term: number; readonly vote: Server | 'None' }>>;
  readonly disk: Readonly<Record<Server, { readonly entry: number; readonly term: number; readonly vote: Server | 'None' }>>;
  readonly dirty: Readonly<Record<Server, ReadonlySet<'entry' | 'term' | 'vote'>>>;
  readonly role: Readonly<Record<Server, 'Candidate' | 'Follower' | 'Leader'>>;
  readonly votes: ReadonlySet<readonly [Server, number, Server]>;
  readonly acks: ReadonlySet<readonly [Server, number]>;
  readonly committed: ReadonlySet<number>;
}

/** The actions in the order of the next-state relation, with the names of their parameters in order. */
export const ACTIONS = {
  Timeout: ['i'],
  UpdateTerm: ['i', 'j'],
  Vote: ['i', 'j'],
  Sync: ['i'],
  Reply: ['i', 'j'],
  BecomeLeader: ['i'],
  ClientRequest: ['i'],
  AppendEntries: ['i', 'j'],
  Acknowledge: ['i'],
  CountItself: ['i'],
  Commit: ['i'],
  Crash: ['i', 'kept'],
} as const;

/** A step's label: an action with its parameters. */
export type Action =
  | { readonly type: 'Timeout'; readonly i: Server }
  | { readonly type: 'UpdateTerm'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Vote'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Sync'; readonly i: Server }
  | { readonly type: 'Reply'; readonly i: Server; readonly j: Server }
  | { readonly type: 'BecomeLeader'; readonly i: Server }
  | { readonly type: 'ClientRequest'; readonly i: Server }
  | { readonly type: 'AppendEntries'; readonly i: Server; readonly j: Server }
  | { readonly type: 'Acknowledge'; readonly i: Server }
  | { readonly type: 'CountItself'; readonly i: Server }
  | { readonly type: 'Commit'; readonly i: Server }
  | { readonly type: 'Crash'; readonly i: Server; readonly kept: ReadonlySet<'entry' | 'term' | 'vote'> };
