/**
 * Any message that is well-formed, and any state that has the right types: also those that no run reaches. Numbers are small enough to
 * meet each other, and now and then far beyond everything. And what is well-formed, said a second time, as tables of fields.
 */
import fc from 'fast-check';
import type { Entry, MultiPaxosMessage, MultiPaxosState, ReplicaMessage, Vote, WaitingRead } from '../../../src/multi-paxos/index.ts';
import { both, either, is, isName, isNumber, isText, list, messageOf, names, ordered, record, type Test } from '../shape.ts';
import { replicas } from './models.ts';

const far = fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 48);
const number = fc.oneof({ weight: 12, arbitrary: fc.nat(6) }, { weight: 2, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: far });
const positive = number.map((n) => n + 1);
const from = fc.constantFrom(...replicas);
const set = fc.subarray([...replicas]);
const command = fc.constantFrom('x', 'y', '', '__proto__');
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('value' as const), value: command }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('noop' as const) }) },
);
const vote: fc.Arbitrary<Vote> = fc.record({ bal: positive, val: entry });
const gap: fc.Arbitrary<Vote> = fc.constant({ bal: 0 });
/** A log ends with a vote, if it has any. */
const votes = fc
  .tuple(fc.array(fc.oneof(vote, gap), { maxLength: 4 }), vote, fc.boolean())
  .map(([before, last, isEmpty]): readonly Vote[] => (isEmpty ? [] : [...before, last]));
const reads: fc.Arbitrary<readonly WaitingRead[]> = fc
  .subarray(['q1', 'q2'])
  .chain((asked) => fc.tuple(...asked.map((read) => number.map((index) => ({ read, index })))));

/** A state that has the right types. */
export const anyState: fc.Arbitrary<MultiPaxosState> = fc.record({
  maxBal: number,
  votes,
  commit: number,
  phase: fc.constantFrom('idle' as const, 'prepare' as const, 'lead' as const),
  promised: set,
  best: votes,
  acks: fc.array(set, { maxLength: 4 }),
  reading: fc.record({ queue: reads, batch: reads, round: number, acks: set }),
});

const to = fc.constant('r1');

/** To r1 one message of each type that replicas send each other: for each handler its own. */
const oneOfEach: fc.Arbitrary<readonly ReplicaMessage[]> = fc.tuple(
  fc.record({ type: fc.constant('1a' as const), to, bal: positive, first: positive }),
  fc.record({ type: fc.constant('1b' as const), to, from, bal: positive, first: positive, votes }),
  fc.record({ type: fc.constant('2a' as const), to, bal: positive, slot: positive, val: entry }),
  fc.record({ type: fc.constant('2b' as const), to, from, bal: positive, slot: positive }),
  fc.record({ type: fc.constant('Heartbeat' as const), to, bal: positive, commit: number, round: number }),
  fc.record({ type: fc.constant('HeartbeatReply' as const), to, from, bal: positive, round: number, missing: number }),
);

/** Any message, of any type, one to a client included. */
export const anyMessage: fc.Arbitrary<MultiPaxosMessage> = fc
  .tuple(oneOfEach, command, number, fc.nat(6))
  .map(([each, read, index, n]) => each[n] ?? { type: 'ReadResponse', bal: 0, read, index });

/** A state, and for each handler a message; often all of them are of the ballot that the state is in, which is when most can happen. */
export const anyMeeting: fc.Arbitrary<readonly [MultiPaxosState, readonly ReplicaMessage[]]> = fc
  .tuple(anyState, oneOfEach, fc.boolean())
  .map(([s, messages, isNow]) => [s, isNow && s.maxBal > 0 ? messages.map((m) => ({ ...m, bal: s.maxBal })) : messages]);

const isEntry = either(record({ type: is('value'), value: isText }), record({ type: is('noop') }));
const isLog = list(either(record({ bal: isNumber, val: isEntry }), record({ bal: is(0) })));
const areReads = both(
  list(record({ read: isText, index: isNumber })),
  ordered((x) => `${typeof x === 'object' && x !== null ? Reflect.get(x, 'read') : ''}`),
);

/** A state of one replica: just the fields of `MultiPaxosState`. */
export const isState: Test = record({
  maxBal: isNumber,
  votes: isLog,
  commit: isNumber,
  phase: is('idle', 'prepare', 'lead'),
  promised: names,
  best: isLog,
  acks: list(names),
  reading: record({ queue: areReads, batch: areReads, round: isNumber, acks: names }),
});

/** A message: just the fields of its type. */
export const isMessage: Test = messageOf({
  '1a': { to: isName, bal: isNumber, first: isNumber },
  '1b': { to: isName, from: isName, bal: isNumber, first: isNumber, votes: isLog },
  '2a': { to: isName, bal: isNumber, slot: isNumber, val: isEntry },
  '2b': { to: isName, from: isName, bal: isNumber, slot: isNumber },
  Heartbeat: { to: isName, bal: isNumber, commit: isNumber, round: isNumber },
  HeartbeatReply: { to: isName, from: isName, bal: isNumber, round: isNumber, missing: isNumber },
  ReadResponse: { bal: is(0), read: isText, index: isNumber },
});
