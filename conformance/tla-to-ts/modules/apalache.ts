/** The modules Apalache and Variants, with the meaning that they have for an explicit-state model checker such as TLC. */

const APALACHE = String.raw`
------------------------------ MODULE Apalache ------------------------------
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences

\* An assignment is an equality; annotations mean nothing.
x := e == x = e
Skolem(e) == e
Expand(S) == S
ConstCardinality(cardExpr) == cardExpr
Gen(size) == {}
Guess(S) == CHOOSE x \in S : TRUE

\* Sequences and functions from other things.
MkSeq(N, F(_)) == [i \in 1..N |-> F(i)]
FunAsSeq(fn, len, capacity) == SubSeq([i \in 1..capacity |-> fn[i]], 1, len)
SetAsFun(S) ==
  LET values(x) == {p[2] : p \in {q \in S : q[1] = x}}
  IN  [x \in {p[1] : p \in S} |-> CHOOSE y \in values(x) : TRUE]

\* Folds, with the accumulator as the first argument.
ApaFoldSet(Op(_, _), v, S) ==
  LET RECURSIVE fold(_, _)
      fold(acc, T) == IF T = {} THEN acc ELSE LET x == CHOOSE x \in T : TRUE IN fold(Op(acc, x), T \ {x})
  IN  fold(v, S)
ApaFoldSeqLeft(Op(_, _), v, seq) ==
  LET RECURSIVE fold(_, _)
      fold(acc, i) == IF i > Len(seq) THEN acc ELSE fold(Op(acc, seq[i]), i + 1)
  IN  fold(v, 1)
Repeat(F(_, _), N, x) ==
  LET RECURSIVE times(_)
      times(n) == IF n <= 0 THEN x ELSE F(times(n - 1), n)
  IN  times(N)
=============================================================================
`;

const VARIANTS = String.raw`
------------------------------ MODULE Variants ------------------------------
\* A tagged value is a function whose only argument is the tag.
UNIT == "U_OF_UNIT"
Variant(tagName, value) == [t \in {tagName} |-> value]
VariantTag(variant) == CHOOSE tag \in DOMAIN variant : TRUE
VariantFilter(tagName, S) == {v[tagName] : v \in {w \in S : tagName \in DOMAIN w}}
VariantGetOrElse(tagName, variant, defaultValue) ==
  IF tagName \notin DOMAIN variant THEN defaultValue ELSE variant[tagName]
VariantGetUnsafe(tagName, variant) == variant[tagName]
=============================================================================
`;

export const APALACHE_MODULES: readonly (readonly [name: string, text: string])[] = [
  ['Apalache', APALACHE],
  ['Variants', VARIANTS],
];
