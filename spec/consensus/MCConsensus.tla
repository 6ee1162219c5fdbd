----------------------------- MODULE MCConsensus -----------------------------
(***************************************************************************)
(* Consensus needs nothing that a .cfg file cannot say; the module is here *)
(* so that every specification is started in the same way.                 *)
(***************************************************************************)
EXTENDS Consensus
=============================================================================
