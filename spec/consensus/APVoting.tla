------------------------------- MODULE APVoting -------------------------------
(***************************************************************************)
(* Voting for Apalache: the constants of its models.                       *)
(***************************************************************************)
EXTENDS Voting

\* Three acceptors, two values, three ballots, as in MCVoting.cfg.
ConstInit ==
    /\ Value = {"v1_OF_VALUE", "v2_OF_VALUE"}
    /\ Acceptor = {"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}
    /\ Quorum = {{"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR"}, {"a1_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}, {"a2_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}}
    /\ Ballot = 1 .. 3

\* The same with quorums that do not intersect.
ConstInitOfLoners ==
    /\ Value = {"v1_OF_VALUE", "v2_OF_VALUE"}
    /\ Acceptor = {"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}
    /\ Quorum = {{"a1_OF_ACCEPTOR"}, {"a2_OF_ACCEPTOR"}, {"a3_OF_ACCEPTOR"}}
    /\ Ballot = 1 .. 3

\* A part of IndInv that is not inductive alone.
WithoutOneValuePerBallot == TypeOK /\ VotesSafe
=============================================================================
