/** The module FiniteSetsExt: folds, subsets and extremes of finite sets. */
export const TEXT: string = String.raw`
--------------------------- MODULE FiniteSetsExt ---------------------------
EXTENDS Integers, FiniteSets, Folds, Functions

\* Folds. The second argument of op is what the elements so far came to.
FoldSet(op(_, _), base, set) ==
  MapThenFoldSet(op, base, LAMBDA x : x, LAMBDA T : CHOOSE x \in T : TRUE, set)
ReduceSet(op(_, _), set, acc) == FoldSet(op, acc, set)
SumSet(set) == FoldSet(LAMBDA x, sum : x + sum, 0, set)
ProductSet(set) == FoldSet(LAMBDA x, product : x * product, 1, set)
MapThenSumSet(op(_), set) ==
  MapThenFoldSet(LAMBDA x, sum : x + sum, 0, op, LAMBDA T : CHOOSE x \in T : TRUE, set)

FlattenSet(S) == UNION S
SymDiff(A, B) == (A \ B) \cup (B \ A)

\* How many elements of S satisfy P.
Quantify(S, P(_)) == Cardinality({x \in S : P(x)})

\* The subsets of S with k elements.
kSubset(k, S) == {T \in SUBSET S : Cardinality(T) = k}

Max(S) == CHOOSE m \in S : \A x \in S : m >= x
Min(S) == CHOOSE m \in S : \A x \in S : m =< x

\* All sets that arise by taking one element out of each of the given sets.
Choices(Sets) == {Range(f) : f \in {g \in [Sets -> UNION Sets] : \A T \in Sets : g[T] \in T}}

\* The element with P; an error if it is not the only one.
ChooseUnique(S, P(_)) == CHOOSE x \in S : P(x) /\ \A y \in S : y = x \/ ~P(y)
=============================================================================
`;
