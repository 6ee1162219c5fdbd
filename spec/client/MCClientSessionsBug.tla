------------------------- MODULE MCClientSessionsBug -------------------------
(***************************************************************************)
(* The mistakes that people make with clients.  Each operator here stands  *)
(* in for one of ClientSessions in a *_bug.cfg model (its name there <- the*)
(* name here), and the model must then be violated: a property that no     *)
(* mistake violates says nothing.  The numbers C1, C2, ... are those of the*)
(* catalogue of mutants, which puts the same mistakes into the code.       *)
(***************************************************************************)
EXTENDS MCClientSessions

\* The leader makes up the number of a command when it gets it: in place of EntryOf. Whoever asks again gets another number.
EntryOfNumbersIt(m, t) ==
    IF m.type = "RegisterRequest"
    THEN [type |-> "register", client |-> m.client, time |-> t]
    ELSE [type |-> "command", client |-> m.client, time |-> t,
          session |-> m.session, serial |-> Len(log) + Len(suffix) + 1, lowest |-> 1, op |-> m.op]

\* C1. Only the leader remembers what it answered; those that apply after it execute, and remember nothing: in place of Apply.
ApplyLeaderRemembers(s) ==
    /\ applied[s] < Len(log)
    /\ LET done == ApplyEntry(machine[s], log[applied[s] + 1], applied[s] + 1)
           forgot == [c \in Client |-> [done.machine.sessions[c] EXCEPT !.lowest = 0, !.responses = {}]]
       IN  /\ machine' = [machine EXCEPT ![s] = IF s = leader THEN done.machine ELSE [done.machine EXCEPT !.sessions = forgot]]
           /\ msgs' = IF s = leader THEN msgs \cup done.replies ELSE msgs
    /\ applied' = [applied EXCEPT ![s] = @ + 1]
    /\ UNCHANGED <<logVars, clientVars, historyVars>>

\* The leader looks in its table, and not at what it has not applied: in place of IsPending.
PendingIsNotLookedFor(m) == FALSE

\* The leader answers when it has appended, with what the answer will be if nothing comes between: in place of AppendEntry.
AppendEntryAnswers(c, t) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ IsLogged(m)
        /\ ~ (Refuses /\ IsDuplicate(m))
        /\ Len(log) + Len(suffix) < MaxLog
        /\ suffix' = Append(suffix, EntryOf(m, t))
        /\ msgs' = (msgs \ {m}) \cup
               (IF m.type = "CommandRequest" THEN {Answer(c, m.serial, Len(machine[leader].value) + 1)} ELSE {})
    /\ UNCHANGED <<log, leader, machineVars, clientVars, historyVars>>

-----------------------------------------------------------------------------

\* C3. A session that is not there is made on the spot, and the command executed: in place of Unknown.
UnknownIsCreated(m, e) == Execute([m EXCEPT !.sessions[e.client] = [NoSession EXCEPT !.id = e.session]], e)

\* Clients have identifiers of their own making, and nothing is registered: in place of Init.
InitUnregistered ==
    /\ log = <<>>
    /\ leader = First
    /\ suffix = <<>>
    /\ applied = [s \in Server |-> 0]
    /\ machine = [s \in Server |-> InitMachine]
    /\ session = [c \in Client |-> 1]
    /\ next = [c \in Client |-> 1]
    /\ outstanding = [c \in Client |-> {}]
    /\ msgs = {}
    /\ asked = {}
    /\ answers = {}

\* Then the first command of a client must make its session, and only the first, which seems to tell a new client from one whose
\* session has expired: in place of Unknown.
UnknownIsNewIfFirst(m, e) ==
    IF e.serial = 1 THEN UnknownIsCreated(m, e) ELSE [machine |-> m, replies |-> {SessionExpired(e.client, e.session)}]

\* The session has the number that its client gave it, and has it again when an old request registers it again: in place of SessionId.
ClientsOwnId(e, i) == 1

\* C2. Sessions expire by the clock of the server that applies, not by the time in the entry: in place of Apply.
ApplyByLocalClock(s) ==
    /\ applied[s] < Len(log)
    /\ \E t \in Time :
        LET done == ApplyEntry(machine[s], [log[applied[s] + 1] EXCEPT !.time = t], applied[s] + 1)
        IN  /\ machine' = [machine EXCEPT ![s] = done.machine]
            /\ msgs' = IF s = leader THEN msgs \cup done.replies ELSE msgs
    /\ applied' = [applied EXCEPT ![s] = @ + 1]
    /\ UNCHANGED <<logVars, clientVars, historyVars>>

\* What was forgotten because its client had the answer is taken for new: in place of WasExecuted.
OnlyKeptWasExecuted(x, n) == Kept(x, n) # {}

\* A duplicate is answered with what the machine would say now: in place of Repeat.
RepeatAnew(m, e) == [machine |-> m, replies |-> {Answer(e.client, e.serial, Len(m.value))}]

\* The session forgets all below its newest command, also what the client still waits for: in place of Renewed.
RenewedForgetsWaiting(x, e, responses, t) ==
    LET lowest == Max(x.lowest, e.serial)
    IN  [x EXCEPT !.lowest = lowest, !.active = t, !.responses = {r \in responses : r.serial >= lowest}]

\* The snapshot has the value and not the sessions: in place of InstallSnapshot.
InstallSnapshotWithoutSessions(s, r) ==
    /\ applied[s] < applied[r]
    /\ machine' = [machine EXCEPT ![s] = [machine[r] EXCEPT !.sessions = machine[s].sessions]]
    /\ applied' = [applied EXCEPT ![s] = applied[r]]
    /\ UNCHANGED <<logVars, clientVars, msgs, historyVars>>

\* A new leader takes back what was committed: in place of Elect.
ElectTakesBack(s, k) ==
    /\ s \in Electable
    /\ s # leader
    /\ k <= Len(log)
    /\ leader' = s
    /\ log' = SubSeq(log, 1, k)
    /\ suffix' = <<>>
    /\ UNCHANGED <<machineVars, clientVars, msgs, historyVars>>

-----------------------------------------------------------------------------

\* C4. The first leader does not ask whether it still leads: in place of Confirmed.
LedOnce(s) == s \in {leader, First}

\* The leader answers a read before it has applied what is committed: in place of KnownCommitted.
WhateverIsApplied(s) == applied[s]

-----------------------------------------------------------------------------

\* A client that sends more than the window allows: in place of SendCommand.
SendCommandBeyondWindow(c) ==
    /\ next[c] \in Writes[c]
    /\ session[c] # 0
    /\ next' = [next EXCEPT ![c] = @ + 1]
    /\ outstanding' = [outstanding EXCEPT ![c] = @ \cup {next[c]}]
    /\ Ask(c, next[c])
    /\ Send(RequestFor(c, next[c]))
    /\ UNCHANGED <<logVars, machineVars, session, answers>>

\* A client that goes on asking for its commands when its session is gone, under the next one: in place of ReceiveExpired.
ReceiveExpiredAsksAgain(c) ==
    /\ \E m \in msgs :
        /\ m.client = c /\ m.type = "SessionExpired"
        /\ session' = [session EXCEPT ![c] = IF @ = m.session THEN 0 ELSE @]
        /\ msgs' = msgs \ {m}
    /\ UNCHANGED <<logVars, machineVars, next, outstanding, historyVars>>

\* A client that does not remember which serial numbers it has used: in place of RestartClient.
RestartClientForgets(c) ==
    /\ c \in Forgetful
    /\ session' = [session EXCEPT ![c] = 0]
    /\ next' = [next EXCEPT ![c] = 1]
    /\ outstanding' = [outstanding EXCEPT ![c] = {}]
    /\ UNCHANGED <<logVars, machineVars, msgs, historyVars>>
=============================================================================
