----------------------------- MODULE MCLogFileBug -----------------------------
(***************************************************************************)
(* The mistakes that people make with a log file.  Each operator here      *)
(* stands in for one of LogFile in a *_bug.cfg model (LogFile's name <-    *)
(* the name here), and the model must then be violated: a property that no *)
(* mistake violates says nothing.  The numbers S1, S3, ... are those of    *)
(* the catalogue of mutants, which puts the same mistakes into the code.   *)
(***************************************************************************)
EXTENDS MCLogFile

\* Recovery takes the places in the file for records: in place of Recover.
RecoverCountsPlaces ==
    /\ status = "down"
    /\ Readable >= Marked
    /\ Write(Behind, [b \in Behind |-> Empty])
    /\ status' = IF Behind = {} THEN "up" ELSE "repair"
    /\ length' = Readable
    /\ synced' = Last
    /\ UNCHANGED <<machineVars, historyVars>>

\* S1. The client is told when the record was written, not when it is durable: in place of Acknowledgeable.
Written == length

\* S3. The server does not look at what fsync returns, and goes on as if it had succeeded: in place of SyncFails.
SyncFailsUnnoticed(kept, torn) ==
    /\ MaySync
    /\ FsyncFails(kept, torn)
    /\ status' = "up"
    /\ synced' = length
    /\ UNCHANGED <<length, machineVars, historyVars>>

\* S4. After an fsync that failed the server calls it again. It has nothing to do, and succeeds: in place of MaySync.
MaySyncAgain == status = "failed" \/ (status \in {"up", "repair"} /\ dirty # {})

\* S5. The checksum of a record is not looked at: in place of Good.
\* @type: ($content) => Bool;
NotEmpty(r) == r # Empty

\* S6. Nobody asks what was durable once, so that every record that cannot be read begins a tail: in place of Marked.
NothingMarked == 0

\* A bad record before a good one is taken for corruption, though a crash may leave that: in place of Marked.
LastGood == CHOOSE n \in 0 .. Last :
    /\ n = 0 \/ Good(disk[n])
    /\ \A b \in Block : Good(disk[b]) => b <= n

\* The mark of a record says how many were written, not how many were durable: in place of Mark.
MarkOfWritten == length

\* What is behind the log stays where it is, and is found again behind the next record: in place of Behind.
NothingBehind == {}

\* S7. A record is applied when it is in the log, though the page may be saved before the record is durable: in place of Applicable.
ApplicableAtOnce == length

\* S8. The state is saved first, and the index of the last record applied with the next page: in place of Saved.
SavedInTwo ==
    IF page.state # memory.state THEN [state |-> memory.state, index |-> page.index] ELSE memory

\* Any record may rot, the last one, too. That looks like a torn tail, and nothing tells: in place of CanRot.
CanRotAnywhere(b) == b \in Block

\* The machine stops, or the program alone. Then the cache is as it was, and has what the disk may not have: in place of Crash.
CrashOrExit(kept, torn) ==
    /\ status # "down"
    /\ \/ PowerFails(kept, torn)
       \/ kept = {} /\ torn = {} /\ UNCHANGED diskVars
    /\ status' = "down"
    /\ length' = 0
    /\ synced' = 0
    /\ memory' = page
    /\ UNCHANGED <<page, historyVars>>

\* A server that starts reads the cache, and takes what it finds for durable: in place of Readable.
ReadableInCache == CHOOSE n \in 0 .. Last : (\A m \in 1 .. n : Good(cache[m])) /\ (n < Last => ~ Good(cache[n + 1]))
=============================================================================
