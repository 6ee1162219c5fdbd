--------------------------- MODULE MCPullLogIsPaxos ---------------------------
(***************************************************************************)
(* What a bounded model of PullLogIsPaxos needs and a .cfg file cannot     *)
(* say: what one of PullLog needs.                                         *)
(***************************************************************************)
EXTENDS PullLogIsPaxos, MCPullLog
=============================================================================
