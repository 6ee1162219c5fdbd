/**
 * The actions of spec/pull-raft/PullRaft.tla, with its names: one function for each, in its order, a file for each of its sections. A
 * guard is an early `return undefined`, one for each conjunct, in the order of the conjuncts. Where an action of the specification
 * says that there is a message, the function takes the message: that it is in flight, of its type and to this member, is the affair
 * of whoever delivers it. "The paper" is Siyuan Zhou and Shuai Mu, "Fault-Tolerant Replication with Pull-Based Consensus in MongoDB"
 * (NSDI 2021), tickets are those of MongoDB's tracker; "Raft section 5.2" and "Figure 2" are of Diego Ongaro and John Ousterhout, "In
 * Search of an Understandable Consensus Algorithm" (extended version, 2014), "thesis 6.4" of Diego Ongaro, "Consensus: Bridging Theory
 * and Practice" (2014).
 */
export * from './actions/election.ts';
export * from './actions/handover.ts';
export * from './actions/heartbeats.ts';
export * from './actions/positions.ts';
export * from './actions/pulling.ts';
export * from './actions/reads.ts';
export * from './actions/restart.ts';
export * from './actions/writing.ts';
