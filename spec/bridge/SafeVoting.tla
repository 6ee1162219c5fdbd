------------------------------ MODULE SafeVoting ------------------------------
(***************************************************************************)
(* Voting, with what its guard is for in the place of its guard.  Before   *)
(* an acceptor of Voting votes for a value, a quorum must show, by its     *)
(* highest votes, that the value is safe (ShowsSafeAt); here the value     *)
(* must BE safe (SafeAt), however that is known.  Paxos asks a quorum for  *)
(* its votes, and refines Voting; Raft knows it from elsewhere, and        *)
(* refines this module.  Voting refines this module, and this module       *)
(* refines Consensus.                                                      *)
(***************************************************************************)
EXTENDS Voting

\* The acceptors of A leave lower ballots behind, all at once: as many steps IncreaseMaxBal, one after another, in any order.
LeaveTogether(A, b) ==
    /\ \A a \in A : b > maxBal[a]
    /\ maxBal' = [a \in Acceptor |-> IF a \in A THEN b ELSE maxBal[a]]
    /\ UNCHANGED votes

\* VoteFor of Voting, but for the guard: the value is safe.
VoteForSafe(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \A c \in Acceptor : \A w \in Value : VotedFor(c, b, w) => w = v
    /\ SafeAt(b, v)
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]

\* Votes are cast one at a time, as in Voting.
SafeNext ==
    \/ \E A \in SUBSET Acceptor, b \in Ballot : LeaveTogether(A, b)
    \/ \E a \in Acceptor, b \in Ballot, v \in Value : VoteForSafe(a, b, v)

\* Safety only, as Voting.
SafeSpec == Init /\ [][SafeNext]_vars
=============================================================================
