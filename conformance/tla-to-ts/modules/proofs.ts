/**
 * Modules of theorems. A model needs none of their theorems: they are here so that a specification which extends them resolves,
 * with the modules that they pass on and the few operators that they define.
 */

const WELL_FOUNDED = String.raw`
------------------------ MODULE WellFoundedInduction ------------------------
EXTENDS NaturalsInduction

\* Relations are sets of pairs.
IsTransitivelyClosedOn(R, S) ==
  \A x, y, z \in S : <<x, y>> \in R => (<<y, z>> \in R => <<x, z>> \in R)
IsWellFoundedOn(R, S) == \A f \in [Nat -> S] : \E n \in Nat : <<f[n + 1], f[n]>> \notin R
SetLessThan(x, R, S) == {y \in S : <<y, x>> \in R}
TransitiveClosureOn(R, S) ==
  {p \in S \X S : \A T \in SUBSET (S \X S) :
                    (R \cap (S \X S)) \subseteq T /\ IsTransitivelyClosedOn(T, S) => p \in T}
OpToRel(_\prec_, S) == {p \in S \X S : p[1] \prec p[2]}
PreImage(f(_), S, R) == {p \in S \X S : <<f(p[1]), f(p[2])>> \in R}
LexPairOrdering(R1, R2, S1, S2) ==
  {p \in (S1 \X S2) \X (S1 \X S2) :
     IF p[1][1] = p[2][1] /\ <<p[1][1], p[2][1]>> \notin R1
       THEN <<p[1][2], p[2][2]>> \in R2
       ELSE <<p[1][1], p[2][1]>> \in R1}
LexProductOrdering(R, S, n) ==
  {p \in [1..n -> S] \X [1..n -> S] :
     \E i \in 1..n : <<p[1][i], p[2][i]>> \in R /\ \A j \in 1..(i - 1) : p[1][j] = p[2][j]}

\* Recursive definitions along a relation.
WFDefOn(R, S, Def(_, _)) ==
  \A g, h : \A x \in S : (\A y \in SetLessThan(x, R, S) : g[y] = h[y]) => Def(g, x) = Def(h, x)
OpDefinesFcn(f, S, Def(_, _)) == f = CHOOSE g : g = [x \in S |-> Def(g, x)]
WFInductiveDefines(f, S, Def(_, _)) == f = [x \in S |-> Def(f, x)]
WFInductiveUnique(S, Def(_, _)) ==
  \A g, h : WFInductiveDefines(g, S, Def) /\ WFInductiveDefines(h, S, Def) => g = h
=============================================================================
`;

const NATURALS_INDUCTION = String.raw`
------------------------- MODULE NaturalsInduction --------------------------
EXTENDS Integers

\* Functions on the naturals, or on an interval, that are defined step by step.
NatInductiveDefHypothesis(f, f0, Def(_, _)) ==
  f = CHOOSE g : g = [n \in Nat |-> IF n = 0 THEN f0 ELSE Def(g[n - 1], n)]
NatInductiveDefConclusion(f, f0, Def(_, _)) ==
  f = [n \in Nat |-> IF n = 0 THEN f0 ELSE Def(f[n - 1], n)]
FiniteNatInductiveDefHypothesis(f, c, Def(_, _), m, n) ==
  f = CHOOSE g : g = [k \in m..n |-> IF k = m THEN c ELSE Def(g[k - 1], k)]
FiniteNatInductiveDefConclusion(f, c, Def(_, _), m, n) ==
  f = [k \in m..n |-> IF k = m THEN c ELSE Def(f[k - 1], k)]
=============================================================================
`;

const FINITE_SET_THEOREMS = String.raw`
------------------------- MODULE FiniteSetTheorems --------------------------
EXTENDS FiniteSets, Integers, Functions, WellFoundedInduction
FiniteSubsetsOf(S) == {T \in SUBSET S : IsFiniteSet(T)}
StrictSubsetOrdering(S) == {p \in (SUBSET S) \X (SUBSET S) : p[1] # p[2] /\ p[1] \subseteq p[2]}
=============================================================================
`;

const BAGS_THEOREMS = String.raw`
--------------------------- MODULE BagsTheorems -----------------------------
EXTENDS Bags, FiniteSets, Functions
LOCAL INSTANCE Naturals
Scaling(n, B) == IF n > 0 THEN [e \in DOMAIN B |-> n * B[e]] ELSE EmptyBag
SeqToBag(seq) == [e \in Range(seq) |-> Cardinality({i \in DOMAIN seq : seq[i] = e})]
=============================================================================
`;

/** A module that only passes others on. */
function passing(name: string, ...names: readonly string[]): [string, string] {
  return [name, `---- MODULE ${name} ----\nEXTENDS ${names.join(', ')}\n====\n`];
}

export const PROOF_MODULES: readonly (readonly [name: string, text: string])[] = [
  ['WellFoundedInduction', WELL_FOUNDED],
  ['NaturalsInduction', NATURALS_INDUCTION],
  ['FiniteSetTheorems', FINITE_SET_THEOREMS],
  ['BagsTheorems', BAGS_THEOREMS],
  passing('SequenceTheorems', 'Sequences', 'Functions'),
  passing('SequencesExtTheorems', 'Sequences', 'SequencesExt', 'Functions', 'Integers', 'WellFoundedInduction'),
  passing('FunctionTheorems', 'Functions', 'Integers', 'FiniteSets'),
  passing('FiniteSetsExtTheorems', 'FiniteSetsExt', 'FiniteSets', 'Integers'),
  passing('GraphTheorems', 'Graphs', 'Sequences'),
  passing('QuorumTheorems', 'Quorum', 'Integers', 'FiniteSets'),
  passing('FoldsTheorems', 'Folds', 'FiniteSets'),
];
