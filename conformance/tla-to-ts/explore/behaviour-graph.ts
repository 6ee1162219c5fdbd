/**
 * The graph of all behaviours: states by number, the steps between them, and which atoms of the temporal formulas are true of each.
 * A step that changes nothing is always possible, and is in no list.
 */

import type { TemporalAtom } from '../compile/program.ts';
import type { Formula } from '../compile/temporal.ts';

const MIN_CAPACITY = 1 << 12;

/** Steps of states, in the order in which the states are expanded: state by state, from number 0. */
export class BehaviourGraph {
  /** Where the steps of each state begin; those of state n end where those of n + 1 begin. */
  private first = new Int32Array(MIN_CAPACITY);
  private to = new Int32Array(MIN_CAPACITY);
  /** Bits of the atoms, `words` of 32 for each state and for each step. */
  private stateBits = new Int32Array(MIN_CAPACITY);
  private stepBits = new Int32Array(MIN_CAPACITY);
  private readonly words: number;
  private readonly atoms: readonly TemporalAtom[];
  private readonly ofStates: readonly number[];
  private readonly ofSteps: readonly number[];
  /** States that were expanded, and their steps. */
  states = 0;
  steps = 0;

  constructor(atoms: readonly TemporalAtom[]) {
    this.atoms = atoms;
    this.words = Math.ceil(atoms.length / 32);
    const of = (kind: TemporalAtom['kind']): number[] => atoms.flatMap((a, n) => (a.kind === kind ? [n] : []));
    this.ofStates = of('state');
    this.ofSteps = of('step');
  }

  /** The program's current state is the next one to be expanded. */
  begin(): void {
    const n = this.states;
    this.states += 1;
    if (n + 2 > this.first.length) this.first = grown(this.first);
    while ((n + 1) * this.words > this.stateBits.length) this.stateBits = grown(this.stateBits);
    this.first[n] = this.steps;
    this.first[n + 1] = this.steps;
    for (const k of this.ofStates) if (this.atoms[k]?.holds() === true) set(this.stateBits, n * this.words, k);
  }

  /** The program's next state is a successor of that state: the one with the number `target`. */
  step(target: number): void {
    const m = this.steps;
    if (m + 1 > this.to.length) this.to = grown(this.to);
    while ((m + 1) * this.words > this.stepBits.length) this.stepBits = grown(this.stepBits);
    this.to[m] = target;
    for (let w = 0; w < this.words; w++) this.stepBits[m * this.words + w] = 0;
    for (const k of this.ofSteps) if (this.atoms[k]?.holds() === true) set(this.stepBits, m * this.words, k);
    // Several actions may take the same step.
    for (let other = this.first[this.states - 1] ?? 0; other < m; other++) if (this.to[other] === target && this.isSame(other, m)) return;
    this.steps = m + 1;
    this.first[this.states] = this.steps;
  }

  private isSame(m: number, n: number): boolean {
    for (let w = 0; w < this.words; w++) if (this.stepBits[m * this.words + w] !== this.stepBits[n * this.words + w]) return false;
    return true;
  }

  /** The numbers of the steps of a state: from the first one to before the second one. The step that changes nothing has the number -1. */
  begins(state: number): number {
    return this.first[state] ?? 0;
  }

  ends(state: number): number {
    return this.first[state + 1] ?? 0;
  }

  /** Where a step leads. */
  target(state: number, step: number): number {
    return step < 0 ? state : (this.to[step] ?? state);
  }

  /** Is the atom true of the step, or of the state that it is taken in? */
  private isTrue(atom: number, state: number, step: number): boolean {
    const a = this.atoms[atom];
    if (a?.kind === 'state') return get(this.stateBits, state * this.words, atom);
    return step < 0 ? a?.ofStutter === true : get(this.stepBits, step * this.words, atom);
  }

  /** Is a formula without temporal operators true of a step? */
  satisfies(f: Formula, state: number, step: number): boolean {
    switch (f.k) {
      case 'const':
        return f.value;
      case 'atom':
        return this.isTrue(f.atom, state, step) !== f.negated;
      case 'and':
        return f.parts.every((p) => this.satisfies(p, state, step));
      case 'or':
        return f.parts.some((p) => this.satisfies(p, state, step));
      case 'always':
      case 'eventually':
        throw new Error('internal: a temporal operator in what is to hold of one step');
    }
  }

  bytes(): number {
    return this.first.byteLength + this.to.byteLength + this.stateBits.byteLength + this.stepBits.byteLength;
  }
}

function set(bits: Int32Array, offset: number, n: number): void {
  const at = offset + (n >> 5);
  bits[at] = (bits[at] ?? 0) | (1 << (n & 31));
}

function get(bits: Int32Array, offset: number, n: number): boolean {
  return (((bits[offset + (n >> 5)] ?? 0) >> (n & 31)) & 1) === 1;
}

function grown(a: Int32Array): Int32Array<ArrayBuffer> {
  const b = new Int32Array(a.length * 2);
  b.set(a);
  return b;
}
