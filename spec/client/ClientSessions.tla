---------------------------- MODULE ClientSessions ----------------------------
(***************************************************************************)
(* Clients of a replicated log, and what makes their commands happen       *)
(* exactly once, after Diego Ongaro, "Consensus: Bridging Theory and       *)
(* Practice" (2014), chapter 6, to whose sections the comments refer.      *)
(*                                                                         *)
(* A client that gets no answer cannot know whether its command was lost   *)
(* or only the answer.  If it never asks again, the command may be lost:   *)
(* AT MOST ONCE.  If it asks again and nobody looks, the command may be    *)
(* executed twice: AT LEAST ONCE.  If it asks again under the same serial  *)
(* number and somebody looks: EXACTLY ONCE.  Two places can look: the      *)
(* state machine, when it applies an entry (Filters), and the leader,      *)
(* before it appends one (Refuses).  Constants turn each of the three on   *)
(* and off, so that all of these systems are one specification.            *)
(*                                                                         *)
(* The log is abstract, because every protocol that replicates one will    *)
(* do: committed entries stay (this module refines ReplicatedLog), and the *)
(* leader has a suffix of entries that are not committed, some of which a  *)
(* new leader may not have.  What may go wrong beside that: requests and   *)
(* answers are lost, delayed and reordered, and a request that was asked   *)
(* again is there twice; leaders change; servers lag behind, restart with  *)
(* nothing and catch up by snapshots; clients restart; and the clocks of   *)
(* leaders show anything, which must do no harm.                           *)
(*                                                                         *)
(* A message in flight is received once; a copy of it in flight, sent      *)
(* again, adds nothing.  The state machine is the one that shows every     *)
(* execution: a list to which a command appends itself, and whose new      *)
(* length it returns.                                                      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

\* The types are for Apalache alone. To it, one record type stands for all messages, and one for both kinds of entries: each has some of the fields.
\* @typeAlias: op = [client: CLIENT, number: Int];
\* @typeAlias: message = [type: Str, client: CLIENT, session: Int, serial: Int, lowest: Int, op: $op, response: Int];
\* @typeAlias: entry = [type: Str, client: CLIENT, time: Int, session: Int, serial: Int, lowest: Int, op: $op];
\* @typeAlias: session = [id: Int, lowest: Int, responses: Set([serial: Int, response: Int]), active: Int];
\* @typeAlias: machine = [time: Int, sessions: CLIENT -> $session, value: Seq($op)];
\* @typeAlias: applied = [machine: $machine, replies: Set($message)];
\* @typeAlias: answer = [client: CLIENT, serial: Int, response: Int];
ClientSessions_typedefs == TRUE

CONSTANTS
    \* @type: Set(CLIENT);
    Client,     \* the processes that ask
    \* @type: Set(SERVER);
    Server,     \* the replicas of the log and the state machine
    \* @type: SERVER;
    First,      \* the server that leads at first
    \* @type: CLIENT -> Set(Int);
    Writes,     \* Writes[c]: which of the operations of client c, numbered from 1, are commands
    \* @type: CLIENT -> Set(Int);
    Reads,      \* Reads[c]: which are reads; c ends before the first number that is in neither set
    \* @type: Int;
    Window,     \* so many operations of a client may be outstanding at once
    \* @type: Set(Int);
    Time,       \* what clocks show
    \* @type: Int;
    Timeout,    \* a session without a command for so long expires
    \* @type: Bool;
    Retries,    \* does a client ask again for what was not answered?
    \* @type: Bool;
    Filters,    \* does the state machine pass over what it has executed before?
    \* @type: Bool;
    Refuses,    \* does the leader refuse to append what is in the log before?
    \* @type: Int;
    MaxLog,     \* how long the log of a model gets
    \* @type: Set(SERVER);
    Electable,  \* the servers that become leader in a model
    \* @type: Set(SERVER);
    Crashable,  \* the servers that restart in a model
    \* @type: Set(CLIENT);
    Forgetful   \* the clients that restart in a model

VARIABLES
    \* @type: Seq($entry);
    log,          \* the committed entries
    \* @type: SERVER;
    leader,       \* the server that leads
    \* @type: Seq($entry);
    suffix,       \* the entries that the leader has appended and that are not committed: some may be lost when it is
    \* @type: SERVER -> Int;
    applied,      \* applied[s]: so many entries are in the machine of server s
    \* @type: SERVER -> $machine;
    machine,      \* machine[s]: the state machine of server s: the time it has seen, the sessions, the value proper
    \* @type: CLIENT -> Int;
    session,      \* session[c]: the session that client c believes to have, 0 for none: volatile
    \* @type: CLIENT -> Int;
    next,         \* next[c]: the serial number of the next operation of client c: DURABLE, or a number would be used twice
    \* @type: CLIENT -> Set(Int);
    outstanding,  \* outstanding[c]: the operations of c without an answer: volatile
    \* @type: Set($message);
    msgs,         \* the messages in flight
    \* @type: Set([client: CLIENT, serial: Int, after: Int]);
    asked,        \* history: for each operation the highest answer that any client had when it was first asked for
    \* @type: Set($answer);
    answers       \* history: the answers that clients received

\* Grouped by who they belong to, so that an action says in one word what it leaves alone.
logVars == <<log, leader, suffix>>
machineVars == <<applied, machine>>
clientVars == <<session, next, outstanding>>
\* @type: () => <<Set([client: CLIENT, serial: Int, after: Int]), Set($answer)>>;
historyVars == <<asked, answers>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<log, leader, suffix, applied, machine, session, next, outstanding, msgs, asked, answers>>

\* Serial numbers begin at 1, so that 0 is below all of them; clocks are naturals, and a session lives for a while.
ASSUME BoundsAssumption ==
    /\ \A c \in Client : Writes[c] \cup Reads[c] \subseteq Nat \ {0} /\ Writes[c] \cap Reads[c] = {}
    /\ Time \subseteq Nat /\ Timeout > 0 /\ Window > 0 /\ MaxLog >= 0 /\ First \in Server

-----------------------------------------------------------------------------

\* The requests. A command says under which session and serial number it is asked for, and the lowest serial number whose
\* answer the client still waits for (6.3): answers to lower ones need not be kept. `op` is what the state machine is asked.
RegisterRequest(c) == [type |-> "RegisterRequest", client |-> c]
CommandRequest(c, i, n, l, op) ==
    [type |-> "CommandRequest", client |-> c, session |-> i, serial |-> n, lowest |-> l, op |-> op]
ReadRequest(c, n, op) == [type |-> "ReadRequest", client |-> c, serial |-> n, op |-> op]

\* The replies. There is none that says "no session" to a command and means "not executed": it may have been, before the session expired.
RegisterReply(c, i) == [type |-> "RegisterReply", client |-> c, session |-> i]
Answer(c, n, r) == [type |-> "Answer", client |-> c, serial |-> n, response |-> r]
SessionExpired(c, i) == [type |-> "SessionExpired", client |-> c, session |-> i]

\* What a request is in the log, with the time that the leader's clock shows.
\* @type: ($message, Int) => $entry;
EntryOf(m, t) ==
    IF m.type = "RegisterRequest"
    THEN [type |-> "register", client |-> m.client, time |-> t]
    ELSE [type |-> "command", client |-> m.client, time |-> t,
          session |-> m.session, serial |-> m.serial, lowest |-> m.lowest, op |-> m.op]

\* The number-th operation of client c, as the state machine executes it. In a correct client number and serial number are the same.
Op(c, n) == [client |-> c, number |-> n]

Max(a, b) == IF a > b THEN a ELSE b

-----------------------------------------------------------------------------

\* The session layer of the state machine: functions of the machine and the entry alone, so that all servers agree (6.3).

\* Where a client has no session. No entry of a log has the index 0.
\* @type: () => $session;
NoSession == [id |-> 0, lowest |-> 0, responses |-> {}, active |-> 0]

\* The machine that has applied nothing.
\* @type: () => $machine;
InitMachine == [time |-> 0, sessions |-> [c \in Client |-> NoSession], value |-> <<>>]

\* Is this session's last command too long ago? Asked of the time in the entries, which is the same for all servers, and of no clock.
\* @type: ($session, Int) => Bool;
IsExpired(x, t) == t - x.active >= Timeout

\* The machine when it has heard that it is time t: sessions without a command for long are gone.
\* @type: ($machine, Int) => $machine;
Expired(m, t) ==
    [m EXCEPT !.time = t, !.sessions = [c \in Client |-> IF IsExpired(m.sessions[c], t) THEN NoSession ELSE m.sessions[c]]]

\* The number of a new session is the index of the entry that registers it: the log gives each number once, and so it tells a
\* session that has expired from a new one of the same client.
\* @type: ($entry, Int) => Int;
SessionId(e, i) == i

\* Applying a registration, the i-th entry of the log. To ask again while the session lives gives the same session.
\* @type: ($machine, $entry, Int) => $applied;
ApplyRegister(m, e, i) ==
    LET x == m.sessions[e.client]
        id == IF x.id # 0 THEN x.id ELSE SessionId(e, i)
        y == [(IF x.id # 0 THEN x ELSE NoSession) EXCEPT !.id = id, !.active = m.time]
    IN  [machine |-> [m EXCEPT !.sessions[e.client] = y], replies |-> {RegisterReply(e.client, id)}]

\* The answers to this serial number that the session has kept: one or none.
\* @type: ($session, Int) => Set([serial: Int, response: Int]);
Kept(x, n) == {r \in x.responses : r.serial = n}

\* The session after a command: what the client does not wait for any more is forgotten.
\* @type: ($session, $entry, Set([serial: Int, response: Int]), Int) => $session;
Renewed(x, e, responses, t) ==
    LET lowest == Max(x.lowest, e.lowest)
    IN  [x EXCEPT !.lowest = lowest, !.active = t, !.responses = {r \in responses : r.serial >= lowest}]

\* Executing the command, and keeping its answer.
\* @type: ($machine, $entry) => $applied;
Execute(m, e) ==
    LET x == m.sessions[e.client]
        value == Append(m.value, e.op)
        responses == (x.responses \ Kept(x, e.serial)) \cup {[serial |-> e.serial, response |-> Len(value)]}
    IN  [machine |-> [m EXCEPT !.value = value, !.sessions[e.client] = Renewed(x, e, responses, m.time)],
         replies |-> {Answer(e.client, e.serial, Len(value))}]

\* Answering without executing: with what was answered before, or, where the client has said that it has the answer, with nothing.
\* @type: ($machine, $entry) => $applied;
Repeat(m, e) ==
    LET x == m.sessions[e.client]
    IN  [machine |-> [m EXCEPT !.sessions[e.client] = Renewed(x, e, x.responses, m.time)],
         replies |-> {Answer(e.client, e.serial, r.response) : r \in Kept(x, e.serial)}]

\* Has the session executed this serial number before?
\* @type: ($session, Int) => Bool;
WasExecuted(x, n) == n < x.lowest \/ Kept(x, n) # {}

\* A command of a session that is not there: an error, and never an execution, as it may have been executed before.
\* @type: ($machine, $entry) => $applied;
Unknown(m, e) == [machine |-> m, replies |-> {SessionExpired(e.client, e.session)}]

\* Is this command's session there?
\* @type: ($machine, $entry) => Bool;
HasSession(m, e) == m.sessions[e.client].id = e.session

\* Applying a command.
\* @type: ($machine, $entry) => $applied;
ApplyCommand(m, e) ==
    IF ~ HasSession(m, e) THEN Unknown(m, e)
    ELSE IF Filters /\ WasExecuted(m.sessions[e.client], e.serial) THEN Repeat(m, e)
    ELSE Execute(m, e)

\* Applying the i-th entry of the log. Time never goes back, whatever the clocks of leaders show.
\* @type: ($machine, $entry, Int) => $applied;
ApplyEntry(m, e, i) ==
    LET now == Expired(m, Max(m.time, e.time))
    IN  IF e.type = "register" THEN ApplyRegister(now, e, i) ELSE ApplyCommand(now, e)

-----------------------------------------------------------------------------

\* The consensus layer: what the leader looks at before it appends a request.

\* Is this entry what the request would become?
\* @type: ($entry, $message) => Bool;
IsFor(e, m) ==
    /\ e.client = m.client
    /\ \/ e.type = "register" /\ m.type = "RegisterRequest"
       \/ e.type = "command" /\ m.type = "CommandRequest" /\ e.session = m.session /\ e.serial = m.serial

\* What the leader has not applied yet: committed entries, and its own suffix.
Unapplied == SubSeq(log, applied[leader] + 1, Len(log)) \o suffix

\* Is the request on its way? The answer will come when it is applied.
\* @type: ($message) => Bool;
IsPending(m) == \E k \in 1 .. Len(Unapplied) : IsFor(Unapplied[k], m)

\* What the leader's own table says to the request: one reply or none.
\* @type: ($message) => Set($message);
TableReplies(m) ==
    LET x == machine[leader].sessions[m.client]
    IN  IF m.type = "RegisterRequest"
        THEN IF x.id # 0 THEN {RegisterReply(m.client, x.id)} ELSE {}
        ELSE IF x.id = m.session THEN {Answer(m.client, m.serial, r.response) : r \in Kept(x, m.serial)} ELSE {}

\* Was the command executed so long ago that its client has the answer?
\* @type: ($message) => Bool;
IsDiscarded(m) ==
    /\ m.type = "CommandRequest"
    /\ LET x == machine[leader].sessions[m.client] IN x.id = m.session /\ m.serial < x.lowest

\* Is the request in the log, or was it? The leader must look at what it has not applied as well as at its table.
\* @type: ($message) => Bool;
IsDuplicate(m) == IsPending(m) \/ TableReplies(m) # {} \/ IsDiscarded(m)

\* The requests that go through the log.
\* @type: ($message) => Bool;
IsLogged(m) == m.type \in {"RegisterRequest", "CommandRequest"}

-----------------------------------------------------------------------------

\* At first the log is empty, clients have no sessions and have asked for nothing.
Init ==
    /\ log = <<>>
    /\ leader = First
    /\ suffix = <<>>
    /\ applied = [s \in Server |-> 0]
    /\ machine = [s \in Server |-> InitMachine]
    /\ session = [c \in Client |-> 0]
    /\ next = [c \in Client |-> 1]
    /\ outstanding = [c \in Client |-> {}]
    /\ msgs = {}
    /\ asked = {}
    /\ answers = {}

\* Sending what is in flight already changes nothing.
Send(m) == msgs' = msgs \cup {m}

\* The operation n of c is asked for now: whatever any client has been told by now comes before it.
Ask(c, n) ==
    LET before == {a.response : a \in answers} \cup {0}
    IN  asked' = asked \cup {[client |-> c, serial |-> n, after |-> CHOOSE k \in before : \A j \in before : j <= k]}

\* Section 6.3: client c, which has a command to send and no session, asks for one; and asks again as long as it has none.
Register(c) ==
    /\ session[c] = 0
    /\ next[c] \in Writes[c]
    /\ Send(RegisterRequest(c))
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* The lowest serial number whose answer c waits for; its next one if it waits for none. Reads are not in sessions.
Lowest(c) ==
    LET waiting == (outstanding[c] \cap Writes[c]) \cup {next[c]}
    IN  CHOOSE n \in waiting : \A k \in waiting : n <= k

\* The request for operation n of client c, as it would be sent now.
\* @type: (CLIENT, Int) => $message;
RequestFor(c, n) ==
    IF n \in Reads[c] THEN ReadRequest(c, n, Op(c, n))
    ELSE CommandRequest(c, session[c], n, IF Lowest(c) < n THEN Lowest(c) ELSE n, Op(c, n))

\* Section 6.3: client c asks for its next command under a serial number of its own making.
SendCommand(c) ==
    /\ next[c] \in Writes[c]
    /\ session[c] # 0
    /\ Cardinality(outstanding[c]) < Window
    /\ next' = [next EXCEPT ![c] = @ + 1]
    /\ outstanding' = [outstanding EXCEPT ![c] = @ \cup {next[c]}]
    /\ Ask(c, next[c])
    /\ Send(RequestFor(c, next[c]))
    /\ UNCHANGED <<logVars, machineVars, session, answers>>

\* Section 6.4: client c asks for a read, which changes nothing and needs neither a session nor an entry.
SendRead(c) ==
    /\ next[c] \in Reads[c]
    /\ Cardinality(outstanding[c]) < Window
    /\ next' = [next EXCEPT ![c] = @ + 1]
    /\ outstanding' = [outstanding EXCEPT ![c] = @ \cup {next[c]}]
    /\ Ask(c, next[c])
    /\ Send(RequestFor(c, next[c]))
    /\ UNCHANGED <<logVars, machineVars, session, answers>>

\* Section 6.3: client c, which has no answer to operation n, asks again: whoever leads now, and under the same serial number.
Retry(c, n) ==
    /\ Retries
    /\ n \in outstanding[c]
    /\ Send(RequestFor(c, n))
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* Section 6.3: the leader appends a request of c, with the time t of its clock; not a duplicate, if it is to refuse those.
AppendEntry(c, t) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ IsLogged(m)
        /\ ~ (Refuses /\ IsDuplicate(m))
        /\ Len(log) + Len(suffix) < MaxLog
        /\ suffix' = Append(suffix, EntryOf(m, t))
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<log, leader, machineVars, clientVars, historyVars>>

\* Section 6.3: the leader finds the answer to a request of c in its table, and does not append it.
AnswerDuplicate(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ IsLogged(m)
        /\ Refuses
        /\ TableReplies(m) # {}
        /\ msgs' = (msgs \ {m}) \cup TableReplies(m)
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* The leader drops a request of c that it will answer when it is applied, or that its client has the answer to.
DropDuplicate(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ IsLogged(m)
        /\ Refuses
        /\ TableReplies(m) = {}
        /\ IsPending(m) \/ IsDiscarded(m)
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* Has server s made sure, since it got the request, that it leads? Section 6.4 says how a protocol does that.
Confirmed(s) == s = leader

\* So many entries are committed as far as s knows: the leader knows it, and the others know of what they have applied.
KnownCommitted(s) == IF s = leader THEN Len(log) ELSE applied[s]

\* Section 6.4: server s answers a read of c, when it knows that it leads and has applied all that is committed.
AnswerRead(s, c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ m.type = "ReadRequest"
        /\ Confirmed(s)
        /\ applied[s] = KnownCommitted(s)
        /\ msgs' = (msgs \ {m}) \cup {Answer(c, m.serial, Len(machine[s].value))}
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* The next entry of the leader's suffix is committed, however the protocol does that.
Commit ==
    /\ suffix # <<>>
    /\ log' = Append(log, Head(suffix))
    /\ suffix' = Tail(suffix)
    /\ UNCHANGED <<leader, machineVars, clientVars, msgs, historyVars>>

\* Section 6.3: server s applies the next committed entry; the leader answers the client.
Apply(s) ==
    /\ applied[s] < Len(log)
    /\ LET done == ApplyEntry(machine[s], log[applied[s] + 1], applied[s] + 1)
       IN  /\ machine' = [machine EXCEPT ![s] = done.machine]
           /\ msgs' = IF s = leader THEN msgs \cup done.replies ELSE msgs
    /\ applied' = [applied EXCEPT ![s] = @ + 1]
    /\ UNCHANGED <<logVars, clientVars, historyVars>>

\* Chapter 5: server s is behind and takes the machine of r instead of entries, the sessions with it.
InstallSnapshot(s, r) ==
    /\ applied[s] < applied[r]
    /\ machine' = [machine EXCEPT ![s] = machine[r]]
    /\ applied' = [applied EXCEPT ![s] = applied[r]]
    /\ UNCHANGED <<logVars, clientVars, msgs, historyVars>>

\* Another server, s, leads, and has the first k of the entries that are not committed. What the old leader knew beside its log is gone.
Elect(s, k) ==
    /\ s \in Electable
    /\ s # leader
    /\ k <= Len(suffix)
    /\ leader' = s
    /\ suffix' = SubSeq(suffix, 1, k)
    /\ UNCHANGED <<log, machineVars, clientVars, msgs, historyVars>>

\* Server s crashes and restarts with an empty machine, and has to apply the log again; a leader that crashes is not leader any more.
RestartServer(s) ==
    /\ s \in Crashable
    /\ s # leader
    /\ machine' = [machine EXCEPT ![s] = InitMachine]
    /\ applied' = [applied EXCEPT ![s] = 0]
    /\ UNCHANGED <<logVars, clientVars, msgs, historyVars>>

\* Client c learns the number of its session; if it has one, this is an old reply.
ReceiveSession(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ m.type = "RegisterReply"
        /\ session' = [session EXCEPT ![c] = IF @ = 0 THEN m.session ELSE @]
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, next, outstanding, historyVars>>

\* Client c receives an answer; if it does not wait for it any more, it has it already, and this one changes nothing.
ReceiveAnswer(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ m.type = "Answer"
        /\ outstanding' = [outstanding EXCEPT ![c] = @ \ {m.serial}]
        /\ answers' = IF m.serial \in outstanding[c]
                      THEN answers \cup {[client |-> c, serial |-> m.serial, response |-> m.response]}
                      ELSE answers
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, session, next, asked>>

\* Section 6.3: client c learns that its session is gone. It does not know which of its commands were executed, so it gives all
\* of them up: to ask for them under another session could execute them twice.
ReceiveExpired(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ m.type = "SessionExpired"
        /\ session' = [session EXCEPT ![c] = IF @ = m.session THEN 0 ELSE @]
        /\ outstanding' = [outstanding EXCEPT ![c] = IF m.session = session[c] THEN @ \ Writes[c] ELSE @]
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, next, historyVars>>

\* Client c crashes and restarts. It remembers only which serial numbers it has used.
RestartClient(c) ==
    /\ c \in Forgetful
    /\ session' = [session EXCEPT ![c] = 0]
    /\ outstanding' = [outstanding EXCEPT ![c] = {}]
    /\ UNCHANGED <<logVars, machineVars, next, msgs, historyVars>>

\* A message is lost.
Lose ==
    /\ \E m \in msgs : msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, clientVars, historyVars>>

\* The numbers of all operations.
Serial == UNION {Writes[c] \cup Reads[c] : c \in Client}

\* All the choices but those of messages are over constants, so that every engine names every step by the same action and parameters.
Next ==
    \/ \E c \in Client : Register(c)
    \/ \E c \in Client : SendCommand(c)
    \/ \E c \in Client : SendRead(c)
    \/ \E c \in Client, n \in Serial : Retry(c, n)
    \/ \E c \in Client, t \in Time : AppendEntry(c, t)
    \/ \E c \in Client : AnswerDuplicate(c)
    \/ \E c \in Client : DropDuplicate(c)
    \/ \E s \in Server, c \in Client : AnswerRead(s, c)
    \/ Commit
    \/ \E s \in Server : Apply(s)
    \/ \E s, r \in Server : InstallSnapshot(s, r)
    \/ \E s \in Server, k \in 0 .. MaxLog : Elect(s, k)
    \/ \E s \in Server : RestartServer(s)
    \/ \E c \in Client : ReceiveSession(c)
    \/ \E c \in Client : ReceiveAnswer(c)
    \/ \E c \in Client : ReceiveExpired(c)
    \/ \E c \in Client : RestartClient(c)
    \/ Lose

\* Safety only: nobody is obliged to act.
Spec == Init /\ [][Next]_vars

\* What is needed for answers: clients ask again; what is asked for again and again is received now and then, however much is lost;
\* and entries are committed now and then, however often leaders change.
Fairness ==
    /\ \A c \in Client :
        /\ WF_vars(Register(c))
        /\ \A n \in Serial : WF_vars(Retry(c, n))
        /\ \A t \in Time : SF_vars(AppendEntry(c, t))
        /\ SF_vars(AnswerDuplicate(c))
        /\ \A s \in Server : SF_vars(AnswerRead(s, c))
        /\ SF_vars(ReceiveSession(c))
        /\ SF_vars(ReceiveAnswer(c))
        /\ SF_vars(ReceiveExpired(c))
    /\ SF_vars(Commit)
    /\ \A s \in Server : WF_vars(Apply(s))

\* With fairness: for EventualReply.
FairSpec == Spec /\ Fairness

-----------------------------------------------------------------------------

\* What may stand in the log, and in a table of sessions.
Entries ==
    [type : {"register"}, client : Client, time : Time]
    \cup [type : {"command"}, client : Client, time : Time,
          session : 1 .. MaxLog, serial : Serial, lowest : Serial, op : [client : Client, number : Serial]]
Sessions == [id : 0 .. MaxLog, lowest : Nat, responses : SUBSET [serial : Serial, response : 0 .. MaxLog], active : Time \cup {0}]

\* The shapes of the variables.
TypeOK ==
    /\ Len(log) + Len(suffix) <= MaxLog
    /\ \A k \in 1 .. Len(log) : log[k] \in Entries
    /\ \A k \in 1 .. Len(suffix) : suffix[k] \in Entries
    /\ leader \in Server
    /\ \A s \in Server :
        /\ applied[s] \in 0 .. Len(log)
        /\ machine[s].time \in Time \cup {0}
        /\ \A c \in Client : machine[s].sessions[c] \in Sessions
        /\ Len(machine[s].value) <= applied[s]
    /\ \A c \in Client :
        /\ session[c] \in 0 .. Len(log)
        /\ \A n \in 1 .. next[c] - 1 : n \in Writes[c] \cup Reads[c]
        /\ outstanding[c] \subseteq 1 .. next[c] - 1
        /\ Cardinality(outstanding[c]) <= Window

\* No server ever executes an operation twice.
AtMostOnceApplied ==
    \A s \in Server : \A j, k \in 1 .. Len(machine[s].value) : machine[s].value[j] = machine[s].value[k] => j = k

\* The answers to commands that clients have, or may get.
\* @type: Set($answer);
AllAnswers ==
    {a \in answers \cup {[client |-> m.client, serial |-> m.serial, response |-> m.response] : m \in {x \in msgs : x.type = "Answer"}} :
        a.serial \in Writes[a.client]}

\* Whoever asks for a command again is told what it was told before; also by other servers, from their tables.
SameSerialSameResponse ==
    /\ \A a, b \in AllAnswers : a.client = b.client /\ a.serial = b.serial => a.response = b.response
    /\ \A a \in AllAnswers, s \in Server : \A r \in machine[s].sessions[a.client].responses :
        r.serial = a.serial => r.response = a.response

\* What was answered was executed, and is never lost: every machine that is long enough has the command where the answer says.
AnsweredIsApplied ==
    \A a \in AllAnswers, s \in Server :
        Len(machine[s].value) >= a.response => machine[s].value[a.response] = Op(a.client, a.serial)

\* Servers that have applied the same entries agree on everything: the sessions, the time, the value.
SessionAgreement == \A s, r \in Server : applied[s] = applied[r] => machine[s] = machine[r]

\* The answers are those of one machine that did one thing after another, in an order that clients cannot tell from the real one:
\* an operation that was asked for when another had been answered comes after it. A command is its place in that order, by
\* AnsweredIsApplied; a read stands behind as many commands as it has seen.
Linearizable ==
    \A a \in answers, q \in asked :
        a.client = q.client /\ a.serial = q.serial =>
            IF a.serial \in Writes[a.client] THEN a.response > q.after ELSE a.response >= q.after

\* What the consensus layer achieves as long as no session expires: no command stands in the log twice.
LogHasNoDuplicates ==
    LET all == log \o suffix
    IN  \A j, k \in 1 .. Len(all) :
            /\ all[j].type = "command" /\ all[k].type = "command"
            /\ all[j].client = all[k].client /\ all[j].serial = all[k].serial
            => j = k

\* A client never counts back, not even in a crash: no serial number is used for a second operation.
MonotonicSerial == [][\A c \in Client : next'[c] >= next[c]]_vars

\* Every operation is answered in the end, or given up because its session is gone.
EventualReply == \A c \in Client, n \in Serial : n \in outstanding[c] ~> n \notin outstanding[c]

-----------------------------------------------------------------------------

\* The committed entries are a replicated log: that is all that this module asks of the protocol below it.
R == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- log

\* The refinement; steps that commit nothing leave the log alone.
RefinesReplicatedLog == R!Spec
=============================================================================
