import type { Outcome, Step } from '../../core/index.ts';
import { none, within } from '../../core/index.ts';
import { requestVoteRequest } from '../messages.ts';
import type { PullRaftConfig, PullRaftMessage, PullRaftState, Reading } from '../types.ts';

/** What several actions of PullRaft.tla do in the same way: its definitions that are no actions by themselves. */

/** What an action does with a member. */
export type Acted = Outcome<PullRaftState, PullRaftMessage>;

/** PullRaft!NoReading: on every member that is not primary, and on a primary without reads. */
export const NoReading: Reading = { queue: none(), batch: none(), round: 0, acks: none() };

/** PullRaft!MayStand: the bounds let the member stand in the next term; in reality any voter may, in any term. */
export function MayStand(c: PullRaftConfig, i: string, s: PullRaftState): boolean {
  return c.bounds === undefined ? c.voters.includes(i) : within(c.bounds.electable[s.currentTerm] ?? none(), i);
}

/** What candidate i sends to all the other voters, once or in a dry run; `s` is its state after that. */
export function askForVotes(c: PullRaftConfig, i: string, s: PullRaftState, dryRun: boolean): readonly PullRaftMessage[] {
  return c.voters.filter((j) => j !== i).map((j) => requestVoteRequest(i, s, j, dryRun));
}

/** PullRaft!StartElection: the member becomes a candidate in the next term, votes for itself, and asks the others. */
export function StartElection(c: PullRaftConfig, i: string, s: PullRaftState): Step<PullRaftState, PullRaftMessage> {
  const state: PullRaftState = { ...s, currentTerm: s.currentTerm + 1, votedFor: i, state: 'Candidate', votesGranted: [i] };
  return { state, send: askForVotes(c, i, state, false) };
}
