------------------------- MODULE MCRaftCoreIsPaxosBug -------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of RaftCoreIsPaxos: each      *)
(* operator stands in for one of it, or of RaftCore, in a *_bug.cfg model. *)
(* Mistakes in Raft that are not here are those of MCRaftCoreBug.          *)
(***************************************************************************)
EXTENDS MCRaftCoreIsPaxos, MCRaftCoreBug

-----------------------------------------------------------------------------
\* Other rules for what is accepted: in place of Accepts.

\* Who takes an entry over accepts it in the term that it is in, whatever the term of the entry. This is how one would read it first.
AcceptsWhatItTakes(s, j) ==
    IF s <= Len(log'[j]) /\ log'[j] # log[j] THEN {<<currentTerm'[j], log'[j][s]>>} ELSE {}

\* An entry is accepted in its own term, whenever it comes.
AcceptsInTermOfEntry(s, j) == IF s <= Len(log'[j]) THEN {<<log'[j][s].term, log'[j][s]>>} ELSE {}

\* All of a log is accepted in the term that its server has heard of, although no leader has written in it.
AcceptsUnwritten(s, j) == IF s <= Len(log'[j]) THEN {<<currentTerm'[j], log'[j][s]>>} ELSE {}

\* Only the entries of the term are accepted in it, and not those before them.
AcceptsNoPrefix(s, j) ==
    IF s <= Len(log'[j]) /\ log'[j][s].term = currentTerm'[j] THEN {<<currentTerm'[j], log'[j][s]>>} ELSE {}

\* What is accepted counts for the next term.
AcceptsForNextTerm(s, j) ==
    IF s <= Len(log'[j]) /\ LastTerm(log'[j]) = currentTerm'[j] THEN {<<currentTerm'[j] + 1, log'[j][s]>>} ELSE {}

\* What is no longer in the log is no longer accepted: in place of Remembered.
Forgotten(s, j) == {}

-----------------------------------------------------------------------------
\* Mistakes in Raft.

\* The term of the sender is not looked at, neither when entries are taken over nor when they are counted: in place of AppendEntries
\* and Holds.
AppendEntriesOfAnyTerm(i, j, n) ==
    /\ state[i] = "Leader"
    /\ i # j
    /\ n <= Len(log[i])
    /\ LogOk(log[i], log[j], n)
    /\ log' = [log EXCEPT ![j] =
                  IF n <= Len(@) /\ TermAt(@, n) = log[i][n].term THEN @ ELSE Append(First(@, n - 1), log[i][n])]
    /\ UNCHANGED <<currentTerm, state, committed>>
HoldsInAnyTerm(j, t, entries, n) == n <= Len(log[j]) /\ log[j][n].term = entries[n].term

\* The longer log is the newer one, whatever its last term: in place of UpToDate.
LongerIsUpToDate(r, s) == Len(r) >= Len(s)

-----------------------------------------------------------------------------
\* What one may believe of Raft, and what is not so.

\* Each slot is Voting as it stands, where a quorum shows by its highest votes that a value is safe. In Raft the highest vote of a
\* server need not be in its log any more, and what it has beyond the log of the candidate is not asked for.
RefinesVotingByShowing ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots :
             \/ \E A \in SUBSET Server, b \in Ballots : Slot(s)!LeaveTogether(A, b)
             \/ [Slot(s)!Next]_(Slot(s)!vars)]_bridgeVars

\* What a quorum holds is chosen.
HeldIsChosen ==
    \A s \in Slots, Q \in Quorum :
        (\A j \in Q : s <= Len(log[j])) =>
            \A e \in Entries : (\A j \in Q : log[j][s] = e) => e \in Slot(s)!chosen
=============================================================================
