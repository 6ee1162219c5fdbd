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

const isTerm: Test = both(isNumber, (x) => x !== 0);
const entries = list(either(record({ term: isTerm, value: isText }), record({ term: isTerm })));
const position = either(record({ term: isTerm, index: isTerm }), record({ term: is(0), index: is(0) }));
const positions = mapTo(position);
const reads = both(list(isText), ordered(String));

/** A state of one member: just the fields of `PullRaftState`. */
export const isState: Test = record({
  currentTerm: isNumber,
  votedFor: isNameOrNobody,
  log: entries,
  rollbackId: isNumber,
  state: is('Secondary', 'DryRunCandidate', 'Candidate', 'Primary'),
  votesGranted: names,
  syncSource: isNameOrNobody,
  cursor: either(isNumber, is(-1)),
  commitPoint: position,
  lastPosition: positions,
  reading: record({ queue: reads, batch: reads, round: isNumber, acks: names }),
});

const head: Shape = { to: isName, from: isName, term: isNumber };
const query: Shape = { index: isNumber, exclusive: isFlag };
const metadata: Shape = { position, commitPoint: position, rollbackId: isNumber, primary: isFlag };
const answer: Shape = { ...head, ...query, entries, ...metadata };
const heartbeat: Shape = { ...head, position, commitPoint: position, round: isNumber };

/** A message: just the fields of its type. Only one whose sender has a sync source names it. */
export const isMessage: Test = messageOf({
  RequestVoteRequest: { ...head, dryRun: isFlag, position },
  RequestVoteResponse: { ...head, dryRun: isFlag, voteGranted: isFlag },
  PullEntriesRequest: { ...head, term: is(0), ...query },
  PullEntriesResponse: [answer, { ...answer, syncSource: isName }],
  UpdatePositionRequest: { ...head, positions },
  HeartbeatRequest: heartbeat,
  HeartbeatResponse: heartbeat,
  StepUpRequest: head,
  ReadResponse: { from: isName, term: is(0), read: isText, index: isNumber },
});
