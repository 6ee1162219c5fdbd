-------------------------------- MODULE Disk --------------------------------
(***************************************************************************)
(* A file on a disk, as a program sees it through the operating system.    *)
(*                                                                         *)
(* What a program writes goes to a cache, and what it reads comes from     *)
(* there.  A block of the cache that the disk does not have yet is dirty.  *)
(* fsync writes all dirty blocks and says when they are on the disk; it    *)
(* says nothing of the order in which they get there.                      *)
(*                                                                         *)
(*  - In a crash the cache is gone.  Of the dirty blocks an ARBITRARY      *)
(*    subset has reached the disk: any of them, whatever was written       *)
(*    first.  A block that was being written may be torn: neither the old  *)
(*    one nor the new one.                                                 *)
(*                                                                         *)
(*  - When fsync fails, the kernel marks the blocks clean all the same     *)
(*    (Linux; see Rebello et al., "Can Applications Recover from fsync     *)
(*    Failures?", USENIX ATC 2020).  The cache has the new blocks, the     *)
(*    disk may not, and the next fsync has nothing to do and succeeds.     *)
(*    So whoever calls fsync again learns nothing by it.                   *)
(*                                                                         *)
(*  - A file that is mapped into memory (mmap) is its cache: to store into *)
(*    it is to make a block dirty, and the kernel may write any dirty      *)
(*    block at any time, with no crash and no fsync.                       *)
(*                                                                         *)
(* LogFile and PageStore are two layouts of a file on this disk.           *)
(***************************************************************************)
EXTENDS Integers

CONSTANTS
    \* @type: Set(Int);
    Block,   \* the numbers of the blocks of the file
    \* @type: $content;
    Torn,    \* what is read from a block that was torn: its checksum is wrong, so that it is known to be nothing
    \* @type: Bool;
    Mapped   \* is the file mapped into memory, so that the kernel may write any dirty block at any time?

VARIABLES
    \* @type: Int -> $content;
    cache,   \* cache[b]: what a read of block b gives: volatile
    \* @type: Int -> $content;
    disk,    \* disk[b]: what is on the disk: DURABLE
    \* @type: Set(Int);
    dirty    \* the blocks that the kernel knows it has to write: volatile

\* All that the disk is, for those who leave it alone.
diskVars == <<cache, disk, dirty>>

\* The disk when of the dirty blocks those in kept have been written, and those in torn have been written in part.
Partly(kept, torn) == [b \in Block |-> IF b \in kept THEN cache[b] ELSE IF b \in torn THEN Torn ELSE disk[b]]

\* Can that be? Only what is dirty is written, and no block both as a whole and in part.
CanBeLeft(kept, torn) == kept \subseteq dirty /\ torn \subseteq dirty \ kept

\* The program writes the blocks in S, which get the contents that new gives them.
\* @type: (Set(Int), Int -> $content) => Bool;
Write(S, new) ==
    /\ cache' = [b \in Block |-> IF b \in S THEN new[b] ELSE cache[b]]
    /\ dirty' = dirty \cup S
    /\ disk' = disk

\* An fsync that succeeds: all that was dirty is on the disk.
Fsync ==
    /\ disk' = Partly(dirty, {})
    /\ dirty' = {}
    /\ cache' = cache

\* An fsync that fails: some of it is on the disk, and the kernel has forgotten what is not.
FsyncFails(kept, torn) ==
    /\ CanBeLeft(kept, torn)
    /\ disk' = Partly(kept, torn)
    /\ dirty' = {}
    /\ cache' = cache

\* The kernel writes one dirty block because it likes to.
KernelWrites(b) ==
    /\ b \in dirty
    /\ disk' = Partly({b}, {})
    /\ dirty' = dirty \ {b}
    /\ cache' = cache

\* The machine stops and starts again: what is read now comes from the disk.
PowerFails(kept, torn) ==
    /\ CanBeLeft(kept, torn)
    /\ disk' = Partly(kept, torn)
    /\ cache' = disk'
    /\ dirty' = {}
=============================================================================
