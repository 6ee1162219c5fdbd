------------------------------ MODULE MCRaftBug ------------------------------
(***************************************************************************)
(* The mistakes that people make with Raft.  Each operator here stands in  *)
(* for one of Raft in a *_bug.cfg model (Raft's name <- the name here),    *)
(* and the model must then be violated: a property that no mistake         *)
(* violates says nothing.  The numbers R1, R2, ... are those of the        *)
(* catalogue of mutants, which puts the same mistakes into the code.       *)
(***************************************************************************)
EXTENDS MCRaft

\* Who may stand in which term, for the stories that take other terms than those of MCRaft.
OneTwice == <<{s1}, {s1}>>
OneThenTwice == <<{s1}, {s2}, {s2}>>
OneThenEither == <<{s1}, {s1, s2}>>

\* What keeps the stories short: no append is refused; no heartbeat is sent; what the leaders of all
\* terms but the third send is lost; no leader is told of more than it has. A model without them is violated too, after more states.
NoRejections == \A m \in msgs : m.type = "AppendEntriesResponse" => m.success
NoHeartbeats == \A m \in msgs : m.type = "AppendEntriesRequest" => m.entries # <<>>
OnlyThirdTermSends == \A m \in msgs : m.type = "AppendEntriesRequest" => m.term = 3
NoMoreThanSent == \A i, j \in Server : matchIndex[i][j] <= LastIndex(i)

-----------------------------------------------------------------------------
\* Elections

\* R3. Half of the servers are enough: in place of IsQuorum.
HalfIsQuorum(S, voters) == 2 * Cardinality(S \cap voters) >= Cardinality(voters)

\* R1. A vote counts whatever term it was given in: in place of HandleRequestVoteResponse.
VoteOfAnyTermCounts(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteResponse" /\ m.to = i /\ m.from = j
        /\ state[i] = "Candidate"
        /\ m.voteGranted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
    /\ UNCHANGED <<durableVars, state, leaderId, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* R8. Whoever asks first gets the vote, however little it knows: in place of UpToDate.
AlwaysUpToDate(i, lastLogIndex, lastLogTerm) == TRUE

\* R9. The longer log wins, and the term decides only between equals: in place of UpToDate.
LongerIsUpToDate(i, lastLogIndex, lastLogTerm) ==
    \/ lastLogIndex > LastIndex(i)
    \/ lastLogIndex = LastIndex(i) /\ lastLogTerm >= LastTerm(i)

\* R11. A pre-candidate raises its term when it asks, before anybody has answered: in place of Timeout.
TimeoutRaisesTerm(i) ==
    /\ MayStand(i)
    /\ state[i] # "Leader"
    /\ i \in Voters(i)
    /\ state' = [state EXCEPT ![i] = "PreCandidate"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ SendAll({VoteRequest("RequestPreVoteRequest", i, j) : j \in Voters(i) \ {i}})
    /\ UNCHANGED <<votedFor, log, snapshot, commitIndex, machineVars, leaderVars, historyVars>>

-----------------------------------------------------------------------------
\* Replication

\* What the mistakes about AppendEntries have in common: m is in i's term, i follows, and its log and commit index become these.
Accept(i, j, m, entries, commit, match) ==
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = j]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ log' = [log EXCEPT ![i] = entries]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = commit]
    /\ Send(AppendEntriesResponse(i, j, TRUE, 0, match, m.round))

\* The last of the entries that m brings, and the commit index that it should lead to.
LastNew(m) == m.prevLogIndex + Len(m.entries)
NewCommit(i, m) == Max2(commitIndex[i], Min2(m.leaderCommit, LastNew(m)))

\* An AppendEntries request from j in i's term that passes the consistency check.
Appendable(i, j, m) ==
    /\ m.type = "AppendEntriesRequest" /\ m.to = i /\ m.leaderId = j
    /\ m.term = currentTerm[i]
    /\ LogOk(i, m)

\* R17. What follows the new entries is always removed, although the message may be an old one: in place of Merged.
MergedTruncates(i, m) ==
    SubSeq(log[i], 1, m.prevLogIndex - Base(i))
    \o SubSeq(m.entries, Max2(0, Base(i) - m.prevLogIndex) + 1, Len(m.entries))

\* R18. Only a heartbeat removes what follows: in place of Merged.
MergedHeartbeatTruncates(i, m) ==
    IF Conflict(i, m) \/ m.entries = <<>> \/ LastNew(m) > LastIndex(i)
    THEN SubSeq(log[i], 1, m.prevLogIndex - Base(i))
         \o SubSeq(m.entries, Max2(0, Base(i) - m.prevLogIndex) + 1, Len(m.entries))
    ELSE log[i]

\* R19. The entry before the new ones must be there, whatever its term: in place of LogOk.
LogOkWithoutTerm(i, m) == m.prevLogIndex <= LastIndex(i)

\* R20. Entries that begin at the first index are appended without a look at what is there: in place of Merged.
MergedAppendsFirst(i, m) ==
    IF m.prevLogIndex = 0
    THEN log[i] \o m.entries
    ELSE IF Conflict(i, m) \/ LastNew(m) > LastIndex(i) THEN SubSeq(log[i], 1, m.prevLogIndex) \o m.entries ELSE log[i]

\* R30. The leader of an old term is followed: in place of HandleAppendEntriesRequest.
OldTermIsAccepted(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "AppendEntriesRequest" /\ m.to = i /\ m.leaderId = j
        /\ m.term <= currentTerm[i]
        /\ LogOk(i, m)
        /\ Accept(i, j, m, Merged(i, m), NewCommit(i, m), LastNew(m))
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, machineVars, leaderVars, historyVars>>

\* R21. A follower acknowledges all that it has, and not what the message vouches for: in place of HandleAppendEntriesRequest.
OwnLastIndexIsAcknowledged(i, j) ==
    /\ \E m \in msgs :
        /\ Appendable(i, j, m)
        /\ Accept(i, j, m, Merged(i, m), NewCommit(i, m), Base(i) + Len(Merged(i, m)))
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, machineVars, leaderVars, historyVars>>

\* R26. The leader's commit index is taken over, further than the message vouches for: in place of HandleAppendEntriesRequest.
CommitBeyondMatch(i, j) ==
    /\ \E m \in msgs :
        /\ Appendable(i, j, m)
        /\ Accept(i, j, m, Merged(i, m), Max2(commitIndex[i], m.leaderCommit), LastNew(m))
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, machineVars, leaderVars, historyVars>>

\* R27. An old message takes the commit index back: in place of HandleAppendEntriesRequest.
CommitFalls(i, j) ==
    /\ \E m \in msgs :
        /\ Appendable(i, j, m)
        /\ Accept(i, j, m, Merged(i, m), Min2(m.leaderCommit, LastNew(m)), LastNew(m))
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, machineVars, leaderVars, historyVars>>

\* R4. A server that hears from the leader of its term takes its vote back: in place of HandleAppendEntriesRequest.
VoteIsTakenBack(i, j) ==
    /\ \E m \in msgs :
        /\ Appendable(i, j, m)
        /\ votedFor' = [votedFor EXCEPT ![i] = Nil]
        /\ Accept(i, j, m, Merged(i, m), NewCommit(i, m), LastNew(m))
    /\ UNCHANGED <<currentTerm, snapshot, machineVars, leaderVars, historyVars>>

\* What the mistakes about the replies have in common: i leads and j replied to it.
Reply(i, j, m) ==
    /\ m.type = "AppendEntriesResponse" /\ m.to = i /\ m.from = j
    /\ state[i] = "Leader"

\* Leader i learns this of j.
Learn(i, j, next, match) ==
    /\ nextIndex' = [nextIndex EXCEPT ![i][j] = next]
    /\ matchIndex' = [matchIndex EXCEPT ![i][j] = match]

\* R23. A late reply takes matchIndex back: in place of HandleAppendEntriesResponse.
MatchFalls(i, j) ==
    /\ \E m \in msgs :
        /\ Reply(i, j, m)
        /\ m.term = currentTerm[i] /\ m.success
        /\ Learn(i, j, m.matchIndex + 1, m.matchIndex)
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, reading, msgs, historyVars>>

\* R24. A late rejection takes nextIndex back to what is known to match: in place of HandleAppendEntriesResponse.
NextFalls(i, j) ==
    /\ \E m \in msgs :
        /\ Reply(i, j, m)
        /\ m.term = currentTerm[i]
        /\ IF m.success
           THEN Learn(i, j, Max2(nextIndex[i][j], m.matchIndex + 1), Max2(matchIndex[i][j], m.matchIndex))
           ELSE Learn(i, j, m.matchIndex + 1, matchIndex[i][j])
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, reading, msgs, historyVars>>

\* R25. Every rejection takes nextIndex back by one, the same rejection again and again: in place of HandleAppendEntriesResponse.
NextFallsForEver(i, j) ==
    /\ \E m \in msgs :
        /\ Reply(i, j, m)
        /\ m.term = currentTerm[i]
        /\ IF m.success
           THEN Learn(i, j, Max2(nextIndex[i][j], m.matchIndex + 1), Max2(matchIndex[i][j], m.matchIndex))
           ELSE Learn(i, j, nextIndex[i][j] - 1, matchIndex[i][j])
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, reading, msgs, historyVars>>

\* R31. A leader that is refused cuts its own log back to where it may match the follower's: in place of HandleAppendEntriesResponse.
LeaderTruncates(i, j) ==
    /\ \E m \in msgs :
        /\ Reply(i, j, m)
        /\ m.term = currentTerm[i]
        /\ ~ m.success
        /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, m.matchIndex)]
        /\ nextIndex' = [nextIndex EXCEPT ![i][j] = m.matchIndex + 1]
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, electionVars, commitIndex, machineVars, matchIndex, transferee, reading, msgs,
                   historyVars>>

\* R16. Entries of any term are committed by counting (section 5.4.2, Figure 8): in place of Committable.
CommittableOfAnyTerm(i) == {n \in LogIndexes(i) : n > commitIndex[i] /\ IsQuorum(Agree(i, n), Voters(i))}

\* A leader commits what it has written itself, before others hold it: in place of Committable.
CommittableAlone(i) == {n \in LogIndexes(i) : n > commitIndex[i] /\ TermAt(i, n) = currentTerm[i]}

\* R41. Learners count as voters do: in place of Committable.
CommittableByLearners(i) ==
    {n \in LogIndexes(i) :
        /\ n > commitIndex[i]
        /\ TermAt(i, n) = currentTerm[i]
        /\ 2 * Cardinality({j \in Members(i) : j = i \/ matchIndex[i][j] >= n}) > Cardinality(Voters(i))}

\* R33. An entry is applied as soon as it is in the log: in place of Apply.
ApplyUncommitted(i) ==
    /\ i \in Applying
    /\ lastApplied[i] < LastIndex(i)
    /\ LET entry == EntryAt(i, lastApplied[i] + 1)
       IN  machine' = [machine EXCEPT ![i] = IF entry.type = "value" THEN Append(@, entry.value) ELSE @]
    /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, leaderVars, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Reads

\* A read is taken before an entry of the leader's own term is committed: in place of ClientRead.
ReadBeforeCommit(i, r) ==
    /\ state[i] = "Leader"
    /\ asked[r] = -1
    /\ reading' = [reading EXCEPT ![i].queue = @ \cup {[read |-> r, index |-> commitIndex[i]]}]
    /\ asked' = [asked EXCEPT ![r] = Len(committed)]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, transferee, msgs, elections, committed>>

\* What the mistakes about answers have in common: the whole batch is answered.
Answer(i) ==
    /\ SendAll({ReadResponse(q.read, lastApplied[i]) : q \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, transferee, historyVars>>

\* A leader answers without having heard that it still leads: in place of AnswerReads.
AnswerUnconfirmed(i) ==
    /\ reading[i].batch # {}
    /\ \A q \in reading[i].batch : q.index <= lastApplied[i]
    /\ Answer(i)

\* A leader answers before it has applied what was committed: in place of AnswerReads.
AnswerUnapplied(i) ==
    /\ reading[i].batch # {}
    /\ IsQuorum(reading[i].acks, Voters(i))
    /\ Answer(i)

\* A reply confirms that i leads even if it answers what was sent before the reads came: in place of HandleAppendEntriesResponse.
OldReplyConfirms(i, j) ==
    /\ \E m \in msgs :
        /\ Reply(i, j, m)
        /\ m.term = currentTerm[i] /\ m.success
        /\ Learn(i, j, Max2(nextIndex[i][j], m.matchIndex + 1), Max2(matchIndex[i][j], m.matchIndex))
        /\ reading' = [reading EXCEPT ![i].acks = IF reading[i].batch # {} THEN @ \cup {j} ELSE @]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Snapshots

\* What the mistakes about installing have in common: a snapshot from j in i's term, and what becomes of i.
Installable(i, j, m) ==
    /\ m.type = "InstallSnapshotRequest" /\ m.to = i /\ m.leaderId = j
    /\ m.term = currentTerm[i]

Install(i, j, m, entries, config) ==
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = j]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ Send(InstallSnapshotResponse(i, j, m.lastIncludedIndex))
    /\ log' = [log EXCEPT ![i] = entries]
    /\ snapshot' = [snapshot EXCEPT ![i] = Snapshot(m.lastIncludedIndex, m.lastIncludedTerm, config, m.data.machine)]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = m.lastIncludedIndex]
    /\ lastApplied' = [lastApplied EXCEPT ![i] = m.lastIncludedIndex]
    /\ machine' = [machine EXCEPT ![i] = m.data.machine]

\* The entries that follow the snapshot's, which i may have acknowledged, are thrown away: in place of HandleInstallSnapshotRequest.
InstallDiscards(i, j) ==
    /\ \E m \in msgs :
        /\ Installable(i, j, m)
        /\ m.lastIncludedIndex > commitIndex[i]
        /\ Install(i, j, m, <<>>, m.data.config)
    /\ UNCHANGED <<currentTerm, votedFor, leaderVars, historyVars>>

\* An old snapshot is installed over what is committed already: in place of HandleInstallSnapshotRequest.
InstallGoesBack(i, j) ==
    /\ \E m \in msgs :
        /\ Installable(i, j, m)
        /\ Install(i, j, m, <<>>, m.data.config)
    /\ UNCHANGED <<currentTerm, votedFor, leaderVars, historyVars>>

\* The configuration of a snapshot is not taken over with it: in place of HandleInstallSnapshotRequest.
InstallKeepsConfig(i, j) ==
    /\ \E m \in msgs :
        /\ Installable(i, j, m)
        /\ m.lastIncludedIndex > commitIndex[i]
        /\ Install(i, j, m, <<>>, snapshot[i].config)
    /\ UNCHANGED <<currentTerm, votedFor, leaderVars, historyVars>>

\* R35. The term of a snapshot's last entry is taken for the server's own: in place of HandleInstallSnapshotRequest.
InstallSetsTerm(i, j) ==
    /\ \E m \in msgs :
        /\ Installable(i, j, m)
        /\ m.lastIncludedIndex > commitIndex[i]
        /\ currentTerm' = [currentTerm EXCEPT ![i] = m.lastIncludedTerm]
        /\ Install(i, j, m, <<>>, m.data.config)
    /\ UNCHANGED <<votedFor, leaderVars, historyVars>>

-----------------------------------------------------------------------------
\* Membership

\* R37. The configuration is changed before an entry of the leader's term is committed (thesis 4.1): in place of HasCommittedInTerm.
NeedNotHaveCommitted(i) == TRUE

\* R38. The configuration is changed while the last change is not committed: in place of ConfigIsCommitted.
NeedNotBeCommitted(i) == TRUE

-----------------------------------------------------------------------------
\* Crashes

\* What the mistakes about disks have in common: i restarts with this of its log, and this term and vote.
RestartWith(i, term, vote, entries) ==
    /\ i \in Crashable
    /\ currentTerm' = [currentTerm EXCEPT ![i] = term]
    /\ votedFor' = [votedFor EXCEPT ![i] = vote]
    /\ log' = [log EXCEPT ![i] = entries]
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = Base(i)]
    /\ lastApplied' = [lastApplied EXCEPT ![i] = Base(i)]
    /\ machine' = [machine EXCEPT ![i] = snapshot[i].machine]
    /\ StopLeading(i)
    /\ UNCHANGED <<snapshot, msgs, historyVars>>

\* R5. The vote was not on the disk: in place of Restart.
RestartForgetsVote(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, currentTerm[i], Nil, log[i])

\* R6. The term was not on the disk, and so neither was the vote in it: in place of Restart.
RestartForgetsTerm(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, 0, Nil, log[i])

\* The log was not on the disk: in place of Restart.
RestartForgetsLog(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, currentTerm[i], votedFor[i], <<>>)

\* R42. A new server takes the name of one whose disk is gone: in place of Restart.
RestartWiped(i) ==
    /\ i \in Crashable
    /\ RestartWith(i, 0, Nil, <<>>)
=============================================================================
