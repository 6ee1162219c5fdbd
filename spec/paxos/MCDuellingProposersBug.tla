------------------------ MODULE MCDuellingProposersBug ------------------------
(***************************************************************************)
(* What must not be left out of the duel, and of what ends it.             *)
(***************************************************************************)
EXTENDS MCDuellingProposers

\* One ballot lower, a ballot is somebody else's: in place of Round.
OneBallot == 1

\* A leader alone does not do it: messages have to arrive, too. As OracleSpec, but prepare requests may be on their way for ever.
UndeliveredSpec == DuelSpec /\ WF_vars(Renumber) /\ FairProposers /\ FairCollecting /\ FairAccepts /\ OneLeader
=============================================================================
