------------------------------ MODULE MultiPaxos ------------------------------
(***************************************************************************)
(* A replicated log from Paxos, after Leslie Lamport, "Paxos Made Simple"  *)
(* (2001), above all its section 3; the comments refer to its sections.    *)
(*                                                                         *)
(* Each slot of the log is a decision of its own: an instance of Paxos.    *)
(* What makes it cheap is a stable leader.  A ballot is for all slots at   *)
(* once, so phase 1 is carried out once, for the infinitely many slots     *)
(* that the new leader does not know to be decided; from then on each      *)
(* command takes phase 2 alone.  What the promises report is proposed      *)
(* again, and gaps between such slots are filled with no-ops.              *)
(*                                                                         *)
(* A replica is proposer, acceptor and learner in one.  It therefore has   *)
(* one highest ballot, which is also the highest that it started itself.   *)
(*                                                                         *)
(* Messages are lost, duplicated, delayed and reordered: the network is a  *)
(* set that only grows, as in Paxos.tla.  Replicas crash and restart, in   *)
(* one action; a step and its write to disk are one action too.  Timers    *)
(* run out at any time.                                                    *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

\* The types are for Apalache alone. To it, one record type stands for all messages: each has some of the fields.
\* @typeAlias: vote = [bal: Int, val: VALUE];
\* @typeAlias: waiting = [read: READ, index: Int];
\* @typeAlias: reading = [queue: Set($waiting), batch: Set($waiting), round: Int, acks: Set(REPLICA)];
\* @typeAlias: message = [type: Str, to: REPLICA, from: REPLICA, bal: Int, first: Int, votes: Seq($vote), slot: Int, val: VALUE, commit: Int, round: Int, missing: Int, read: READ, index: Int];
\* @typeAlias: cast = [acc: REPLICA, slot: Int, bal: Int, val: VALUE];
MultiPaxos_typedefs == TRUE

CONSTANTS
    \* @type: Set(REPLICA);
    Replica,     \* the processes
    \* @type: Set(VALUE);
    Value,       \* the commands that there are
    \* @type: Set(READ);
    Read,        \* the names of the reads that clients ask for; empty: no reads
    \* @type: VALUE;
    NoOp,        \* the command that does nothing, which fills the gaps
    \* @type: VALUE;
    None,        \* the value of a slot in which a replica has accepted nothing
    \* @type: REPLICA;
    Client,      \* whoever asked, as the receiver of an answer
    \* @type: Seq(REPLICA);
    Order,       \* the replicas that may lead, in the order in which ballots are theirs, round after round
    \* @type: Int;
    MaxBallot,   \* the last ballot that a model has
    \* @type: REPLICA -> Set(VALUE);
    Input,       \* Input[i]: the commands that clients bring to replica i
    \* @type: Int;
    MaxSlot,     \* the last slot that a client's command may get
    \* @type: Int;
    MaxEntries,  \* how many slots a leader proposes again at once, for one that missed them
    \* @type: Set(REPLICA);
    Crashable    \* the replicas that may crash

VARIABLES
    \* @type: REPLICA -> Int;
    maxBal,      \* maxBal[i]: the highest ballot that replica i has seen, started by itself or by another: DURABLE
    \* @type: REPLICA -> Seq($vote);
    votes,       \* votes[i]: by slots, the highest ballot in which i accepted a value, and the value: DURABLE
    \* @type: REPLICA -> Int;
    commit,      \* commit[i]: i knows what was decided in the slots up to this one; its votes hold it
    \* @type: REPLICA -> Str;
    phase,       \* phase[i]: "prepare" while i collects promises for maxBal[i], "lead" after that, otherwise "idle"
    \* @type: REPLICA -> Set(REPLICA);
    promised,    \* promised[i]: in phase "prepare", who has promised
    \* @type: REPLICA -> Seq($vote);
    best,        \* best[i]: in phase "prepare", by slots, the highest vote that was reported
    \* @type: REPLICA -> Seq(Set(REPLICA));
    acks,        \* acks[i]: in phase "lead", for the slots after commit[i], who has accepted what i proposed
    \* @type: REPLICA -> $reading;
    reading,     \* reading[i]: in phase "lead", the reads that wait for an answer
    \* @type: Set($message);
    msgs,        \* every message ever sent
    \* @type: Set($cast);
    cast,        \* history: every vote that was ever cast
    \* @type: Seq(VALUE);
    committed,   \* history: the log that leaders have found to be decided
    \* @type: READ -> Int;
    asked        \* history: asked[r]: how much of it there was when read r was asked for, or -1 before that

\* Grouped, so that an action says in one word what it leaves alone.
leaderVars  == <<phase, promised, best, acks, reading>>
historyVars == <<cast, committed, asked>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<maxBal, votes, commit, leaderVars, msgs, historyVars>>

\* The bounds are replicas, commands and numbers.
ASSUME BoundsAssumption ==
    /\ Order \in Seq(Replica) /\ Len(Order) > 0
    /\ \A m, n \in 1 .. Len(Order) : Order[m] = Order[n] => m = n
    /\ Input \in [Replica -> SUBSET Value]
    /\ Crashable \subseteq Replica
    /\ MaxBallot \in Nat /\ MaxSlot \in Nat /\ MaxEntries \in Nat \ {0}
    /\ NoOp \notin Value /\ None \notin Value \cup {NoOp}

-----------------------------------------------------------------------------

\* The larger and the smaller of two numbers, and the largest and the smallest of a set of them.
Max2(a, b) == IF a > b THEN a ELSE b
Min2(a, b) == IF a < b THEN a ELSE b
Max(S) == CHOOSE x \in S : \A y \in S : x >= y
Min(S) == CHOOSE x \in S : \A y \in S : x <= y

\* The only replica that may use ballot b (section 2.5): a ballot is a round and the place of a replica in it, as one number.
Owner(b) == Order[((b - 1) % Len(Order)) + 1]

\* Any two majorities have a member in common.
IsQuorum(S) == 2 * Cardinality(S) > Cardinality(Replica)

\* What a replica has accepted in a slot; ballots begin with 1.
Vote(b, v) == [bal |-> b, val |-> v]
NoVote == Vote(0, None)

\* The vote in slot s of a log of votes, which may end before.
\* @type: (Seq($vote), Int) => $vote;
VoteAt(log, s) == IF s <= Len(log) THEN log[s] ELSE NoVote

\* A log of votes with another one in slot s; slots that it skips are gaps.
Put(log, s, vote) == [k \in 1 .. Max2(s, Len(log)) |-> IF k = s THEN vote ELSE VoteAt(log, k)]

\* Nothing to read: on every replica that does not lead, and on a leader without reads.
NoReading == [queue |-> {}, batch |-> {}, round |-> 0, acks |-> {}]

-----------------------------------------------------------------------------

\* The messages of the four half-phases. Phase 1 is about all slots from the first that its sender does not know to be decided;
\* phase 2 about one slot. Whoever sends a request owns its ballot, and whoever receives the reply.
Msg1a(j, b, first) == [type |-> "1a", to |-> j, bal |-> b, first |-> first]
Msg1b(i, b, first, log) == [type |-> "1b", to |-> Owner(b), from |-> i, bal |-> b, first |-> first, votes |-> log]
Msg2a(j, b, s, v) == [type |-> "2a", to |-> j, bal |-> b, slot |-> s, val |-> v]
Msg2b(i, b, s) == [type |-> "2b", to |-> Owner(b), from |-> i, bal |-> b, slot |-> s]

\* The leader is alive, and says up to which slot it knows what was decided, and which round of reads it is confirming.
HeartbeatMsg(j, b, n, round) == [type |-> "Heartbeat", to |-> j, bal |-> b, commit |-> n, round |-> round]

\* The reply: i has seen no higher ballot. missing is the first slot of those that it cannot tell the decision of, or 0.
HeartbeatReply(i, b, round, missing) ==
    [type |-> "HeartbeatReply", to |-> Owner(b), from |-> i, bal |-> b, round |-> round, missing |-> missing]

\* What a client gets for read r: the log up to this slot.
ReadResponse(r, n) == [type |-> "ReadResponse", to |-> Client, bal |-> 0, read |-> r, index |-> n]

\* Sending what was sent before changes nothing: to a receiver a copy is a duplicate, which may come anyway.
Send(m) == msgs' = msgs \cup {m}
SendAll(M) == msgs' = msgs \cup M

\* Everybody but i.
Others(i) == Replica \ {i}

\* Who is no proposer any more has nothing of one.
StepDown(i) ==
    /\ phase' = [phase EXCEPT ![i] = "idle"]
    /\ promised' = [promised EXCEPT ![i] = {}]
    /\ best' = [best EXCEPT ![i] = <<>>]
    /\ acks' = [acks EXCEPT ![i] = <<>>]
    /\ reading' = [reading EXCEPT ![i] = NoReading]

\* Replica i sees ballot b. If that is a new one, i's own is of no use any more.
See(i, b) ==
    /\ maxBal' = [maxBal EXCEPT ![i] = b]
    /\ IF b > maxBal[i] THEN StepDown(i) ELSE UNCHANGED leaderVars

\* The votes of i for these values, by slots, at ballot b: what the history adds.
\* @type: (REPLICA, Int, Int -> VALUE) => Set($cast);
Votes(i, b, values) == {[acc |-> i, slot |-> s, bal |-> b, val |-> values[s]] : s \in DOMAIN values}

-----------------------------------------------------------------------------

\* At first nobody has seen a ballot, accepted or sent anything.
Init ==
    /\ maxBal = [i \in Replica |-> 0]
    /\ votes = [i \in Replica |-> <<>>]
    /\ commit = [i \in Replica |-> 0]
    /\ phase = [i \in Replica |-> "idle"]
    /\ promised = [i \in Replica |-> {}]
    /\ best = [i \in Replica |-> <<>>]
    /\ acks = [i \in Replica |-> <<>>]
    /\ reading = [i \in Replica |-> NoReading]
    /\ msgs = {}
    /\ cast = {}
    /\ committed = <<>>
    /\ asked = [r \in Read |-> -1]

-----------------------------------------------------------------------------
\* Phase 1, once for all slots (section 3)

\* The ballots of replica i above all that it has seen.
OwnBallots(i) == {b \in maxBal[i] + 1 .. MaxBallot : Owner(b) = i}

\* Replica i has heard of no leader for a while: it starts the next ballot of its own (phase 1a). As an acceptor it promises at
\* once, so its own votes are the first that are reported.
Phase1a(i) ==
    /\ phase[i] # "lead"
    /\ OwnBallots(i) # {}
    /\ LET b == Min(OwnBallots(i))
       IN  /\ maxBal' = [maxBal EXCEPT ![i] = b]
           /\ SendAll({Msg1a(j, b, commit[i] + 1) : j \in Others(i)})
    /\ phase' = [phase EXCEPT ![i] = "prepare"]
    /\ promised' = [promised EXCEPT ![i] = {i}]
    /\ best' = [best EXCEPT ![i] = votes[i]]
    /\ UNCHANGED <<votes, commit, acks, reading, historyVars>>

\* Replica i promises to accept nothing below b, in whatever slot, if b is higher than all that it has seen; and it reports what
\* it has accepted in the slots that it is asked about (phase 1b).
Phase1b(i, b) ==
    /\ \E m \in msgs :
        /\ m.type = "1a" /\ m.to = i /\ m.bal = b
        /\ b > maxBal[i]
        /\ Send(Msg1b(i, b, m.first, SubSeq(votes[i], m.first, Len(votes[i]))))
    /\ maxBal' = [maxBal EXCEPT ![i] = b]
    /\ StepDown(i)
    /\ UNCHANGED <<votes, commit, historyVars>>

\* The higher of two votes: what section 2.2 asks of a proposer, slot by slot.
\* @type: ($vote, $vote) => $vote;
Higher(x, y) == IF y.bal > x.bal THEN y ELSE x

\* A promise of j reaches i. It counts only for the ballot that i is preparing, since promises of different ballots together
\* promise nothing.
ReceivePromise(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "1b" /\ m.to = i /\ m.from = j
        /\ m.bal = maxBal[i]
        /\ phase[i] = "prepare"
        /\ promised' = [promised EXCEPT ![i] = @ \cup {j}]
        /\ best' = [best EXCEPT ![i] =
                       [s \in 1 .. Max2(Len(@), m.first - 1 + Len(m.votes)) |->
                           IF s < m.first THEN VoteAt(@, s) ELSE Higher(VoteAt(@, s), VoteAt(m.votes, s - m.first + 1))]]
    /\ UNCHANGED <<maxBal, votes, commit, phase, acks, reading, msgs, historyVars>>

\* What i must propose in slot s: what was accepted there at the highest ballot, because it may have been chosen; and if nothing was,
\* it fills the gap with a no-op, so that the slots after it can be used (section 3).
Proposal(i, s) == IF VoteAt(best[i], s).bal = 0 THEN NoOp ELSE best[i][s].val

\* A majority has promised: i leads, for as long as it sees no higher ballot. It proposes again, all at once, what was reported; what
\* follows is free for commands. It accepts its own proposals as any acceptor does.
BecomeLeader(i) ==
    /\ phase[i] = "prepare"
    /\ IsQuorum(promised[i])
    /\ LET b == maxBal[i]
           again == [s \in commit[i] + 1 .. Len(best[i]) |-> Proposal(i, s)]
       IN  /\ votes' = [votes EXCEPT ![i] =
                           [s \in 1 .. Len(best[i]) |-> IF s <= commit[i] THEN @[s] ELSE Vote(b, again[s])]]
           /\ SendAll({Msg2a(j, b, s, again[s]) : j \in Others(i), s \in DOMAIN again})
           /\ cast' = cast \cup Votes(i, b, again)
    /\ phase' = [phase EXCEPT ![i] = "lead"]
    /\ promised' = [promised EXCEPT ![i] = {}]
    /\ best' = [best EXCEPT ![i] = <<>>]
    /\ acks' = [acks EXCEPT ![i] = [n \in 1 .. Len(best[i]) - commit[i] |-> {i}]]
    /\ UNCHANGED <<maxBal, commit, reading, committed, asked>>

-----------------------------------------------------------------------------
\* Phase 2, for each slot

\* Leader i proposes a client's command in the next slot (phase 2a), and does not wait for the slots before.
Propose(i, v) ==
    /\ phase[i] = "lead"
    /\ Len(votes[i]) < MaxSlot
    /\ v \in Input[i]
    /\ LET s == Len(votes[i]) + 1
       IN  /\ votes' = [votes EXCEPT ![i] = Append(@, Vote(maxBal[i], v))]
           /\ SendAll({Msg2a(j, maxBal[i], s, v) : j \in Others(i)})
           /\ cast' = cast \cup Votes(i, maxBal[i], [k \in {s} |-> v])
    /\ acks' = [acks EXCEPT ![i] = Append(@, {i})]
    /\ UNCHANGED <<maxBal, commit, phase, promised, best, reading, committed, asked>>

\* Messages get lost: leader i repeats what it has proposed and does not know to be decided.
Resend(i) ==
    /\ phase[i] = "lead"
    /\ commit[i] < Len(votes[i])
    /\ SendAll({Msg2a(j, maxBal[i], s, votes[i][s].val) : j \in Others(i), s \in commit[i] + 1 .. Len(votes[i])})
    /\ UNCHANGED <<maxBal, votes, commit, leaderVars, historyVars>>

\* Replica i accepts, unless it has promised not to (phase 2b). To accept at b is also to have seen b.
Phase2b(i, b, s) ==
    /\ \E m \in msgs :
        /\ m.type = "2a" /\ m.to = i /\ m.bal = b /\ m.slot = s
        /\ b >= maxBal[i]
        /\ votes' = [votes EXCEPT ![i] = Put(@, s, Vote(b, m.val))]
        /\ cast' = cast \cup Votes(i, b, [k \in {s} |-> m.val])
    /\ See(i, b)
    /\ Send(Msg2b(i, b, s))
    /\ UNCHANGED <<commit, committed, asked>>

\* Leader i hears that j accepted. That counts only at i's own ballot: acceptances at different ballots are no majority.
ReceiveAccepted(i, j, s) ==
    /\ \E m \in msgs :
        /\ m.type = "2b" /\ m.to = i /\ m.from = j /\ m.slot = s
        /\ m.bal = maxBal[i]
        /\ phase[i] = "lead"
        /\ s > commit[i]
    /\ acks' = [acks EXCEPT ![i][s - commit[i]] = @ \cup {j}]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, reading, msgs, historyVars>>

\* The slots up to which all that i proposed was accepted by a majority.
Decided(i) == {n \in commit[i] + 1 .. Len(votes[i]) : \A s \in commit[i] + 1 .. n : IsQuorum(acks[i][s - commit[i]])}

\* What is committed when i says that it is up to slot n: what differs is replaced, so that it is seen.
CommittedBy(i, n) == [s \in 1 .. Max2(n, Len(committed)) |-> IF s <= n THEN votes[i][s].val ELSE committed[s]]

\* Leader i has found out what was decided (section 2.3), in order: a command takes effect after those before it.
Commit(i) ==
    /\ phase[i] = "lead"
    /\ Decided(i) # {}
    /\ LET n == Max(Decided(i))
       IN  /\ commit' = [commit EXCEPT ![i] = n]
           /\ acks' = [acks EXCEPT ![i] = SubSeq(@, n - commit[i] + 1, Len(@))]
           /\ committed' = CommittedBy(i, n)
    /\ UNCHANGED <<maxBal, votes, phase, promised, best, reading, msgs, cast, asked>>

-----------------------------------------------------------------------------
\* Learning from the leader, and catching up

\* Leader i tells everybody that it leads, and up to where it knows what was decided.
Heartbeat(i) ==
    /\ phase[i] = "lead"
    /\ SendAll({HeartbeatMsg(j, maxBal[i], commit[i], reading[i].round) : j \in Others(i)})
    /\ UNCHANGED <<maxBal, votes, commit, leaderVars, historyVars>>

\* How far i knows what was decided once the leader of b says that it is up to n: as far as i has accepted at b, without a gap. The
\* value that it accepted at a lower ballot need not be the one that was decided.
Learned(i, b, n) ==
    Max({commit[i]} \cup {k \in commit[i] + 1 .. n : \A s \in commit[i] + 1 .. k : VoteAt(votes[i], s).bal = b})

\* A heartbeat of the owner of ballot b reaches i: it learns, and says what it misses.
HandleHeartbeat(i, b) ==
    /\ \E m \in msgs :
        /\ m.type = "Heartbeat" /\ m.to = i /\ m.bal = b
        /\ b >= maxBal[i]
        /\ LET n == Learned(i, b, m.commit)
           IN  /\ commit' = [commit EXCEPT ![i] = n]
               /\ Send(HeartbeatReply(i, b, m.round, IF n < m.commit THEN n + 1 ELSE 0))
    /\ See(i, b)
    /\ UNCHANGED <<votes, historyVars>>

\* The reply of j reaches leader i. It confirms that i leads. And if j misses something, i proposes it to j once more, at its own
\* ballot: what was decided is the only value that is safe there, and j then learns it as it learns anything (section 2.3).
HandleHeartbeatReply(i, j) ==
    /\ \E m \in msgs :
        /\ m.type = "HeartbeatReply" /\ m.to = i /\ m.from = j
        /\ m.bal = maxBal[i]
        /\ phase[i] = "lead"
        /\ LET last == IF m.missing = 0 THEN -1 ELSE Min2(commit[i], m.missing + MaxEntries - 1)
           IN  SendAll({Msg2a(j, maxBal[i], s, votes[i][s].val) : s \in m.missing .. last})
        /\ reading' = [reading EXCEPT ![i].acks =
                          IF reading[i].batch # {} /\ m.round = reading[i].round THEN @ \cup {j} ELSE @]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, historyVars>>

-----------------------------------------------------------------------------
\* Linearizable reads without a slot of the log

\* Leader i takes read r. All that was decided before i led is among what it proposed again, so the answer has to cover all that
\* i has proposed so far, and what i already knows to be decided is not enough.
ClientRead(i, r) ==
    /\ phase[i] = "lead"
    /\ asked[r] = -1
    /\ reading' = [reading EXCEPT ![i].queue = @ \cup {[read |-> r, index |-> Len(votes[i])]}]
    /\ asked' = [asked EXCEPT ![r] = Len(committed)]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, msgs, cast, committed>>

\* All the reads that wait become one batch, which one round of heartbeats confirms: only a reply to a heartbeat that was sent after
\* the reads had come can prove that i still led then.
StartReadRound(i) ==
    /\ reading[i].queue # {}
    /\ reading[i].batch = {}
    /\ reading' = [reading EXCEPT ![i] = [queue |-> {}, batch |-> @.queue, round |-> @.round + 1, acks |-> {i}]]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, msgs, historyVars>>

\* A majority has seen no higher ballot since, and i knows what was decided in all the slots that count: the batch is answered.
AnswerReads(i) ==
    /\ reading[i].batch # {}
    /\ IsQuorum(reading[i].acks)
    /\ \A q \in reading[i].batch : q.index <= commit[i]
    /\ SendAll({ReadResponse(q.read, commit[i]) : q \in reading[i].batch})
    /\ reading' = [reading EXCEPT ![i].batch = {}, ![i].acks = {}]
    /\ UNCHANGED <<maxBal, votes, commit, phase, promised, best, acks, historyVars>>

-----------------------------------------------------------------------------

\* Replica i crashes and restarts with what is durable. What was decided it has accepted, or will be told again; and as maxBal is
\* also the highest ballot that it started, it never uses one twice.
Restart(i) ==
    /\ i \in Crashable
    /\ commit' = [commit EXCEPT ![i] = 0]
    /\ StepDown(i)
    /\ UNCHANGED <<maxBal, votes, msgs, historyVars>>

\* Any replica may take any step; the choices are all over constants, so that every engine names every step in the same way.
Next ==
    \/ \E i \in Replica : Phase1a(i)
    \/ \E i \in Replica, b \in 1 .. MaxBallot : Phase1b(i, b)
    \/ \E i, j \in Replica : ReceivePromise(i, j)
    \/ \E i \in Replica : BecomeLeader(i)
    \/ \E i \in Replica, v \in Value : Propose(i, v)
    \/ \E i \in Replica : Resend(i)
    \/ \E i \in Replica, b \in 1 .. MaxBallot, s \in 1 .. MaxSlot : Phase2b(i, b, s)
    \/ \E i, j \in Replica, s \in 1 .. MaxSlot : ReceiveAccepted(i, j, s)
    \/ \E i \in Replica : Commit(i)
    \/ \E i \in Replica : Heartbeat(i)
    \/ \E i \in Replica, b \in 1 .. MaxBallot : HandleHeartbeat(i, b)
    \/ \E i, j \in Replica : HandleHeartbeatReply(i, j)
    \/ \E i \in Replica, r \in Read : ClientRead(i, r)
    \/ \E i \in Replica : StartReadRound(i)
    \/ \E i \in Replica : AnswerReads(i)
    \/ \E i \in Replica : Restart(i)

\* Safety only: nobody is obliged to act, and two replicas may outbid each other for ever.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of each variable.
Ballots == 0 .. MaxBallot
Slots == 0 .. MaxSlot
Entries == Value \cup {NoOp}
VoteLogs == Seq([bal : Ballots, val : Entries \cup {None}])
Waiting == [read : Read, index : Slots]
Rounds == 0 .. Cardinality(Read)
Messages ==
    [type : {"1a"}, to : Replica, bal : Ballots, first : Slots \cup {MaxSlot + 1}]
    \cup [type : {"1b"}, to : Replica, from : Replica, bal : Ballots, first : Slots \cup {MaxSlot + 1}, votes : VoteLogs]
    \cup [type : {"2a"}, to : Replica, bal : Ballots, slot : Slots, val : Entries]
    \cup [type : {"2b"}, to : Replica, from : Replica, bal : Ballots, slot : Slots]
    \cup [type : {"Heartbeat"}, to : Replica, bal : Ballots, commit : Slots, round : Rounds]
    \cup [type : {"HeartbeatReply"}, to : Replica, from : Replica, bal : Ballots, round : Rounds, missing : Slots]
    \cup [type : {"ReadResponse"}, to : {Client}, bal : {0}, read : Read, index : Slots]

\* Every variable holds what its comment says.
TypeOK ==
    /\ maxBal \in [Replica -> Ballots]
    /\ votes \in [Replica -> VoteLogs]
    /\ commit \in [Replica -> Slots]
    /\ phase \in [Replica -> {"idle", "prepare", "lead"}]
    /\ promised \in [Replica -> SUBSET Replica]
    /\ best \in [Replica -> VoteLogs]
    /\ acks \in [Replica -> Seq(SUBSET Replica)]
    /\ \A i \in Replica :
        /\ phase[i] = "lead" => Len(acks[i]) = Len(votes[i]) - commit[i]
        /\ reading[i].queue \subseteq Waiting
        /\ reading[i].batch \subseteq Waiting
        /\ reading[i].round \in Rounds
        /\ reading[i].acks \subseteq Replica
    /\ msgs \subseteq Messages
    /\ cast \subseteq [acc : Replica, slot : Slots, bal : Ballots, val : Entries]
    /\ committed \in Seq(Entries)
    /\ asked \in [Read -> Slots \cup {-1}]

\* What was chosen in slot s: a majority accepted it, at one ballot (section 2.2).
Chosen(s) ==
    {v \in Entries : \E b \in 1 .. MaxBallot :
        IsQuorum({c.acc : c \in {d \in cast : d.slot = s /\ d.bal = b /\ d.val = v}})}

\* Two values are never both chosen in a slot (section 2.1).
Agreement == \A s \in 1 .. MaxSlot : Cardinality(Chosen(s)) <= 1

\* Only what a client asked for is chosen, or nothing at all (section 2.1).
Nontriviality == \A s \in 1 .. MaxSlot : \A v \in Chosen(s) : v = NoOp \/ \E i \in Replica : v \in Input[i]

\* At one ballot only one value is proposed in a slot.
OneValuePerBallot ==
    \A m, n \in msgs : m.type = "2a" /\ n.type = "2a" /\ m.bal = n.bal /\ m.slot = n.slot => m.val = n.val

\* What is accepted was proposed at that ballot, by another or by the replica itself.
AcceptedWasProposed ==
    \A c \in cast : c.acc = Owner(c.bal) \/ Msg2a(c.acc, c.bal, c.slot, c.val) \in msgs

\* A replica has seen every ballot in which it accepted.
VotedBelowSeen == \A i \in Replica : \A s \in 1 .. Len(votes[i]) : votes[i][s].bal <= maxBal[i]

\* A replica's votes are those that it cast, and in each slot the highest of them: what a promise reports is the truth.
LastVoteRemembered ==
    /\ \A c \in cast : VoteAt(votes[c.acc], c.slot).bal >= c.bal
    /\ \A i \in Replica : \A s \in 1 .. Len(votes[i]) :
        votes[i][s] # NoVote => [acc |-> i, slot |-> s, bal |-> votes[i][s].bal, val |-> votes[i][s].val] \in cast

\* A promise for b is kept in all slots that it is about, also in those of which nothing was known: no vote of its sender lies between
\* the one that it reported and b, now or ever after.
PromisesKept ==
    \A m \in msgs : m.type = "1b" =>
        \A c \in cast : c.acc = m.from /\ c.slot >= m.first =>
            c.bal <= VoteAt(m.votes, c.slot - m.first + 1).bal \/ c.bal >= m.bal

\* What a replica takes for decided was chosen (section 2.1).
LearnedIsChosen == \A i \in Replica : \A s \in 1 .. commit[i] : VoteAt(votes[i], s).val \in Chosen(s)

\* The decided parts of the logs are the same, as far as they go.
LogsAgree ==
    \A i, j \in Replica : \A s \in 1 .. Min2(commit[i], commit[j]) : VoteAt(votes[i], s).val = VoteAt(votes[j], s).val

\* What is committed stays on the disks of a majority.
CommittedIsDurable ==
    \A s \in 1 .. Len(committed) : IsQuorum({i \in Replica : VoteAt(votes[i], s).val = committed[s]})

\* A read is answered from a log that is not older than what was committed when it was asked for, and that is committed.
ReadsAreLinearizable ==
    \A m \in msgs : m.type = "ReadResponse" => asked[m.read] <= m.index /\ m.index <= Len(committed)

\* The highest ballot seen never falls, not even in a crash.
MonotonicMaxBal == [][\A i \in Replica : maxBal'[i] >= maxBal[i]]_maxBal

\* What a replica knows to be decided it forgets only in a crash.
MonotonicCommit == [][\A i \in Replica : commit'[i] >= commit[i] \/ Restart(i)]_commit

-----------------------------------------------------------------------------

\* Each slot is an instance of Voting: its votes are those that were cast there, and all slots share the highest ballots. Ballots
\* begin with 0 in Voting, and with 1 here.
Voting(s) == INSTANCE Voting WITH
    Value <- Entries,
    Acceptor <- Replica,
    Quorum <- {Q \in SUBSET Replica : IsQuorum(Q)},
    Ballot <- 0 .. MaxBallot - 1,
    votes <- [i \in Replica |-> {<<c.bal - 1, c.val>> : c \in {d \in cast : d.acc = i /\ d.slot = s}}],
    maxBal <- [i \in Replica |-> maxBal[i] - 1]

\* The refinement that carries the proof, slot by slot.
RefinesVoting ==
    /\ \A s \in 1 .. MaxSlot : Voting(s)!Init
    /\ [][\A s \in 1 .. MaxSlot : Voting(s)!Next \/ UNCHANGED Voting(s)!vars]_<<cast, maxBal>>

\* What MultiPaxos is for: the committed commands are a log that only grows.
ReplicatedLog == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- committed

RefinesReplicatedLog == ReplicatedLog!Spec
=============================================================================
