---------------------------- MODULE MCPullRaftBug ----------------------------
(***************************************************************************)
(* The mistakes that people make with pull-based Raft.  Each operator here *)
(* stands in for one of PullRaft in a *_bug.cfg model (PullRaft's name <-  *)
(* the name here), and the model must then be violated: a property that no *)
(* mistake violates says nothing.  The numbers P1, P2, ... are those of    *)
(* the catalogue of mutants, which puts the same mistakes into the code.   *)
(***************************************************************************)
EXTENDS MCPullRaft

\* Who may pull from whom, for the stories that take others than those of MCPullRaft.
ThroughFourth == [i \in Server |-> IF i = s3 THEN {s4} ELSE IF i = s4 THEN {s1} ELSE {}]
FourthFromFirst == [i \in Server |-> IF i = s4 THEN {s1} ELSE {}]

\* What keeps the story of the cursor short: s1 writes one entry in term 1, s3 two in term 2, both elected by s2; s2 pulls from both,
\* and s1, once it has its entry, from s2. A model without this is violated too, after more states.
CursorStory ==
    /\ Len(written[1]) <= 1
    /\ \A m \in msgs :
        /\ m.type = "PullEntriesRequest" => (m.to = s1 => m.index = 0) /\ (m.from = s1 => m.index = 1)
        /\ m.type = "PullEntriesResponse" => m.entries # <<>> /\ (m.from = s3 => m.position.index = 2)

\* A configuration that contradicts itself: one that does not vote stands.
FourthStands == <<{s4}>>

-----------------------------------------------------------------------------
\* Elections

\* Half of the voters are enough: in place of IsQuorum.
HalfIsQuorum(S) == 2 * Cardinality(S \cap Voter) >= Cardinality(Voter)

\* P15. Those that do not vote are counted: in place of IsQuorum.
NonVotersCount(S) == 2 * Cardinality(S) > Cardinality(Voter)

\* What the mistakes about votes have in common: i answers the request of j.
Answers(i, j, m, granted) ==
    /\ m.type = "RequestVoteRequest" /\ m.to = i /\ m.from = j
    /\ m.term <= currentTerm[i]
    /\ votedFor' = [votedFor EXCEPT ![i] = IF granted /\ ~ m.dryRun THEN j ELSE @]
    /\ Send(RequestVoteResponse(i, j, m.dryRun, granted))

\* A member votes for everybody who is not behind: in place of HandleRequestVoteRequest.
VoteIsTakenBack(i, j) ==
    /\ \E m \in msgs : Answers(i, j, m, m.term = currentTerm[i] /\ ~ Newer(LastPosition(i), m.position))
    /\ UNCHANGED <<currentTerm, log, rollbackId, electionVars, sourceVars, positionVars, reading, historyVars>>

\* A member votes for whoever asks first, however little it has: in place of HandleRequestVoteRequest.
LogsAreNotCompared(i, j) ==
    /\ \E m \in msgs : Answers(i, j, m, m.term = currentTerm[i] /\ (m.dryRun \/ votedFor[i] \in {Nil, j}))
    /\ UNCHANGED <<currentTerm, log, rollbackId, electionVars, sourceVars, positionVars, reading, historyVars>>

\* The answers to a dry run count as votes: in place of HandleRequestVoteResponse.
DryRunVoteCounts(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteResponse" /\ m.to = i /\ m.from = j
        /\ state[i] \in {"Candidate", "DryRunCandidate"}
        /\ m.voteGranted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
    /\ UNCHANGED <<durableVars, state, sourceVars, positionVars, reading, msgs, historyVars>>

\* A member raises its term when it asks whether it would be elected: in place of Timeout.
DryRunRaisesTerm(i) ==
    /\ MayStand(i)
    /\ state[i] # "Primary"
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "DryRunCandidate"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
    /\ SendAll({RequestVoteRequest(i, j, TRUE) : j \in Voter \ {i}})
    /\ UNCHANGED <<votedFor, log, rollbackId, sourceVars, positionVars, reading, historyVars>>

-----------------------------------------------------------------------------
\* Pulling

\* P9. A member rolls back whenever the logs do not meet, also to what is older (SERVER-27403): in place of Rollback.
RollbackToOlder(i, j) ==
    /\ \E m \in msgs :
        /\ Current(i, j, m)
        /\ ~ m.exclusive
        /\ ~ Agrees(i, m)
        /\ state[i] # "Primary"
        /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, LastIndex(i) - 1)]
    /\ rollbackId' = [rollbackId EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ UNCHANGED <<currentTerm, votedFor, positionVars, reading, msgs, historyVars>>

\* P14. A member learns the commit point of the source to which it rolls back (SERVER-54374): in place of Rollback.
RollbackLearns(i, j) ==
    /\ \E m \in msgs :
        /\ Current(i, j, m)
        /\ ~ m.exclusive
        /\ ~ Agrees(i, m)
        /\ Newer(m.position, LastPosition(i))
        /\ state[i] # "Primary"
        /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, LastIndex(i) - 1)]
        /\ commitPoint' = [commitPoint EXCEPT ![i] = MaxPosition(@, m.commitPoint)]
    /\ rollbackId' = [rollbackId EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ UNCHANGED <<currentTerm, votedFor, lastPosition, reading, msgs, historyVars>>

\* P10. A query is continued although the source has rolled back: in place of Agrees.
RollbackIdIgnored(i, m) ==
    m.exclusive \/ m.index = 0 \/ (m.entries # <<>> /\ m.entries[1].term = LastTerm(i))

\* P11. The first entry is not compared, as if the query were for what follows it: in place of Agrees.
FirstEntryIgnored(i, m) == m.exclusive \/ m.index = 0 \/ m.entries # <<>>

\* What the mistakes about responses have in common: the logs meet, and i appends what is new, and learns this commit point.
AppendAndLearn(i, j, m, point) ==
    /\ log' = [log EXCEPT ![i] = Appended(i, m)]
    /\ commitPoint' = [commitPoint EXCEPT ![i] = point]
    /\ cursor' = [cursor EXCEPT ![i] = IF Cursor THEN m.rollbackId ELSE -1]
    /\ UNCHANGED <<currentTerm, votedFor, rollbackId, electionVars, syncSource, lastPosition, reading, msgs, historyVars>>

\* P7. The commit point of the source is taken over, beyond the own log (SERVER-39831): in place of HandlePullEntriesResponse.
CommitPointUnclamped(i, j) ==
    \E m \in msgs : Current(i, j, m) /\ Agrees(i, m) /\ AppendAndLearn(i, j, m, MaxPosition(commitPoint[i], m.commitPoint))

\* The commit point of the source is learned as far as the own log reaches, whatever the term of its last entry: in place of LearnedFrom.
CutToLog(m, entries) == MinPosition(m.commitPoint, LastOf(entries))

\* An old response takes the commit point back: in place of HandlePullEntriesResponse.
CommitPointFalls(i, j) ==
    \E m \in msgs : Current(i, j, m) /\ Agrees(i, m) /\ AppendAndLearn(i, j, m, MinPosition(m.commitPoint, LastOf(Appended(i, m))))

\* P8. Nothing is learned of the commit point by pulling: in place of HandlePullEntriesResponse.
LearnsByHeartbeatAlone(i, j) ==
    \E m \in msgs : Current(i, j, m) /\ Agrees(i, m) /\ AppendAndLearn(i, j, m, commitPoint[i])

\* P13. A primary still appends what it had asked for before it wrote: in place of HandlePullEntriesResponse.
PrimaryPulls(i, j) ==
    \E m \in msgs :
        /\ m.type = "PullEntriesResponse" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ Agrees(i, m)
        /\ AppendAndLearn(i, j, m, commitPoint[i])

-----------------------------------------------------------------------------
\* Positions and the commit point

\* What the mistakes about reports have in common: i makes this of a report of j.
Merge(i, j, m, k) == IF k = i THEN NoPosition ELSE MaxPosition(lastPosition[i][k], m.positions[k])

\* P2. A member passes on a report of a newer term before it has adopted the term: in place of HandleUpdatePositionRequest.
RelayBeforeTerm(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "UpdatePositionRequest" /\ m.to = i /\ m.from = j
        /\ state[i] = "Primary" => m.term <= currentTerm[i]
        /\ lastPosition' = [lastPosition EXCEPT ![i] = [k \in Server |-> Merge(i, j, m, k)]]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, commitPoint, reading, msgs, historyVars>>

\* P4. The last report counts, and not the newest: in place of HandleUpdatePositionRequest.
ReportReplaces(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "UpdatePositionRequest" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ lastPosition' = [lastPosition EXCEPT ![i] = [k \in Server |-> IF k = i THEN NoPosition ELSE m.positions[k]]]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, commitPoint, reading, msgs, historyVars>>

\* A member believes what others say about itself: in place of HandleUpdatePositionRequest.
ToldOfItself(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "UpdatePositionRequest" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ lastPosition' = [lastPosition EXCEPT ![i] = [k \in Server |-> MaxPosition(@[k], m.positions[k])]]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, commitPoint, reading, msgs, historyVars>>

\* P3. Positions are compared by index, whatever term they are of: in place of Reported.
ReportedByIndex(i, n) == {j \in Server : Positions(i)[j].index >= n}

\* A primary commits what it has written itself, before others have it: in place of Committable.
CommittableAlone(i) == {n \in commitPoint[i].index + 1 .. LastIndex(i) : log[i][n].term = currentTerm[i]}

\* P6. A commit point is learned by heartbeat whatever its term is (SERVER-27123): in place of LearnByHeartbeat.
HeartbeatTermIgnored(i, j, m) ==
    /\ lastPosition' = [lastPosition EXCEPT ![i][j] = MaxPosition(@, m.position)]
    /\ commitPoint' = [commitPoint EXCEPT ![i] = MaxPosition(@, MinPosition(m.commitPoint, LastPosition(i)))]

-----------------------------------------------------------------------------
\* Reads

\* A primary answers without having heard that it still is primary: in place of AnswerReads.
AnswerUnconfirmed(i) ==
    /\ reading[i].batch # {}
    /\ SendAll({ReadResponse(r, i) : r \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, historyVars>>

\* An answer to a heartbeat confirms the primary even if that was sent before the reads came: in place of HandleHeartbeatResponse.
OldAnswerConfirms(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "HeartbeatResponse" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ LearnByHeartbeat(i, j, m)
        /\ reading' = [reading EXCEPT ![i].acks = IF reading[i].batch # {} /\ m.term = currentTerm[i] THEN @ \cup {j} ELSE @]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, msgs, historyVars>>

\* A read is taken before an entry of the primary's own term is committed: in place of HasCommittedInTerm.
NeedNotHaveCommitted(i) == TRUE

-----------------------------------------------------------------------------
\* Crashes

\* What the mistakes about disks have in common: i restarts with this term, vote, log and rollbackId.
RestartWith(i, term, vote, entries, id) ==
    /\ currentTerm' = [currentTerm EXCEPT ![i] = term]
    /\ votedFor' = [votedFor EXCEPT ![i] = vote]
    /\ log' = [log EXCEPT ![i] = entries]
    /\ rollbackId' = [rollbackId EXCEPT ![i] = id]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ commitPoint' = [commitPoint EXCEPT ![i] = NoPosition]
    /\ lastPosition' = [lastPosition EXCEPT ![i] = NoPositions]
    /\ reading' = [reading EXCEPT ![i] = NoReading]
    /\ UNCHANGED <<msgs, historyVars>>

\* The term was not on the disk, and so neither was the vote in it: in place of Restart.
RestartForgetsTerm(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, 0, Nil, log[i], rollbackId[i])

\* The vote was not on the disk: in place of Restart.
RestartForgetsVote(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, currentTerm[i], Nil, log[i], rollbackId[i])

\* P5. The last entry was reported before it was on the disk: in place of Restart.
RestartForgetsEntry(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, currentTerm[i], votedFor[i], SubSeq(log[i], 1, LastIndex(i) - 1), rollbackId[i])

\* The rollbackId was not on the disk, and counts from zero again: in place of Restart.
RestartForgetsRollbackId(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, currentTerm[i], votedFor[i], log[i], 0)
=============================================================================
