/** The standard module Bags: a bag is a function from its elements to the number of their copies. */
export const TEXT: string = String.raw`
-------------------------------- MODULE Bags --------------------------------
EXTENDS TLC
LOCAL INSTANCE Naturals

IsABag(B) == \A e \in DOMAIN B : B[e] \in Nat /\ B[e] # 0
BagToSet(B) == DOMAIN B
SetToBag(S) == [e \in S |-> 1]
BagIn(e, B) == e \in DOMAIN B
EmptyBag == <<>>
CopiesIn(e, B) == IF e \in DOMAIN B THEN B[e] ELSE 0

B1 (+) B2 == [e \in DOMAIN B1 \cup DOMAIN B2 |-> CopiesIn(e, B1) + CopiesIn(e, B2)]
B1 (-) B2 ==
  LET left(e) == B1[e] - CopiesIn(e, B2) IN [e \in {d \in DOMAIN B1 : left(d) > 0} |-> left(e)]
B1 \sqsubseteq B2 == DOMAIN B1 \subseteq DOMAIN B2 /\ \A e \in DOMAIN B1 : B1[e] <= B2[e]

LOCAL Total(S, n(_)) ==
  LET RECURSIVE sum(_)
      sum(T) == IF T = {} THEN 0 ELSE LET e == CHOOSE e \in T : TRUE IN n(e) + sum(T \ {e})
  IN  sum(S)

BagCardinality(B) == Total(DOMAIN B, LAMBDA e : B[e])
BagUnion(S) == [e \in UNION {DOMAIN B : B \in S} |-> Total(S, LAMBDA B : CopiesIn(e, B))]
BagOfAll(F(_), B) ==
  [v \in {F(e) : e \in DOMAIN B} |-> Total({e \in DOMAIN B : F(e) = v}, LAMBDA e : B[e])]

\* All bags whose elements B has at least as many times.
SubBag(B) ==
  LET most == CHOOSE n \in {0} \cup {B[e] : e \in DOMAIN B} : \A e \in DOMAIN B : B[e] <= n
      nonzero(f) == [e \in {d \in DOMAIN f : f[d] # 0} |-> f[e]]
  IN  {nonzero(f) : f \in {g \in [DOMAIN B -> 0..most] : \A e \in DOMAIN B : g[e] <= B[e]}}
=============================================================================
`;
