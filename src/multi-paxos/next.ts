import { type Assembly, type Move, none } from '../core/index.ts';
import type { Delivery, MultiPaxosAction, MultiPaxosInput } from './inputs.ts';
import { Owner } from './log.ts';
import { protocol } from './protocol.ts';
import type {
  MultiPaxosConfig,
  MultiPaxosDurable,
  MultiPaxosMessage,
  MultiPaxosModelConfig,
  MultiPaxosState,
  ReplicaMessage,
} from './types.ts';

/**
 * MultiPaxos!Next: the domains of its quantifiers, and what each action is made of. The domains are constants, as in the specification, but
 * for the messages, which are taken from the network; whether an action is enabled is said by its guards alone.
 */

/** Every instance of every action that does not need a message, in the order of Next. */
export function actions(c: MultiPaxosModelConfig): readonly MultiPaxosAction[] {
  const { replicas, values, reads, bounds } = c;
  const alone = <T extends MultiPaxosAction>(make: (i: string) => T): readonly T[] => replicas.map(make);
  return [
    ...alone((i) => ({ type: 'Phase1a', i })),
    ...alone((i) => ({ type: 'BecomeLeader', i })),
    ...replicas.flatMap((i) => values.map((v) => ({ type: 'Propose', i, v }) as const)),
    ...alone((i) => ({ type: 'Resend', i })),
    ...alone((i) => ({ type: 'Commit', i })),
    ...alone((i) => ({ type: 'Heartbeat', i })),
    ...replicas.flatMap((i) => reads.map((r) => ({ type: 'ClientRead', i, r }) as const)),
    ...alone((i) => ({ type: 'StartReadRound', i })),
    ...alone((i) => ({ type: 'AnswerReads', i })),
    ...bounds.crashable.map((i) => ({ type: 'Restart', i }) as const),
  ];
}

/** The input that a message is: which action handles it. */
export function delivery(m: ReplicaMessage): Delivery {
  switch (m.type) {
    case '1a':
      return { type: 'Phase1b', m };
    case '1b':
      return { type: 'ReceivePromise', m };
    case '2a':
      return { type: 'Phase2b', m };
    case '2b':
      return { type: 'ReceiveAccepted', m };
    case 'Heartbeat':
      return { type: 'HandleHeartbeat', m };
    case 'HeartbeatReply':
      return { type: 'HandleHeartbeatReply', m };
  }
}

/** Who sent a message: a request is from the owner of its ballot. */
export function sender(c: MultiPaxosConfig, m: ReplicaMessage): string | undefined {
  return 'from' in m ? m.from : Owner(c, m.bal);
}

/** Is this a message from a replica to a replica? The others are in no domain of Next. */
export function isBetweenReplicas(c: MultiPaxosConfig, m: MultiPaxosMessage): m is ReplicaMessage {
  return m.type !== 'ReadResponse' && c.replicas.includes(m.to) && c.replicas.includes(sender(c, m) ?? '');
}

/** What a message in flight gives rise to: that its receiver handles it. */
export function deliveries(c: MultiPaxosModelConfig, m: MultiPaxosMessage): readonly MultiPaxosAction[] {
  return isBetweenReplicas(c, m) ? [{ ...delivery(m), i: m.to }] : none();
}

/** Whose step an action is, and what that replica receives. An action says what its replica can be asked to do, so it is its input. */
export function move(_: MultiPaxosModelConfig, action: MultiPaxosAction): Move<MultiPaxosInput, MultiPaxosMessage> {
  if ('m' in action) return { kind: 'deliver', at: action.i, message: action.m, input: action };
  if (action.type === 'Restart') return { kind: 'restart', at: action.i };
  return { kind: 'act', at: action.i, input: action };
}

/** MultiPaxos with its Next, ready to be lifted to a whole system. Its network is a set, as `msgs` is. */
export const multiPaxos: Assembly<
  MultiPaxosModelConfig,
  MultiPaxosState,
  MultiPaxosInput,
  MultiPaxosMessage,
  MultiPaxosDurable,
  MultiPaxosAction
> = {
  protocol,
  network: 'set',
  processes: (c) => c.replicas,
  actions,
  deliveries,
  move,
};
