/**
 * Random texts from a tape of numbers: what is written depends on the numbers alone, 0 is always the plainest choice, and a tape that has
 * run out gives zeros. So fast-check, which shrinks the tape, shrinks the text.
 */
import fc from 'fast-check';

/** How many times as many runs as usual, to look for more: ORACLE_RUNS=100 npx vitest run test/conformance/oracle --testTimeout=0 */
export const MORE: number = Number(process.env['ORACLE_RUNS'] ?? 1);

export class Tape {
  private readonly numbers: readonly number[];
  private position = 0;
  private fresh = 0;

  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }

  /** One of 0 .. n - 1. */
  below(n: number): number {
    const number = this.numbers[this.position] ?? 0;
    this.position += 1;
    return number % n;
  }

  /** One of the choices, of which the first is the plainest. */
  of<T>(choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** True once in `n` times. */
  rarely(n: number): boolean {
    return this.below(n) === n - 1;
  }

  /** A name that nothing else has. */
  name(prefix: string): string {
    this.fresh += 1;
    return `${prefix}${this.fresh}`;
  }
}

/** Tapes of up to `length` numbers. */
export function tapes(length: number): fc.Arbitrary<Tape> {
  const numbers = fc.array(fc.nat({ max: 5039 }), { minLength: Math.floor(length / 4), maxLength: length, size: 'max' });
  return numbers.map((n) => new Tape(n));
}
