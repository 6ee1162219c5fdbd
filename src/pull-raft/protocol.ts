import { none, type Outcome, type Protocol, unreachable } from '../core/index.ts';
import * as actions from './actions.ts';
import type { PullRaftInput } from './inputs.ts';
import type { PullRaftConfig, PullRaftDurable, PullRaftMessage, PullRaftState } from './types.ts';

/** Pull-based Raft as a protocol: one kind of process, and one input for each action of the specification. */

/** PullRaft!Init, for one member: a secondary in term 0, with an empty log and without a sync source. */
export function init(c: PullRaftConfig): PullRaftState {
  return actions.Restart(c, { currentTerm: 0, votedFor: undefined, log: none(), rollbackId: 0 });
}

/** One step of one member. That the members that an input names are members is the affair of Next, as in the specification. */
export function step(c: PullRaftConfig, i: string, s: PullRaftState, input: PullRaftInput): Outcome<PullRaftState, PullRaftMessage> {
  switch (input.type) {
    case 'Timeout':
      return actions.Timeout(c, i, s);
    case 'BecomeCandidate':
      return actions.BecomeCandidate(c, i, s);
    case 'UpdateTerm':
      return actions.UpdateTerm(s, input.t);
    case 'HandleRequestVoteRequest':
      return actions.HandleRequestVoteRequest(i, s, input.m);
    case 'HandleRequestVoteResponse':
      return actions.HandleRequestVoteResponse(s, input.m);
    case 'BecomePrimary':
      return actions.BecomePrimary(c, s);
    case 'WriteFirstEntry':
      return actions.WriteFirstEntry(s);
    case 'ClientRequest':
      return actions.ClientRequest(c, s, input.v);
    case 'ChooseSyncSource':
      return actions.ChooseSyncSource(c, i, s, input.j);
    case 'PullEntries':
      return actions.PullEntries(i, s);
    case 'GetMore':
      return actions.GetMore(c, i, s);
    case 'HandlePullEntriesRequest':
      return actions.HandlePullEntriesRequest(c, i, s, input.m);
    case 'HandlePullEntriesResponse':
      return actions.HandlePullEntriesResponse(c, s, input.m);
    case 'Rollback':
      return actions.Rollback(c, s, input.m);
    case 'LeaveSyncSource':
      return actions.LeaveSyncSource(c, i, s, input.m);
    case 'UpdatePosition':
      return actions.UpdatePosition(c, i, s);
    case 'HandleUpdatePositionRequest':
      return actions.HandleUpdatePositionRequest(c, i, s, input.m);
    case 'AdvanceCommitPoint':
      return actions.AdvanceCommitPoint(c, i, s);
    case 'Heartbeat':
      return actions.Heartbeat(c, i, s, input.j);
    case 'HandleHeartbeatRequest':
      return actions.HandleHeartbeatRequest(i, s, input.m);
    case 'HandleHeartbeatResponse':
      return actions.HandleHeartbeatResponse(s, input.m);
    case 'ClientRead':
      return actions.ClientRead(s, input.r);
    case 'StartReadRound':
      return actions.StartReadRound(i, s);
    case 'AnswerReads':
      return actions.AnswerReads(c, i, s);
    case 'StepDown':
      return actions.StepDown(c, i, s, input.j);
    case 'HandleStepUpRequest':
      return actions.HandleStepUpRequest(c, i, s, input.m);
    default:
      return unreachable(input);
  }
}

/** What has to be on disk before any message of the step leaves. Said here for all actions, so that none can forget it. */
export function durable(s: PullRaftState): PullRaftDurable {
  return { currentTerm: s.currentTerm, votedFor: s.votedFor, log: s.log, rollbackId: s.rollbackId };
}

/** The member after a crash, from what was on disk. */
export function restart(c: PullRaftConfig, _: string, d: PullRaftDurable): PullRaftState {
  return actions.Restart(c, d);
}

/** The four functions together, as a driver or a system wants them. */
export const protocol: Protocol<PullRaftConfig, PullRaftState, PullRaftInput, PullRaftMessage, PullRaftDurable> = {
  init,
  step,
  durable,
  restart,
};
