--------------------------- MODULE MCRaftOnDiskBug ---------------------------
(***************************************************************************)
(* What happens to Raft when a message leaves before what it says is       *)
(* durable.  Each operator here stands in for one of RaftOnDisk in a       *)
(* *_bug.cfg model (RaftOnDisk's name <- the name here), and the model     *)
(* must then be violated.  S2 is the number in the catalogue of mutants.   *)
(***************************************************************************)
EXTENDS MCRaftOnDisk

\* A server that stands for election without end, so that its terms leave those that the model has: in place of Timeout.
TimeoutCountsOn(i) ==
    /\ role[i] # "Leader"
    /\ NewTerm(i, memory[i].term + 1, "Candidate")

\* The vote is not waited for: it leaves while it is being written. In place of VoteIsDurable.
VoteIsWritten(i) == TRUE

\* The entry is not waited for by anybody who acknowledges it: in place of LogIsDurable.
LogIsWritten(i) == TRUE

\* S2. The leader counts itself as soon as it has the entry, before it is durable: in place of CountItself.
CountItselfAtOnce(i) ==
    /\ role[i] = "Leader"
    /\ Acknowledges(i)

\* Term and vote are two records that are written together, with one sync for both: in place of TermParts.
BothAtOnce == {"term", "vote"}

\* The vote is written though the term is not durable yet: in place of MayWriteVote.
NoWaitForTerm(i) == TRUE

\* Only the vote and the entry are on the disk: in place of Partly.
TermIsForgotten(i, kept) ==
    [term |-> IF "term" \in kept THEN memory[i].term ELSE 0,
     vote |-> IF "vote" \in kept THEN memory[i].vote ELSE disk[i].vote,
     entry |-> IF "entry" \in kept THEN memory[i].entry ELSE disk[i].entry]
=============================================================================
