/** SARIF 2.1.0: what the schema requires and code scanning needs, and that a run without an answer never reads as a success. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../../conformance/cli/reporters/finding.ts';
import { sarif } from '../../../../conformance/cli/reporters/sarif.ts';
import { failed, open, passed, run } from './support.ts';

interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
    readonly region?: { readonly startLine: number; readonly startColumn?: number };
  };
  readonly message?: { readonly text: string };
}

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly (Location & { readonly id: number })[];
  readonly codeFlows?: readonly { readonly threadFlows: readonly { readonly locations: readonly { readonly location: Location }[] }[] }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Document {
  readonly version: string;
  readonly $schema: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly version: string; readonly rules: readonly { readonly id: string }[] };
    };
    readonly originalUriBaseIds: Readonly<Record<string, unknown>>;
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly exitCode: number;
      readonly toolExecutionNotifications: readonly {
        readonly message: { readonly text: string };
        readonly associatedRule: { readonly id: string };
      }[];
    }[];
    readonly results: readonly Result[];
  }[];
}

/** Reads a document, and holds it to what the schema requires of every document. */
function read(text: string): Document['runs'][number] {
  const document: Document = JSON.parse(text);
  expect(document.version).toBe('2.1.0');
  expect(document.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  const [one, ...others] = document.runs;
  expect(others).toEqual([]);
  if (one === undefined) throw new Error('there is no run');
  expect(one.tool.driver.rules.map((r) => r.id)).toEqual(Object.keys(RULES));
  for (const result of one.results) {
    expect(one.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.message.text).not.toBe('');
    const flow = (result.codeFlows ?? []).flatMap((f) => f.threadFlows.flatMap((t) => t.locations.map((l) => l.location)));
    for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? []), ...flow]) {
      if (physicalLocation === undefined) continue;
      const { artifactLocation, region } = physicalLocation;
      expect(artifactLocation.uri).not.toMatch(/[ \\]/);
      if (artifactLocation.uriBaseId === undefined) expect(artifactLocation.uri).toMatch(/^file:\/\//);
      else expect(one.originalUriBaseIds).toHaveProperty([artifactLocation.uriBaseId]);
      if (region !== undefined) expect(region.startLine).toBeGreaterThan(0);
    }
  }
  return one;
}

describe('a SARIF document', () => {
  it('has no result and a success where all is well', () => {
    const { results, invocations, tool } = read(sarif(run([passed('A', 'one')])));
    expect(results).toEqual([]);
    expect(invocations).toMatchObject([{ executionSuccessful: true, exitCode: 0, toolExecutionNotifications: [] }]);
    expect(tool.driver).toMatchObject({ name: 'lockstep', version: '1.2.3' });
  });

  it('has a result for each problem, at its place, with the way there', () => {
    const { results, invocations } = read(sarif(run([failed('A', 'one')], { exitCode: 12 })));
    const file = { artifactLocation: { uri: 'spec/a%20b/M.tla', uriBaseId: '%SRCROOT%' } };
    expect(results).toMatchObject([
      {
        ruleId: 'safety',
        level: 'error',
        locations: [{ physicalLocation: { ...file, region: { startLine: 7, startColumn: 3 } } }],
        codeFlows: [
          {
            threadFlows: [
              {
                locations: [
                  { location: { message: { text: 'initial state' }, physicalLocation: { ...file, region: { startLine: 4 } } } },
                  { location: { message: { text: 'Up(2)' } } },
                ],
              },
            ],
          },
        ],
      },
    ]);
    // The run did what it was to do: it found something.
    expect(invocations).toMatchObject([{ executionSuccessful: true, exitCode: 12 }]);
  });

  it('has both places of a divergence, and files elsewhere in full', () => {
    const outside = resolve('/elsewhere/a b.ts');
    const places = [
      { file: outside, line: 3, role: 'code' },
      { file: 'M.tla', line: 7, role: 'specification' },
    ];
    const [result] = read(sarif(run([failed('A', 'one', { rule: 'divergence', places })]))).results;
    expect(result?.locations).toMatchObject([{ physicalLocation: { artifactLocation: { uri: pathToFileURL(outside).href } } }]);
    expect(result?.relatedLocations).toMatchObject([
      { id: 1, message: { text: 'specification' }, physicalLocation: { region: { startLine: 7 } } },
    ]);
  });

  it.each(['incomplete', 'parse', 'config', 'evaluation', 'unsupported', 'usage', 'engine', 'internal'] as const)(
    'is no success of a run that ended with: %s',
    (rule) => {
      const of = (places: readonly { readonly file: string }[]): Document['runs'][number] =>
        read(sarif(run([passed('A', 'one'), open('A', 'two', { rule, places })])));
      for (const places of [[], [{ file: 'M.tla' }]])
        expect(of(places).invocations).toMatchObject([
          { executionSuccessful: false, toolExecutionNotifications: [{ associatedRule: { id: rule } }] },
        ]);
      // A result without a place is refused by code scanning, with all the others.
      expect(of([]).results).toEqual([]);
      const ofTheRun = rule === 'usage' || rule === 'engine' || rule === 'internal';
      expect(of([{ file: 'M.tla' }]).results.map((r) => r.ruleId)).toEqual(ofTheRun ? [] : [rule]);
    },
  );

  it('keeps a violation even where no place of it is known', () => {
    expect(read(sarif(run([failed('A', 'one', { places: [] })]))).results).toMatchObject([{ ruleId: 'safety', locations: [] }]);
  });

  it('knows a problem again when lines move and values change, and tells problems apart', () => {
    const fingerprint = (...args: Parameters<typeof failed>): unknown =>
      read(sarif(run([failed(...args)]))).results[0]?.partialFingerprints;
    const one = fingerprint('A', 'one');
    expect(fingerprint('A', 'one', { message: 'other', places: [{ file: 'M.tla', line: 99 }], details: '' })).toEqual(one);
    expect(fingerprint('A', 'two')).not.toEqual(one);
    expect(fingerprint('A', 'one', { rule: 'liveness' })).not.toEqual(one);
  });
});
