/** Storage, the log file: spec/storage/LogFile.tla and src/storage/log-file, variable by variable and action by action. */
import type { Model } from '../../src/core/index.ts';
import { type Blocks, logFile, storageModel } from '../../src/storage/index.ts';
import { type Binding, ofPart, type Plain, type Refinement } from '../lockstep/binding.ts';
import { asNames, asNumbers } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import type { Action, Variable } from './generated/log-file.ts';

type State = logFile.LogFileState;
type LogAction = logFile.LogFileAction;

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<State, LogAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function logFileConfig(constant: (name: string) => Plain): logFile.LogFileConfig {
  return {
    blocks: asNumbers(constant('Block')),
    values: asNames(constant('Value')),
    mapped: constant('Mapped') === true,
  };
}

function refinement(t: Tla, { blocks }: logFile.LogFileConfig): Table {
  const content = (v: logFile.Content): TlaValue => t.model(v ?? (v === null ? 'Garbage' : 'None'));
  const record = t.cached((r: logFile.LogRecord) => t.record({ value: content(r.value), mark: t.int(r.mark) }));
  const places = t.cached((file: Blocks<logFile.LogRecord>) => t.seq(blocks.map((b) => record(file[b] ?? logFile.EMPTY))));
  const values = t.cached((log: readonly logFile.Content[]) => t.seq(log.map(content)));
  const machine = t.cached((m: logFile.Machine) => t.record({ state: values(m.state), index: t.int(m.index) }));
  const numbers = t.cached((all: readonly number[]) => t.set(all.map(t.int)));
  return {
    variables: {
      cache: ofPart(
        (s) => s.file,
        (file) => places(file.cache),
      ),
      disk: ofPart(
        (s) => s.file,
        (file) => places(file.disk),
      ),
      dirty: ofPart(
        (s) => s.file,
        (file) => numbers(file.dirty),
      ),
      status: (s) => t.str(s.status),
      length: (s) => t.int(s.length),
      synced: (s) => t.int(s.synced),
      memory: ofPart((s) => s.memory, machine),
      page: ofPart((s) => s.page, machine),
      wrote: ofPart(
        (s) => s.history,
        (h) => values(h.wrote),
      ),
      acked: ofPart(
        (s) => s.history,
        (h) => values(h.acked),
      ),
      rotten: ofPart(
        (s) => s.history,
        (h) => t.bool(h.rotten),
      ),
    },
    actions: {
      WriteRecord: (a) => [{ name: 'WriteRecord', parameters: [t.model(a.v)] }],
      Sync: () => [{ name: 'Sync', parameters: [] }],
      SyncFails: (a) => [{ name: 'SyncFails', parameters: [numbers(a.kept), numbers(a.torn)] }],
      WriteBack: (a) => [{ name: 'WriteBack', parameters: [t.int(a.b)] }],
      Ack: (a) => [{ name: 'Ack', parameters: [t.int(a.n)] }],
      Apply: () => [{ name: 'Apply', parameters: [] }],
      Save: () => [{ name: 'Save', parameters: [] }],
      Crash: (a) => [{ name: 'Crash', parameters: [numbers(a.kept), numbers(a.torn)] }],
      Rot: (a) => [{ name: 'Rot', parameters: [t.int(a.b)] }],
      Recover: () => [{ name: 'Recover', parameters: [] }],
      Refuse: () => [{ name: 'Refuse', parameters: [] }],
    },
  };
}

/** A binding of the log file; `code` is the code to check, which the mutation runner replaces by a mutant. */
export function logFileBinding(code: typeof logFile.logFile = logFile.logFile): Binding<State, LogAction, Variable> {
  return {
    protocol: 'storage',
    part: 'log-file',
    spec: 'spec/storage/MCLogFile.tla',
    models: [
      { name: 'small', config: 'MCLogFile_small.cfg', size: 'small' },
      { name: 'mapped', config: 'MCLogFile.cfg', size: 'default' },
      { name: 'unmapped', config: 'MCLogFile_unmapped.cfg', size: 'default' },
      { name: 'large', config: 'MCLogFile_large.cfg', size: 'large' },
    ],
    code: (constant): Model<State, LogAction> => storageModel(code, logFileConfig(constant)),
    refinement: (t, constant) => refinement(t, logFileConfig(constant)),
    source: (name) => ({ file: 'src/storage/log-file/actions.ts', name }),
  };
}
