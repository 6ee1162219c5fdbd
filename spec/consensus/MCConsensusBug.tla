---------------------------- MODULE MCConsensusBug ----------------------------
(***************************************************************************)
(* Mistakes that must violate the properties of Consensus: each operator   *)
(* stands in for Choose in a *_bug.cfg model.                              *)
(***************************************************************************)
EXTENDS Consensus

CONSTANT Alien    \* something that is not a value

\* Chooses what is not a value.
ChooseAlien(v) == chosen' = {Alien}

\* Chooses although something is chosen already.
ChooseMore(v) == chosen' = chosen \cup {v}

\* Chooses again, in place of what was chosen: never two at once, and yet not consensus.
ChooseAnew(v) == chosen' = {v}
=============================================================================
