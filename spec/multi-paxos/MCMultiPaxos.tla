---------------------------- MODULE MCMultiPaxos ----------------------------
(***************************************************************************)
(* What a bounded model of MultiPaxos needs and a .cfg file cannot say.    *)
(***************************************************************************)
EXTENDS MultiPaxos, TLC

CONSTANTS r1, r2, r3, v1, v2    \* the replicas and the commands, by name
CONSTANT MaxHeartbeats          \* how many different heartbeats may be sent

\* Who may lead. A replica that is not named here only accepts and learns.
OneLeads == <<r1>>
TwoLead == <<r1, r2>>
ThreeLead == <<r1, r2, r3>>

\* Each leader has a command of its own.
OneEach == [i \in Replica |-> IF i = r1 THEN {v1} ELSE {v2}]

\* Only the first leader has a command.
FirstOnly == [i \in Replica |-> IF i = r1 THEN {v1} ELSE {}]

\* A leader may send heartbeats at any time, and each may come at any time from then on: models bound their number.
HeartbeatsBound == Cardinality({m \in msgs : m.type = "Heartbeat"}) <= MaxHeartbeats
=============================================================================
