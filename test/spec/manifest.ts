/** Reads the manifests of spec/: for each folder, its models and what each is expected to say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface ModelEntry {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  readonly result: 'ok' | 'assumption' | 'deadlock' | 'safety' | 'liveness';
  /** TLC's, which is 13 and not 12 where an action property or a refinement is violated. */
  readonly tlcExit: number;
  readonly violates?: string;
  readonly trace?: number;
  readonly generated?: number;
  readonly distinct?: number;
  readonly depth?: number;
  /** `walks` and `steps` are for the code beside the specification: too large to be explored, and so without counts. */
  readonly size: 'small' | 'default' | 'large' | 'walks' | 'steps';
}

/** A run of Apalache; docs/apalache.md says what the fields mean. */
export interface ApalacheEntry {
  readonly name: string;
  readonly module: string;
  readonly args: {
    readonly cinit: string;
    readonly init: string;
    readonly next: string;
    readonly length: number;
    readonly inv: readonly string[];
    readonly features?: readonly string[];
    readonly noDeadlock?: boolean;
  };
  readonly result: 'ok' | 'safety';
  readonly cpuSeconds: number;
  readonly note: string;
}

interface Manifest {
  readonly models: readonly ModelEntry[];
  readonly apalache?: readonly ApalacheEntry[];
}

/** The folder of the specifications. */
export const root = fileURLToPath(new URL('../../spec/', import.meta.url));
/** Those of its folders that have a manifest. */
export const folders = readdirSync(root).filter((folder) => existsSync(join(root, folder, 'manifest.json')));

/** The models of one of them. */
export function modelsOf(folder: string): readonly ModelEntry[] {
  return manifestOf(folder).models;
}

/** The runs of Apalache of one of them. */
export function apalacheOf(folder: string): readonly ApalacheEntry[] {
  return manifestOf(folder).apalache ?? [];
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'manifest.json'), 'utf8'));
}
