------------------------------- MODULE MCVoting -------------------------------
(***************************************************************************)
(* What a bounded model of Voting needs and a .cfg file cannot say.        *)
(***************************************************************************)
EXTENDS Voting

\* Majorities are the quorums that the notes and the paper use.
Majorities == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}
=============================================================================
