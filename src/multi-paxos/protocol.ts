import { none, type Outcome, type Protocol, unreachable } from '../core/index.ts';
import * as actions from './actions.ts';
import type { MultiPaxosInput } from './inputs.ts';
import type { MultiPaxosConfig, MultiPaxosDurable, MultiPaxosMessage, MultiPaxosState } from './types.ts';

/** MultiPaxos as a protocol: one kind of process, and one input for each action of the specification. */

/** MultiPaxos!Init, for one replica: it has seen no ballot, and accepted nothing. */
export function init(): MultiPaxosState {
  return actions.Restart({ maxBal: 0, votes: none() });
}

/** One step of one replica. That whoever a message is from is a replica is the affair of Next, as in the specification. */
export function step(
  c: MultiPaxosConfig,
  i: string,
  s: MultiPaxosState,
  input: MultiPaxosInput,
): Outcome<MultiPaxosState, MultiPaxosMessage> {
  switch (input.type) {
    case 'Phase1a':
      return actions.Phase1a(c, i, s);
    case 'Phase1b':
      return actions.Phase1b(c, i, s, input.m);
    case 'ReceivePromise':
      return actions.ReceivePromise(s, input.m);
    case 'BecomeLeader':
      return actions.BecomeLeader(c, i, s);
    case 'Propose':
      return actions.Propose(c, i, s, input.v);
    case 'Resend':
      return actions.Resend(c, i, s);
    case 'Phase2b':
      return actions.Phase2b(c, i, s, input.m);
    case 'ReceiveAccepted':
      return actions.ReceiveAccepted(s, input.m);
    case 'Commit':
      return actions.Commit(c, s);
    case 'Heartbeat':
      return actions.Heartbeat(c, i, s);
    case 'HandleHeartbeat':
      return actions.HandleHeartbeat(c, i, s, input.m);
    case 'HandleHeartbeatReply':
      return actions.HandleHeartbeatReply(c, s, input.m);
    case 'ClientRead':
      return actions.ClientRead(s, input.r);
    case 'StartReadRound':
      return actions.StartReadRound(i, s);
    case 'AnswerReads':
      return actions.AnswerReads(c, s);
    default:
      return unreachable(input);
  }
}

/** What has to be on disk before any message of the step leaves. Said here for all actions, so that none can forget it. */
export function durable(s: MultiPaxosState): MultiPaxosDurable {
  return { maxBal: s.maxBal, votes: s.votes };
}

/** The replica after a crash, from what was on disk. */
export function restart(_: MultiPaxosConfig, __: string, d: MultiPaxosDurable): MultiPaxosState {
  return actions.Restart(d);
}

/** The four functions together, as a driver or a system wants them. */
export const protocol: Protocol<MultiPaxosConfig, MultiPaxosState, MultiPaxosInput, MultiPaxosMessage, MultiPaxosDurable> = {
  init,
  step,
  durable,
  restart,
};
