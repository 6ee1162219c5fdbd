---------------------------- MODULE RaftCoreIsPaxos ----------------------------
(***************************************************************************)
(* Each slot of Raft's log is one instance of Voting: its acceptors are    *)
(* the servers, its ballots are the terms, the highest ballot that an      *)
(* acceptor has seen is currentTerm, and the values are the entries.       *)
(*                                                                         *)
(* RaftCore is taken as it is.  One variable is added that only remembers: *)
(* what each server accepted in which slot, and in which term.  (Raft      *)
(* calls a vote what a server promises to a candidate; what Voting calls   *)
(* a vote is the acceptance of an entry, and is called so here.)           *)
(*                                                                         *)
(* The rule: a server has accepted its log, from the first slot on, in the *)
(* term that it is in, as soon as its log has an entry of that term.  To   *)
(* hold an entry of an older term is not to have accepted it in this one,  *)
(* even if this term's leader sent it: see Figure 8 of the paper.          *)
(***************************************************************************)
EXTENDS RaftCore

VARIABLE
    \* @type: Int -> (SERVER -> Set(<<Int, $entry>>));
    accepted    \* history: accepted[s][j]: the pairs <<t, e>> such that server j accepted entry e in slot s in term t

\* One name for the whole state, because [Next]_vars needs it.
bridgeVars == <<vars, accepted>>

\* The slots of the log, and the ballots: in term 0 nothing happens.
Slots == 1 .. MaxIndex
Ballots == 1 .. MaxTerm

-----------------------------------------------------------------------------

\* What server j has accepted in slot s, in the term in which a step leaves it.
Accepts(s, j) ==
    IF s <= Len(log'[j]) /\ LastTerm(log'[j]) = currentTerm'[j] THEN {<<currentTerm'[j], log'[j][s]>>} ELSE {}

\* What was accepted stays accepted, whatever becomes of the log.
Remembered(s, j) == accepted[s][j]

\* At first nothing is accepted.
BridgeInit ==
    /\ Init
    /\ accepted = [s \in Slots |-> [j \in Server |-> {}]]

\* A step of Raft, and what is accepted in it. Nothing that Raft may do is forbidden here, and nothing is added.
BridgeNext ==
    /\ Next
    /\ accepted' = [s \in Slots |-> [j \in Server |-> Remembered(s, j) \cup Accepts(s, j)]]

BridgeSpec == BridgeInit /\ [][BridgeNext]_bridgeVars

-----------------------------------------------------------------------------

\* The instance of Voting that slot s is. Raft's term 0 is Voting's "no ballot yet".
Slot(s) == INSTANCE SafeVoting WITH
    Value <- Entries,
    Acceptor <- Server,
    Ballot <- Ballots,
    votes <- accepted[s],
    maxBal <- [j \in Server |-> IF currentTerm[j] = 0 THEN -1 ELSE currentTerm[j]]

\* What is remembered is what its comment says.
HistoryOK == accepted \in [Slots -> [Server -> SUBSET (Ballots \X Entries)]]

\* Each slot is Voting with SafeAt: \A s \in Slots : Slot(s)!SafeSpec, written as one predicate and one [][]_, so that a checker need
\* not take it for a property of endless behaviours.
RefinesSafeVoting ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots : [Slot(s)!SafeNext]_(Slot(s)!vars)]_bridgeVars

\* In no slot are two entries chosen.
ChosenUnique == \A s \in Slots : Slot(s)!Agreement

\* What Raft commits is chosen, in the instance of its slot.
CommittedIsChosen == \A s \in DOMAIN committed : committed[s] \in Slot(s)!chosen

-----------------------------------------------------------------------------
\* Raft's up-to-date check is Paxos's "use the value of the highest ballot that was accepted" (section 5.4.1).

\* A log belongs to the term of its last entry: somebody, the leader of that term, has accepted all of it in that term. So the last
\* term of a log is the ballot that its owner reports with it.
LogIsOfItsLastTerm ==
    \A i \in Server : \A s \in DOMAIN log[i] : \E j \in Server : <<LastTerm(log[i]), log[i][s]>> \in accepted[s][j]

\* What the members of Q report of slot s with the highest ballot.
HighestReported(Q, s) ==
    LET reporting == {j \in Q : s <= Len(log[j])}
        highest == {j \in reporting : \A k \in reporting : LastTerm(log[k]) <= LastTerm(log[j])}
    IN  {log[j][s] : j \in highest}

\* Those who take part in an election: they enter a term together.
Entering == {j \in Server : currentTerm'[j] > currentTerm[j]}

\* In each slot that it has filled, a new leader has what a proposer of Paxos must propose.
ElectedHasHighest ==
    [][\A i \in Server : i \in Entering /\ state'[i] = "Leader" =>
           \A s \in DOMAIN log[i] : log[i][s] \in HighestReported(Entering, s)]_bridgeVars

\* And so it may go on from its log without asking about single slots: what it holds is safe to propose, and where it holds nothing,
\* anything is, although others may have accepted something there.
LeadersLogIsSafe ==
    \A i \in Server : state[i] = "Leader" =>
        \A s \in Slots :
            LET proposable == IF s <= Len(log[i]) THEN {log[i][s]} ELSE Entries
            IN  \A e \in proposable : Slot(s)!SafeAt(currentTerm[i], e)

-----------------------------------------------------------------------------
\* Raft's rule that only entries of the leader's term are committed by counting is Paxos's "a majority at the same ballot"
\* (section 5.4.2).

\* What is newly committed, with what comes along, a quorum has accepted in one term, and that is the term of a leader.
CommitsAtOneBallot ==
    [][\A s \in DOMAIN committed' : (s <= Len(committed) => committed'[s] # committed[s]) =>
           \E i \in Server : state[i] = "Leader" /\ Slot(s)!ChosenAt(currentTerm[i], committed'[s])]_bridgeVars
=============================================================================
