------------------------------- MODULE PullRaft -------------------------------
(***************************************************************************)
(* Pull-based Raft, as MongoDB has it, after Siyuan Zhou and Shuai Mu,     *)
(* "Fault-Tolerant Replication with Pull-Based Consensus in MongoDB",      *)
(* NSDI 2021, which the comments call "the paper"; tickets are those of    *)
(* MongoDB's tracker, as "SERVER-22136".                                   *)
(*                                                                         *)
(* Nobody pushes entries here.  A member chooses another one as its sync   *)
(* source and asks it for what follows its own last entry; any member may  *)
(* ask any other, so that entries travel along chains.  The request        *)
(* carries no term.  What a member has, it reports in a message of its     *)
(* own, UpdatePosition, up the same chain, and the primary commits what a  *)
(* majority has reported.                                                  *)
(*                                                                         *)
(* In Raft a server that has voted in a newer term refuses the entries of  *)
(* the old leader.  A query has no such refusal.  So it is the report that *)
(* must carry the term: a report of a newer term deposes the old primary   *)
(* instead of being counted (SERVER-22136).  PositionTerm = FALSE takes    *)
(* that away, and shows what happens.                                      *)
(*                                                                         *)
(* A step and the write to disk that it needs are one action; crash and    *)
(* restart are one action.  The network is the set of all messages ever    *)
(* sent, which stands for loss, duplication, delay and reordering.  Timers *)
(* run out at any time.                                                    *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences, SequenceMaps

\* The types are for Apalache alone. To it, one record type stands for all messages: each has some of the fields. Members, commands, reads
\* and Nil are all of the type NAME, because Nil stands where a member may stand, and where a command may.
\* @typeAlias: entry = [term: Int, value: NAME];
\* @typeAlias: position = [term: Int, index: Int];
\* @typeAlias: commit = [entry: $entry, term: Int];
\* @typeAlias: reading = [queue: Set(NAME), batch: Set(NAME), round: Int, acks: Set(NAME)];
\* @typeAlias: message = [type: Str, to: NAME, from: NAME, term: Int, dryRun: Bool, position: $position, voteGranted: Bool, index: Int,
\*     exclusive: Bool, entries: Seq($entry), commitPoint: $position, rollbackId: Int, syncSource: NAME, primary: Bool,
\*     positions: NAME -> $position, round: Int, read: NAME];
PullRaft_typedefs == TRUE

CONSTANTS
    \* @type: Set(NAME);
    Server,             \* the members of the replica set
    \* @type: Set(NAME);
    Voter,              \* those that vote; the others replicate and report, but are not counted
    \* @type: Set(NAME);
    Value,              \* the commands that clients ask for
    \* @type: Set(NAME);
    Read,               \* the names of the reads that clients ask for; empty: no reads
    \* @type: NAME;
    Nil,                \* nobody, and nothing
    \* @type: Bool;
    PositionTerm,       \* BOOLEAN: UpdatePosition carries the sender's term (SERVER-22136)
    \* @type: Bool;
    SourceTermChecked,  \* BOOLEAN: a member ignores what comes from a sync source of an older term; the paper does not ask for that
    \* @type: Bool;
    Chaining,           \* BOOLEAN: a member may pull from one that is not primary
    \* @type: Bool;
    DryRun,             \* BOOLEAN: a member asks whether it would be elected before it raises its term
    \* @type: Bool;
    Cursor,             \* BOOLEAN: a query may be continued after the last entry that it brought, without comparing again
    \* @type: Seq(Set(NAME));
    Electable,          \* Electable[t]: the members that may stand in term t, for each term that a model has
    \* @type: NAME -> Set(NAME);
    SyncFrom,           \* SyncFrom[i]: the members from which i may pull
    \* @type: Set(NAME);
    Heartbeating,       \* the members that send heartbeats; all answer them
    \* @type: Set(NAME);
    Crashable,          \* the members that may crash
    \* @type: Set(NAME);
    Successor,          \* the members to which a primary may hand over
    \* @type: Int;
    MaxEntries,         \* how many new entries one response carries at most
    \* @type: Int;
    MaxIndex            \* the last index that a client's request may get

VARIABLES
    \* @type: NAME -> Int;
    currentTerm,   \* currentTerm[i]: the latest term that member i has seen: DURABLE
    \* @type: NAME -> NAME;
    votedFor,      \* votedFor[i]: the candidate that got i's vote in currentTerm[i], or Nil: DURABLE
    \* @type: NAME -> Seq($entry);
    log,           \* log[i]: the entries, from index 1 on: DURABLE
    \* @type: NAME -> Int;
    rollbackId,    \* rollbackId[i]: how many entries i has ever rolled back: DURABLE
    \* @type: NAME -> Str;
    state,         \* state[i]: the role of member i
    \* @type: NAME -> Set(NAME);
    votesGranted,  \* votesGranted[i]: who votes for candidate i, or would (in a dry run)
    \* @type: NAME -> NAME;
    syncSource,    \* syncSource[i]: the member from which i pulls, and to which it reports, or Nil
    \* @type: NAME -> Int;
    cursor,        \* cursor[i]: the source's rollbackId when i last compared entries with it, or -1: nothing to continue
    \* @type: NAME -> $position;
    commitPoint,   \* commitPoint[i]: the newest position that i knows to be committed
    \* @type: NAME -> (NAME -> $position);
    lastPosition,  \* lastPosition[i][j]: the newest position of j that i has been told of; of itself it is told nothing
    \* @type: NAME -> $reading;
    reading,       \* reading[i]: on primary i, the reads that wait for an answer
    \* @type: Set($message);
    msgs,          \* every message ever sent
    \* @type: Set([term: Int, primary: NAME]);
    elections,     \* history: who was elected in which term
    \* @type: Int -> Seq($entry);
    written,       \* history: written[t]: the log of term t's primary, with all that it wrote
    \* @type: Seq($commit);
    committed,     \* history: the log that primaries have committed, each entry with the term of the primary that did
    \* @type: NAME -> Int;
    asked          \* history: asked[r]: how much was committed when read r was asked for, or -1 before that

\* Grouped, so that an action says in one word what it leaves alone.
durableVars   == <<currentTerm, votedFor, log, rollbackId>>
electionVars  == <<state, votesGranted>>
sourceVars    == <<syncSource, cursor>>
positionVars  == <<commitPoint, lastPosition>>
historyVars   == <<elections, written, committed, asked>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<durableVars, electionVars, sourceVars, positionVars, reading, msgs, historyVars>>

\* The bounds are sets of members and numbers. Electable is a sequence of sets of voters: that is said without Seq, which is an
\* infinite set, at which Apalache does not look.
ASSUME BoundsAssumption ==
    /\ Voter \subseteq Server /\ Voter # {}
    /\ {PositionTerm, SourceTermChecked, Chaining, DryRun, Cursor} \subseteq BOOLEAN
    /\ Electable = SubSeq(Electable, 1, Len(Electable))
    /\ \A t \in DOMAIN Electable : Electable[t] \subseteq Voter
    /\ SyncFrom \in [Server -> SUBSET Server]
    /\ Heartbeating \cup Crashable \cup Successor \subseteq Server
    /\ MaxEntries \in Nat \ {0} /\ MaxIndex \in Nat
    /\ Nil \notin Server \cup Value

-----------------------------------------------------------------------------

\* The larger and the smaller of two numbers, and the largest of a set of them.
Max2(a, b) == IF a > b THEN a ELSE b
Min2(a, b) == IF a < b THEN a ELSE b
Max(S) == CHOOSE x \in S : \A y \in S : x >= y

\* An entry of the log: a command of a client, or the no-op of a new primary, which has the value Nil.
Entry(t, value) == [term |-> t, value |-> value]

\* Where an entry stands, with its term (mongo: an OpTime); before the first entry there is no position.
Position(t, index) == [term |-> t, index |-> index]
NoPosition == Position(0, 0)
NoPositions == [j \in Server |-> NoPosition]

\* Positions are compared by term first, then by index.
\* @type: ($position, $position) => Bool;
Newer(p, q) == p.term > q.term \/ (p.term = q.term /\ p.index > q.index)
MaxPosition(p, q) == IF Newer(p, q) THEN p ELSE q
MinPosition(p, q) == IF Newer(p, q) THEN q ELSE p

\* The position of the last of these entries.
\* @type: Seq($entry) => $position;
LastOf(entries) == IF entries = <<>> THEN NoPosition ELSE Position(entries[Len(entries)].term, Len(entries))

\* Nothing to read: on every member that is not primary, and on a primary without reads.
NoReading == [queue |-> {}, batch |-> {}, round |-> 0, acks |-> {}]

\* The last term that a model has.
MaxTerm == Len(Electable)

\* Majorities of the voters. Members that do not vote may stand in S: they do not count.
IsQuorum(S) == 2 * Cardinality(S \cap Voter) > Cardinality(Voter)

-----------------------------------------------------------------------------

\* The index, term and position of i's last entry.
LastIndex(i) == Len(log[i])
LastTerm(i) == LastOf(log[i]).term
LastPosition(i) == LastOf(log[i])

\* What i knows of everybody's position: its own is in its log.
Positions(i) == [lastPosition[i] EXCEPT ![i] = LastPosition(i)]

\* A primary accepts writes once it has written the first entry of its term; until then it is only elected, and may catch up.
Writable(i) == state[i] = "Primary" /\ LastTerm(i) = currentTerm[i]

\* Has primary i committed an entry of its own term? Only then does it know all that is committed.
HasCommittedInTerm(i) == commitPoint[i].term = currentTerm[i]

-----------------------------------------------------------------------------

\* The messages. Each names its receiver, its sender and a term; 0 stands for no term.
RequestVoteRequest(i, j, dryRun) ==
    [type |-> "RequestVoteRequest", to |-> j, from |-> i, term |-> currentTerm'[i], dryRun |-> dryRun,
     position |-> LastPosition(i)]

RequestVoteResponse(i, j, dryRun, granted) ==
    [type |-> "RequestVoteResponse", to |-> j, from |-> i, term |-> currentTerm[i], dryRun |-> dryRun,
     voteGranted |-> granted]

\* A query for the entries from an index on, or for those after it (exclusive). It carries no term: that is the point.
PullEntriesRequest(i, j, exclusive) ==
    [type |-> "PullEntriesRequest", to |-> j, from |-> i, term |-> 0, index |-> LastIndex(i), exclusive |-> exclusive]

\* The entries, if the source has any there, and its metadata. index and exclusive say what it answers.
PullEntriesResponse(i, j, index, exclusive) ==
    [type |-> "PullEntriesResponse", to |-> j, from |-> i, term |-> currentTerm[i], index |-> index, exclusive |-> exclusive,
     entries |-> SubSeq(log[i], IF exclusive THEN index + 1 ELSE Max2(index, 1), Min2(index + MaxEntries, LastIndex(i))),
     position |-> LastPosition(i), commitPoint |-> commitPoint[i], rollbackId |-> rollbackId[i],
     syncSource |-> syncSource[i], primary |-> state[i] = "Primary"]

\* What i knows of everybody's position.
UpdatePositionRequest(i, j) ==
    [type |-> "UpdatePositionRequest", to |-> j, from |-> i, term |-> IF PositionTerm THEN currentTerm[i] ELSE 0,
     positions |-> Positions(i)]

\* round is the round of reads that the primary is confirming: it rides along.
HeartbeatRequest(i, j) ==
    [type |-> "HeartbeatRequest", to |-> j, from |-> i, term |-> currentTerm[i], position |-> LastPosition(i),
     commitPoint |-> commitPoint[i], round |-> reading[i].round]

HeartbeatResponse(i, j, round) ==
    [type |-> "HeartbeatResponse", to |-> j, from |-> i, term |-> currentTerm[i], position |-> LastPosition(i),
     commitPoint |-> commitPoint[i], round |-> round]

StepUpRequest(i, j) == [type |-> "StepUpRequest", to |-> j, from |-> i, term |-> currentTerm[i]]

\* What a client gets for read r: what is committed up to this index.
ReadResponse(r, i) ==
    [type |-> "ReadResponse", to |-> Nil, from |-> i, term |-> 0, read |-> r, index |-> commitPoint[i].index]

\* Sending what was sent before changes nothing: to a receiver a copy is a duplicate, which may come anyway.
Send(m) == msgs' = msgs \cup {m}
SendAll(M) == msgs' = msgs \cup M

-----------------------------------------------------------------------------

\* At first every member is a secondary in term 0, with an empty log and without a sync source.
Init ==
    /\ currentTerm = [i \in Server |-> 0]
    /\ votedFor = [i \in Server |-> Nil]
    /\ log = [i \in Server |-> <<>>]
    /\ rollbackId = [i \in Server |-> 0]
    /\ state = [i \in Server |-> "Secondary"]
    /\ votesGranted = [i \in Server |-> {}]
    /\ syncSource = [i \in Server |-> Nil]
    /\ cursor = [i \in Server |-> -1]
    /\ commitPoint = [i \in Server |-> NoPosition]
    /\ lastPosition = [i \in Server |-> NoPositions]
    /\ reading = [i \in Server |-> NoReading]
    /\ msgs = {}
    /\ elections = {}
    /\ written = [t \in DOMAIN Electable |-> <<>>]
    /\ committed = <<>>
    /\ asked = [r \in Read |-> -1]

-----------------------------------------------------------------------------
\* Elections

\* Member i becomes a candidate in the next term, votes for itself, and asks the others. It is no action: an election starts
\* in more than one way.
StartElection(i) ==
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ votedFor' = [votedFor EXCEPT ![i] = i]
    /\ state' = [state EXCEPT ![i] = "Candidate"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
    /\ SendAll({RequestVoteRequest(i, j, FALSE) : j \in Voter \ {i}})
    /\ UNCHANGED <<log, rollbackId, sourceVars, positionVars, reading, historyVars>>

\* The bounds let i stand in the next term; in reality any voter may, in any term.
MayStand(i) == currentTerm[i] < MaxTerm /\ i \in Electable[currentTerm[i] + 1]

\* The election timer of i runs out: it has heard of no primary for a while. In a dry run it first asks whether it would be
\* elected, and raises no term: a member that was cut off must not depose a primary on its return.
Timeout(i) ==
    /\ MayStand(i)
    /\ state[i] # "Primary"
    /\ IF DryRun
       THEN /\ state' = [state EXCEPT ![i] = "DryRunCandidate"]
            /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
            /\ UNCHANGED currentTerm
            /\ SendAll({RequestVoteRequest(i, j, TRUE) : j \in Voter \ {i}})
            /\ UNCHANGED <<votedFor, log, rollbackId, sourceVars, positionVars, reading, historyVars>>
       ELSE StartElection(i)

\* A majority would elect i: now it stands.
BecomeCandidate(i) ==
    /\ state[i] = "DryRunCandidate"
    /\ IsQuorum(votesGranted[i])
    /\ StartElection(i)

\* Whoever hears of a higher term adopts it, and is a secondary. The message stays, for its own action: so every handler meets
\* only messages of its own term or an older one, and a report of a newer term deposes a primary before it could be counted.
UpdateTerm(i, t) ==
    /\ \E m \in msgs : m.to = i /\ m.term = t
    /\ t > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = t]
    /\ votedFor' = [votedFor EXCEPT ![i] = Nil]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ reading' = [reading EXCEPT ![i] = NoReading]
    /\ UNCHANGED <<log, rollbackId, sourceVars, positionVars, msgs, historyVars>>

\* One vote a term, for a log that is not behind; in a dry run nothing is promised, and only a reply is sent.
HandleRequestVoteRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteRequest" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ LET granted == /\ m.term = currentTerm[i]
                          /\ m.dryRun \/ votedFor[i] \in {Nil, j}
                          /\ ~ Newer(LastPosition(i), m.position)
           IN  /\ votedFor' = [votedFor EXCEPT ![i] = IF granted /\ ~ m.dryRun THEN j ELSE @]
               /\ Send(RequestVoteResponse(i, j, m.dryRun, granted))
    /\ UNCHANGED <<currentTerm, log, rollbackId, electionVars, sourceVars, positionVars, reading, historyVars>>

\* The vote of j for candidate i. It counts only in the term that it was given in, and a dry run's only in a dry run.
HandleRequestVoteResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteResponse" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = IF m.dryRun THEN "DryRunCandidate" ELSE "Candidate"
        /\ m.voteGranted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
    /\ UNCHANGED <<durableVars, state, sourceVars, positionVars, reading, msgs, historyVars>>

\* Votes from a majority make a primary. It keeps its sync source, from which it may still catch up; what it knows of the
\* others' positions is of older terms, and it starts anew.
BecomePrimary(i) ==
    /\ state[i] = "Candidate"
    /\ IsQuorum(votesGranted[i])
    /\ state' = [state EXCEPT ![i] = "Primary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ lastPosition' = [lastPosition EXCEPT ![i] = NoPositions]
    /\ elections' = elections \cup {[term |-> currentTerm[i], primary |-> i]}
    /\ UNCHANGED <<durableVars, sourceVars, commitPoint, reading, msgs, written, committed, asked>>

-----------------------------------------------------------------------------
\* Writing

\* Primary i writes an entry of its term.
Write(i, value) ==
    /\ log' = [log EXCEPT ![i] = Append(@, Entry(currentTerm[i], value))]
    /\ written' = [written EXCEPT ![currentTerm[i]] = log'[i]]
    /\ UNCHANGED <<currentTerm, votedFor, rollbackId, electionVars, positionVars, reading, msgs, elections, committed, asked>>

\* Catch-up is over, by success or because it took too long: primary i writes the first entry of its term, a no-op, because it
\* must commit an entry of its own term before it knows what is committed. From now on it pulls from nobody.
WriteFirstEntry(i) ==
    /\ state[i] = "Primary"
    /\ LastTerm(i) # currentTerm[i]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ Write(i, Nil)

\* Primary i gets a command from a client.
ClientRequest(i, v) ==
    /\ Writable(i)
    /\ LastIndex(i) < MaxIndex
    /\ Write(i, v)
    /\ UNCHANGED sourceVars

-----------------------------------------------------------------------------
\* Pulling

\* Member i chooses j as its sync source, in place of none or of another that gives errors or is slow. Which one is best is
\* left open: safety must not depend on it.
ChooseSyncSource(i, j) ==
    /\ ~ Writable(i)
    /\ j \in SyncFrom[i] \ {i}
    /\ syncSource[i] # j
    /\ syncSource' = [syncSource EXCEPT ![i] = j]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ UNCHANGED <<durableVars, electionVars, positionVars, reading, msgs, historyVars>>

\* Member i asks its sync source for the entries from its own last one on: that one is to be compared, the rest to be appended.
PullEntries(i) ==
    /\ syncSource[i] # Nil
    /\ Send(PullEntriesRequest(i, syncSource[i], FALSE))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, reading, historyVars>>

\* Member i asks for more: what follows its last entry, which need not be compared again (mongo: getMore).
GetMore(i) ==
    /\ Cursor
    /\ cursor[i] # -1
    /\ Send(PullEntriesRequest(i, syncSource[i], TRUE))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, reading, historyVars>>

\* Any member answers any other, whatever the term and role of either.
HandlePullEntriesRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "PullEntriesRequest" /\ m.to = i /\ m.from = j
        /\ Send(PullEntriesResponse(i, j, m.index, m.exclusive))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, reading, historyVars>>

\* Does m answer what i would ask its sync source j now? Then at least one of the next three actions is for it.
\* @type: (NAME, NAME, $message) => Bool;
Current(i, j, m) ==
    /\ m.type = "PullEntriesResponse" /\ m.to = i /\ m.from = j
    /\ m.term <= currentTerm[i]
    /\ syncSource[i] = j
    /\ m.index = LastIndex(i)
    /\ SourceTermChecked => m.term = currentTerm[i]

\* May i pull from one that is what the sender of m was?
\* @type: $message => Bool;
Allowed(m) == Chaining \/ m.primary

\* Does the source hold i's last entry? The first entry of m says so; or the cursor, if the source has rolled back nothing
\* since they were compared.
\* @type: (NAME, $message) => Bool;
Agrees(i, m) ==
    IF m.exclusive
    THEN m.rollbackId = cursor[i]
    ELSE m.index = 0 \/ (m.entries # <<>> /\ m.entries[1].term = LastTerm(i))

\* i's log with what is new in m.
\* @type: (NAME, $message) => Seq($entry);
Appended(i, m) == log[i] \o SubSeq(m.entries, IF m.exclusive \/ m.index = 0 THEN 1 ELSE 2, Len(m.entries))

\* What i learns of the commit point of a source, once its own log is these entries, which are the beginning of the source's: no
\* further than they reach (SERVER-39831), and nothing as long as they end in a term before that of the commit point. They are
\* committed then, but only by what follows them; a log that forked off in a term between the two looks newer, and i would roll
\* back to it.
\* @type: ($message, Seq($entry)) => $position;
LearnedFrom(m, entries) ==
    IF m.commitPoint.term <= LastOf(entries).term THEN MinPosition(m.commitPoint, LastOf(entries)) ELSE NoPosition

\* The logs meet: what follows is appended, and i learns the commit point of its source.
HandlePullEntriesResponse(i, j) ==
    /\ \E m \in msgs :
        /\ Current(i, j, m)
        /\ Allowed(m)
        /\ Agrees(i, m)
        /\ log' = [log EXCEPT ![i] = Appended(i, m)]
        /\ commitPoint' = [commitPoint EXCEPT ![i] = MaxPosition(@, LearnedFrom(m, Appended(i, m)))]
        /\ cursor' = [cursor EXCEPT ![i] = IF Cursor THEN m.rollbackId ELSE -1]
    /\ UNCHANGED <<currentTerm, votedFor, rollbackId, electionVars, syncSource, lastPosition, reading, msgs, historyVars>>

\* The logs do not meet, and the source's is newer: i takes back its last entry, gives up its source and any election that it
\* stands in, and learns no commit point (SERVER-54374). The way back to the common point is several of these steps.
Rollback(i, j) ==
    /\ \E m \in msgs :
        /\ Current(i, j, m)
        /\ Allowed(m)
        /\ ~ m.exclusive
        /\ ~ Agrees(i, m)
        /\ Newer(m.position, LastPosition(i))
        /\ state[i] # "Primary"
        /\ log' = [log EXCEPT ![i] = SubSeq(@, 1, LastIndex(i) - 1)]
    /\ rollbackId' = [rollbackId EXCEPT ![i] = @ + 1]
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ UNCHANGED <<currentTerm, votedFor, positionVars, reading, msgs, historyVars>>

\* Of no use to i: a source that it may not have; one that rolled back while the query went on; one whose log does not meet its
\* own and is not newer (SERVER-27403), or is, but i is elected and rolls back nothing; and one that is not ahead, and will
\* not be, for it has no source of its own, or has i, and is not primary.
\* @type: (NAME, $message) => Bool;
Useless(i, m) ==
    \/ ~ Allowed(m)
    \/ m.exclusive /\ ~ Agrees(i, m)
    \/ ~ m.exclusive /\ ~ Agrees(i, m) /\ (state[i] = "Primary" \/ ~ Newer(m.position, LastPosition(i)))
    \/ Agrees(i, m) /\ ~ Newer(m.position, LastPosition(i)) /\ m.syncSource \in {Nil, i} /\ ~ m.primary

\* Member i leaves its sync source.
LeaveSyncSource(i, j) ==
    /\ \E m \in msgs :
        /\ Current(i, j, m)
        /\ Useless(i, m)
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ UNCHANGED <<durableVars, electionVars, positionVars, reading, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Positions and the commit point

\* Member i tells its sync source what it knows of everybody's position: its own news, and what it was told itself.
UpdatePosition(i) ==
    /\ syncSource[i] # Nil
    /\ Send(UpdatePositionRequest(i, syncSource[i]))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, reading, historyVars>>

\* Member i merges what j reports: of each the newest position, and nothing about itself. A report of a newer term waits for
\* UpdateTerm: i adopts the term before it passes on what it was told, or counts it.
HandleUpdatePositionRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "UpdatePositionRequest" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ lastPosition' = [lastPosition EXCEPT ![i] =
                               [k \in Server |-> IF k = i THEN @[k] ELSE MaxPosition(@[k], m.positions[k])]]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, commitPoint, reading, msgs, historyVars>>

\* The members that have reported a position of i's term that is not before index n.
Reported(i, n) ==
    {j \in Server : LET p == Positions(i)[j] IN p.term = currentTerm[i] /\ p.index >= n}

\* Only entries of the primary's own term are committed by counting; those before them come along.
Committable(i) ==
    {n \in DOMAIN log[i] : n > commitPoint[i].index /\ log[i][n].term = currentTerm[i] /\ IsQuorum(Reported(i, n))}

\* What is committed when primary i says that it is up to index n: what differs is replaced, so that a primary that commits
\* something else at a committed index is seen doing it.
CommittedBy(i, n) ==
    LET \* @type: (Int, $entry) => $commit;
        CommitOf(k, entry) ==
            IF k <= Len(committed) /\ committed[k].entry = entry THEN committed[k] ELSE [entry |-> entry, term |-> currentTerm[i]]
    IN  MapSeq(CommitOf, SubSeq(log[i], 1, n)) \o SubSeq(committed, n + 1, Len(committed))

\* Primary i commits what a majority has reported.
AdvanceCommitPoint(i) ==
    /\ state[i] = "Primary"
    /\ Committable(i) # {}
    /\ LET n == Max(Committable(i))
       IN  /\ commitPoint' = [commitPoint EXCEPT ![i] = Position(currentTerm[i], n)]
           /\ committed' = CommittedBy(i, n)
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, lastPosition, reading, msgs, elections, written, asked>>

\* What i learns of j by a heartbeat: its position; and its commit point, only if that is of the term of i's own last entry,
\* without which i cannot tell whether it is on the same branch (SERVER-27123). No further than i's log reaches.
\* @type: (NAME, NAME, $message) => Bool;
LearnByHeartbeat(i, j, m) ==
    /\ lastPosition' = [lastPosition EXCEPT ![i][j] = MaxPosition(@, m.position)]
    /\ commitPoint' = [commitPoint EXCEPT ![i] =
                          IF m.commitPoint.term = LastTerm(i)
                          THEN MaxPosition(@, MinPosition(m.commitPoint, LastPosition(i)))
                          ELSE @]

\* Member i sends j a heartbeat.
Heartbeat(i, j) ==
    /\ i \in Heartbeating
    /\ j # i
    /\ Send(HeartbeatRequest(i, j))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, reading, historyVars>>

\* Member i learns from the heartbeat of j, and answers.
HandleHeartbeatRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "HeartbeatRequest" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ LearnByHeartbeat(i, j, m)
        /\ Send(HeartbeatResponse(i, j, m.round))
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, reading, historyVars>>

\* Member i learns from the answer of j; in the term of primary i it confirms that i still leads, for the round that it answers.
HandleHeartbeatResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "HeartbeatResponse" /\ m.to = i /\ m.from = j
        /\ m.term <= currentTerm[i]
        /\ LearnByHeartbeat(i, j, m)
        /\ reading' = [reading EXCEPT ![i].acks =
                          IF reading[i].batch # {} /\ m.term = currentTerm[i] /\ m.round = reading[i].round
                          THEN @ \cup {j}
                          ELSE @]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Linearizable reads without a write to the log

\* Primary i takes read r. It must know all that is committed, which it does once it has committed an entry of its term.
ClientRead(i, r) ==
    /\ state[i] = "Primary"
    /\ asked[r] = -1
    /\ HasCommittedInTerm(i)
    /\ reading' = [reading EXCEPT ![i].queue = @ \cup {r}]
    /\ asked' = [asked EXCEPT ![r] = Len(committed)]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, msgs, elections, written, committed>>

\* All the reads that wait become one batch, which one round of heartbeats confirms. No message is sent for it: the number of
\* the round rides on the next heartbeat, and only an answer to one of those can prove that i led after the reads had come.
StartReadRound(i) ==
    /\ reading[i].queue # {}
    /\ reading[i].batch = {}
    /\ reading' = [reading EXCEPT ![i] = [queue |-> {}, batch |-> @.queue, round |-> @.round + 1, acks |-> {i}]]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, msgs, historyVars>>

\* A majority has confirmed that i still leads: the whole batch is answered.
AnswerReads(i) ==
    /\ reading[i].batch # {}
    /\ IsQuorum(reading[i].acks)
    /\ SendAll({ReadResponse(r, i) : r \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<durableVars, electionVars, sourceVars, positionVars, historyVars>>

-----------------------------------------------------------------------------
\* Handing over

\* Primary i steps down, and tells j, which has all of its log, to stand.
StepDown(i, j) ==
    /\ Writable(i)
    /\ j \in (Successor \cap Voter) \ {i}
    /\ lastPosition[i][j] = LastPosition(i)
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ reading' = [reading EXCEPT ![i] = NoReading]
    /\ Send(StepUpRequest(i, j))
    /\ UNCHANGED <<durableVars, votesGranted, sourceVars, positionVars, historyVars>>

\* Member i stands at once, without a dry run: the primary of its own term asked for it.
HandleStepUpRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "StepUpRequest" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "Secondary"
        /\ MayStand(i)
    /\ StartElection(i)

-----------------------------------------------------------------------------

\* Member i crashes and restarts: what is durable is all that it has.
Restart(i) ==
    /\ i \in Crashable
    /\ state' = [state EXCEPT ![i] = "Secondary"]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ syncSource' = [syncSource EXCEPT ![i] = Nil]
    /\ cursor' = [cursor EXCEPT ![i] = -1]
    /\ commitPoint' = [commitPoint EXCEPT ![i] = NoPosition]
    /\ lastPosition' = [lastPosition EXCEPT ![i] = NoPositions]
    /\ reading' = [reading EXCEPT ![i] = NoReading]
    /\ UNCHANGED <<durableVars, msgs, historyVars>>

\* Any member may take any step: what order they come in is left to the adversary.
Next ==
    \/ \E i \in Server : Timeout(i)
    \/ \E i \in Server : BecomeCandidate(i)
    \/ \E i \in Server, t \in 1 .. MaxTerm : UpdateTerm(i, t)
    \/ \E i, j \in Server : HandleRequestVoteRequest(i, j)
    \/ \E i, j \in Server : HandleRequestVoteResponse(i, j)
    \/ \E i \in Server : BecomePrimary(i)
    \/ \E i \in Server : WriteFirstEntry(i)
    \/ \E i \in Server, v \in Value : ClientRequest(i, v)
    \/ \E i, j \in Server : ChooseSyncSource(i, j)
    \/ \E i \in Server : PullEntries(i)
    \/ \E i \in Server : GetMore(i)
    \/ \E i, j \in Server : HandlePullEntriesRequest(i, j)
    \/ \E i, j \in Server : HandlePullEntriesResponse(i, j)
    \/ \E i, j \in Server : Rollback(i, j)
    \/ \E i, j \in Server : LeaveSyncSource(i, j)
    \/ \E i \in Server : UpdatePosition(i)
    \/ \E i, j \in Server : HandleUpdatePositionRequest(i, j)
    \/ \E i \in Server : AdvanceCommitPoint(i)
    \/ \E i, j \in Server : Heartbeat(i, j)
    \/ \E i, j \in Server : HandleHeartbeatRequest(i, j)
    \/ \E i, j \in Server : HandleHeartbeatResponse(i, j)
    \/ \E i \in Server, r \in Read : ClientRead(i, r)
    \/ \E i \in Server : StartReadRound(i)
    \/ \E i \in Server : AnswerReads(i)
    \/ \E i, j \in Server : StepDown(i, j)
    \/ \E i, j \in Server : HandleStepUpRequest(i, j)
    \/ \E i \in Server : Restart(i)

\* Safety only: a member that never does anything is slow, not wrong.
Spec == Init /\ [][Next]_vars

\* What must happen for news to spread: members adopt the terms that they hear of, choose sync sources, ask again and again, and are
\* answered; and though they may change their sources again and again too, what comes gets through to them.
FairSpec ==
    /\ Spec
    /\ \A i \in Server, t \in 1 .. MaxTerm : WF_vars(UpdateTerm(i, t))
    /\ \A i \in Server : \A j \in SyncFrom[i] \ {i} :
        /\ WF_vars(ChooseSyncSource(i, j))
        /\ SF_vars(PullEntries(i))
        /\ WF_vars(HandlePullEntriesRequest(j, i))
        /\ SF_vars(HandlePullEntriesResponse(i, j))

-----------------------------------------------------------------------------

\* The values of each variable. An index is bounded by what primaries can write: requests up to MaxIndex, and a no-op a term.
\* How often a member rolls back has no bound: it may pull the same entry again and again, from one that is behind.
Terms == 0 .. MaxTerm
Indexes == 0 .. MaxIndex + MaxTerm
AllPositions == [term : Terms, index : Indexes]
Entries == [term : Terms, value : Value \cup {Nil}]
Rounds == 0 .. Cardinality(Read)
Messages ==
    [type : {"RequestVoteRequest"}, to : Server, from : Server, term : Terms, dryRun : BOOLEAN, position : AllPositions]
    \cup [type : {"RequestVoteResponse"}, to : Server, from : Server, term : Terms, dryRun : BOOLEAN, voteGranted : BOOLEAN]
    \cup [type : {"PullEntriesRequest"}, to : Server, from : Server, term : {0}, index : Indexes, exclusive : BOOLEAN]
    \cup [type : {"PullEntriesResponse"}, to : Server, from : Server, term : Terms, index : Indexes, exclusive : BOOLEAN,
          entries : Seq(Entries), position : AllPositions, commitPoint : AllPositions, rollbackId : Nat,
          syncSource : Server \cup {Nil}, primary : BOOLEAN]
    \cup [type : {"UpdatePositionRequest"}, to : Server, from : Server, term : Terms, positions : [Server -> AllPositions]]
    \cup [type : {"HeartbeatRequest", "HeartbeatResponse"}, to : Server, from : Server, term : Terms, position : AllPositions,
          commitPoint : AllPositions, round : Rounds]
    \cup [type : {"StepUpRequest"}, to : Server, from : Server, term : Terms]
    \cup [type : {"ReadResponse"}, to : {Nil}, from : Server, term : {0}, read : Read, index : Indexes]

\* Every variable holds what its comment says.
TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ votedFor \in [Server -> Server \cup {Nil}]
    /\ log \in [Server -> Seq(Entries)]
    /\ rollbackId \in [Server -> Nat]
    /\ state \in [Server -> {"Secondary", "DryRunCandidate", "Candidate", "Primary"}]
    /\ votesGranted \in [Server -> SUBSET Voter]
    /\ syncSource \in [Server -> Server \cup {Nil}]
    /\ cursor \in [Server -> Nat \cup {-1}]
    /\ commitPoint \in [Server -> AllPositions]
    /\ lastPosition \in [Server -> [Server -> AllPositions]]
    /\ \A i \in Server :
        /\ lastPosition[i][i] = NoPosition
        /\ reading[i].queue \subseteq Read
        /\ reading[i].batch \subseteq Read
        /\ reading[i].round \in Rounds
        /\ reading[i].acks \subseteq Server
    /\ msgs \subseteq Messages
    /\ elections \subseteq [term : Terms, primary : Server]
    /\ written \in [1 .. MaxTerm -> Seq(Entries)]
    /\ committed \in Seq([entry : Entries, term : Terms])
    /\ asked \in [Read -> Indexes \cup {-1}]

\* At most one primary is elected in a term.
ElectionSafety == \A e, f \in elections : e.term = f.term => e.primary = f.primary

\* Logs that hold an entry of the same index and term are the same up to there.
LogMatching ==
    \A i, j \in Server :
        \A n \in 1 .. Min2(LastIndex(i), LastIndex(j)) :
            log[i][n].term = log[j][n].term => SubSeq(log[i], 1, n) = SubSeq(log[j], 1, n)

\* A log is the beginning of what the primary of its last term wrote: nobody mixes histories.
LogsAreWritten ==
    \A i \in Server : log[i] # <<>> =>
        /\ LastIndex(i) <= Len(written[LastTerm(i)])
        /\ log[i] = SubSeq(written[LastTerm(i)], 1, LastIndex(i))

\* Does i hold the entry that was committed at index k?
Holds(i, k) == k <= LastIndex(i) /\ log[i][k] = committed[k].entry

\* What was committed in a term is in the logs of the primaries of all higher terms.
LeaderCompleteness ==
    \A i \in Server : state[i] = "Primary" =>
        \A k \in 1 .. Len(committed) : committed[k].term < currentTerm[i] => Holds(i, k)

\* What is committed stays on the disks of so many that no majority is left that lacks it: whoever is elected has asked one
\* that has it.
CommittedIsDurable == \A k \in 1 .. Len(committed) : ~ IsQuorum({i \in Server : ~ Holds(i, k)})

\* The commit point of a member is never beyond its log: it is the position of one of its entries.
CommitPointInLog ==
    \A i \in Server :
        LET p == commitPoint[i]
        IN  p.index <= LastIndex(i) /\ p = LastOf(SubSeq(log[i], 1, p.index))

\* All that a member calls committed is what primaries have committed: no two members differ in it.
CommitPointIsCommitted ==
    \A i \in Server :
        /\ commitPoint[i].index <= Len(committed)
        /\ \A k \in 1 .. commitPoint[i].index : Holds(i, k)

\* A read is answered from a state that is not older than what was committed when it was asked for, and that is committed.
ReadsAreLinearizable ==
    \A m \in msgs : m.type = "ReadResponse" => asked[m.read] <= m.index /\ m.index <= Len(committed)

\* Terms do not go back, not even by a crash.
MonotonicTerm == [][\A i \in Server : currentTerm'[i] >= currentTerm[i]]_currentTerm

\* In a term a vote is not taken back.
VoteIsFinal ==
    [][\A i \in Server : currentTerm'[i] = currentTerm[i] /\ votedFor[i] # Nil => votedFor'[i] = votedFor[i]]_votedFor

\* What the dry run is for: a member raises its term only after a majority would elect it, because a primary told it to stand,
\* or because it heard of the term from another. Without the dry run nothing is claimed.
TermNeedsMajority ==
    [][DryRun => \A i \in Server : currentTerm'[i] > currentTerm[i] =>
        \/ \E m \in msgs : m.to = i /\ m.term = currentTerm'[i]
        \/ \E m \in msgs : m.type = "StepUpRequest" /\ m.to = i /\ m.term = currentTerm[i]
        \/ state[i] = "DryRunCandidate" /\ IsQuorum(votesGranted[i])]_currentTerm

\* A member that has been told what is committed forgets it only in a crash, and then all of it at once.
MonotonicCommitPoint == [][\A i \in Server : ~ Newer(commitPoint[i], commitPoint'[i]) \/ Restart(i)]_commitPoint

\* As long as a primary is primary, it forgets nothing of what the others have reported.
MonotonicLastPosition ==
    [][\A i \in Server : state[i] = "Primary" /\ state'[i] = "Primary" =>
        \A j \in Server : ~ Newer(lastPosition[i][j], lastPosition'[i][j])]_lastPosition

\* What a member knows to be committed it does not roll back.
NoRollbackBehindCommitPoint ==
    [][\A i \in Server : LastIndex(i)' >= commitPoint[i].index
                         /\ SubSeq(log'[i], 1, commitPoint[i].index) = SubSeq(log[i], 1, commitPoint[i].index)]_log

\* A primary appends to its log, and neither overwrites nor deletes; once it has written, all that it appends is of its term.
PrimaryAppendOnly ==
    [][\A i \in Server : state[i] = "Primary" /\ state'[i] = "Primary" =>
        /\ LastIndex(i)' >= LastIndex(i)
        /\ SubSeq(log'[i], 1, LastIndex(i)) = log[i]
        /\ LastTerm(i) = currentTerm[i] =>
            \A n \in LastIndex(i) + 1 .. LastIndex(i)' : log'[i][n].term = currentTerm[i]]_log

\* What is committed, every member knows in the end, if there are no more crashes and elections (FairSpec).
CommitPointEventuallyPropagates ==
    \A n \in Indexes \ {0} : Len(committed) >= n ~> \A i \in Server : commitPoint[i].index >= n

-----------------------------------------------------------------------------

\* The log of what is committed.
Chosen ==
    LET \* @type: (Int, $commit) => $entry;
        EntryOf(k, c) == c.entry
    IN  MapSeq(EntryOf, committed)

\* What all of it is for: the committed entries are a log that only grows.
ReplicatedLog == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- Chosen

RefinesReplicatedLog == ReplicatedLog!Spec

\* Without the messages: what was said is what stands in those that were sent, and a dry run is no candidacy. A position counts
\* if the message that first brought it was sent in the term of that position.
PullLog == INSTANCE PullLog WITH
    state <- [i \in Server |-> IF state[i] = "DryRunCandidate" THEN "Secondary" ELSE state[i]],
    standing <- {[term |-> m.term, candidate |-> m.from, position |-> m.position] :
                    m \in {n \in msgs : n.type = "RequestVoteRequest" /\ ~ n.dryRun}},
    votes <- {[term |-> m.term, voter |-> m.from, candidate |-> m.to] :
                    m \in {n \in msgs : n.type = "RequestVoteResponse" /\ ~ n.dryRun /\ n.voteGranted}},
    reported <- {[member |-> m.from, position |-> m.positions[m.from]] :
                    m \in {n \in msgs : n.type = "UpdatePositionRequest" /\ n.term > 0 /\ n.positions[n.from].term = n.term}}
                \cup {[member |-> m.from, position |-> m.position] :
                    m \in {n \in msgs : n.type \in {"HeartbeatRequest", "HeartbeatResponse"} /\ n.term > 0 /\ n.position.term = n.term}}

RefinesPullLog == PullLog!Spec
=============================================================================
