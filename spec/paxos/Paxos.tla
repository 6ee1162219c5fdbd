-------------------------------- MODULE Paxos --------------------------------
(***************************************************************************)
(* Paxos for one decision, after Leslie Lamport, "Paxos Made Simple"       *)
(* (2001), to whose sections the comments refer.                           *)
(*                                                                         *)
(* Two phases: a proposer first collects promises from a quorum of         *)
(* acceptors, then asks them to accept a value.  Each acceptor keeps two   *)
(* numbers: the highest ballot it has SEEN, and the highest ballot it has  *)
(* ACCEPTED, with the value.  The first keeps old proposers out; the       *)
(* second tells new proposers what may have been chosen already.  A value  *)
(* is chosen when a quorum accepted it at the SAME ballot.                 *)
(*                                                                         *)
(* What may go wrong is part of the module:                                *)
(*                                                                         *)
(*  - Messages are lost, duplicated, delayed and reordered.  The network   *)
(*    is a set that only grows, which stands for all four: a message that  *)
(*    nobody ever receives is a lost one, a message received again is a    *)
(*    duplicate, and a set has no order.  Nothing forces a step that       *)
(*    receives, so an explicit action that loses a message would only add  *)
(*    states in which less can happen.                                     *)
(*                                                                         *)
(*  - Processes crash and restart.  A process that is down takes no step,  *)
(*    and no other process can tell that from a slow one; so what matters  *)
(*    of a crash is what is gone afterwards, and crash and restart are one *)
(*    action, named Restart, for each role.  It resets what is volatile    *)
(*    and keeps what is durable.  A step and the write to disk that it     *)
(*    needs are one action too: messages leave after the write, so a crash *)
(*    before the write is a step that never happened.                      *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

\* The types are for Apalache alone. To it, one record type stands for the messages of all half-phases: each has some of the fields.
\* @typeAlias: message = [type: Str, acc: ACCEPTOR, bal: Int, val: VALUE, maxVBal: Int, maxVal: VALUE];
Paxos_typedefs == TRUE

CONSTANTS
    \* @type: Set(VALUE);
    Value,     \* what can be chosen
    \* @type: Set(PROPOSER);
    Proposer,  \* the processes that start ballots
    \* @type: Set(ACCEPTOR);
    Acceptor,  \* the processes whose votes choose
    \* @type: Set(LEARNER);
    Learner,   \* the processes that find out what was chosen
    \* @type: Set(Set(ACCEPTOR));
    Quorum,    \* the sets of acceptors that suffice to choose: majorities, or anything else that intersects
    \* @type: Set(Int);
    Ballot,    \* the proposal numbers: naturals, so that -1 can mean "none yet"
    \* @type: Int -> PROPOSER;
    Owner,     \* Owner[b]: the only proposer who may use ballot b, so that no two ever share a number (section 2.5)
    \* @type: PROPOSER -> Set(VALUE);
    Input,     \* Input[p]: the values that clients asked proposer p to propose; it is free to propose these only
    \* @type: VALUE;
    None       \* the value of an acceptor that has accepted nothing, and of a learner that has learned nothing

VARIABLES
    \* @type: PROPOSER -> Int;
    bal,       \* bal[p]: the highest ballot that proposer p has started: DURABLE, or a number would be used twice
    \* @type: PROPOSER -> Str;
    phase,     \* phase[p]: "prepare" while p collects promises for bal[p], otherwise "idle": volatile
    \* @type: PROPOSER -> Set($message);
    promises,  \* promises[p]: the promises for bal[p] that p has received: volatile
    \* @type: ACCEPTOR -> Int;
    maxBal,    \* maxBal[a]: the highest ballot that acceptor a has seen: DURABLE, or a promise would be broken
    \* @type: ACCEPTOR -> Int;
    maxVBal,   \* maxVBal[a]: the highest ballot in which a has accepted a value: DURABLE, or a choice would be lost
    \* @type: ACCEPTOR -> VALUE;
    maxVal,    \* maxVal[a]: the value it accepted there: DURABLE, with maxVBal
    \* @type: LEARNER -> VALUE;
    learned,   \* learned[l]: the value that learner l has learned: volatile, as it can be learned again
    \* @type: Set($message);
    msgs       \* every message ever sent

\* Grouped by role, so that an action says in one word which roles it leaves alone.
proposerVars == <<bal, phase, promises>>
acceptorVars == <<maxBal, maxVBal, maxVal>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<bal, phase, promises, maxBal, maxVBal, maxVal, learned, msgs>>

\* Two groups must not reach different decisions: any two quorums have a member in common, and it votes once in a ballot.
\* It is an operator and not only an ASSUME, so that a bug model can take it away and show what then happens.
QuorumsIntersect == \A Q, R \in Quorum : Q \cap R # {}

\* The one fact about quorums that the algorithm rests on; that they are majorities is never used.
ASSUME QuorumAssumption == QuorumsIntersect /\ \A Q \in Quorum : Q \subseteq Acceptor

\* Ballots are compared with each other and with -1, below all of them.
ASSUME BallotAssumption == Ballot \subseteq Nat

\* The ballots are divided among the proposers, and clients ask for values.
ASSUME OwnerAssumption == Owner \in [Ballot -> Proposer] /\ Input \in [Proposer -> SUBSET Value]

-----------------------------------------------------------------------------

\* The messages of the four half-phases. A promise carries the second of the acceptor's numbers with its value, because
\* that is what the proposer has to know; no other message says more than its ballot, its sender and its value.
Msg1a(b) == [type |-> "1a", bal |-> b]
Msg1b(a, b, vb, v) == [type |-> "1b", acc |-> a, bal |-> b, maxVBal |-> vb, maxVal |-> v]
Msg2a(b, v) == [type |-> "2a", bal |-> b, val |-> v]
Msg2b(a, b, v) == [type |-> "2b", acc |-> a, bal |-> b, val |-> v]

\* All the messages there can be, so that TypeOK can say what msgs is a set of.
Message ==
    {Msg1a(b) : b \in Ballot}
    \cup {Msg1b(a, b, vb, v) : a \in Acceptor, b \in Ballot, vb \in Ballot \cup {-1}, v \in Value \cup {None}}
    \cup {Msg2a(b, v) : b \in Ballot, v \in Value}
    \cup {Msg2b(a, b, v) : a \in Acceptor, b \in Ballot, v \in Value}

\* Sending what was sent before changes nothing: to a receiver a copy is a duplicate, which may come anyway.
Send(m) == msgs' = msgs \cup {m}

\* A set of acceptors decides when a quorum stands in it, however many more there are.
HasQuorum(S) == \E Q \in Quorum : Q \subseteq S

-----------------------------------------------------------------------------

\* At first no ballot was started, nobody promised or accepted anything, and the network is empty.
Init ==
    /\ bal = [p \in Proposer |-> -1]
    /\ phase = [p \in Proposer |-> "idle"]
    /\ promises = [p \in Proposer |-> {}]
    /\ maxBal = [a \in Acceptor |-> -1]
    /\ maxVBal = [a \in Acceptor |-> -1]
    /\ maxVal = [a \in Acceptor |-> None]
    /\ learned = [l \in Learner |-> None]
    /\ msgs = {}

\* Phase 1(a), section 2.2: proposer p starts ballot b, one of its own and above all that it started before, even before
\* a crash, and asks the acceptors for promises. What it collected for a lower ballot is of no use in this one.
Phase1a(p, b) ==
    /\ Owner[b] = p
    /\ b > bal[p]
    /\ bal' = [bal EXCEPT ![p] = b]
    /\ phase' = [phase EXCEPT ![p] = "prepare"]
    /\ promises' = [promises EXCEPT ![p] = {}]
    /\ Send(Msg1a(b))
    /\ UNCHANGED <<acceptorVars, learned>>

\* Phase 1(b), section 2.2: acceptor a promises to accept nothing below b, if b is higher than all that it has seen, and
\* reports the highest ballot in which it accepted, with the value.
Phase1b(a, b) ==
    /\ Msg1a(b) \in msgs
    /\ b > maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
    /\ Send(Msg1b(a, b, maxVBal[a], maxVal[a]))
    /\ UNCHANGED <<proposerVars, maxVBal, maxVal, learned>>

\* The acceptors whose promises p holds.
Promised(p) == {m.acc : m \in promises[p]}

\* Between the phases, section 2.2: proposer p receives a's promise for ballot b. It counts only for the ballot that p is
\* preparing now, since promises of different ballots together promise nothing; and when a quorum has promised, more are
\* not needed. No two promises of a are for one ballot, so a and b determine the message.
ReceivePromise(p, a, b) ==
    /\ \E m \in msgs :
        /\ m.type = "1b" /\ m.acc = a /\ m.bal = b
        /\ phase[p] = "prepare"
        /\ b = bal[p]
        /\ ~ HasQuorum(Promised(p))
        /\ promises' = [promises EXCEPT ![p] = @ \cup {m}]
    /\ UNCHANGED <<bal, phase, acceptorVars, learned, msgs>>

\* The promises that report a vote at the highest ballot of all that p holds: none if nobody has voted yet.
HighestVotes(p) ==
    {m \in promises[p] : m.maxVBal # -1 /\ \A n \in promises[p] : n.maxVBal <= m.maxVBal}

\* The rule of section 2.2 that makes Paxos safe: if any acceptor of the quorum accepted something, the value accepted at
\* the highest ballot must be proposed, because it may have been chosen; only if none did is the proposer free.
Proposable(p) ==
    IF HighestVotes(p) = {} THEN Input[p] ELSE {m.maxVal : m \in HighestVotes(p)}

\* Phase 2(a), section 2.2: with promises from a quorum, proposer p asks the acceptors to accept v. It leaves the phase at
\* once, because a second value must never be proposed at the same ballot.
Phase2a(p, v) ==
    /\ phase[p] = "prepare"
    /\ HasQuorum(Promised(p))
    /\ v \in Proposable(p)
    /\ phase' = [phase EXCEPT ![p] = "idle"]
    /\ promises' = [promises EXCEPT ![p] = {}]
    /\ Send(Msg2a(bal[p], v))
    /\ UNCHANGED <<bal, acceptorVars, learned>>

\* Phase 2(b), section 2.2: acceptor a accepts v at b unless it has promised not to. Both numbers move: to accept at b is
\* also to have seen b, so that nothing lower is accepted afterwards.
Phase2b(a, b, v) ==
    /\ Msg2a(b, v) \in msgs
    /\ b >= maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
    /\ maxVBal' = [maxVBal EXCEPT ![a] = b]
    /\ maxVal' = [maxVal EXCEPT ![a] = v]
    /\ Send(Msg2b(a, b, v))
    /\ UNCHANGED <<proposerVars, learned>>

\* The acceptors that say they accepted v at b. Both are asked for: (1, v) from one acceptor and (3, v) from another are
\* two halves of nothing.
AcceptedBy(b, v) == {a \in Acceptor : Msg2b(a, b, v) \in msgs}

\* Learning, section 2.3: learner l has heard from a quorum that accepted v at b. Which acceptances have reached it is not
\* kept: if too few have, the step is not taken yet, and what it collected would be volatile anyway.
Learn(l, b, v) ==
    /\ HasQuorum(AcceptedBy(b, v))
    /\ learned' = [learned EXCEPT ![l] = v]
    /\ UNCHANGED <<proposerVars, acceptorVars, msgs>>

\* Proposer p crashes and restarts. Its promises are gone, and with them the ballot: whether it had already proposed a
\* value in it is forgotten too, so it may go on only with a higher one. That is why bal is durable.
RestartProposer(p) ==
    /\ phase' = [phase EXCEPT ![p] = "idle"]
    /\ promises' = [promises EXCEPT ![p] = {}]
    /\ UNCHANGED <<bal, acceptorVars, learned, msgs>>

\* Acceptor a crashes and restarts. All that it knows is durable, so nothing changes: that IS the requirement of section
\* 2.5, stable storage. The code has to go through its disk and come back the same, and the bug models show
\* what happens when it does not.
RestartAcceptor(a) ==
    /\ maxBal' = [maxBal EXCEPT ![a] = @]
    /\ maxVBal' = [maxVBal EXCEPT ![a] = @]
    /\ maxVal' = [maxVal EXCEPT ![a] = @]
    /\ UNCHANGED <<proposerVars, learned, msgs>>

\* Learner l crashes and restarts, and has forgotten what it learned. That is harmless: the acceptors still know.
RestartLearner(l) ==
    /\ learned' = [learned EXCEPT ![l] = None]
    /\ UNCHANGED <<proposerVars, acceptorVars, msgs>>

\* Every process may take any of its steps at any time; the choices are all over constants, so that every engine names
\* every step by the same action and parameters.
Next ==
    \/ \E p \in Proposer, b \in Ballot : Phase1a(p, b)
    \/ \E a \in Acceptor, b \in Ballot : Phase1b(a, b)
    \/ \E p \in Proposer, a \in Acceptor, b \in Ballot : ReceivePromise(p, a, b)
    \/ \E p \in Proposer, v \in Value : Phase2a(p, v)
    \/ \E a \in Acceptor, b \in Ballot, v \in Value : Phase2b(a, b, v)
    \/ \E l \in Learner, b \in Ballot, v \in Value : Learn(l, b, v)
    \/ \E p \in Proposer : RestartProposer(p)
    \/ \E a \in Acceptor : RestartAcceptor(a)
    \/ \E l \in Learner : RestartLearner(l)

\* Safety only: nobody is obliged to act. That Paxos may never decide is not an error of it but the FLP theorem.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The shapes of the variables; also, that ballots stay within those that the model has.
TypeOK ==
    /\ bal \in [Proposer -> Ballot \cup {-1}]
    /\ phase \in [Proposer -> {"idle", "prepare"}]
    /\ \A p \in Proposer : promises[p] \subseteq msgs
    /\ maxBal \in [Acceptor -> Ballot \cup {-1}]
    /\ maxVBal \in [Acceptor -> Ballot \cup {-1}]
    /\ maxVal \in [Acceptor -> Value \cup {None}]
    /\ learned \in [Learner -> Value \cup {None}]
    /\ msgs \subseteq Message

\* The values chosen so far, by the definition of section 2.2: a quorum accepted the value, all at one ballot.
chosen == {v \in Value : \E b \in Ballot : HasQuorum(AcceptedBy(b, v))}

\* The property that Paxos is for (section 2.1): two values are never both chosen.
Agreement == Cardinality(chosen) <= 1

\* Only what a client asked for is chosen (section 2.1); without this an algorithm that always chooses the same value would do.
Nontriviality == \A v \in chosen : \E p \in Proposer : v \in Input[p]

\* A learner never believes that something was chosen that was not (section 2.1).
LearnedIsChosen == \A l \in Learner : learned[l] # None => learned[l] \in chosen

\* At one ballot only one value is proposed, so that acceptors at one ballot cannot disagree.
OneValuePerBallot ==
    \A b \in Ballot, v, w \in Value : Msg2a(b, v) \in msgs /\ Msg2a(b, w) \in msgs => v = w

\* What is accepted was proposed at that ballot: acceptors do not make values up.
AcceptedWasProposed ==
    \A m \in msgs : m.type = "2b" => Msg2a(m.bal, m.val) \in msgs

\* Of an acceptor's two numbers, the one it accepted at is never above the one it has seen.
VotedBelowSeen == \A a \in Acceptor : maxVBal[a] <= maxBal[a]

\* The second number, with its value, is indeed the acceptor's highest vote: what a promise reports is the truth.
LastVoteRemembered ==
    \A a \in Acceptor :
        /\ maxVBal[a] # -1 => Msg2b(a, maxVBal[a], maxVal[a]) \in msgs
        /\ \A m \in msgs : m.type = "2b" /\ m.acc = a => m.bal <= maxVBal[a]

\* A promise for b is kept: no vote of its sender lies between the vote that it reported and b, now or ever after.
PromisesKept ==
    \A m, n \in msgs :
        m.type = "1b" /\ n.type = "2b" /\ n.acc = m.acc => n.bal <= m.maxVBal \/ n.bal >= m.bal

\* The ballot of a proposer never falls, not even in a crash.
MonotonicBal == [][\A p \in Proposer : bal'[p] >= bal[p]]_vars

\* The highest ballot seen never falls, not even in a crash.
MonotonicMaxBal == [][\A a \in Acceptor : maxBal'[a] >= maxBal[a]]_vars

\* The highest ballot accepted never falls, not even in a crash.
MonotonicMaxVBal == [][\A a \in Acceptor : maxVBal'[a] >= maxVBal[a]]_vars

\* A learner may forget, but it never learns a second value in place of the first.
LearnedStable == [][\A l \in Learner : learned[l] # None => learned'[l] \in {learned[l], None}]_vars

-----------------------------------------------------------------------------

\* The votes of Voting are the acceptances on the network: what a crash cannot take back.
votes == [a \in Acceptor |-> {<<m.bal, m.val>> : m \in {n \in msgs : n.type = "2b" /\ n.acc = a}}]

\* Paxos is Voting with messages. An acceptor's first number is Voting's, its votes are what it sent; everything else is
\* there to find out ShowsSafeAt from a distance.
V == INSTANCE Voting

\* The refinement that carries the proof; a step that Voting does not know must leave votes and maxBal alone.
RefinesVoting == V!Spec

\* The contract, without the detour: follows from RefinesVoting, and is checked on its own because it is what users rely on.
C == INSTANCE Consensus

\* Only one choice is ever made, and it is never taken back.
RefinesConsensus == C!Spec
=============================================================================
