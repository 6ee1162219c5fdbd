/** The engines are opened where they are found; where one is not, it is said why. */
import { mkdirSync } from 'node:fs';
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
