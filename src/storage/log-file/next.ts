import { none, unreachable } from '../../core/index.ts';
import { clean, lefts } from '../disk.ts';
import type { Storage } from '../storage.ts';
import { Ack, Apply, Crash, Recover, Refuse, Rot, Save, Sync, SyncFails, WriteBack, WriteRecord } from './actions.ts';
import { EMPTY, type LogFileAction, type LogFileConfig, type LogFileState, type Machine } from './types.ts';

/** LogFile!Init and LogFile!Next: where the file starts, the domains of the quantifiers, and which function each action is. */

/** LogFile!Fresh: the state machine that has applied nothing. */
const FRESH: Machine = { state: none(), index: 0 };

/** LogFile!Init: the file is there, and has no record. */
function init(c: LogFileConfig): LogFileState {
  return {
    file: clean(Object.fromEntries(c.blocks.map((b) => [b, EMPTY]))),
    status: 'up',
    length: 0,
    synced: 0,
    memory: FRESH,
    page: FRESH,
    history: { wrote: none(), acked: none(), rotten: false },
  };
}

function actions(c: LogFileConfig): readonly LogFileAction[] {
  const { blocks, values } = c;
  const left = lefts(blocks);
  return [
    ...values.map((v) => ({ type: 'WriteRecord', v }) as const),
    { type: 'Sync' },
    ...left.map(({ kept, torn }) => ({ type: 'SyncFails', kept, torn }) as const),
    ...blocks.map((b) => ({ type: 'WriteBack', b }) as const),
    ...blocks.map((n) => ({ type: 'Ack', n }) as const),
    { type: 'Apply' },
    { type: 'Save' },
    ...left.map(({ kept, torn }) => ({ type: 'Crash', kept, torn }) as const),
    ...blocks.map((b) => ({ type: 'Rot', b }) as const),
    { type: 'Recover' },
    { type: 'Refuse' },
  ];
}

function step(c: LogFileConfig, s: LogFileState, a: LogFileAction): LogFileState | undefined {
  switch (a.type) {
    case 'WriteRecord':
      return WriteRecord(c, s, a.v);
    case 'Sync':
      return Sync(s);
    case 'SyncFails':
      return SyncFails(s, a.kept, a.torn);
    case 'WriteBack':
      return WriteBack(c, s, a.b);
    case 'Ack':
      return Ack(s, a.n);
    case 'Apply':
      return Apply(c, s);
    case 'Save':
      return Save(c, s);
    case 'Crash':
      return Crash(s, a.kept, a.torn);
    case 'Rot':
      return Rot(c, s, a.b);
    case 'Recover':
      return Recover(c, s);
    case 'Refuse':
      return Refuse(c, s);
    default:
      return unreachable(a);
  }
}

/** The log file as a whole system. */
export const logFile: Storage<LogFileConfig, LogFileState, LogFileAction> = { init, actions, step };
