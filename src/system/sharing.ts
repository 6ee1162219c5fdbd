import { compare, find, insert, type Network, none } from '../core/index.ts';

/**
 * Networks that are sets, and hold the same, made one object; and messages likewise. A checker comes to one network by many ways;
 * whatever it works out for a network, or for a message, it then works out once. It changes nothing that can be seen but identity.
 */

/** What is known of the networks of one system. */
interface Known<M> {
  /** Messages by their text. */
  readonly messages: Map<string, readonly M[]>;
  /** A number for each message, as good as random: the sum of them stands for a network, whatever the order it grew in. */
  readonly weights: Map<M, number>;
  readonly sums: Map<Network<M>, number>;
  readonly networks: Map<number, Network<M>>;
}

/** So much is kept; then everything is forgotten. */
const CAPACITY = 1 << 16;

function nothing<M>(): Known<M> {
  return { messages: new Map(), weights: new Map(), sums: new Map(), networks: new Map() };
}

/** The n-th of a sequence of numbers below 2^40: several thousands of them can be added up exactly. */
function weight(n: number): number {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) * 256 + (Math.imul(h, 0x27d4eb2f) >>> 24);
}

/** The message that is kept for those that are equal to it. */
function sharedMessage<M>(known: Known<M>, message: M): M {
  const text = JSON.stringify(message);
  const alike = known.messages.get(text) ?? none<M>();
  const found = alike.find((m) => compare(m, message) === 0);
  if (found !== undefined) return found;
  known.messages.set(text, [...alike, message]);
  known.weights.set(message, weight(known.weights.size));
  return message;
}

function weightOf<M>(known: Known<M>, message: M): number {
  return known.weights.get(message) ?? known.weights.get(sharedMessage(known, message)) ?? 0;
}

function sumOf<M>(known: Known<M>, network: Network<M>): number {
  return known.sums.get(network) ?? network.reduce((sum, message) => sum + weightOf(known, message), 0);
}

/** The network with a message that is not in it. */
function extended<M>(known: Known<M>, network: Network<M>, message: M): Network<M> {
  const kept = sharedMessage(known, message);
  const sum = sumOf(known, network) + weightOf(known, kept);
  const result = insert(network, kept);
  const same = known.networks.get(sum);
  if (same !== undefined && same.length === result.length && same.every((m, n) => m === result[n])) return same;
  known.networks.set(sum, result);
  known.sums.set(result, sum);
  return result;
}

/** `send` to a set, with a memory. */
export function sharingSend<M>(): (network: Network<M>, messages: readonly M[]) => Network<M> {
  let known = nothing<M>();
  return (network, messages) => {
    if (known.sums.size > CAPACITY || known.messages.size > CAPACITY) known = nothing();
    let result = network;
    for (const message of messages) if (find(result, message) === undefined) result = extended(known, result, message);
    return result;
  };
}
