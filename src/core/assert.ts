/** Assertions: what must hold for the code to mean anything. A failed one is a defect of the program, never of its input. */

/** Stops where a condition does not hold that every caller has to ensure. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Ends an exhaustive switch: that this compiles proves that no case is forgotten. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
