/**
 * Whatever comes, whatever the state: a defined outcome. The states here have the right types and nothing more, so that most of them
 * are reached by no run. What holds of the handlers even then, and what only of states that runs reach:
 *
 * | of any state                                                        | of states that runs reach                      |
 * |---------------------------------------------------------------------|------------------------------------------------|
 * | the outcome is well-formed, and so is all that is sent              | the invariants of the specification            |
 * | terms do not go back; a vote is not taken back in its term          | a log is what a primary wrote                  |
 * | the commit point does not go back, nor what is known of the others  | the commit point is in the log                 |
 * | only to roll back shortens a log, by one entry, and no primary's    | what is committed is not rolled back           |
 * | nobody learns of its own position from others                       | only a primary has reads                       |
 * | only a term, an answer of a source and a vote change who is what    | who has a cursor has a sync source             |
 *
 * The right column is checked in walks.test.ts, from where systems start.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/index.ts';
import {
  decode,
  inputs,
  Newer,
  type PullRaftConfig,
  type PullRaftInput,
  type PullRaftMessage,
  type PullRaftState,
  protocol,
} from '../../../src/pull-raft/index.ts';
import { isBetweenMembers, pullRaft } from '../../../src/pull-raft/next.ts';
import { deepFreeze } from '../freeze.ts';
import { anyMeeting, anyMessage, anyState } from './arbitrary.ts';
import { c } from './make.ts';
import { config } from './models.ts';
import { isMessage, isState } from './shapes.ts';

/** All switches the other way. */
const other: PullRaftConfig = deepFreeze({
  ...c,
  voters: ['s1', 's2'],
  positionTerm: false,
  sourceTermChecked: true,
  chaining: false,
  dryRun: false,
  cursor: false,
  maxEntries: 1,
});

/** What a step does that it must not do, whatever the state. */
function wrong(input: PullRaftInput, before: PullRaftState, after: PullRaftState, send: readonly PullRaftMessage[]): readonly string[] {
  const { type } = input;
  const leads = before.state === 'Primary' && after.state === 'Primary';
  const startsAnew = type === 'BecomePrimary';
  const names = Object.keys(before.lastPosition);
  const shorter = before.log.length - after.log.length;
  const isBeginning = after.log.slice(0, before.log.length).every((entry, k) => compare(entry, before.log[k]) === 0);
  // What a primary commits is of its own term: that it knows of nothing committed in a newer one is for states that runs reach.
  const advances = after.commitPoint.index > before.commitPoint.index && after.commitPoint.term === before.currentTerm;
  const goesBack = (j: string): boolean => {
    const [known, now] = [before.lastPosition[j], after.lastPosition[j]];
    return known === undefined || now === undefined || Newer(known, now);
  };
  const holds: Readonly<Record<string, boolean>> = {
    'the state is well-formed': isState(after),
    'what is sent is well-formed': send.every((m) => isMessage(m) && compare(decode(m), m) === 0),
    'terms do not go back': after.currentTerm >= before.currentTerm,
    'a vote is final': after.currentTerm > before.currentTerm || before.votedFor === undefined || after.votedFor === before.votedFor,
    'the commit point does not go back': type === 'AdvanceCommitPoint' ? advances : !Newer(before.commitPoint, after.commitPoint),
    'what is known of others does not go back': startsAnew || !names.some(goesBack),
    'nothing is learned about itself': startsAnew || compare(before.lastPosition.s1, after.lastPosition.s1) === 0,
    'only to roll back shortens a log': shorter <= 0 || (type === 'Rollback' && shorter === 1 && before.state !== 'Primary'),
    'a log is not overwritten': isBeginning,
    'a rollback is counted': after.rollbackId === before.rollbackId + (type === 'Rollback' ? 1 : 0),
    'a primary appends only': !leads || shorter <= 0,
    'a source is chosen anew without a cursor': after.syncSource === before.syncSource || after.cursor === -1,
    'who sends says its term, or none': send.every((m) => [0, after.currentTerm].includes(m.term)),
  };
  return Object.entries(holds).flatMap(([name, held]) => (held ? [] : [name]));
}

/** An input handed to the member: whether it takes it, and what goes wrong. */
function handed(config: PullRaftConfig, s: PullRaftState, input: PullRaftInput): readonly [accepted: boolean, found: readonly string[]] {
  const outcome = protocol.step(config, 's1', s, input);
  return outcome === undefined ? [false, []] : [true, wrong(input, s, outcome.state, outcome.send)];
}

/** What a member does of itself, or for a client: an input of each type. */
const acts: readonly PullRaftInput[] = [
  { type: 'Timeout' },
  { type: 'BecomeCandidate' },
  { type: 'UpdateTerm', t: 4 },
  { type: 'BecomePrimary' },
  { type: 'WriteFirstEntry' },
  { type: 'ClientRequest', v: 'x' },
  { type: 'ChooseSyncSource', j: 's2' },
  { type: 'PullEntries' },
  { type: 'GetMore' },
  { type: 'UpdatePosition' },
  { type: 'AdvanceCommitPoint' },
  { type: 'Heartbeat', j: 's2' },
  { type: 'ClientRead', r: 'r1' },
  { type: 'StartReadRound' },
  { type: 'AnswerReads' },
  { type: 'StepDown', j: 's2' },
];

/** Counts by type what was accepted, and what was refused. */
interface Counts {
  readonly accepted: Map<string, number>;
  readonly refused: Map<string, number>;
}

function tryAll(config: PullRaftConfig, s: PullRaftState, all: readonly PullRaftInput[], { accepted, refused }: Counts): void {
  for (const input of all) {
    const [isAccepted, found] = handed(config, s, input);
    if (found.length > 0) throw new Error(`${input.type}: ${found.join(', ')}`);
    const counts = isAccepted ? accepted : refused;
    counts.set(input.type, (counts.get(input.type) ?? 0) + 1);
  }
}

/** Runs of eight messages each, one of each type: 100,000 messages in 12,500 states. */
const numRuns = 12_500;

describe('the paper, pulling, positions and heartbeats, and Raft Figure 2: handlers are total', () => {
  it('any message in any state gives a defined outcome, and changes neither', () => {
    const counts: Counts = { accepted: new Map(), refused: new Map() };
    let messages = 0;
    fc.assert(
      fc.property(anyMeeting, fc.boolean(), ([s, all], flag) => {
        deepFreeze([s, all]);
        messages += all.length;
        tryAll(flag ? other : c, s, all.flatMap(inputs), counts);
      }),
      { numRuns },
    );
    expect(messages).toBeGreaterThanOrEqual(100_000);
    // Messages that are all refused would be harmless as well. A query is answered whatever the term.
    expect([counts.accepted.size, counts.refused.size]).toEqual([10, 9]);
    for (const count of [...counts.accepted.values(), ...counts.refused.values()]) expect(count).toBeGreaterThan(numRuns / 200);
  });

  it('and so does all that a member does of itself (the paper, writing, and the paper, handover)', () => {
    const counts: Counts = { accepted: new Map(), refused: new Map() };
    fc.assert(
      fc.property(anyState, fc.boolean(), (s, flag) => {
        tryAll(flag ? other : c, deepFreeze(s), acts, counts);
      }),
      { numRuns: 5000 },
    );
    expect([...counts.accepted.keys()].sort()).toEqual(acts.map(({ type }) => type).sort());
    for (const count of counts.accepted.values()) expect(count).toBeGreaterThan(10);
  });

  it('a message from somebody who is no member, or to somebody else, or for a client, is in no domain of Next (the paper, elections)', () => {
    const stranger = fc.constantFrom('s4', '', 'constructor', '__proto__');
    const model = config();
    fc.assert(
      fc.property(anyMessage, stranger, fc.boolean(), (m, name, isSender) => {
        const strange = { ...m, ...(isSender ? { from: name } : { to: name }) };
        expect(decode(strange) === undefined || decode(strange)?.from === strange.from).toBe(true);
        const found = decode(strange);
        if (found === undefined) return;
        expect(isBetweenMembers(model, found)).toBe(false);
        expect(pullRaft.deliveries?.(model, found)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('the same input in the same state has the same outcome', () => {
    fc.assert(
      fc.property(anyMeeting, ([s, messages]) => {
        for (const input of [...acts, ...messages.flatMap(inputs)])
          expect(protocol.step(c, 's1', s, input)).toEqual(protocol.step(c, 's1', s, input));
      }),
      { numRuns: 200 },
    );
  });

  it('a restart keeps what is durable of any state, and is the same the second time (Raft Figure 2, persistent state)', () => {
    fc.assert(
      fc.property(anyState, (s) => {
        const once = protocol.restart(c, 's1', protocol.durable(deepFreeze(s)));
        expect(isState(once)).toBe(true);
        expect(protocol.durable(once)).toEqual(protocol.durable(s));
        expect(protocol.restart(c, 's1', protocol.durable(once))).toEqual(once);
      }),
      { numRuns: 1000 },
    );
  });
});
