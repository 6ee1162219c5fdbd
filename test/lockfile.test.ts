/** What makes `npm ci` work everywhere: on any platform, from any mirror of the registry, with neither a compiler nor an install script. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const lock: { readonly packages: Readonly<Record<string, Entry>> } = JSON.parse(read('package-lock.json'));
const manifest: Manifest = JSON.parse(read('package.json'));
const entries = Object.entries(lock.packages);

describe('the lockfile', () => {
  it('names no host, so that it works with any mirror', () => {
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('has every optional package: npm drops those that a mirror lacks, and then `npm ci` refuses the lockfile elsewhere', () => {
    const missing = entries.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) => lock.packages[`node_modules/${name}`] === undefined && lock.packages[`${path}/node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });

  it('needs no install script at run time', () => {
    expect(entries.filter(([path, entry]) => path !== '' && entry.hasInstallScript === true && entry.dev !== true)).toEqual([]);
    expect(read('.npmrc').split('\n')).toContain('ignore-scripts=true');
  });
});

describe('package.json', () => {
  it('fixes every version', () => {
    const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(ranges).toEqual([]);
  });
});
