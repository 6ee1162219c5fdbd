import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InstallError } from '../../../../conformance/engines/tools/download.ts';
import { type InstallOptions, installTool } from '../../../../conformance/engines/tools/install.ts';
import type { PinnedTool } from '../../../../conformance/engines/tools/lock.ts';
import { type Entry, tgz } from './archive.ts';
import { type Behaviour, dying, FileServer, ranged, whole } from './server.ts';

const digest = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const jar = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251));

let folder: string;
let server: FileServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-install-'));
  server = await FileServer.start(whole(jar));
});
afterEach(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function pinned(bytes: Buffer, more: Partial<PinnedTool> = {}): PinnedTool {
  const sha256 = digest(bytes);
  const files = { 'tool.jar': sha256 };
  return { title: 'Tool', version: '1', url: server.url, sha256, size: bytes.length, java: 11, unpack: 'file', files, note: '', ...more };
}

/** What is in the folder besides the installed tool. */
const leftovers = (): readonly string[] => readdirSync(folder).filter((name) => name !== 'tlc-1');
const target = (): string => join(folder, 'tlc-1');

interface Attempt {
  readonly done: string;
  readonly notes: readonly string[];
}

async function install(tool: PinnedTool, options: InstallOptions = {}): Promise<Attempt> {
  const notes: string[] = [];
  const { done } = await installTool('tlc', tool, folder, { ...options, onNote: (text) => notes.push(text) });
  return { done, notes };
}

async function refusal(tool: PinnedTool, options: InstallOptions = {}): Promise<string> {
  try {
    await install(tool, options);
  } catch (error) {
    if (error instanceof InstallError) return error.message;
    throw error;
  }
  throw new Error('it was installed');
}

const serve = (behave: Behaviour): void => {
  server.behave = behave;
};

describe('a download', () => {
  it('is installed, once', async () => {
    const seen: number[] = [];
    expect((await install(pinned(jar), { onProgress: (received) => seen.push(received) })).done).toBe('installed');
    expect(readFileSync(join(target(), 'tool.jar')).equals(jar)).toBe(true);
    expect(seen.at(-1)).toBe(jar.length);
    expect((await install(pinned(jar))).done).toBe('already there');
    expect(server.ranges).toEqual(['']);
    expect(leftovers()).toEqual([]);
  });

  it('follows redirects', async () => {
    serve((request, response, n) => {
      if (request.url === '/tool') response.writeHead(302, { location: '/elsewhere' }).end();
      else ranged(jar)(request, response, n);
    });
    expect((await install(pinned(jar))).done).toBe('installed');
  });

  it('with a wrong checksum is refused, and nothing of it is left', async () => {
    const other = Buffer.from(jar);
    other[1000] = 0;
    serve(whole(other));
    expect(await refusal(pinned(jar))).toBe(
      `What ${server.url} gives is not Tool 1: its SHA-256 is ${digest(other)} and must be ${digest(jar)}. Nothing of it was kept.`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is longer than it may be is cut off', async () => {
    serve((_, response) => {
      response.writeHead(200);
      response.write(Buffer.concat([jar, jar]));
      // It would go on for ever.
    });
    expect(await refusal(pinned(jar))).toContain(`gives more than the ${jar.length} bytes`);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that ends early in good order is none', async () => {
    serve((_, response) => void response.writeHead(200).end(jar.subarray(0, 5000)));
    expect(await refusal(pinned(jar))).toContain('it ended after 5000 of 200000 bytes. 5000 bytes are kept');
    const { size: _, ...unknown } = pinned(jar);
    rmSync(folder, { recursive: true });
    expect(await refusal(unknown)).toContain('its SHA-256 is');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is not there says so, and what else can be done', async () => {
    serve((_, response) => void response.writeHead(404).end());
    expect(await refusal(pinned(jar))).toBe(
      `${server.url} could not be downloaded: the server answers 404 Not Found. Without a network: download it elsewhere and give it with --from FILE, or name a jar of yours in TLA2TOOLS_JAR.`,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('without a network is one error', async () => {
    const tool = pinned(jar);
    await server.stop();
    const message = await refusal(tool);
    expect(message).toMatch(/could not be downloaded: .*ECONNREFUSED/);
    expect(message).toContain(tool.url);
    expect(message).toContain('--from FILE');
    server = await FileServer.start(whole(jar));
  });

  it('on which nothing comes any more is given up', async () => {
    serve((_, response) => {
      response.writeHead(200, { 'content-length': jar.length });
      response.flushHeaders();
    });
    expect(await refusal(pinned(jar), { patience: 200 })).toContain('nothing came for 0.2 s');
  });
});

describe('an interrupted download', () => {
  it('goes on at once where the server knows ranges', async () => {
    serve((request, response, n) => (n < 2 ? dying(jar, 60_000) : ranged(jar))(request, response, n));
    const { done, notes } = await install(pinned(jar));
    expect(done).toBe('installed');
    expect(server.ranges).toEqual(['', 'bytes=60000-', 'bytes=120000-']);
    expect(notes).toHaveLength(2);
    expect(leftovers()).toEqual([]);
  });

  it('starts again where it knows none', async () => {
    serve((request, response, n) => (n === 0 ? dying(jar, 60_000) : whole(jar))(request, response, n));
    expect((await install(pinned(jar))).done).toBe('installed');
    expect(server.ranges).toEqual(['', 'bytes=60000-']);
  });

  it('is gone on with by the next command', async () => {
    serve((request, response, n) =>
      (n === 0 ? dying(jar, 60_000) : (_: unknown, r: typeof response) => void r.destroy())(request, response, n),
    );
    expect(await refusal(pinned(jar))).toContain('60000 bytes are kept: the same command goes on from there');
    expect(existsSync(target())).toBe(false);
    serve(ranged(jar));
    const { done, notes } = await install(pinned(jar));
    expect(done).toBe('installed');
    expect(notes).toEqual([`60000 bytes of ${server.url} are there already; the download goes on from there`]);
    expect(server.ranges.at(-1)).toBe('bytes=60000-');
    expect(leftovers()).toEqual([]);
  });

  it('by Ctrl-C is gone on with too', async () => {
    let stop = false;
    serve((_, response) => {
      response.writeHead(200, { 'content-length': jar.length });
      response.write(jar.subarray(0, 30_000));
    });
    const onProgress = (): void => {
      stop = true;
    };
    expect(await refusal(pinned(jar), { onProgress, interrupted: () => stop })).toBe('interrupted');
    serve(ranged(jar));
    await install(pinned(jar));
    expect(server.ranges.at(-1)).toBe('bytes=30000-');
  });

  /** A partial file of a process that has ended, or of one that runs. */
  function partial(bytes: Buffer, owner: number | null): string {
    const name = `.${digest(jar).slice(0, 16)}.${owner}.${randomUUID()}.part`;
    writeFileSync(join(folder, name), bytes);
    return name;
  }
  const ended = (): number => spawnSync(process.execPath, ['-e', '']).pid;

  it('whose process was killed is gone on with; that of a process that runs is left alone', async () => {
    serve(ranged(jar));
    partial(jar.subarray(0, 100), ended());
    partial(jar.subarray(0, 5000), ended());
    const running = partial(jar.subarray(0, 9000), process.pid);
    await install(pinned(jar));
    expect(server.ranges).toEqual(['bytes=5000-']);
    expect(leftovers()).toEqual([running]);
  });

  it('of which all had come needs nothing more', async () => {
    serve(ranged(jar));
    partial(jar, ended());
    expect((await install(pinned(jar))).done).toBe('installed');
  });

  it.each([
    ['a beginning', jar.length - 1],
    ['more than there is', jar.length + 5],
  ])('that does not fit, %s, is started again', async (_, length) => {
    serve(ranged(jar));
    partial(Buffer.alloc(length, 7), ended());
    const { done, notes } = await install(pinned(jar));
    expect(done).toBe('installed');
    expect(notes.join()).toContain(length < jar.length ? 'does not fit' : 'are there already');
    expect(server.ranges.at(-1)).toBe('');
    expect(readFileSync(join(target(), 'tool.jar')).equals(jar)).toBe(true);
  });
});

describe('a file of the user', () => {
  it('is verified in the same way, and stays', async () => {
    const from = join(folder, 'mine.jar');
    writeFileSync(from, jar);
    expect((await install(pinned(jar), { from })).done).toBe('installed');
    expect(server.ranges).toEqual([]);
    expect(leftovers()).toEqual(['mine.jar']);
    rmSync(target(), { recursive: true });
    writeFileSync(from, jar.subarray(1));
    expect(await refusal(pinned(jar), { from })).toContain(`${from} is not Tool 1: it has 199999 bytes and must have 200000`);
    expect(await refusal(pinned(jar), { from: join(folder, 'gone') })).toContain('there is no such file');
    expect(leftovers()).toEqual(['mine.jar']);
    expect(existsSync(target())).toBe(false);
  });
});

describe('an installed tool', () => {
  it('that is damaged is replaced', async () => {
    await install(pinned(jar));
    writeFileSync(join(target(), 'tool.jar'), 'damaged');
    const { done, notes } = await install(pinned(jar));
    expect(done).toBe('repaired');
    expect(notes[0]).toContain('the SHA-256 of tool.jar is');
    expect(readFileSync(join(target(), 'tool.jar')).equals(jar)).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  it('that is damaged stays as it is if there is no other', async () => {
    await install(pinned(jar));
    writeFileSync(join(target(), 'tool.jar'), 'damaged');
    serve(whole(Buffer.from('no jar')));
    expect(await refusal(pinned(jar))).toContain('it has 6 bytes and must have 200000');
    expect(readFileSync(join(target(), 'tool.jar'), 'utf8')).toBe('damaged');
    expect(leftovers()).toEqual([]);
  });

  it('is whole also where several are installed at the same time, over a damaged one', async () => {
    serve(ranged(jar));
    for (const damaged of [false, true]) {
      if (damaged) writeFileSync(join(target(), 'tool.jar'), 'damaged');
      await Promise.all(Array.from({ length: 6 }, () => install(pinned(jar))));
      expect(readFileSync(join(target(), 'tool.jar')).equals(jar)).toBe(true);
      expect(leftovers()).toEqual([]);
    }
  });

  it('cannot be where no folder can be', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
    expect(await refusal(pinned(jar))).toContain('cannot be installed in');
    rmSync(folder);
    mkdirSync(folder);
  });
});

describe('an archive', () => {
  const launcher: Entry = { name: 'tool-1/bin/tool', text: '#!/bin/sh\n', mode: 0o755 };
  const long = `tool-1/${'a'.repeat(90)}/${'b'.repeat(90)}`;
  const files = { 'bin/tool': digest('#!/bin/sh\n') };
  const tool = (bytes: Buffer): PinnedTool => {
    serve(whole(bytes));
    return pinned(bytes, { unpack: 'tgz', files });
  };

  it('is unpacked without its topmost folder, with the rights to run programs', async () => {
    const pax = `${8 + long.length} path=${long}\n`;
    const archive = tgz([
      { name: 'tool-1/', type: '5' },
      launcher,
      { name: './tool-1/lib/tool.jar', text: 'x'.repeat(2000) },
      { name: 'pax', type: 'x', text: pax },
      { name: 'cut', text: 'pax' },
      { name: 'gnu', type: 'L', text: `${long}2\0` },
      { name: 'cut', text: 'gnu' },
    ]);
    await install(tool(archive));
    const read = (path: string): string => readFileSync(join(target(), path), 'utf8');
    expect(read('bin/tool')).toBe('#!/bin/sh\n');
    expect(statSync(join(target(), 'bin/tool')).mode & 0o111).toBe(0o111);
    expect(read('lib/tool.jar')).toBe('x'.repeat(2000));
    expect(statSync(join(target(), 'lib/tool.jar')).mode & 0o111).toBe(0);
    expect(read(long.slice(7))).toBe('pax');
    expect(read(`${long.slice(7)}2`)).toBe('gnu');
    expect(leftovers()).toEqual([]);
  });

  const hostile: Readonly<Record<string, readonly [Entry, string]>> = {
    'a name that climbs': [{ name: 'tool-1/../../out', text: 'x' }, 'leads out of its folder'],
    'an absolute name': [{ name: '/tmp/out', text: 'x' }, 'leads out of its folder'],
    'a name of Windows that climbs': [{ name: 'tool-1/..\\..\\out', text: 'x' }, 'leads out of its folder'],
    'a folder that climbs': [{ name: 'tool-1/../..', type: '5' }, 'leads out of its folder'],
    'a symbolic link': [{ name: 'tool-1/lib', type: '2', link: '/etc' }, 'neither a file nor a folder'],
    'a hard link': [{ name: 'tool-1/lib', type: '1', link: '../../x' }, 'neither a file nor a folder'],
    'a device': [{ name: 'tool-1/null', type: '3' }, 'neither a file nor a folder'],
    'one name twice': [launcher, 'cannot be written'],
  };
  it.each(Object.entries(hostile))('with %s is refused whole', async (_, [entry, words]) => {
    expect(await refusal(tool(tgz([launcher, entry])))).toContain(words);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is damaged is refused, with nothing left', async () => {
    const good = tgz([launcher]);
    expect(await refusal(tool(tgz([launcher], Buffer.alloc(0))))).toContain('it ends in the middle');
    expect(await refusal(tool(tgz([launcher], Buffer.alloc(512, 1))))).toContain('The archive is damaged');
    expect(await refusal(tool(good.subarray(0, good.length - 12)))).toContain('The archive is damaged');
    expect(await refusal(tool(Buffer.from('no archive at all')))).toContain('The archive is damaged');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that lacks what it must hold is refused', async () => {
    expect(await refusal(tool(tgz([{ name: 'tool-1/other', text: 'x' }])))).toContain('does not hold what it must: there is no bin/tool');
    expect(await refusal(tool(tgz([{ ...launcher, text: 'other' }])))).toContain('the SHA-256 of bin/tool is');
    expect(readdirSync(folder)).toEqual([]);
  });
});
