---------------------------- MODULE MCPageStoreBug ----------------------------
(***************************************************************************)
(* The mistakes that people make with pages and pointers.  Some are a      *)
(* matter of constants: a sync that is left out.  Each operator here       *)
(* stands in for one of PageStore in a *_bug.cfg model (PageStore's name   *)
(* <- the name here), and the model must then be violated.                 *)
(***************************************************************************)
EXTENDS MCPageStore

\* The server counts its transactions on without end, so that their numbers leave those that the model has: in place of Ack.
AckCountsOn ==
    /\ status = "up"
    /\ phase = Committed
    /\ txn' = txn + 1
    /\ acked' = MaxTxn + txn + 1
    /\ phase' = "idle"
    /\ UNCHANGED <<diskVars, status, rotten>>

\* The transaction overwrites the data of the last one, which the meta page still points to: in place of DataPage.
DataPageInPlace(n) == 2

\* There is one meta page, which is overwritten in place: in place of MetaPage.
OnlyMetaPage(n) == 0

\* After an fsync that failed the server calls it again: in place of MaySyncMeta.
MaySyncMetaAgain == MetaSync /\ status \in {"up", "failed"} /\ phase = "meta"

\* The second sync succeeds because it has nothing to do, and the server goes on: in place of SyncMeta.
SyncMetaAgain ==
    /\ MaySyncMetaAgain
    /\ Fsync
    /\ phase' = "durable"
    /\ status' = "up"
    /\ UNCHANGED <<txn, acked, rotten>>

\* Any meta page may rot, that of the last transaction, too, while the other one can be read: in place of CanRot.
CanRotAnywhere(b) == \E n \in Readable : b = MetaPage(n)
=============================================================================
