----------------------------- MODULE UnrolledDuel -----------------------------
(***************************************************************************)
(* That renumbering is no cheating: the duel, with an account of what      *)
(* Renumber has subtracted and forgotten.  Added again, the result is a    *)
(* behaviour of Paxos, in which Renumber is no step, the same values are   *)
(* chosen, and the same messages can still be received.                    *)
(***************************************************************************)
EXTENDS DuellingProposers

CONSTANT
    \* @type: Int;
    Far        \* how much Renumber may subtract in all: the account would grow for ever

VARIABLES
    \* @type: Int;
    base,      \* what was subtracted
    \* @type: Set($message);
    lost       \* the messages that were forgotten, with the ballots that they were sent with

\* A step of Paxos: the account stays as it is.
Play ==
    /\ \/ \E p \in Proposer, b \in Ballot : Prepare(p, b)
       \/ \E a \in Acceptor, b \in Ballot : Promise(a, b)
       \/ \E p \in Proposer, a \in Acceptor, b \in Ballot : Collect(p, a, b)
       \/ \E p \in Proposer, v \in Value : Propose(p, v)
       \/ \E a \in Acceptor, b \in Ballot, v \in Value : Accept(a, b, v)
    /\ UNCHANGED <<base, lost>>

\* What Renumber takes away goes on the account.
Account ==
    /\ Renumber
    /\ base' = (IF Excess THEN base + Round ELSE base)
    /\ base' <= Far
    /\ lost' = lost \cup {ShiftedMsg(m, base) : m \in msgs \ Kept}

\* The duel, with its account.
UnrolledNext == Play \/ Account

\* Nothing was taken away at first.
UnrolledSpec == Init /\ base = 0 /\ lost = {} /\ [][UnrolledNext]_<<vars, base, lost>>

-----------------------------------------------------------------------------

\* All the ballots that can have been meant.
AllBallots == UNION {{b, b + Far} : b \in Ballot} \cup 1 .. Far

\* The owner of a ballot is that of the lower one, by whole rounds, in Ballot.
AllOwners == [b \in AllBallots |-> Owner[CHOOSE c \in Ballot : c <= Round /\ (b - c) % Round = 0]]

\* The state of Paxos that is meant.
Meant == INSTANCE DuellingProposers WITH
    Ballot <- AllBallots,
    Owner <- AllOwners,
    bal <- [p \in Proposer |-> Shifted(bal[p], base)],
    promises <- [p \in Proposer |-> {ShiftedMsg(m, base) : m \in promises[p]}],
    maxBal <- [a \in Acceptor |-> Shifted(maxBal[a], base)],
    maxVBal <- [a \in Acceptor |-> Shifted(maxVBal[a], base)],
    msgs <- lost \cup {ShiftedMsg(m, base) : m \in msgs}

\* What was meant all along is a behaviour of Paxos.
RefinesPaxos == Meant!Spec

\* Nothing that was forgotten counts for a choice: what is undecided here is undecided there.
SameChoice == Meant!chosen = chosen

\* Nothing that was forgotten can be received to any effect, not even later: so fairness here is fairness there.
SameLive == Meant!Kept = {ShiftedMsg(m, base) : m \in Kept}
=============================================================================
