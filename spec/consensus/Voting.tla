-------------------------------- MODULE Voting --------------------------------
(***************************************************************************)
(* Consensus by voting in numbered ballots: Paxos without its messages.    *)
(* Acceptors vote; a value is chosen when a quorum voted for it in the     *)
(* SAME ballot.  The idea of Paxos stands here undisturbed by the network: *)
(* before a vote is cast in a ballot, it must be certain that no other     *)
(* value has been chosen, or ever can be, in a lower ballot.               *)
(* Paxos refines this module, and this module refines Consensus.           *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    \* @type: Set(VALUE);
    Value,     \* the values that may be chosen
    \* @type: Set(ACCEPTOR);
    Acceptor,  \* the processes that vote
    \* @type: Set(Set(ACCEPTOR));
    Quorum,    \* the sets of acceptors that can choose a value: majorities, or anything else that intersects
    \* @type: Set(Int);
    Ballot     \* the numbers of the ballots: naturals, so that -1 can mean "none yet"

VARIABLES
    \* @type: ACCEPTOR -> Set(<<Int, VALUE>>);
    votes,     \* votes[a]: the pairs <<b, v>> such that acceptor a voted for v in ballot b; a vote is never taken back
    \* @type: ACCEPTOR -> Int;
    maxBal     \* maxBal[a]: the highest ballot that a has seen; a never votes in a lower one

\* One name for the whole state, because [Next]_vars needs it.
vars == <<votes, maxBal>>

\* Two groups must not decide differently, so any two quorums share an acceptor who votes only once in a ballot.
\* It is an operator and not only an ASSUME, so that a model can show what happens without it.
QuorumsIntersect == \A Q, R \in Quorum : Q \cap R # {}

\* Everything below is proved from these two assumptions and nothing else about quorums and ballots.
ASSUME QuorumAssumption == QuorumsIntersect /\ \A Q \in Quorum : Q \subseteq Acceptor
ASSUME BallotAssumption == Ballot \subseteq Nat

-----------------------------------------------------------------------------

\* The types say the shapes only; what the values mean to each other is said by VotesSafe and OneValuePerBallot.
TypeOK ==
    /\ votes \in [Acceptor -> SUBSET (Ballot \X Value)]
    /\ maxBal \in [Acceptor -> Ballot \cup {-1}]

\* The votes that choose: the pair is looked for as a whole, since a vote at another ballot does not count.
VotedFor(a, b, v) == <<b, v>> \in votes[a]

\* A value is chosen at a ballot only by votes at that same ballot: (1, v) and (3, v) are no majority for v.
ChosenAt(b, v) == \E Q \in Quorum : \A a \in Q : VotedFor(a, b, v)

\* What Consensus calls chosen; this definition is the refinement mapping.
chosen == {v \in Value : \E b \in Ballot : ChosenAt(b, v)}

\* An acceptor that has not voted in a ballot may still do so, unless it has left the ballot behind.
DidNotVoteAt(a, b) == \A v \in Value : ~ VotedFor(a, b, v)

\* An acceptor that has gone beyond a ballot without voting in it never will vote in it.
CannotVoteAt(a, b) ==
    /\ maxBal[a] > b
    /\ DidNotVoteAt(a, b)

\* If a whole quorum either voted for v or cannot vote at all, then no other value can be chosen at b: quorums intersect.
NoneOtherChoosableAt(b, v) ==
    \E Q \in Quorum : \A a \in Q : VotedFor(a, b, v) \/ CannotVoteAt(a, b)

\* The heart of the matter: v may be voted for at b if no other value was, or can be, chosen below b.
SafeAt(b, v) == \A c \in Ballot : c < b => NoneOtherChoosableAt(c, v)

\* How an acceptor can know that v is safe by asking one quorum: it is the value of the highest vote, or there are no votes.
ShowsSafeAt(Q, b, v) ==
    /\ \A a \in Q : maxBal[a] >= b
    /\ \E c \in Ballot \cup {-1} :
        /\ c < b
        /\ c # -1 => \E a \in Q : VotedFor(a, c, v)
        /\ \A d \in Ballot, a \in Q : c < d /\ d < b => DidNotVoteAt(a, d)

-----------------------------------------------------------------------------

\* At first nobody has voted and nobody has seen a ballot.
Init ==
    /\ votes = [a \in Acceptor |-> {}]
    /\ maxBal = [a \in Acceptor |-> -1]

\* To leave lower ballots behind is always safe; it is what makes CannotVoteAt true and so makes values safe.
IncreaseMaxBal(a, b) ==
    /\ b > maxBal[a]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]
    /\ UNCHANGED votes

\* An acceptor votes once in a ballot, as all others do in it, never in a ballot it has left, and only for a safe value.
VoteFor(a, b, v) ==
    /\ maxBal[a] <= b
    /\ DidNotVoteAt(a, b)
    /\ \A c \in Acceptor : \A w \in Value : VotedFor(c, b, w) => w = v
    /\ \E Q \in Quorum : ShowsSafeAt(Q, b, v)
    /\ votes' = [votes EXCEPT ![a] = @ \cup {<<b, v>>}]
    /\ maxBal' = [maxBal EXCEPT ![a] = b]

\* Acceptors act alone; that they do not need to act together is what lets messages replace the shared state.
Next ==
    \/ \E a \in Acceptor, b \in Ballot : IncreaseMaxBal(a, b)
    \/ \E a \in Acceptor, b \in Ballot, v \in Value : VoteFor(a, b, v)

\* Safety only: nobody is obliged to vote.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* Every vote was safe when cast and stays so: the invariant that carries the proof.
VotesSafe == \A a \in Acceptor, b \in Ballot, v \in Value : VotedFor(a, b, v) => SafeAt(b, v)

\* Within a ballot the votes agree; without this a quorum's votes would not exclude another value.
OneValuePerBallot ==
    \A a, c \in Acceptor, b \in Ballot, v, w \in Value :
        VotedFor(a, b, v) /\ VotedFor(c, b, w) => v = w

\* An acceptor has seen every ballot it voted in: the first of the two numbers is never behind the second.
VotedBelowSeen == \A a \in Acceptor, b \in Ballot, v \in Value : VotedFor(a, b, v) => b <= maxBal[a]

\* What makes it so for any number of steps: it holds at first, and every step keeps it, from any state in which it holds, reached or
\* not. In such a state an acceptor may have voted in a ballot that it has not seen (VotedBelowSeen is no part): that does no harm.
IndInv == TypeOK /\ VotesSafe /\ OneValuePerBallot

\* Two values are never both chosen.
Agreement == Cardinality(chosen) <= 1

\* A ballot once left is never entered again.
MonotonicMaxBal == [][\A a \in Acceptor : maxBal'[a] >= maxBal[a]]_vars

\* A vote is never taken back.
MonotonicVotes == [][\A a \in Acceptor : votes[a] \subseteq votes'[a]]_vars

\* The contract that this module fulfils.
C == INSTANCE Consensus

\* The refinement, under a name of its own because a model names what it checks.
RefinesConsensus == C!Spec
=============================================================================
