import { none, type Outcome, type Protocol, unreachable } from '../core/index.ts';
import * as actions from './actions.ts';
import { NoSnapshot } from './config.ts';
import type { Beside, RaftInput } from './inputs.ts';
import type { RaftConfig, RaftDurable, RaftMessage, RaftState } from './types.ts';

/** Raft as a protocol: one kind of process, and one input for each action of the specification. */

/** Raft!Init, for one server: a follower in term 0, with an empty log. */
export function init(c: RaftConfig): RaftState {
  return actions.Restart(c, { currentTerm: 0, votedFor: undefined, log: none(), snapshot: NoSnapshot(c) });
}

/** One step of one server. That the servers that an input names are servers is the affair of Next, as in the specification. */
export function step(c: RaftConfig, i: string, s: RaftState, input: RaftInput): Outcome<RaftState, RaftMessage> {
  switch (input.type) {
    case 'Timeout':
      return actions.Timeout(c, i, s);
    case 'BecomeCandidate':
      return actions.BecomeCandidate(i, s);
    case 'UpdateTerm':
      return actions.UpdateTerm(c, s, input.t);
    case 'HandleRequestPreVoteRequest':
      return actions.HandleRequestPreVoteRequest(i, s, input.m);
    case 'HandleRequestPreVoteResponse':
      return actions.HandleRequestPreVoteResponse(s, input.m);
    case 'HandleRequestVoteRequest':
      return actions.HandleRequestVoteRequest(i, s, input.m);
    case 'HandleRequestVoteResponse':
      return actions.HandleRequestVoteResponse(s, input.m);
    case 'BecomeLeader':
      return actions.BecomeLeader(c, i, s);
    case 'ClientRequest':
      return actions.ClientRequest(c, s, input.v);
    case 'AppendEntries':
      return actions.AppendEntries(c, i, s, input.j);
    case 'HandleAppendEntriesRequest':
      return actions.HandleAppendEntriesRequest(i, s, input.m);
    case 'HandleAppendEntriesResponse':
      return actions.HandleAppendEntriesResponse(s, input.m);
    case 'AdvanceCommitIndex':
      return actions.AdvanceCommitIndex(i, s);
    case 'Apply':
      return actions.Apply(c, i, s);
    default:
      return stepBeside(c, i, s, input);
  }
}

/** What Raft does beside electing and replicating: reads, snapshots, membership and transfer. */
function stepBeside(c: RaftConfig, i: string, s: RaftState, input: Beside): Outcome<RaftState, RaftMessage> {
  switch (input.type) {
    case 'ClientRead':
      return actions.ClientRead(s, input.r);
    case 'StartReadRound':
      return actions.StartReadRound(i, s);
    case 'AnswerReads':
      return actions.AnswerReads(s);
    case 'TakeSnapshot':
      return actions.TakeSnapshot(c, i, s);
    case 'InstallSnapshot':
      return actions.InstallSnapshot(i, s, input.j);
    case 'HandleInstallSnapshotRequest':
      return actions.HandleInstallSnapshotRequest(i, s, input.m);
    case 'HandleInstallSnapshotResponse':
      return actions.HandleInstallSnapshotResponse(s, input.m);
    case 'AddLearner':
      return actions.AddLearner(c, s, input.j);
    case 'AddServer':
      return actions.AddServer(c, s, input.j);
    case 'RemoveServer':
      return actions.RemoveServer(c, s, input.j);
    case 'Retire':
      return actions.Retire(c, i, s);
    case 'TransferLeadership':
      return actions.TransferLeadership(c, i, s, input.j);
    case 'SendTimeoutNow':
      return actions.SendTimeoutNow(i, s, input.j);
    case 'AbortTransfer':
      return actions.AbortTransfer(s);
    case 'HandleTimeoutNowRequest':
      return actions.HandleTimeoutNowRequest(c, i, s, input.m);
    default:
      return unreachable(input);
  }
}

/** What has to be on disk before any message of the step leaves. Said here for all actions, so that none can forget it. */
export function durable(s: RaftState): RaftDurable {
  return { currentTerm: s.currentTerm, votedFor: s.votedFor, log: s.log, snapshot: s.snapshot };
}

/** The server after a crash, from what was on disk. */
export function restart(c: RaftConfig, _: string, d: RaftDurable): RaftState {
  return actions.Restart(c, d);
}

/** The four functions together, as a driver or a system wants them. */
export const protocol: Protocol<RaftConfig, RaftState, RaftInput, RaftMessage, RaftDurable> = { init, step, durable, restart };
