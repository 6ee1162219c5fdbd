----------------------------- MODULE MCVotingBug -----------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of Voting: each operator      *)
(* stands in for one of Voting in a *_bug.cfg model (Voting's name <- the  *)
(* name here).                                                             *)
(***************************************************************************)
EXTENDS MCVoting

\* Quorums that do not intersect: two groups that can decide without knowing of each other.
Loners == {{a} : a \in Acceptor}

\* In place of QuorumsIntersect: the assumption is not made, so that Loners get as far as doing harm.
NotAssumed == TRUE

-----------------------------------------------------------------------------

\* A value is taken for safe at every ballot: in place of ShowsSafeAt.
AlwaysSafe(Q, b, v) == TRUE

\* An acceptor that counts on beyond the last ballot: in place of IncreaseMaxBal.
IncreaseMaxBalByOne(a, b) ==
    /\ maxBal' = [maxBal EXCEPT ![a] = IF @ = -1 THEN b ELSE @ + 1]
    /\ UNCHANGED votes

\* An acceptor that goes back to a lower ballot: in place of IncreaseMaxBal.
DecreaseMaxBal(a, b) ==
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
    /\ UNCHANGED votes

\* An acceptor that does not look at what the others vote for in the ballot: in place of VoteFor.
VoteForAnything(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \E Q \in Quorum : ShowsSafeAt(Q, b, v)
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]

\* An acceptor that votes without having seen the ballot: in place of VoteFor.
VoteForUnseen(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \A c \in Acceptor : \A w \in Value : VotedFor(c, b, w) => w = v
    /\ \E Q \in Quorum : ShowsSafeAt(Q, b, v)
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ UNCHANGED maxBal

\* An acceptor that remembers only its last vote: in place of VoteFor.
VoteForAndForget(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \A c \in Acceptor : \A w \in Value : VotedFor(c, b, w) => w = v
    /\ \E Q \in Quorum : ShowsSafeAt(Q, b, v)
    /\ votes' = [votes EXCEPT ![a] = {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
=============================================================================
