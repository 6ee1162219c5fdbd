/** The module BagsExt: changing bags by one element, and folds over all copies. */
export const TEXT: string = String.raw`
------------------------------ MODULE BagsExt ------------------------------
LOCAL INSTANCE Bags
LOCAL INSTANCE Integers
LOCAL INSTANCE Folds

BagAdd(B, x) == [e \in DOMAIN B \cup {x} |-> IF e \notin DOMAIN B THEN 1 ELSE IF e = x THEN B[e] + 1 ELSE B[e]]
BagRemoveAll(B, x) == [e \in DOMAIN B \ {x} |-> B[e]]
BagRemove(B, x) ==
  CASE x \notin DOMAIN B -> B
    [] OTHER -> IF B[x] = 1 THEN BagRemoveAll(B, x) ELSE [B EXCEPT ![x] = @ - 1]

\* Every element is first combined with itself, on top of base, as often as the bag has it.
MapThenFoldBag(op(_, _), base, f(_), choose(_), B) ==
  LET power(x) == LET RECURSIVE upTo(_)
                      upTo(n) == op(IF n = 1 THEN base ELSE upTo(n - 1), f(x))
                  IN  upTo(B[x])
  IN  MapThenFoldSet(op, base, power, LAMBDA T : CHOOSE x \in T : TRUE, DOMAIN B)
FoldBag(op(_, _), base, B) ==
  MapThenFoldBag(op, base, LAMBDA x : x, LAMBDA T : CHOOSE x \in T : TRUE, B)
SumBag(B) == FoldBag(LAMBDA x, y : x + y, 0, B)
ProductBag(B) == FoldBag(LAMBDA x, y : x * y, 1, B)
=============================================================================
`;
