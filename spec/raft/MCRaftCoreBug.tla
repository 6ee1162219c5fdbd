--------------------------- MODULE MCRaftCoreBug ---------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of RaftCore: each operator    *)
(* stands in for one of RaftCore in a *_bug.cfg model (RaftCore's name <-  *)
(* the name here).                                                         *)
(***************************************************************************)
EXTENDS MCRaftCore

\* Quorums that do not intersect: two groups that elect and commit without knowing of each other.
Loners == {{i} : i \in Server}

\* In place of QuorumsIntersect, or of a part of the inductive invariant: it is not assumed.
NotAssumed == TRUE

-----------------------------------------------------------------------------

\* A vote in a term that the voter has seen already, and in which it may have voted: in place of BecomeLeader.
BecomeLeaderOfTermSeen(i, t, Q) ==
    /\ i \in Q
    /\ \A j \in Q : currentTerm[j] <= t /\ UpToDate(log[i], log[j])
    /\ currentTerm' = [j \in Server |-> IF j \in Q THEN t ELSE currentTerm[j]]
    /\ state' = [j \in Server |-> IF j = i THEN "Leader" ELSE state[j]]
    /\ UNCHANGED <<log, committed>>

\* Whoever asks first gets the vote, however little it knows: in place of UpToDate.
AlwaysUpToDate(r, s) == TRUE

\* A leader that counts on beyond the last term: in place of ClientRequest.
ClientRequestOfNextTerm(i, v) ==
    /\ state[i] = "Leader"
    /\ Len(log[i]) < MaxIndex
    /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i] + 1, value |-> v])]
    /\ UNCHANGED <<currentTerm, state, committed>>

\* A leader that begins its log anew: in place of ClientRequest.
ClientRequestBeginsAnew(i, v) ==
    /\ state[i] = "Leader"
    /\ log' = [log EXCEPT ![i] = <<[term |-> currentTerm[i], value |-> v]>>]
    /\ UNCHANGED <<currentTerm, state, committed>>

\* The follower does not compare the term of the entry before: in place of LogOk.
PrevTermUnchecked(r, s, n) == n - 1 <= Len(s)

\* The leader does not ask whether the others hold the entry: in place of Holds.
NobodyIsAsked(j, t, entries, n) == TRUE

\* An entry of an old term is committed by counting, as in Figure 8: in place of Commit.
CommitOfAnyTerm(i, n, Q) ==
    /\ state[i] = "Leader"
    /\ n <= Len(log[i])
    /\ \A j \in Q : Holds(j, currentTerm[i], log[i], n)
    /\ committed' = First(log[i], n) \o SubSeq(committed, n + 1, Len(committed))
    /\ UNCHANGED <<currentTerm, state, log>>
=============================================================================
