/** Where our exit code is not TLC's, with ours. */
export const ERROR_DEVIATIONS: ReadonlyMap<string, number> = new Map([
  // TLC reports the error and exits with 0.
  ['a liveness property: division by zero', 75],
  ['a liveness property: no boolean', 75],
  // These are known from the configuration, before anything is evaluated.
  ['an invariant: with a prime', 151],
  ['the SYMMETRY: no set', 151],
  ['the SYMMETRY: not of model values', 151],
]);
