--------------------------- MODULE MCReplicatedLog ---------------------------
(***************************************************************************)
(* What a bounded model of ReplicatedLog needs and a .cfg file cannot say. *)
(***************************************************************************)
EXTENDS ReplicatedLog

CONSTANT MaxLength    \* how long the log of a model gets

\* What may be chosen in one step.
Additions == UNION {[1 .. n -> Value] : n \in 1 .. MaxLength}

\* Next says only what a step must not do, so that a refinement of it is easily checked; it does not say how to make one. This does, and
\* makes all those that stay within the bound: in place of Next.
NextWithinBound == \E entries \in Additions : Len(chosen) + Len(entries) <= MaxLength /\ Choose(entries)
=============================================================================
