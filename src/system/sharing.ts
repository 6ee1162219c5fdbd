import { compare, find, insert, type Network, none } from '../core/index.ts';

/**
 * Networks that are sets, and hold the same, made one object; and messages likewise. A checker comes to one network by many ways;
 * whatever it works out for a network, or for a message, it then works out once. It changes nothing that can be seen but identity.
 */

/** So much is kept; then everything is forgotten. */
const CAPACITY = 1 << 16;

/** The n-th of a sequence of numbers below 2^40: several thousands of them can be added up exactly. */
function weight(n: number): number {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) * 256 + (Math.imul(h, 0x27d4eb2f) >>> 24);
}

/** Adds a message to a network that does not hold it, with a memory that is never emptied. */
function adding<M>(): { readonly size: () => number; readonly add: (network: Network<M>, message: M) => Network<M> } {
  const byText = new Map<string, readonly M[]>();
  // A number for each message, as good as random: the sum of them stands for a network, whatever the order it grew in.
  const weights = new Map<M, number>();
  const sums = new Map<Network<M>, number>();
  const networks = new Map<number, Network<M>>();

  const shared = (message: M): M => {
    const text = JSON.stringify(message);
    const alike = byText.get(text) ?? none<M>();
    const found = alike.find((m) => compare(m, message) === 0);
    if (found !== undefined) return found;
    byText.set(text, [...alike, message]);
    weights.set(message, weight(weights.size));
    return message;
  };
  const weightOf = (message: M): number => weights.get(message) ?? weights.get(shared(message)) ?? 0;
  const sumOf = (network: Network<M>): number => sums.get(network) ?? network.reduce((sum, message) => sum + weightOf(message), 0);
  const add = (network: Network<M>, message: M): Network<M> => {
    const kept = shared(message);
    const sum = sumOf(network) + weightOf(kept);
    const result = insert(network, kept);
    const same = networks.get(sum);
    if (same !== undefined && same.length === result.length && same.every((m, n) => m === result[n])) return same;
    networks.set(sum, result);
    sums.set(result, sum);
    return result;
  };
  return { size: () => Math.max(sums.size, weights.size), add };
}

/** `send` to a set, with a memory. */
export function sharingSend<M>(): (network: Network<M>, messages: readonly M[]) => Network<M> {
  let memory = adding<M>();
  return (network, messages) => {
    if (memory.size() > CAPACITY) memory = adding();
    let result = network;
    for (const message of messages) if (find(result, message) === undefined) result = memory.add(result, message);
    return result;
  };
}
