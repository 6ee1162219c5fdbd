import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Folder } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  vi.stubEnv('LOCKSTEP_ENGINES', folder.path);
  vi.stubEnv('PATH', '');
  vi.stubEnv('JAVA_HOME', '');
  vi.stubEnv('TLA2TOOLS_JAR', '');
  vi.stubEnv('APALACHE_HOME', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

describe('lockstep engines', () => {
  it('alone names both of its commands', async () => {
    const { code, out } = await folder.run(['engines']);
    expect(code).toBe(0);
    expect(out).toMatch(/install .*\n.*doctor/);
  });

  it('install refuses a file that is not the pinned one, and leaves nothing', async () => {
    folder.write({ 'tla2tools.jar': 'something else' });
    const { code, out, err } = await folder.run(['engines', 'install', 'tlc', '--from', 'tla2tools.jar']);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('is not TLC 1.7.4: it has 14 bytes and must have 2274532. It must be the file of https://github.com/');
    expect(folder.list()).toEqual(['tla2tools.jar']);
    const json = await folder.run(['engines', 'install', 'apalache', '--from', 'tla2tools.jar', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'error',
      tools: [{ name: 'apalache', version: '0.52.2', done: 'refused', message: expect.stringContaining('SHA-256') }],
    });
  });

  it('install takes one tool from a file, and knows its tools', async () => {
    expect(await folder.run(['engines', 'install', '--from', 'x'])).toMatchObject({ code: 1, err: expect.stringContaining('name it') });
    expect(await folder.run(['engines', 'install', 'spin'])).toMatchObject({ code: 1, err: expect.stringContaining('tlc, apalache, all') });
  });

  it('doctor says what is missing, which is no error', async () => {
    const { code, out } = await folder.run(['engines', 'doctor']);
    expect(code).toBe(0);
    expect(out).toContain('TLC: missing\n  without it: ');
    expect(out.trimEnd().split('\n').at(-1)).toBe('Works: embedded engine. Missing: Java, TLC, Apalache.');
    const json = await folder.run(['engines', 'doctor', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ verdict: 'ok', engines: [{ name: 'embedded', state: 'works' }, {}, {}, {}] });
  });

  it('doctor fails where something that is there cannot be used', async () => {
    vi.stubEnv('TLA2TOOLS_JAR', 'gone.jar');
    const { code, out } = await folder.run(['engines', 'doctor']);
    expect(code).toBe(1);
    expect(out).toContain('problem: TLA2TOOLS_JAR names gone.jar: there is no such file or folder');
    expect(out).toContain('Broken: TLC. Missing: Java, Apalache.');
    expect(JSON.parse((await folder.run(['engines', 'doctor', '--json'])).out)).toMatchObject({ verdict: 'broken' });
  });
});
