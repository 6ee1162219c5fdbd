import type { Entry, MultiPaxosMessage, MultiPaxosModelConfig, MultiPaxosState, ObservedMultiPaxos, Vote } from './types.ts';

/** MultiPaxos!TypeOK: the values that each variable may have in a model. */

/** What the sets of the specification have for members. */
interface Sets {
  readonly isReplica: (x: string) => boolean;
  readonly isBallot: (x: number) => boolean;
  readonly isSlot: (x: number) => boolean;
  readonly isRound: (x: number) => boolean;
  readonly isRead: (x: string) => boolean;
  readonly isEntry: (x: Entry) => boolean;
}

function setsOf(c: MultiPaxosModelConfig): Sets {
  const upTo = (last: number) => (x: number) => Number.isInteger(x) && x >= 0 && x <= last;
  return {
    isReplica: (x) => c.replicas.includes(x),
    isBallot: upTo(c.bounds.maxBallot),
    isSlot: upTo(c.bounds.maxSlot),
    isRound: upTo(c.reads.length),
    isRead: (x) => c.reads.includes(x),
    isEntry: (x) => x.type === 'noop' || c.values.includes(x.value),
  };
}

function isVote(v: Sets, x: Vote): boolean {
  return v.isBallot(x.bal) && (x.val === undefined || v.isEntry(x.val));
}

/** The parts of a message that messages of its type have for themselves. */
function isBody(v: Sets, m: MultiPaxosMessage): boolean {
  switch (m.type) {
    case '1a':
      return v.isSlot(m.first - 1);
    case '1b':
      return v.isReplica(m.from) && v.isSlot(m.first - 1) && m.votes.every((x) => isVote(v, x));
    case '2a':
      return v.isSlot(m.slot) && v.isEntry(m.val);
    case '2b':
      return v.isReplica(m.from) && v.isSlot(m.slot);
    case 'Heartbeat':
      return v.isSlot(m.commit) && v.isRound(m.round);
    case 'HeartbeatReply':
      return v.isReplica(m.from) && v.isRound(m.round) && v.isSlot(m.missing);
    case 'ReadResponse':
      return v.isRead(m.read) && v.isSlot(m.index);
  }
}

function isState(v: Sets, s: MultiPaxosState): boolean {
  const { queue, batch, round, acks } = s.reading;
  return [
    v.isBallot(s.maxBal),
    s.votes.every((x) => isVote(v, x)),
    v.isSlot(s.commit),
    s.promised.every(v.isReplica),
    s.best.every((x) => isVote(v, x)),
    s.acks.every((accepted) => accepted.every(v.isReplica)),
    s.phase !== 'lead' || s.acks.length === s.votes.length - s.commit,
    [...queue, ...batch].every((q) => v.isRead(q.read) && v.isSlot(q.index)),
    v.isRound(round),
    acks.every(v.isReplica),
  ].every((holds) => holds);
}

/** Every variable holds what its comment says. */
export function TypeOK(c: MultiPaxosModelConfig, s: ObservedMultiPaxos): boolean {
  const v = setsOf(c);
  const { cast, committed, asked } = s.history;
  return (
    c.replicas.every((i) => {
      const state = s.processes[i];
      return state !== undefined && isState(v, state);
    }) &&
    s.network.every((m) => (m.type === 'ReadResponse' || v.isReplica(m.to)) && v.isBallot(m.bal) && isBody(v, m)) &&
    cast.every((x) => v.isReplica(x.acc) && v.isSlot(x.slot) && v.isBallot(x.bal) && v.isEntry(x.val)) &&
    committed.every(v.isEntry) &&
    c.reads.every((r) => asked[r] === -1 || v.isSlot(asked[r] ?? -1))
  );
}
