-------------------------- MODULE MCReplicatedLogBug --------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of ReplicatedLog: each        *)
(* operator stands in for Choose in a *_bug.cfg model.                     *)
(***************************************************************************)
EXTENDS MCReplicatedLog

CONSTANT Alien    \* something that is not a value

\* Chooses what is not a value.
ChooseAlien(entries) == chosen' = chosen \o <<Alien>>

\* Chooses anew at the last position: what stood there is lost.
ChooseOverwrites(entries) == chosen' = SubSeq(chosen, 1, Len(chosen) - 1) \o entries

\* Takes back the last position: what is left was chosen, and yet the log is not what it was.
ChooseTakesBack(entries) == chosen' = IF chosen = <<>> THEN entries ELSE SubSeq(chosen, 1, Len(chosen) - 1)
=============================================================================
