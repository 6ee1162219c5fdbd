import { within } from '../core/index.ts';
import type { Configuration, Entry, ObservedRaft, RaftMessage, RaftModelConfig, RaftState, Snapshot } from './types.ts';

/** Raft!TypeOK: the values that each variable may have in a model. */

/** What the sets of the specification have for members. */
interface Sets {
  readonly isTerm: (x: number) => boolean;
  readonly isIndex: (x: number) => boolean;
  readonly isServer: (x: string) => boolean;
  readonly isNobodyOrServer: (x: string | undefined) => boolean;
  readonly isRound: (x: number) => boolean;
  readonly isValue: (x: string) => boolean;
  readonly isRead: (x: string) => boolean;
}

function setsOf(c: RaftModelConfig): Sets {
  const { electable, maxIndex, maxConfigs } = c.bounds;
  const upTo = (last: number) => (x: number) => Number.isInteger(x) && x >= 0 && x <= last;
  const isServer = (x: string): boolean => c.servers.includes(x);
  return {
    isTerm: upTo(electable.length),
    isIndex: upTo(maxIndex + electable.length + maxConfigs),
    isServer,
    isNobodyOrServer: (x) => within(x === undefined ? undefined : c.servers, x ?? ''),
    isRound: upTo(c.reads.length),
    isValue: (x) => c.values.includes(x),
    isRead: (x) => c.reads.includes(x),
  };
}

function isConfiguration(v: Sets, x: Configuration): boolean {
  return x.voters.every(v.isServer) && x.learners.every(v.isServer);
}

function isEntry(v: Sets, x: Entry): boolean {
  if (!v.isTerm(x.term)) return false;
  if (x.type === 'noop') return true;
  return x.type === 'value' ? v.isValue(x.value) : isConfiguration(v, x.config);
}

function isSnapshot(v: Sets, x: Snapshot): boolean {
  return v.isIndex(x.lastIncludedIndex) && v.isTerm(x.lastIncludedTerm) && isConfiguration(v, x.config) && x.machine.every(v.isValue);
}

/** The parts of a message that messages of its type have for themselves. */
function isBody(v: Sets, m: RaftMessage): boolean {
  switch (m.type) {
    case 'RequestPreVoteRequest':
    case 'RequestVoteRequest':
      return v.isServer(m.candidateId) && v.isIndex(m.lastLogIndex) && v.isTerm(m.lastLogTerm);
    case 'RequestPreVoteResponse':
    case 'RequestVoteResponse':
      return v.isServer(m.from);
    case 'AppendEntriesRequest': {
      const previous = v.isIndex(m.prevLogIndex) && v.isTerm(m.prevLogTerm);
      return v.isServer(m.leaderId) && previous && m.entries.every((x) => isEntry(v, x)) && v.isIndex(m.leaderCommit) && v.isRound(m.round);
    }
    case 'AppendEntriesResponse':
      return v.isServer(m.from) && v.isIndex(m.prevLogIndex) && v.isIndex(m.matchIndex) && v.isRound(m.round);
    case 'InstallSnapshotRequest': {
      const { lastIncludedIndex, lastIncludedTerm, data } = m;
      return v.isServer(m.leaderId) && isSnapshot(v, { lastIncludedIndex, lastIncludedTerm, ...data });
    }
    case 'InstallSnapshotResponse':
      return v.isServer(m.from) && v.isIndex(m.matchIndex);
    case 'TimeoutNowRequest':
      return v.isServer(m.leaderId);
    case 'ReadResponse':
      return v.isRead(m.read) && v.isIndex(m.index);
  }
}

function isMessage(v: Sets, m: RaftMessage): boolean {
  return (m.type === 'ReadResponse' || v.isServer(m.to)) && v.isTerm(m.term) && isBody(v, m);
}

function isState(c: RaftModelConfig, v: Sets, s: RaftState): boolean {
  const { queue, batch, round, acks } = s.reading;
  const highest = c.bounds.maxIndex + c.bounds.electable.length + c.bounds.maxConfigs;
  return [
    v.isTerm(s.currentTerm),
    v.isNobodyOrServer(s.votedFor),
    s.log.every((x) => isEntry(v, x)),
    isSnapshot(v, s.snapshot),
    v.isNobodyOrServer(s.leaderId),
    s.votesGranted.every(v.isServer),
    v.isIndex(s.commitIndex),
    v.isIndex(s.lastApplied),
    s.machine.every(v.isValue),
    c.servers.every((j) => v.isIndex(s.nextIndex[j] ?? -1) || s.nextIndex[j] === highest + 1),
    c.servers.every((j) => v.isIndex(s.matchIndex[j] ?? -1)),
    v.isNobodyOrServer(s.transferee),
    [...queue, ...batch].every((q) => v.isRead(q.read) && v.isIndex(q.index)),
    v.isRound(round),
    acks.every(v.isServer),
  ].every((holds) => holds);
}

/** Every variable holds what its comment says. */
export function TypeOK(c: RaftModelConfig, s: ObservedRaft): boolean {
  const v = setsOf(c);
  const { elections, committed, asked } = s.history;
  return (
    c.servers.every((i) => {
      const state = s.processes[i];
      return state !== undefined && isState(c, v, state);
    }) &&
    s.network.every((m) => isMessage(v, m)) &&
    elections.every((e) => v.isTerm(e.term) && v.isServer(e.leader)) &&
    committed.every((e) => isEntry(v, e.entry) && v.isTerm(e.term)) &&
    c.reads.every((r) => asked[r] === -1 || v.isIndex(asked[r] ?? -1))
  );
}
