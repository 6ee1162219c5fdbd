/**
 * Whatever comes, whatever the state: a defined outcome. The states here have the right types and nothing more, so that most of them are
 * reached by no run.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/core/index.ts';
import { decode, type MultiPaxosMessage, type MultiPaxosState, protocol, step } from '../../../src/multi-paxos/index.ts';
import { delivery } from '../../../src/multi-paxos/next.ts';
import { deepFreeze } from '../freeze.ts';
import { anyMeeting, anyMessage, anyState, isMessage, isState } from './arbitrary.ts';
import { cluster } from './models.ts';

const c = deepFreeze({ ...cluster, maxEntries: 3 });

/** What a step does that it must not do, whatever the state. */
function wrong(before: MultiPaxosState, after: MultiPaxosState, send: readonly MultiPaxosMessage[]): readonly string[] {
  const holds: Readonly<Record<string, boolean>> = {
    'the state is well-formed': isState(after),
    'what is sent is well-formed': send.every((m) => isMessage(m) && compare(decode(m), m) === 0),
    'ballots do not go back': after.maxBal >= before.maxBal,
    'commit does not go back': after.commit >= before.commit,
    'a log does not get shorter': after.votes.length >= before.votes.length,
    'who sends has seen the ballot': send.every((m) => m.bal <= after.maxBal),
  };
  return Object.entries(holds).flatMap(([name, held]) => (held ? [] : [name]));
}

/** Runs of six messages each, one for every handler. */
const numRuns = 10_000;

describe('handlers are total', () => {
  it('any message in any state gives a defined outcome, from its handler and from a running replica', () => {
    const refused = new Map<string, number>();
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(anyMeeting, ([s, messages]) => {
        deepFreeze([s, messages]);
        for (const m of messages) {
          const outcome = protocol.step(c, 'r1', s, delivery(m));
          const { state, send } = step(c, 'r1', s, { type: 'Receive', m });
          const found = [
            ...(outcome === undefined ? [] : wrong(s, outcome.state, outcome.send)),
            ...(state === s ? [] : [state]).filter((x) => !isState(x)).map(String),
          ];
          if (found.length > 0 || !send.every(isMessage)) throw new Error(`${m.type}: ${found.join(', ')}`);
          const counts = outcome === undefined ? refused : accepted;
          counts.set(m.type, (counts.get(m.type) ?? 0) + 1);
        }
      }),
      { numRuns },
    );
    // Messages that are all refused would be harmless as well.
    expect([accepted.size, refused.size]).toEqual([6, 6]);
    for (const count of [...accepted.values(), ...refused.values()]) expect(count).toBeGreaterThan(numRuns / 100);
  });

  it('a message to somebody else, from somebody who is no replica, or for a client, is dropped', () => {
    const stranger = fc.constantFrom('r4', '', 'constructor', '__proto__');
    fc.assert(
      fc.property(anyState, anyMessage, stranger, (s, m, name) => {
        const key = 'from' in m ? 'from' : 'to';
        expect(step(c, 'r1', deepFreeze(s), { type: 'Receive', m: { ...m, [key]: name } })).toEqual({ state: s, send: [], taken: [] });
      }),
      { numRuns: 2000 },
    );
  });
});
