----------------------------- MODULE MCPullLogBug -----------------------------
(***************************************************************************)
(* The mistakes that one can make with PullLog.  Each operator here stands *)
(* in for one of PullLog in a *_bug.cfg model (PullLog's name <- the name  *)
(* here), and the model must then be violated.                             *)
(***************************************************************************)
EXTENDS MCPullLog

\* One that does not vote stands: in place of Stand.
AnybodyStands(i) ==
    /\ state[i] # "Primary"
    /\ currentTerm[i] < MaxTerm
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "Candidate"]
    /\ standing' = standing \cup {[term |-> currentTerm[i] + 1, candidate |-> i, position |-> LastPosition(i)]}
    /\ UNCHANGED <<log, written, votes, reported, commitPoint, committed>>

\* What follows is taken over although the logs do not meet: in place of Pull.
PullUnmet(i, t, n, k) ==
    /\ t <= currentTerm[i]
    /\ ~ (state[i] = "Primary" /\ LastTerm(i) = currentTerm[i])
    /\ Len(log[i]) < n /\ n <= Len(written[t])
    /\ k = commitPoint[i].index
    /\ log' = [log EXCEPT ![i] = @ \o SubSeq(written[t], Len(@) + 1, n)]
    /\ UNCHANGED <<currentTerm, state, written, standing, votes, reported, commitPoint, committed>>

\* P1. A position is reported in a later term than its own, and counts: in place of Report.
ReportInAnyTerm(i, k) ==
    /\ log[i] # <<>>
    /\ k = commitPoint[i].index
    /\ reported' = reported \cup {[member |-> i, position |-> LastPosition(i)]}
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, commitPoint, committed>>

\* P9. A member takes back an entry because somebody older wrote something else: in place of Rollback.
RollbackToOlder(i) ==
    /\ state[i] # "Primary"
    /\ log[i] # <<>>
    /\ \E t \in 1 .. currentTerm[i] : ~ IsPrefix(log[i], written[t])
    /\ log' = [log EXCEPT ![i] = First(@, Len(@) - 1)]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ UNCHANGED <<currentTerm, written, standing, votes, reported, commitPoint, committed>>

\* P6. So many entries are committed, and a member believes it of its own: in place of MayKnow.
KnowsTheNumber(i, entries, n) == commitPoint[i].index <= n /\ n <= Min2(Len(entries), Len(committed))

\* A primary commits what only it has: in place of Reporters.
Everybody(i, n) == Voter
=============================================================================
