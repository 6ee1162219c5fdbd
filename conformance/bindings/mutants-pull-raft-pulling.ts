/** Bugs in pulling, rolling back and counting votes, as changes to src/pull-raft: P9 to P15; and P16, which is none. */
import type { Mutant } from '../mutation/catalogue.ts';
import { bugStory } from './pull-raft-stories.ts';

const PULLING = 'src/pull-raft/actions/pulling.ts';
const LOG = 'src/pull-raft/log.ts';

export const pullingMutants: readonly Mutant[] = [
  {
    id: 'P9',
    title: 'a member rolls back whenever the logs do not meet',
    why: 'The source is not asked to be newer (SERVER-27403): a member that has what the primary of the newer term wrote takes it back, because its source is one that was left behind.',
    breaks: 'CommittedIsDurable',
    file: PULLING,
    find: '  if (!Newer(m.position, LastPosition(s))) return undefined;\n',
    replace: '',
    model: 'rollback',
    story: bugStory('RollbackToOlder'),
  },
  {
    id: 'P10',
    title: 'the rollback id is ignored',
    why: 'A query is continued although the source has rolled back since it began: what now follows there is appended to what it has no longer.',
    breaks: 'LogMatching',
    file: LOG,
    find: 'if (m.exclusive) return m.rollbackId === s.cursor;',
    replace: 'if (m.exclusive) return true;',
    model: 'cursor',
    story: bugStory('LogMatching'),
  },
  {
    id: 'P11',
    title: 'an exclusive query instead of an inclusive one',
    why: "A member asks for what follows its last entry from the first query on, and so has nothing to compare: it appends the source's entries to whatever it has itself.",
    breaks: 'LogsAreWritten',
    file: PULLING,
    find: 'return { state: s, send: [pullEntriesRequest(i, s, s.syncSource, false)] };',
    replace: 'return { state: s, send: [pullEntriesRequest(i, s, s.syncSource, true)] };',
    also: [
      {
        file: LOG,
        find: 'if (m.exclusive) return m.rollbackId === s.cursor;',
        replace: 'if (m.exclusive) return s.cursor === -1 || m.rollbackId === s.cursor;',
      },
    ],
    model: 'small',
    story: bugStory('LogsAreWritten'),
  },
  {
    id: 'P12',
    title: 'sync sources in a cycle are kept',
    why: 'A member stays with a source that has a source, without asking whether that is the member itself: two that pull from each other wait for each other.',
    breaks: 'CyclesAreLeft',
    file: LOG,
    find: '(m.syncSource === undefined || m.syncSource === i)',
    replace: 'm.syncSource === undefined',
    model: 'cycle',
  },
  {
    id: 'P13',
    title: 'a primary appends what it pulled after its own first entry',
    why: 'The primary keeps its sync source when it begins to write, and does not look whether an answer is to what it would ask now: what it had asked for during catch-up comes after its own entry.',
    breaks: 'PrimaryAppendOnly',
    file: 'src/pull-raft/actions/writing.ts',
    find: 'log: [...s.log, { term: s.currentTerm }], syncSource: undefined, cursor: -1 }',
    replace: 'log: [...s.log, { term: s.currentTerm }], cursor: -1 }',
    also: [
      {
        file: LOG,
        find: 'if (m.index !== LastIndex(s)) return false;',
        replace: "if (s.state !== 'Primary' && m.index !== LastIndex(s)) return false;",
      },
    ],
    model: 'pair',
    story: bugStory('PrimaryAppendOnly'),
  },
  {
    id: 'P14',
    title: 'the commit point is learned during a rollback',
    why: 'A member that rolls back takes over the commit point of the source to which it goes back, of whose entries it has none yet (SERVER-54374).',
    breaks: 'CommitPointInLog',
    file: PULLING,
    find: '    rollbackId: s.rollbackId + 1,\n',
    replace: '    rollbackId: s.rollbackId + 1,\n    commitPoint: MaxPosition(s.commitPoint, m.commitPoint),\n',
    model: 'behind',
  },
  {
    id: 'P15',
    title: 'a member that does not vote is counted',
    why: 'Whoever has reported is counted, and not only those whose votes elect the next primary: a majority is left that lacks what was committed.',
    breaks: 'LeaderCompleteness',
    file: 'src/pull-raft/config.ts',
    find: 'return 2 * countIn(c.voters, S) > c.voters.length;',
    replace: 'return 2 * S.length > c.voters.length;',
    model: 'nonvoter',
    story: bugStory('LeaderCompleteness'),
  },
  {
    id: 'P16',
    title: 'every report is sent twice',
    why: 'The member sends each of its reports a second time. The network may duplicate any message, and a set of messages is the same with the second copy: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: 'src/pull-raft/actions/positions.ts',
    find: '  return { state: s, send: [updatePositionRequest(c, i, s, s.syncSource)] };',
    replace: '  const report = updatePositionRequest(c, i, s, s.syncSource);\n  return { state: s, send: [report, { ...report }] };',
    model: 'pair',
    control: true,
  },
];
