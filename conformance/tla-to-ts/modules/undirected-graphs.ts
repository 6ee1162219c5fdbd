/** The module UndirectedGraphs: an edge is the set of the nodes that it joins. */
export const TEXT: string = String.raw`
-------------------------- MODULE UndirectedGraphs --------------------------
LOCAL INSTANCE Naturals
LOCAL INSTANCE Sequences

UndirectedGraphs(S) == [node : {S}, edge : SUBSET {{p[1], p[2]} : p \in S \X S}]
IsUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : e = {a, b}
IsLoopFreeUndirectedGraph(G) ==
  G = [node |-> G.node, edge |-> G.edge] /\ \A e \in G.edge : \E a, b \in G.node : a # b /\ e = {a, b}
UndirectedSubgraph(G) == {H \in [node : SUBSET G.node, edge : SUBSET G.edge] : IsUndirectedGraph(H)}

LOCAL Neighbours(G, n) == {m \in G.node : {n, m} \in G.edge}
Path(G) == {p \in Seq(G.node) : p # <<>> /\ \A i \in 1..(Len(p) - 1) : {p[i], p[i + 1]} \in G.edge}
SimplePath(G) ==
  LET RECURSIVE from(_)
      from(p) == {p} \cup UNION {from(Append(p, m)) : m \in Neighbours(G, p[Len(p)]) \ {p[i] : i \in 1..Len(p)}}
  IN  UNION {from(<<n>>) : n \in G.node}

LOCAL Component(G, n) ==
  LET RECURSIVE grow(_)
      grow(T) == LET next == T \cup UNION {Neighbours(G, m) : m \in T} IN IF next = T THEN T ELSE grow(next)
  IN  grow({n})
AreConnectedIn(m, n, G) == m \in G.node /\ n \in G.node /\ n \in Component(G, m)
ConnectedComponents(G) == {Component(G, n) : n \in G.node}
IsStronglyConnected(G) == ConnectedComponents(G) = {G.node}
=============================================================================
`;
