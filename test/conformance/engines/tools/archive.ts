/** Writes tar archives, also such as nobody should unpack. */
import { gzipSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly text?: string;
  /** 0 file, 5 folder, 1 hard link, 2 symbolic link, x pax header, L GNU's long name. */
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
}

/** One entry as it stands in an archive. */
function entry({ name, text = '', type = '0', link = '', mode = 0o644 }: Entry): Buffer {
  const data = Buffer.from(text);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  header.write(`${data.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

export function tgz(entries: readonly Entry[], end: Buffer = Buffer.alloc(1024)): Buffer {
  return gzipSync(Buffer.concat([...entries.map(entry), end]));
}
