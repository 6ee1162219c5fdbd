------------------------------- MODULE RaftStar -------------------------------
(***************************************************************************)
(* What Raft would be if each slot were to refine Voting as it stands, in  *)
(* which a quorum shows by its highest votes that a value is safe.  After  *)
(* Wang, Zhao, Mu, Chen and Li, "On the Parallels between Paxos and Raft,  *)
(* and how to Port Optimizations" (PODC 2019), who call it Raft*.  It      *)
(* differs from RaftCore in three rules:                                   *)
(*                                                                         *)
(*  - Who votes for a candidate sends it the entries that it has beyond    *)
(*    the candidate's log, and the candidate proposes those, too.          *)
(*  - A follower never gives up entries: it takes over a log that is not   *)
(*    shorter than its own, or nothing.                                    *)
(*  - Who takes over entries stamps all of its log with the leader's term. *)
(*                                                                         *)
(* So the stamp of an entry is the ballot in which its holder voted for it *)
(* last, and the highest: nothing is remembered beside the logs but for    *)
(* the mapping.                                                            *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

\* @typeAlias: entry = { term: Int, value: VALUE };
RaftStar_typedefs == TRUE

CONSTANTS
    \* @type: Set(SERVER);
    Server,    \* the processes
    \* @type: Set(Set(SERVER));
    Quorum,    \* the sets of servers that elect: majorities, or anything else that intersects
    \* @type: Set(VALUE);
    Value,     \* the commands that clients ask for
    \* @type: Int;
    MaxTerm,   \* the last term
    \* @type: Int;
    MaxIndex   \* the last index of a log

VARIABLES
    \* @type: SERVER -> Int;
    currentTerm,  \* currentTerm[i]: the latest term that server i has seen
    \* @type: SERVER -> Str;
    state,        \* state[i]: the role of server i
    \* @type: SERVER -> Seq($entry);
    log,          \* log[i]: the entries of server i, each with the term in which i took it over last
    \* @type: SERVER -> Seq(VALUE);
    proposed,     \* proposed[i]: what leader i proposes, slot for slot
    \* @type: Int -> (SERVER -> Set(<<Int, VALUE>>));
    accepted      \* history: accepted[s][j]: the pairs <<t, v>> such that j took over v in slot s in term t

\* One name for the whole state, because [Next]_vars needs it.
vars == <<currentTerm, state, log, proposed, accepted>>

\* The slots of the log, and the ballots.
Slots == 1 .. MaxIndex
Ballots == 1 .. MaxTerm

-----------------------------------------------------------------------------

\* As in Raft; all entries of a log have one stamp.
\* @type: Seq($entry) => Int;
LastTerm(entries) == IF entries = <<>> THEN 0 ELSE entries[Len(entries)].term
UpToDate(r, s) == LastTerm(r) > LastTerm(s) \/ (LastTerm(r) = LastTerm(s) /\ Len(r) >= Len(s))

\* The members of Q whose logs reach slot s, and of those one with the highest stamp there.
Reaching(Q, s) == {j \in Q : s <= Len(log[j])}
Highest(Q, s) == CHOOSE j \in Reaching(Q, s) : \A k \in Reaching(Q, s) : log[k][s].term <= log[j][s].term

\* What i proposes first when Q elects it: its own log, and then what voters have beyond it, the highest stamp in each slot.
Merged(i, Q) ==
    [s \in 1 .. Cardinality({n \in Slots : Reaching(Q, n) # {}}) |->
        IF s <= Len(log[i]) THEN log[i][s].value ELSE log[Highest(Q, s)][s].value]

-----------------------------------------------------------------------------

\* At first every server is a follower in term 0, with an empty log.
Init ==
    /\ currentTerm = [i \in Server |-> 0]
    /\ state = [i \in Server |-> "Follower"]
    /\ log = [i \in Server |-> <<>>]
    /\ proposed = [i \in Server |-> <<>>]
    /\ accepted = [s \in Slots |-> [i \in Server |-> {}]]

\* Server i hears of term t.
UpdateTerm(i, t) ==
    /\ t > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = t]
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ proposed' = [proposed EXCEPT ![i] = <<>>]
    /\ UNCHANGED <<log, accepted>>

\* All of Q, itself included, vote for server i in term t, which is new to them.
BecomeLeader(i, t, Q) ==
    /\ i \in Q
    /\ \A j \in Q : currentTerm[j] < t /\ UpToDate(log[i], log[j])
    /\ currentTerm' = [j \in Server |-> IF j \in Q THEN t ELSE currentTerm[j]]
    /\ state' = [j \in Server |-> IF j = i THEN "Leader" ELSE IF j \in Q THEN "Follower" ELSE state[j]]
    /\ proposed' = [j \in Server |-> IF j = i THEN Merged(i, Q) ELSE IF j \in Q THEN <<>> ELSE proposed[j]]
    /\ UNCHANGED <<log, accepted>>

\* Leader i gets a command from a client.
ClientRequest(i, v) ==
    /\ state[i] = "Leader"
    /\ Len(proposed[i]) < MaxIndex
    /\ proposed' = [proposed EXCEPT ![i] = Append(@, v)]
    /\ UNCHANGED <<currentTerm, state, log, accepted>>

\* A log of length n may take the place of this one.
MayReplace(entries, n) == Len(entries) <= n

\* The stamps that j's log gets from leader i.
Stamp(i, s) == currentTerm[i]

\* Server j, leader i itself too, takes over the first n entries that i proposes, and stamps all of them.
AppendEntries(i, j, n) ==
    /\ state[i] = "Leader"
    /\ n <= Len(proposed[i])
    /\ currentTerm[j] = currentTerm[i]
    /\ MayReplace(log[j], n)
    /\ log' = [log EXCEPT ![j] = [s \in 1 .. n |-> [term |-> Stamp(i, s), value |-> proposed[i][s]]]]
    /\ accepted' = [s \in Slots |-> [accepted[s] EXCEPT ![j] =
                       IF s <= n THEN @ \cup {<<Stamp(i, s), proposed[i][s]>>} ELSE @]]
    /\ UNCHANGED <<currentTerm, state, proposed>>

\* Any server may take any step.
Next ==
    \/ \E i \in Server, t \in 1 .. MaxTerm : UpdateTerm(i, t)
    \/ \E i \in Server, t \in 1 .. MaxTerm, Q \in Quorum : BecomeLeader(i, t, Q)
    \/ \E i \in Server, v \in Value : ClientRequest(i, v)
    \/ \E i, j \in Server, n \in 1 .. MaxIndex : AppendEntries(i, j, n)

\* Safety only.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The instance of Voting that slot s is.
Slot(s) == INSTANCE SafeVoting WITH
    Acceptor <- Server,
    Ballot <- Ballots,
    votes <- accepted[s],
    maxBal <- [i \in Server |-> IF currentTerm[i] = 0 THEN -1 ELSE currentTerm[i]]

\* Each slot is Voting as it stands, but that a quorum leaves its lower ballots together.
RefinesVoting ==
    /\ (\A s \in Slots : Slot(s)!Init)
    /\ [][\A s \in Slots :
             \/ \E A \in SUBSET Server, b \in Ballots : Slot(s)!LeaveTogether(A, b)
             \/ [Slot(s)!Next]_(Slot(s)!vars)]_vars

\* In no slot are two values chosen.
ChosenUnique == \A s \in Slots : Slot(s)!Agreement

\* A log is what its server voted for last: the highest of its votes in each slot.
LogIsHighestVote ==
    \A j \in Server, s \in Slots :
        IF s <= Len(log[j])
        THEN /\ <<log[j][s].term, log[j][s].value>> \in accepted[s][j]
             /\ \A vote \in accepted[s][j] : vote[1] <= log[j][s].term
        ELSE accepted[s][j] = {}
=============================================================================
