/** The casts of src/, each with its reason: everything else calls them by name. */

/** Every object can be read by key; the values are unknown, so that reading one proves nothing about it. */
export function asRecord(value: object): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}
