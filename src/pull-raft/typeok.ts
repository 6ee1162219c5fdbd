import type { Entry, ObservedPullRaft, Position, PullRaftMessage, PullRaftModelConfig, PullRaftState } from './types.ts';

/** PullRaft!TypeOK: the values that each variable may have in a model. */

/** What the sets of the specification have for members. */
interface Sets {
  readonly isTerm: (x: number) => boolean;
  readonly isServer: (x: string) => boolean;
  readonly isIndex: (x: number) => boolean;
  readonly isRound: (x: number) => boolean;
  readonly isPosition: (x: Position | undefined) => boolean;
  readonly isEntry: (x: Entry) => boolean;
  readonly isRead: (x: string) => boolean;
  readonly isNobodyOrServer: (x: string | undefined) => boolean;
}

function isNat(x: number): boolean {
  return Number.isInteger(x) && x >= 0;
}

function setsOf(c: PullRaftModelConfig): Sets {
  const { electable, maxIndex } = c.bounds;
  const upTo = (last: number) => (x: number) => isNat(x) && x <= last;
  const isTerm = upTo(electable.length);
  const isIndex = upTo(maxIndex + electable.length);
  const isServer = (x: string): boolean => c.servers.includes(x);
  return {
    isTerm,
    isServer,
    isIndex,
    isRound: upTo(c.reads.length),
    isPosition: (x) => x !== undefined && isTerm(x.term) && isIndex(x.index),
    isEntry: (x) => isTerm(x.term) && (x.value === undefined || c.values.includes(x.value)),
    isRead: (x) => c.reads.includes(x),
    isNobodyOrServer: (x) => x === undefined || isServer(x),
  };
}

/** The parts of a message that messages of its type have for themselves. */
function isBody(c: PullRaftModelConfig, v: Sets, m: PullRaftMessage): boolean {
  switch (m.type) {
    case 'RequestVoteRequest':
      return v.isPosition(m.position);
    case 'RequestVoteResponse':
    case 'StepUpRequest':
      return true;
    case 'PullEntriesRequest':
      return m.term === 0 && v.isIndex(m.index);
    case 'PullEntriesResponse': {
      const points = v.isPosition(m.position) && v.isPosition(m.commitPoint);
      return v.isIndex(m.index) && m.entries.every(v.isEntry) && points && isNat(m.rollbackId) && v.isNobodyOrServer(m.syncSource);
    }
    case 'UpdatePositionRequest':
      return c.servers.every((j) => v.isPosition(m.positions[j]));
    case 'HeartbeatRequest':
    case 'HeartbeatResponse':
      return v.isPosition(m.position) && v.isPosition(m.commitPoint) && v.isRound(m.round);
    case 'ReadResponse':
      return m.term === 0 && v.isRead(m.read) && v.isIndex(m.index);
  }
}

function isMessage(c: PullRaftModelConfig, v: Sets, m: PullRaftMessage): boolean {
  const isReceiver = m.type === 'ReadResponse' ? m.to === undefined : v.isServer(m.to);
  return isReceiver && v.isServer(m.from) && v.isTerm(m.term) && isBody(c, v, m);
}

function isState(c: PullRaftModelConfig, v: Sets, s: PullRaftState, i: string): boolean {
  const { queue, batch, round, acks } = s.reading;
  return [
    v.isTerm(s.currentTerm),
    v.isNobodyOrServer(s.votedFor),
    s.log.every(v.isEntry),
    isNat(s.rollbackId),
    s.votesGranted.every((j) => c.voters.includes(j)),
    v.isNobodyOrServer(s.syncSource),
    s.cursor === -1 || isNat(s.cursor),
    v.isPosition(s.commitPoint),
    c.servers.every((j) => v.isPosition(s.lastPosition[j])),
    s.lastPosition[i]?.term === 0 && s.lastPosition[i]?.index === 0,
    [...queue, ...batch].every(v.isRead),
    v.isRound(round),
    acks.every(v.isServer),
  ].every((holds) => holds);
}

/** Every variable holds what its comment says. */
export function TypeOK(c: PullRaftModelConfig, s: ObservedPullRaft): boolean {
  const v = setsOf(c);
  const { elections, written, committed, asked } = s.history;
  return (
    c.servers.every((i) => {
      const state = s.processes[i];
      return state !== undefined && isState(c, v, state, i);
    }) &&
    s.network.every((m) => isMessage(c, v, m)) &&
    elections.every((e) => v.isTerm(e.term) && v.isServer(e.primary)) &&
    written.length === c.bounds.electable.length &&
    written.every((log) => log.every(v.isEntry)) &&
    committed.every((e) => v.isEntry(e.entry) && v.isTerm(e.term)) &&
    c.reads.every((r) => asked[r] === -1 || v.isIndex(asked[r] ?? -1))
  );
}
