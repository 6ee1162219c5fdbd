import { HasQuorum, server, VotedFor } from './server.ts';
import type { Content, RaftOnDiskConfig, RaftOnDiskState } from './types.ts';

/** The invariants and the action property of spec/storage/RaftOnDisk.tla, with its names. */

export type Invariant = (c: RaftOnDiskConfig, s: RaftOnDiskState) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: RaftOnDiskConfig, s: RaftOnDiskState, t: RaftOnDiskState) => boolean;

/** Terms are those that the model has, and names those of servers and contenders. */
export const TypeOK: Invariant = (c, s) => {
  const isTerm = (t: number): boolean => Number.isInteger(t) && t >= 0 && t <= c.maxTerm;
  const isContent = ({ term, vote, entry }: Content): boolean =>
    isTerm(term) && isTerm(entry) && (vote === undefined || c.contenders.includes(vote));
  const servers = c.servers.every((i) => isContent(server(s, i).memory) && isContent(server(s, i).disk));
  const votes = s.votes.every((v) => c.servers.includes(v.voter) && isTerm(v.term) && c.contenders.includes(v.candidate));
  return servers && votes && s.acks.every((a) => c.servers.includes(a.server) && isTerm(a.term)) && s.committed.every(isTerm);
};

/** What a voter has told a candidate is on its disk: in that term it has voted for this one, or it has left the term. */
export const VoteDurableBeforeReply: Invariant = (_, s) =>
  s.votes.every(({ voter, term, candidate }) => {
    const { disk } = server(s, voter);
    return disk.term > term || (disk.term === term && disk.vote === candidate);
  });

/** What was acknowledged is on the disk of who said so, or an entry of a later leader in its place. */
export const AckDurableBeforeReply: Invariant = (_, s) => s.acks.every((a) => server(s, a.server).disk.entry >= a.term);

/** Figure 3: nobody else is elected in a term in which somebody was. A leader that has crashed counts, too. */
export const ElectionSafety: Invariant = (c, s) => {
  const terms = [...new Set(s.votes.map((v) => v.term))];
  return terms.every((t) => c.contenders.filter((i) => HasQuorum(c, VotedFor(s, i, t))).length <= 1);
};

/** Figure 3: a leader of a later term has what was committed. A client was told of it. */
export const LeaderCompleteness: Invariant = (c, s) =>
  c.servers.every((i) => {
    const { role, memory } = server(s, i);
    return role !== 'Leader' || s.committed.every((t) => t > memory.term || memory.entry === t);
  });

/** What a client was told of is on the disks of a quorum, whatever crashes. */
export const AckedSurvivesCrash: Invariant = (c, s) =>
  s.committed.every((t) =>
    HasQuorum(
      c,
      c.servers.filter((j) => server(s, j).disk.entry === t),
    ),
  );

/** The term that a server remembers never falls. */
export const MonotonicTerm: StepProperty = (c, s, t) => c.servers.every((i) => server(t, i).disk.term >= server(s, i).disk.term);

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  VoteDurableBeforeReply,
  AckDurableBeforeReply,
  ElectionSafety,
  LeaderCompleteness,
  AckedSurvivesCrash,
};

/** The properties of steps by name, in the order of the specification. */
export const stepProperties: Readonly<Record<string, StepProperty>> = { MonotonicTerm };
