--------------------------- MODULE MCRaftIsPaxosBug ---------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of RaftIsPaxos.  The mistakes *)
(* in Raft are those of MCRaftBug; here is one in the rule for what is     *)
(* accepted.                                                               *)
(***************************************************************************)
EXTENDS MCRaftIsPaxos, MCRaftBug

\* An entry is accepted in its own term, whenever it comes: in place of Accepts.
AcceptsInTermOfEntry(s, j) == IF s <= Len(log'[j]) THEN {<<log'[j][s].term, log'[j][s]>>} ELSE {}
=============================================================================
