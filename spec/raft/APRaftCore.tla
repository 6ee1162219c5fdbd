----------------------------- MODULE APRaftCore -----------------------------
(***************************************************************************)
(* The core of Raft for Apalache: the constants of its models, and the     *)
(* states that its inductive invariant speaks of.                          *)
(***************************************************************************)
EXTENDS RaftCore

\* Three servers, three terms, two commands, logs of at most two entries.
ConstInit ==
    /\ Server = {"s1_OF_SERVER", "s2_OF_SERVER", "s3_OF_SERVER"}
    /\ Quorum = {{"s1_OF_SERVER", "s2_OF_SERVER"}, {"s1_OF_SERVER", "s3_OF_SERVER"}, {"s2_OF_SERVER", "s3_OF_SERVER"}}
    /\ Value = {"v1_OF_VALUE", "v2_OF_VALUE"}
    /\ MaxTerm = 3
    /\ MaxIndex = 2

-----------------------------------------------------------------------------

\* @type: ($entry, $entry) => Seq($entry);
LogOf(e, f) == <<e, f>>

\* The logs of at most two entries: all of them, and whether this is one.
ShortLogs == {SubSeq(LogOf(e, f), 1, n) : e \in Entries, f \in Entries, n \in 0 .. 2}
IsShortLog(entries) == Len(entries) <= MaxIndex /\ \A n \in DOMAIN entries : entries[n] \in Entries

\* Holds at first and is kept by every step, from any state in which it holds, reached or not.
IndInv ==
    /\ currentTerm \in [Server -> Terms]
    /\ state \in [Server -> {"Follower", "Leader"}]
    /\ \A i \in Server : IsShortLog(log[i])
    /\ IsShortLog(committed)
    /\ LogsAgree
    /\ LeadersAreSafe
    /\ CommitsAreSafe

\* The states in which it holds, in a form from which Apalache makes them: each variable is an element of a set.
IndInit ==
    /\ currentTerm \in [Server -> Terms]
    /\ state \in [Server -> {"Follower", "Leader"}]
    /\ log \in [Server -> ShortLogs]
    /\ committed \in ShortLogs
    /\ LogsAgree
    /\ LeadersAreSafe
    /\ CommitsAreSafe

\* The same without TermsBeginTogether: then a log may look as new as one with a committed entry, and not have that entry.
WithoutBeginTogether ==
    /\ currentTerm \in [Server -> Terms]
    /\ state \in [Server -> {"Follower", "Leader"}]
    /\ log \in [Server -> ShortLogs]
    /\ committed \in ShortLogs
    /\ TermsGrow
    /\ LogMatching
    /\ LeadersAreSafe
    /\ CommitsAreSafe

\* What follows from it for single steps.
CommittedOnlyGrows == IsPrefix(committed, committed')
LeaderOnlyAppends == \A i \in Server : state[i] = "Leader" /\ state'[i] = "Leader" => IsPrefix(log[i], log'[i])
=============================================================================
