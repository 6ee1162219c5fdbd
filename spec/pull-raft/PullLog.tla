-------------------------------- MODULE PullLog --------------------------------
(***************************************************************************)
(* Pull-based Raft without messages: what its members do to their logs.    *)
(* Pulling is to take over more of what some primary wrote; from whom, and *)
(* over how many others it came, is not seen here.  What a member says     *)
(* once, anybody may act upon at any later time: where a candidate stood,  *)
(* who voted for whom, and who reported which entry in that entry's own    *)
(* term.  PullRaft refines this module, and this module refines            *)
(* ReplicatedLog.                                                          *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences, SequenceMaps

\* The types are for Apalache alone. Members, commands and Nil are all of the type NAME, because PullRaft's Nil stands for a member, too.
\* @typeAlias: entry = [term: Int, value: NAME];
\* @typeAlias: position = [term: Int, index: Int];
\* @typeAlias: commit = [entry: $entry, term: Int];
PullLog_typedefs == TRUE

CONSTANTS
    \* @type: Set(NAME);
    Server,     \* the members of the replica set
    \* @type: Set(NAME);
    Voter,      \* those that vote
    \* @type: Set(NAME);
    Value,      \* the commands that clients ask for
    \* @type: NAME;
    Nil,        \* nothing: the value of a no-op
    \* @type: Int;
    MaxTerm     \* the last term

VARIABLES
    \* @type: NAME -> Int;
    currentTerm,  \* currentTerm[i]: the latest term that member i has seen
    \* @type: NAME -> Str;
    state,        \* state[i]: the role of member i
    \* @type: NAME -> Seq($entry);
    log,          \* log[i]: the entries of member i
    \* @type: Int -> Seq($entry);
    written,      \* written[t]: the log of term t's primary, with all that it wrote
    \* @type: Set([term: Int, candidate: NAME, position: $position]);
    standing,     \* who stood in which term, and the position of its last entry when it did
    \* @type: Set([term: Int, voter: NAME, candidate: NAME]);
    votes,        \* who voted for whom in which term; that candidates vote for themselves is not mentioned
    \* @type: Set([member: NAME, position: $position]);
    reported,     \* which member reported which position in the term of that position
    \* @type: NAME -> $position;
    commitPoint,  \* commitPoint[i]: the newest position that i knows to be committed
    \* @type: Seq($commit);
    committed     \* the entries that are committed, each with the term in which it was

\* One name for the whole state, because [Next]_vars needs it.
vars == <<currentTerm, state, log, written, standing, votes, reported, commitPoint, committed>>

-----------------------------------------------------------------------------

\* The smaller of two numbers.
Min2(a, b) == IF a < b THEN a ELSE b

\* An entry, and where it stands.
Entry(t, value) == [term |-> t, value |-> value]
Position(t, index) == [term |-> t, index |-> index]
\* @type: ($position, $position) => Bool;
Newer(p, q) == p.term > q.term \/ (p.term = q.term /\ p.index > q.index)

\* The position of the last of the first n entries of this log.
\* @type: (Seq($entry), Int) => $position;
PositionAt(entries, n) == IF n = 0 THEN Position(0, 0) ELSE Position(entries[n].term, n)
LastPosition(i) == PositionAt(log[i], Len(log[i]))
LastTerm(i) == LastPosition(i).term

\* The first n entries of a log; r is the beginning of s.
First(entries, n) == SubSeq(entries, 1, n)
IsPrefix(r, s) == Len(r) <= Len(s) /\ r = First(s, Len(r))

\* Majorities of the voters.
IsQuorum(S) == 2 * Cardinality(S \cap Voter) > Cardinality(Voter)

\* The log of what is committed.
Chosen ==
    LET \* @type: (Int, $commit) => $entry;
        EntryOf(k, c) == c.entry
    IN  MapSeq(EntryOf, committed)

\* With these entries, i may know that the first n are committed: it never forgets, and never knows what is not so. The last of them
\* must have been committed in its own term; for those that only a later term committed, there may be a newer log without them.
\* @type: (NAME, Seq($entry), Int) => Bool;
MayKnow(i, entries, n) ==
    /\ commitPoint[i].index <= n
    /\ n <= Min2(Len(entries), Len(committed))
    /\ First(entries, n) = First(Chosen, n)
    /\ n > 0 => committed[n].term = entries[n].term

\* And then it does know it.
Knows(i, entries, n) == commitPoint' = [commitPoint EXCEPT ![i] = PositionAt(entries, n)]

-----------------------------------------------------------------------------

\* At first there is nothing, in term 0.
Init ==
    /\ currentTerm = [i \in Server |-> 0]
    /\ state = [i \in Server |-> "Secondary"]
    /\ log = [i \in Server |-> <<>>]
    /\ written = [t \in 1 .. MaxTerm |-> <<>>]
    /\ standing = {}
    /\ votes = {}
    /\ reported = {}
    /\ commitPoint = [i \in Server |-> Position(0, 0)]
    /\ committed = <<>>

\* Voter i stands in the next term, as it is now.
Stand(i) ==
    /\ i \in Voter
    /\ state[i] # "Primary"
    /\ currentTerm[i] < MaxTerm
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "Candidate"]
    /\ standing' = standing \cup {[term |-> currentTerm[i] + 1, candidate |-> i, position |-> LastPosition(i)]}
    /\ UNCHANGED <<log, written, votes, reported, commitPoint, committed>>

\* Member i hears of term t.
RaiseTerm(i, t) ==
    /\ t > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = t]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ UNCHANGED <<log, written, standing, votes, reported, commitPoint, committed>>

\* Member i votes for j, which stood in i's term and was not behind i; and for no other in that term, itself included.
Vote(i, j) ==
    /\ i \in Voter
    /\ i # j
    /\ \E s \in standing : s.term = currentTerm[i] /\ s.candidate = j /\ ~ Newer(LastPosition(i), s.position)
    /\ \A s \in standing : s.term = currentTerm[i] => s.candidate # i
    /\ \A v \in votes : v.term = currentTerm[i] /\ v.voter = i => v.candidate = j
    /\ votes' = votes \cup {[term |-> currentTerm[i], voter |-> i, candidate |-> j]}
    /\ UNCHANGED <<currentTerm, state, log, written, standing, reported, commitPoint, committed>>

\* Who votes for i in its term.
Supporters(i) == {i} \cup {j \in Voter : [term |-> currentTerm[i], voter |-> j, candidate |-> i] \in votes}

\* Candidate i has the votes of a majority.
BecomePrimary(i) ==
    /\ state[i] = "Candidate"
    /\ IsQuorum(Supporters(i))
    /\ state' = [state EXCEPT ![i] = "Primary"]
    /\ UNCHANGED <<currentTerm, log, written, standing, votes, reported, commitPoint, committed>>

\* Primary i writes an entry: a command, or a no-op.
Write(i, value) ==
    /\ state[i] = "Primary"
    /\ log' = [log EXCEPT ![i] = Append(@, Entry(currentTerm[i], value))]
    /\ written' = [written EXCEPT ![currentTerm[i]] = log'[i]]
    /\ UNCHANGED <<currentTerm, state, standing, votes, reported, commitPoint, committed>>

\* Member i takes over the first n entries that the primary of term t wrote, if its own are the beginning of that; and then knows
\* the first k of them to be committed. A primary does so only before it writes.
Pull(i, t, n, k) ==
    /\ t <= currentTerm[i]
    /\ ~ (state[i] = "Primary" /\ LastTerm(i) = currentTerm[i])
    /\ Len(log[i]) < n /\ n <= Len(written[t])
    /\ IsPrefix(log[i], written[t])
    /\ MayKnow(i, First(written[t], n), k)
    /\ log' = [log EXCEPT ![i] = First(written[t], n)]
    /\ Knows(i, First(written[t], n), k)
    /\ UNCHANGED <<currentTerm, state, written, standing, votes, reported, committed>>

\* Member i takes back its last entry: the primary of a later term, of which i has heard, wrote something else.
Rollback(i) ==
    /\ state[i] # "Primary"
    /\ log[i] # <<>>
    /\ \E t \in LastTerm(i) + 1 .. currentTerm[i] : written[t] # <<>> /\ ~ IsPrefix(log[i], written[t])
    /\ log' = [log EXCEPT ![i] = First(@, Len(@) - 1)]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ UNCHANGED <<currentTerm, written, standing, votes, reported, commitPoint, committed>>

\* Member i learns that its first k entries are committed.
Learn(i, k) ==
    /\ MayKnow(i, log[i], k)
    /\ Knows(i, log[i], k)
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, reported, committed>>

\* Member i reports its position, while it is still in the term of its last entry: after that, it must not count. It may learn
\* of the commit point on the same occasion.
Report(i, k) ==
    /\ LastTerm(i) = currentTerm[i]
    /\ log[i] # <<>>
    /\ reported' = reported \cup {[member |-> i, position |-> LastPosition(i)]}
    /\ MayKnow(i, log[i], k)
    /\ Knows(i, log[i], k)
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, committed>>

\* Who has reported i's entry at index n, or a later one of the same term, in that term.
Reporters(i, n) ==
    {i} \cup {j \in Voter : \E r \in reported : r.member = j /\ r.position.term = log[i][n].term /\ r.position.index >= n}

\* What is committed when primary i says that its first n entries are: what differs is replaced, so that a primary that commits something
\* else at a committed index is seen doing it.
CommittedBy(i, n) ==
    LET \* @type: (Int, $entry) => $commit;
        CommitOf(k, entry) ==
            IF k <= Len(committed) /\ committed[k].entry = entry THEN committed[k] ELSE [entry |-> entry, term |-> currentTerm[i]]
    IN  MapSeq(CommitOf, First(log[i], n)) \o SubSeq(committed, n + 1, Len(committed))

\* Primary i commits its first n entries: a majority has reported the last of them, which is of its term.
Commit(i, n) ==
    /\ state[i] = "Primary"
    /\ commitPoint[i].index < n /\ n <= Len(log[i])
    /\ log[i][n].term = currentTerm[i]
    /\ IsQuorum(Reporters(i, n))
    /\ committed' = CommittedBy(i, n)
    /\ Knows(i, log[i], n)
    /\ UNCHANGED <<currentTerm, state, log, written, standing, votes, reported>>

\* Member i is a secondary again, in the same term.
StepDown(i) ==
    /\ state[i] # "Secondary"
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ UNCHANGED <<currentTerm, log, written, standing, votes, reported, commitPoint, committed>>

\* Member i crashes and restarts.
Restart(i) ==
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ commitPoint' = [commitPoint EXCEPT ![i] = Position(0, 0)]
    /\ UNCHANGED <<currentTerm, log, written, standing, votes, reported, committed>>

\* Any member may take any step.
Next ==
    \/ \E i \in Server : Stand(i)
    \/ \E i \in Server, t \in 1 .. MaxTerm : RaiseTerm(i, t)
    \/ \E i, j \in Server : Vote(i, j)
    \/ \E i \in Server : BecomePrimary(i)
    \/ \E i \in Server, value \in Value \cup {Nil} : Write(i, value)
    \/ \E i \in Server, t \in 1 .. MaxTerm : \E n \in 1 .. Len(written[t]), k \in 0 .. Len(committed) : Pull(i, t, n, k)
    \/ \E i \in Server : Rollback(i)
    \/ \E i \in Server, k \in 0 .. Len(committed) : Learn(i, k)
    \/ \E i \in Server, k \in 0 .. Len(committed) : Report(i, k)
    \/ \E i \in Server : \E n \in 1 .. Len(log[i]) : Commit(i, n)
    \/ \E i \in Server : StepDown(i)
    \/ \E i \in Server : Restart(i)

\* Safety only.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of each variable.
Terms == 0 .. MaxTerm
Entries == [term : Terms, value : Value \cup {Nil}]
Positions == [term : Terms, index : Nat]

\* Every variable holds what its comment says.
TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ state \in [Server -> {"Secondary", "Candidate", "Primary"}]
    /\ log \in [Server -> Seq(Entries)]
    /\ written \in [1 .. MaxTerm -> Seq(Entries)]
    /\ standing \subseteq [term : Terms, candidate : Voter, position : Positions]
    /\ votes \subseteq [term : Terms, voter : Voter, candidate : Voter]
    /\ reported \subseteq [member : Server, position : Positions]
    /\ commitPoint \in [Server -> Positions]
    /\ committed \in Seq([entry : Entries, term : Terms])

\* A log is the beginning of what the primary of its last term wrote.
LogsAreWritten == \A i \in Server : log[i] # <<>> => IsPrefix(log[i], written[LastTerm(i)])

\* What is committed is in the log of the primary of the last commit, and in those of all higher terms. What is committed ends with
\* an entry of the term in which it was.
LeaderCompleteness ==
    committed # <<>> => \A i \in Server :
        state[i] = "Primary" /\ currentTerm[i] >= committed[Len(committed)].term => IsPrefix(Chosen, log[i])

\* No majority lacks what is committed.
CommittedIsDurable ==
    \A k \in 1 .. Len(committed) : ~ IsQuorum({i \in Server : ~ (k <= Len(log[i]) /\ log[i][k] = Chosen[k])})

\* All that a member calls committed is in its log, and is so.
CommitPointIsCommitted ==
    \A i \in Server :
        LET n == commitPoint[i].index
        IN  /\ n <= Min2(Len(log[i]), Len(committed))
            /\ First(log[i], n) = First(Chosen, n)

-----------------------------------------------------------------------------

\* What all of it is for: the committed entries are a log that only grows.
ReplicatedLog == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- Chosen

RefinesReplicatedLog == ReplicatedLog!Spec
=============================================================================
