/** What every protocol and every system stands on: their types, assertions, and immutable collections. */
export { assert, unreachable } from './assert.ts';
export { at, except, find, insert, insertCopy, mapOf, mapValues, none, removeCopy, same, update } from './collections.ts';
export { produce } from './immer.ts';
export { compare } from './order.ts';
export type { Assembly, Model, Move, Network, Observed, Observer, Outcome, Protocol, Step, System, Tagged } from './types.ts';
