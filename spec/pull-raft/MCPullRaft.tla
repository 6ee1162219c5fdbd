------------------------------ MODULE MCPullRaft ------------------------------
(***************************************************************************)
(* What a bounded model of PullRaft needs and a .cfg file cannot say.      *)
(***************************************************************************)
EXTENDS PullRaft, TLC

CONSTANTS s1, s2, s3, s4, s5    \* the members of the models, by name
CONSTANT MaxPulls               \* how many different PullEntries requests may be sent
CONSTANT MaxResponses           \* how many different responses to them may be sent
CONSTANT MaxReports             \* how many different UpdatePosition requests may be sent
CONSTANT MaxHeartbeats          \* how many different heartbeats may be sent, and how many different answers
CONSTANT MaxRollbacks           \* how many entries each member may roll back
CONSTANT MaxRefusals            \* how many different refusals of a vote may be sent

\* Who may stand in which term. In reality any voter may; a model says who to keep the number of states within reach.
OneStands == <<{s1}>>
OneThenOther == <<{s1}, {s2}>>
TwoStandTwice == <<{s1, s2}, {s1, s2}>>
ThreeTerms == <<{s1}, {s2}, {s1}>>
OneThenThird == <<{s1}, {s3}>>
OneByOne == <<{s1}, {s2}, {s3}, {s1}, {s2}, {s3}>>

\* Who may pull from whom.
FromAnyone == [i \in Server |-> Server]
FromNobody == [i \in Server |-> {}]
FirstFromSecond == [i \in Server |-> IF i = s1 THEN {s2} ELSE {}]
SecondFromFirst == [i \in Server |-> IF i = s2 THEN {s1} ELSE {}]
Chain == [i \in Server |-> IF i = s2 THEN {s1} ELSE IF i = s3 THEN {s2} ELSE {}]
Ring == [i \in Server |-> IF i = s1 THEN {s2} ELSE IF i = s2 THEN {s1, s3} ELSE {}]
OthersFromFirst == [i \in Server |-> IF i = s1 THEN {} ELSE {s1}]
OthersFromSecond == [i \in Server |-> IF i = s2 THEN {} ELSE {s2}]
EachOther == [i \in Server |-> IF i = s2 THEN {s3} ELSE IF i = s3 THEN {s1, s2} ELSE {}]
ThirdFromFirst == [i \in Server |-> IF i = s3 THEN {s1} ELSE {}]
ThirdFromBoth == [i \in Server |-> IF i = s3 THEN {s1, s2} ELSE {}]
Tree == [i \in Server |-> IF i = s1 THEN {s2} ELSE IF i = s2 THEN {s1} ELSE IF i = s3 THEN {s1, s2} ELSE IF i = s4 THEN {s2} ELSE {s3}]
FirstAndStale == [i \in Server |-> IF i = s3 THEN {s1} ELSE IF i = s4 THEN {s1, s2} ELSE {}]

\* A message may be sent at any time, and each that was sent may come at any time from then on; so the number of states grows
\* with the number of those that were sent. Models bound it.
Sent(type) == Cardinality({m \in msgs : m.type = type})
PullsBound == Sent("PullEntriesRequest") <= MaxPulls /\ Sent("PullEntriesResponse") <= MaxResponses
ReportsBound == Sent("UpdatePositionRequest") <= MaxReports
HeartbeatsBound == Sent("HeartbeatRequest") <= MaxHeartbeats /\ Sent("HeartbeatResponse") <= MaxHeartbeats
RollbacksBound == \A i \in Server : rollbackId[i] <= MaxRollbacks
RefusalsBound == Cardinality({m \in msgs : m.type = "RequestVoteResponse" /\ ~ m.voteGranted}) <= MaxRefusals

\* With two members that stand in turn, one after the other, and a third: only that one votes for others.
OthersVote == \A m \in msgs : m.type = "RequestVoteResponse" => m.from \notin {s1, s2}

\* With s1 and s3 that stand in turn: the second one elects both.
SecondVotes == \A m \in msgs : m.type = "RequestVoteResponse" => m.from = s2

\* With s1 and s2 that stand in turn, three times: the third one elects both.
ThirdVotes == \A m \in msgs : m.type = "RequestVoteResponse" => m.from = s3

\* Nobody pulls before the third primary has written; the fourth member, only when something is committed; s3 reports all that it has.
LateFourth ==
    \A m \in msgs :
        /\ m.type = "PullEntriesRequest" => written[3] # <<>> /\ (m.from = s4 => committed # <<>>)
        /\ m.type = "PullEntriesResponse" => m.entries # <<>>
        /\ m.type = "UpdatePositionRequest" => m.from = s3 /\ m.positions[s3].index = 2

\* No member asks before there is something to get, or answers if it has nothing to say.
NoEmptyPulls == \A m \in msgs : m.type = "PullEntriesResponse" => m.position # NoPosition
NoEmptyReports == \A m \in msgs : m.type = "UpdatePositionRequest" => m.positions[m.from] # NoPosition
=============================================================================
