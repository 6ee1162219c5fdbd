/** The models that `lockstep crosscheck` runs: those of the manifests beside our specifications, or specifications of the user's. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Expected } from '../../crosscheck/compare.ts';
import type { Subject } from '../../crosscheck/run.ts';
import { readText } from '../../engines/embedded/load.ts';
import type { EngineName } from '../../engines/engine.ts';
import { type JsonNode, parseJson } from '../../itf/json.ts';
import { packageRoot } from '../conform/catalogue.ts';
import { findSpec, manifestLibraries, type SpecOptions } from '../files.ts';
import { usageError } from '../host.ts';
import { itemsOf, numberOf, textOf } from './fields.ts';
import { checkArguments, featuresOf, symbolicModels } from './symbolic.ts';

export const SIZES = ['small', 'default', 'large', 'all'] as const;
export type Size = (typeof SIZES)[number];

/** The other sizes of a manifest are for other checks: too large to be explored. */
const EXPLORED: readonly string[] = ['small', 'default', 'large'];
const VERDICTS: readonly Expected['verdict'][] = ['ok', 'assumption', 'deadlock', 'safety', 'liveness'];

export interface ModelOptions extends SpecOptions {
  /** Undefined: small and default. */
  readonly size?: Size;
}

/** The models that the arguments name: `all`, folders of spec/, or specifications. @throws TlaError `usage` */
export function modelsFor(cwd: string, names: readonly string[], options: ModelOptions): readonly Subject[] {
  const protocols = protocolFolders();
  const chosen = names.length === 0 ? ['all'] : names;
  const isSpec = (name: string): boolean => name !== 'all' && !protocols.includes(name);
  if ((options.config !== undefined || options.library?.length) && (names.length !== 1 || !chosen.every(isSpec)))
    throw usageError('--config and --library go with one specification, SPEC.tla');
  const subjects = chosen.flatMap((name) => {
    if (name === 'all') return protocols.flatMap((protocol) => ofProtocol(protocol, options.size));
    if (protocols.includes(name)) return ofProtocol(name, options.size);
    if (!/[/\\.]/.test(name))
      throw usageError(`There is no protocol ${name}; there are: ${protocols.join(', ')}, all, or a specification SPEC.tla`);
    return [ofSpec(cwd, name, options)];
  });
  if (subjects.length === 0) throw usageError(`There is no model of size ${options.size}`);
  return subjects;
}

function specFolder(): string {
  return join(packageRoot(), 'spec');
}

function protocolFolders(): readonly string[] {
  const root = specFolder();
  return readdirSync(root).filter((folder) => existsSync(join(root, folder, 'manifest.json')));
}

function ofProtocol(protocol: string, size: Size | undefined): readonly Subject[] {
  const folder = join(specFolder(), protocol);
  const wanted = size === undefined ? ['small', 'default'] : size === 'all' ? EXPLORED : [size];
  const libraries = manifestLibraries(folder, folder).map((library) => resolve(folder, library));
  const manifest = manifestOf(folder);
  const features = featuresOf(manifest);
  const explored = entriesOf(manifest)
    .filter((entry) => wanted.includes(entry.size))
    .map(({ name, module, config, expected }) => ({
      name: `${protocol}/${name}`,
      spec: join(folder, `${module}.tla`),
      config: join(folder, config),
      libraries,
      ...(expected === undefined ? {} : { expected }),
      ...(features.length === 0 ? {} : { features }),
    }));
  return [...explored, ...symbolicModels(protocol, folder, manifest, wanted).map((subject) => ({ ...subject, libraries }))];
}

/** A specification of the user's; what its folder's manifest records of it counts, and what Apalache needs for it. */
function ofSpec(cwd: string, path: string, options: ModelOptions): Subject {
  const files = findSpec(cwd, path, options);
  const [spec, config] = [resolve(cwd, files.spec.path), resolve(cwd, files.config.path)];
  const folder = dirname(spec);
  const manifest = existsSync(join(folder, 'manifest.json')) ? manifestOf(folder) : undefined;
  const entry = (manifest === undefined ? [] : entriesOf(manifest)).find(
    (e) => `${e.module}.tla` === basename(spec) && join(folder, e.config) === config,
  );
  const features = manifest === undefined ? [] : featuresOf(manifest);
  const libraries = [...(options.library ?? []).map((library) => resolve(cwd, library)), ...manifestLibraries(folder, folder)];
  const name = options.config === undefined ? files.spec.path : `${files.spec.path} with ${files.config.path}`;
  return {
    ...{ name, spec, config, libraries },
    ...(entry?.expected === undefined ? {} : { expected: entry.expected }),
    ...(features.length === 0 ? {} : { features }),
  };
}

interface Entry {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  readonly size: string;
  readonly expected: Expected | undefined;
}

function manifestOf(folder: string): JsonNode {
  const path = join(folder, 'manifest.json');
  return parseJson(readText(folder, path, 'The manifest'), path);
}

/** The models of a manifest that are whole enough to be run. */
function entriesOf(manifest: JsonNode): readonly Entry[] {
  return itemsOf(manifest, 'models').flatMap(entryOf);
}

function entryOf(node: JsonNode): readonly Entry[] {
  const [name, module, config, size] = ['name', 'module', 'config', 'size'].map((key) => textOf(node, key));
  if (name === undefined || module === undefined || config === undefined || size === undefined) return [];
  return [{ name, module, config, size, expected: expectedOf(node) }];
}

function expectedOf(node: JsonNode): Expected | undefined {
  const result = textOf(node, 'result');
  const verdict = VERDICTS.find((known) => known === result);
  if (verdict === undefined) return undefined;
  const property = textOf(node, 'violates');
  const numbers = (['generated', 'distinct', 'depth', 'trace'] as const).flatMap((key) => {
    const value = numberOf(node, key);
    return value === undefined ? [] : [[key, value]];
  });
  return { verdict, ...(property === undefined ? {} : { property }), ...Object.fromEntries(numbers) };
}

/** The arguments of `lockstep` that have one engine say again what it said of a model, from the current folder. */
export function repeatArguments(
  cwd: string,
  { spec, config, run }: Subject,
  engine: EngineName,
  options: readonly string[],
): readonly string[] {
  const shown = (path: string): string => (relative(cwd, path).startsWith('..') ? path : relative(cwd, path));
  if (run !== undefined) return checkArguments(shown(spec), run);
  return ['crosscheck', shown(spec), '--config', shown(config), '--engines', engine, ...options];
}
