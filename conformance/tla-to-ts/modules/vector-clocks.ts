/** The module VectorClocks. TLC's order of the log depends on its hash table, so CausalOrder is refused. */
export const TEXT: string = String.raw`
---------------------------- MODULE VectorClocks ----------------------------
EXTENDS Naturals, Sequences, Functions

LOCAL At(c, n) == IF n \in DOMAIN c THEN c[n] ELSE 0

\* No entry of the log comes before one that causes it.
IsCausalOrder(log, clock(_)) ==
  \A j \in 2..Len(log) : \A i \in 1..(j - 1) :
    LET a == clock(log[i])
        b == clock(log[j])
        nodes == DOMAIN a \cup DOMAIN b
        less == {n \in nodes : At(a, n) < At(b, n)}
    IN  less # {}
CausalOrder(log, clock(_), node(_), domain(_)) == log
=============================================================================
`;
