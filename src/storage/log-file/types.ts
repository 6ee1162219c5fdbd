import type { Disk } from '../disk.ts';

/**
 * The data of a log file: what spec/storage/LogFile.tla declares, with its names. How the state of the code corresponds to the variables of
 * the specification, where `s` is a `LogFileState`:
 *
 * | LogFile.tla                 | code                             | where they differ in form                                |
 * |-----------------------------|----------------------------------|----------------------------------------------------------|
 * | `cache`, `disk`, `dirty`    | `s.file.cache`, `.disk`, `.dirty` | `None` is `undefined`, `Garbage` is `null`              |
 * | `status`, `length`, `synced` | `s.status`, `s.length`, `s.synced` |                                                      |
 * | `memory`, `page`            | `s.memory`, `s.page`             |                                                          |
 * | `wrote`, `acked`, `rotten`  | `s.history`                      |                                                          |
 *
 * Constants of the specification are in the configuration. Records are numbered from 1, as their blocks are.
 */

/** What is logged. */
export type Value = string;

/** What is read where a value should be: `undefined` where nothing was written, `null` where the checksum is wrong. */
export type Content = Value | undefined | null;

/** A record of the file. */
export interface LogRecord {
  readonly value: Content;
  /** How many records were durable when it was written. */
  readonly mark: number;
}

/** The place of a record that was never written, or that was erased: `Empty`. */
export const EMPTY: LogRecord = { value: undefined, mark: 0 };

/** What is read where a record was torn: `TornRecord`. */
export const TORN: LogRecord = { value: null, mark: 0 };

/** A state machine that applies the log: its state, which here is all that it has applied, and the index of the last record applied. */
export interface Machine {
  readonly state: readonly Content[];
  readonly index: number;
}

/** The constants. */
export interface LogFileConfig {
  /** `Block`: the numbers of the places for records, from 1. */
  readonly blocks: readonly number[];
  /** `Value`. */
  readonly values: readonly Value[];
  /** `Mapped`: may the kernel write any dirty block at any time? */
  readonly mapped: boolean;
}

/** `repair`: a tail is being cut off. `failed`: an fsync has failed. `refused`: the log has lost what it had. */
export type Status = 'up' | 'repair' | 'failed' | 'down' | 'refused';

/** What properties speak of, and no server knows. */
export interface LogFileHistory {
  /** The log as it was when something was appended to it the last time. */
  readonly wrote: readonly Content[];
  /** What clients were told is durable. */
  readonly acked: readonly Content[];
  /** Has the disk lost a record that it had? */
  readonly rotten: boolean;
}

export interface LogFileState {
  readonly file: Disk<LogRecord>;
  readonly status: Status;
  /** How many records the log has. */
  readonly length: number;
  /** How many of them are known to be durable. */
  readonly synced: number;
  /** The state machine in memory. */
  readonly memory: Machine;
  /** The state machine on the disk. */
  readonly page: Machine;
  readonly history: LogFileHistory;
}

/** An action: the names of the specification, for the action and for its parameters. */
export type LogFileAction =
  | { readonly type: 'WriteRecord'; readonly v: Value }
  | { readonly type: 'Sync' }
  | { readonly type: 'SyncFails'; readonly kept: readonly number[]; readonly torn: readonly number[] }
  | { readonly type: 'WriteBack'; readonly b: number }
  | { readonly type: 'Ack'; readonly n: number }
  | { readonly type: 'Apply' }
  | { readonly type: 'Save' }
  | { readonly type: 'Crash'; readonly kept: readonly number[]; readonly torn: readonly number[] }
  | { readonly type: 'Rot'; readonly b: number }
  | { readonly type: 'Recover' }
  | { readonly type: 'Refuse' };
