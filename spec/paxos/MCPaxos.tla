------------------------------- MODULE MCPaxos -------------------------------
(***************************************************************************)
(* What a bounded model of Paxos needs and a .cfg file cannot say.         *)
(***************************************************************************)
EXTENDS Paxos, TLC

\* Named here, because Owner and Input have to speak of single proposers and values.
CONSTANTS
    \* @type: PROPOSER;
    p1,
    \* @type: PROPOSER;
    p2,
    \* @type: VALUE;
    v1,
    \* @type: VALUE;
    v2

\* Majorities are the quorums that the notes and the paper use.
Majorities == {Q \in SUBSET Acceptor : 2 * Cardinality(Q) > Cardinality(Acceptor)}

\* Any two of these intersect, and most are no majority: one acceptor with any other, or all others together.
Uneven ==
    LET first == CHOOSE a \in Acceptor : TRUE
    IN {Q \in SUBSET Acceptor : (first \in Q /\ Q # {first}) \/ Acceptor \ {first} \subseteq Q}

\* Ballots in turn: the odd ones are the first proposer's, the even ones the second's, so that each can overtake the other.
InTurn == [b \in Ballot |-> IF b % 2 = 1 THEN p1 ELSE p2]

\* Each proposer has one value of its own: enough for disagreement, and no more states than that takes.
OneEach == [p \in Proposer |-> IF p = p1 THEN {v1} ELSE {v2}]

\* Any proposer may propose any value: the most general case.
Anything == [p \in Proposer |-> Value]

\* Acceptors differ in nothing but their names; proposers do, as they own different ballots.
AcceptorSymmetry == Permutations(Acceptor)
=============================================================================
