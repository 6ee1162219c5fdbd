/**
 * Any message that is well-formed, and any state that has the right types: also those that no run reaches. Numbers are small enough to
 * meet each other, and now and then far beyond everything.
 */
import fc from 'fast-check';
import type { Entry, MemberMessage, Position, PositionMap, PullRaftMessage, PullRaftState } from '../../../src/pull-raft/index.ts';
import { servers } from './models.ts';

const small = fc.nat(5);
const far = fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 48);
const number = fc.oneof({ weight: 12, arbitrary: small }, { weight: 2, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: far });
const term = number.map((n) => n + 1);
const other = fc.constantFrom(...servers.slice(1));
const nobodyOr = fc.option(fc.constantFrom(...servers), { nil: undefined });
const nobodyOrOther = fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 5, arbitrary: other });
const set = fc.subarray([...servers, 's4']);
const command = fc.constantFrom('x', 'y', '', '__proto__');

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ term, value: command }) },
  { weight: 1, arbitrary: fc.record({ term }) },
);
const entries = fc.array(entry, { maxLength: 4 });
const position: fc.Arbitrary<Position> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ term: 0, index: 0 }) },
  { weight: 4, arbitrary: fc.record({ term, index: term }) },
);
const positions: fc.Arbitrary<PositionMap> = fc.record({ s1: position, s2: position, s3: position });
const reads = fc.subarray(['r1', 'r2', 'r3']);

const fields: fc.Arbitrary<PullRaftState> = fc.record({
  currentTerm: number,
  votedFor: nobodyOr,
  log: entries,
  rollbackId: number,
  state: fc.constantFrom('Secondary' as const, 'Secondary' as const, 'DryRunCandidate' as const, 'Candidate' as const, 'Primary' as const),
  votesGranted: set,
  syncSource: nobodyOrOther,
  cursor: fc.oneof(fc.constant(-1), small, number),
  commitPoint: position,
  lastPosition: positions,
  reading: fc.record({ queue: reads, batch: reads, round: number, acks: set }),
});

/** The state as one in which the member has written in its term, and s2 has reported all of it: chance alone seldom makes such. */
function written(s: PullRaftState): PullRaftState {
  const log = [...s.log, { term: s.currentTerm }];
  return { ...s, log, lastPosition: { ...s.lastPosition, s2: { term: s.currentTerm, index: log.length } } };
}

/** A state that has the right types. In term 0, before the first, nobody stands, and nothing is written. */
export const anyState: fc.Arbitrary<PullRaftState> = fc.tuple(fields, fc.nat(3)).map(([s, n]) => {
  const isBeforeFirst = s.currentTerm === 0 && (s.state === 'Candidate' || s.state === 'Primary' || n === 0);
  const t = isBeforeFirst ? { ...s, currentTerm: 1 } : s;
  return n === 0 ? written(t) : t;
});

const to = fc.constant('s1');
const from = other;
const head = { to, from, term: number };

const heartbeat = <T extends 'HeartbeatRequest' | 'HeartbeatResponse'>(type: T) =>
  fc.record({ type: fc.constant(type), ...head, position, commitPoint: position, round: number });

const pullEntriesResponse = fc
  .tuple(
    fc.record({
      type: fc.constant('PullEntriesResponse' as const),
      ...head,
      index: small,
      exclusive: fc.boolean(),
      entries,
      position,
      commitPoint: position,
      rollbackId: number,
      primary: fc.boolean(),
    }),
    nobodyOr,
  )
  .map(([m, syncSource]) => (syncSource === undefined ? m : { ...m, syncSource }));

/** To s1 one message of each type that members send each other: for each handler its own. */
const oneOfEach: fc.Arbitrary<readonly MemberMessage[]> = fc.tuple(
  fc.record({ type: fc.constant('RequestVoteRequest' as const), ...head, dryRun: fc.boolean(), position }),
  fc.record({ type: fc.constant('RequestVoteResponse' as const), ...head, dryRun: fc.boolean(), voteGranted: fc.boolean() }),
  fc.record({
    type: fc.constant('PullEntriesRequest' as const),
    to,
    from,
    term: fc.constant(0 as const),
    index: number,
    exclusive: fc.boolean(),
  }),
  pullEntriesResponse,
  fc.record({ type: fc.constant('UpdatePositionRequest' as const), ...head, positions }),
  heartbeat('HeartbeatRequest'),
  heartbeat('HeartbeatResponse'),
  fc.record({ type: fc.constant('StepUpRequest' as const), ...head }),
);

/** Any message, of any type, one to a client included. */
export const anyMessage: fc.Arbitrary<PullRaftMessage> = fc
  .tuple(oneOfEach, command, number, other, fc.nat(8))
  .map(([each, read, index, sender, n]) => each[n] ?? { type: 'ReadResponse', from: sender, term: 0, read, index });

/** The message as one that the member can use, if any can: of its term, and the answer to what it would ask the sender. */
function fitting(s: PullRaftState, m: MemberMessage): MemberMessage {
  if (m.type === 'PullEntriesRequest') return m;
  if (m.type !== 'PullEntriesResponse') return { ...m, term: s.currentTerm };
  const first = m.rollbackId % 2 === 0 ? s.log.at(-1) : undefined;
  const found = first === undefined || m.exclusive ? m.entries : [first, ...m.entries];
  const rollbackId = m.rollbackId % 3 === 0 && s.cursor >= 0 ? s.cursor : m.rollbackId;
  return { ...m, from: s.syncSource ?? m.from, term: s.currentTerm, index: s.log.length, entries: found, rollbackId };
}

/** A state, and for each handler a message; often such as the member can use, which is when most can happen. */
export const anyMeeting: fc.Arbitrary<readonly [PullRaftState, readonly MemberMessage[]]> = fc
  .tuple(anyState, oneOfEach, fc.integer({ min: 0, max: 2 }))
  .map(([s, messages, n]) => [s, n > 0 ? messages.map((m) => fitting(s, m)) : messages]);
