/** The module DyadicRationals: fractions whose denominator is a power of two. */
export const TEXT: string = String.raw`
-------------------------- MODULE DyadicRationals ---------------------------
LOCAL INSTANCE Integers
LOCAL INSTANCE Sequences
LOCAL INSTANCE TLC

Zero == [num |-> 0, den |-> 1]
One == [num |-> 1, den |-> 1]
IsDyadicRational(r) == \E i \in 0..r.den : r.den = 2^i

LOCAL Gcd(a, b) ==
  LET RECURSIVE gcd(_, _)
      gcd(m, n) == IF n = 0 THEN m ELSE gcd(n, m % n)
      positive(n) == IF n < 0 THEN -n ELSE n
  IN  gcd(positive(a), positive(b))
LOCAL Reduced(n, d) ==
  LET by == Gcd(n, d)
      sign == IF n < 0 THEN -1 ELSE 1
  IN  [num |-> sign * ((sign * n) \div by), den |-> d \div by]

Half(p) == Reduced(p.num, p.den * 2)
Add(p, q) ==
  LET common == IF p.den > q.den THEN p.den ELSE q.den
  IN  IF p = Zero THEN q ELSE Reduced(p.num * (common \div p.den) + q.num * (common \div q.den), common)
PrettyPrint(p) ==
  CASE p = Zero -> "0" [] p = One -> "1" [] OTHER -> ToString(p.num) \o "/" \o ToString(p.den)
=============================================================================
`;
