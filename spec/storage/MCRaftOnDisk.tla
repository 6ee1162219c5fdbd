----------------------------- MODULE MCRaftOnDisk -----------------------------
(***************************************************************************)
(* What a bounded model of RaftOnDisk needs and a .cfg file cannot say.    *)
(***************************************************************************)
EXTENDS RaftOnDisk

\* The usual quorums.
Majorities == {Q \in SUBSET Server : 2 * Cardinality(Q) > Cardinality(Server)}
=============================================================================
