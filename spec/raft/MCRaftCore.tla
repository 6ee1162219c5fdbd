----------------------------- MODULE MCRaftCore -----------------------------
(***************************************************************************)
(* What a bounded model of RaftCore needs and a .cfg file cannot say.      *)
(***************************************************************************)
EXTENDS RaftCore

\* Majorities are the quorums that the paper uses.
Majorities == {Q \in SUBSET Server : 2 * Cardinality(Q) > Cardinality(Server)}

\* The logs of at most two entries.
ShortLogs == {SubSeq(<<e, f>>, 1, n) : e \in Entries, f \in Entries, n \in 0 .. 2}

\* The invariant that carries the proof, for such logs: it holds at first, and is kept by every step from any state in which it
\* holds, reached or not. A model that begins with all of those states and finds no other has checked that. What the
\* logs alone tell stands before what makes more states of them.
IndInv ==
    /\ currentTerm \in [Server -> Terms]
    /\ log \in [Server -> ShortLogs]
    /\ LogsAgree
    /\ state \in [Server -> {"Follower", "Leader"}]
    /\ committed \in ShortLogs
    /\ LeadersAreSafe
    /\ CommitsAreSafe
=============================================================================
