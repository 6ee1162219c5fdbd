/** The casts of the lockstep check, each with its reason: everything else calls them by name. */
import type { Tagged } from '../../src/core/index.ts';

declare const value: unique symbol;
/** A TLA+ value: an id of the heap of the model that is being checked. */
export type TlaValue = number & { readonly [value]: true };

/** Only what builds values in a heap may say that a number is one; bindings cannot pass a number by mistake. */
export function tlaValue(id: number): TlaValue {
  return id as TlaValue;
}

/** Finds an action's entry by its type: that the entry takes just the actions of this type is what the table's own type says. */
export function entryOf<S, A extends Tagged, R>(
  table: { readonly [K in A['type']]: (a: Extract<A, { readonly type: K }>, from: S) => R },
  action: A,
): ((a: A, from: S) => R) | undefined {
  const entries = table as unknown as Readonly<Record<string, (a: A, from: S) => R>>;
  return Object.hasOwn(table, action.type) ? entries[action.type] : undefined;
}
