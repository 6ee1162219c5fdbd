/**
 * Whatever comes, whatever the state: a defined outcome. The states here have the right types and nothing more, so that most of them
 * are reached by no run. What holds of the handlers even then, and what only of states that runs reach:
 *
 * | of any state                                                        | of states that runs reach                      |
 * |---------------------------------------------------------------------|------------------------------------------------|
 * | the outcome is well-formed, and so is all that is sent              | the invariants of the specification            |
 * | terms do not go back; a vote is not taken back in its term          | lastApplied and the snapshot do not go back    |
 * | commitIndex does not go back                                        | what is committed is in the log                |
 * | matchIndex does not go back on a leader, nor does a leader's log     | a leader hears from no other leader in its term |
 * | nextIndex stays above matchIndex, if it was                         | only a leader has reads, or a transferee       |
 *
 * The right column is checked in walks.test.ts, from where systems start.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/index.ts';
import { decode, protocol, type RaftConfig, type RaftInput, type RaftMessage, type RaftState, step } from '../../../src/raft/index.ts';
import { delivery } from '../../../src/raft/next.ts';
import { deepFreeze } from '../freeze.ts';
import { anyMeeting, anyMessage, anyState } from './arbitrary.ts';
import { c } from './make.ts';
import { isMessage, isState } from './shapes.ts';

const asking: RaftConfig = deepFreeze({ ...c, preVote: true, noOp: false, maxEntries: 2 });

/** What a step does that it must not do, whatever the state. */
function wrong(before: RaftState, after: RaftState, send: readonly RaftMessage[]): readonly string[] {
  const leads = before.state === 'Leader' && after.state === 'Leader' && before.currentTerm === after.currentTerm;
  const names = Object.keys(before.nextIndex);
  const above = (s: RaftState, j: string): boolean => (s.nextIndex[j] ?? 1) > (s.matchIndex[j] ?? 0);
  const end = (s: RaftState): number => s.snapshot.lastIncludedIndex + s.log.length;
  const holds: Readonly<Record<string, boolean>> = {
    'the state is well-formed': isState(after),
    'what is sent is well-formed': send.every((m) => isMessage(m) && compare(decode(m), m) === 0),
    'terms do not go back': after.currentTerm >= before.currentTerm,
    'a vote is final': after.currentTerm > before.currentTerm || before.votedFor === undefined || after.votedFor === before.votedFor,
    'commitIndex does not go back': after.commitIndex >= before.commitIndex,
    'matchIndex does not go back': !leads || names.every((j) => (after.matchIndex[j] ?? 0) >= (before.matchIndex[j] ?? 0)),
    'nextIndex stays above matchIndex': !leads || names.every((j) => !above(before, j) || above(after, j)),
    'a leader appends only': !leads || end(after) >= end(before),
    'who sends says its term': send.every((m) => m.type === 'ReadResponse' || m.term <= after.currentTerm),
  };
  return Object.entries(holds).flatMap(([name, held]) => (held ? [] : [name]));
}

/** A message handed to its handler: whether it takes it, and what goes wrong. */
function handled(config: RaftConfig, s: RaftState, input: RaftInput): readonly [accepted: boolean, found: readonly string[]] {
  const outcome = protocol.step(config, 's1', s, input);
  return outcome === undefined ? [false, []] : [true, wrong(s, outcome.state, outcome.send)];
}

/** A message that a running server receives, with all that follows from it. */
function received(config: RaftConfig, s: RaftState, m: RaftMessage): readonly string[] {
  const { state, send, taken } = step(config, 's1', s, { type: 'Receive', m });
  const found = taken.length > 0 || (state === s && send.length === 0) ? [] : ['what is refused changes nothing'];
  return [...found, ...wrong(s, state, send)];
}

/** Runs of nine messages each, one for every handler: 100,008 messages in 11,112 states. */
const numRuns = 11_112;

describe('Figures 2 and 13, thesis 3.10, 6.4 and 9.6: handlers are total', () => {
  it('any message in any state gives a defined outcome, from its handler and from a running server', () => {
    const refused = new Map<string, number>();
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(anyMeeting, fc.boolean(), ([s, messages], flag) => {
        const config = flag ? asking : c;
        deepFreeze([s, messages]);
        for (const m of messages) {
          const input = delivery(m);
          const [isAccepted, ofHandler] = handled(config, s, input);
          const found = [...ofHandler, ...received(config, s, m)];
          if (found.length > 0) throw new Error(`${m.type}: ${found.join(', ')}`);
          const counts = isAccepted ? accepted : refused;
          counts.set(m.type, (counts.get(m.type) ?? 0) + 1);
        }
      }),
      { numRuns },
    );
    // Messages that are all refused would be harmless as well.
    expect([accepted.size, refused.size]).toEqual([9, 9]);
    for (const count of [...accepted.values(), ...refused.values()]) expect(count).toBeGreaterThan(numRuns / 100);
  });

  it('a message to somebody else, from somebody who is no server, or for a client, is dropped', () => {
    const stranger = fc.constantFrom('s4', '', 'constructor', '__proto__');
    fc.assert(
      fc.property(anyState, anyMessage, stranger, fc.boolean(), (s, m, name, isSender) => {
        const misled = Object.entries(m).map(([key, value]) => {
          const changed = isSender ? ['from', 'leaderId', 'candidateId'].includes(key) : key === 'to';
          return [key, changed ? name : value] as const;
        });
        const strange = { ...m, ...Object.fromEntries(misled) };
        expect(step(c, 's1', deepFreeze(s), { type: 'Receive', m: deepFreeze(strange) })).toEqual({ state: s, send: [], taken: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('the same message in the same state has the same outcome', () => {
    fc.assert(
      fc.property(anyMeeting, ([s, messages]) => {
        for (const m of messages) expect(step(c, 's1', s, { type: 'Receive', m })).toEqual(step(c, 's1', s, { type: 'Receive', m }));
      }),
      { numRuns: 200 },
    );
  });
});
