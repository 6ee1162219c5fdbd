------------------------------- MODULE APPaxos -------------------------------
(***************************************************************************)
(* Paxos for Apalache: the constants of its models, and an inductive       *)
(* invariant, with which it shows the safety of executions of any length.  *)
(***************************************************************************)
EXTENDS Paxos

\* Three acceptors, two values, three ballots: the least with which all that can go wrong does.
ConstInit ==
    /\ Value = {"v1_OF_VALUE", "v2_OF_VALUE"}
    /\ Proposer = {"p1_OF_PROPOSER", "p2_OF_PROPOSER"}
    /\ Acceptor = {"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}
    /\ Learner = {"l1_OF_LEARNER"}
    /\ Quorum = {{"a1_OF_ACCEPTOR", "a2_OF_ACCEPTOR"}, {"a1_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}, {"a2_OF_ACCEPTOR", "a3_OF_ACCEPTOR"}}
    /\ Ballot = 1 .. 3
    /\ Owner \in [Ballot -> Proposer]
    /\ Input \in [Proposer -> SUBSET Value]
    /\ None = "None_OF_VALUE"

-----------------------------------------------------------------------------

\* The promises that an acceptor can make: it reports no vote, or one below the ballot that it promises. That is a set for three ballots, in a
\* form that Apalache need not filter.
Promises ==
    {Msg1b(a, b, -1, None) : a \in Acceptor, b \in Ballot}
    \cup {Msg1b(a, 2, 1, v) : a \in Acceptor, v \in Value}
    \cup {Msg1b(a, 3, vb, v) : a \in Acceptor, vb \in {1, 2}, v \in Value}

\* All messages, with these promises.
Sendable ==
    {Msg1a(b) : b \in Ballot} \cup Promises
    \cup {Msg2a(b, v) : b \in Ballot, v \in Value}
    \cup {Msg2b(a, b, v) : a \in Acceptor, b \in Ballot, v \in Value}

\* TypeOK in a form from which Apalache makes the states to start from: each variable is an element of a set.
Types ==
    /\ bal \in [Proposer -> Ballot \cup {-1}]
    /\ phase \in [Proposer -> {"idle", "prepare"}]
    /\ maxBal \in [Acceptor -> Ballot \cup {-1}]
    /\ maxVBal \in [Acceptor -> Ballot \cup {-1}]
    /\ maxVal \in [Acceptor -> Value \cup {None}]
    /\ learned \in [Learner -> Value \cup {None}]
    /\ msgs \in SUBSET Sendable
    /\ promises \in [Proposer -> SUBSET Promises]

\* An acceptor has a value exactly if it has voted.
ValueOfVote == \A a \in Acceptor : maxVBal[a] = -1 <=> maxVal[a] = None

\* What a proposer holds are promises for its ballot, and they were sent.
PromisesSent == \A p \in Proposer : \A m \in promises[p] : m \in msgs /\ m.bal = bal[p]

\* The ballot of a proposer is its own.
BallotsOwned == \A p \in Proposer : bal[p] # -1 => Owner[bal[p]] = p

\* In its ballot a proposer proposes once, for it leaves the phase; and in higher ones not yet.
ProposedOnce ==
    \A m \in msgs : m.type = "2a" =>
        \/ m.bal < bal[Owner[m.bal]]
        \/ m.bal = bal[Owner[m.bal]] /\ phase[Owner[m.bal]] = "idle"

\* Who promised has seen the ballot, and the vote that a promise reports was cast.
PromisesTrue ==
    \A m \in msgs : m.type = "1b" =>
        /\ m.bal <= maxBal[m.acc]
        /\ m.maxVBal # -1 => Msg2b(m.acc, m.maxVBal, m.maxVal) \in msgs

\* What is proposed was asked for.
ProposedWasInput == \A m \in msgs : m.type = "2a" => \E p \in Proposer : m.val \in Input[p]

\* No acceptor of some quorum has voted, or will vote, for another value than v at b: NoneOtherChoosableAt of Voting.
NoneOtherAt(b, v) ==
    \E Q \in Quorum : \A a \in Q :
        \/ Msg2b(a, b, v) \in msgs
        \/ maxBal[a] > b /\ \A w \in Value : Msg2b(a, b, w) \notin msgs

\* What is proposed is safe: VotesSafe of Voting, for proposals.
ProposedIsSafe == \A m \in msgs : m.type = "2a" => \A c \in Ballot : c < m.bal => NoneOtherAt(c, m.val)

\* A part of the inductive invariant, that is not inductive alone: a proposer could begin with the ballot of another.
WithoutBallotsOwned ==
    /\ Types
    /\ ValueOfVote
    /\ PromisesSent
    /\ ProposedOnce
    /\ ProposedWasInput
    /\ ProposedIsSafe
    /\ PromisesTrue
    /\ PromisesKept
    /\ OneValuePerBallot
    /\ AcceptedWasProposed
    /\ VotedBelowSeen
    /\ LastVoteRemembered
    /\ LearnedIsChosen

\* Holds at first and is kept by every step, from any state in which it holds, reached or not.
IndInv == WithoutBallotsOwned /\ BallotsOwned
=============================================================================
