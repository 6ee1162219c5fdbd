/**
 * What goes wrong while a specification is checked, in every place where an expression is evaluated, compared with what TLC said:
 * `errors.json` holds small specifications with TLC's exit code and message. TLC's codes for an evaluation that fails depend on how the
 * error was raised: 75, 76 (an invariant, later than in an initial state), 14 (Assert), 255 (operators of the standard modules, and others).
 * Here all of them are errors of evaluation, 75.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkModel, exitCodeOf, loadModel, TlaError } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { ERROR_DEVIATIONS } from './error-deviations.ts';

interface Case {
  readonly name: string;
  readonly spec: string;
  readonly config: string;
  /** Of TLC. */
  readonly exit: number;
  readonly message: readonly string[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(fileURLToPath(new URL('errors.json', import.meta.url)), 'utf8'));

const EXITS = { ok: 0, assumption: 10, deadlock: 11, safety: 12, liveness: 13, incomplete: 21, error: 75 } as const;

interface Outcome {
  readonly exit: number;
  readonly message: string;
  /** Does the error name a place in the specification or the configuration? */
  readonly placed: boolean;
}

function ours({ spec, config }: Case): Outcome {
  try {
    const model = loadModel({ path: 'M.tla', text: `---- MODULE M ----\n${spec}====\n` }, { path: 'M.cfg', text: config }, () => undefined);
    const { verdict, message, error } = checkModel(model);
    return { exit: EXITS[verdict], message: error?.message ?? message ?? '', placed: error?.loc !== undefined };
  } catch (e) {
    if (!(e instanceof TlaError)) throw e;
    return { exit: exitCodeOf(e.errorClass), message: e.message, placed: e.loc !== undefined };
  }
}

/** TLC's exit code in the classes that we have. */
function expected({ exit }: Case): number {
  return [14, 76, 255].includes(exit) ? 75 : exit;
}

beforeAll(loadGrammar);

describe("TLC's errors", () => {
  it('explain only deviations that exist', () => {
    const names = new Set(cases.map((c) => c.name));
    expect(cases.length).toBeGreaterThan(60);
    expect([...ERROR_DEVIATIONS.keys()].filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(cases.map((c) => [c.name, c] as const))('%s', (name, c) => {
    const outcome = ours(c);
    const deviation = ERROR_DEVIATIONS.get(name);
    if (deviation !== undefined) expect(deviation, 'this deviates no longer').not.toBe(expected(c));
    expect(outcome.exit, outcome.message).toBe(deviation ?? expected(c));
    if (outcome.exit < 75) return;
    expect(outcome.message).not.toBe('');
    expect(outcome.placed, outcome.message).toBe(true);
  });
});
