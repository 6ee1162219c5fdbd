-------------------------- MODULE MCPullLogIsPaxosBug --------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of PullLogIsPaxos: each       *)
(* operator stands in for one of it, or of PullLog, in a *_bug.cfg model.  *)
(* Mistakes in PullLog that are not here are those of MCPullLogBug.        *)
(***************************************************************************)
EXTENDS MCPullLogIsPaxos, MCPullLogBug

\* The primary is not counted for what it wrote, until it reports it: in place of AsPrimary.
PrimaryNotCounted(s, i) == {}

\* Only the position that is reported is accepted, not what comes before it: in place of ByReport.
ByReportNoPrefix(s, i) ==
    {t \in Ballots : s <= Len(written[t]) /\
        \E r \in reported : r.member = i /\ r.position.term = t /\ r.position.index = s}

\* What is reported counts as accepted in the term of each entry: in place of Accepted.
AcceptedInTermOfEntry(s) ==
    [i \in Voter |-> {<<written[t][s].term, written[t][s]>> : t \in AsPrimary(s, i) \cup ByReport(s, i)}]

\* Whatever a member holds of what a term's primary wrote counts as accepted in that term, reported or not: in place of ByReport.
ByPull(s, i) == {t \in Ballots : s <= Len(written[t]) /\ s <= Len(log[i]) /\ LastTerm(i) = t}

\* A primary commits an entry of any term by counting, and counts itself: in place of Commit.
CommitOfAnyTerm(i, n) ==
    /\ state[i] = "Primary"
    /\ commitPoint[i].index < n /\ n <= Len(log[i])
    /\ IsQuorum(Reporters(i, n))
    /\ committed' = [k \in 1 .. IF n > Len(committed) THEN n ELSE Len(committed) |->
                       IF k > n \/ (k <= Len(committed) /\ committed[k].entry = log[i][k])
                       THEN committed[k]
                       ELSE [entry |-> log[i][k], term |-> currentTerm[i]]]
    /\ Knows(i, log[i], n)
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, reported>>

\* Each slot is Voting as it stands, where a quorum shows by its highest votes that a value is safe.
RefinesVotingByShowing ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots : [Slot(s)!Next]_(Slot(s)!vars)]_vars
=============================================================================
