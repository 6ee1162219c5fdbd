/** The module Functions: restrictions, ranges, inverses, bijections and sums of functions. */
export const TEXT: string = String.raw`
----------------------------- MODULE Functions -----------------------------
EXTENDS Integers, Folds

\* Restrictions.
Restrict(f, S) == [x \in S |-> f[x]]
RestrictDomain(f, Test(_)) == [x \in {d \in DOMAIN f : Test(d)} |-> f[x]]
RestrictValues(f, Test(_)) == [x \in {d \in DOMAIN f : Test(f[d])} |-> f[x]]
IsRestriction(narrow, wide) ==
  DOMAIN narrow \subseteq DOMAIN wide /\ \A x \in DOMAIN narrow : narrow[x] = wide[x]

\* The image of the whole domain.
Range(f) == {f[x] : x \in DOMAIN f}

\* Two functions combined argument by argument.
Pointwise(f, g, T(_, _)) == [x \in DOMAIN f |-> T(f[x], g[x])]

\* Some argument for every value in T; any element of S for a value that f never takes.
Inverse(f, S, T) ==
  LET image == Range(f)
  IN  [y \in T |-> IF y \in image THEN CHOOSE x \in S : f[x] = y ELSE CHOOSE x \in S : TRUE]
AntiFunction(f) == Inverse(f, DOMAIN f, Range(f))

IsInjective(f) == \A x, y \in DOMAIN f : x = y \/ f[x] # f[y]
Injection(S, T) == {f \in [S -> T] : IsInjective(f)}
Surjection(S, T) == {f \in [S -> T] : T \subseteq Range(f)}
Bijection(S, T) == {f \in Injection(S, T) : T \subseteq Range(f)}
ExistsInjection(S, T) == \E f \in [S -> T] : IsInjective(f)
ExistsSurjection(S, T) == \E f \in [S -> T] : T \subseteq Range(f)
ExistsBijection(S, T) == \E f \in [S -> T] : IsInjective(f) /\ T \subseteq Range(f)

\* Folds over the values of a function.
FoldFunctionOnSet(op(_, _), base, fun, indices) ==
  MapThenFoldSet(op, base, LAMBDA i : fun[i], LAMBDA T : CHOOSE i \in T : TRUE, indices)
FoldFunction(op(_, _), base, fun) == FoldFunctionOnSet(op, base, fun, DOMAIN fun)
SumFunctionOnSet(fun, indices) == FoldFunctionOnSet(LAMBDA v, sum : v + sum, 0, fun, indices)
SumFunction(fun) == SumFunctionOnSet(fun, DOMAIN fun)
=============================================================================
`;
