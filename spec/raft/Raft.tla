--------------------------------- MODULE Raft ---------------------------------
(***************************************************************************)
(* Raft, after Diego Ongaro and John Ousterhout, "In Search of an          *)
(* Understandable Consensus Algorithm" (extended version, 2014), and       *)
(* Diego Ongaro's dissertation, "Consensus: Bridging Theory and Practice"  *)
(* (2014).  Comments name the paper's sections as "section 5.2", Figure 2  *)
(* as "Figure 2", and the dissertation's sections as "thesis 6.4".         *)
(*                                                                         *)
(* All of it stands in this one module: elections with PreVote, the        *)
(* replication of the log, commitment, the no-op at the start of a term,   *)
(* linearizable reads, snapshots, changes of membership with learners,     *)
(* the transfer of leadership, crash and restart.  Each feature is bounded *)
(* by a constant, so that a model can look at some of them and leave the   *)
(* others out: an empty set or a zero switches a feature off.              *)
(*                                                                         *)
(* What may go wrong is part of the module:                                *)
(*                                                                         *)
(*  - Messages are lost, duplicated, delayed and reordered.  The network   *)
(*    is a set that only grows, which stands for all four: a message that  *)
(*    nobody ever receives is a lost one, a message received again is a    *)
(*    duplicate, and a set has no order.                                   *)
(*                                                                         *)
(*  - Servers crash and restart.  A server that is down takes no step, and *)
(*    no other can tell that from a slow one; so crash and restart are one *)
(*    action.  A step and the write to disk that it needs are one action   *)
(*    too: messages leave after the write, so a crash before the write is  *)
(*    a step that never happened.                                          *)
(*                                                                         *)
(*  - Timers run out at any time.  There is no clock here: safety must not *)
(*    depend on one.                                                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences, SequenceMaps

\* The types are for Apalache alone. To it, one record type stands for the entries of all kinds, and one for all messages: each
\* has some of the fields.
\* @typeAlias: configuration = [voters: Set(SERVER), learners: Set(SERVER)];
\* @typeAlias: entry = [term: Int, type: Str, value: VALUE, config: $configuration];
\* @typeAlias: commit = [entry: $entry, term: Int];
\* @typeAlias: snapshot = [lastIncludedIndex: Int, lastIncludedTerm: Int, config: $configuration, machine: Seq(VALUE)];
\* @typeAlias: waiting = Set([read: READ, index: Int]);
\* @typeAlias: message = [type: Str, to: SERVER, term: Int, candidateId: SERVER, lastLogIndex: Int, lastLogTerm: Int,
\*     from: SERVER, voteGranted: Bool, leaderId: SERVER, prevLogIndex: Int, prevLogTerm: Int, entries: Seq($entry),
\*     leaderCommit: Int, round: Int, success: Bool, matchIndex: Int, lastIncludedIndex: Int, lastIncludedTerm: Int,
\*     data: [config: $configuration, machine: Seq(VALUE)], read: READ, index: Int];
Raft_typedefs == TRUE

CONSTANTS
    \* @type: Set(SERVER);
    Server,        \* the processes
    \* @type: Set(VALUE);
    Value,         \* the commands that clients ask for
    \* @type: Set(READ);
    Read,          \* the names of the reads that clients ask for; empty: no reads
    \* @type: SERVER;
    Nil,           \* nobody
    \* @type: Set(SERVER);
    InitVoters,    \* the servers that vote at first
    \* @type: Set(SERVER);
    InitLearners,  \* the servers that only receive the log at first
    \* @type: Bool;
    PreVote,       \* BOOLEAN: a server asks whether it would be elected before it raises its term (thesis 9.6)
    \* @type: Bool;
    NoOp,          \* BOOLEAN: a leader begins its term with an entry that does nothing (section 8)
    \* @type: Seq(Set(SERVER));
    Electable,     \* Electable[t]: the servers that may stand in term t, for each term that a model has
    \* @type: Set(SERVER);
    Crashable,     \* the servers that may crash
    \* @type: Set(SERVER);
    Applying,      \* the servers whose state machines are looked at
    \* @type: Set(SERVER);
    Compacting,    \* the servers that may replace a prefix of their log by a snapshot (section 7)
    \* @type: Set(SERVER);
    Transferable,  \* the servers to which leadership may be transferred (thesis 3.10)
    \* @type: Set(SERVER);
    Removable,     \* the servers that may be removed from the configuration (thesis 4.1)
    \* @type: Int;
    MaxEntries,    \* how many entries one AppendEntries request carries at most
    \* @type: Int;
    MaxIndex,      \* the last index that a client's request may get
    \* @type: Int;
    MaxConfigs     \* the number of changes of membership that a log may hold

VARIABLES
    \* @type: SERVER -> Int;
    currentTerm,   \* currentTerm[i]: the latest term that server i has seen: DURABLE
    \* @type: SERVER -> SERVER;
    votedFor,      \* votedFor[i]: the candidate that got i's vote in currentTerm[i], or Nil: DURABLE
    \* @type: SERVER -> Seq($entry);
    log,           \* log[i]: the entries after those of the snapshot: DURABLE
    \* @type: SERVER -> $snapshot;
    snapshot,      \* snapshot[i]: what stands for the entries before them; at first, for none: DURABLE
    \* @type: SERVER -> Str;
    state,         \* state[i]: the role of server i
    \* @type: SERVER -> SERVER;
    leaderId,      \* leaderId[i]: the leader that i has heard of in its term, or Nil: for clients, and for PreVote
    \* @type: SERVER -> Set(SERVER);
    votesGranted,  \* votesGranted[i]: who votes for candidate i, or would (a pre-candidate)
    \* @type: SERVER -> Int;
    commitIndex,   \* commitIndex[i]: the highest index that i knows to be committed
    \* @type: SERVER -> Int;
    lastApplied,   \* lastApplied[i]: the highest index that i's state machine has applied
    \* @type: SERVER -> Seq(VALUE);
    machine,       \* machine[i]: the state of that machine: here, all the commands that it has applied
    \* @type: SERVER -> (SERVER -> Int);
    nextIndex,     \* nextIndex[i][j]: on leader i, the index of the next entry to send to j
    \* @type: SERVER -> (SERVER -> Int);
    matchIndex,    \* matchIndex[i][j]: on leader i, the highest index at which j is known to hold i's entry
    \* @type: SERVER -> SERVER;
    transferee,    \* transferee[i]: on leader i, the server to which it hands over, or Nil
    \* @type: SERVER -> [queue: $waiting, batch: $waiting, round: Int, acks: Set(SERVER)];
    reading,       \* reading[i]: on leader i, the reads that wait for an answer
    \* @type: Set($message);
    msgs,          \* every message ever sent
    \* @type: Set([term: Int, leader: SERVER]);
    elections,     \* history: who was elected in which term
    \* @type: Seq($commit);
    committed,     \* history: the log that leaders have committed, each entry with the term of the leader that did
    \* @type: READ -> Int;
    asked          \* history: asked[r]: how much was committed when read r was asked for, or -1 before that

\* Grouped, so that an action says in one word what it leaves alone.
durableVars   == <<currentTerm, votedFor, log, snapshot>>
electionVars  == <<state, leaderId, votesGranted>>
machineVars   == <<lastApplied, machine>>
\* @type: <<SERVER -> (SERVER -> Int), SERVER -> (SERVER -> Int)>>;
progressVars  == <<nextIndex, matchIndex>>
leaderVars    == <<nextIndex, matchIndex, transferee, reading>>
historyVars   == <<elections, committed, asked>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<durableVars, electionVars, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* The bounds are sets of servers and numbers.
ASSUME BoundsAssumption ==
    /\ InitVoters \subseteq Server /\ InitVoters # {}
    /\ InitLearners \subseteq Server \ InitVoters
    /\ Electable = SubSeq(Electable, 1, Len(Electable)) /\ \A t \in DOMAIN Electable : Electable[t] \subseteq Server
    /\ Crashable \cup Applying \cup Compacting \cup Transferable \cup Removable \subseteq Server
    /\ PreVote \in BOOLEAN /\ NoOp \in BOOLEAN
    /\ MaxEntries \in Nat \ {0} /\ MaxIndex \in Nat /\ MaxConfigs \in Nat
    /\ Nil \notin Server

-----------------------------------------------------------------------------

\* The larger and the smaller of two numbers, and the largest of a set of them.
Max2(a, b) == IF a > b THEN a ELSE b
Min2(a, b) == IF a < b THEN a ELSE b
Max(S) == CHOOSE x \in S : \A y \in S : x >= y

\* The entries of the log: a command of a client, the no-op of a new leader, and a configuration.
ValueEntry(t, value) == [term |-> t, type |-> "value", value |-> value]
NoOpEntry(t) == [term |-> t, type |-> "noop"]
ConfigEntry(t, config) == [term |-> t, type |-> "config", config |-> config]

\* Who takes part: voters elect and commit, learners only receive the log (thesis 4.2.1).
Configuration(voters, learners) == [voters |-> voters, learners |-> learners]

\* What stands for the first entries of a log, up to lastIncludedIndex (Figure 13; the last two are its data).
Snapshot(index, term, config, m) ==
    [lastIncludedIndex |-> index, lastIncludedTerm |-> term, config |-> config, machine |-> m]

\* The snapshot of nothing, which every server starts with: so that there is always one.
NoSnapshot == Snapshot(0, 0, Configuration(InitVoters, InitLearners), <<>>)

\* Nothing to read: on every server that does not lead, and on a leader without reads.
NoReading == [queue |-> {}, batch |-> {}, round |-> 0, acks |-> {}]

\* The last term that a model has.
MaxTerm == Len(Electable)

\* Majorities of the voters. Servers that do not vote may stand in S: they do not count.
IsQuorum(S, voters) == 2 * Cardinality(S \cap voters) > Cardinality(voters)

-----------------------------------------------------------------------------

\* The index before log[i]: the entries up to it are in the snapshot.
Base(i) == snapshot[i].lastIncludedIndex

\* The index of i's last entry; 0 if it has none.
LastIndex(i) == Base(i) + Len(log[i])

\* The indexes of the entries in log[i].
LogIndexes(i) == {Base(i) + n : n \in DOMAIN log[i]}

\* i's entry at index k, after the snapshot.
EntryAt(i, k) == log[i][k - Base(i)]

\* The term of i's entry at index k, from the end of the snapshot on; index 0 has term 0.
TermAt(i, k) == IF k = Base(i) THEN snapshot[i].lastIncludedTerm ELSE EntryAt(i, k).term

\* The term of i's last entry.
LastTerm(i) == TermAt(i, LastIndex(i))

\* The indexes of the configurations in i's log.
ConfigIndexes(i) == {n \in LogIndexes(i) : EntryAt(i, n).type = "config"}

\* The configuration that i's log has at index k.
ConfigAt(i, k) ==
    LET \* @type: $entry => Bool;
        IsConfig(entry) == entry.type = "config"
        C == SelectSeq(SubSeq(log[i], 1, k - Base(i)), IsConfig)
    IN  IF C = <<>> THEN snapshot[i].config ELSE C[Len(C)].config

\* A server uses the latest configuration in its log, committed or not (thesis 4.1).
Config(i) == ConfigAt(i, LastIndex(i))
Voters(i) == Config(i).voters
Members(i) == Config(i).voters \cup Config(i).learners

\* Is the latest configuration in i's log committed?
ConfigIsCommitted(i) == \A n \in ConfigIndexes(i) : n <= commitIndex[i]

\* Has leader i committed an entry of its own term? Only then does it know all that is committed (section 8).
HasCommittedInTerm(i) == TermAt(i, commitIndex[i]) = currentTerm[i]

\* Section 5.4.1: a log is more up-to-date if its last entry has the later term, or the same term and it is longer.
UpToDate(i, lastLogIndex, lastLogTerm) ==
    \/ lastLogTerm > LastTerm(i)
    \/ lastLogTerm = LastTerm(i) /\ lastLogIndex >= LastIndex(i)

-----------------------------------------------------------------------------

\* The messages, with the paper's fields: the RPCs of Figures 2 and 13, each as a request and a response, those of PreVote
\* (thesis 9.6) and TimeoutNow (thesis 3.10). A response stands alone here, so it names its sender and says what it answers.
VoteRequest(type, i, j) ==
    [type |-> type, to |-> j, term |-> currentTerm'[i], candidateId |-> i,
     lastLogIndex |-> LastIndex(i), lastLogTerm |-> LastTerm(i)]

VoteResponse(type, i, j, granted) ==
    [type |-> type, to |-> j, term |-> currentTerm[i], from |-> i, voteGranted |-> granted]

\* round is the round of reads that the leader is confirming: it rides along (thesis 6.4).
AppendEntriesRequest(i, j, prev, entries) ==
    [type |-> "AppendEntriesRequest", to |-> j, term |-> currentTerm[i], leaderId |-> i,
     prevLogIndex |-> prev, prevLogTerm |-> TermAt(i, prev), entries |-> entries,
     leaderCommit |-> commitIndex[i], round |-> reading[i].round]

\* matchIndex: the last index at which the logs match (success), or may match. prevLogIndex: of the request, if it is rejected.
AppendEntriesResponse(i, j, success, prev, match, round) ==
    [type |-> "AppendEntriesResponse", to |-> j, term |-> currentTerm[i], from |-> i, success |-> success,
     prevLogIndex |-> prev, matchIndex |-> match, round |-> round]

\* A snapshot travels in one piece, so offset and done (Figure 13) say nothing; data is the configuration and the machine.
InstallSnapshotRequest(i, j) ==
    [type |-> "InstallSnapshotRequest", to |-> j, term |-> currentTerm[i], leaderId |-> i,
     lastIncludedIndex |-> snapshot[i].lastIncludedIndex, lastIncludedTerm |-> snapshot[i].lastIncludedTerm,
     data |-> [config |-> snapshot[i].config, machine |-> snapshot[i].machine]]

InstallSnapshotResponse(i, j, match) ==
    [type |-> "InstallSnapshotResponse", to |-> j, term |-> currentTerm[i], from |-> i, matchIndex |-> match]

TimeoutNowRequest(i, j) ==
    [type |-> "TimeoutNowRequest", to |-> j, term |-> currentTerm[i], leaderId |-> i]

\* What a client gets for read r: the state machine as of this index.
ReadResponse(r, index) == [type |-> "ReadResponse", to |-> Nil, term |-> 0, read |-> r, index |-> index]

\* Sending what was sent before changes nothing: to a receiver a copy is a duplicate, which may come anyway.
Send(m) == msgs' = msgs \cup {m}
SendAll(M) == msgs' = msgs \cup M

\* What only a leader has is gone when it stops leading: section 5.3, "reinitialized after election".
StopLeading(i) ==
    /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> 1]]
    /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]
    /\ transferee' = [transferee EXCEPT ![i] = Nil]
    /\ reading' = [reading EXCEPT ![i] = NoReading]

-----------------------------------------------------------------------------

\* At first every server is a follower in term 0, with an empty log (section 5.2).
Init ==
    /\ currentTerm = [i \in Server |-> 0]
    /\ votedFor = [i \in Server |-> Nil]
    /\ log = [i \in Server |-> <<>>]
    /\ snapshot = [i \in Server |-> NoSnapshot]
    /\ state = [i \in Server |-> "Follower"]
    /\ leaderId = [i \in Server |-> Nil]
    /\ votesGranted = [i \in Server |-> {}]
    /\ commitIndex = [i \in Server |-> 0]
    /\ lastApplied = [i \in Server |-> 0]
    /\ machine = [i \in Server |-> <<>>]
    /\ nextIndex = [i \in Server |-> [j \in Server |-> 1]]
    /\ matchIndex = [i \in Server |-> [j \in Server |-> 0]]
    /\ transferee = [i \in Server |-> Nil]
    /\ reading = [i \in Server |-> NoReading]
    /\ msgs = {}
    /\ elections = {}
    /\ committed = <<>>
    /\ asked = [r \in Read |-> -1]

-----------------------------------------------------------------------------
\* Elections (section 5.2)

\* Server i becomes a candidate in the next term, votes for itself, and asks the others (Figure 2, Candidates). It is no
\* action: an election starts in more than one way.
StartElection(i) ==
    /\ currentTerm' = [currentTerm EXCEPT ![i] = @ + 1]
    /\ votedFor' = [votedFor EXCEPT ![i] = i]
    /\ state' = [state EXCEPT ![i] = "Candidate"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
    /\ SendAll({VoteRequest("RequestVoteRequest", i, j) : j \in Voters(i) \ {i}})
    /\ UNCHANGED <<log, snapshot, commitIndex, machineVars, leaderVars, historyVars>>

\* The bounds let i stand in the next term; in reality any server may, in any term.
MayStand(i) == currentTerm[i] < MaxTerm /\ i \in Electable[currentTerm[i] + 1]

\* The election timer of i runs out: it has heard of no leader for a while. With PreVote it first asks whether it would be
\* elected, and raises no term: a server that was cut off must not depose a leader on its return (thesis 9.6).
Timeout(i) ==
    /\ MayStand(i)
    /\ state[i] # "Leader"
    /\ i \in Voters(i)
    /\ IF PreVote
       THEN /\ state' = [state EXCEPT ![i] = "PreCandidate"]
            /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
            /\ votesGranted' = [votesGranted EXCEPT ![i] = {i}]
            /\ UNCHANGED currentTerm
            /\ SendAll({VoteRequest("RequestPreVoteRequest", i, j) : j \in Voters(i) \ {i}})
            /\ UNCHANGED <<votedFor, log, snapshot, commitIndex, machineVars, leaderVars, historyVars>>
       ELSE StartElection(i)

\* A majority would elect i: now it stands (thesis 9.6).
BecomeCandidate(i) ==
    /\ state[i] = "PreCandidate"
    /\ IsQuorum(votesGranted[i], Voters(i))
    /\ StartElection(i)

\* Figure 2, all servers: whoever hears of a higher term adopts it, and follows. The message stays, for its own action.
UpdateTerm(i, t) ==
    /\ \E m \in msgs : m.to = i /\ m.term = t
    /\ t > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = t]
    /\ votedFor' = [votedFor EXCEPT ![i] = Nil]
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ StopLeading(i)
    /\ UNCHANGED <<log, snapshot, commitIndex, machineVars, msgs, historyVars>>

\* Would i vote for j? Its log must not be behind, and as long as i hears from a leader it answers no (thesis 9.6). Nothing
\* is promised: only a reply is sent.
HandleRequestPreVoteRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestPreVoteRequest" /\ m.to = i /\ m.candidateId = j
        /\ m.term <= currentTerm[i]
        /\ LET granted == /\ m.term = currentTerm[i]
                          /\ leaderId[i] = Nil
                          /\ UpToDate(i, m.lastLogIndex, m.lastLogTerm)
           IN  Send(VoteResponse("RequestPreVoteResponse", i, j, granted))
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, leaderVars, historyVars>>

\* The reply of j to pre-candidate i.
HandleRequestPreVoteResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestPreVoteResponse" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "PreCandidate"
        /\ m.voteGranted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
    /\ UNCHANGED <<durableVars, state, leaderId, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* Figure 2, RequestVote, receiver: (1) no vote for an old term; (2) one vote a term, for a log that is not behind. To vote
\* is to restart the election timer, which is not modelled.
HandleRequestVoteRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteRequest" /\ m.to = i /\ m.candidateId = j
        /\ m.term <= currentTerm[i]
        /\ LET granted == /\ m.term = currentTerm[i]
                          /\ votedFor[i] \in {Nil, j}
                          /\ UpToDate(i, m.lastLogIndex, m.lastLogTerm)
           IN  /\ votedFor' = [votedFor EXCEPT ![i] = IF granted THEN j ELSE @]
               /\ Send(VoteResponse("RequestVoteResponse", i, j, granted))
    /\ UNCHANGED <<currentTerm, log, snapshot, electionVars, commitIndex, machineVars, leaderVars, historyVars>>

\* The vote of j for candidate i. It counts only in the term that it was given in.
HandleRequestVoteResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "RequestVoteResponse" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "Candidate"
        /\ m.voteGranted
        /\ votesGranted' = [votesGranted EXCEPT ![i] = @ \cup {j}]
    /\ UNCHANGED <<durableVars, state, leaderId, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* Figure 2, candidates: votes from a majority make a leader. It knows nothing of the others' logs, so it supposes that they
\* are as its own (nextIndex) and relies on nothing (matchIndex); and it begins its term with a no-op, because it must commit
\* an entry of its own term before it knows what is committed (section 8).
BecomeLeader(i) ==
    /\ state[i] = "Candidate"
    /\ IsQuorum(votesGranted[i], Voters(i))
    /\ state' = [state EXCEPT ![i] = "Leader"]
    /\ leaderId' = [leaderId EXCEPT ![i] = i]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ nextIndex' = [nextIndex EXCEPT ![i] = [j \in Server |-> LastIndex(i) + 1]]
    /\ matchIndex' = [matchIndex EXCEPT ![i] = [j \in Server |-> 0]]
    /\ log' = [log EXCEPT ![i] = IF NoOp THEN Append(@, NoOpEntry(currentTerm[i])) ELSE @]
    /\ elections' = elections \cup {[term |-> currentTerm[i], leader |-> i]}
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, commitIndex, machineVars, transferee, reading, msgs, committed, asked>>

-----------------------------------------------------------------------------
\* Replication (section 5.3)

\* Leader i gets a command from a client and appends it to its log (Figure 2, leaders). While it hands over it takes none
\* (thesis 3.10).
ClientRequest(i, v) ==
    /\ state[i] = "Leader"
    /\ transferee[i] = Nil
    /\ LastIndex(i) < MaxIndex
    /\ log' = [log EXCEPT ![i] = Append(@, ValueEntry(currentTerm[i], v))]
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, electionVars, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* Leader i sends j what follows nextIndex, as much of it as fits; with nothing to send it is a heartbeat. What is already in
\* the snapshot cannot be sent like this.
AppendEntries(i, j) ==
    /\ state[i] = "Leader"
    /\ j \in Members(i) \ {i}
    /\ nextIndex[i][j] > Base(i)
    /\ LET n == nextIndex[i][j] - Base(i)
       IN  Send(AppendEntriesRequest(i, j, nextIndex[i][j] - 1, SubSeq(log[i], n, Min2(n + MaxEntries - 1, Len(log[i])))))
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, leaderVars, historyVars>>

\* The consistency check (section 5.3): does i hold the entry before the new ones? What its snapshot covers is committed, and
\* so the same for everybody.
\* @type: (SERVER, $message) => Bool;
LogOk(i, m) ==
    \/ m.prevLogIndex < Base(i)
    \/ m.prevLogIndex <= LastIndex(i) /\ TermAt(i, m.prevLogIndex) = m.prevLogTerm

\* Does one of the new entries contradict i's log: the same index, another term?
\* @type: (SERVER, $message) => Bool;
Conflict(i, m) ==
    \E k \in DOMAIN m.entries :
        LET n == m.prevLogIndex + k
        IN  Base(i) < n /\ n <= LastIndex(i) /\ TermAt(i, n) # m.entries[k].term

\* Figure 2, AppendEntries, receiver, (3) and (4): a conflict removes what i holds from the first new entry on; without one,
\* what follows the new entries stays, since the message may be an old one.
\* @type: (SERVER, $message) => Seq($entry);
Merged(i, m) ==
    IF Conflict(i, m) \/ m.prevLogIndex + Len(m.entries) > LastIndex(i)
    THEN SubSeq(log[i], 1, m.prevLogIndex - Base(i))
         \o SubSeq(m.entries, Max2(0, Base(i) - m.prevLogIndex) + 1, Len(m.entries))
    ELSE log[i]

\* Figure 2, AppendEntries, receiver: (1) an old term is told of the new one; (2) the consistency check, with a hint where the
\* logs may match; (3) and (4) Merged; (5) the commit index, no further than this message vouches for, and never back, for
\* the message may be an old one. Whoever sends it in i's term is its leader: a candidate gives up (section 5.2).
HandleAppendEntriesRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "AppendEntriesRequest" /\ m.to = i /\ m.leaderId = j
        /\ m.term <= currentTerm[i]
        /\ IF m.term < currentTerm[i]
           THEN /\ Send(AppendEntriesResponse(i, j, FALSE, m.prevLogIndex, 0, 0))
                /\ UNCHANGED <<log, electionVars, commitIndex>>
           ELSE /\ state' = [state EXCEPT ![i] = "Follower"]
                /\ leaderId' = [leaderId EXCEPT ![i] = j]
                /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
                /\ IF LogOk(i, m)
                   THEN LET last == m.prevLogIndex + Len(m.entries)
                        IN  /\ log' = [log EXCEPT ![i] = Merged(i, m)]
                            /\ commitIndex' = [commitIndex EXCEPT ![i] = Max2(@, Min2(m.leaderCommit, last))]
                            /\ Send(AppendEntriesResponse(i, j, TRUE, 0, last, m.round))
                   ELSE /\ UNCHANGED <<log, commitIndex>>
                        /\ Send(AppendEntriesResponse(i, j, FALSE, m.prevLogIndex,
                                                      Min2(m.prevLogIndex - 1, LastIndex(i)), m.round))
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, machineVars, leaderVars, historyVars>>

\* Figure 2, leaders: success moves matchIndex and nextIndex on, never back; a rejection moves nextIndex back, to where the
\* logs may match, but only the rejection of what nextIndex says now. Any reply in the term confirms the leader (thesis 6.4).
HandleAppendEntriesResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "AppendEntriesResponse" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "Leader"
        /\ IF m.success
           THEN /\ matchIndex' = [matchIndex EXCEPT ![i][j] = Max2(@, m.matchIndex)]
                /\ nextIndex' = [nextIndex EXCEPT ![i][j] = Max2(@, m.matchIndex + 1)]
           ELSE /\ nextIndex' = [nextIndex EXCEPT ![i][j] =
                                    IF m.prevLogIndex = @ - 1 THEN Max2(m.matchIndex, matchIndex[i][j]) + 1 ELSE @]
                /\ UNCHANGED matchIndex
        /\ reading' = [reading EXCEPT ![i].acks =
                          IF reading[i].batch # {} /\ m.round = reading[i].round THEN @ \cup {j} ELSE @]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, msgs, historyVars>>

\* The voters that hold i's entry at index n, as far as leader i knows.
Agree(i, n) == {j \in Voters(i) : j = i \/ matchIndex[i][j] >= n}

\* Section 5.4.2: only entries of the leader's own term are committed by counting; those before them come along (Figure 8
\* shows why).
Committable(i) ==
    {n \in LogIndexes(i) : n > commitIndex[i] /\ TermAt(i, n) = currentTerm[i] /\ IsQuorum(Agree(i, n), Voters(i))}

\* What is committed when leader i says that it is up to index n: what differs is replaced, so that a leader that commits
\* something else at a committed index is seen doing it.
CommittedBy(i, n) ==
    LET \* @type: (Int, $entry) => $commit;
        CommitOf(k, entry) ==
            IF Base(i) + k <= Len(committed) /\ committed[Base(i) + k].entry = entry
            THEN committed[Base(i) + k]
            ELSE [entry |-> entry, term |-> currentTerm[i]]
    IN  SubSeq(committed, 1, Base(i))
        \o MapSeq(CommitOf, SubSeq(log[i], 1, n - Base(i)))
        \o SubSeq(committed, n + 1, Len(committed))

\* Figure 2, leaders, last rule.
AdvanceCommitIndex(i) ==
    /\ state[i] = "Leader"
    /\ Committable(i) # {}
    /\ commitIndex' = [commitIndex EXCEPT ![i] = Max(Committable(i))]
    /\ committed' = CommittedBy(i, Max(Committable(i)))
    /\ UNCHANGED <<durableVars, electionVars, machineVars, leaderVars, msgs, elections, asked>>

\* Figure 2, all servers: what is committed is applied, in order, one entry after another.
Apply(i) ==
    /\ i \in Applying
    /\ lastApplied[i] < commitIndex[i]
    /\ LET entry == EntryAt(i, lastApplied[i] + 1)
       IN  machine' = [machine EXCEPT ![i] = IF entry.type = "value" THEN Append(@, entry.value) ELSE @]
    /\ lastApplied' = [lastApplied EXCEPT ![i] = @ + 1]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, leaderVars, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Linearizable reads without a write to the log (section 8, thesis 6.4)

\* Leader i takes read r. It must be answered from a state not older than the commit index is now, which leader i knows only
\* once it has committed an entry of its term.
ClientRead(i, r) ==
    /\ state[i] = "Leader"
    /\ asked[r] = -1
    /\ HasCommittedInTerm(i)
    /\ reading' = [reading EXCEPT ![i].queue = @ \cup {[read |-> r, index |-> commitIndex[i]]}]
    /\ asked' = [asked EXCEPT ![r] = Len(committed)]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, transferee, msgs, elections, committed>>

\* All the reads that wait become one batch, which one round of replies confirms. No message is sent for it: the number of the
\* round rides on the next AppendEntries, and only a reply to one of those can prove that i led after the reads had come.
StartReadRound(i) ==
    /\ reading[i].queue # {}
    /\ reading[i].batch = {}
    /\ reading' = [reading EXCEPT ![i] =
                      [queue |-> {}, batch |-> @.queue, round |-> @.round + 1, acks |-> {i}]]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, transferee, msgs, historyVars>>

\* A majority has confirmed that i still leads, and i has applied what was committed: the whole batch is answered.
AnswerReads(i) ==
    /\ reading[i].batch # {}
    /\ IsQuorum(reading[i].acks, Voters(i))
    /\ \A q \in reading[i].batch : q.index <= lastApplied[i]
    /\ SendAll({ReadResponse(q.read, lastApplied[i]) : q \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, transferee, historyVars>>

-----------------------------------------------------------------------------
\* Snapshots (section 7)

\* Server i replaces the prefix of the log that it has applied by its state machine and the configuration there.
TakeSnapshot(i) ==
    /\ i \in Compacting
    /\ lastApplied[i] > Base(i)
    /\ LET n == lastApplied[i]
       IN  /\ snapshot' = [snapshot EXCEPT ![i] = Snapshot(n, TermAt(i, n), ConfigAt(i, n), machine[i])]
           /\ log' = [log EXCEPT ![i] = SubSeq(@, n - Base(i) + 1, Len(@))]
    /\ UNCHANGED <<currentTerm, votedFor, electionVars, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* Leader i sends its snapshot to j, who needs entries that i no longer has.
InstallSnapshot(i, j) ==
    /\ state[i] = "Leader"
    /\ j \in Members(i) \ {i}
    /\ nextIndex[i][j] <= Base(i)
    /\ Send(InstallSnapshotRequest(i, j))
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, leaderVars, historyVars>>

\* Figure 13, receiver: an old term is told of the new one; what i has committed needs no snapshot; otherwise the snapshot
\* takes the place of the log up to its index, and what follows stays if i holds the snapshot's last entry.
HandleInstallSnapshotRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "InstallSnapshotRequest" /\ m.to = i /\ m.leaderId = j
        /\ m.term <= currentTerm[i]
        /\ IF m.term < currentTerm[i]
           THEN /\ Send(InstallSnapshotResponse(i, j, 0))
                /\ UNCHANGED <<log, snapshot, electionVars, commitIndex, machineVars>>
           ELSE /\ state' = [state EXCEPT ![i] = "Follower"]
                /\ leaderId' = [leaderId EXCEPT ![i] = j]
                /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
                /\ Send(InstallSnapshotResponse(i, j, m.lastIncludedIndex))
                /\ IF m.lastIncludedIndex <= commitIndex[i]
                   THEN UNCHANGED <<log, snapshot, commitIndex, machineVars>>
                   ELSE LET n == m.lastIncludedIndex
                            held == n <= LastIndex(i) /\ TermAt(i, n) = m.lastIncludedTerm
                        IN  /\ log' = [log EXCEPT ![i] = IF held THEN SubSeq(@, n - Base(i) + 1, Len(@)) ELSE <<>>]
                            /\ snapshot' = [snapshot EXCEPT ![i] =
                                               Snapshot(n, m.lastIncludedTerm, m.data.config, m.data.machine)]
                            /\ commitIndex' = [commitIndex EXCEPT ![i] = n]
                            /\ lastApplied' = [lastApplied EXCEPT ![i] = n]
                            /\ machine' = [machine EXCEPT ![i] = m.data.machine]
    /\ UNCHANGED <<currentTerm, votedFor, leaderVars, historyVars>>

\* The reply of j: it holds all that the snapshot covers.
HandleInstallSnapshotResponse(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "InstallSnapshotResponse" /\ m.to = i /\ m.from = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "Leader"
        /\ matchIndex' = [matchIndex EXCEPT ![i][j] = Max2(@, m.matchIndex)]
        /\ nextIndex' = [nextIndex EXCEPT ![i][j] = Max2(@, m.matchIndex + 1)]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, transferee, reading, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Membership, one server at a time (thesis 4.1)

\* Leader i may change the configuration once the last change is committed, so that any two configurations in use at a time
\* differ by one server; and once it has committed an entry of its own term, without which two leaders could each build on a
\* configuration that the other does not know (the bug in thesis 4.1, and its repair). It is no action: each change is one.
MayReconfigure(i) ==
    /\ state[i] = "Leader"
    /\ transferee[i] = Nil
    /\ Cardinality(ConfigIndexes(i)) < MaxConfigs
    /\ ConfigIsCommitted(i)
    /\ HasCommittedInTerm(i)

\* The new configuration takes effect as soon as it is in the log.
Reconfigure(i, config) ==
    /\ log' = [log EXCEPT ![i] = Append(@, ConfigEntry(currentTerm[i], config))]
    /\ UNCHANGED <<currentTerm, votedFor, snapshot, electionVars, commitIndex, machineVars, leaderVars, msgs, historyVars>>

\* A new server first learns: it gets the log and has no vote (thesis 4.2.1).
AddLearner(i, j) ==
    /\ MayReconfigure(i)
    /\ j \notin Members(i)
    /\ Reconfigure(i, Configuration(Voters(i), Config(i).learners \cup {j}))

\* A learner that has caught up becomes a voter.
AddServer(i, j) ==
    /\ MayReconfigure(i)
    /\ j \in Config(i).learners
    /\ matchIndex[i][j] >= commitIndex[i]
    /\ Reconfigure(i, Configuration(Voters(i) \cup {j}, Config(i).learners \ {j}))

\* A voter leaves; the leader itself may. The last one must stay.
RemoveServer(i, j) ==
    /\ MayReconfigure(i)
    /\ j \in Removable
    /\ j \in Voters(i)
    /\ Voters(i) # {j}
    /\ Reconfigure(i, Configuration(Voters(i) \ {j}, Config(i).learners))

\* A leader that is no longer in the configuration leads until that configuration is committed, and not longer (thesis 4.2.2).
Retire(i) ==
    /\ state[i] = "Leader"
    /\ i \notin Voters(i)
    /\ ConfigIsCommitted(i)
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ StopLeading(i)
    /\ UNCHANGED <<durableVars, votesGranted, commitIndex, machineVars, msgs, historyVars>>

-----------------------------------------------------------------------------
\* Transfer of leadership (thesis 3.10)

\* Leader i begins to hand over to j: it takes no more requests.
TransferLeadership(i, j) ==
    /\ state[i] = "Leader"
    /\ j \in Transferable
    /\ j \in Voters(i) \ {i}
    /\ transferee[i] = Nil
    /\ transferee' = [transferee EXCEPT ![i] = j]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, reading, msgs, historyVars>>

\* Once j holds the whole log of leader i, i tells it to stand.
SendTimeoutNow(i, j) ==
    /\ transferee[i] = j
    /\ matchIndex[i][j] = LastIndex(i)
    /\ Send(TimeoutNowRequest(i, j))
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, leaderVars, historyVars>>

\* The transfer took too long: leader i resumes.
AbortTransfer(i) ==
    /\ transferee[i] # Nil
    /\ transferee' = [transferee EXCEPT ![i] = Nil]
    /\ UNCHANGED <<durableVars, electionVars, commitIndex, machineVars, progressVars, reading, msgs, historyVars>>

\* Server i stands at once, without PreVote: the leader of its own term asked for it.
HandleTimeoutNowRequest(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "TimeoutNowRequest" /\ m.to = i /\ m.leaderId = j
        /\ m.term = currentTerm[i]
        /\ state[i] = "Follower"
        /\ MayStand(i)
    /\ StartElection(i)

-----------------------------------------------------------------------------

\* Server i crashes and restarts: what is durable is all that it has, and of the log it knows only that the snapshot's part
\* is committed.
Restart(i) ==
    /\ i \in Crashable
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ leaderId' = [leaderId EXCEPT ![i] = Nil]
    /\ votesGranted' = [votesGranted EXCEPT ![i] = {}]
    /\ commitIndex' = [commitIndex EXCEPT ![i] = Base(i)]
    /\ lastApplied' = [lastApplied EXCEPT ![i] = Base(i)]
    /\ machine' = [machine EXCEPT ![i] = snapshot[i].machine]
    /\ StopLeading(i)
    /\ UNCHANGED <<durableVars, msgs, historyVars>>

\* Any process may take any step: what order they come in is left to the adversary.
Next ==
    \/ \E i \in Server : Timeout(i)
    \/ \E i \in Server : BecomeCandidate(i)
    \/ \E i \in Server, t \in 1 .. MaxTerm : UpdateTerm(i, t)
    \/ \E i, j \in Server : HandleRequestPreVoteRequest(i, j)
    \/ \E i, j \in Server : HandleRequestPreVoteResponse(i, j)
    \/ \E i, j \in Server : HandleRequestVoteRequest(i, j)
    \/ \E i, j \in Server : HandleRequestVoteResponse(i, j)
    \/ \E i \in Server : BecomeLeader(i)
    \/ \E i \in Server, v \in Value : ClientRequest(i, v)
    \/ \E i, j \in Server : AppendEntries(i, j)
    \/ \E i, j \in Server : HandleAppendEntriesRequest(i, j)
    \/ \E i, j \in Server : HandleAppendEntriesResponse(i, j)
    \/ \E i \in Server : AdvanceCommitIndex(i)
    \/ \E i \in Server : Apply(i)
    \/ \E i \in Server, r \in Read : ClientRead(i, r)
    \/ \E i \in Server : StartReadRound(i)
    \/ \E i \in Server : AnswerReads(i)
    \/ \E i \in Server : TakeSnapshot(i)
    \/ \E i, j \in Server : InstallSnapshot(i, j)
    \/ \E i, j \in Server : HandleInstallSnapshotRequest(i, j)
    \/ \E i, j \in Server : HandleInstallSnapshotResponse(i, j)
    \/ \E i, j \in Server : AddLearner(i, j)
    \/ \E i, j \in Server : AddServer(i, j)
    \/ \E i, j \in Server : RemoveServer(i, j)
    \/ \E i \in Server : Retire(i)
    \/ \E i, j \in Server : TransferLeadership(i, j)
    \/ \E i, j \in Server : SendTimeoutNow(i, j)
    \/ \E i \in Server : AbortTransfer(i)
    \/ \E i, j \in Server : HandleTimeoutNowRequest(i, j)
    \/ \E i \in Server : Restart(i)

\* Safety only: a server that never does anything is slow, not wrong.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of each variable. An index is bounded by what leaders can append: requests up to MaxIndex, a no-op a term, and
\* changes of membership.
Terms == 0 .. MaxTerm
Indexes == 0 .. MaxIndex + MaxTerm + MaxConfigs
Configurations == [voters : SUBSET Server, learners : SUBSET Server]
Entries ==
    [term : Terms, type : {"value"}, value : Value] \cup [term : Terms, type : {"noop"}]
    \cup [term : Terms, type : {"config"}, config : Configurations]
Snapshots == [lastIncludedIndex : Indexes, lastIncludedTerm : Terms, config : Configurations, machine : Seq(Value)]
VoteRequests(type) ==
    [type : {type}, to : Server, term : Terms, candidateId : Server, lastLogIndex : Indexes, lastLogTerm : Terms]
VoteResponses(type) == [type : {type}, to : Server, term : Terms, from : Server, voteGranted : BOOLEAN]
Rounds == 0 .. Cardinality(Read)
Messages ==
    VoteRequests("RequestPreVoteRequest") \cup VoteResponses("RequestPreVoteResponse")
    \cup VoteRequests("RequestVoteRequest") \cup VoteResponses("RequestVoteResponse")
    \cup [type : {"AppendEntriesRequest"}, to : Server, term : Terms, leaderId : Server, prevLogIndex : Indexes,
          prevLogTerm : Terms, entries : Seq(Entries), leaderCommit : Indexes, round : Rounds]
    \cup [type : {"AppendEntriesResponse"}, to : Server, term : Terms, from : Server, success : BOOLEAN,
          prevLogIndex : Indexes, matchIndex : Indexes, round : Rounds]
    \cup [type : {"InstallSnapshotRequest"}, to : Server, term : Terms, leaderId : Server, lastIncludedIndex : Indexes,
          lastIncludedTerm : Terms, data : [config : Configurations, machine : Seq(Value)]]
    \cup [type : {"InstallSnapshotResponse"}, to : Server, term : Terms, from : Server, matchIndex : Indexes]
    \cup [type : {"TimeoutNowRequest"}, to : Server, term : Terms, leaderId : Server]
    \cup [type : {"ReadResponse"}, to : {Nil}, term : {0}, read : Read, index : Indexes]

\* Every variable holds what its comment says.
TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ votedFor \in [Server -> Server \cup {Nil}]
    /\ log \in [Server -> Seq(Entries)]
    /\ snapshot \in [Server -> Snapshots]
    /\ state \in [Server -> {"Follower", "PreCandidate", "Candidate", "Leader"}]
    /\ leaderId \in [Server -> Server \cup {Nil}]
    /\ votesGranted \in [Server -> SUBSET Server]
    /\ commitIndex \in [Server -> Indexes]
    /\ lastApplied \in [Server -> Indexes]
    /\ machine \in [Server -> Seq(Value)]
    /\ nextIndex \in [Server -> [Server -> Indexes \cup {Max(Indexes) + 1}]]
    /\ matchIndex \in [Server -> [Server -> Indexes]]
    /\ transferee \in [Server -> Server \cup {Nil}]
    /\ \A i \in Server :
        /\ reading[i].queue \subseteq [read : Read, index : Indexes]
        /\ reading[i].batch \subseteq [read : Read, index : Indexes]
        /\ reading[i].round \in Rounds
        /\ reading[i].acks \subseteq Server
    /\ msgs \subseteq Messages
    /\ elections \subseteq [term : Terms, leader : Server]
    /\ committed \in Seq([entry : Entries, term : Terms])
    /\ asked \in [Read -> Indexes \cup {-1}]

\* Figure 3: at most one leader is elected in a term.
ElectionSafety == \A e, f \in elections : e.term = f.term => e.leader = f.leader

\* Figure 3: logs that hold an entry of the same index and term are the same up to there.
LogMatching ==
    \A i, j \in Server :
        \A n \in Max2(Base(i), Base(j)) + 1 .. Min2(LastIndex(i), LastIndex(j)) :
            TermAt(i, n) = TermAt(j, n) =>
                \A k \in Max2(Base(i), Base(j)) + 1 .. n : EntryAt(i, k) = EntryAt(j, k)

\* Does i hold the entry that was committed at index k? What a snapshot covers counts as held: StateMachineSafety looks into it.
Holds(i, k) == k <= Base(i) \/ (k <= LastIndex(i) /\ EntryAt(i, k) = committed[k].entry)

\* Figure 3: what was committed in a term is in the logs of the leaders of all higher terms.
LeaderCompleteness ==
    \A i \in Server : state[i] = "Leader" =>
        \A k \in 1 .. Len(committed) : committed[k].term < currentTerm[i] => Holds(i, k)

\* The commands among the first n committed entries: what a state machine that has applied them looks like.
CommandsUpTo(n) ==
    LET \* @type: $commit => Bool;
        IsCommand(c) == c.entry.type = "value"
        \* @type: (Int, $commit) => VALUE;
        ValueOf(k, c) == c.entry.value
    IN  MapSeq(ValueOf, SelectSeq(SubSeq(committed, 1, n), IsCommand))

\* Figure 3: no two servers apply different entries at the same index. All that a server calls committed is what leaders have
\* committed, and its state machine, its own or out of a snapshot, has applied just that.
StateMachineSafety ==
    \A i \in Server :
        /\ commitIndex[i] <= Len(committed)
        /\ \A k \in Base(i) + 1 .. commitIndex[i] : Holds(i, k)
        /\ lastApplied[i] <= commitIndex[i]
        /\ machine[i] = CommandsUpTo(IF i \in Applying THEN lastApplied[i] ELSE Base(i))

\* The configuration that the first n committed entries end with.
CommittedConfig(n) ==
    LET C == {k \in DOMAIN committed : k <= n /\ committed[k].entry.type = "config"}
    IN  IF C = {} THEN NoSnapshot.config ELSE committed[Max(C)].entry.config

\* What a snapshot says of the entries that it stands for is what was committed: the last term and the configuration; into the
\* machine StateMachineSafety looks.
SnapshotsAreCommitted ==
    \A i \in Server : Base(i) > 0 =>
        /\ Base(i) <= Len(committed)
        /\ snapshot[i].lastIncludedTerm = committed[Base(i)].entry.term
        /\ snapshot[i].config = CommittedConfig(Base(i))

\* What is committed stays on the disks of so many that no majority is left that lacks it: whoever is elected has asked one that
\* has it. That a majority has it would be too much to ask: while a voter leaves, the majority of those who stay is smaller.
CommittedIsDurable ==
    \A k \in 1 .. Len(committed) : ~ IsQuorum({i \in Server : ~ Holds(i, k)}, CommittedConfig(Len(committed)).voters)

\* Figure 2: what a leader sends next is beyond what it knows to match.
NextIndexAboveMatchIndex ==
    \A i, j \in Server : state[i] = "Leader" => nextIndex[i][j] > matchIndex[i][j]

\* A read is answered from a state that is not older than what was committed when it was asked for, and that is committed.
ReadsAreLinearizable ==
    \A m \in msgs : m.type = "ReadResponse" => asked[m.read] <= m.index /\ m.index <= Len(committed)

\* Terms do not go back, not even by a crash.
MonotonicTerm == [][\A i \in Server : currentTerm'[i] >= currentTerm[i]]_currentTerm

\* What PreVote is for (thesis 9.6): a server raises its term only after a majority would elect it, because its leader told it to
\* stand, or because it heard of the term from another. Without PreVote nothing is claimed.
TermNeedsMajority ==
    [][PreVote => \A i \in Server : currentTerm'[i] > currentTerm[i] =>
        \/ \E m \in msgs : m.to = i /\ m.term = currentTerm'[i]
        \/ \E m \in msgs : m.type = "TimeoutNowRequest" /\ m.to = i /\ m.term = currentTerm[i]
        \/ state[i] = "PreCandidate" /\ IsQuorum(votesGranted[i], Voters(i))]_currentTerm

\* In a term a vote is not taken back.
VoteIsFinal ==
    [][\A i \in Server : currentTerm'[i] = currentTerm[i] /\ votedFor[i] # Nil => votedFor'[i] = votedFor[i]]_votedFor

\* A server that has been told what is committed forgets it only in a crash, and then all of it at once.
MonotonicCommitIndex == [][\A i \in Server : commitIndex'[i] >= commitIndex[i] \/ Restart(i)]_commitIndex

\* As long as it leads, a leader forgets nothing of what others hold.
MonotonicMatchIndex ==
    [][\A i \in Server : state[i] = "Leader" /\ state'[i] = "Leader" =>
        \A j \in Server : matchIndex'[i][j] >= matchIndex[i][j]]_matchIndex

\* Figure 3: a leader appends to its log, and neither overwrites nor deletes. A snapshot does not change what the log says.
LeaderAppendOnly ==
    [][\A i \in Server : state[i] = "Leader" /\ state'[i] = "Leader" =>
        /\ LastIndex(i)' >= LastIndex(i)
        /\ \A k \in Base(i)' + 1 .. LastIndex(i) : EntryAt(i, k)' = EntryAt(i, k)]_<<state, log, snapshot>>

-----------------------------------------------------------------------------

\* The log of what is committed.
Chosen ==
    LET \* @type: (Int, $commit) => $entry;
        EntryOf(k, c) == c.entry
    IN  MapSeq(EntryOf, committed)

\* What Raft is for: the committed entries are a log that only grows.
ReplicatedLog == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- Chosen

RefinesReplicatedLog == ReplicatedLog!Spec
=============================================================================
