------------------------------ MODULE RaftIsPaxos ------------------------------
(***************************************************************************)
(* The same as RaftCoreIsPaxos for all of Raft, with its messages: each    *)
(* slot of the log is one instance of Voting.  Raft.tla is taken as it is, *)
(* and the rule is the same, because it speaks of the log and the term     *)
(* of one server only: a server has accepted its log, in the term that it  *)
(* is in, as soon as its log ends with an entry of that term.              *)
(*                                                                         *)
(* Snapshots and changes of membership are switched off here: a snapshot   *)
(* no longer says which entries it stands for, and with the voters the     *)
(* quorums would change.                                                   *)
(***************************************************************************)
EXTENDS Raft

VARIABLE
    accepted    \* history: accepted[s][j]: the pairs <<t, e>> such that server j accepted entry e in slot s in term t

ASSUME NoSnapshotsNoChanges == Compacting = {} /\ MaxConfigs = 0

\* One name for the whole state, because [Next]_vars needs it.
bridgeVars == <<vars, accepted>>

\* Requests stay within MaxIndex; no-ops may come on top. In term 0 nothing happens.
Slots == 1 .. MaxIndex + MaxTerm
Ballots == 1 .. MaxTerm

\* What may stand in a slot.
Proposals == [term : Ballots, type : {"value"}, value : Value] \cup [term : Ballots, type : {"noop"}]

-----------------------------------------------------------------------------

\* What server j has accepted in slot s, in the term in which a step leaves it.
Accepts(s, j) ==
    IF s <= Len(log'[j]) /\ LastTerm(j)' = currentTerm'[j] THEN {<<currentTerm'[j], log'[j][s]>>} ELSE {}

\* At first nothing is accepted.
BridgeInit ==
    /\ Init
    /\ accepted = [s \in Slots |-> [j \in Server |-> {}]]

\* A step of Raft, and what is accepted in it. Nothing that Raft may do is forbidden here, and nothing is added.
BridgeNext ==
    /\ Next
    /\ accepted' = [s \in Slots |-> [j \in Server |-> accepted[s][j] \cup Accepts(s, j)]]

BridgeSpec == BridgeInit /\ [][BridgeNext]_bridgeVars

-----------------------------------------------------------------------------

\* The instance of Voting that slot s is. Raft's term 0 is Voting's "no ballot yet".
Slot(s) == INSTANCE SafeVoting WITH
    Value <- Proposals,
    Acceptor <- InitVoters,
    Quorum <- {Q \in SUBSET InitVoters : IsQuorum(Q, InitVoters)},
    Ballot <- Ballots,
    votes <- [j \in InitVoters |-> accepted[s][j]],
    maxBal <- [j \in InitVoters |-> IF currentTerm[j] = 0 THEN -1 ELSE currentTerm[j]]

\* Each slot is Voting with SafeAt.
RefinesSafeVoting ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots : [Slot(s)!SafeNext]_(Slot(s)!vars)]_bridgeVars

\* In no slot are two entries chosen.
ChosenUnique == \A s \in Slots : Slot(s)!Agreement

\* What a leader commits is chosen, and so is all that any server calls committed.
CommittedIsChosen ==
    /\ \A s \in DOMAIN committed : committed[s].entry \in Slot(s)!chosen
    /\ \A i \in Server : \A s \in 1 .. commitIndex[i] : log[i][s] \in Slot(s)!chosen
=============================================================================
