import { insert, none, update } from '../../core/index.ts';
import { IsQuorum } from '../config.ts';
import { LastPosition } from '../log.ts';
import { requestVoteResponse } from '../messages.ts';
import { Newer, NoPositions } from '../positions.ts';
import type { PullRaftConfig, PullRaftState, RequestVoteRequest as Request, RequestVoteResponse as Response, Term } from '../types.ts';
import { type Acted, askForVotes, MayStand, NoReading, StartElection } from './effects.ts';

/** Elections: those of Raft, section 5.2, with a dry run before. */

/**
 * PullRaft!Timeout, Raft section 5.2, and thesis 9.6. The member has heard of no primary for a while. In a dry run it first asks whether
 * it would be elected, and raises no term: a member that was cut off must not depose a primary on its return. A primary does not
 * stand.
 */
export function Timeout(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  if (!MayStand(c, i, s)) return undefined;
  if (s.state === 'Primary') return undefined;
  if (!c.dryRun) return StartElection(c, i, s);
  const votesGranted = s.votesGranted.length === 1 && s.votesGranted[0] === i ? s.votesGranted : [i];
  const state = update(s, { state: 'DryRunCandidate', votesGranted });
  return { state, send: askForVotes(c, i, state, true) };
}

/** PullRaft!BecomeCandidate, thesis 9.6. A majority would elect the member: now it stands. */
export function BecomeCandidate(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  if (s.state !== 'DryRunCandidate') return undefined;
  if (!IsQuorum(c, s.votesGranted)) return undefined;
  return StartElection(c, i, s);
}

/**
 * PullRaft!UpdateTerm, Raft section 5.1, and SERVER-22136. Whoever hears of a higher term adopts it, and is a secondary. The message
 * stays, for its own action: so a report of a newer term deposes a primary before it could be counted.
 */
export function UpdateTerm(s: PullRaftState, t: Term): Acted {
  if (t <= s.currentTerm) return undefined;
  const state: PullRaftState = {
    ...s,
    currentTerm: t,
    votedFor: undefined,
    state: 'Secondary',
    votesGranted: none(),
    reading: NoReading,
  };
  return { state, send: none(), keep: true };
}

/**
 * PullRaft!HandleRequestVoteRequest, Raft sections 5.2 and 5.4.1. One vote a term, for a log that is not behind; in a dry run nothing is
 * promised, and only a reply is sent. A request of a newer term waits for UpdateTerm.
 */
export function HandleRequestVoteRequest(i: string, s: PullRaftState, m: Request): Acted {
  if (m.term > s.currentTerm) return undefined;
  const mayVote = m.dryRun || s.votedFor === undefined || s.votedFor === m.from;
  const granted = m.term === s.currentTerm && mayVote && !Newer(LastPosition(s), m.position);
  const state = granted && !m.dryRun ? update(s, { votedFor: m.from }) : s;
  return { state, send: [requestVoteResponse(i, s, m.from, m.dryRun, granted)] };
}

/**
 * PullRaft!HandleRequestVoteResponse, Raft section 5.2. A vote for a candidate. It counts only in the term that it was given in, and a
 * dry run's only in a dry run.
 */
export function HandleRequestVoteResponse(s: PullRaftState, m: Response): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== (m.dryRun ? 'DryRunCandidate' : 'Candidate')) return undefined;
  if (!m.voteGranted) return undefined;
  return { state: update(s, { votesGranted: insert(s.votesGranted, m.from) }), send: none() };
}

/**
 * PullRaft!BecomePrimary, Raft section 5.2, and the paper. Votes from a majority make a primary. It keeps its sync source, from which it
 * may still catch up; what it knows of the others' positions is of older terms, and it starts anew.
 */
export function BecomePrimary(c: PullRaftConfig, s: PullRaftState): Acted {
  if (s.state !== 'Candidate') return undefined;
  if (!IsQuorum(c, s.votesGranted)) return undefined;
  return { state: { ...s, state: 'Primary', votesGranted: none(), lastPosition: NoPositions(c) }, send: none() };
}
