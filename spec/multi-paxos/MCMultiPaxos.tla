---------------------------- MODULE MCMultiPaxos ----------------------------
(***************************************************************************)
(* What a bounded model of MultiPaxos needs and a .cfg file cannot say.    *)
(***************************************************************************)
EXTENDS MultiPaxos, TLC

CONSTANTS r1, r2, r3, v1, v2    \* the replicas and the commands, by name
CONSTANT MaxHeartbeats          \* how many heartbeats may be sent that say something new

\* Who may lead. A replica that is not named here only accepts and learns.
OneLeads == <<r1>>
TwoLead == <<r1, r2>>
ThreeLead == <<r1, r2, r3>>

\* Each leader has a command of its own.
OneEach == [i \in Replica |-> IF i = r1 THEN {v1} ELSE {v2}]

\* Only the first leader has a command.
FirstOnly == [i \in Replica |-> IF i = r1 THEN {v1} ELSE {}]

\* Only the second leader has a command.
SecondOnly == [i \in Replica |-> IF i = r2 THEN {v2} ELSE {}]

\* Only the third replica answers the leaders: what one of them proposes, the other one hears of from it, or not at all.
ThirdAnswers == \A m \in msgs : m.type \in {"1b", "2b"} => m.from = r3

\* A leader may send heartbeats at any time, and each may come at any time from then on: models bound how often they say something new.
HeartbeatsBound ==
    Cardinality({<<m.bal, m.commit, m.round>> : m \in {n \in msgs : n.type = "Heartbeat"}}) <= MaxHeartbeats
=============================================================================
