import { find, insert, insertCopy, type Network, none, removeCopy } from '../core/index.ts';

/**
 * The network, as the specifications have it: messages in flight, in no order. It never changes a message, and never makes one
 * up; it may lose, duplicate, delay and reorder.
 */

/**
 * A `set` delivers a message as often as one likes, or never; from a `bag` each delivery takes one copy; where each is there `once`, a
 * delivery takes it, and to send it again meanwhile adds nothing.
 */
export type NetworkKind = 'set' | 'bag' | 'once';

/** Nothing in flight. */
export function emptyNetwork<M>(): Network<M> {
  return none();
}

/** Puts messages in flight. Where nothing is there twice, a message that is there already adds nothing: the network itself is returned. */
export function send<M>(kind: NetworkKind, network: Network<M>, messages: readonly M[]): Network<M> {
  let result = network;
  for (const message of messages) result = kind === 'bag' ? insertCopy(result, message) : insert(result, message);
  return result;
}

/** What is left after a delivery. A set keeps everything, which is how it duplicates and delays; the others keep what they are told to. */
export function delivered<M>(kind: NetworkKind, network: Network<M>, message: M, keep: boolean): Network<M> {
  return kind === 'set' || keep ? network : removeCopy(network, message);
}

/** One copy is lost. A set has no such step, as there a message that is never received is lost already. */
export function lose<M>(network: Network<M>, message: M): Network<M> {
  return removeCopy(network, message);
}

/** One more copy of a message in flight, to be delivered again, at any time. */
export function duplicate<M>(network: Network<M>, message: M): Network<M> {
  return insertCopy(network, message);
}

/** The message in flight that is equal to this one, and mostly is this one. */
export function inFlight<M>(network: Network<M>, message: M): M | undefined {
  return network.includes(message) ? message : find(network, message);
}
