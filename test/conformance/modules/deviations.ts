/** Expressions for which our answer is not TLC's, each with the answer that we give. */

export interface Deviation {
  /** The class of the outcome, then a value's text without spaces. */
  readonly ours: string;
}

/** What asks for a failure, or for the user, is refused by name, never answered. */
const REFUSED: readonly string[] = [
  'module-tlcext: AssertError("x", TRUE)',
  'module-tlcext: AssertError("x", 1 \\div 0)',
  'module-tlcext: PickSuccessor(TRUE)',
  'language-arithmetic: 1.5',
  // There are no files and no environment where a single expression is evaluated.
  'module-ioutils: "PATH" \\in DOMAIN IOEnv',
  'module-json: JsonDeserialize("no/such/file.json")',
  'module-json: ndJsonDeserialize("no/such/file.json")',
];

/** Values that we do not have: functions with an infinite domain, and infinite sets as parts of other values. */
const NOT_ENUMERABLE: readonly string[] = [
  'language-functions: [x \\in Nat |-> x + 1]',
  'language-functions: DOMAIN [x \\in Nat |-> x]',
  'module-combinatorics: factorial',
  'language-laziness: {Nat}',
  'language-laziness: {Nat, Int}',
  'language-laziness: Nat \\in {Nat}',
  'language-laziness: <<Nat, 1>>[2]',
  'language-laziness: [a |-> Nat].a',
  // A function is computed as a whole, in TLC only where it is applied: a value that fails is met earlier.
  'language-laziness: [x \\in {1, 2} |-> IF x = 1 THEN 1 \\div 0 ELSE [y \\in 1..3 |-> [z \\in 1..3 |-> <<x, y, z, x + y + z, x * y * z>>]]][2][1][1][4]',
  'language-laziness: LET f == [x \\in {1, 2} |-> IF x = 1 THEN 1 \\div 0 ELSE [y \\in 1..3 |-> [z \\in 1..3 |-> <<x, y, z, x + y + z>>]]] IN f[2][1][1][4]',
];

/** Right answers of ours where TLC reports an error, and answers that differ in form only. */
const ANSWERED: Readonly<Record<string, string>> = {
  // TLC enumerates a set in order to print it.
  'language-sets: SUBSET Nat': 'SUBSETNat',
  'language-sets: Nat \\cup {-1}': 'Nat\\cup{-1}',
  'language-functions: [{1} -> Nat]': '[{1}->Nat]',
  'language-records: [a : Nat]': '[a:Nat]',
  'language-laziness: UNION {Nat, {-1}}': 'Nat\\cup{-1}',
  'language-laziness: -1 \\in UNION {Nat, {-1}}': 'TRUE',
  // TLC prints a recursive function in the order in which it computed the values.
  'language-functions: h': '(<<1,1>>:>1@@<<1,2>>:>2@@<<2,1>>:>11@@<<2,2>>:>12)',
  // TLC builds the whole set first.
  'language-laziness: 1 \\in {x \\in {1, 2} : x = 1 \\/ 1 \\div 0 = 1}': 'TRUE',
  'language-laziness: \\E f \\in [1..20 -> BOOLEAN] : f[1] = FALSE': 'TRUE',
  // TLC's implementation does not take records; it takes sets of records for functions (see below).
  'module-functions: IsInjective([a |-> 1, b |-> 1])': 'FALSE',
  // TLC evaluates an operator without dependence on its argument before it passes it, and then misses the operator.
  'module-finite-sets-ext: Quantify({}, LAMBDA n : 1)': '0',
  // TLC enumerates the subsets of one size in another order (of the last element first) and prints them so.
  'module-finite-sets-ext: kSubset(2, 1..4)': '{{1,2},{1,3},{1,4},{2,3},{2,4},{3,4}}',
  // TLC fails for sequences.
  'module-sequences-ext: ReplaceAllSubSeqs(<<9>>, <<2>>, <<1, 2, 3, 2>>)': '<<1,9,3,9>>',
};

/** Errors of ours where TLC answers. */
const FAILS: readonly string[] = ['module-functions: IsInjective([a : {1}, b : {2}])'];

const entries = (names: readonly string[], ours: string): readonly (readonly [string, Deviation])[] =>
  names.map((name) => [name, { ours }] as const);

/** "group: expression" -> our answer. */
export const DEVIATIONS: ReadonlyMap<string, Deviation> = new Map([
  ...entries(REFUSED, 'unsupported'),
  ...entries(NOT_ENUMERABLE, 'error'),
  ...entries(FAILS, 'error'),
  ...Object.entries(ANSWERED).map(([name, text]) => [name, { ours: `value ${text}` }] as const),
]);
