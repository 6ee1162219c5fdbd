------------------------------ MODULE MCLogFile ------------------------------
(***************************************************************************)
(* What a bounded model of LogFile needs and a .cfg file cannot say.       *)
(***************************************************************************)
EXTENDS LogFile

CONSTANT
    \* @type: Int;
    MaxRecords  \* how many records the file has room for

Blocks == 1 .. MaxRecords
=============================================================================
