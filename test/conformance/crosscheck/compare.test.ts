import { describe, expect, it } from 'vitest';
import { type Comparison, compare, type Expected, type Outcome, outcomeOf } from '../../../conformance/crosscheck/compare.ts';
import { ENGINE_NAMES } from '../../../conformance/engines/engine.ts';
import { TlaError } from '../../../conformance/tla-to-ts/index.ts';
import { answer, fake, violation, type Words } from './fakes.ts';

interface Said {
  readonly embedded?: Words;
  readonly tlc?: Words;
  readonly apalache?: Words;
  readonly record?: Expected;
  readonly workers?: number;
}

/** Compares what the engines say. */
function comparison({ record, workers = 1, ...said }: Said): Comparison {
  const outcomes = Object.fromEntries(
    ENGINE_NAMES.flatMap((name): (readonly [string, Outcome])[] => {
      const words = said[name];
      return words === undefined ? [] : [[name, outcomeOf(answer(name, words), fake(name).capabilities)]];
    }),
  );
  return compare(outcomes, record, { workers });
}

/** The fields that differ, with what is said of them. */
const differences = (said: Said) => comparison(said).differences.map(({ field, values }) => [field, values]);

const error = (errorClass: 'parse' | 'evaluation' | 'unsupported'): Words => ({
  verdict: 'error',
  error: new TlaError(errorClass, 'wrong'),
  complete: false,
  generated: undefined,
  distinct: undefined,
  depth: undefined,
});

describe('two engines that search everything', () => {
  it('agree on a model that is whole, and on a violation', () => {
    for (const words of [{}, violation, error('parse')]) {
      expect(comparison({ embedded: words, tlc: words })).toEqual({ verdict: 'agree', differences: [], compared: ['embedded', 'tlc'] });
    }
  });

  it.each(['generated', 'distinct', 'depth'] as const)('disagree on %s, of a whole model and at a violation', (field) => {
    for (const words of [{}, violation]) {
      const values = { embedded: answer('embedded', words)[field], tlc: 3 };
      expect(comparison({ embedded: words, tlc: { ...words, [field]: 3 } })).toMatchObject({
        verdict: 'disagree',
        differences: [{ field, values }],
      });
      // What one of them does not tell is not compared.
      expect(comparison({ embedded: words, tlc: { ...words, [field]: undefined } }).verdict).toBe('agree');
    }
  });

  it('disagree on the verdict, and then their numbers have nothing to do with each other', () => {
    expect(differences({ embedded: {}, tlc: violation })).toEqual([['verdict', { embedded: 'ok', tlc: 'safety' }]]);
    expect(differences({ embedded: violation, tlc: { ...violation, verdict: 'deadlock' } })).toEqual([
      ['verdict', { embedded: 'safety', tlc: 'deadlock' }],
    ]);
    expect(differences({ embedded: { ...violation, verdict: 'liveness' }, tlc: violation })).toHaveLength(1);
    expect(differences({ embedded: error('parse'), tlc: error('evaluation') })).toEqual([
      ['verdict', { embedded: 'error (parse)', tlc: 'error (evaluation)' }],
    ]);
    expect(differences({ embedded: { ...violation, verdict: 'assumption' }, tlc: {} })).toHaveLength(1);
  });

  it('disagree on the property, and on the length of the counterexample', () => {
    expect(differences({ embedded: violation, tlc: { ...violation, property: 'Other' } })).toEqual([
      ['property', { embedded: 'Inv', tlc: 'Other' }],
    ]);
    expect(differences({ embedded: violation, tlc: { ...violation, states: 5 } })).toEqual([['trace', { embedded: 4, tlc: 5 }]]);
    expect(comparison({ embedded: violation, tlc: { ...violation, property: undefined } }).verdict).toBe('agree');
  });

  it('at a violation of liveness are compared in verdict and property', () => {
    const lasso: Words = { ...violation, verdict: 'liveness' };
    expect(differences({ embedded: lasso, tlc: { ...lasso, generated: 1, distinct: 2, depth: 3, states: 9 } })).toEqual([]);
    expect(differences({ embedded: lasso, tlc: { ...lasso, property: 'Other' } })).toHaveLength(1);
  });

  it('with several threads are compared in what is determined', () => {
    const workers = 2;
    const other: Words = { ...violation, verdict: 'deadlock', property: 'Other', generated: 1, distinct: 2, depth: 3, states: 9 };
    expect(comparison({ embedded: violation, tlc: other, workers })).toMatchObject({ verdict: 'agree', compared: ['embedded', 'tlc'] });
    expect(differences({ embedded: {}, tlc: { depth: 8 }, workers })).toEqual([]);
    expect(differences({ embedded: {}, tlc: { distinct: 41 }, workers })).toEqual([['distinct', { embedded: 40, tlc: 41 }]]);
    expect(differences({ embedded: {}, tlc: { generated: 101 }, workers })).toHaveLength(1);
    expect(differences({ embedded: {}, tlc: violation, workers })).toEqual([['verdict', { embedded: 'ok', tlc: 'violated' }]]);
  });
});

describe('nothing is taken for agreement', () => {
  it.each([
    ['one engine', { embedded: {} }],
    ['one engine and the record', { embedded: {}, record: { verdict: 'ok' } }],
    ['a limit that was reached', { embedded: {}, tlc: { verdict: 'incomplete', complete: false } }],
    ['a search that says ok and is not complete', { embedded: {}, tlc: { complete: false } }],
    ['a model that one of them cannot do', { embedded: {}, tlc: error('unsupported') }],
    ['a bounded search without a bound', { embedded: {}, apalache: {} }],
    ['a bounded engine that refuses the model', { embedded: {}, apalache: error('parse') }],
  ] as const)('%s', (_, said: Said) => {
    expect(comparison(said)).toEqual({ verdict: 'incomplete', differences: [], compared: [] });
  });

  it('an engine that failed, whatever the others say', () => {
    const outcomes = {
      embedded: outcomeOf(answer('embedded'), fake('embedded').capabilities),
      tlc: outcomeOf(answer('tlc'), fake('tlc').capabilities),
      apalache: { kind: 'failed', why: 'killed', output: '' },
    } as const;
    expect(compare(outcomes, undefined, { workers: 1 })).toMatchObject({ verdict: 'incomplete', compared: ['embedded', 'tlc'] });
  });
});

describe('the record', () => {
  const record: Expected = { verdict: 'safety', property: 'Inv', generated: 50, distinct: 20, depth: 4, trace: 4 };

  it('agrees', () => {
    expect(comparison({ embedded: violation, tlc: violation, record }).verdict).toBe('agree');
  });

  it.each([
    ['verdict', { verdict: 'deadlock' }],
    ['property', { property: 'Other' }],
    ['generated', { generated: 51 }],
    ['distinct', { distinct: 21 }],
    ['depth', { depth: 5 }],
    ['trace', { trace: 5 }],
  ] as const)('says something else of: %s', (field, changed) => {
    const result = comparison({ embedded: violation, tlc: violation, record: { ...record, ...changed } });
    expect(result.verdict).toBe('disagree');
    expect(result.differences.map((d) => d.field)).toEqual([field]);
    // Also where there is nothing else to compare with.
    expect(comparison({ embedded: violation, record: { ...record, ...changed } }).verdict).toBe('disagree');
  });
});

describe('a bounded engine', () => {
  const within = (bound: number): Words => ({ bound, generated: undefined, distinct: undefined, depth: bound });

  it('agrees with a whole model within its bound', () => {
    expect(comparison({ embedded: {}, apalache: within(5) })).toMatchObject({ verdict: 'agree', compared: ['embedded', 'apalache'] });
  });

  it('contradicts a violation that is no longer than its bound', () => {
    // Four states are three steps.
    expect(differences({ embedded: violation, apalache: within(3) })).toEqual([
      ['verdict', { apalache: 'ok within 3 steps', embedded: 'safety after 3 steps' }],
    ]);
    expect(comparison({ embedded: violation, apalache: within(2) }).verdict).toBe('agree');
    expect(comparison({ embedded: { ...violation, trace: undefined }, apalache: within(9) }).verdict).toBe('incomplete');
  });

  it('contradicts those that find nothing, each of them', () => {
    expect(differences({ embedded: {}, tlc: {}, apalache: violation })).toEqual([
      ['verdict', { apalache: 'safety after 3 steps', embedded: 'ok' }],
      ['verdict', { apalache: 'safety after 3 steps', tlc: 'ok' }],
    ]);
    expect(differences({ apalache: violation, record: { verdict: 'ok' } })).toHaveLength(1);
  });

  it('contradicts a shortest counterexample that is not the shortest', () => {
    expect(differences({ embedded: violation, apalache: { ...violation, states: 3 } })).toEqual([
      ['trace', { apalache: 'safety after 2 steps', embedded: 'safety after 3 steps' }],
    ]);
    expect(comparison({ embedded: violation, apalache: { ...violation, property: 'Other', states: 6 } }).verdict).toBe('agree');
    expect(comparison({ embedded: violation, apalache: violation })).toMatchObject({
      verdict: 'agree',
      compared: ['embedded', 'apalache'],
    });
  });

  it('that did not look at all properties may miss a violation, and still be contradicted', () => {
    const partial: Words = { ...within(9), complete: false };
    expect(comparison({ embedded: {}, apalache: partial })).toMatchObject({ verdict: 'agree', compared: ['embedded', 'apalache'] });
    expect(comparison({ embedded: violation, apalache: partial })).toMatchObject({ verdict: 'incomplete', differences: [], compared: [] });
  });

  it('says nothing of liveness with fairness', () => {
    expect(comparison({ embedded: {}, apalache: { ...violation, verdict: 'liveness' } })).toMatchObject({
      verdict: 'incomplete',
      differences: [],
    });
    expect(comparison({ embedded: { ...violation, verdict: 'liveness' }, apalache: within(9) })).toMatchObject({
      verdict: 'incomplete',
      differences: [],
    });
  });

  it('does not make a disagreement of the others go away', () => {
    expect(comparison({ embedded: {}, tlc: { distinct: 3 }, apalache: within(5) }).verdict).toBe('disagree');
  });
});
