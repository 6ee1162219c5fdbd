/**
 * What well-formed states, steps and messages look like, said a second time: as tables of fields, independently of the code that makes
 * and reads them.
 */
import {
  both,
  either,
  is,
  isFlag,
  isName,
  isNameOrNobody,
  isNumber,
  isText,
  list,
  mapTo,
  messageOf,
  names,
  ordered,
  record,
  type Shape,
  type Test,
} from '../shape.ts';

const configuration = record({ voters: names, learners: names });
const entries = list(
  either(
    record({ term: isNumber, type: is('value'), value: isText }),
    record({ term: isNumber, type: is('noop') }),
    record({ term: isNumber, type: is('config'), config: configuration }),
  ),
);
const reads = both(
  list(record({ read: isText, index: isNumber })),
  ordered((x) => `${typeof x === 'object' && x !== null ? Reflect.get(x, 'read') : ''}`),
);
const perServer = mapTo(isNumber);

/** A state of one server: just the fields of `RaftState`. */
export const isState: Test = record({
  currentTerm: isNumber,
  votedFor: isNameOrNobody,
  log: entries,
  snapshot: record({ lastIncludedIndex: isNumber, lastIncludedTerm: isNumber, config: configuration, machine: list(isText) }),
  state: is('Follower', 'PreCandidate', 'Candidate', 'Leader'),
  leaderId: isNameOrNobody,
  votesGranted: names,
  commitIndex: isNumber,
  lastApplied: isNumber,
  machine: list(isText),
  nextIndex: perServer,
  matchIndex: perServer,
  transferee: isNameOrNobody,
  reading: record({ queue: reads, batch: reads, round: isNumber, acks: names }),
});

const head: Shape = { to: isName, term: isNumber };
const request: Shape = { ...head, candidateId: isName, lastLogIndex: isNumber, lastLogTerm: isNumber };
const response: Shape = { ...head, from: isName, voteGranted: isFlag };
const previous: Shape = { prevLogIndex: isNumber, prevLogTerm: isNumber };
const result: Shape = { success: isFlag, prevLogIndex: isNumber, matchIndex: isNumber, round: isNumber };
const included: Shape = { lastIncludedIndex: isNumber, lastIncludedTerm: isNumber };

/** A message: just the fields of its type. */
export const isMessage: Test = messageOf({
  RequestPreVoteRequest: request,
  RequestPreVoteResponse: response,
  RequestVoteRequest: request,
  RequestVoteResponse: response,
  AppendEntriesRequest: { ...head, leaderId: isName, ...previous, entries, leaderCommit: isNumber, round: isNumber },
  AppendEntriesResponse: { ...head, from: isName, ...result },
  InstallSnapshotRequest: { ...head, leaderId: isName, ...included, data: record({ config: configuration, machine: list(isText) }) },
  InstallSnapshotResponse: { ...head, from: isName, matchIndex: isNumber },
  TimeoutNowRequest: { ...head, leaderId: isName },
  ReadResponse: { term: is(0), read: isText, index: isNumber },
});
