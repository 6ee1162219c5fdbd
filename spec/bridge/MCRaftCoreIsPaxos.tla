--------------------------- MODULE MCRaftCoreIsPaxos ---------------------------
(***************************************************************************)
(* What a bounded model of RaftCoreIsPaxos needs and a .cfg file cannot    *)
(* say.                                                                    *)
(***************************************************************************)
EXTENDS RaftCoreIsPaxos, MCRaftCore, TLC

\* Servers differ in nothing but their names.
ServerSymmetry == Permutations(Server)
=============================================================================
