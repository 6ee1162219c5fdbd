import type { Assembly, Move } from '../core/index.ts';
import type { Delivery, RaftAction, RaftInput } from './inputs.ts';
import { sender } from './messages.ts';
import { protocol } from './protocol.ts';
import type { RaftConfig, RaftDurable, RaftMessage, RaftModelConfig, RaftState, ServerMessage } from './types.ts';

/**
 * Raft!Next: the domains of its quantifiers, and what each action is made of. The domains are constants, as in the specification,
 * but for the messages, which are taken from the network; whether an action is enabled is said by its guards alone.
 */

/** Every instance of every action that does not need a message, in the order of Next. */
export function actions(c: RaftModelConfig): readonly RaftAction[] {
  const { servers, values, reads, bounds } = c;
  const alone = <T extends RaftAction>(make: (i: string) => T): readonly T[] => servers.map(make);
  const about = <T extends RaftAction>(make: (i: string, j: string) => T): readonly T[] =>
    servers.flatMap((i) => servers.map((j) => make(i, j)));
  return [
    ...alone((i) => ({ type: 'Timeout', i })),
    ...alone((i) => ({ type: 'BecomeCandidate', i })),
    ...alone((i) => ({ type: 'BecomeLeader', i })),
    ...servers.flatMap((i) => values.map((v) => ({ type: 'ClientRequest', i, v }) as const)),
    ...about((i, j) => ({ type: 'AppendEntries', i, j })),
    ...alone((i) => ({ type: 'AdvanceCommitIndex', i })),
    ...alone((i) => ({ type: 'Apply', i })),
    ...servers.flatMap((i) => reads.map((r) => ({ type: 'ClientRead', i, r }) as const)),
    ...alone((i) => ({ type: 'StartReadRound', i })),
    ...alone((i) => ({ type: 'AnswerReads', i })),
    ...alone((i) => ({ type: 'TakeSnapshot', i })),
    ...about((i, j) => ({ type: 'InstallSnapshot', i, j })),
    ...about((i, j) => ({ type: 'AddLearner', i, j })),
    ...about((i, j) => ({ type: 'AddServer', i, j })),
    ...about((i, j) => ({ type: 'RemoveServer', i, j })),
    ...alone((i) => ({ type: 'Retire', i })),
    ...about((i, j) => ({ type: 'TransferLeadership', i, j })),
    ...about((i, j) => ({ type: 'SendTimeoutNow', i, j })),
    ...alone((i) => ({ type: 'AbortTransfer', i })),
    ...bounds.crashable.map((i) => ({ type: 'Restart', i }) as const),
  ];
}

/** The input that a message is: which action handles it. */
export function delivery(m: ServerMessage): Delivery {
  switch (m.type) {
    case 'RequestPreVoteRequest':
      return { type: 'HandleRequestPreVoteRequest', m };
    case 'RequestPreVoteResponse':
      return { type: 'HandleRequestPreVoteResponse', m };
    case 'RequestVoteRequest':
      return { type: 'HandleRequestVoteRequest', m };
    case 'RequestVoteResponse':
      return { type: 'HandleRequestVoteResponse', m };
    case 'AppendEntriesRequest':
      return { type: 'HandleAppendEntriesRequest', m };
    case 'AppendEntriesResponse':
      return { type: 'HandleAppendEntriesResponse', m };
    case 'InstallSnapshotRequest':
      return { type: 'HandleInstallSnapshotRequest', m };
    case 'InstallSnapshotResponse':
      return { type: 'HandleInstallSnapshotResponse', m };
    case 'TimeoutNowRequest':
      return { type: 'HandleTimeoutNowRequest', m };
  }
}

/** Is this a message from a server to a server? The others are in no domain of Next. */
export function isBetweenServers(c: RaftConfig, m: RaftMessage): m is ServerMessage {
  return m.type !== 'ReadResponse' && c.servers.includes(m.to) && c.servers.includes(sender(m));
}

/** What a message in flight gives rise to: that its receiver takes over its term, and that it handles the message. */
export function deliveries(c: RaftModelConfig, m: RaftMessage): readonly RaftAction[] {
  if (!isBetweenServers(c, m)) return [];
  return [
    { type: 'UpdateTerm', i: m.to, t: m.term },
    { ...delivery(m), i: m.to, j: sender(m) },
  ];
}

/** Whose step an action is, and what that server receives. An action says what its server can be asked to do, so it is its input. */
export function move(_: RaftModelConfig, action: RaftAction): Move<RaftInput, RaftMessage> {
  if ('m' in action) return { kind: 'deliver', at: action.i, message: action.m, input: action };
  if (action.type === 'Restart') return { kind: 'restart', at: action.i };
  if (action.type !== 'UpdateTerm') return { kind: 'act', at: action.i, input: action };
  const { i, t } = action;
  return { kind: 'receive', at: i, input: (m) => (m.to === i && m.term === t ? action : undefined) };
}

/** Raft with its Next, ready to be lifted to a whole system. Its network is a set, as `msgs` is. */
export const raft: Assembly<RaftModelConfig, RaftState, RaftInput, RaftMessage, RaftDurable, RaftAction> = {
  protocol,
  network: 'set',
  processes: (c) => c.servers,
  actions,
  deliveries,
  move,
};
