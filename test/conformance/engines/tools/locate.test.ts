import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enginesFolder, inPath, locateApalache, locateTlc } from '../../../../conformance/engines/tools/locate.ts';
import { pinnedTools, TOOL_NAMES } from '../../../../conformance/engines/tools/lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-locate-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Makes empty files, and returns the first one's path. */
function files(...names: readonly string[]): string {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), '');
  }
  return join(folder, names[0] ?? '');
}

const env = (variables: Readonly<Record<string, string>>) => ({ LOCKSTEP_ENGINES: join(folder, 'engines'), ...variables });

describe('the lock file', () => {
  it('is whole', () => {
    const lock = pinnedTools();
    expect(Object.keys(lock)).toEqual(TOOL_NAMES);
    for (const name of TOOL_NAMES) {
      const tool = lock[name];
      expect(tool.url).toMatch(/^https:\/\/github\.com\//);
      expect(tool.url).toContain(`v${tool.version}/`);
      expect(tool.java).toBeGreaterThanOrEqual(8);
      expect(['file', 'tgz']).toContain(tool.unpack);
      for (const digest of [tool.sha256, ...Object.values(tool.files)]) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    }
    // A file that is kept as it is has one digest.
    expect(Object.values(lock.tlc.files)).toEqual([lock.tlc.sha256]);
    expect(lock.tlc.size).toBe(2_274_532);
  });
});

describe('TLC is found', () => {
  it('where TLA2TOOLS_JAR says', () => {
    const jar = files('a/tla2tools.jar');
    expect(locateTlc(env({ TLA2TOOLS_JAR: jar }))).toEqual({ path: jar, origin: 'TLA2TOOLS_JAR' });
  });

  it('on a class path of several entries, each of which must be there', () => {
    const jar = files('a/tla2tools.jar', 'lib/gson.jar');
    const path = [jar, join(folder, 'lib', '*'), join(folder, 'a')].join(delimiter);
    expect(locateTlc(env({ TLA2TOOLS_JAR: path }))?.path).toBe(path);
    for (const missing of ['gone.jar', 'gone/*'])
      expect(() => locateTlc(env({ TLA2TOOLS_JAR: `${jar}${delimiter}${join(folder, missing)}` }))).toThrow(
        `TLA2TOOLS_JAR names ${join(folder, missing)}: there is no such file or folder`,
      );
  });

  it('where it was installed, before PATH; and not where another version is', () => {
    const { version } = pinnedTools().tlc;
    const other = files('bin/tla2tools.jar', 'engines/tlc-0.0.1/tla2tools.jar');
    const PATH = join(folder, 'bin');
    expect(locateTlc(env({ PATH }))).toEqual({ path: other, origin: 'PATH' });
    const jar = files(`engines/tlc-${version}/tla2tools.jar`);
    expect(locateTlc(env({ PATH }))).toEqual({ path: jar, origin: 'installed' });
  });

  it('nowhere: a program named tlc may be anything', () => {
    files('bin/tlc');
    expect(locateTlc(env({ PATH: join(folder, 'bin'), TLA2TOOLS_JAR: '' }))).toBeUndefined();
  });
});

describe('Apalache is found', () => {
  it('where APALACHE_HOME says, if that is its folder', () => {
    files('home/bin/apalache-mc');
    const APALACHE_HOME = join(folder, 'home');
    expect(() => locateApalache(env({ APALACHE_HOME }))).toThrow(`APALACHE_HOME names ${APALACHE_HOME}, which holds no lib/apalache.jar`);
    files('home/lib/apalache.jar');
    expect(locateApalache(env({ APALACHE_HOME }))).toEqual({ path: APALACHE_HOME, origin: 'APALACHE_HOME' });
  });

  it('where it was installed, whole, before PATH', () => {
    const { version } = pinnedTools().apalache;
    const launcher = files('bin/apalache-mc', `engines/apalache-${version}/bin/apalache-mc`);
    const PATH = join(folder, 'bin');
    expect(locateApalache(env({ PATH }))).toEqual({ path: launcher, origin: 'PATH' });
    files(`engines/apalache-${version}/lib/apalache.jar`);
    expect(locateApalache(env({ PATH }))).toEqual({ path: join(folder, 'engines', `apalache-${version}`), origin: 'installed' });
  });

  it('nowhere', () => {
    expect(locateApalache(env({ PATH: '' }))).toBeUndefined();
    expect(inPath({}, 'apalache-mc')).toBeUndefined();
  });
});

describe('the folder of the engines', () => {
  it('is named, or in the cache', () => {
    expect(enginesFolder({ LOCKSTEP_ENGINES: folder })).toBe(folder);
    expect(enginesFolder({ XDG_CACHE_HOME: folder })).toBe(join(folder, 'lockstep', 'engines'));
    expect(enginesFolder({ LOCKSTEP_ENGINES: '', XDG_CACHE_HOME: '' })).toMatch(/\.cache[/\\]lockstep[/\\]engines$/);
  });
});
