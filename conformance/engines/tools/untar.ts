/**
 * Unpacks a gzipped tar archive (POSIX ustar, pax and GNU's long names) of plain files and folders. What else an archive can hold is refused:
 * links, devices, and names that lead out of the folder; a program for archives would follow them.
 */
import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { InstallError } from './download.ts';

const BLOCK = 512;
/** Of all files together. */
const MOST_BYTES = 2e9;
const MOST_FILES = 20_000;
/** Of a pax header or a long name. */
const MOST_META = 2 ** 20;

/** One entry's header. */
interface Header {
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  readonly type: string;
}

/**
 * Unpacks an archive whose files all are in one folder; that folder's name is dropped.
 * @param source the archive; @param target a folder that is there
 * @throws InstallError for an archive that is damaged or holds what is refused
 */
export async function untar(source: Readable, target: string): Promise<void> {
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  const blocks = new Blocks(source.pipe(gunzip));
  try {
    await unpack(blocks, target);
  } catch (error) {
    if (error instanceof InstallError) throw error;
    if (error instanceof Error && 'code' in error && /^Z_/.test(String(error.code)))
      throw new InstallError(`The archive is damaged: ${error.message}`);
    throw error;
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}

async function unpack(blocks: Blocks, target: string): Promise<void> {
  let longName: string | undefined;
  let bytes = 0;
  let files = 0;
  for (;;) {
    const block = await blocks.take(BLOCK);
    // The end: blocks of zeros, and then the checksum of the compressed whole.
    if (block.every((byte) => byte === 0)) return blocks.skipRest();
    const header = readHeader(block);
    bytes += header.size;
    files += 1;
    if (bytes > MOST_BYTES || files > MOST_FILES) throw new InstallError('The archive holds more than can be meant');
    const name = longName ?? header.name;
    longName = undefined;
    switch (header.type) {
      case '0':
      case '\0': {
        const path = placeOf(name, target);
        mkdirSync(dirname(path), { recursive: true });
        await writeEntry(blocks, path, header);
        break;
      }
      case '5':
        placeOf(name, target);
        break;
      case 'x':
        longName = paxPath(await meta(blocks, header));
        break;
      case 'L':
        longName = (await meta(blocks, header)).replace(/\0.*$/s, '');
        break;
      case 'g':
        await meta(blocks, header);
        break;
      default:
        throw new InstallError(`The archive holds ${name}, which is neither a file nor a folder`);
    }
  }
}

/** The name without the topmost folder, below the target. @throws InstallError for a name that leads elsewhere */
function placeOf(name: string, target: string): string {
  const parts = name.split('/').filter((part, index) => part !== '.' && (part !== '' || index === 0));
  const wrong = parts.some((part) => part === '..' || part === '' || /[\\:\0]/.test(part));
  if (wrong) throw new InstallError(`The archive holds ${JSON.stringify(name)}, which leads out of its folder`);
  return join(target, ...parts.slice(1));
}

async function writeEntry(blocks: Blocks, path: string, { size, mode }: Header): Promise<void> {
  let file: FileHandle;
  try {
    // A name that is there twice would write over the first.
    file = await open(path, 'wx', (mode & 0o111) === 0 ? 0o644 : 0o755);
  } catch (error) {
    throw new InstallError(`The archive's file ${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    for (let left = size; left > 0; ) {
      const chunk = await blocks.some(left);
      await file.writeFile(chunk);
      left -= chunk.length;
    }
  } finally {
    await file.close();
  }
  await blocks.take(padding(size));
}

/** The contents of an entry that speaks of the next one. */
async function meta(blocks: Blocks, { size }: Header): Promise<string> {
  if (size > MOST_META) throw new InstallError('The archive is damaged: a header is too long');
  const text = (await blocks.take(size)).toString('utf8');
  await blocks.take(padding(size));
  return text;
}

function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** The path of a pax header: lines `length key=value`. */
function paxPath(text: string): string | undefined {
  if (/^\d+ size=/m.test(text)) throw new InstallError('The archive holds a file that is larger than can be meant');
  return /^\d+ path=(.*)$/m.exec(text)?.[1];
}

function readHeader(block: Buffer): Header {
  const text = (from: number, length: number): string => block.toString('utf8', from, from + length).replace(/\0.*$/s, '');
  const octal = (from: number, length: number): number => {
    const digits = text(from, length).trim();
    if (!/^[0-7]*$/.test(digits)) throw new InstallError('The archive is damaged: a number in a header is none');
    return digits === '' ? 0 : Number.parseInt(digits, 8);
  };
  // The sum of all bytes, its own field counted as spaces.
  const sum = block.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (sum !== octal(148, 8)) throw new InstallError('The archive is damaged: the checksum of a header is wrong');
  const prefix = text(257, 5) === 'ustar' && block[263] === 0x30 ? text(345, 155) : '';
  return {
    name: prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`,
    mode: octal(100, 8),
    size: octal(124, 12),
    type: String.fromCharCode(block[156] ?? 0),
  };
}

/** A stream, in pieces of the lengths that are asked for. */
class Blocks {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  /** So many bytes. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0; ) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Reads to the end of the stream. */
  async skipRest(): Promise<void> {
    let skipped = this.rest.length;
    for (;;) {
      const { done, value } = await this.chunks.next();
      if (done === true) return;
      skipped += value.length;
      if (skipped > MOST_META) throw new InstallError('The archive is damaged: it does not end where it says');
    }
  }

  /** At least one byte and at most so many. */
  async some(most: number): Promise<Buffer> {
    while (this.rest.length === 0) {
      const { done, value } = await this.chunks.next();
      if (done === true) throw new InstallError('The archive is damaged: it ends in the middle');
      this.rest = value;
    }
    const part = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(part.length);
    return part;
  }
}
