/** The module Relation: a relation on S is a function from pairs to truth values. */
export const TEXT: string = String.raw`
------------------------------ MODULE Relation ------------------------------
EXTENDS Naturals, FiniteSets

\* The relation that an operator makes on a set.
LOCAL Of(op(_, _), S) == [p \in S \X S |-> op(p[1], p[2])]

IsReflexive(R, S) == \A x \in S : R[x, x]
IsIrreflexive(R, S) == \A x \in S : ~R[x, x]
IsSymmetric(R, S) == \A x, y \in S : R[x, y] => R[y, x]
IsAntiSymmetric(R, S) == \A x, y \in S : x = y \/ ~R[x, y] \/ ~R[y, x]
IsAsymmetric(R, S) == \A x, y \in S : R[x, y] => ~R[y, x]
IsTransitive(R, S) == \A x, y \in S : R[x, y] => \A z \in S : R[y, z] => R[x, z]
IsPartiallyOrdered(R, S) == IsReflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsStrictlyPartiallyOrdered(R, S) == IsIrreflexive(R, S) /\ IsAntiSymmetric(R, S) /\ IsTransitive(R, S)
IsTotallyOrdered(R, S) == IsPartiallyOrdered(R, S) /\ \A x, y \in S : R[x, y] \/ R[y, x]
IsStrictlyTotallyOrdered(R, S) ==
  IsStrictlyPartiallyOrdered(R, S) /\ \A x, y \in S : x = y \/ R[x, y] \/ R[y, x]

IsReflexiveUnder(op(_, _), S) == IsReflexive(Of(op, S), S)
IsIrreflexiveUnder(op(_, _), S) == IsIrreflexive(Of(op, S), S)
IsSymmetricUnder(op(_, _), S) == IsSymmetric(Of(op, S), S)
IsAntiSymmetricUnder(op(_, _), S) == IsAntiSymmetric(Of(op, S), S)
IsAsymmetricUnder(op(_, _), S) == IsAsymmetric(Of(op, S), S)
IsTransitiveUnder(op(_, _), S) == IsTransitive(Of(op, S), S)
IsPartiallyOrderedUnder(op(_, _), S) == IsPartiallyOrdered(Of(op, S), S)
IsStrictlyPartiallyOrderedUnder(op(_, _), S) == IsStrictlyPartiallyOrdered(Of(op, S), S)
IsTotallyOrderedUnder(op(_, _), S) == IsTotallyOrdered(Of(op, S), S)
IsStrictlyTotallyOrderedUnder(op(_, _), S) == IsStrictlyTotallyOrdered(Of(op, S), S)

\* Closures. Elements are admitted one after another as stations between two others.
TransitiveClosure(R, S) ==
  LET RECURSIVE through(_)
      through(T) ==
        IF T = {} THEN [x, y \in S |-> R[x, y]]
        ELSE LET k == CHOOSE k \in T : TRUE
                 C == through(T \ {k})
             IN  [x, y \in S |-> C[x, y] \/ (C[x, k] /\ C[k, y])]
  IN  through(S)
ReflexiveTransitiveClosure(R, S) ==
  LET C == TransitiveClosure(R, S) IN [x, y \in S |-> C[x, y] \/ x = y]
IsConnected(R, S) == LET C == TransitiveClosure(R, S) IN \A x, y \in S : x = y \/ C[x, y]
=============================================================================
`;
