import { type Blocks, blockOf } from '../disk.ts';
import type { Content, LogFileConfig, LogFileState, LogRecord } from './types.ts';

/** What can be read off the records of a log file: the operators of spec/storage/LogFile.tla that look at them. */

/** LogFile!Good: is the checksum right? */
export function Good(r: LogRecord): boolean {
  return typeof r.value === 'string';
}

/** LogFile!log: the values in the log, as its readers see them. */
export function log(s: LogFileState): readonly Content[] {
  return Array.from({ length: s.length }, (_, n) => blockOf(s.file.cache, n + 1).value);
}

/** LogFile!IsPrefix: is `r` the beginning of `s`? */
export function IsPrefix(r: readonly Content[], s: readonly Content[]): boolean {
  return r.length <= s.length && r.every((value, n) => value === s[n]);
}

/** LogFile!Readable: how many records can be read from the beginning until one cannot. */
export function Readable(c: LogFileConfig, disk: Blocks<LogRecord>): number {
  const bad = c.blocks.findIndex((b) => !Good(blockOf(disk, b)));
  return bad < 0 ? c.blocks.length : bad;
}

/** LogFile!Marked: how many records were durable once, as the good ones say. */
export function Marked(c: LogFileConfig, disk: Blocks<LogRecord>): number {
  const marks = c.blocks
    .map((b) => blockOf(disk, b))
    .filter(Good)
    .map((r) => r.mark);
  return Math.max(0, ...marks);
}

/** LogFile!Behind: the blocks behind the log that are not empty. */
export function Behind(c: LogFileConfig, disk: Blocks<LogRecord>): readonly number[] {
  return c.blocks.filter((b) => b > Readable(c, disk) && blockOf(disk, b).value !== undefined);
}

/** LogFile!CanRot: can the record rot so that it is noticed? The mark of another good one has to cover it. */
export function CanRot(c: LogFileConfig, disk: Blocks<LogRecord>, b: number): boolean {
  return c.blocks.some((n) => n !== b && Good(blockOf(disk, n)) && blockOf(disk, n).mark >= b);
}
