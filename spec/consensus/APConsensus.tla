----------------------------- MODULE APConsensus -----------------------------
(***************************************************************************)
(* Consensus for Apalache: the constants of its models.                    *)
(***************************************************************************)
EXTENDS Consensus

\* Three values, as in MCConsensus.cfg.
ConstInit == Value = {"v1_OF_VALUE", "v2_OF_VALUE", "v3_OF_VALUE"}

\* Stable, as Apalache takes it: of one step.
StaysChosen == chosen # {} => chosen' = chosen
=============================================================================
