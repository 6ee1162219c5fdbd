/** Each invariant and property against a state, or a step, that violates it: one that cannot fail says nothing. */
import { describe, expect, it } from 'vitest';
import {
  answer,
  type Client,
  type ClientHistory,
  type Cluster,
  type Entry,
  invariants,
  type Machine,
  type Message,
  type ObservedClients,
  type Op,
  stepProperties,
} from '../../../src/client/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, run, start } from './models.ts';

const c = config({ clients: ['c1', 'c2'], writes: { c1: [1, 2] }, reads: { c2: [1] } });
const first = start(c);

function clusterOf(s: ObservedClients): Cluster {
  const found = s.processes.cluster;
  if (found?.role !== 'cluster') throw new Error('no log');
  return found;
}

const cluster = (changes: Partial<Cluster>): ObservedClients =>
  deepFreeze({ ...first, processes: { ...first.processes, cluster: { ...clusterOf(first), ...changes } } });
const client = (changes: Partial<Client>): ObservedClients =>
  deepFreeze({ ...first, processes: { ...first.processes, c1: { role: 'client', session: 0, next: 1, outstanding: [], ...changes } } });
const history = (changes: Partial<ClientHistory>, ...network: readonly Message[]): ObservedClients =>
  deepFreeze({ ...first, network, history: { ...first.history, ...changes } });

const op = (number: number): Op => ({ client: 'c1', number });
const entry = (serial: number): Entry<Op> => ({ type: 'command', client: 'c1', time: 0, session: 1, serial, lowest: 1, op: op(serial) });
const empty: Machine<readonly Op[], number> = { time: 0, sessions: {}, value: [] };
const kept = (response: number): Machine<readonly Op[], number> => ({
  ...empty,
  sessions: { c1: { id: 1, lowest: 1, responses: [{ serial: 1, response }], active: 0 } },
});
const values = (...value: readonly Op[]): Partial<Cluster> => ({
  log: [entry(1), entry(2), entry(1)],
  applied: { s1: 3, s2: 0 },
  machine: { s1: { ...empty, value }, s2: empty },
});
const answered = (serial: number, response: number): ClientHistory['answers'][number] => ({ client: 'c1', serial, response });

/** States that violate an invariant, most of them each in another way. */
const wrong: Readonly<Record<string, readonly ObservedClients[]>> = {
  TypeOK: [
    cluster({ suffix: [entry(1), entry(1), entry(1), entry(1)] }),
    cluster({ suffix: [{ ...entry(1), client: 'c3' }] }),
    cluster({ suffix: [{ ...entry(1), time: 7 }] }),
    cluster({ suffix: [entry(3)] }),
    cluster({ leader: 's3' }),
    cluster({ applied: { s1: 1, s2: 0 } }),
    cluster({ machine: { s1: { ...empty, time: 3 }, s2: empty } }),
    cluster({ machine: { s1: { ...empty, value: [op(1)] }, s2: empty } }),
    cluster({ machine: { s1: kept(9), s2: empty } }),
    client({ session: 1 }),
    client({ next: 4 }),
    client({ next: 1, outstanding: [{ serial: 1, kind: 'command', op: op(1) }] }),
  ],
  AtMostOnceApplied: [cluster(values(op(1), op(2), op(1)))],
  SameSerialSameResponse: [
    history({ answers: [answered(1, 1)] }, answer('c1', 1, 2)),
    deepFreeze({ ...cluster({ machine: { s1: kept(1), s2: empty } }), network: [answer('c1', 1, 2)] }),
  ],
  AnsweredIsApplied: [deepFreeze({ ...cluster(values(op(1), op(2))), network: [answer('c1', 1, 2)] })],
  SessionAgreement: [
    cluster({ machine: { s1: kept(1), s2: empty } }),
    cluster({ machine: { s1: kept(1), s2: kept(2) } }),
    cluster({ machine: { s1: { ...empty, time: 1 }, s2: empty } }),
    cluster({ machine: { s1: { ...empty, value: [op(1)] }, s2: empty } }),
  ],
  Linearizable: [
    history({ asked: [{ client: 'c1', serial: 2, after: 1 }], answers: [answered(2, 1)] }),
    history({ asked: [{ client: 'c2', serial: 1, after: 1 }], answers: [{ client: 'c2', serial: 1, response: 0 }] }),
  ],
  LogHasNoDuplicates: [cluster({ log: [entry(1)], suffix: [entry(1)] })],
};

describe('invariants', () => {
  it('hold at the start, and after an answer', () => {
    const done = run(
      c,
      { type: 'Register', c: 'c1' },
      { type: 'AppendEntry', c: 'c1' },
      { type: 'Commit' },
      { type: 'Apply', s: 's1' },
      { type: 'ReceiveSession', c: 'c1' },
      { type: 'SendCommand', c: 'c1' },
      { type: 'AppendEntry', c: 'c1' },
      { type: 'Commit' },
      { type: 'Apply', s: 's1' },
      { type: 'ReceiveAnswer', c: 'c1' },
      { type: 'SendRead', c: 'c2' },
      { type: 'AnswerRead', s: 's1' },
      { type: 'ReceiveAnswer', c: 'c2' },
    );
    expect(done.history.answers).toEqual([answered(1, 1), { client: 'c2', serial: 1, response: 1 }]);
    for (const s of [first, done])
      for (const [name, holds] of Object.entries(invariants)) expect([name, holds(c, s)]).toEqual([name, true]);
  });

  it.each(Object.entries(wrong))('%s fails where it should', (name, states) => {
    expect(states.map((s) => invariants[name]?.(c, s))).toEqual(states.map(() => false));
  });

  it('are each tried', () => {
    expect(Object.keys(wrong)).toEqual(Object.keys(invariants));
  });
});

describe('properties of steps', () => {
  it('MonotonicSerial fails where it should', () => {
    expect(stepProperties.MonotonicSerial?.(c, client({ next: 2 }), client({ next: 1 }))).toBe(false);
    expect(stepProperties.MonotonicSerial?.(c, client({ next: 1 }), client({ next: 2 }))).toBe(true);
  });
});
