import { compare } from '../../core/index.ts';
import { blockOf } from '../disk.ts';
import { Good, IsPrefix, log } from './records.ts';
import type { Content, LogFileConfig, LogFileState, LogRecord, Machine } from './types.ts';

/** The invariants of spec/storage/LogFile.tla, with its names: what the code can check of itself, in tests and in running systems. */

export type Invariant = (c: LogFileConfig, s: LogFileState) => boolean;

/** LogFile!Serves. */
function Serves(s: LogFileState): boolean {
  return s.status === 'up';
}

/** The records 1 to n. */
function upTo(n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}

/** Records, logs and counters are such as the file has room for. */
export const TypeOK: Invariant = (c, s) => {
  const last = c.blocks.length;
  const isValue = (v: Content): boolean => c.values.some((known) => known === v);
  const isLog = (values: readonly Content[]): boolean => values.length <= last && values.every(isValue);
  const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0 && n <= last;
  const isRecord = ({ value, mark }: LogRecord): boolean => (isValue(value) ? isCount(mark) : typeof value !== 'string' && mark === 0);
  const isMachine = ({ state, index }: Machine): boolean => isLog(state) && isCount(index);
  const { cache, disk, dirty } = s.file;
  if (!c.blocks.every((b) => isRecord(blockOf(cache, b)) && isRecord(blockOf(disk, b)))) return false;
  if (!dirty.every((b) => c.blocks.includes(b))) return false;
  if (!isCount(s.length) || s.synced < 0 || s.synced > s.length) return false;
  return isMachine(s.memory) && isMachine(s.page) && isLog(s.history.wrote) && isLog(s.history.acked);
};

/** While the server serves, what the kernel holds to be written is written. */
export const CleanIsDurable: Invariant = (c, s) => {
  const { cache, disk, dirty } = s.file;
  return !Serves(s) || c.blocks.every((b) => dirty.includes(b) || compare(disk[b], cache[b]) === 0);
};

/** What the server holds to be durable is on the disk. */
export const SyncedIsDurable: Invariant = (_, s) => {
  const { cache, disk } = s.file;
  return !Serves(s) || upTo(s.synced).every((n) => Good(blockOf(disk, n)) && compare(disk[n], cache[n]) === 0);
};

/** What a mark covers is on the disk, unless the disk has lost it since. */
export const MetaImpliesData: Invariant = (c, s) => {
  const { disk } = s.file;
  const covered = (b: number): readonly number[] => upTo(blockOf(disk, b).mark).filter((n) => n !== b);
  const isTrue = (b: number): boolean => covered(b).every((n) => Good(blockOf(disk, n)));
  return s.history.rotten || c.blocks.every((b) => !Good(blockOf(disk, b)) || isTrue(b));
};

/** What a client was told is durable is in the log, after any crash. */
export const AckedSurvivesCrash: Invariant = (_, s) => !Serves(s) || IsPrefix(s.history.acked, log(s));

/** What stands in the log at an index is what was appended there. */
export const LogMatching: Invariant = (_, s) => {
  const { wrote } = s.history;
  return !Serves(s) || log(s).every((value, n) => n >= wrote.length || value === wrote[n]);
};

/** The log after a crash is a beginning of the log before it. */
export const RecoveredIsPrefix: Invariant = (_, s) => !Serves(s) || IsPrefix(log(s), s.history.wrote);

/** The state machine has applied what is in the log, in memory as on the disk. */
export const StateMatchesLog: Invariant = (_, s) => !Serves(s) || [s.memory, s.page].every((m) => IsPrefix(m.state, log(s)));

/** Each record has been applied once: as many as the index says. */
export const AppliedOnce: Invariant = (_, s) => !Serves(s) || s.memory.state.length === s.memory.index;

/** A server refuses to serve only if the disk has lost what it had. */
export const RefusesOnlyCorrupt: Invariant = (_, s) => s.status !== 'refused' || s.history.rotten;

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  CleanIsDurable,
  SyncedIsDurable,
  MetaImpliesData,
  AckedSurvivesCrash,
  LogMatching,
  RecoveredIsPrefix,
  StateMatchesLog,
  AppliedOnce,
  RefusesOnlyCorrupt,
};
