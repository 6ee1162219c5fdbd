/** The values that variables may have in a model, and the first that they may not have. */
import { describe, expect, it } from 'vitest';
import {
  invariants,
  type ObservedPullRaft,
  type PullRaftHistory,
  type PullRaftMessage,
  type PullRaftState,
} from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { entries, heartbeat, noop, position, positions, pull, pulled, reading, report, requestVote, stepUp, vote } from './make.ts';
import { config, start } from './models.ts';

/** Three terms, commands up to index 4, and so indexes up to 7; two reads; s3 does not vote. */
const c = deepFreeze(config({ voters: ['s1', 's2'] }));
const first = deepFreeze(start(c));

function holds(s: ObservedPullRaft): boolean {
  return invariants.TypeOK?.(c, deepFreeze(s)) === true;
}
const ofMember = (changes: Partial<PullRaftState>, i = 's1'): boolean => {
  const processes = Object.entries(first.processes).map(([j, state]) => [j, j === i ? { ...state, ...changes } : state] as const);
  return holds({ ...first, processes: Object.fromEntries(processes) });
};
const ofMessage = (m: PullRaftMessage): boolean => holds({ ...first, network: [m] });
const ofHistory = (changes: Partial<PullRaftHistory>): boolean => holds({ ...first, history: { ...first.history, ...changes } });

const far = position(3, 7);
const command = { term: 3, value: 'v2' };

describe('TypeOK', () => {
  it('holds at first', () => {
    expect(holds(first)).toBe(true);
  });

  it.each<readonly [string, Partial<PullRaftState>]>([
    ['currentTerm', { currentTerm: 3 }],
    ['votedFor', { votedFor: 's3' }],
    ['log', { log: [noop(1), command] }],
    ['rollbackId, which has no bound', { rollbackId: 999 }],
    ['state', { state: 'DryRunCandidate' }],
    ['votesGranted', { votesGranted: ['s1', 's2'] }],
    ['syncSource', { syncSource: 's3' }],
    ['cursor, which has no bound', { cursor: 999 }],
    ['commitPoint', { commitPoint: far }],
    ['lastPosition', { lastPosition: positions({ s2: far, s3: far }) }],
    ['reading', { reading: reading({ queue: ['r1'], batch: ['r2'], round: 2, acks: ['s1', 's3'] }) }],
  ])('holds of the greatest values: %s', (_, changes) => {
    expect(ofMember(changes)).toBe(true);
  });

  it.each<readonly [string, Partial<PullRaftState>]>([
    ['currentTerm beyond the last term', { currentTerm: 4 }],
    ['currentTerm before the first', { currentTerm: -1 }],
    ['currentTerm between two', { currentTerm: 1.5 }],
    ['votedFor a stranger', { votedFor: 's4' }],
    ['log with an entry of no term', { log: [noop(4)] }],
    ['log with a command that nobody asks for', { log: entries(1) }],
    ['rollbackId', { rollbackId: -1 }],
    ['votesGranted of one that does not vote', { votesGranted: ['s3'] }],
    ['votesGranted of a stranger', { votesGranted: ['s4'] }],
    ['syncSource', { syncSource: 's4' }],
    ['cursor', { cursor: -2 }],
    ['cursor between two', { cursor: 0.5 }],
    ['commitPoint of no term', { commitPoint: position(4, 7) }],
    ['commitPoint of no index', { commitPoint: position(3, 8) }],
    ['lastPosition of no index', { lastPosition: positions({ s2: position(1, -1) }) }],
    ['lastPosition without a member', { lastPosition: { s1: position(0, 0), s2: position(0, 0) } }],
    ['lastPosition of itself', { lastPosition: positions({ s1: position(1, 1) }) }],
    ['reading: a read in the queue that nobody asks for', { reading: reading({ queue: ['r3'] }) }],
    ['reading: a read in the batch that nobody asks for', { reading: reading({ batch: ['r3'] }) }],
    ['reading: more rounds than reads', { reading: reading({ round: 3 }) }],
    ['reading: acks of a stranger', { reading: reading({ acks: ['s4'] }) }],
  ])('fails of %s', (_, changes) => {
    expect(ofMember(changes)).toBe(false);
  });

  it('fails where a member is missing', () => {
    const { s3: _, ...processes } = first.processes;
    expect(holds({ ...first, processes })).toBe(false);
  });

  it('of itself a member is told nothing, whichever it is', () => {
    expect(ofMember({ lastPosition: positions({ s1: far }) }, 's2')).toBe(true);
    expect(ofMember({ lastPosition: positions({ s2: far }) }, 's2')).toBe(false);
  });

  const answer = pulled(3, [noop(1), command], 0, { commitPoint: far, rollbackId: 99, syncSource: 's3' });
  const beat = heartbeat(3, far, { commitPoint: far, round: 2 });
  const read = { type: 'ReadResponse', from: 's3', term: 0, read: 'r2', index: 7 } as const;

  it.each<readonly [string, PullRaftMessage]>([
    ['a request for a vote', requestVote(3, far)],
    ['a vote', vote(3, true)],
    ['a query', pull(7, true)],
    ['an answer', answer],
    ['a report', report(3, { s1: far, s2: far, s3: far })],
    ['a report without a term', report(0, {})],
    ['a heartbeat', beat],
    ['an answer to one', { ...beat, type: 'HeartbeatResponse' }],
    ['a request to stand', stepUp(3)],
    ['an answer to a read', read],
  ])('holds of messages: %s', (_, m) => {
    expect(ofMessage(m)).toBe(true);
  });

  it.each<readonly [string, PullRaftMessage]>([
    ['to a stranger', { ...stepUp(1), to: 's4' }],
    ['from a stranger', { ...stepUp(1), from: 's4' }],
    ['from a stranger to a client', { ...read, from: 's4' }],
    ['of no term', stepUp(4)],
    ['a request for a vote with a position that is none', requestVote(1, position(4, 1))],
    ['a query from no index', pull(8)],
    ['an answer to a query from no index', { ...answer, index: 8 }],
    ['an answer with an entry that is none', { ...answer, entries: [noop(4)] }],
    ['an answer with a position that is none', { ...answer, position: position(3, 8) }],
    ['an answer with a commit point that is none', { ...answer, commitPoint: position(4, 7) }],
    ['an answer with a rollback id that is none', { ...answer, rollbackId: -1 }],
    ['an answer of one that pulls from a stranger', { ...answer, syncSource: 's4' }],
    ['a report with a position that is none', report(1, { s3: position(4, 1) })],
    ['a report that does not speak of all', { ...report(1, {}), positions: { s1: far, s2: far } }],
    ['a heartbeat with a position that is none', heartbeat(1, position(3, 8))],
    ['a heartbeat with a commit point that is none', { ...beat, commitPoint: position(3, 8) }],
    ['a heartbeat of no round', { ...beat, round: 3 }],
    ['an answer to a read that nobody asks for', { ...read, read: 'r3' }],
    ['an answer to a read up to no index', { ...read, index: 8 }],
  ])('fails of messages: %s', (_, m) => {
    expect(ofMessage(m)).toBe(false);
  });

  it.each<readonly [string, Partial<PullRaftHistory>]>([
    ['elections', { elections: [{ term: 3, primary: 's3' }] }],
    ['written', { written: [[], [noop(1), command], []] }],
    ['committed', { committed: [{ entry: command, term: 3 }] }],
    ['asked', { asked: { r1: 7, r2: -1 } }],
  ])('holds of the history: %s', (_, changes) => {
    expect(ofHistory(changes)).toBe(true);
  });

  it.each<readonly [string, Partial<PullRaftHistory>]>([
    ['elections in no term', { elections: [{ term: 4, primary: 's1' }] }],
    ['elections of a stranger', { elections: [{ term: 1, primary: 's4' }] }],
    ['written in too few terms', { written: [[], []] }],
    ['written entries that are none', { written: [[], [], [noop(4)]] }],
    ['committed entries that are none', { committed: [{ entry: noop(4), term: 1 }] }],
    ['committed in no term', { committed: [{ entry: noop(1), term: 4 }] }],
    ['asked up to no index', { asked: { r1: 8, r2: -1 } }],
    ['asked before the beginning', { asked: { r1: -2, r2: -1 } }],
    ['asked for some reads only', { asked: { r1: 1 } }],
  ])('fails of the history: %s', (_, changes) => {
    expect(ofHistory(changes)).toBe(false);
  });
});
