------------------------------ MODULE RaftOnDisk ------------------------------
(***************************************************************************)
(* Raft's elections, and one entry of its log, on a disk on which what a   *)
(* server must remember is NOT written at once.                            *)
(*                                                                         *)
(* Elsewhere (Raft, Paxos, PullRaft) a step and the write that it needs    *)
(* are one action.  Here a step changes the memory, the write is on its    *)
(* way, and a crash keeps any part of it.  What makes up for that is one   *)
(* rule: no message leaves before what it says is durable.  A vote is the  *)
(* message that answers a candidate; an acknowledgement says that an entry *)
(* is in the log, and what a leader says to itself counts as a message.    *)
(*                                                                         *)
(* The parts of the disk are the term, the vote and the entry.  Each of    *)
(* them is written as a whole (PageStore and LogFile show how).  Whether   *)
(* term and vote are one record, so that a crash keeps both or none, is up *)
(* to a constant.  If they are two, the vote is written only after the     *)
(* term is durable: that is two syncs again.                               *)
(*                                                                         *)
(* The core is smaller than that of Raft.tla: the log has room for one     *)
(* entry, requests are not messages, and a step may look at the server     *)
(* that asks.  After Diego Ongaro and John Ousterhout, "In Search of an    *)
(* Understandable Consensus Algorithm" (2014), to whose sections the       *)
(* comments refer.                                                         *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

\* @typeAlias: content = { term: Int, vote: SERVER, entry: Int };
RaftOnDisk_typedefs == TRUE

CONSTANTS
    \* @type: Set(SERVER);
    Server,     \* the processes
    \* @type: Set(SERVER);
    Contender,  \* those of them that stand for election: a bound of the model
    \* @type: Set(Set(SERVER));
    Quorum,     \* the sets of servers that elect and commit
    \* @type: Int;
    MaxTerm,    \* the last term: a bound of the model
    \* @type: SERVER;
    None,       \* nobody: the vote of a server that has not voted
    \* @type: Bool;
    OneRecord   \* are term and vote one record on the disk?

VARIABLES
    \* @type: SERVER -> $content;
    memory,     \* memory[i]: term, vote and entry as server i works with them; the entry is its term, 0 for none: volatile
    \* @type: SERVER -> $content;
    disk,       \* disk[i]: the same on the disk of server i: DURABLE
    \* @type: SERVER -> Set(Str);
    dirty,      \* dirty[i]: the parts that server i has given to write, and that are not known to be on the disk: volatile
    \* @type: SERVER -> Str;
    role,       \* role[i]: "Follower", "Candidate" or "Leader": volatile
    \* @type: Set(<<SERVER, Int, SERVER>>);
    votes,      \* the votes that were sent: who, in which term, for whom
    \* @type: Set(<<SERVER, Int>>);
    acks,       \* the acknowledgements that were sent: who has the entry of the leader of which term
    \* @type: Set(Int);
    committed   \* history: the entries that a leader has committed, by their terms

\* One name for the whole state, because [Next]_vars needs it.
vars == <<memory, disk, dirty, role, votes, acks, committed>>

\* Who votes and who is asked later have a server in common.
ASSUME QuorumAssumption == \A Q, R \in Quorum : Q \cap R # {} /\ Q \subseteq Server

-----------------------------------------------------------------------------

\* The parts of what is on a disk.
Part == {"term", "vote", "entry"}

\* What server i has on disk when of what is dirty the parts in kept have been written.
Partly(i, kept) ==
    [term |-> IF "term" \in kept THEN memory[i].term ELSE disk[i].term,
     vote |-> IF "vote" \in kept THEN memory[i].vote ELSE disk[i].vote,
     entry |-> IF "entry" \in kept THEN memory[i].entry ELSE disk[i].entry]

\* Can a crash leave that? One record is kept as a whole.
CanBeLeft(i, kept) == kept \subseteq dirty[i] /\ (OneRecord => ("term" \in kept <=> "vote" \in kept))

\* What is written when the term changes: with the term the vote, which it takes back, if both are one record.
TermParts == IF OneRecord THEN {"term", "vote"} ELSE {"term"}

\* What is written when the vote changes.
VoteParts == IF OneRecord THEN {"term", "vote"} ELSE {"vote"}

\* If term and vote are two records, the vote waits until the term is durable: a vote of the new term beside the old term would be taken
\* for one of the old term.
MayWriteVote(i) == OneRecord \/ "term" \notin dirty[i]

\* Are the term and the vote of server i durable?
VoteIsDurable(i) == "term" \notin dirty[i] /\ "vote" \notin dirty[i]

\* Is the log of server i durable?
LogIsDurable(i) == dirty[i] = {}

\* Section 5.4.1, for one entry: the log of i is as up-to-date as that of j.
UpToDate(i, j) == memory[i].entry >= memory[j].entry

\* Does i have to answer to candidate j? Both are in one term, and j's own is durable, or it could ask again in the same term.
MayVote(i, j) ==
    /\ role[j] = "Candidate"
    /\ memory[j].term = memory[i].term
    /\ "term" \notin dirty[j]
    /\ UpToDate(j, i)

\* The servers that say they have voted for i in its term, and those that say they have its entry.
VotedFor(i) == {j \in Server : <<j, memory[i].term, i>> \in votes}
Acknowledged(i) == {j \in Server : <<j, memory[i].term>> \in acks}

-----------------------------------------------------------------------------

\* At first every server is a follower in term 0, has voted for nobody, and has an empty log.
Init ==
    /\ memory = [i \in Server |-> [term |-> 0, vote |-> None, entry |-> 0]]
    /\ disk = memory
    /\ dirty = [i \in Server |-> {}]
    /\ role = [i \in Server |-> "Follower"]
    /\ votes = {}
    /\ acks = {}
    /\ committed = {}

\* Server i comes to term t: with the term its vote is free again. What is written of it is on its way.
NewTerm(i, t, r) ==
    /\ memory' = [memory EXCEPT ![i].term = t, ![i].vote = None]
    /\ dirty' = [dirty EXCEPT ![i] = @ \cup TermParts]
    /\ role' = [role EXCEPT ![i] = r]
    /\ UNCHANGED <<disk, votes, acks, committed>>

\* Server i stands for election in the next term (section 5.2). It votes for itself as it would for another.
Timeout(i) ==
    /\ role[i] # "Leader"
    /\ memory[i].term < MaxTerm
    /\ NewTerm(i, memory[i].term + 1, "Candidate")

\* Server i hears of the term of server j (section 5.1).
UpdateTerm(i, j) ==
    /\ memory[j].term > memory[i].term
    /\ "term" \notin dirty[j]
    /\ NewTerm(i, memory[j].term, "Follower")

\* Server i votes for candidate j (sections 5.2 and 5.4.1): it notes it down, and says nothing yet.
Vote(i, j) ==
    /\ MayVote(i, j)
    /\ memory[i].vote = None
    /\ MayWriteVote(i)
    /\ memory' = [memory EXCEPT ![i].vote = j]
    /\ dirty' = [dirty EXCEPT ![i] = @ \cup VoteParts]
    /\ UNCHANGED <<disk, role, votes, acks, committed>>

\* All that server i has given to write is on its disk.
Sync(i) ==
    /\ dirty[i] # {}
    /\ disk' = [disk EXCEPT ![i] = Partly(i, dirty[i])]
    /\ dirty' = [dirty EXCEPT ![i] = {}]
    /\ UNCHANGED <<memory, role, votes, acks, committed>>

\* Server i tells candidate j that it has voted for it: the vote is durable, or a crash could take it back.
Reply(i, j) ==
    /\ MayVote(i, j)
    /\ memory[i].vote = j
    /\ VoteIsDurable(i)
    /\ votes' = votes \cup {<<i, memory[i].term, j>>}
    /\ UNCHANGED <<memory, disk, dirty, role, acks, committed>>

\* Candidate i has the votes of a quorum (section 5.2).
BecomeLeader(i) ==
    /\ role[i] = "Candidate"
    /\ \E Q \in Quorum : Q \subseteq VotedFor(i)
    /\ role' = [role EXCEPT ![i] = "Leader"]
    /\ UNCHANGED <<memory, disk, dirty, votes, acks, committed>>

\* Server i gets the entry: its memory has it, its disk will.
Appended(i, entry) ==
    /\ memory' = [memory EXCEPT ![i].entry = entry]
    /\ dirty' = [dirty EXCEPT ![i] = @ \cup {"entry"}]

\* Leader i gets a command from a client and appends it to its log (section 5.3).
ClientRequest(i) ==
    /\ role[i] = "Leader"
    /\ memory[i].entry = 0
    /\ Appended(i, memory[i].term)
    /\ UNCHANGED <<disk, role, votes, acks, committed>>

\* Follower j takes over the entry of leader i; that the leader's own is durable is not asked (dissertation, section 10.2.1).
AppendEntries(i, j) ==
    /\ role[i] = "Leader"
    /\ memory[j].term = memory[i].term
    /\ memory[i].entry # 0
    /\ memory[j].entry # memory[i].entry
    /\ Appended(j, memory[i].entry)
    /\ role' = [role EXCEPT ![j] = "Follower"]
    /\ UNCHANGED <<disk, votes, acks, committed>>

\* That server i has the entry of its term is known.
Acknowledges(i) ==
    /\ memory[i].entry # 0
    /\ memory[i].entry = memory[i].term
    /\ acks' = acks \cup {<<i, memory[i].term>>}
    /\ UNCHANGED <<memory, disk, dirty, role, votes, committed>>

\* Follower i tells the leader that it has the entry, which is durable (section 5.3).
Acknowledge(i) ==
    /\ role[i] # "Leader"
    /\ LogIsDurable(i)
    /\ Acknowledges(i)

\* Leader i counts itself among those that have the entry: like the others, when it is durable.
CountItself(i) ==
    /\ role[i] = "Leader"
    /\ LogIsDurable(i)
    /\ Acknowledges(i)

\* Leader i commits the entry of its term: a quorum has it (section 5.4.2). The client is told.
Commit(i) ==
    /\ role[i] = "Leader"
    /\ \E Q \in Quorum : Q \subseteq Acknowledged(i)
    /\ committed' = committed \cup {memory[i].term}
    /\ UNCHANGED <<memory, disk, dirty, role, votes, acks>>

\* Server i crashes and comes up again. Of what it had given to write any part is there.
Crash(i, kept) ==
    /\ CanBeLeft(i, kept)
    /\ disk' = [disk EXCEPT ![i] = Partly(i, kept)]
    /\ memory' = [memory EXCEPT ![i] = Partly(i, kept)]
    /\ dirty' = [dirty EXCEPT ![i] = {}]
    /\ role' = [role EXCEPT ![i] = "Follower"]
    /\ UNCHANGED <<votes, acks, committed>>

\* Any server may take any step.
Next ==
    \/ \E i \in Contender : Timeout(i)
    \/ \E i, j \in Server : UpdateTerm(i, j)
    \/ \E i \in Server, j \in Contender : Vote(i, j)
    \/ \E i \in Server : Sync(i)
    \/ \E i \in Server, j \in Contender : Reply(i, j)
    \/ \E i \in Contender : BecomeLeader(i)
    \/ \E i \in Contender : ClientRequest(i)
    \/ \E i \in Contender, j \in Server : AppendEntries(i, j)
    \/ \E i \in Server : Acknowledge(i)
    \/ \E i \in Contender : CountItself(i)
    \/ \E i \in Contender : Commit(i)
    \/ \E i \in Server, kept \in SUBSET Part : Crash(i, kept)

\* Safety only: a server that never does anything is slow, not wrong.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of what a server remembers.
Terms == 0 .. MaxTerm
Contents == [term : Terms, vote : Contender \cup {None}, entry : Terms]

\* Every variable holds what its comment says.
TypeOK ==
    /\ memory \in [Server -> Contents]
    /\ disk \in [Server -> Contents]
    /\ dirty \in [Server -> SUBSET Part]
    /\ role \in [Server -> {"Follower", "Candidate", "Leader"}]
    /\ votes \subseteq Server \X Terms \X Contender
    /\ acks \subseteq Server \X Terms
    /\ committed \subseteq Terms

\* What a voter has told a candidate is on its disk: in that term it has voted for this one, or it has left the term.
VoteDurableBeforeReply ==
    \A v \in votes : disk[v[1]].term > v[2] \/ (disk[v[1]].term = v[2] /\ disk[v[1]].vote = v[3])

\* What was acknowledged is on the disk of who said so, or an entry of a later leader in its place.
AckDurableBeforeReply == \A a \in acks : disk[a[1]].entry >= a[2]

\* Figure 3: nobody else is elected in a term in which somebody was. A leader that has crashed counts, too.
Elected(i, t) == \E Q \in Quorum : \A j \in Q : <<j, t, i>> \in votes
ElectionSafety == \A t \in Terms : \A i, j \in Contender : Elected(i, t) /\ Elected(j, t) => i = j

\* Figure 3: a leader of a later term has what was committed. A client was told of it.
LeaderCompleteness ==
    \A i \in Server : role[i] = "Leader" => \A t \in committed : t <= memory[i].term => memory[i].entry = t

\* What a client was told of is on the disks of a quorum, whatever crashes.
AckedSurvivesCrash == \A t \in committed : \E Q \in Quorum : \A j \in Q : disk[j].entry = t

\* The term that a server remembers never falls.
MonotonicTerm == [][\A i \in Server : disk'[i].term >= disk[i].term]_vars
=============================================================================
