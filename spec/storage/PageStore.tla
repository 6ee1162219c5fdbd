------------------------------ MODULE PageStore ------------------------------
(***************************************************************************)
(* A database in one file of pages that are never changed in place, with   *)
(* two meta pages that take turns: what LMDB and bbolt do.                 *)
(*                                                                         *)
(* A transaction writes its data to pages that nothing points to, and then *)
(* a meta page that points to them.  Who opens the file takes the newest   *)
(* meta page that can be read.  So a transaction is there when its meta    *)
(* page is, and not before: if all goes well, it is there as a whole or    *)
(* not at all.                                                             *)
(*                                                                         *)
(* Two syncs are needed for that, since a disk writes in an order of its   *)
(* own.  Without the first, the meta page can be there before the data     *)
(* that it points to.  Without the second, the client can be told of a     *)
(* transaction whose meta page is lost.  A meta page that says what its    *)
(* data look like (a checksum of them) makes one sync enough: if they are  *)
(* not there, that is seen, and the other meta page is taken.              *)
(*                                                                         *)
(* Which syncs there are, and whether there is the checksum, is up to      *)
(* constants, and so is the number of data pages: that of the transaction  *)
(* before the last may be overwritten, or not yet.                         *)
(***************************************************************************)
EXTENDS Disk, FiniteSets

\* What a page holds is the number of the transaction that wrote it: of a data page, the database after that transaction; of a meta page,
\* a pointer to it.
\* @typeAlias: content = Int;
PageStore_typedefs == TRUE

CONSTANTS
    \* @type: Int;
    DataPages,   \* the data pages, which transactions use in turn
    \* @type: Int;
    MaxTxn,      \* the number of the last transaction: a bound of the model
    \* @type: Bool;
    DataSync,    \* is there a sync between the data and the meta page?
    \* @type: Bool;
    MetaSync,    \* is there a sync between the meta page and the reply?
    \* @type: Bool;
    Checksummed  \* does the meta page have a checksum of the data that it points to?

VARIABLES
    \* @type: Str;
    status,   \* "up"; "failed" after an fsync that failed; "down"; "refused": volatile
    \* @type: Str;
    phase,    \* how far the transaction is that is being written: "idle" (there is none), "data", "synced", "meta", "durable": volatile
    \* @type: Int;
    txn,      \* the number of the transaction that the server holds to be the last one: volatile, it is read again
    \* @type: Int;
    acked,    \* history: the number of the last transaction that a client was told of
    \* @type: Bool;
    rotten    \* history: has the disk lost a meta page that it had?

\* One name for the whole state, because [Next]_vars needs it.
vars == <<diskVars, status, phase, txn, acked, rotten>>

\* Pages 0 and 1 are the meta pages; the data pages follow.
ASSUME BlocksAssumption == Block = 0 .. (1 + DataPages)

-----------------------------------------------------------------------------

\* The pages of transaction n.
MetaPage(n) == n % 2
DataPage(n) == 2 + (n % DataPages)

\* What is read from a page that was torn, or never written (Torn of Disk).
Nothing == -1

\* The transactions whose meta page can be read. If it has a checksum of its data, they must be there, too.
Readable == {n \in 0 .. MaxTxn : disk[MetaPage(n)] = n /\ (Checksummed => disk[DataPage(n)] = n)}

\* The one that the server takes when it starts.
Newest == CHOOSE n \in Readable : \A m \in Readable : m <= n

-----------------------------------------------------------------------------

\* At first the database is empty: transaction 0, as if it had been committed. The other meta page has never been written.
Init ==
    /\ disk = [b \in Block |-> IF b \in {MetaPage(0), DataPage(0)} THEN 0 ELSE Torn]
    /\ cache = disk
    /\ dirty = {}
    /\ status = "up"
    /\ phase = "idle"
    /\ txn = 0
    /\ acked = 0
    /\ rotten = FALSE

\* A transaction writes its data, where nothing points to yet.
WriteData ==
    /\ status = "up"
    /\ phase = "idle"
    /\ txn < MaxTxn
    /\ Write({DataPage(txn + 1)}, [b \in {DataPage(txn + 1)} |-> txn + 1])
    /\ phase' = "data"
    /\ UNCHANGED <<status, txn, acked, rotten>>

\* May the data be synced now, or the meta page? After an fsync that failed nothing is.
MaySyncData == DataSync /\ status = "up" /\ phase = "data"
MaySyncMeta == MetaSync /\ status = "up" /\ phase = "meta"

\* The first sync: the data are on the disk before the pointer to them is written.
SyncData ==
    /\ MaySyncData
    /\ Fsync
    /\ phase' = "synced"
    /\ UNCHANGED <<status, txn, acked, rotten>>

\* When the meta page is written: after the first sync, if there is one.
DataWritten == IF DataSync THEN "synced" ELSE "data"

\* The pointer is written, over the older one of the two.
WriteMeta ==
    /\ status = "up"
    /\ phase = DataWritten
    /\ Write({MetaPage(txn + 1)}, [b \in {MetaPage(txn + 1)} |-> txn + 1])
    /\ phase' = "meta"
    /\ UNCHANGED <<status, txn, acked, rotten>>

\* The second sync: the pointer is on the disk before anybody is told.
SyncMeta ==
    /\ MaySyncMeta
    /\ Fsync
    /\ phase' = "durable"
    /\ UNCHANGED <<status, txn, acked, rotten>>

\* One of the two syncs fails. The server must go down: a second one would succeed without having written anything.
SyncFails(kept, torn) ==
    /\ MaySyncData \/ MaySyncMeta
    /\ FsyncFails(kept, torn)
    /\ status' = "failed"
    /\ UNCHANGED <<phase, txn, acked, rotten>>

\* When the client is told: after the second sync, if there is one.
Committed == IF MetaSync THEN "durable" ELSE "meta"

\* The client is told that its transaction is there.
Ack ==
    /\ status = "up"
    /\ phase = Committed
    /\ txn' = txn + 1
    /\ acked' = txn + 1
    /\ phase' = "idle"
    /\ UNCHANGED <<diskVars, status, rotten>>

\* The kernel writes a page that nobody has asked it to write.
WriteBack(b) ==
    /\ Mapped
    /\ KernelWrites(b)
    /\ UNCHANGED <<status, phase, txn, acked, rotten>>

\* The machine stops. What was dirty is there, or not, or torn.
Crash(kept, torn) ==
    /\ status # "down"
    /\ PowerFails(kept, torn)
    /\ status' = "down"
    /\ phase' = "idle"
    /\ txn' = 0
    /\ UNCHANGED <<acked, rotten>>

\* Which meta page can rot, so that it is noticed: one that is alone. If the other one can be read, it is taken, and nothing tells that
\* there was a later one.
CanRot(b) == \E n \in Readable : b = MetaPage(n) /\ Readable = {n}

\* The disk loses a meta page that it had.
Rot(b) ==
    /\ status = "down"
    /\ CanRot(b)
    /\ disk' = [disk EXCEPT ![b] = Torn]
    /\ cache' = disk'
    /\ rotten' = TRUE
    /\ UNCHANGED <<dirty, status, phase, txn, acked>>

\* The server starts with the newest transaction whose meta page can be read.
Recover ==
    /\ status = "down"
    /\ Readable # {}
    /\ status' = "up"
    /\ txn' = Newest
    /\ UNCHANGED <<diskVars, phase, acked, rotten>>

\* No meta page can be read: the server does not serve.
Refuse ==
    /\ status = "down"
    /\ Readable = {}
    /\ status' = "refused"
    /\ UNCHANGED <<diskVars, phase, txn, acked, rotten>>

\* Whatever can happen, in any order.
Next ==
    \/ WriteData
    \/ SyncData
    \/ WriteMeta
    \/ SyncMeta
    \/ \E kept, torn \in SUBSET Block : SyncFails(kept, torn)
    \/ Ack
    \/ \E b \in Block : WriteBack(b)
    \/ \E kept, torn \in SUBSET Block : Crash(kept, torn)
    \/ \E b \in Block : Rot(b)
    \/ Recover
    \/ Refuse

\* Safety only: nobody is obliged to begin a transaction, and a machine need not come up again.
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------

\* Every variable holds what its comment says.
TypeOK ==
    /\ cache \in [Block -> 0 .. MaxTxn \cup {Torn}]
    /\ disk \in [Block -> 0 .. MaxTxn \cup {Torn}]
    /\ dirty \subseteq Block
    /\ status \in {"up", "failed", "down", "refused"}
    /\ phase \in {"idle", "data", "synced", "meta", "durable"}
    /\ txn \in 0 .. MaxTxn
    /\ acked \in 0 .. MaxTxn
    /\ rotten \in BOOLEAN

\* Does the server serve?
Serves == status = "up"

\* While the server serves, what the kernel holds to be written is written.
CleanIsDurable == Serves => \A b \in Block \ dirty : disk[b] = cache[b]

\* Atomicity: where a server that started now would begin, the data are, at any moment.
MetaImpliesData == Readable # {} => disk[DataPage(Newest)] = Newest

\* Durability: no transaction is lost that a client was told of.
AckedSurvivesCrash == Serves => txn >= acked

\* The database is that of a transaction as a whole: of the last one that the server knows of.
RecoveredIsPrefix == Serves => cache[DataPage(txn)] = txn

\* A server refuses to serve only if the disk has lost what it had; a crash alone never makes it.
RefusesOnlyCorrupt == status = "refused" => rotten
=============================================================================
