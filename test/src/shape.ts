/** Of what well-formed data is made, said as tests: to say what a protocol's data looks like independently of the code that makes it. */

/** Is this data of the kind? */
export type Test = (x: unknown) => boolean;

/** The fields of a record, each with what it holds. */
export type Shape = Readonly<Record<string, Test>>;

export const isNumber: Test = (x) => Number.isSafeInteger(x) && Number(x) >= 0 && !Object.is(x, -0);
export const isText: Test = (x) => typeof x === 'string';
export const isName: Test = (x) => typeof x === 'string' && x !== '';
export const isFlag: Test = (x) => typeof x === 'boolean';
export const isNameOrNobody: Test = (x) => x === undefined || isName(x);

/** One of these values. */
export const is =
  (...values: readonly unknown[]): Test =>
  (x) =>
    values.includes(x);

/** A dense list, with nothing else to it. */
export const list =
  (element: Test): Test =>
  (x) =>
    Array.isArray(x) && Reflect.ownKeys(x).length === x.length + 1 && x.every((e) => element(e));

/** Each less than the next: a set as it is kept. */
export const ordered =
  (key: (x: unknown) => string): Test =>
  (x) =>
    Array.isArray(x) && x.every((e, n) => n === 0 || key(x[n - 1]) < key(e));

/** Just these fields, in any order, each as it should be. */
export const record =
  (shape: Shape): Test =>
  (x) => {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) return false;
    if (Reflect.ownKeys(x).length !== Object.keys(shape).length) return false;
    return Object.entries(shape).every(([name, test]) => Object.hasOwn(x, name) && test(Reflect.get(x, name)));
  };

/** A map from names to data of one kind. */
export const mapTo =
  (value: Test): Test =>
  (x) =>
    typeof x === 'object' && x !== null && !Array.isArray(x) && Object.entries(x).every(([key, v]) => isName(key) && value(v));

export const both =
  (...tests: readonly Test[]): Test =>
  (x) =>
    tests.every((test) => test(x));

export const either =
  (...tests: readonly Test[]): Test =>
  (x) =>
    tests.some((test) => test(x));

/** A set of names. */
export const names: Test = both(list(isName), ordered(String));

/** A message of one of these types, each with its other fields, in one form or in several. */
export function messageOf(types: Readonly<Record<string, Shape | readonly Shape[]>>): Test {
  const tests = new Map(
    Object.entries(types).map(([type, shapes]) => [type, either(...[shapes].flat().map((shape) => record({ type: is(type), ...shape })))]),
  );
  return (x) => {
    const type: unknown = typeof x === 'object' && x !== null ? Object.getOwnPropertyDescriptor(x, 'type')?.value : undefined;
    return typeof type === 'string' && tests.get(type)?.(x) === true;
  };
}
