import { type Assembly, type Move, unreachable } from '../core/index.ts';
import { protocol } from './protocol.ts';
import type { PaxosAction, PaxosDurable, PaxosInput, PaxosMessage, PaxosModelConfig, PaxosState } from './types.ts';

/**
 * Paxos!Next: the domains of its quantifiers, and what each action is made of. The domains are constants, as in the
 * specification; whether an action is enabled is said by its guards alone.
 */

/** Every instance of every action, in the order of Next. */
export function actions(c: PaxosModelConfig): readonly PaxosAction[] {
  const { proposers, acceptors, learners, ballots, values } = c;
  return [
    ...proposers.flatMap((p) => ballots.map((b) => ({ type: 'Phase1a', p, b }) as const)),
    ...acceptors.flatMap((a) => ballots.map((b) => ({ type: 'Phase1b', a, b }) as const)),
    ...proposers.flatMap((p) => acceptors.flatMap((a) => ballots.map((b) => ({ type: 'ReceivePromise', p, a, b }) as const))),
    ...proposers.flatMap((p) => values.map((v) => ({ type: 'Phase2a', p, v }) as const)),
    ...acceptors.flatMap((a) => ballots.flatMap((b) => values.map((v) => ({ type: 'Phase2b', a, b, v }) as const))),
    ...learners.flatMap((l) => ballots.flatMap((b) => values.map((v) => ({ type: 'Learn', l, b, v }) as const))),
    ...proposers.map((p) => ({ type: 'RestartProposer', p }) as const),
    ...acceptors.map((a) => ({ type: 'RestartAcceptor', a }) as const),
    ...learners.map((l) => ({ type: 'RestartLearner', l }) as const),
  ];
}

/** Whose step an action is, and what that process receives: the messages are found by what the parameters say of them. */
export function move(_: PaxosModelConfig, action: PaxosAction): Move<PaxosInput, PaxosMessage> {
  switch (action.type) {
    case 'Phase1a':
      return { kind: 'act', at: action.p, input: { type: 'Phase1a', b: action.b } };
    case 'Phase1b': {
      const { a, b } = action;
      return { kind: 'receive', at: a, input: (m) => (m.type === '1a' && m.bal === b ? { type: 'Phase1b', m } : undefined) };
    }
    case 'ReceivePromise': {
      const { p, a, b } = action;
      const input = (m: PaxosMessage): PaxosInput | undefined =>
        m.type === '1b' && m.acc === a && m.bal === b ? { type: 'ReceivePromise', m } : undefined;
      return { kind: 'receive', at: p, input };
    }
    case 'Phase2a':
      return { kind: 'act', at: action.p, input: { type: 'Phase2a', v: action.v } };
    case 'Phase2b': {
      const { a, b, v } = action;
      const input = (m: PaxosMessage): PaxosInput | undefined =>
        m.type === '2a' && m.bal === b && m.val === v ? { type: 'Phase2b', m } : undefined;
      return { kind: 'receive', at: a, input };
    }
    case 'Learn': {
      const { l, b, v } = action;
      return { kind: 'gather', at: l, input: (heard) => ({ type: 'Learn', heard, b, v }) };
    }
    case 'RestartProposer':
      return { kind: 'restart', at: action.p };
    case 'RestartAcceptor':
      return { kind: 'restart', at: action.a };
    case 'RestartLearner':
      return { kind: 'restart', at: action.l };
    default:
      return unreachable(action);
  }
}

/** Paxos with its Next, ready to be lifted to a whole system. Its network is a set, as `msgs` is. */
export const paxos: Assembly<PaxosModelConfig, PaxosState, PaxosInput, PaxosMessage, PaxosDurable, PaxosAction> = {
  protocol,
  network: 'set',
  processes: (c) => [...c.proposers, ...c.acceptors, ...c.learners],
  actions,
  move,
};
