/** The engine's one place for what the type system cannot see. Every function says why it is safe. */

/** An element that is known to be there: the caller has checked the index, or counted the elements itself. */
export function nth<T>(xs: ArrayLike<T>, i: number): T {
  return xs[i] as T;
}

/** What `new Function` made: its type is what the generator wrote, which tests compare with the answers of TLC. */
export function linked<T>(f: unknown): T {
  return f as T;
}

/** The handler for a node, out of a table that has one of the right type for each kind. */
export function handlerFor<X extends { readonly k: string }, F>(table: { readonly [K in X['k']]: unknown }, x: X): F {
  return table[x.k as X['k']] as F;
}
