--------------------------- MODULE MCVotingSymmetry ---------------------------
(***************************************************************************)
(* What the model up to symmetry needs beyond MCVoting. Permutations of    *)
(* acceptors and of values in one set have no type for Apalache, which     *)
(* takes the other models of Voting; so they stand apart.                  *)
(***************************************************************************)
EXTENDS MCVoting, TLC

\* In Voting neither acceptors nor values differ in anything but their names.
NameSymmetry == Permutations(Acceptor) \cup Permutations(Value)
=============================================================================
