/** The module Bitwise: operations on the bits of integers. All of them are computed by the engine. */
export const TEXT: string = String.raw`
------------------------------ MODULE Bitwise ------------------------------
LOCAL INSTANCE Integers
LOCAL Bit(x, i) == (x \div 2^i) % 2
LOCAL Bits(b(_)) ==
  LET RECURSIVE from(_)
      from(i) == IF i = 31 THEN 0 ELSE b(i) * 2^i + from(i + 1)
  IN  from(0)

x & y == Bits(LAMBDA i : Bit(x, i) * Bit(y, i))
x | y == Bits(LAMBDA i : IF Bit(x, i) + Bit(y, i) > 0 THEN 1 ELSE 0)
x ^^ y == Bits(LAMBDA i : (Bit(x, i) + Bit(y, i)) % 2)
Not(a) == Bits(LAMBDA i : IF 2^i <= a THEN 1 - Bit(a, i) ELSE 0)
shiftR(n, pos) == n \div 2^pos
=============================================================================
`;
