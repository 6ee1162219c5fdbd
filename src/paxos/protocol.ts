import { type Outcome, type Protocol, unreachable } from '../core/index.ts';
import { Learn, Phase1a, Phase1b, Phase2a, Phase2b, ReceivePromise, RestartAcceptor, RestartLearner, RestartProposer } from './actions.ts';
import { NO_BALLOT, type PaxosDurable, type PaxosInput, type PaxosMessage, type PaxosModelConfig, type PaxosState } from './types.ts';

/** Paxos as a protocol: the three roles as one kind of process, which does what its role can do and nothing else. */

/** Paxos!Init, for one process: nothing was started, promised, accepted or learned. */
export function init(c: PaxosModelConfig, self: string): PaxosState {
  if (c.proposers.includes(self)) return RestartProposer({ role: 'proposer', bal: NO_BALLOT });
  if (c.acceptors.includes(self)) return RestartAcceptor({ role: 'acceptor', maxBal: NO_BALLOT, maxVBal: NO_BALLOT, maxVal: undefined });
  return RestartLearner();
}

/** One step of one process. An input that is not for its role is not enabled, whatever else it says. */
export function step(c: PaxosModelConfig, self: string, s: PaxosState, i: PaxosInput): Outcome<PaxosState, PaxosMessage> {
  switch (i.type) {
    case 'Phase1a':
      return s.role === 'proposer' ? Phase1a(c, self, s, i.b) : undefined;
    case 'Phase1b':
      return s.role === 'acceptor' ? Phase1b(self, s, i.m) : undefined;
    case 'ReceivePromise':
      return s.role === 'proposer' ? ReceivePromise(c, s, i.m) : undefined;
    case 'Phase2a':
      return s.role === 'proposer' ? Phase2a(c, self, s, i.v) : undefined;
    case 'Phase2b':
      return s.role === 'acceptor' ? Phase2b(self, s, i.m) : undefined;
    case 'Learn':
      return s.role === 'learner' ? Learn(c, s, i.heard, i.b, i.v) : undefined;
    default:
      return unreachable(i);
  }
}

/** What has to be on disk before any message of the step leaves. Said here for all actions, so that none can forget it. */
export function durable(s: PaxosState): PaxosDurable {
  switch (s.role) {
    case 'proposer':
      return { role: s.role, bal: s.bal };
    case 'acceptor':
      return s;
    case 'learner':
      return { role: s.role };
    default:
      return unreachable(s);
  }
}

/** The process after a crash, from what was on disk. */
export function restart(_: PaxosModelConfig, __: string, d: PaxosDurable): PaxosState {
  switch (d.role) {
    case 'proposer':
      return RestartProposer(d);
    case 'acceptor':
      return RestartAcceptor(d);
    case 'learner':
      return RestartLearner();
    default:
      return unreachable(d);
  }
}

/** The four functions together, as a driver or a system wants them. */
export const protocol: Protocol<PaxosModelConfig, PaxosState, PaxosInput, PaxosMessage, PaxosDurable> = { init, step, durable, restart };
