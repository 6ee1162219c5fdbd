/** One constant expression, compiled by the engine and evaluated by the oracle. */
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { evaluateDefinition } from '../../../conformance/tla-to-ts/evaluate.ts';
import { loadModule } from '../../../conformance/tla-to-ts/index.ts';
import type { ResolvedModule } from '../../../conformance/tla-to-ts/semantics/ir.ts';
import { Interpreter, type Reading } from './evaluate.ts';
import { DEFINITIONS, EMPTY, Writer } from './expressions.ts';
import type { Tape } from './tape.ts';
import { randomType } from './types.ts';
import { OracleError, OutOfReach, Universe } from './values.ts';

/** A text, `error`, or undefined where the oracle gave up. */
type Outcome = string | undefined;

function ofOracle(module: ResolvedModule, reading: Reading): Outcome {
  const op = module.lookup('Value');
  if (op?.k !== 'op' || op.body === undefined) throw new Error('Value is not defined');
  const u = new Universe(module.names);
  try {
    return u.show(new Interpreter(u, reading).eval(op.body, undefined, { now: [], next: [] }));
  } catch (e) {
    if (e instanceof OracleError) return 'error';
    if (e instanceof OutOfReach || e instanceof RangeError) return undefined;
    throw e;
  }
}

function ofEngine(module: ResolvedModule): string {
  try {
    return evaluateDefinition(module, 'Value').text;
  } catch (e) {
    if (!(e instanceof TlaError)) throw e;
    return e.errorClass === 'evaluation' ? 'error' : `${e.errorClass}: ${e.message}`;
  }
}

/** What the engine says, with what it may say: the one thing, or any between the two readings. */
export function compareExpression(expression: string): { readonly engine: string; readonly oracle: readonly Outcome[] } {
  const text = `---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC\n${DEFINITIONS}\nValue == <<${expression}>>\n====\n`;
  const module = loadModule({ path: 'M.tla', text }, () => undefined);
  return { engine: ofEngine(module), oracle: [ofOracle(module, 'eager'), ofOracle(module, 'lazy')] };
}

/** A random expression. */
export function randomExpression(t: Tape): string {
  return new Writer(t, true).expr(randomType(t, 2), 3 + t.below(3), EMPTY);
}
