----------------------------- MODULE MCPaxosBug -----------------------------
(***************************************************************************)
(* The mistakes that people make with Paxos.  Each operator here stands in *)
(* for one of Paxos in a *_bug.cfg model (Paxos's name <- the name here),  *)
(* and the model must then be violated: a property that no mistake         *)
(* violates says nothing.  The numbers X1, X2, ... are those of the        *)
(* catalogue of mutants, which puts the same mistakes into the code.       *)
(***************************************************************************)
EXTENDS MCPaxos

\* X10. Quorums that do not intersect: two groups that can decide without knowing of each other.
Loners == {{a} : a \in Acceptor}

\* In place of QuorumsIntersect: the assumption is not made, so that Loners get as far as doing harm.
NotAssumed == TRUE

-----------------------------------------------------------------------------

\* A proposer that counts on without end, so that its numbers leave those that the model has: in place of Phase1a.
Phase1aCountsOn(p, b) ==
    /\ bal' = [bal EXCEPT ![p] = @ + 2]
    /\ phase' = [phase EXCEPT ![p] = "prepare"]
    /\ promises' = [promises EXCEPT ![p] = {}]
    /\ Send(Msg1a(bal'[p]))
    /\ UNCHANGED <<acceptorVars, learned>>

\* X8, one half. The promises collected for a lower ballot are kept for the next: in place of Phase1a.
Phase1aKeepsPromises(p, b) ==
    /\ Owner[b] = p
    /\ b > bal[p]
    /\ bal' = [bal EXCEPT ![p] = b]
    /\ phase' = [phase EXCEPT ![p] = "prepare"]
    /\ Send(Msg1a(b))
    /\ UNCHANGED <<promises, acceptorVars, learned>>

\* X1. The proposer asks for its own value, whatever the promises say: in place of Proposable.
ProposableIsOwn(p) == Input[p]

\* X2. The lowest vote of the quorum instead of the highest: in place of HighestVotes.
LowestVotes(p) ==
    {m \in promises[p] : m.maxVBal # -1 /\ \A n \in promises[p] : n.maxVBal # -1 => m.maxVBal <= n.maxVBal}

\* A proposer that makes a value up when it is free: in place of Proposable.
ProposableIsAnything(p) ==
    IF HighestVotes(p) = {} THEN Value ELSE {m.maxVal : m \in HighestVotes(p)}

\* X3. The acceptor accepts what it has promised not to: in place of Phase2b.
Phase2bBreaksPromise(a, b, v) ==
    /\ Msg2a(b, v) \in msgs
    /\ maxBal' = [maxBal EXCEPT ![a] = IF b > @ THEN b ELSE @]
    /\ maxVBal' = [maxVBal EXCEPT ![a] = b]
    /\ maxVal' = [maxVal EXCEPT ![a] = v]
    /\ Send(Msg2b(a, b, v))
    /\ UNCHANGED <<proposerVars, learned>>

\* X7. Accepting does not raise the highest ballot seen: in place of Phase2b.
Phase2bForgetsSeen(a, b, v) ==
    /\ Msg2a(b, v) \in msgs
    /\ b >= maxBal[a]
    /\ maxVBal' = [maxVBal EXCEPT ![a] = b]
    /\ maxVal' = [maxVal EXCEPT ![a] = v]
    /\ Send(Msg2b(a, b, v))
    /\ UNCHANGED <<proposerVars, maxBal, learned>>

\* The acceptor takes the prepare request for leave to accept any value: in place of Phase2b.
Phase2bMakesUp(a, b, v) ==
    /\ Msg1a(b) \in msgs
    /\ b >= maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
    /\ maxVBal' = [maxVBal EXCEPT ![a] = b]
    /\ maxVal' = [maxVal EXCEPT ![a] = v]
    /\ Send(Msg2b(a, b, v))
    /\ UNCHANGED <<proposerVars, learned>>

\* X9. Acceptances of a value count at whatever ballot they were given: in place of Learn.
LearnByValue(l, b, v) ==
    /\ HasQuorum(UNION {AcceptedBy(c, v) : c \in Ballot})
    /\ learned' = [learned EXCEPT ![l] = v]
    /\ UNCHANGED <<proposerVars, acceptorVars, msgs>>

\* X6. The proposer's ballot was not on its disk, so it uses it again: in place of RestartProposer.
RestartProposerForgets(p) ==
    /\ bal' = [bal EXCEPT ![p] = -1]
    /\ phase' = [phase EXCEPT ![p] = "idle"]
    /\ promises' = [promises EXCEPT ![p] = {}]
    /\ UNCHANGED <<acceptorVars, learned, msgs>>

\* X5. Only the acceptance was on the acceptor's disk, not the promise: in place of RestartAcceptor.
RestartAcceptorForgetsPromise(a) ==
    /\ maxBal' = [maxBal EXCEPT ![a] = maxVBal[a]]
    /\ UNCHANGED <<proposerVars, maxVBal, maxVal, learned, msgs>>

\* Only the promise was on the acceptor's disk, not the acceptance: in place of RestartAcceptor.
RestartAcceptorForgetsVote(a) ==
    /\ maxVBal' = [maxVBal EXCEPT ![a] = -1]
    /\ maxVal' = [maxVal EXCEPT ![a] = None]
    /\ UNCHANGED <<proposerVars, maxBal, learned, msgs>>
=============================================================================
