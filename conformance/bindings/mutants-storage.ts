/** Bugs that storages had, or could have, as changes to src/storage: a catalogue for each of its parts. */
import { mapValues } from '../../src/core/index.ts';
import { logFile, pageStore, raftOnDisk } from '../../src/storage/index.ts';
import { type AnySubject, anySubject, type Catalogue, type Mutant } from '../mutation/catalogue.ts';
import { logFileBinding, logFileConfig } from './storage-log-file.ts';
import { pageStoreBinding, pageStoreConfig } from './storage-page-store.ts';
import { raftOnDiskBinding, raftOnDiskConfig } from './storage-raft-on-disk.ts';

const LOG_ACTIONS = 'src/storage/log-file/actions.ts';
const LOG_RECORDS = 'src/storage/log-file/records.ts';
const PAGE_ACTIONS = 'src/storage/page-store/actions.ts';
const PAGES = 'src/storage/page-store/pages.ts';
const RAFT_ACTIONS = 'src/storage/raft-on-disk/actions.ts';
const RAFT_SERVER = 'src/storage/raft-on-disk/server.ts';

const ofLogFile: readonly Mutant[] = [
  {
    id: 'S1',
    title: 'reply before fsync',
    why: 'The client is told as soon as the record was written; a crash before the sync takes back what it was told.',
    breaks: 'AckedSurvivesCrash',
    file: LOG_ACTIONS,
    find: '  return s.synced;\n',
    replace: '  return s.length;\n',
  },
  {
    id: 'S3',
    title: 'a failed save reported as a success',
    why: 'What fsync returns is not looked at: the server goes on as if everything were on the disk.',
    breaks: 'AckedSurvivesCrash',
    file: LOG_ACTIONS,
    find: "return { ...s, file, status: 'failed' };",
    replace: "return { ...s, file, status: 'up', synced: s.length };",
  },
  {
    id: 'S4',
    title: 'a retry of fsync after an error taken as durable',
    why: 'After an fsync that failed the server calls it again. The kernel has forgotten what is not written, so there is nothing to do, and it succeeds.',
    breaks: 'AckedSurvivesCrash',
    file: LOG_ACTIONS,
    find: "return (s.status === 'up' || s.status === 'repair') && s.file.dirty.length > 0;",
    replace: "return s.status === 'failed' || ((s.status === 'up' || s.status === 'repair') && s.file.dirty.length > 0);",
  },
  {
    id: 'S5',
    title: 'a torn tail accepted',
    why: 'The checksum is not looked at: a record that was written in part is taken for an entry of the log, with whatever it holds.',
    breaks: 'LogMatching',
    file: LOG_RECORDS,
    find: "return typeof r.value === 'string';",
    replace: 'return r.value !== undefined;',
  },
  {
    id: 'S6',
    title: 'a corrupt middle taken for a torn tail',
    why: 'The marks are not looked at: whatever cannot be read is cut off with all that follows, though clients were told that it is durable.',
    breaks: 'AckedSurvivesCrash',
    file: LOG_RECORDS,
    find: 'return Math.max(0, ...marks);',
    replace: 'return Math.min(0, ...marks);',
  },
  {
    id: 'S7',
    title: 'apply before the log is written',
    why: 'A record is applied to a page that is mapped before it is durable. The kernel saves the page, the crash takes the record, and another one comes in its place.',
    breaks: 'StateMatchesLog',
    file: LOG_ACTIONS,
    find: 'return c.mapped ? s.synced : s.length;',
    replace: 'return s.length;',
  },
  {
    id: 'S8',
    title: 'applied index not atomic with the state',
    why: 'The state is saved first, and the index of the last record applied with the next page: after a crash between the two the record is applied again.',
    breaks: 'AppliedOnce',
    file: LOG_ACTIONS,
    find: '  return s.memory;\n',
    replace: '  return compare(s.page.state, s.memory.state) === 0 ? s.memory : { state: s.memory.state, index: s.page.index };\n',
  },
  {
    id: 'S9',
    title: 'the first n records read as a log of n records',
    why: 'What is acknowledged is read off the file in another way, and is the same: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: LOG_ACTIONS,
    find: 'acked: log(s).slice(0, n)',
    replace: 'acked: log({ ...s, length: n })',
    control: true,
  },
];

const ofPageStore: readonly Mutant[] = [
  {
    id: 'S10',
    title: 'the first sync left out',
    why: 'The meta page is written as if the data were on the disk; the disk may write it ahead of them.',
    breaks: 'MetaImpliesData',
    file: PAGE_ACTIONS,
    find: "file: fsync(s.file), phase: 'synced'",
    replace: "phase: 'synced'",
  },
  {
    id: 'S11',
    title: 'the second sync left out',
    why: 'The client is told of a transaction whose meta page may be lost: it is there as a whole or not at all, and here not at all.',
    breaks: 'AckedSurvivesCrash',
    file: PAGE_ACTIONS,
    find: "file: fsync(s.file), phase: 'durable'",
    replace: "phase: 'durable'",
  },
  {
    id: 'S12',
    title: 'data changed in place',
    why: 'Each transaction writes the page that the last one wrote, which the meta page still points to.',
    breaks: 'MetaImpliesData',
    file: PAGES,
    find: 'return 2 + (n % c.dataPages);',
    replace: 'return 2 + Math.min(0, c.dataPages);',
  },
  {
    id: 'S13',
    title: 'the newest transaction looked for from the end',
    why: 'The last of a sorted list is found in another way, and is the same: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: PAGES,
    find: 'return Readable(c, disk).at(-1);',
    replace: 'return Readable(c, disk).findLast(() => true);',
    control: true,
  },
];

const ofRaft: readonly Mutant[] = [
  {
    id: 'S2',
    title: 'the leader counts itself before fsync',
    why: 'The leader counts itself among those that have the entry while its own disk does not have it: a crash leaves less than a quorum with what a client was told of.',
    breaks: 'AckedSurvivesCrash',
    file: RAFT_ACTIONS,
    find: '  if (!LogIsDurable(leader)) return undefined;\n',
    replace: '',
  },
  {
    id: 'S14',
    title: 'the vote leaves before it is durable',
    why: 'The voter answers while its vote is being written. A crash takes the vote back, and it votes for another in the same term.',
    breaks: 'ElectionSafety',
    file: RAFT_ACTIONS,
    find: '  if (!VoteIsDurable(p)) return undefined;\n',
    replace: '',
    story: { spec: 'spec/storage/MCRaftOnDisk.tla', config: 'spec/storage/MCRaftOnDisk_rivals.cfg' },
  },
  {
    id: 'S15',
    title: 'term and vote in two records, with one sync for both',
    why: 'With a new term the vote is taken back. A crash may keep that and not the term, and the server is free to vote again in the old one.',
    breaks: 'VoteDurableBeforeReply',
    model: 'two-records',
    file: RAFT_SERVER,
    find: "return c.oneRecord ? ['term', 'vote'] : ['term'];",
    replace: "return ['term', 'vote'];",
  },
  {
    id: 'S16',
    title: 'quorums tried from the last to the first',
    why: 'That there is a quorum does not depend on the order in which one looks for it: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: RAFT_SERVER,
    find: 'return c.quorums.some((Q)',
    replace: 'return c.quorums.toReversed().some((Q)',
    control: true,
  },
];

/** The module at this address, which is a copy of src/storage/log-file/index.ts but for one change, bound as that is. */
async function logFileSubject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/storage/log-file/index.ts') = await import(url);
  return anySubject({
    mutant: logFileBinding(mutated.logFile),
    original: logFileBinding(),
    properties: (constant) => {
      const c = logFileConfig(constant);
      return { states: mapValues(logFile.invariants, (holds) => (s) => holds(c, s)), steps: {} };
    },
  });
}

/** The same for src/storage/page-store/index.ts. */
async function pageStoreSubject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/storage/page-store/index.ts') = await import(url);
  return anySubject({
    mutant: pageStoreBinding(mutated.pageStore),
    original: pageStoreBinding(),
    properties: (constant) => {
      const c = pageStoreConfig(constant);
      return { states: mapValues(pageStore.invariants, (holds) => (s) => holds(c, s)), steps: {} };
    },
  });
}

/** The same for src/storage/raft-on-disk/index.ts. */
async function raftOnDiskSubject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/storage/raft-on-disk/index.ts') = await import(url);
  return anySubject({
    mutant: raftOnDiskBinding(mutated.raftOnDisk),
    original: raftOnDiskBinding(),
    limits: { states: 30_000, walks: 300, steps: 40 },
    properties: (constant) => {
      const c = raftOnDiskConfig(constant);
      return {
        states: mapValues(raftOnDisk.invariants, (holds) => (s) => holds(c, s)),
        steps: mapValues(raftOnDisk.stepProperties, (holds) => (s, t) => holds(c, s, t)),
      };
    },
  });
}

/** The mutants S1 to S8 of storage, and those beyond the catalogue of real bugs; each part has a control. */
export const storageMutants: readonly Catalogue[] = [
  {
    protocol: 'storage/log-file',
    entry: 'src/storage/log-file/index.ts',
    spec: logFileBinding().spec,
    models: logFileBinding().models,
    mutants: ofLogFile,
    subject: logFileSubject,
  },
  {
    protocol: 'storage/page-store',
    entry: 'src/storage/page-store/index.ts',
    spec: pageStoreBinding().spec,
    models: pageStoreBinding().models,
    mutants: ofPageStore,
    subject: pageStoreSubject,
  },
  {
    protocol: 'storage/raft-on-disk',
    entry: 'src/storage/raft-on-disk/index.ts',
    spec: raftOnDiskBinding().spec,
    models: raftOnDiskBinding().models,
    mutants: ofRaft,
    subject: raftOnDiskSubject,
  },
];
