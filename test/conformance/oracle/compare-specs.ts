/** One specification, explored by the engine in each of its ways, and by the oracle. */
import { type CheckOptions, checkModel, loadModel, TlaError } from '../../../conformance/tla-to-ts/index.ts';
import { Interpreter, type Reading } from './evaluate.ts';
import { type Answer, explore } from './explore.ts';
import { PROCESSES, type Specification } from './specs.ts';
import { OutOfReach, Universe, type Value } from './values.ts';

/** The counts of a search that ended with an error are not compared: how far it got depends on the reading. */
function text({ verdict, generated, distinct, depth }: Answer): string {
  return verdict === 'error' ? verdict : `${verdict} ${generated} ${distinct} ${depth}`;
}

function ofEngine(spec: Specification, options: CheckOptions): string {
  const model = loadModel({ path: 'M.tla', text: spec.text }, { path: 'M.cfg', text: spec.config }, () => undefined);
  try {
    const { verdict, generated, distinct, depth } = checkModel(model, { ...options, maxStates: 2000 });
    return verdict === 'error' ? verdict : `${verdict} ${generated} ${distinct} ${depth}`;
  } catch (e) {
    if (!(e instanceof TlaError)) throw e;
    return e.errorClass === 'evaluation' ? 'error' : `${e.errorClass}: ${e.message}`;
  }
}

function ofOracle(spec: Specification, reading: Reading): string | undefined {
  const { module } = loadModel({ path: 'M.tla', text: spec.text }, { path: 'M.cfg', text: spec.config }, () => undefined);
  const u = new Universe([...PROCESSES, ...module.names]);
  const processes = PROCESSES.map((v): Value => ({ k: 'model', v }));
  try {
    return text(explore(new Interpreter(u, reading, new Map([['P', u.set(processes)]])), module, spec.question));
  } catch (e) {
    if (e instanceof OutOfReach || e instanceof RangeError) return undefined;
    throw e;
  }
}

/** "verdict generated distinct depth" of the engine, on both layouts and with all alternatives as functions of their own, and in both readings of the oracle; undefined: out of its reach, or refused. */
export function compareSpecification(
  spec: Specification,
): { readonly engine: readonly string[]; readonly oracle: readonly string[] } | undefined {
  const eager = ofOracle(spec, 'eager');
  const lazy = eager === undefined ? undefined : ofOracle(spec, 'lazy');
  if (eager === undefined || lazy === undefined) return undefined;
  const engine = [ofEngine(spec, { layout: 'learned' }), ofEngine(spec, { layout: 'plain' }), ofEngine(spec, { heavy: 1 })];
  // What the engine refuses by name it does not answer wrongly.
  return engine.some((answer) => answer.startsWith('unsupported')) ? undefined : { engine, oracle: [eager, lazy] };
}
