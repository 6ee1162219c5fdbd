------------------------------- MODULE MCVoting -------------------------------
(***************************************************************************)
(* What a bounded model of Voting needs and a .cfg file cannot say.        *)
(***************************************************************************)
EXTENDS Voting, TLC

\* Majorities are the quorums that the notes and the paper use.
Majorities == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}

\* In Voting neither acceptors nor values differ in anything but their names.
NameSymmetry == Permutations(Acceptor) \cup Permutations(Value)
=============================================================================
