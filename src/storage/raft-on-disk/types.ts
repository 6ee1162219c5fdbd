/**
 * The data of a few servers that elect a leader and replicate one entry, on disks that do not write all at once: what
 * spec/storage/RaftOnDisk.tla declares, with its names. Where `s` is a `RaftOnDiskState`, the variables `memory`, `disk`, `dirty` and `role`
 * are fields of `s.servers[i]`, and the others are fields of `s`; `None` is `undefined`. Sets are sorted lists.
 */

/** The part of what a server must remember that are written apart from one another. */
export type Part = 'term' | 'vote' | 'entry';

export const PARTS: readonly Part[] = ['term', 'vote', 'entry'];

/** What a server must remember. */
export interface Content {
  readonly term: number;
  readonly vote: string | undefined;
  /** The term of the entry, 0 for none. */
  readonly entry: number;
}

export type Role = 'Follower' | 'Candidate' | 'Leader';

/** One server. */
export interface Server {
  /** What it works with. Volatile. */
  readonly memory: Content;
  /** What is on its disk. Durable. */
  readonly disk: Content;
  /** What it has given to write, and does not know to be on the disk; in the order of `PARTS`. Volatile. */
  readonly dirty: readonly Part[];
  readonly role: Role;
}

/** A vote that was sent. */
export interface SentVote {
  readonly voter: string;
  readonly term: number;
  readonly candidate: string;
}

/** An acknowledgement that was sent: the server has the entry of this term. */
export interface SentAck {
  readonly server: string;
  readonly term: number;
}

export interface RaftOnDiskState {
  readonly servers: Readonly<Record<string, Server>>;
  readonly votes: readonly SentVote[];
  readonly acks: readonly SentAck[];
  /** The entries that a leader has committed, by their terms. */
  readonly committed: readonly number[];
}

/** The constants. */
export interface RaftOnDiskConfig {
  readonly servers: readonly string[];
  /** `Contender`: those of them that stand for election. */
  readonly contenders: readonly string[];
  /** `Quorum`: the sets of servers that elect and commit. */
  readonly quorums: readonly (readonly string[])[];
  readonly maxTerm: number;
  /** `OneRecord`: are term and vote one record on the disk? */
  readonly oneRecord: boolean;
}

/** An action: the names of the specification, for the action and for its parameters. */
export type RaftOnDiskAction =
  | { readonly type: 'Timeout'; readonly i: string }
  | { readonly type: 'UpdateTerm'; readonly i: string; readonly j: string }
  | { readonly type: 'Vote'; readonly i: string; readonly j: string }
  | { readonly type: 'Sync'; readonly i: string }
  | { readonly type: 'Reply'; readonly i: string; readonly j: string }
  | { readonly type: 'BecomeLeader'; readonly i: string }
  | { readonly type: 'ClientRequest'; readonly i: string }
  | { readonly type: 'AppendEntries'; readonly i: string; readonly j: string }
  | { readonly type: 'Acknowledge'; readonly i: string }
  | { readonly type: 'CountItself'; readonly i: string }
  | { readonly type: 'Commit'; readonly i: string }
  | { readonly type: 'Crash'; readonly i: string; readonly kept: readonly Part[] };
