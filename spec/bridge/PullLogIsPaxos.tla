---------------------------- MODULE PullLogIsPaxos ----------------------------
(***************************************************************************)
(* Each slot of the log of pull-based Raft is one instance of Voting, as   *)
(* in RaftCoreIsPaxos.  PullLog is taken as it is, and needs no history:   *)
(* it remembers what was written in each term, and who reported what.      *)
(*                                                                         *)
(* The rule: to pull an entry is not to accept it; to report it is.  Who   *)
(* reports a position in that position's own term has accepted, in that    *)
(* term, all that its primary wrote up to there; and a primary has         *)
(* accepted all that it wrote.                                             *)
(***************************************************************************)
EXTENDS PullLog

CONSTANT
    \* @type: Int;
    MaxSlot    \* the slots up to this one are looked at

\* The slots, and the ballots: in term 0 nothing happens.
Slots == 1 .. MaxSlot
Ballots == 1 .. MaxTerm

-----------------------------------------------------------------------------

\* Who has been elected in term t; only of terms in which something was written will it be asked.
Elected(i, t) == IsQuorum({i} \cup {j \in Voter : [term |-> t, voter |-> j, candidate |-> i] \in votes})

\* The terms in which member i accepted something in slot s: as the primary, and by a report.
AsPrimary(s, i) == {t \in Ballots : s <= Len(written[t]) /\ Elected(i, t)}
ByReport(s, i) ==
    {t \in Ballots : s <= Len(written[t]) /\
        \E r \in reported : r.member = i /\ r.position.term = t /\ r.position.index >= s}

\* And what: what the primary of the term wrote there.
Accepted(s) == [i \in Voter |-> {<<t, written[t][s]>> : t \in AsPrimary(s, i) \cup ByReport(s, i)}]

\* The instance of Voting that slot s is. Only those that vote accept.
Slot(s) == INSTANCE SafeVoting WITH
    Value <- Entries,
    Acceptor <- Voter,
    Quorum <- {Q \in SUBSET Voter : IsQuorum(Q)},
    Ballot <- Ballots,
    votes <- Accepted(s),
    maxBal <- [i \in Voter |-> IF currentTerm[i] = 0 THEN -1 ELSE currentTerm[i]]

-----------------------------------------------------------------------------

\* Each slot is Voting with SafeAt.
RefinesSafeVoting ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots : [Slot(s)!SafeNext]_(Slot(s)!vars)]_vars

\* In no slot are two entries chosen.
ChosenUnique == \A s \in Slots : Slot(s)!Agreement

\* What a primary commits is chosen, in the instance of its slot.
CommittedIsChosen == \A s \in DOMAIN committed \cap Slots : Chosen[s] \in Slot(s)!chosen

\* What a member knows to be committed is chosen.
CommitPointIsChosen ==
    \A i \in Server : \A s \in Slots : s <= commitPoint[i].index => s <= Len(log[i]) /\ log[i][s] \in Slot(s)!chosen
=============================================================================
