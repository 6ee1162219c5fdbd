/**
 * The actions of spec/raft/Raft.tla, with its names: one function for each, in its order, a file for each of its sections. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts. Where an action of the specification says that there is
 * a message, the function takes the message: that it is in flight, of its type and to this server, is the affair of whoever
 * delivers it. "Figure 2" and "section 5.2" are of Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus
 * Algorithm" (extended version, 2014), "thesis 6.4" of Diego Ongaro, "Consensus: Bridging Theory and Practice" (2014).
 */
export * from './actions/election.ts';
export * from './actions/membership.ts';
export * from './actions/reads.ts';
export * from './actions/replication.ts';
export * from './actions/restart.ts';
export * from './actions/snapshots.ts';
export * from './actions/transfer.ts';
