import { at, except } from '../../core/index.ts';
import { type Content, PARTS, type Part, type RaftOnDiskConfig, type RaftOnDiskState, type Server } from './types.ts';

/** One server and its disk: the operators of spec/storage/RaftOnDisk.tla that look at no other server but the one that asks. */

/** The server of this name. */
export function server(s: RaftOnDiskState, i: string): Server {
  return at(s.servers, i);
}

/** The state in which server i is different. */
export function changed(s: RaftOnDiskState, i: string, changes: Partial<Server>): RaftOnDiskState {
  return { ...s, servers: except(s.servers, i, { ...server(s, i), ...changes }) };
}

/** `dirty[i] \cup parts`. */
export function dirtied(p: Server, parts: readonly Part[]): readonly Part[] {
  return PARTS.filter((part) => p.dirty.includes(part) || parts.includes(part));
}

/** RaftOnDisk!Partly: what the server has on disk when of what is dirty these parts have been written. */
export function Partly(p: Server, kept: readonly Part[]): Content {
  return {
    term: kept.includes('term') ? p.memory.term : p.disk.term,
    vote: kept.includes('vote') ? p.memory.vote : p.disk.vote,
    entry: kept.includes('entry') ? p.memory.entry : p.disk.entry,
  };
}

/** RaftOnDisk!CanBeLeft: can a crash leave that? One record is kept as a whole. */
export function CanBeLeft(c: RaftOnDiskConfig, p: Server, kept: readonly Part[]): boolean {
  if (!kept.every((part) => p.dirty.includes(part))) return false;
  return !c.oneRecord || kept.includes('term') === kept.includes('vote');
}

/** RaftOnDisk!TermParts: what is written when the term changes. */
export function TermParts(c: RaftOnDiskConfig): readonly Part[] {
  return c.oneRecord ? ['term', 'vote'] : ['term'];
}

/** RaftOnDisk!VoteParts: what is written when the vote changes. */
export function VoteParts(c: RaftOnDiskConfig): readonly Part[] {
  return c.oneRecord ? ['term', 'vote'] : ['vote'];
}

/** RaftOnDisk!MayWriteVote: a vote beside an older term would be taken for one of that term. */
export function MayWriteVote(c: RaftOnDiskConfig, p: Server): boolean {
  return c.oneRecord || !p.dirty.includes('term');
}

/** RaftOnDisk!VoteIsDurable. */
export function VoteIsDurable(p: Server): boolean {
  return !p.dirty.includes('term') && !p.dirty.includes('vote');
}

/** RaftOnDisk!LogIsDurable. */
export function LogIsDurable(p: Server): boolean {
  return p.dirty.length === 0;
}

/** RaftOnDisk!UpToDate, section 5.4.1, for one entry. */
function UpToDate(p: Server, q: Server): boolean {
  return p.memory.entry >= q.memory.entry;
}

/** RaftOnDisk!MayVote: does the server have to answer to this candidate? */
export function MayVote(p: Server, candidate: Server): boolean {
  if (candidate.role !== 'Candidate') return false;
  if (candidate.memory.term !== p.memory.term) return false;
  return !candidate.dirty.includes('term') && UpToDate(candidate, p);
}

/** Does a quorum stand in this set? */
export function HasQuorum(c: RaftOnDiskConfig, found: readonly string[]): boolean {
  return c.quorums.some((Q) => Q.every((i) => found.includes(i)));
}

/** RaftOnDisk!VotedFor: the servers that say they have voted for i in this term. */
export function VotedFor(s: RaftOnDiskState, i: string, term: number): readonly string[] {
  return s.votes.filter((v) => v.term === term && v.candidate === i).map((v) => v.voter);
}

/** RaftOnDisk!Acknowledged: the servers that say they have the entry of this term. */
export function Acknowledged(s: RaftOnDiskState, term: number): readonly string[] {
  return s.acks.filter((a) => a.term === term).map((a) => a.server);
}
