-------------------------------- MODULE APRaft --------------------------------
(***************************************************************************)
(* Raft for Apalache: the constants of its models, a state from which a    *)
(* few steps go far, and a mistake.                                        *)
(***************************************************************************)
EXTENDS Raft

\* What the models have in common: no-ops are all that is written, with one entry a message; no reads, no PreVote, no snapshots, no
\* changes of membership.
ConstInitOf(servers, voters, electable) ==
    /\ Server = servers
    /\ Value = {}
    /\ Read = {}
    /\ Nil = "Nil_OF_SERVER"
    /\ InitVoters = voters
    /\ InitLearners = servers \ voters
    /\ PreVote = FALSE
    /\ NoOp = TRUE
    /\ Electable = electable
    /\ Crashable = voters
    /\ Applying = {}
    /\ Compacting = {}
    /\ Transferable = {}
    /\ Removable = {}
    /\ MaxEntries = 1
    /\ MaxIndex = 0
    /\ MaxConfigs = 0

\* One voter and one learner: so three steps commit an entry.
ConstInit == ConstInitOf({"s1_OF_SERVER", "s2_OF_SERVER"}, {"s1_OF_SERVER"}, <<{"s1_OF_SERVER"}>>)

\* What does not hold for long: a commit is within the bound.
NothingCommitted == committed = <<>>

-----------------------------------------------------------------------------

\* Three voters, two of which stand in turn.
ConstInitFigure8 ==
    ConstInitOf({"s1_OF_SERVER", "s2_OF_SERVER", "s3_OF_SERVER"}, {"s1_OF_SERVER", "s2_OF_SERVER", "s3_OF_SERVER"},
                <<{"s1_OF_SERVER"}, {"s3_OF_SERVER"}, {"s1_OF_SERVER"}, {"s3_OF_SERVER"}>>)

\* Figure 8, with three servers, between (c) and (d): s1 led term 1 and leads term 3, s3 led term 2 in between. The entry of term 1 is on s1
\* and s2, a majority; and s2 has voted for s3, whose last entry is of term 2, in term 4. What was sent before is lost.
Figure8 ==
    /\ currentTerm = [i \in Server |-> IF i = "s1_OF_SERVER" THEN 3 ELSE 4]
    /\ votedFor = [i \in Server |-> IF i = "s1_OF_SERVER" THEN i ELSE "s3_OF_SERVER"]
    /\ log = [i \in Server |-> IF i = "s1_OF_SERVER" THEN <<NoOpEntry(1), NoOpEntry(3)>>
                               ELSE IF i = "s2_OF_SERVER" THEN <<NoOpEntry(1)>> ELSE <<NoOpEntry(2)>>]
    /\ snapshot = [i \in Server |-> NoSnapshot]
    /\ state = [i \in Server |-> IF i = "s1_OF_SERVER" THEN "Leader" ELSE IF i = "s2_OF_SERVER" THEN "Follower" ELSE "Candidate"]
    /\ leaderId = [i \in Server |-> IF i = "s1_OF_SERVER" THEN i ELSE Nil]
    /\ votesGranted = [i \in Server |-> IF i = "s3_OF_SERVER" THEN {"s2_OF_SERVER", "s3_OF_SERVER"} ELSE {}]
    /\ commitIndex = [i \in Server |-> 0]
    /\ lastApplied = [i \in Server |-> 0]
    /\ machine = [i \in Server |-> <<>>]
    /\ nextIndex = [i \in Server |-> [j \in Server |-> IF i = "s1_OF_SERVER" THEN 2 ELSE 1]]
    /\ matchIndex = [i \in Server |-> [j \in Server |-> IF i = "s1_OF_SERVER" /\ j = "s2_OF_SERVER" THEN 1 ELSE 0]]
    /\ transferee = [i \in Server |-> Nil]
    /\ reading = [i \in Server |-> NoReading]
    /\ msgs = {}
    /\ elections = {[term |-> 1, leader |-> "s1_OF_SERVER"], [term |-> 2, leader |-> "s3_OF_SERVER"],
                    [term |-> 3, leader |-> "s1_OF_SERVER"]}
    /\ committed = <<>>
    /\ asked = [r \in Read |-> -1]

\* The mistake that the figure is about: leader i commits an entry of an older term, because a majority holds it.
CommitOldTerm(i) ==
    /\ state[i] = "Leader"
    /\ \E n \in LogIndexes(i) :
        /\ n > commitIndex[i]
        /\ IsQuorum(Agree(i, n), Voters(i))
        /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
        /\ committed' = CommittedBy(i, n)
    /\ UNCHANGED <<durableVars, electionVars, machineVars, leaderVars, msgs, elections, asked>>

\* Next with this mistake.
NextWithOldTerms == Next \/ \E i \in Server : CommitOldTerm(i)
=============================================================================
