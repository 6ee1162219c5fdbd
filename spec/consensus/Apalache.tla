------------------------------- MODULE Apalache -------------------------------
(***************************************************************************)
(* What the specifications use of the module of this name that Apalache    *)
(* brings along, for engines that have none.  Apalache goes by the names   *)
(* of the module and the operator, and never looks at the definition.      *)
(***************************************************************************)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

\* A fold from the left: op(start, s[1]), then op of that and s[2], and so on. To Apalache [k \in 1 .. n |-> ...] is a function and no
\* sequence; with this, one sequence is made out of another.
\* @type: ((a, b) => a, a, Seq(b)) => a;
ApaFoldSeqLeft(op(_, _), start, s) ==
    LET fold[k \in 0 .. Len(s)] == IF k = 0 THEN start ELSE op(fold[k - 1], s[k])
    IN  fold[Len(s)]
=============================================================================
