/** The runs of Apalache that a manifest records (docs/apalache.md), as models of `lockstep crosscheck`. */
import { join } from 'node:path';
import type { Run } from '../../crosscheck/recorded.ts';
import type { Subject } from '../../crosscheck/run.ts';
import type { JsonNode } from '../../itf/json.ts';
import { isTrue, itemsOf, member, numberOf, textOf, textsOf } from './fields.ts';

/** How large a run is, by the seconds of one processor that it took. */
const SMALL = 20;
const DEFAULT = 60;

/** The runs of these sizes that a manifest has. Those that are not whole are left to the tests of manifests. */
export function symbolicModels(protocol: string, folder: string, manifest: JsonNode, sizes: readonly string[]): readonly Subject[] {
  return itemsOf(manifest, 'apalache').flatMap((entry) => {
    const [name, module] = [textOf(entry, 'name'), textOf(entry, 'module')];
    const run = runOf(entry);
    if (name === undefined || module === undefined || run === undefined || !sizes.includes(sizeOf(entry))) return [];
    // There is no configuration; its place is where one would be.
    const [spec, config] = [join(folder, `${module}.tla`), join(folder, `${module}.cfg`)];
    return [{ name: `${protocol}/apalache/${name}`, spec, config, libraries: [], run }];
  });
}

/** The experimental features that Apalache needs for the modules of a folder. */
export function featuresOf(manifest: JsonNode): readonly string[] {
  return [...new Set(itemsOf(manifest, 'apalache').flatMap((entry) => textsOf(member(entry, 'args') ?? entry, 'features')))];
}

function sizeOf(entry: JsonNode): string {
  const seconds = numberOf(entry, 'cpuSeconds') ?? Number.POSITIVE_INFINITY;
  if (seconds <= SMALL) return 'small';
  return seconds <= DEFAULT ? 'default' : 'large';
}

function runOf(entry: JsonNode): Run | undefined {
  const args = member(entry, 'args');
  const result = textOf(entry, 'result');
  if (args === undefined || (result !== 'ok' && result !== 'safety')) return undefined;
  const [cinit, init, next] = ['cinit', 'init', 'next'].map((key) => textOf(args, key));
  const [length, inv, features] = [numberOf(args, 'length'), textsOf(args, 'inv'), textsOf(args, 'features')];
  if (cinit === undefined || init === undefined || next === undefined || length === undefined || inv.length === 0) return undefined;
  return {
    byName: { cinit, init, next, inv, ...(features.length === 0 ? {} : { features }) },
    length,
    deadlock: !isTrue(args, 'noDeadlock'),
    result,
  };
}

/** The arguments of `lockstep` that repeat a run. */
export function checkArguments(spec: string, { byName, length, deadlock }: Run): readonly string[] {
  const { cinit = '', init = '', next = '', inv = [], features } = byName;
  return [
    ...['check', spec, '--engine', 'apalache', '--cinit', cinit, '--init', init, '--next', next],
    ...['--inv', inv.join(','), '--length', String(length)],
    ...(features === undefined ? [] : ['--features', features.join(',')]),
    ...(deadlock ? [] : ['--no-deadlock']),
  ];
}
