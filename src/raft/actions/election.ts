import { insert, none, update } from '../../core/index.ts';
import { IsQuorum, Voters } from '../config.ts';
import { LastIndex, UpToDate } from '../log.ts';
import { voteRequest, voteResponse } from '../messages.ts';
import type { RaftConfig, RaftState, VoteRequest as Request, VoteResponse as Response, Term } from '../types.ts';
import { type Acted, forAll, MayStand, otherVoters, StartElection, StopLeading } from './effects.ts';

/** Elections, section 5.2. */

/**
 * Raft!Timeout, section 5.2, and thesis 9.6. The server has heard of no leader for a while. With PreVote it first asks whether it
 * would be elected, and raises no term: a server that was cut off must not depose a leader on its return.
 */
export function Timeout(c: RaftConfig, i: string, s: RaftState): Acted {
  if (!MayStand(c, i, s)) return undefined;
  if (s.state === 'Leader') return undefined;
  if (!Voters(s).includes(i)) return undefined;
  if (!c.preVote) return StartElection(i, s);
  const votesGranted = s.votesGranted.length === 1 && s.votesGranted[0] === i ? s.votesGranted : [i];
  const state = update(s, { state: 'PreCandidate', leaderId: undefined, votesGranted });
  return { state, send: otherVoters(i, s).map((j) => voteRequest('RequestPreVoteRequest', i, state, j)) };
}

/** Raft!BecomeCandidate, thesis 9.6. A majority would elect the server: now it stands. */
export function BecomeCandidate(i: string, s: RaftState): Acted {
  if (s.state !== 'PreCandidate') return undefined;
  if (!IsQuorum(s.votesGranted, Voters(s))) return undefined;
  return StartElection(i, s);
}

/**
 * Raft!UpdateTerm, Figure 2, all servers: whoever hears of a higher term adopts it, and follows. The message stays, for its own
 * action.
 */
export function UpdateTerm(c: RaftConfig, s: RaftState, t: Term): Acted {
  if (t <= s.currentTerm) return undefined;
  const state: RaftState = {
    ...s,
    currentTerm: t,
    votedFor: undefined,
    state: 'Follower',
    leaderId: undefined,
    votesGranted: none(),
    ...StopLeading(c),
  };
  return { state, send: none(), keep: true };
}

/**
 * Raft!HandleRequestPreVoteRequest, thesis 9.6. Would the server vote for the sender? The sender's log must not be behind, and as
 * long as the server hears from a leader it answers no. Nothing is promised: only a reply is sent.
 */
export function HandleRequestPreVoteRequest(i: string, s: RaftState, m: Request<'RequestPreVoteRequest'>): Acted {
  if (m.term > s.currentTerm) return undefined;
  const granted = m.term === s.currentTerm && s.leaderId === undefined && UpToDate(s, m.lastLogIndex, m.lastLogTerm);
  return { state: s, send: [voteResponse('RequestPreVoteResponse', i, s, m.candidateId, granted)] };
}

/** Raft!HandleRequestPreVoteResponse, thesis 9.6. The reply to a pre-candidate. */
export function HandleRequestPreVoteResponse(s: RaftState, m: Response<'RequestPreVoteResponse'>): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'PreCandidate') return undefined;
  if (!m.voteGranted) return undefined;
  return { state: update(s, { votesGranted: insert(s.votesGranted, m.from) }), send: none() };
}

/**
 * Raft!HandleRequestVoteRequest, Figure 2, RequestVote, receiver: (1) no vote for an old term; (2) one vote a term, for a log that
 * is not behind. To vote is to restart the election timer, which is the affair of whoever runs the timers.
 */
export function HandleRequestVoteRequest(i: string, s: RaftState, m: Request<'RequestVoteRequest'>): Acted {
  if (m.term > s.currentTerm) return undefined;
  const mayVote = s.votedFor === undefined || s.votedFor === m.candidateId;
  const granted = m.term === s.currentTerm && mayVote && UpToDate(s, m.lastLogIndex, m.lastLogTerm);
  const state = granted ? update(s, { votedFor: m.candidateId }) : s;
  return { state, send: [voteResponse('RequestVoteResponse', i, s, m.candidateId, granted)] };
}

/** Raft!HandleRequestVoteResponse, section 5.2. A vote for a candidate. It counts only in the term that it was given in. */
export function HandleRequestVoteResponse(s: RaftState, m: Response<'RequestVoteResponse'>): Acted {
  if (m.term !== s.currentTerm) return undefined;
  if (s.state !== 'Candidate') return undefined;
  if (!m.voteGranted) return undefined;
  return { state: update(s, { votesGranted: insert(s.votesGranted, m.from) }), send: none() };
}

/**
 * Raft!BecomeLeader, Figure 2, candidates: votes from a majority make a leader. It knows nothing of the others' logs, so it
 * supposes that they are as its own (nextIndex) and relies on nothing (matchIndex); and it begins its term with a no-op, because
 * it must commit an entry of its own term before it knows what is committed (section 8).
 */
export function BecomeLeader(c: RaftConfig, i: string, s: RaftState): Acted {
  if (s.state !== 'Candidate') return undefined;
  if (!IsQuorum(s.votesGranted, Voters(s))) return undefined;
  const state: RaftState = {
    ...s,
    state: 'Leader',
    leaderId: i,
    votesGranted: none(),
    nextIndex: forAll(c, LastIndex(s) + 1),
    matchIndex: forAll(c, 0),
    log: c.noOp ? [...s.log, { term: s.currentTerm, type: 'noop' }] : s.log,
  };
  return { state, send: none() };
}
