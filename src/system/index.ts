/** Whole systems: the network, crash and restart, and the lifting of a protocol to a model. */
export { initial, perform, restart, restarted, systemModel } from './lift.ts';
export { delivered, duplicate, emptyNetwork, inFlight, lose, type NetworkKind, send } from './network.ts';
export { observed } from './observe.ts';
