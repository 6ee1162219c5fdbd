/** A log as a file of records, and the state machine that applies it: spec/storage/LogFile.tla as pure functions. */
export * as actions from './actions.ts';
export { type Invariant, invariants } from './invariants.ts';
export { logFile } from './next.ts';
export { Good, log, Marked, Readable } from './records.ts';
export {
  type Content,
  EMPTY,
  type LogFileAction,
  type LogFileConfig,
  type LogFileHistory,
  type LogFileState,
  type LogRecord,
  type Machine,
  type Status,
  TORN,
  type Value,
} from './types.ts';
