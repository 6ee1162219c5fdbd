/** The initial states: the same set on both sides, or one way, each of the code's one of the spec's. */
import type { Tagged } from '../../src/core/index.ts';
import type { Program, Sink } from '../tla-to-ts/compile/program.ts';
import type { Divergence } from './result.ts';
import type { Pair, Sides } from './sides.ts';

/** Either all initial pairs that are within the constraints of the model, or the first divergence. */
export type Initial<S> = { readonly pairs: readonly Pair<S>[] } | { readonly divergence: Divergence };

/** Pairs up the initial states. */
export function initialPairs<S, A extends Tagged>(sides: Sides<S, A>): Initial<S> {
  const { program } = sides;
  const spec = new InitialStates(program);
  program.setSink(spec);
  program.init();
  const seen = new Set<string>();
  const pairs: Pair<S>[] = [];
  let states: readonly S[];
  try {
    states = sides.code.init();
  } catch (error) {
    const message = `the code raised an error in its initial state: ${error instanceof Error ? error.message : String(error)}`;
    return { divergence: { ...NOTHING, message, spec: [...spec.found.values()] } };
  }
  for (const state of states) {
    const pair = sides.pair(state);
    const key = `${pair.fpA},${pair.fpB}`;
    if (!spec.found.has(key)) {
      const message = 'the code has an initial state that the specification does not have';
      return { divergence: { ...NOTHING, message, spec: [...spec.found.values()], code: [pair.values], codeState: state } };
    }
    seen.add(key);
    // A constraint on actions says nothing of initial states.
    sides.project(pair);
    if (program.constraints.every((c) => c.holds())) pairs.push(pair);
  }
  for (const [key, values] of spec.found) {
    if (seen.has(key) || sides.relation === 'refines') continue;
    const message = 'the specification has an initial state that the code does not have';
    return { divergence: { ...NOTHING, message, spec: [values], code: states.map((s) => sides.abstract(s)) } };
  }
  return { pairs };
}

const NOTHING: Divergence = {
  kind: 'initial',
  message: '',
  path: [],
  step: undefined,
  spec: [],
  code: [],
  codeState: undefined,
  source: undefined,
};

/** Collects the spec's initial states by fingerprint. */
class InitialStates implements Sink {
  action = -1;
  readonly steps = false;
  readonly found: Map<string, readonly number[]> = new Map();
  private key = '';
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  offer(a: number, b: number): boolean {
    this.key = `${a},${b}`;
    return true;
  }

  take(): void {
    this.found.set(this.key, this.program.readT());
  }
}
