-------------------------- MODULE DuellingProposers --------------------------
(***************************************************************************)
(* Paxos, and a schedule on which it never decides: two proposers outbid   *)
(* each other for ever.  Nobody crashes, no message is lost, every process *)
(* goes on taking steps.  That every algorithm has such a schedule is the  *)
(* theorem of Fischer, Lynch and Paterson, "Impossibility of Distributed   *)
(* Consensus with One Faulty Process" (1985).  Here one schedule of one    *)
(* algorithm is found; that is an example of the theorem and proves        *)
(* nothing of others.  What helps is one leader: "Paxos Made Simple",      *)
(* section 2.4.                                                            *)
(*                                                                         *)
(* The steps are Paxos.tla's own.  Two things are added:                   *)
(*                                                                         *)
(*  - Guards.  Whoever chooses the schedule may choose among fewer         *)
(*    schedules, and the model gets small.  A guard says only WHEN a step  *)
(*    of Paxos is taken, never what it does.                               *)
(*                                                                         *)
(*  - Renumber.  Ballots only grow and messages are only added, so no      *)
(*    state of Paxos comes again once a ballot was started; no cycle could *)
(*    show a duel without end.  But Paxos compares ballots with each other *)
(*    and with -1 and does nothing else with them.  So Renumber forgets    *)
(*    the messages that nobody can receive any more, and lowers all        *)
(*    ballots by the number of proposers, which leaves each ballot with    *)
(*    its owner.  To Paxos that is no step at all: UnrolledDuel.tla keeps  *)
(*    account of what is forgotten and subtracted, and has it checked.     *)
(***************************************************************************)
EXTENDS Paxos

\* What Renumber subtracts.
Round == Cardinality(Proposer)

\* Lower by the number of proposers, a ballot has the same owner.
ASSUME RoundAssumption ==
    \A b, c \in Ballot : c = b + Round => Owner[b] = Owner[c]

-----------------------------------------------------------------------------

\* A quorum may still accept v at b: each of its acceptors has, or has promised nothing above b.
Choosable(b, v) == \E Q \in Quorum : \A a \in Q : Msg2b(a, b, v) \in msgs \/ maxBal[a] <= b

\* Somebody may still receive the message to some effect, or it may count for a choice. A message that is not live never will be, as
\* ballots only grow.
\* @type: $message => Bool;
Live(m) ==
    CASE m.type = "1a" -> \E a \in Acceptor : maxBal[a] < m.bal
      [] m.type = "1b" -> \E p \in Proposer : bal[p] = m.bal /\ phase[p] = "prepare"
      [] m.type = "2a" -> \E a \in Acceptor : maxBal[a] <= m.bal /\ maxVBal[a] # m.bal
      [] m.type = "2b" -> Choosable(m.bal, m.val)

\* What is on the network, without what is of no use to anybody.
Kept == {m \in msgs : Live(m)}

\* All the ballots that anything depends on. A promise has two.
Numbers ==
    {bal[p] : p \in Proposer} \cup {maxBal[a] : a \in Acceptor} \cup {maxVBal[a] : a \in Acceptor}
    \cup {m.bal : m \in Kept} \cup {m.maxVBal : m \in {n \in Kept : n.type = "1b"}}

\* The lowest ballots are in use no more: all can come down.
Excess == Numbers # {-1} /\ \A n \in Numbers \ {-1} : n - Round \in Ballot

\* A ballot by n higher, or lower if n is negative. No ballot remains none.
Shifted(b, n) == IF b = -1 THEN -1 ELSE b + n

\* A message with its ballots by n higher.
\* @type: ($message, Int) => $message;
ShiftedMsg(m, n) ==
    CASE m.type = "1a" -> Msg1a(m.bal + n)
      [] m.type = "1b" -> Msg1b(m.acc, m.bal + n, Shifted(m.maxVBal, n), m.maxVal)
      [] m.type = "2a" -> Msg2a(m.bal + n, m.val)
      [] m.type = "2b" -> Msg2b(m.acc, m.bal + n, m.val)

\* The state with all its ballots by n higher, and of the messages those in S.
Shift(n, S) ==
    /\ bal' = [p \in Proposer |-> Shifted(bal[p], n)]
    /\ promises' = [p \in Proposer |-> {ShiftedMsg(m, n) : m \in promises[p]}]
    /\ maxBal' = [a \in Acceptor |-> Shifted(maxBal[a], n)]
    /\ maxVBal' = [a \in Acceptor |-> Shifted(maxVBal[a], n)]
    /\ msgs' = {ShiftedMsg(m, n) : m \in S}
    /\ UNCHANGED <<phase, maxVal, learned>>

\* Forgets what can be forgotten, and lowers the ballots if they can be.
Renumber ==
    /\ chosen = {}
    /\ Excess \/ Kept # msgs
    /\ Shift(IF Excess THEN -Round ELSE 0, Kept)

-----------------------------------------------------------------------------

\* Promises and accept requests arrive at once: the proposers that collect have all that was sent to them, and the acceptors have accepted
\* what they may.
Delivered ==
    /\ \A m \in Kept : m.type = "1b" => \A p \in Proposer : bal[p] = m.bal => m \in promises[p] \/ HasQuorum(Promised(p))
    /\ \A m \in Kept : m.type # "2a"

\* What the schedules have in common. When a value is chosen the duel is over; only prepare requests are slow; and whatever can be forgotten is.
Open == chosen = {} /\ ~ Excess /\ Kept = msgs /\ Delivered

\* Every acceptor has had what p asked for at its ballot, or has seen a higher one: from this ballot nothing more will come. Paxos
\* leaves it open how p knows; implementations reject a request aloud.
Overtaken(p) == \A a \in Acceptor : maxBal[a] > bal[p] \/ maxVBal[a] = bal[p]

\* Higher than p's last ballot and than all that the acceptors have seen.
Outbids(p, b) == b > bal[p] /\ \A a \in Acceptor : b > maxBal[a]

\* Phase 1(a) of a proposer that has started no ballot, or has no more to hope from it, and has nothing left to propose: it takes the
\* lowest of its ballots that outbids the others.
Prepares(p, b) ==
    /\ bal[p] = -1 \/ Overtaken(p)
    /\ ~ HasQuorum(Promised(p))
    /\ Outbids(p, b)
    /\ \A c \in Ballot : Owner[c] = p /\ Outbids(p, c) => b <= c
    /\ Phase1a(p, b)

\* The steps of Paxos, as far as the schedules have them. First, Phase1a.
Prepare(p, b) == Open /\ Prepares(p, b)

\* Phase1b; to each acceptor prepare requests come in the order of their ballots.
Promise(a, b) == Open /\ (\A c \in Ballot : c < b /\ Msg1a(c) \in msgs => c <= maxBal[a]) /\ Phase1b(a, b)

\* ReceivePromise, at once.
Collect(p, a, b) == chosen = {} /\ Kept = msgs /\ ReceivePromise(p, a, b)

\* Phase2a, late or soon.
Propose(p, v) == Open /\ Phase2a(p, v)

\* Phase2b, at once.
Accept(a, b, v) == chosen = {} /\ Kept = msgs /\ Phase2b(a, b, v)

\* Without crashes, as a schedule in which somebody crashes would show less; learners have no part in choosing.
Duel ==
    \/ \E p \in Proposer, b \in Ballot : Prepare(p, b)
    \/ \E a \in Acceptor, b \in Ballot : Promise(a, b)
    \/ \E p \in Proposer, a \in Acceptor, b \in Ballot : Collect(p, a, b)
    \/ \E p \in Proposer, v \in Value : Propose(p, v)
    \/ \E a \in Acceptor, b \in Ballot, v \in Value : Accept(a, b, v)
    \/ Renumber

-----------------------------------------------------------------------------

\* Fairness is Paxos's own and has nothing to do with the guards above: what a process can do, as Paxos has it, it does at last, unless
\* it can no longer do it. So each request and promise is received in the end, or comes too late; each proposer that has nothing to hope
\* from its ballot starts another; and each that has its promises proposes.
FairProposers == \A p \in Proposer : WF_vars(\E b \in Ballot : Prepares(p, b)) /\ WF_vars(\E v \in Value : Phase2a(p, v))
FairPromises == \A a \in Acceptor : WF_vars(\E b \in Ballot : Phase1b(a, b))
FairCollecting == \A p \in Proposer, a \in Acceptor : WF_vars(\E b \in Ballot : ReceivePromise(p, a, b))
FairAccepts == \A a \in Acceptor : WF_vars(\E b \in Ballot, v \in Value : Phase2b(a, b, v))

\* The steps alone: nobody is obliged to act.
DuelSpec == Init /\ [][Duel]_vars

\* Every process and every message get their turn; who prepares when is left open.
FairSpec == DuelSpec /\ WF_vars(Renumber) /\ FairProposers /\ FairPromises /\ FairCollecting /\ FairAccepts

\* A leader oracle, as a property of behaviours: from some moment on, only one proposer prepares. Neither which one nor when is known.
OneLeader == \E p \in Proposer : <>[][\A q \in Proposer \ {p}, b \in Ballot : ~ Prepare(q, b)]_vars

\* The same steps and the same fairness, and a leader in the end.
OracleSpec == FairSpec /\ OneLeader

\* Some value is chosen in the end. FairSpec does not imply that; OracleSpec does.
Decided == <>(chosen # {})
=============================================================================
