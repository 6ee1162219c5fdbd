/** The module Folds: the one fold from which the community modules build theirs. */
export const TEXT: string = String.raw`
------------------------------- MODULE Folds -------------------------------
\* Takes the elements out of S one by one, in the order in which choose picks them,
\* and combines their images from the right: op(f(x1), op(f(x2), ... op(f(xn), base))).
MapThenFoldSet(op(_, _), base, f(_), choose(_), S) ==
  LET RECURSIVE rest(_)
      rest(T) == IF T = {} THEN base
                           ELSE LET x == choose(T) IN op(f(x), rest(T \ {x}))
  IN  rest(S)
=============================================================================
`;
