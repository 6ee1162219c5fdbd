----------------------------- MODULE APPullRaft -----------------------------
(***************************************************************************)
(* PullRaft for Apalache: the constants of a small model.                  *)
(***************************************************************************)
EXTENDS PullRaft

\* Two members, only one of which votes: so four steps commit an entry. No reads, no heartbeats.
ConstInit ==
    /\ Server = {"s1_OF_NAME", "s2_OF_NAME"}
    /\ Voter = {"s1_OF_NAME"}
    /\ Value = {"v1_OF_NAME"}
    /\ Read = {}
    /\ Nil = "Nil_OF_NAME"
    /\ PositionTerm = TRUE
    /\ SourceTermChecked = FALSE
    /\ Chaining = TRUE
    /\ DryRun = FALSE
    /\ Cursor = FALSE
    /\ Electable = <<{"s1_OF_NAME"}>>
    /\ SyncFrom = [i \in {"s1_OF_NAME", "s2_OF_NAME"} |-> {"s1_OF_NAME"}]
    /\ Heartbeating = {}
    /\ Crashable = {"s1_OF_NAME"}
    /\ Successor = {}
    /\ MaxEntries = 9
    /\ MaxIndex = 2

\* What does not hold for long: a commit is within the bound.
NothingCommitted == committed = <<>>
=============================================================================
