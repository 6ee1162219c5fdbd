-------------------------------- MODULE MCRaft --------------------------------
(***************************************************************************)
(* What a bounded model of Raft needs and a .cfg file cannot say.          *)
(***************************************************************************)
EXTENDS Raft, TLC

CONSTANTS s1, s2, s3, s4, s5    \* the servers of the models, by name
CONSTANT MaxAppends             \* how many different AppendEntries requests may be sent
CONSTANT MaxRefusals            \* how many different refusals of a vote may be sent

\* Who may stand in which term. In reality anybody may; a model says who to keep the number of states within reach.
OneStands == <<{s1}>>
OneThenOther == <<{s1}, {s2}>>
TwoStand == <<{s1, s2}>>
TwoStandTwice == <<{s1, s2}, {s1, s2}>>
ThreeTerms == <<{s1}, {s2}, {s1}>>
OneByOne == <<{s1}, {s2}, {s3}, {s1}, {s2}, {s3}>>
FourTerms == <<{s1}, {s2}, {s1}, {s2}>>

\* A leader may send AppendEntries at any time, and each that it sends may come at any time from then on; so the number of
\* states grows with the number of those that were sent. Models bound it.
AppendsBound == Cardinality({m \in msgs : m.type = "AppendEntriesRequest"}) <= MaxAppends

\* The same for votes that are refused: they do nothing but carry a term.
RefusalsBound ==
    Cardinality({m \in msgs : m.type \in {"RequestVoteResponse", "RequestPreVoteResponse"} /\ ~ m.voteGranted}) <= MaxRefusals

\* With two servers that stand in turn, one after the other, and a third: only that one votes for others.
OthersVote == \A m \in msgs : m.type = "RequestVoteResponse" => m.from \notin {s1, s2}
=============================================================================
