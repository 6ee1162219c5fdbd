import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { examine, type Finding } from '../../../../conformance/engines/tools/doctor.ts';
import type { ToolsLock } from '../../../../conformance/engines/tools/lock.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
let lock: ToolsLock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-doctor-'));
  const common = { version: '1', url: 'https://example.org/tool', java: 11, note: '' };
  lock = {
    tlc: { ...common, title: 'TLC', sha256: sha256('jar'), unpack: 'file', files: { 'tla2tools.jar': sha256('jar') } },
    apalache: {
      ...common,
      title: 'Apalache',
      java: 17,
      sha256: sha256('archive'),
      unpack: 'tgz',
      files: { 'bin/apalache-mc': sha256(launcher('0.52.2')), 'lib/apalache.jar': sha256('jar') },
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const launcher = (says: string): string => `#!/bin/sh\necho '${says}'\n`;

/** Writes files that can be run. */
function programs(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    chmodSync(path, 0o755);
  }
}

/** A Java of this version, which runs TLC as it says. */
function java(version: string, tlc = 'echo "TLC2 Version 2.19 of today"; exit 1'): void {
  programs({ 'bin/java': `#!/bin/sh\nif [ "$1" = -version ]; then echo 'openjdk version "${version}"' >&2; exit 0; fi\n${tlc}\n` });
}

const env = (more: Readonly<Record<string, string>> = {}) => ({
  PATH: join(folder, 'bin'),
  LOCKSTEP_ENGINES: join(folder, 'engines'),
  ...more,
});

async function finding(name: Finding['name'], more: Readonly<Record<string, string>> = {}): Promise<Finding> {
  const found = (await examine(env(more), lock)).find((f) => f.name === name);
  if (found === undefined) throw new Error(`nothing is said of ${name}`);
  return found;
}

describe('where nothing is installed', () => {
  it('the embedded engine works, and what is missing has a cost and a remedy', async () => {
    const found = await examine(env(), lock);
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['embedded', 'works'],
      ['java', 'missing'],
      ['tlc', 'missing'],
      ['apalache', 'missing'],
    ]);
    for (const { cost, remedy } of found.slice(1)) expect([cost, remedy]).toEqual([expect.any(String), expect.any(String)]);
  });
});

describe('TLC', () => {
  it('works, as pinned, where it is installed', async () => {
    java('17.0.1');
    programs({ 'engines/tlc-1/tla2tools.jar': 'jar' });
    expect(await finding('tlc')).toEqual({
      name: 'tlc',
      state: 'works',
      path: join(folder, 'engines/tlc-1/tla2tools.jar'),
      origin: 'installed',
      checksum: 'as pinned',
      version: '2.19 of today',
    });
  });

  it('is broken where what is installed is damaged, or half of it is gone', async () => {
    java('17.0.1');
    programs({ 'engines/tlc-1/tla2tools.jar': 'damaged', 'engines/apalache-1/bin/apalache-mc': launcher('0.52.2') });
    expect(await finding('tlc')).toMatchObject({
      state: 'broken',
      checksum: 'not the pinned one',
      problem: expect.stringContaining('damaged'),
    });
    expect(await finding('apalache')).toMatchObject({ state: 'broken', problem: 'it is damaged: there is no lib/apalache.jar' });
  });

  it('of the user need not be the pinned one, but must run', async () => {
    java('17.0.1');
    programs({ 'mine.jar': 'other' });
    const TLA2TOOLS_JAR = join(folder, 'mine.jar');
    expect(await finding('tlc', { TLA2TOOLS_JAR })).toMatchObject({ state: 'works', checksum: 'not the pinned one' });
    java('17.0.1', 'echo "Error: Invalid or corrupt jarfile" >&2; exit 1');
    expect(await finding('tlc', { TLA2TOOLS_JAR })).toMatchObject({
      state: 'broken',
      problem: 'it does not say its version, but: Error: Invalid or corrupt jarfile (Java 17.0.1)',
    });
    const several = [TLA2TOOLS_JAR, join(folder, '*')].join(delimiter);
    java('17.0.1');
    expect(await finding('tlc', { TLA2TOOLS_JAR: several })).toMatchObject({ state: 'works', checksum: 'not the pinned one' });
    expect(await finding('tlc', { TLA2TOOLS_JAR: 'gone.jar' })).toMatchObject({
      state: 'broken',
      problem: 'TLA2TOOLS_JAR names gone.jar: there is no such file or folder',
    });
  });

  it('is broken without a Java, or with one that is too old for the pinned version', async () => {
    programs({ 'engines/tlc-1/tla2tools.jar': 'jar' });
    expect(await finding('tlc')).toMatchObject({ state: 'broken', problem: 'there is no Java to run it with' });
    java('1.8.0_292');
    expect(await finding('java')).toMatchObject({ state: 'works', version: '1.8.0_292' });
    expect(await finding('tlc')).toMatchObject({ state: 'broken', problem: expect.stringContaining('it needs Java 11, and ') });
  });
});

describe('Apalache', () => {
  it('works where it says its version, and only there', async () => {
    java('17.0.1');
    programs({ 'engines/apalache-1/bin/apalache-mc': launcher('0.52.2'), 'engines/apalache-1/lib/apalache.jar': 'jar' });
    expect(await finding('apalache')).toMatchObject({ state: 'works', version: '0.52.2', checksum: 'as pinned' });
    programs({ 'home/bin/apalache-mc': launcher('Error: no jar'), 'home/lib/apalache.jar': 'x' });
    expect(await finding('apalache', { APALACHE_HOME: join(folder, 'home') })).toMatchObject({
      state: 'broken',
      problem: 'it does not say its version, but: Error: no jar (Java 17.0.1)',
    });
    programs({ 'home/bin/apalache-mc': `${launcher('0.62.1')}exit 3\n` });
    expect(await finding('apalache', { APALACHE_HOME: join(folder, 'home') })).toMatchObject({ state: 'broken' });
  });

  it('in PATH is run by its launcher', async () => {
    java('17.0.1');
    programs({ 'bin/apalache-mc': launcher('0.62.1') });
    expect(await finding('apalache')).toMatchObject({ state: 'works', origin: 'PATH', checksum: 'not the pinned one', version: '0.62.1' });
  });
});
