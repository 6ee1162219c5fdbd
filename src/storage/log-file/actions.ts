import { compare } from '../../core/index.ts';
import { blockOf, fsync, fsyncFails, kernelWrites, powerFails, rots, write } from '../disk.ts';
import { Behind, CanRot, Good, log, Marked, Readable } from './records.ts';
import { EMPTY, type LogFileConfig, type LogFileState, type LogRecord, type Machine, TORN, type Value } from './types.ts';

/**
 * The actions of spec/storage/LogFile.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts.
 */

type After = LogFileState | undefined;

/** LogFile!WriteRecord. The server writes a record behind the last one; its mark says how many are durable now. */
export function WriteRecord(c: LogFileConfig, s: LogFileState, v: Value): After {
  if (s.status !== 'up') return undefined;
  if (s.length >= c.blocks.length) return undefined;
  const record: LogRecord = { value: v, mark: s.synced };
  return {
    ...s,
    file: write(s.file, { [s.length + 1]: record }),
    length: s.length + 1,
    history: { ...s.history, wrote: [...log(s), v] },
  };
}

/** LogFile!MaySync: not after fsync has failed, as it would have nothing to do, and succeed. */
function MaySync(s: LogFileState): boolean {
  return (s.status === 'up' || s.status === 'repair') && s.file.dirty.length > 0;
}

/** LogFile!Sync. fsync says that all of it is on the disk. If a tail had to be erased, that is done now. */
export function Sync(s: LogFileState): After {
  if (!MaySync(s)) return undefined;
  return { ...s, file: fsync(s.file), status: 'up', synced: s.length };
}

/** LogFile!SyncFails. What the disk has now cannot be found out from the cache: the server must go down. */
export function SyncFails(s: LogFileState, kept: readonly number[], torn: readonly number[]): After {
  if (!MaySync(s)) return undefined;
  const file = fsyncFails(s.file, { kept, torn }, TORN);
  if (file === undefined) return undefined;
  return { ...s, file, status: 'failed' };
}

/** LogFile!WriteBack. The kernel writes a block that nobody has asked it to write. */
export function WriteBack(c: LogFileConfig, s: LogFileState, b: number): After {
  if (!c.mapped) return undefined;
  const file = kernelWrites(s.file, b);
  if (file === undefined) return undefined;
  return { ...s, file };
}

/** LogFile!Acknowledgeable: which records may be acknowledged. */
function Acknowledgeable(s: LogFileState): number {
  return s.synced;
}

/** LogFile!Ack. The client of the first n records is told: they are durable. */
export function Ack(s: LogFileState, n: number): After {
  if (s.status !== 'up') return undefined;
  if (n <= s.history.acked.length) return undefined;
  if (n > Acknowledgeable(s)) return undefined;
  return { ...s, history: { ...s.history, acked: log(s).slice(0, n) } };
}

/** LogFile!Applicable: a page that is mapped may be saved as soon as it is changed, so it must not know of what a crash may take away. */
function Applicable(c: LogFileConfig, s: LogFileState): number {
  return c.mapped ? s.synced : s.length;
}

/** LogFile!Apply. The state machine applies the next record. */
export function Apply(c: LogFileConfig, s: LogFileState): After {
  const { state, index } = s.memory;
  if (s.status !== 'up') return undefined;
  if (index >= Applicable(c, s)) return undefined;
  return { ...s, memory: { state: [...state, log(s)[index]], index: index + 1 } };
}

/** LogFile!Saved: the page as it is saved, state and index at once. */
function Saved(s: LogFileState): Machine {
  return s.memory;
}

/** LogFile!Save. The page is saved: by the program, when the log is durable as far as the page goes; or by the kernel, whenever it likes. */
export function Save(c: LogFileConfig, s: LogFileState): After {
  if (s.status !== 'up') return undefined;
  if (compare(s.page, s.memory) === 0) return undefined;
  if (!c.mapped && s.memory.index > s.synced) return undefined;
  return { ...s, page: Saved(s) };
}

/** LogFile!Crash. The machine stops. What was dirty is there, or not, or torn. */
export function Crash(s: LogFileState, kept: readonly number[], torn: readonly number[]): After {
  if (s.status === 'down') return undefined;
  const file = powerFails(s.file, { kept, torn }, TORN);
  if (file === undefined) return undefined;
  return { ...s, file, status: 'down', length: 0, synced: 0, memory: s.page };
}

/** LogFile!Rot. The disk loses a record that it had, so that it can be noticed. */
export function Rot(c: LogFileConfig, s: LogFileState, b: number): After {
  if (s.status !== 'down') return undefined;
  if (s.history.rotten) return undefined;
  if (!Good(blockOf(s.file.disk, b))) return undefined;
  if (!CanRot(c, s.file.disk, b)) return undefined;
  return { ...s, file: rots(s.file, b, TORN), history: { ...s.history, rotten: true } };
}

/** LogFile!Recover. The log is read. What was durable once is there; what follows was being written, and is cut off. */
export function Recover(c: LogFileConfig, s: LogFileState): After {
  const { disk } = s.file;
  const readable = Readable(c, disk);
  if (s.status !== 'down') return undefined;
  if (readable < Marked(c, disk)) return undefined;
  const behind = Behind(c, disk);
  const file = write(s.file, Object.fromEntries(behind.map((b) => [b, EMPTY])));
  return { ...s, file, status: behind.length === 0 ? 'up' : 'repair', length: readable, synced: readable };
}

/** LogFile!Refuse. The log is read, and a record is missing that was durable once: the server does not serve. */
export function Refuse(c: LogFileConfig, s: LogFileState): After {
  if (s.status !== 'down') return undefined;
  if (Readable(c, s.file.disk) >= Marked(c, s.file.disk)) return undefined;
  return { ...s, status: 'refused' };
}
