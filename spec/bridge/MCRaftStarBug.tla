----------------------------- MODULE MCRaftStarBug -----------------------------
(***************************************************************************)
(* Raft* without one of its rules: each operator stands in for one of      *)
(* RaftStar in a *_bug.cfg model.                                          *)
(***************************************************************************)
EXTENDS MCRaftStar

\* A follower gives up what the leader has not, as in Raft: in place of MayReplace.
MayErase(entries, n) == TRUE

\* The voters do not send what they have beyond the candidate's log, as in Raft: in place of Merged.
NotMerged(i, Q) == [s \in DOMAIN log[i] |-> log[i][s].value]

\* What the leader had before keeps its stamp, as in Raft: in place of Stamp.
OldStamp(i, s) == IF s <= Len(log[i]) THEN log[i][s].term ELSE currentTerm[i]

\* Whoever asks first gets the vote: in place of UpToDate.
AlwaysUpToDate(r, s) == TRUE
=============================================================================
