/** Bugs with positions and the commit point, as changes to src/pull-raft: P1 to P8. */
import type { Mutant } from '../mutation/catalogue.ts';
import { bugStory, modelStory } from './pull-raft-stories.ts';

const HEARTBEATS = 'src/pull-raft/actions/heartbeats.ts';
const POSITIONS = 'src/pull-raft/actions/positions.ts';
const LOG = 'src/pull-raft/log.ts';
const PULLING = 'src/pull-raft/actions/pulling.ts';

export const commitMutants: readonly Mutant[] = [
  {
    id: 'P1',
    title: 'UpdatePosition without its term',
    why: 'A member reports what it has and not the term that it is in: one that has voted in a newer term, and still pulls from the old primary, is counted by that instead of deposing it (SERVER-22136). What is committed so, the new primary need not have.',
    breaks: 'LeaderCompleteness',
    file: 'src/pull-raft/messages.ts',
    find: 'const term = c.positionTerm ? s.currentTerm : 0;',
    replace: 'const term = 0;',
    model: 'small',
    story: modelStory('report'),
  },
  {
    id: 'P2',
    title: 'a report is passed on before its term is adopted',
    why: 'A member that is not primary merges a report of a newer term while it is in an older one itself, and passes it on with its own term: the old primary takes it for a report to itself.',
    breaks: 'LeaderCompleteness',
    file: POSITIONS,
    find: '  if (m.term > s.currentTerm) return undefined;\n  const merged',
    replace: "  if (s.state === 'Primary' && m.term > s.currentTerm) return undefined;\n  const merged",
    model: 'pair',
    story: bugStory('RelayBeforeTerm'),
  },
  {
    id: 'P3',
    title: 'positions are compared by index alone',
    why: 'A primary counts whoever has reported an index that is high enough, in whatever term: the entry that is there may be that of an older primary, and will be rolled back.',
    breaks: 'CommittedIsDurable',
    file: POSITIONS,
    find: 'return p.term === s.currentTerm && p.index >= n;',
    replace: 'return p.index >= n;',
    model: 'rollback',
    story: bugStory('CommitByIndex'),
  },
  {
    id: 'P4',
    title: 'lastPosition is what was reported last, and survives an election',
    why: 'A report that comes late takes back what is known of a member, and a new primary begins with what it was told before. As only positions of the own term are counted, and those stay true, neither commits what is not safe: what breaks is that a primary forgets nothing that it was told.',
    breaks: 'MonotonicLastPosition',
    file: POSITIONS,
    find: 'return k === i ? known : MaxPosition(known, m.positions[k] ?? NoPosition);',
    replace: 'return k === i ? known : (m.positions[k] ?? NoPosition);',
    also: [
      {
        file: 'src/pull-raft/actions/election.ts',
        find: 'votesGranted: none(), lastPosition: NoPositions(c) }',
        replace: 'votesGranted: none() }',
      },
    ],
    model: 'pair',
    story: bugStory('MonotonicLastPosition'),
  },
  {
    id: 'P5',
    title: 'a position is sent before it is durable',
    why: 'The last entry of the log is not on the disk yet when it is reported, and a crash takes it: the primary has counted what is no longer there.',
    breaks: 'CommittedIsDurable',
    file: 'src/pull-raft/protocol.ts',
    find: 'votedFor: s.votedFor, log: s.log, rollbackId',
    replace: 'votedFor: s.votedFor, log: s.log.slice(0, -1), rollbackId',
    model: 'pair',
    story: bugStory('CommittedIsDurable'),
  },
  {
    id: 'P6',
    title: "a heartbeat's commit point is taken over whatever its term is",
    why: 'A member whose last entry is of another term than the commit point may be on another branch, and takes for committed what it has there at the same index (SERVER-27123); then it rolls that back.',
    breaks: 'NoRollbackBehindCommitPoint',
    file: HEARTBEATS,
    find: '  if (m.commitPoint.term !== LastTerm(s)) return { lastPosition, commitPoint: s.commitPoint };\n',
    replace: '',
    model: 'deposed',
  },
  {
    id: 'P7',
    title: "the sync source's commit point is taken over as it is",
    why: 'A member learns a commit point that is further than what it has got of the log so far (SERVER-39831). It may still follow a log that forked off before what was committed there, and then rolls back behind its commit point.',
    breaks: 'NoRollbackBehindCommitPoint',
    file: LOG,
    find: '  return m.commitPoint.term <= last.term ? MinPosition(m.commitPoint, last) : NoPosition;\n',
    replace: '  return m.commitPoint;\n',
    model: 'batches',
    story: bugStory('CutCommitPoint'),
  },
  {
    id: 'P8',
    title: 'the commit point is learned by heartbeats alone',
    why: 'A member that pulls from one that is not primary, and hears no heartbeat of one that knows, never gets to know what is committed, although its source tells it with every answer. In all the states of a model without heartbeats, only the primary knows.',
    breaks: 'LearnsFromItsSource',
    file: PULLING,
    find: 'const commitPoint = MaxPosition(s.commitPoint, LearnedFrom(m, log));',
    replace: 'const commitPoint = s.commitPoint;',
    model: 'small',
    story: modelStory('small'),
  },
];
