----------------------------- MODULE SequenceMaps -----------------------------
(***************************************************************************)
(* Sequences made out of others, element by element.  To most engines that *)
(* is a function, [k \in 1 .. Len(s) |-> ...].  To Apalache a function is  *)
(* no sequence, whatever its domain; with MapSeq it is one to all.         *)
(***************************************************************************)
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences
LOCAL INSTANCE Apalache

\* <<Op(1, s[1]), Op(2, s[2]), ...>>, as long as s.
\* @type: ((Int, a) => b, Seq(a)) => Seq(b);
MapSeq(Op(_, _), s) ==
    LET \* @type: (Seq(b), a) => Seq(b);
        Add(mapped, e) == Append(mapped, Op(Len(mapped) + 1, e))
    IN  ApaFoldSeqLeft(Add, <<>>, s)
=============================================================================
