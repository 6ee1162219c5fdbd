---------------------------- MODULE MCSafeVotingBug ----------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of SafeVoting; those in       *)
(* Voting are in MCVotingBug.                                              *)
(***************************************************************************)
EXTENDS MCSafeVoting, MCVotingBug

\* The value need not be safe: in place of VoteForSafe.
VoteForUnsafe(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \A c \in Acceptor : \A w \in Value : VotedFor(c, b, w) => w = v
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]

\* What the others vote for in the ballot is not looked at: in place of VoteForSafe.
VoteForAnythingSafe(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ SafeAt(b, v)
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
=============================================================================
