---------------------------- MODULE ReplicatedLog ----------------------------
(***************************************************************************)
(* What a replicated log promises: one sequence of entries that only grows.*)
(* Consensus, once for each position; every protocol of this repository    *)
(* that replicates a log refines this module.                              *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANT
    \* @type: Set(ENTRY);
    Value    \* what a position may hold

VARIABLE
    \* @type: Seq(ENTRY);
    chosen   \* the entries that have been chosen, from the first position on, without a gap

\* One name for the whole state, because [Next]_vars needs it.
\* @type: () => <<Seq(a)>>;
vars == <<chosen>>

\* Positions are filled in order, so the chosen entries are a sequence.
TypeOK == chosen \in Seq(Value)

\* Before anything happens, nothing is chosen.
Init == chosen = <<>>

\* s continues r: the only thing that may ever happen to the log.
IsPrefix(r, s) == Len(r) <= Len(s) /\ r = SubSeq(s, 1, Len(r))

\* Choosing the next positions. How many at once is left open: a leader learns of several in one step.
Choose(entries) == chosen' = chosen \o entries

\* A formula over chosen and chosen', so that a refinement is checked without guessing what was chosen.
Next == IsPrefix(chosen, chosen')

\* Safety only: a protocol that never chooses anything still refines this.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* A chosen entry stays, at its position.
Stable == [][IsPrefix(chosen, chosen')]_vars
=============================================================================
