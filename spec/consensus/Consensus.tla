------------------------------ MODULE Consensus ------------------------------
(***************************************************************************)
(* What it means to agree: at most one value is ever chosen, and a choice  *)
(* is never taken back.  There are no processes here and no messages; this *)
(* is the contract that every protocol of this repository refines.         *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANT
    \* @type: Set(VALUE);
    Value    \* what may be chosen; the choice is between values, so any set does

VARIABLE
    \* @type: Set(VALUE);
    chosen   \* the set of values that have been chosen

\* One name for the whole state, because [Next]_vars needs it.
\* @type: () => <<Set(VALUE)>>;
vars == <<chosen>>

\* The variable is a set and not a value, so that "two values were chosen" can be said, and denied.
TypeOK == chosen \subseteq Value

\* Before anything happens, nothing is chosen.
Init == chosen = {}

\* Choosing is possible only once: the guard is the whole of the safety of consensus.
Choose(v) ==
    /\ chosen = {}
    /\ chosen' = {v}

\* Which value is chosen is left open: a protocol may decide it in any way.
Next == \E v \in Value : Choose(v)

\* Safety only: a protocol that never chooses anything still refines this.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* Two values are never both chosen: the property that gives consensus its name.
Agreement == Cardinality(chosen) <= 1

\* A choice is final: without this, agreement could be had by choosing anew each time.
Stable == [][chosen # {} => chosen' = chosen]_vars
=============================================================================
