import type { Assembly, Move } from '../core/index.ts';
import type { Delivery, PullRaftAction, PullRaftInput } from './inputs.ts';
import { protocol } from './protocol.ts';
import type { MemberMessage, PullRaftConfig, PullRaftDurable, PullRaftMessage, PullRaftModelConfig, PullRaftState } from './types.ts';

/**
 * PullRaft!Next: the domains of its quantifiers, and what each action is made of. The domains are constants, as in the specification,
 * but for the messages, which are taken from the network; whether an action is enabled is said by its guards alone.
 */

/** Every instance of every action that does not need a message, in the order of Next. */
export function actions(c: PullRaftModelConfig): readonly PullRaftAction[] {
  const { servers, values, reads, bounds } = c;
  const alone = <T extends PullRaftAction>(make: (i: string) => T): readonly T[] => servers.map(make);
  const about = <T extends PullRaftAction>(make: (i: string, j: string) => T): readonly T[] =>
    servers.flatMap((i) => servers.map((j) => make(i, j)));
  return [
    ...alone((i) => ({ type: 'Timeout', i })),
    ...alone((i) => ({ type: 'BecomeCandidate', i })),
    ...alone((i) => ({ type: 'BecomePrimary', i })),
    ...alone((i) => ({ type: 'WriteFirstEntry', i })),
    ...servers.flatMap((i) => values.map((v) => ({ type: 'ClientRequest', i, v }) as const)),
    ...about((i, j) => ({ type: 'ChooseSyncSource', i, j })),
    ...alone((i) => ({ type: 'PullEntries', i })),
    ...alone((i) => ({ type: 'GetMore', i })),
    ...alone((i) => ({ type: 'UpdatePosition', i })),
    ...alone((i) => ({ type: 'AdvanceCommitPoint', i })),
    ...about((i, j) => ({ type: 'Heartbeat', i, j })),
    ...servers.flatMap((i) => reads.map((r) => ({ type: 'ClientRead', i, r }) as const)),
    ...alone((i) => ({ type: 'StartReadRound', i })),
    ...alone((i) => ({ type: 'AnswerReads', i })),
    ...about((i, j) => ({ type: 'StepDown', i, j })),
    ...bounds.crashable.map((i) => ({ type: 'Restart', i }) as const),
  ];
}

/** The inputs that a message is: which actions handle it. For the answer of a sync source there are three; their guards say which. */
export function inputs(m: MemberMessage): readonly Delivery[] {
  switch (m.type) {
    case 'RequestVoteRequest':
      return [{ type: 'HandleRequestVoteRequest', m }];
    case 'RequestVoteResponse':
      return [{ type: 'HandleRequestVoteResponse', m }];
    case 'PullEntriesRequest':
      return [{ type: 'HandlePullEntriesRequest', m }];
    case 'PullEntriesResponse':
      return [
        { type: 'HandlePullEntriesResponse', m },
        { type: 'Rollback', m },
        { type: 'LeaveSyncSource', m },
      ];
    case 'UpdatePositionRequest':
      return [{ type: 'HandleUpdatePositionRequest', m }];
    case 'HeartbeatRequest':
      return [{ type: 'HandleHeartbeatRequest', m }];
    case 'HeartbeatResponse':
      return [{ type: 'HandleHeartbeatResponse', m }];
    case 'StepUpRequest':
      return [{ type: 'HandleStepUpRequest', m }];
  }
}

/** Is this a message from a member to a member? The others are in no domain of Next. */
export function isBetweenMembers(c: PullRaftConfig, m: PullRaftMessage): m is MemberMessage {
  return m.type !== 'ReadResponse' && c.servers.includes(m.to) && c.servers.includes(m.from);
}

/** What a message in flight gives rise to: that its receiver takes over its term, if it has one, and that it handles the message. */
export function deliveries(c: PullRaftModelConfig, m: PullRaftMessage): readonly PullRaftAction[] {
  if (!isBetweenMembers(c, m)) return [];
  const handled = inputs(m).map((input) => ({ ...input, i: m.to, j: m.from }));
  return m.term === 0 ? handled : [{ type: 'UpdateTerm', i: m.to, t: m.term }, ...handled];
}

/** Whose step an action is, and what that member receives. An action says what its member can be asked to do, so it is its input. */
export function move(_: PullRaftModelConfig, action: PullRaftAction): Move<PullRaftInput, PullRaftMessage> {
  if ('m' in action) return { kind: 'deliver', at: action.i, message: action.m, input: action };
  if (action.type === 'Restart') return { kind: 'restart', at: action.i };
  if (action.type !== 'UpdateTerm') return { kind: 'act', at: action.i, input: action };
  const { i, t } = action;
  return { kind: 'receive', at: i, input: (m) => (m.to === i && m.term === t ? action : undefined) };
}

/** Pull-based Raft with its Next, ready to be lifted to a whole system. Its network is a set, as `msgs` is. */
export const pullRaft: Assembly<PullRaftModelConfig, PullRaftState, PullRaftInput, PullRaftMessage, PullRaftDurable, PullRaftAction> = {
  protocol,
  network: 'set',
  processes: (c) => c.servers,
  actions,
  deliveries,
  move,
};
