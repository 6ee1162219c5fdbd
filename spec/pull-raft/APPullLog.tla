------------------------------ MODULE APPullLog ------------------------------
(***************************************************************************)
(* PullLog for Apalache: the constants of its models, a state from which a *)
(* few steps go far, and a mistake.                                        *)
(***************************************************************************)
EXTENDS PullLog

\* Three members that vote, two terms, no-ops alone.
ConstInit ==
    /\ Server = {"s1_OF_NAME", "s2_OF_NAME", "s3_OF_NAME"}
    /\ Voter = {"s1_OF_NAME", "s2_OF_NAME", "s3_OF_NAME"}
    /\ Value = {}
    /\ Nil = "Nil_OF_NAME"
    /\ MaxTerm = 2

\* The state of the missing term (README), just before the report: s2 elected s1 in term 1, and s3 elected s2 in term 2, of which s1
\* has not heard. s1 has written its first entry, and s3 has pulled it.
Pulled ==
    /\ currentTerm = [i \in Server |-> IF i = "s1_OF_NAME" THEN 1 ELSE 2]
    /\ state = [i \in Server |-> IF i = "s3_OF_NAME" THEN "Secondary" ELSE "Primary"]
    /\ log = [i \in Server |-> IF i = "s2_OF_NAME" THEN <<>> ELSE <<Entry(1, Nil)>>]
    /\ written = [t \in 1 .. MaxTerm |-> IF t = 1 THEN <<Entry(1, Nil)>> ELSE <<>>]
    /\ standing = {[term |-> 1, candidate |-> "s1_OF_NAME", position |-> Position(0, 0)],
                   [term |-> 2, candidate |-> "s2_OF_NAME", position |-> Position(0, 0)]}
    /\ votes = {[term |-> 1, voter |-> "s2_OF_NAME", candidate |-> "s1_OF_NAME"],
                [term |-> 2, voter |-> "s3_OF_NAME", candidate |-> "s2_OF_NAME"]}
    /\ reported = {}
    /\ commitPoint = [i \in Server |-> Position(0, 0)]
    /\ committed = <<>>

\* The mistake that SERVER-22136 repaired: member i reports a position in a later term than that of the position, and it counts.
ReportInAnyTerm(i) ==
    /\ log[i] # <<>>
    /\ reported' = reported \cup {[member |-> i, position |-> LastPosition(i)]}
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, commitPoint, committed>>

\* Next with this mistake.
NextWithoutTerm == Next \/ \E i \in Server : ReportInAnyTerm(i)

\* RefinesReplicatedLog, as Apalache takes it: of one step.
CommittedOnlyGrows == IsPrefix(Chosen, Chosen')
=============================================================================
