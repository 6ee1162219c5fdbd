/** The engines are opened where they are found; where one is not, it is said why. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineFailure } from '../../../conformance/engines/engine.ts';
import { openEngine } from '../../../conformance/engines/open.ts';
import { launcherThat, temporaryFolder } from './apalache/support.ts';

/** An environment in which nothing is installed. */
const nowhere = () => ({ LOCKSTEP_ENGINES: temporaryFolder(), PATH: '' });

describe('Apalache', () => {
  it('that is nowhere, is missed', async () => {
    expect(await openEngine('apalache', nowhere())).toEqual({ why: expect.stringContaining('lockstep engines install apalache') });
  });

  it('in PATH, is opened with the Java that is there; without one it is not', async () => {
    const folder = temporaryFolder();
    launcherThat(folder, "console.log('0.62.1')");
    expect(await openEngine('apalache', { ...nowhere(), PATH: folder })).toEqual({ why: expect.stringContaining('it needs Java') });
    const bin = join(folder, 'java', 'bin');
    mkdirSync(bin, { recursive: true });
    launcherThat(bin, `console.error('openjdk version "21.0.1"')`, 'java');
    const opened = await openEngine('apalache', { ...nowhere(), PATH: folder, JAVA_HOME: join(folder, 'java') });
    expect(opened).toMatchObject({ engine: { name: 'apalache', version: '0.62.1', capabilities: { check: 'bounded' } } });
  });

  it('that does not answer, is a failure', async () => {
    const folder = temporaryFolder();
    launcherThat(folder, "console.error('UnsupportedClassVersionError'); process.exit(1)");
    launcherThat(folder, `console.error('openjdk version "8.0.1"')`, 'java');
    await expect(openEngine('apalache', { ...nowhere(), PATH: folder })).rejects.toThrow(EngineFailure);
  });
});

describe('TLC', () => {
  /** A machine with a class path, and a Java that says this of itself and that of TLC. @returns it, and how often Java was started */
  function machine(java: string, tlc: string): { readonly env: Record<string, string>; readonly starts: () => number } {
    const folder = temporaryFolder();
    const jar = join(folder, 'tla2tools.jar');
    writeFileSync(jar, '');
    const log = JSON.stringify(join(folder, 'log'));
    const told = `require('node:fs').appendFileSync(${log}, 'x'); if (process.argv.includes('-version')) { ${java} } else { ${tlc} }`;
    launcherThat(folder, told, 'java');
    return { env: { ...nowhere(), PATH: folder, TLA2TOOLS_JAR: jar }, starts: () => readFileSync(join(folder, 'log'), 'utf8').length };
  }
  const works = `console.error('openjdk version "21.0.1"')`;
  const fails = 'process.exit(1)';

  it('is opened with one start of Java', async () => {
    const { env, starts } = machine(works, "console.log('TLC2 Version 2.19 of 08 August 2024')");
    expect(await openEngine('tlc', env)).toMatchObject({ engine: { name: 'tlc', version: '2.19 of 08 August 2024' } });
    expect(starts()).toBe(1);
  });

  it('that does not answer is a failure, or else Java is missed', async () => {
    await expect(openEngine('tlc', machine(works, fails).env)).rejects.toThrow(EngineFailure);
    expect(await openEngine('tlc', machine(fails, fails).env)).toEqual({ why: expect.stringContaining('it needs Java') });
  });
});
