------------------------------- MODULE LogFile -------------------------------
(***************************************************************************)
(* The log of a server as a file of records, and the state machine that    *)
(* applies it.                                                             *)
(*                                                                         *)
(* Record n stands in block n, with a checksum: a record that was torn is  *)
(* known to be none.  Several records may be appended before one fsync     *)
(* makes all of them durable, and only then is the client told.            *)
(*                                                                         *)
(* After a crash the log is read from the beginning.  A record that cannot *)
(* be read is one of two things, which ask for opposite answers:           *)
(*                                                                         *)
(*  - a torn TAIL: it was being written when the machine stopped, nobody   *)
(*    was told of it, and it is cut off, with all that follows;            *)
(*                                                                         *)
(*  - a corrupt MIDDLE: it was durable, and clients were told of it, but   *)
(*    the disk has lost it since.  To cut it off would be to lose what was *)
(*    acknowledged: the server must refuse to serve.                       *)
(*                                                                         *)
(* To tell them apart each record carries a mark: how many records were    *)
(* durable when it was written.  Whatever a mark covers was no tail.  That *)
(* a good record follows is no sign of it: of several that were not synced *)
(* the later ones may have reached the disk alone.                         *)
(*                                                                         *)
(* The state machine keeps its state, and the index of the last record     *)
(* applied, in a page that is replaced as a whole (PageStore shows how).   *)
(* If that page is mapped into memory, to change it is to allow the kernel *)
(* to save it at once; otherwise it is saved when the program says so.     *)
(***************************************************************************)
EXTENDS Disk, FiniteSets, Sequences

\* @typeAlias: content = { value: VALUE, mark: Int };
\* @typeAlias: machine = { state: Seq(VALUE), index: Int };
LogFile_typedefs == TRUE

CONSTANTS
    \* @type: Set(VALUE);
    Value,    \* what is logged
    \* @type: VALUE;
    None,     \* the value of a record that was never written
    \* @type: VALUE;
    Garbage   \* the value of a record that was torn, for a reader who does not look at the checksum

VARIABLES
    \* @type: Str;
    status,   \* "up"; "repair" while a tail is cut off; "failed" after an fsync that failed; "down"; "refused": volatile
    \* @type: Int;
    length,   \* how many records the log has: volatile, it is read again
    \* @type: Int;
    synced,   \* how many of them are known to be durable: volatile
    \* @type: $machine;
    memory,   \* the state machine in memory: its state, and the index of the last record applied: volatile
    \* @type: $machine;
    page,     \* the state machine on the disk: DURABLE
    \* @type: Seq(VALUE);
    wrote,    \* history: the log as it was when something was appended to it the last time
    \* @type: Seq(VALUE);
    acked,    \* history: what clients were told is durable
    \* @type: Bool;
    rotten    \* history: has the disk lost a record that it had?

\* Grouped by what they are, so that an action says in one word which it leaves alone.
machineVars == <<memory, page>>
historyVars == <<wrote, acked, rotten>>

\* One name for the whole state, because [Next]_vars needs it.
vars == <<diskVars, status, length, synced, machineVars, historyVars>>

\* The blocks of the file are the places for records, from 1.
Last == Cardinality(Block)
ASSUME BlocksAssumption == Block = 1 .. Last

-----------------------------------------------------------------------------

\* A record: the value, and how many records were durable when it was written. The checksum is not seen here: that a record is good says it.
\* @type: (VALUE, Int) => $content;
Record(v, m) == [value |-> v, mark |-> m]

\* The place of a record that was never written, or that was erased.
Empty == Record(None, 0)

\* The record that is read where one was torn (Torn of Disk).
TornRecord == Record(Garbage, 0)

\* Is the checksum right?
\* @type: ($content) => Bool;
Good(r) == r.value \in Value

\* The values in the log, as its readers see them.
log == [n \in 1 .. length |-> cache[n].value]

\* The first n elements of a sequence; r is the beginning of s.
\* @type: (Seq(VALUE), Int) => Seq(VALUE);
First(s, n) == SubSeq(s, 1, n)
\* @type: (Seq(VALUE), Seq(VALUE)) => Bool;
IsPrefix(r, s) == Len(r) <= Len(s) /\ r = First(s, Len(r))

\* The state machine that has applied nothing.
\* @type: $machine;
Fresh == [state |-> <<>>, index |-> 0]

\* How many records can be read from the beginning until one cannot.
Readable == CHOOSE n \in 0 .. Last : (\A m \in 1 .. n : Good(disk[m])) /\ (n < Last => ~ Good(disk[n + 1]))

\* How many records were durable once, as the good ones say.
Marked == CHOOSE n \in 0 .. Last :
    /\ n = 0 \/ \E b \in Block : Good(disk[b]) /\ disk[b].mark = n
    /\ \A b \in Block : Good(disk[b]) => disk[b].mark <= n

\* What the mark of a new record says.
Mark == synced

-----------------------------------------------------------------------------

\* At first the file is there, and has no record.
Init ==
    /\ disk = [b \in Block |-> Empty]
    /\ cache = disk
    /\ dirty = {}
    /\ status = "up"
    /\ length = 0
    /\ synced = 0
    /\ memory = Fresh
    /\ page = Fresh
    /\ wrote = <<>>
    /\ acked = <<>>
    /\ rotten = FALSE

\* The server writes a record behind the last one.
WriteRecord(v) ==
    /\ status = "up"
    /\ length < Last
    /\ Write({length + 1}, [b \in {length + 1} |-> Record(v, Mark)])
    /\ length' = length + 1
    /\ wrote' = Append(log, v)
    /\ UNCHANGED <<status, synced, machineVars, acked, rotten>>

\* May fsync be called? Not after it has failed: it would have nothing to do, and succeed.
MaySync == status \in {"up", "repair"} /\ dirty # {}

\* fsync says that all of it is on the disk. If a tail had to be erased, that is done now.
Sync ==
    /\ MaySync
    /\ Fsync
    /\ status' = "up"
    /\ synced' = length
    /\ UNCHANGED <<length, machineVars, historyVars>>

\* fsync says that it has failed. What the disk has now cannot be found out from the cache: the server must go down.
SyncFails(kept, torn) ==
    /\ MaySync
    /\ FsyncFails(kept, torn)
    /\ status' = "failed"
    /\ UNCHANGED <<length, synced, machineVars, historyVars>>

\* The kernel writes a block that nobody has asked it to write.
WriteBack(b) ==
    /\ Mapped
    /\ KernelWrites(b)
    /\ UNCHANGED <<status, length, synced, machineVars, historyVars>>

\* Which records may be acknowledged: those that are known to be durable.
Acknowledgeable == synced

\* The client of the first n records is told: they are durable.
Ack(n) ==
    /\ status = "up"
    /\ n > Len(acked)
    /\ n <= Acknowledgeable
    /\ acked' = First(log, n)
    /\ UNCHANGED <<diskVars, status, length, synced, machineVars, wrote, rotten>>

\* Which records may be applied. A page that is mapped may be saved as soon as it is changed, so it must not know of a record that the
\* next crash may take away. In memory of the program's own it does no harm.
Applicable == IF Mapped THEN synced ELSE length

\* The state machine applies the next record.
Apply ==
    /\ status = "up"
    /\ memory.index < Applicable
    /\ memory' = [state |-> Append(memory.state, log[memory.index + 1]), index |-> memory.index + 1]
    /\ UNCHANGED <<diskVars, status, length, synced, page, historyVars>>

\* The page as it is saved: state and index at once.
Saved == memory

\* The page is saved: by the program, when the log is durable as far as the page goes; or by the kernel, whenever it likes.
Save ==
    /\ status = "up"
    /\ page # memory
    /\ Mapped \/ memory.index <= synced
    /\ page' = Saved
    /\ UNCHANGED <<diskVars, status, length, synced, memory, historyVars>>

\* The machine stops. What was dirty is there, or not, or torn. It happens in any state, also while a tail is cut off.
Crash(kept, torn) ==
    /\ status # "down"
    /\ PowerFails(kept, torn)
    /\ status' = "down"
    /\ length' = 0
    /\ synced' = 0
    /\ memory' = page
    /\ UNCHANGED <<page, historyVars>>

\* Which records can rot, so that it is noticed: those that a mark of another good one covers.
CanRot(b) == \E n \in Block : n # b /\ Good(disk[n]) /\ disk[n].mark >= b

\* The disk loses a record that it had. That it happens once is a bound of the model.
Rot(b) ==
    /\ status = "down"
    /\ ~ rotten
    /\ Good(disk[b])
    /\ CanRot(b)
    /\ disk' = [disk EXCEPT ![b] = Torn]
    /\ cache' = disk'
    /\ rotten' = TRUE
    /\ UNCHANGED <<dirty, status, length, synced, machineVars, wrote, acked>>

\* What is behind the log and is not empty: it must be gone before anything is appended, or it would be taken for what follows.
Behind == {b \in Block : b > Readable /\ disk[b] # Empty}

\* The log is read. What was durable once is there; what follows was being written: it is cut off.
Recover ==
    /\ status = "down"
    /\ Readable >= Marked
    /\ Write(Behind, [b \in Behind |-> Empty])
    /\ status' = IF Behind = {} THEN "up" ELSE "repair"
    /\ length' = Readable
    /\ synced' = Readable
    /\ UNCHANGED <<machineVars, historyVars>>

\* The log is read, and a record is missing that was durable once: the server does not serve.
Refuse ==
    /\ status = "down"
    /\ Readable < Marked
    /\ status' = "refused"
    /\ UNCHANGED <<diskVars, length, synced, machineVars, historyVars>>

\* Whatever can happen, in any order.
Next ==
    \/ \E v \in Value : WriteRecord(v)
    \/ Sync
    \/ \E kept, torn \in SUBSET Block : SyncFails(kept, torn)
    \/ \E b \in Block : WriteBack(b)
    \/ \E n \in Block : Ack(n)
    \/ Apply
    \/ Save
    \/ \E kept, torn \in SUBSET Block : Crash(kept, torn)
    \/ \E b \in Block : Rot(b)
    \/ Recover
    \/ Refuse

\* Safety only: nobody is obliged to call fsync, and a machine need not come up again.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* The values of each variable.
Records == [value : Value, mark : 0 .. Last] \cup {Empty, TornRecord}
Logs == UNION {[1 .. n -> Value] : n \in 0 .. Last}
Machines == [state : Logs, index : 0 .. Last]

\* Every variable holds what its comment says.
TypeOK ==
    /\ cache \in [Block -> Records]
    /\ disk \in [Block -> Records]
    /\ dirty \subseteq Block
    /\ status \in {"up", "repair", "failed", "down", "refused"}
    /\ length \in 0 .. Last
    /\ synced \in 0 .. length
    /\ memory \in Machines
    /\ page \in Machines
    /\ wrote \in Logs
    /\ acked \in Logs
    /\ rotten \in BOOLEAN

\* Does the server serve?
Serves == status = "up"

\* While the server serves, what the kernel holds to be written is written.
CleanIsDurable == Serves => \A b \in Block \ dirty : disk[b] = cache[b]

\* What the server holds to be durable is on the disk.
SyncedIsDurable == Serves => \A n \in 1 .. synced : Good(disk[n]) /\ disk[n] = cache[n]

\* Each mark tells the truth: what it covers is on the disk, unless the disk has lost it since.
MetaImpliesData ==
    ~ rotten => \A b \in Block : Good(disk[b]) => \A n \in 1 .. disk[b].mark : n # b => Good(disk[n])

\* What a client was told is durable is in the log, after any crash.
AckedSurvivesCrash == Serves => IsPrefix(acked, log)

\* What stands in the log at an index is what was appended there, and nothing else: in a cluster, what the others have at that index.
LogMatching == Serves => \A n \in 1 .. length : n <= Len(wrote) => log[n] = wrote[n]

\* The log after a crash is a beginning of the log before it.
RecoveredIsPrefix == Serves => IsPrefix(log, wrote)

\* The state machine has applied what is in the log, in memory as on the disk. Otherwise it has diverged from those of the other servers.
StateMatchesLog == Serves => \A m \in {memory, page} : IsPrefix(m.state, log)

\* Each record has been applied once: as many as the index says.
AppliedOnce == Serves => Len(memory.state) = memory.index

\* A server refuses to serve only if the disk has lost what it had; a crash alone never makes it.
RefusesOnlyCorrupt == status = "refused" => rotten
=============================================================================
