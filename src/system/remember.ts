import { compare, find, insert, type Network, none, type Outcome, type Step, type Tagged } from '../core/index.ts';

/**
 * What a checker need not work out twice. The same process, network or message comes back in thousands of states of a system; here
 * those that are equal are one object, and what a process does in one state is computed once. That is all: nothing that can be
 * seen changes but identity, because steps are functions of what they are given.
 */

/** So many entries are kept; then everything is forgotten. */
const CAPACITY = 1 << 18;

/** Makes equal data one object: by its text, and, as that does not tell everything apart, by comparison. */
function interning<T>(): (value: T) => T {
  const byText = new Map<string, readonly T[]>();
  const own = new Set<T>();
  return (value) => {
    if (own.has(value)) return value;
    const text = JSON.stringify(value);
    const alike = byText.get(text) ?? none<T>();
    const found = alike.find((x) => compare(x, value) === 0);
    if (found !== undefined) return found;
    byText.set(text, [...alike, value]);
    own.add(value);
    return value;
  };
}

/** The n-th of a sequence of numbers below 2^40: several thousands of them can be added up exactly. */
function weight(n: number): number {
  let h = Math.imul(n + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) * 256 + (Math.imul(h, 0x27d4eb2f) >>> 24);
}

/** Adds messages to networks that are sets; networks that hold the same are one object. */
export interface Networks<M> {
  readonly size: () => number;
  readonly send: (network: Network<M>, messages: readonly M[]) => Network<M>;
  /** One object for messages that are equal. */
  readonly message: (message: M) => M;
}

/** A memory of networks. */
export function networks<M>(): Networks<M> {
  const message = interning<M>();
  // A number for each message, as good as random: the sum of them stands for a network, whatever the order it grew in.
  const weights = new Map<M, number>();
  const sums = new Map<Network<M>, number>();
  const bySum = new Map<number, Network<M>>();
  const results = new Map<Network<M>, Map<readonly M[], Network<M>>>();

  const weightOf = (m: M): number => {
    const kept = message(m);
    const known = weights.get(kept);
    if (known !== undefined) return known;
    const fresh = weight(weights.size);
    weights.set(kept, fresh);
    return fresh;
  };
  const add = (network: Network<M>, sent: M): Network<M> => {
    if (find(network, sent) !== undefined) return network;
    const sum = (sums.get(network) ?? network.reduce((total, m) => total + weightOf(m), 0)) + weightOf(sent);
    const result = insert(network, message(sent));
    const same = bySum.get(sum);
    if (same !== undefined && same.length === result.length && same.every((m, n) => m === result[n])) return same;
    bySum.set(sum, result);
    sums.set(result, sum);
    return result;
  };
  const send = (network: Network<M>, sent: readonly M[]): Network<M> => {
    if (sent.length === 0) return network;
    const known = entry(results, network);
    let result = known.get(sent);
    if (result === undefined) {
      result = sent.reduce(add, network);
      known.set(sent, result);
    }
    return result;
  };
  return { size: () => sums.size + weights.size, send, message };
}

/** A memory of the steps of processes. `S` and `M` must be plain data. */
export interface Memory<S, M, A> {
  /** One object for processes in equal states. */
  readonly process: (state: S) => S;
  /** The outcome of an action, computed if it is not known yet. */
  readonly outcome: (state: S, action: A, compute: () => Outcome<S, M>) => Outcome<S, M>;
  /** Those of the actions that are not known to be refused in this state. */
  readonly open: (state: S, actions: readonly A[]) => readonly A[];
}

/** An empty memory, which forgets everything when it is full. */
export function memory<S, M, A extends Tagged>(): Memory<S, M, A> {
  let states = interning<S>();
  // What a process does by each action that was asked for; `null`: nothing, the action is not enabled.
  let outcomes = new Map<S, Map<A, Step<S, M> | null>>();
  // What is left of a list of actions when those that are not enabled are taken out.
  let rests = new Map<S, Map<readonly A[], readonly A[]>>();
  let size = 0;
  const outcome = (state: S, action: A, compute: () => Outcome<S, M>): Outcome<S, M> => {
    const known = entry(outcomes, state);
    const before = known.get(action);
    if (before !== undefined) return before ?? undefined;
    if (size >= CAPACITY) {
      states = interning();
      outcomes = new Map();
      rests = new Map();
      size = 0;
    }
    size += 1;
    const computed = compute();
    const kept = computed === undefined || computed.state === state ? computed : { ...computed, state: states(computed.state) };
    known.set(action, kept ?? null);
    return kept;
  };
  const open = (state: S, actions: readonly A[]): readonly A[] => {
    const rest = entry(rests, state);
    const found = rest.get(actions);
    if (found !== undefined) return found;
    const known = entry(outcomes, state);
    const left = actions.filter((action) => known.get(action) !== null);
    if (actions.every((action) => known.has(action))) rest.set(actions, left);
    return left;
  };
  return { process: (state) => states(state), outcome, open };
}

/** The map at a key, made if there is none. */
function entry<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let found = maps.get(key);
  if (found === undefined) {
    found = new Map();
    maps.set(key, found);
  }
  return found;
}
