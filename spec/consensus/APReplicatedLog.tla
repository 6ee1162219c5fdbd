--------------------------- MODULE APReplicatedLog ---------------------------
(***************************************************************************)
(* ReplicatedLog for Apalache: the constants of its models, and a Next     *)
(* that makes steps.                                                       *)
(***************************************************************************)
EXTENDS ReplicatedLog

\* Two values, as in MCReplicatedLog.cfg.
ConstInit == Value = {"v1_OF_ENTRY", "v2_OF_ENTRY"}

\* What may be chosen in one step, here: one position, or two.
\* @type: ENTRY => Seq(ENTRY);
One(v) == <<v>>
\* @type: (ENTRY, ENTRY) => Seq(ENTRY);
Two(v, w) == <<v, w>>

\* In place of Next, which only says what a step must not do.
ChooseSome ==
    \/ \E v \in Value : Choose(One(v))
    \/ \E v, w \in Value : Choose(Two(v, w))

\* Stable, as Apalache takes it: of one step.
StaysChosen == IsPrefix(chosen, chosen')
=============================================================================
