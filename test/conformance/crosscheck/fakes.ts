/** Engines that say what a test wants them to say. */
import type { Answer, Engine, EngineName, Question } from '../../../conformance/engines/engine.ts';
import { Heap } from '../../../conformance/tla-to-ts/index.ts';

/** An answer to begin with: a model that is whole. */
const WHOLE: Omit<Answer, 'engine' | 'version'> = {
  verdict: 'ok',
  property: undefined,
  message: undefined,
  error: undefined,
  generated: 100,
  distinct: 40,
  depth: 7,
  complete: true,
  seconds: 0.5,
  trace: undefined,
};

export interface Words extends Partial<Answer> {
  /** States of the counterexample. */
  readonly states?: number;
}

export function answer(engine: EngineName, { states, ...words }: Words = {}): Answer {
  const itf = {
    vars: ['x'],
    states: Array.from({ length: states ?? 0 }, (_, index) => ({ index, action: undefined, values: [0] })),
    loop: undefined,
    description: undefined,
  };
  return { engine, version: '1', ...WHOLE, ...(states === undefined ? {} : { trace: { itf, heap: new Heap() } }), ...words };
}

/** A violation that is found after so many states. */
export const violation: Words = { verdict: 'safety', property: 'Inv', generated: 50, distinct: 20, depth: 4, states: 4, complete: false };

/** An engine that says the same of every model, or asks a function. */
export function fake(name: EngineName, says: Words | ((question: Question) => Words | Promise<Words>) = {}): Engine {
  const check = name === 'apalache' ? 'bounded' : 'exhaustive';
  return {
    name,
    version: `${name}-1`,
    capabilities: { check, simulate: false, liveness: true, counts: check === 'exhaustive', actionNames: true, coverage: false },
    check: async (question) => answer(name, typeof says === 'function' ? await says(question) : says),
  };
}
