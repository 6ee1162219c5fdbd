-------------------------- MODULE MCUnrolledDuelBug --------------------------
(***************************************************************************)
(* Renumbering that is not faithful: each operator stands in for Account   *)
(* in a *_bug.cfg model, which must then be violated.                      *)
(***************************************************************************)
EXTENDS MCUnrolledDuel

\* Forgets all messages but those in S.
Keeping(S) ==
    /\ chosen = {}
    /\ S # msgs
    /\ Shift(0, S)
    /\ lost' = lost \cup {ShiftedMsg(m, base) : m \in msgs \ S}
    /\ UNCHANGED base

\* Takes acceptances for what nobody needs any more.
AccountForgetsAcceptances == Keeping({m \in Kept : m.type # "2b"})

\* Forgets a prepare request that one acceptor has received, although others have not.
AccountForgetsPrepares == Keeping({m \in Kept : m.type = "1a" => \A a \in Acceptor : maxBal[a] < m.bal})

\* Lowers all ballots but those that the acceptors have seen.
AccountForgetsSeen ==
    \/ /\ chosen = {} /\ Excess /\ base' = base + Round /\ base' <= Far
       /\ bal' = [p \in Proposer |-> Shifted(bal[p], -Round)]
       /\ promises' = [p \in Proposer |-> {ShiftedMsg(m, -Round) : m \in promises[p]}]
       /\ maxVBal' = [a \in Acceptor |-> Shifted(maxVBal[a], -Round)]
       /\ msgs' = {ShiftedMsg(m, -Round) : m \in Kept}
       /\ lost' = lost \cup {ShiftedMsg(m, base) : m \in msgs \ Kept}
       /\ UNCHANGED <<phase, maxBal, maxVal, learned>>
    \/ ~ Excess /\ Keeping(Kept)
=============================================================================
