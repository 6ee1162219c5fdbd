/** The module Graphs: directed graphs, records of a set of nodes and a set of pairs of nodes. */
export const TEXT: string = String.raw`
------------------------------- MODULE Graphs -------------------------------
EXTENDS Naturals, Sequences, FiniteSets, SequencesExt, Relation

EmptyGraph == [node |-> {}, edge |-> {}]
Graphs(S) == [node : {S}, edge : SUBSET (S \X S)]
IsDirectedGraph(G) == G = [node |-> G.node, edge |-> G.edge] /\ G.edge \subseteq G.node \X G.node
DirectedSubgraph(G) ==
  {H \in [node : SUBSET G.node, edge : SUBSET (G.edge \cap (G.node \X G.node))] : H.edge \subseteq H.node \X H.node}
Transpose(G) == [node |-> G.node, edge |-> {<<e[2], e[1]>> : e \in G.edge}]
GraphUnion(G, H) == [node |-> G.node \cup H.node, edge |-> G.edge \cup H.edge]
IsUndirectedGraph(G) == IsDirectedGraph(G) /\ \A e \in G.edge : <<e[2], e[1]>> \in G.edge
UndirectedSubgraph(G) == {H \in DirectedSubgraph(G) : IsUndirectedGraph(H)}

\* Neighbours.
Successors(G, n) == {m \in G.node : <<n, m>> \in G.edge}
Predecessors(G, n) == {m \in G.node : <<m, n>> \in G.edge}
AllSuccessors(G, S) == {m \in G.node : \E n \in S : <<n, m>> \in G.edge}
AllPredecessors(G, S) == {m \in G.node : \E n \in S : <<m, n>> \in G.edge}
OutDegree(G, n) == Cardinality(Successors(G, n))
InDegree(G, n) == Cardinality(Predecessors(G, n))
Roots(G) == {n \in G.node : Predecessors(G, n) = {}}
Leaves(G) == {n \in G.node : Successors(G, n) = {}}

\* Paths.
Path(G) == {p \in Seq(G.node) : p # <<>> /\ \A i \in 1..(Len(p) - 1) : <<p[i], p[i + 1]>> \in G.edge}
SimplePath(G) ==
  LET RECURSIVE from(_)
      from(p) == {p} \cup UNION {from(Append(p, m)) : m \in Successors(G, p[Len(p)]) \ {p[i] : i \in 1..Len(p)}}
  IN  UNION {from(<<n>>) : n \in G.node}

\* What can be reached in any number of steps, with and without the nodes of S themselves.
LOCAL Reached(G, S) ==
  LET RECURSIVE grow(_)
      grow(T) == LET next == T \cup AllSuccessors(G, T) IN IF next = T THEN T ELSE grow(next)
  IN  grow(S)
AreConnectedIn(m, n, G) == m \in G.node /\ n \in G.node /\ n \in Reached(G, {m})
IsStronglyConnected(G) == \A n \in G.node : Reached(G, {n}) = G.node
Descendants(G, n) == CASE n \in G.node \/ G.node = {} -> Reached(G, Successors(G, n))
Ancestors(G, n) == CASE n \in G.node \/ G.node = {} -> Reached(Transpose(G), Predecessors(G, n))
ConnectionsIn(G) ==
  LET reach == [n \in G.node |-> Reached(G, {n})] IN [m, n \in G.node |-> n \in reach[m]]
HasCycle(G) == \E n \in G.node : n \in Descendants(G, n)
IsDag(G) == IsDirectedGraph(G) /\ ~HasCycle(G)

\* The edges of a tree point to its root.
IsTreeWithRoot(G, r) ==
  /\ IsDirectedGraph(G)
  /\ r \in G.node
  /\ \A e \in G.edge : e[1] # r /\ \A f \in G.edge : e = f \/ e[1] # f[1]
  /\ \A n \in G.node : AreConnectedIn(n, r, G)
IsBipartiteWithPartitions(G, U, V) ==
  /\ U \cap V = {}
  /\ G.node \subseteq U \cup V
  /\ \A e \in G.edge : (e[1] \in U /\ e[2] \in V) \/ (e[1] \in V /\ e[2] \in U)
=============================================================================
`;
