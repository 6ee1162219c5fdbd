/** The module SequencesExt: conversions, searches, edits, prefixes and folds of sequences. */
export const TEXT: string = String.raw`
---------------------------- MODULE SequencesExt ----------------------------
EXTENDS Sequences, Naturals, FiniteSets, FiniteSetsExt, Folds, Functions, Bags, TLC

\* Sequences, sets and bags.
ToSet(s) == {s[i] : i \in DOMAIN s}
ToBag(s) == [x \in ToSet(s) |-> Cardinality({i \in DOMAIN s : s[i] = x})]
SetToSeq(S) == CHOOSE f \in [1..Cardinality(S) -> S] : IsInjective(f)
SetToSeqs(S) == {f \in [1..Cardinality(S) -> S] : IsInjective(f)}
SetToSortSeq(S, op(_, _)) == SortSeq(SetToSeq(S), op)
SetToAllKPermutations(S) == UNION {SetToSeqs(T) : T \in SUBSET S}
TupleOf(set, n) == [1..n -> set]
SeqOf(set, n) == UNION {[1..k -> set] : k \in 0..n}
BoundedSeq(S, n) == SeqOf(S, n)

\* Looking at all elements.
Contains(s, e) == \E i \in 1..Len(s) : s[i] = e
IsSorted(s, op(_, _)) == \A j \in 2..Len(s) : \A i \in 1..(j - 1) : op(s[i], s[j])
Reverse(s) == LET n == Len(s) IN [i \in 1..n |-> s[n + 1 - i]]
Remove(s, e) == SelectSeq(s, LAMBDA x : x # e)
ReplaceAll(s, old, new) == [i \in 1..Len(s) |-> IF s[i] = old THEN new ELSE s[i]]

\* The index of the first or last element that passes the test, 0 if there is none.
SelectInSeq(seq, Test(_)) ==
  IF \E i \in 1..Len(seq) : Test(seq[i]) THEN CHOOSE i \in 1..Len(seq) : Test(seq[i]) ELSE 0
SelectLastInSeq(seq, Test(_)) ==
  LET n == Len(seq)
      hit(i) == Test(seq[n - i])
  IN  IF \E i \in 0..(n - 1) : hit(i) THEN n - (CHOOSE i \in 0..(n - 1) : hit(i)) ELSE 0
LOCAL Within(seq, from, to) ==
  Assert({from, to} \subseteq 1..Len(seq), "A bound is not an index of the sequence.")
SelectInSubSeq(seq, from, to, Test(_)) ==
  IF from <= to /\ Within(seq, from, to) /\ \E i \in from..to : Test(seq[i])
    THEN CHOOSE i \in from..to : Test(seq[i])
    ELSE 0
SelectLastInSubSeq(seq, from, to, Test(_)) ==
  LET hit(i) == Test(seq[to - i])
  IN  IF from <= to /\ Within(seq, from, to) /\ \E i \in 0..(to - from) : hit(i)
        THEN to - (CHOOSE i \in 0..(to - from) : hit(i))
        ELSE 0

\* Edits at a place.
InsertAt(s, i, e) == SubSeq(s, 1, i - 1) \o <<e>> \o SubSeq(s, i, Len(s))
ReplaceAt(s, i, e) == [s EXCEPT ![i] = e]
RemoveAt(s, i) == SubSeq(s, 1, i - 1) \o SubSeq(s, i + 1, Len(s))
RemoveFirstMatch(s, Test(_)) ==
  LET i == SelectInSeq(s, Test) IN IF i = 0 THEN s ELSE RemoveAt(s, i)
RemoveFirst(s, e) == RemoveFirstMatch(s, LAMBDA x : x = e)

\* Both ends.
Cons(elt, seq) == <<elt>> \o seq
Snoc(elt, seq) == Append(seq, elt)
Front(s) == SubSeq(s, 1, Len(s) - 1)
Last(s) == s[Len(s)]

\* Prefixes and suffixes.
IsPrefix(s, t) == Len(s) <= Len(t) /\ s = SubSeq(t, 1, Len(s))
IsStrictPrefix(s, t) == IsPrefix(s, t) /\ s # t
IsSuffix(s, t) == IsPrefix(Reverse(s), Reverse(t))
IsStrictSuffix(s, t) == IsSuffix(s, t) /\ s # t
Prefixes(s) == {SubSeq(s, 1, n) : n \in 0..Len(s)}
Suffixes(s) == {SubSeq(s, n, Len(s)) : n \in 1..(Len(s) + 1)}
CommonPrefixes(S) == {p \in UNION {Prefixes(s) : s \in S} : \A s \in S : IsPrefix(p, s)}
LongestCommonPrefix(S) ==
  LET common == CommonPrefixes(S)
  IN  CHOOSE p \in common : \A q \in common : Len(q) <= Len(p)

\* An index that runs on from b to 1 again.
SeqMod(a, b) == LET r == a % b IN IF r = 0 THEN b ELSE r

\* Folds. The accumulator is the second argument of op, except in FoldLeft and FoldLeftDomain.
FoldSeq(op(_, _), base, seq) == FoldFunction(op, base, seq)
FoldLeft(op(_, _), base, seq) ==
  MapThenFoldSet(LAMBDA x, acc : op(acc, x), base, LAMBDA i : seq[i], Max, DOMAIN seq)
FoldRight(op(_, _), seq, base) == MapThenFoldSet(op, base, LAMBDA i : seq[i], Min, DOMAIN seq)
FoldLeftDomain(op(_, _), base, seq) ==
  MapThenFoldSet(LAMBDA i, acc : op(acc, i), base, LAMBDA i : i, Max, DOMAIN seq)
FoldRightDomain(op(_, _), seq, base) == MapThenFoldSet(op, base, LAMBDA i : i, Min, DOMAIN seq)

\* Sequences of sequences.
FlattenSeq(seqs) ==
  LET RECURSIVE upTo(_)
      upTo(n) == IF n = 1 THEN seqs[1] ELSE upTo(n - 1) \o seqs[n]
  IN  IF Len(seqs) = 0 THEN seqs ELSE upTo(Len(seqs))
Zip(s, t) ==
  LET n == IF Len(t) < Len(s) THEN Len(t) ELSE Len(s) IN [i \in 1..n |-> <<s[i], t[i]>>]
Interleave(s, t) ==
  CASE Len(s) = Len(t) ->
         IF s = <<>> THEN << <<>>, <<>> >>
                     ELSE [i \in 1..(2 * Len(s)) |-> IF i % 2 = 1 THEN <<s[(i + 1) \div 2]>> ELSE <<t[i \div 2]>>]

\* Stretches of a sequence, and what is left when any elements are dropped.
SubSeqs(s) == {SubSeq(s, m, n) : m \in 1..(Len(s) + 1), n \in 0..Len(s)}
AllSubSeqs(s) ==
  LET pick(D) == FoldLeft(LAMBDA acc, i : IF i \in D THEN Append(acc, s[i]) ELSE acc, <<>>, [i \in DOMAIN s |-> i])
  IN  {pick(D) : D \in SUBSET DOMAIN s}

\* Replacing stretches.
LOCAL Places(s, t) == {i \in 1..(Len(t) - Len(s) + 1) : SubSeq(t, i, i + Len(s) - 1) = s}
IndexFirstSubSeq(s, t) ==
  IF Len(s) = 0 THEN 1 ELSE LET places == Places(s, t) IN CHOOSE i \in places : \A j \in places : i <= j
ReplaceSubSeqAt(i, r, s, t) == SubSeq(t, 1, i - 1) \o r \o SubSeq(t, i + Len(s), Len(t))
ReplaceFirstSubSeq(r, s, t) ==
  IF Len(s) # 0 /\ Places(s, t) = {} THEN t ELSE ReplaceSubSeqAt(IndexFirstSubSeq(s, t), r, s, t)

\* From left to right; what was replaced is not looked at again. An empty s stands before every element.
ReplaceAllSubSeqs(r, s, t) ==
  LET n == Len(t)
      k == Len(s)
      here(i) == k = 0 \/ (i + k - 1 <= n /\ SubSeq(t, i, i + k - 1) = s)
      one(i) == SubSeq(t, i, i)
      RECURSIVE from(_)
      from(i) == CASE i > n -> SubSeq(t, n + 1, n)
                   [] here(i) -> r \o (IF k = 0 THEN one(i) \o from(i + 1) ELSE from(i + k))
                   [] OTHER -> one(i) \o from(i + 1)
  IN  IF n = 0 /\ k = 0 THEN r ELSE from(1)
=============================================================================
`;
