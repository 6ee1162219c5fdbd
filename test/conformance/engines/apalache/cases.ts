/** Runs of Apalache on small specifications: what is asked, and what must come out. Each is recorded under test/fixtures/apalache/. */
import { fileURLToPath } from 'node:url';
import type { Apalache, CheckOutcome, SimulateOptions, Unchecked } from '../../../../conformance/engines/apalache/index.ts';

export const FIXTURES: string = fileURLToPath(new URL('../../../fixtures/apalache/', import.meta.url));

export interface Case {
  readonly command: 'check' | 'simulate' | 'typecheck' | 'parse';
  readonly spec: string;
  readonly options: SimulateOptions;
  /** A part of the outcome, in short. */
  readonly outcome: object;
}

const lift = { spec: 'Lift.tla', command: 'check' } as const;
const consts = { cinit: 'ConstInit' } as const;

export const CASES: Readonly<Record<string, Case>> = {
  ok: {
    ...lift,
    options: { ...consts, inv: ['TypeOK', 'HasBeenHere'], length: 4 },
    outcome: { kind: 'ok', length: 4, reached: 4, examples: [] },
  },
  violation: {
    ...lift,
    options: { ...consts, inv: ['StaysLow', 'TypeOK', 'HasBeenHere'], length: 4 },
    outcome: {
      kind: 'violation',
      violations: [{ kind: 'state', state: 2, property: 'StaysLow', trace: { states: 3, vars: ['seen', 'floor'] } }],
    },
  },
  several: {
    ...lift,
    options: { ...consts, init: 'Anywhere', inv: ['StaysLow'], length: 1, maxError: 2, view: 'View' },
    outcome: {
      kind: 'violation',
      violations: [
        { state: 0, property: 'StaysLow', trace: { name: 'violation1.itf.json', states: 1 } },
        { state: 0, property: 'StaysLow', trace: { name: 'violation2.itf.json', states: 1 } },
      ],
    },
  },
  action: {
    ...lift,
    options: { ...consts, inv: ['GoesUp'], length: 3 },
    outcome: { kind: 'violation', violations: [{ kind: 'action', property: 'GoesUp' }] },
  },
  temporal: {
    ...lift,
    options: { ...consts, temporal: ['ComesBack'], length: 4 },
    outcome: { kind: 'violation', violations: [{ kind: 'state', property: 'ComesBack' }] },
  },
  deadlock: { ...lift, options: { ...consts, next: 'Up', length: 5 }, outcome: { kind: 'deadlock', trace: { states: 4 } } },
  short: { ...lift, options: { ...consts, next: 'Up', length: 5, deadlock: false }, outcome: { kind: 'ok', length: 5, reached: 3 } },
  empty: { ...lift, options: { ...consts, init: 'Nowhere', length: 2 }, outcome: { kind: 'empty' } },
  vacuous: { ...lift, options: { ...consts, init: 'Nowhere', length: 2, deadlock: false }, outcome: { kind: 'empty' } },
  simulate: {
    ...lift,
    command: 'simulate',
    options: { ...consts, inv: ['TypeOK'], length: 3, maxRun: 2, outputTraces: true },
    outcome: { kind: 'ok', length: 3, reached: 3, examples: [{ states: 4 }, { states: 4 }] },
  },
  types: {
    command: 'check',
    spec: 'Typo.tla',
    options: {},
    outcome: {
      kind: 'refused',
      refusal: 'type',
      complaints: [
        { file: 'Typo.tla', line: 8, col: 9, endLine: 8, endCol: 17 },
        { line: 8, col: 1 },
      ],
    },
  },
  syntax: { command: 'check', spec: 'Broken.tla', options: {}, outcome: { kind: 'refused', refusal: 'parse' } },
  name: { ...lift, options: { inv: ['Missing'] }, outcome: { kind: 'refused', refusal: 'config' } },
  typecheck: { ...lift, command: 'typecheck', options: {}, outcome: { kind: 'ok' } },
  parse: { ...lift, command: 'parse', options: {}, outcome: { kind: 'ok' } },
};

/** Asks a case of an Apalache. */
export async function outcomeOf(
  apalache: Apalache,
  { command, spec, options }: Case,
): Promise<CheckOutcome | Unchecked | { readonly kind: 'ok' }> {
  return (await apalache[command](`${FIXTURES}${spec}`, options)).outcome;
}
