------------------------------- MODULE RaftCore -------------------------------
(***************************************************************************)
(* The core of Raft without messages: elections, the logs, and what is     *)
(* committed.  A step looks at several servers at once: a quorum elects,   *)
(* an entry goes from the leader's log to a follower's, a quorum that      *)
(* holds an entry commits it.  So what Raft's safety rests on stands here  *)
(* alone: which log a voter may vote for, what comes before an entry, and  *)
(* which entries are committed by counting.  Reads, snapshots and changes  *)
(* of membership are left out.  This module refines ReplicatedLog.         *)
(*                                                                         *)
(* Raft.tla is not mapped to this module: there, what a leader has sent    *)
(* is still accepted when neither that leader nor anybody else has it any  *)
(* more.  A mapping would have to remember the logs of all leaders, as     *)
(* PullLog does for pull-based Raft.                                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets, Sequences

\* @typeAlias: entry = { term: Int, value: VALUE };
RaftCore_typedefs == TRUE

CONSTANTS
    \* @type: Set(SERVER);
    Server,    \* the processes
    \* @type: Set(Set(SERVER));
    Quorum,    \* the sets of servers that elect and commit: majorities, or anything else that intersects
    \* @type: Set(VALUE);
    Value,     \* the commands that clients ask for
    \* @type: Int;
    MaxTerm,   \* the last term
    \* @type: Int;
    MaxIndex   \* the last index that a client's request may get

VARIABLES
    \* @type: SERVER -> Int;
    currentTerm,  \* currentTerm[i]: the latest term that server i has seen; who votes in a term has seen it
    \* @type: SERVER -> Str;
    state,        \* state[i]: the role of server i; to stand for election is not seen here, only to win one
    \* @type: SERVER -> Seq($entry);
    log,          \* log[i]: the entries of server i
    \* @type: Seq($entry);
    committed     \* the entries that are committed

\* One name for the whole state, because [Next]_vars needs it.
vars == <<currentTerm, state, log, committed>>

\* Who elects a leader has heard of what was committed before: any two quorums have a member in common.
\* It is an operator and not only an ASSUME, so that a model can show what happens without it.
QuorumsIntersect == \A Q, R \in Quorum : Q \cap R # {}

\* The one fact about quorums that the algorithm rests on; that they are majorities is never used.
ASSUME QuorumAssumption == QuorumsIntersect /\ \A Q \in Quorum : Q \subseteq Server

-----------------------------------------------------------------------------

\* The first n entries of a log; r is the beginning of s.
First(entries, n) == SubSeq(entries, 1, n)
IsPrefix(r, s) == Len(r) <= Len(s) /\ r = First(s, Len(r))

\* The term of the entry at index n; index 0 has term 0.
\* @type: (Seq($entry), Int) => Int;
TermAt(entries, n) == IF n = 0 THEN 0 ELSE entries[n].term
LastTerm(entries) == TermAt(entries, Len(entries))

\* Section 5.4.1: a log is more up-to-date if its last entry has the later term, or the same term and it is longer.
UpToDate(r, s) == LastTerm(r) > LastTerm(s) \/ (LastTerm(r) = LastTerm(s) /\ Len(r) >= Len(s))

-----------------------------------------------------------------------------

\* At first every server is a follower in term 0, with an empty log (section 5.2).
Init ==
    /\ currentTerm = [i \in Server |-> 0]
    /\ state = [i \in Server |-> "Follower"]
    /\ log = [i \in Server |-> <<>>]
    /\ committed = <<>>

\* Server i hears of term t: somebody stands in it, or was elected.
UpdateTerm(i, t) ==
    /\ t > currentTerm[i]
    /\ currentTerm' = [currentTerm EXCEPT ![i] = t]
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ UNCHANGED <<log, committed>>

\* All of Q, itself included, vote for server i in term t, which is new to them: nobody's log is ahead of i's (section 5.4.1).
BecomeLeader(i, t, Q) ==
    /\ i \in Q
    /\ \A j \in Q : currentTerm[j] < t /\ UpToDate(log[i], log[j])
    /\ currentTerm' = [j \in Server |-> IF j \in Q THEN t ELSE currentTerm[j]]
    /\ state' = [j \in Server |-> IF j = i THEN "Leader" ELSE IF j \in Q THEN "Follower" ELSE state[j]]
    /\ UNCHANGED <<log, committed>>

\* Leader i no longer leads: it crashed, and its term and its log are on its disk.
Restart(i) ==
    /\ state[i] = "Leader"
    /\ state' = [state EXCEPT ![i] = "Follower"]
    /\ UNCHANGED <<currentTerm, log, committed>>

\* Leader i gets a command from a client and appends it to its log (Figure 2, leaders).
ClientRequest(i, v) ==
    /\ state[i] = "Leader"
    /\ Len(log[i]) < MaxIndex
    /\ log' = [log EXCEPT ![i] = Append(@, [term |-> currentTerm[i], value |-> v])]
    /\ UNCHANGED <<currentTerm, state, committed>>

\* The consistency check (section 5.3): does log s hold the entry before the n-th of r?
LogOk(r, s, n) == n - 1 <= Len(s) /\ TermAt(s, n - 1) = TermAt(r, n - 1)

\* Server j, in the term of leader i, takes over i's entry at index n. What contradicts it goes, with all that follows; if nothing
\* does, what follows stays. To take over several at once is to take several of these steps.
AppendEntries(i, j, n) ==
    /\ state[i] = "Leader"
    /\ i # j
    /\ n <= Len(log[i])
    /\ currentTerm[j] = currentTerm[i]
    /\ LogOk(log[i], log[j], n)
    /\ log' = [log EXCEPT ![j] =
                  IF n <= Len(@) /\ TermAt(@, n) = log[i][n].term THEN @ ELSE Append(First(@, n - 1), log[i][n])]
    /\ UNCHANGED <<currentTerm, state, committed>>

\* Does j hold the n-th entry of this log, in a term that it has not left?
\* @type: (SERVER, Int, Seq($entry), Int) => Bool;
Holds(j, t, entries, n) == currentTerm[j] = t /\ n <= Len(log[j]) /\ log[j][n].term = entries[n].term

\* Leader i commits its first n entries: all of Q hold the last of them, which is of its term (section 5.4.2). What differs is
\* replaced, so that a leader that commits something else at a committed index is seen doing it.
Commit(i, n, Q) ==
    /\ state[i] = "Leader"
    /\ n <= Len(log[i])
    /\ log[i][n].term = currentTerm[i]
    /\ \A j \in Q : Holds(j, currentTerm[i], log[i], n)
    /\ committed' = First(log[i], n) \o SubSeq(committed, n + 1, Len(committed))
    /\ UNCHANGED <<currentTerm, state, log>>

\* Any server may take any step.
Next ==
    \/ \E i \in Server, t \in 1 .. MaxTerm : UpdateTerm(i, t)
    \/ \E i \in Server, t \in 1 .. MaxTerm, Q \in Quorum : BecomeLeader(i, t, Q)
    \/ \E i \in Server : Restart(i)
    \/ \E i \in Server, v \in Value : ClientRequest(i, v)
    \/ \E i, j \in Server, n \in 1 .. MaxIndex : AppendEntries(i, j, n)
    \/ \E i \in Server, n \in 1 .. MaxIndex, Q \in Quorum : Commit(i, n, Q)

\* Safety only: a server that never does anything is slow, not wrong.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of each variable.
Terms == 0 .. MaxTerm
Entries == [term : 1 .. MaxTerm, value : Value]

\* Every variable holds what its comment says.
TypeOK ==
    /\ currentTerm \in [Server -> Terms]
    /\ state \in [Server -> {"Follower", "Leader"}]
    /\ log \in [Server -> Seq(Entries)]
    /\ committed \in Seq(Entries)

\* Figure 3: at most one server leads in a term.
ElectionSafety ==
    \A i, j \in Server : state[i] = "Leader" /\ state[j] = "Leader" /\ currentTerm[i] = currentTerm[j] => i = j

\* Figure 3: two logs that hold an entry of the same index and term are the same up to there.
\* @type: (Seq($entry), Seq($entry)) => Bool;
Matches(r, s) == \A n \in DOMAIN r : n <= Len(s) /\ r[n].term = s[n].term => First(r, n) = First(s, n)
LogMatching == \A i, j \in Server : Matches(log[i], log[j])

\* Figure 3: what is committed is in the logs of the leaders of the term in which it was, and of all higher ones. What is committed
\* ends with an entry of the term in which it was.
LeaderCompleteness ==
    \A i \in Server : state[i] = "Leader" /\ currentTerm[i] >= LastTerm(committed) => IsPrefix(committed, log[i])

\* A quorum holds all that is committed.
CommittedIsDurable == \E Q \in Quorum : \A j \in Q : IsPrefix(committed, log[j])

\* Figure 3: a leader appends to its log, and neither overwrites nor deletes.
LeaderAppendOnly ==
    [][\A i \in Server : state[i] = "Leader" /\ state'[i] = "Leader" => IsPrefix(log[i], log'[i])]_log

-----------------------------------------------------------------------------

\* What all of it is for: the committed entries are a log that only grows.
ReplicatedLog == INSTANCE ReplicatedLog WITH Value <- Entries, chosen <- committed

RefinesReplicatedLog == ReplicatedLog!Spec

-----------------------------------------------------------------------------
\* Why it is so: what follows holds at first, and every step keeps it.

\* Terms grow along a log, and none is newer than what its server has seen.
TermsGrow ==
    \A i \in Server : \A n \in DOMAIN log[i] :
        /\ log[i][n].term <= currentTerm[i]
        /\ TermAt(log[i], n - 1) <= log[i][n].term

\* A quorum has seen each term in which there was a leader, so that nobody else is elected in it, or in an older one; there is
\* none in term 0.
QuorumHasSeen(t) == \E Q \in Quorum : \A j \in Q : currentTerm[j] >= t
TermsAreSeen ==
    \A i \in Server :
        /\ state[i] = "Leader" => currentTerm[i] > 0 /\ QuorumHasSeen(currentTerm[i])
        /\ QuorumHasSeen(LastTerm(log[i]))

\* A leader has all entries of its term.
LeaderHasTerm ==
    \A i, j \in Server : state[i] = "Leader" =>
        \A n \in DOMAIN log[j] : log[j][n].term = currentTerm[i] => n <= Len(log[i]) /\ log[i][n].term = currentTerm[i]

\* The entries of a term begin at one index in all logs: if r has one of the term of s[n] behind n, it has one at n.
\* @type: (Seq($entry), Seq($entry)) => Bool;
BeginTogether(r, s) ==
    \A n \in DOMAIN s : \A m \in DOMAIN r : n <= m /\ r[m].term = s[n].term => r[n].term = s[n].term
TermsBeginTogether == \A i, j \in Server : BeginTogether(log[i], log[j])

\* A log with an entry of a later term than the last commit has all that is committed.
LaterLogsComplete == \A i \in Server : LastTerm(log[i]) > LastTerm(committed) => IsPrefix(committed, log[i])

\* All of it, as it speaks of the logs, of the leaders, and of what is committed.
LogsAgree == TermsGrow /\ LogMatching /\ TermsBeginTogether
LeadersAreSafe == ElectionSafety /\ TermsAreSeen /\ LeaderHasTerm
CommitsAreSafe == LeaderCompleteness /\ CommittedIsDurable /\ LaterLogsComplete
=============================================================================
