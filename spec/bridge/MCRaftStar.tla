------------------------------ MODULE MCRaftStar ------------------------------
(***************************************************************************)
(* What a bounded model of RaftStar needs and a .cfg file cannot say.      *)
(***************************************************************************)
EXTENDS RaftStar, TLC

\* Majorities are the quorums that the paper uses.
Majorities == {Q \in SUBSET Server : 2 * Cardinality(Q) > Cardinality(Server)}

\* Servers and commands differ in nothing but their names.
NameSymmetry == Permutations(Server) \cup Permutations(Value)
=============================================================================
