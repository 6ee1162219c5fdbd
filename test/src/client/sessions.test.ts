/** The session layer around a state machine of its own, against the sentences of section 6.3 of Ongaro's dissertation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Applied,
  ApplyEntry,
  type CommandEntry,
  type Entry,
  InitMachine,
  type Machine,
  type Reply,
  type SessionConfig,
  type StateMachine,
} from '../../../src/client/index.ts';
import { deepFreeze } from '../freeze.ts';

interface Add {
  readonly key: string;
  readonly amount: number;
}
type Counts = Readonly<Record<string, number>>;

/** Counters by name: to add twice is not the same as to add once. */
const counters: StateMachine<Counts, Add, number> = {
  init: {},
  execute: (value, { key, amount }) => {
    const sum = (value[key] ?? 0) + amount;
    return { value: { ...value, [key]: sum }, response: sum };
  },
  query: (value, { key }) => value[key] ?? 0,
};

const c: SessionConfig<Counts, Add, number> = deepFreeze({ machine: counters, timeout: 10, filters: true });

const register = (client: string, time = 0): Entry<Add> => ({ type: 'register', client, time });
const command = (client: string, session: number, serial: number, changes: Partial<CommandEntry<Add>> = {}): Entry<Add> => ({
  ...{ type: 'command', client, time: 0, session, serial, lowest: 1, op: { key: 'x', amount: 1 } },
  ...changes,
});

/** The machine after these entries, and all replies. */
function applyAll(...log: readonly Entry<Add>[]): { readonly machine: Machine<Counts, number>; readonly replies: readonly unknown[] } {
  const replies: (Reply<number> | undefined)[] = [];
  const machine = log.reduce((m, e, i) => {
    const done: Applied<Counts, number> = ApplyEntry(c, deepFreeze(m), deepFreeze(e), i + 1);
    replies.push(done.reply);
    return done.machine;
  }, InitMachine(c));
  return { machine, replies };
}

describe('RegisterClient', () => {
  it('gives the index of its entry as the number of the session', () => {
    const { replies } = applyAll(register('a'), register('b'));
    expect(replies).toEqual([
      { type: 'RegisterReply', client: 'a', session: 1 },
      { type: 'RegisterReply', client: 'b', session: 2 },
    ]);
  });

  it('asked again while the session lives, gives the same, with what it remembers', () => {
    const { machine, replies } = applyAll(register('a'), command('a', 1, 1), register('a'), command('a', 1, 1));
    expect(replies[2]).toEqual({ type: 'RegisterReply', client: 'a', session: 1 });
    expect(machine.value).toEqual({ x: 1 });
  });

  it('asked again when the session has expired, gives another number', () => {
    const { machine, replies } = applyAll(register('a'), register('a', 10));
    expect(replies[1]).toEqual({ type: 'RegisterReply', client: 'a', session: 2 });
    expect(machine.sessions.a).toEqual({ id: 2, lowest: 0, responses: [], active: 10 });
  });
});

describe('a command', () => {
  it('is executed once, and answered alike each time', () => {
    const { machine, replies } = applyAll(register('a'), command('a', 1, 1), command('a', 1, 2), command('a', 1, 1));
    expect(machine.value).toEqual({ x: 2 });
    expect(replies[1]).toEqual({ type: 'Answer', client: 'a', serial: 1, response: 1 });
    expect(replies[3]).toEqual(replies[1]);
  });

  it('is executed in any order of serial numbers', () => {
    const { machine, replies } = applyAll(register('a'), command('a', 1, 2), command('a', 1, 1));
    expect(machine.value).toEqual({ x: 2 });
    expect(replies[2]).toEqual({ type: 'Answer', client: 'a', serial: 1, response: 2 });
    expect(machine.sessions.a?.responses.map((r) => r.serial)).toEqual([1, 2]);
  });

  it('below the lowest that the client waits for is neither executed nor answered', () => {
    const { machine, replies } = applyAll(register('a'), command('a', 1, 1), command('a', 1, 2, { lowest: 2 }), command('a', 1, 1));
    expect(machine.value).toEqual({ x: 2 });
    expect(replies[3]).toBeUndefined();
    expect(machine.sessions.a?.responses).toEqual([{ serial: 2, response: 2 }]);
  });

  it('with an old lowest number does not bring forgotten ones back', () => {
    const { machine } = applyAll(register('a'), command('a', 1, 2, { lowest: 2 }), command('a', 1, 3, { lowest: 1 }), command('a', 1, 1));
    expect(machine.sessions.a?.lowest).toBe(2);
    expect(machine.value).toEqual({ x: 2 });
  });

  it.each([
    ['of no session', [command('a', 1, 1)]],
    ['of a session with another number', [register('a'), command('a', 2, 1)]],
    ["of another client's session", [register('a'), command('b', 1, 1)]],
    ['of a session that has expired', [register('a'), command('a', 1, 1, { time: 10 })]],
    ['of a session that has expired and been followed by another', [register('a'), register('a', 10), command('a', 1, 1, { time: 10 })]],
  ])('%s is an error, and no execution', (_, log) => {
    const { machine, replies } = applyAll(...log);
    expect(machine.value).toEqual({});
    expect(replies.at(-1)).toMatchObject({ type: 'SessionExpired' });
  });
});

describe('expiry', () => {
  it('counts from the last command', () => {
    const { machine } = applyAll(register('a'), command('a', 1, 1, { time: 9 }), command('a', 1, 2, { time: 18 }));
    expect(machine.value).toEqual({ x: 2 });
  });

  it('is brought about by any entry', () => {
    expect(applyAll(register('a'), register('b', 10)).machine.sessions.a).toBeUndefined();
  });

  it('follows a time that never goes back, whatever the clocks of leaders show', () => {
    const { machine } = applyAll(register('a', 5), command('a', 1, 1, { time: 3 }), command('a', 1, 2, { time: 14 }));
    expect(machine).toMatchObject({ time: 14, value: { x: 2 } });
  });
});

describe('the machine', () => {
  it('is plain data, which a snapshot can hold', () => {
    const { machine } = applyAll(register('b'), register('a'), command('a', 2, 1));
    const copy: typeof machine = JSON.parse(JSON.stringify(machine));
    const again = command('a', 2, 1);
    expect(ApplyEntry(c, copy, again, 4)).toEqual(ApplyEntry(c, machine, again, 4));
  });

  it('is the same data whoever registered first, but for the numbers', () => {
    const names = (m: Machine<Counts, number>): readonly string[] => Object.keys(m.sessions);
    expect(names(applyAll(register('b'), register('a')).machine)).toEqual(names(applyAll(register('a'), register('b')).machine));
  });

  it('takes any name for a client', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const log = names.flatMap((name, i) => [register(name), command(name, 2 * i + 1, 1), command(name, 2 * i + 1, 1)]);
    const shifted = log.map((e, i) => (e.type === 'command' ? { ...e, session: i - (i % 3) + 1 } : e));
    expect(applyAll(...shifted).machine.value).toEqual({ x: 3 });
  });

  it('executes each command once, in the order of their first entries, however often they are in the log', () => {
    const entry = fc.record({ client: fc.constantFrom('a', 'b'), serial: fc.integer({ min: 1, max: 5 }) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30 }), (asked) => {
        const op = (client: string, serial: number): Add => ({ key: client, amount: 10 ** serial });
        const log = asked.map(({ client, serial }) => command(client, client === 'a' ? 1 : 2, serial, { op: op(client, serial) }));
        const { machine } = applyAll(register('a'), register('b'), ...log);
        const once = [...new Map(asked.map((x) => [`${x.client} ${x.serial}`, x])).values()];
        const value = once.reduce((v, x) => counters.execute(v, op(x.client, x.serial)).value, counters.init);
        expect(machine.value).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });
});
