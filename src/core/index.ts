/** What every protocol and every system stands on: their types, assertions, and immutable collections. */
export { assert, unreachable } from './assert.ts';
export { at, countIn, except, find, insert, insertCopy, mapOf, mapValues, none, removeCopy, same, update, within } from './collections.ts';
export { andThen, type Course, inTurn, type Taken, take } from './course.ts';
export { produce } from './immer.ts';
export { observerOfActions, observerOfEvents } from './observers.ts';
export { compare } from './order.ts';
export type { Reader } from './read.ts';
export * as read from './read.ts';
export type { Assembly, Model, Move, Network, Observed, Observer, Outcome, Protocol, Step, System, Tagged } from './types.ts';
