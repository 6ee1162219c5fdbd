/** The actions, each against what section 6.3 or 6.4 of Ongaro's dissertation asks of it. */
import { describe, expect, it } from 'vitest';
import {
  actions,
  answer,
  type Client,
  type Cluster,
  commandRequest,
  type Entry,
  NextServer,
  type Op,
  protocol,
  readRequest,
  registerReply,
  registerRequest,
  sessionExpired,
} from '../../../src/client/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config } from './models.ts';

const { AnswerDuplicate, AnswerRead, AppendEntry, Apply, Commit, DropDuplicate, Elect, InstallSnapshot, RestartServer } = actions;
const { ReceiveAnswer, ReceiveExpired, ReceiveSession, Register, RestartClient, Retry, SendCommand, SendRead } = actions;

const c = config({ window: 2, writes: { c1: [1, 2, 4] }, reads: { c1: [3, 5] }, refuses: true, crashable: ['s2'] });
const op = (number: number): Op => ({ client: 'c1', number });
const fresh: Client = deepFreeze({ role: 'client', session: 0, next: 1, outstanding: [] });
const waiting = (...serials: readonly number[]): Client =>
  deepFreeze({
    role: 'client',
    session: 1,
    next: Math.max(0, ...serials) + 1,
    outstanding: serials.map((n) => ({ serial: n, kind: n === 3 ? ('read' as const) : ('command' as const), op: op(n) })),
  });

describe('a client', () => {
  it('without a session asks for one, and with one does not', () => {
    expect(Register(c, 'c1', fresh)).toEqual({ state: fresh, send: [registerRequest('c1')] });
    expect(Register(c, 'c1', waiting())).toBeUndefined();
    expect(Register(c, 'c1', { ...fresh, next: 3 })).toBeUndefined();
  });

  it('sends commands under its session, with serial numbers of its own and the lowest that it waits for', () => {
    expect(SendCommand(c, 'c1', fresh, op(1))).toBeUndefined();
    expect(SendCommand(c, 'c1', waiting(), op(1))).toEqual({ state: waiting(1), send: [commandRequest('c1', 1, 1, 1, op(1))] });
    expect(SendCommand(c, 'c1', waiting(1), op(2))).toEqual({ state: waiting(1, 2), send: [commandRequest('c1', 1, 2, 1, op(2))] });
    expect(SendCommand(c, 'c1', waiting(2), op(3))).toBeUndefined();
  });

  it('sends no more at once than its window allows', () => {
    const full = { ...waiting(1, 2), next: 4 };
    expect(SendCommand(c, 'c1', full, op(4))).toBeUndefined();
    expect(SendRead(c, 'c1', { ...full, next: 3 }, op(3))).toBeUndefined();
  });

  it('reads without a session, and a read that it waits for keeps no answer to a command', () => {
    expect(SendRead(c, 'c1', { ...fresh, next: 3 }, op(3))?.send).toEqual([readRequest('c1', 3, op(3))]);
    expect(SendRead(c, 'c1', { ...fresh, next: 2 }, op(2))).toBeUndefined();
    expect(SendCommand(c, 'c1', waiting(3), op(4))?.send).toEqual([commandRequest('c1', 1, 4, 4, op(4))]);
  });

  it('asks again under the same number, with what it waits for now', () => {
    expect(Retry(c, 'c1', waiting(2), 2)).toEqual({ state: waiting(2), send: [commandRequest('c1', 1, 2, 2, op(2))] });
    expect(Retry(c, 'c1', waiting(1, 2), 2)?.send).toEqual([commandRequest('c1', 1, 2, 1, op(2))]);
    expect(Retry(c, 'c1', waiting(3), 3)?.send).toEqual([readRequest('c1', 3, op(3))]);
    expect(Retry(c, 'c1', waiting(2), 1)).toBeUndefined();
    expect(Retry({ ...c, retries: false }, 'c1', waiting(2), 2)).toBeUndefined();
  });

  it('takes its first session, and no other', () => {
    expect(ReceiveSession(fresh, registerReply('c1', 7))?.state).toEqual({ ...fresh, session: 7 });
    expect(ReceiveSession(waiting(), registerReply('c1', 7))?.state).toEqual(waiting());
  });

  it('discards an answer that it has', () => {
    expect(ReceiveAnswer(waiting(1, 2), answer('c1', 1, 5))?.state).toEqual(waiting(2));
    const s = waiting(2);
    expect(ReceiveAnswer(s, answer('c1', 1, 5))?.state).toBe(s);
  });

  it('gives its commands up when their session is gone, but no read, and not for an older session', () => {
    const s = waiting(2, 3);
    expect(ReceiveExpired(s, sessionExpired('c1', 1))?.state).toEqual({ ...waiting(3), session: 0 });
    expect(ReceiveExpired(s, sessionExpired('c1', 9))?.state).toBe(s);
  });

  it('remembers in a crash which numbers it has used, and nothing else', () => {
    const s = waiting(1, 2);
    const d = protocol.durable(s);
    expect(d).toEqual({ role: 'client', next: 3 });
    expect(protocol.restart(c, 'c1', d)).toEqual({ ...fresh, next: 3 });
    expect(RestartClient({ role: 'client', next: 3 })).toEqual({ ...fresh, next: 3 });
  });

  it('asks one server after another, or the one that was hinted at', () => {
    const servers = ['a', 'b', 'c'];
    expect(NextServer(servers, undefined)).toBe('a');
    expect(NextServer(servers, 'a')).toBe('b');
    expect(NextServer(servers, 'c')).toBe('a');
    expect(NextServer(servers, 'gone')).toBe('a');
    expect(NextServer(servers, 'a', 'c')).toBe('c');
    expect(NextServer(servers, 'a', 'a')).toBe('b');
    expect(NextServer(servers, 'a', 'stranger')).toBe('b');
    expect(NextServer([], undefined)).toBeUndefined();
  });
});

const registered: Entry<Op> = { type: 'register', client: 'c1', time: 0 };
const entry = (serial: number, lowest = 1): Entry<Op> => ({
  ...{ type: 'command', client: 'c1', time: 0, session: 1, serial, lowest, op: op(serial) },
});
const request = (serial: number): ReturnType<typeof commandRequest<Op>> => commandRequest('c1', 1, serial, 1, op(serial));

function isCluster(s: ReturnType<typeof protocol.init>): s is Cluster {
  return s.role === 'cluster';
}

/** The log with these entries, of which each server has applied so many. */
function cluster(log: readonly Entry<Op>[], applied: Readonly<Record<string, number>>, suffix: readonly Entry<Op>[] = []): Cluster {
  const first = protocol.init(c, 'cluster');
  if (!isCluster(first)) throw new Error('no log');
  let s: Cluster = { ...first, log, suffix };
  for (const [server, count] of Object.entries(applied)) for (let n = 0; n < count; n++) s = Apply(c, s, server)?.state ?? s;
  return deepFreeze(s);
}

describe('a leader', () => {
  const log = [registered, entry(1)];

  it('appends a request with the time of its clock', () => {
    expect(AppendEntry(c, cluster([], {}), registerRequest('c1'), 3)?.state.suffix).toEqual([{ ...registered, time: 3 }]);
    expect(AppendEntry(c, cluster([registered], { s1: 1 }), request(1), 0)?.state.suffix).toEqual([entry(1)]);
  });

  it.each([
    ['in its suffix', cluster([registered], { s1: 1 }, [entry(1)])],
    ['committed and not applied', cluster(log, { s1: 1 })],
    ['in its table', cluster(log, { s1: 2 })],
    ['executed and forgotten', cluster([...log, entry(2, 2)], { s1: 3 })],
  ])('appends nothing that is %s', (_, s) => {
    expect(AppendEntry(c, s, request(1), 0)).toBeUndefined();
    const notToRefuse = { ...c, refuses: false, bounds: { ...c.bounds, maxLog: 9 } };
    expect(AppendEntry(notToRefuse, s, request(1), 0)).toBeDefined();
  });

  it('answers from its table, and drops what it need not answer', () => {
    expect(AnswerDuplicate(c, cluster(log, { s1: 2 }), request(1))?.send).toEqual([answer('c1', 1, 1)]);
    expect(AnswerDuplicate(c, cluster(log, { s1: 2 }), registerRequest('c1'))?.send).toEqual([registerReply('c1', 1)]);
    expect(AnswerDuplicate(c, cluster(log, { s1: 1 }), request(1))).toBeUndefined();
    expect(AnswerDuplicate({ ...c, refuses: false }, cluster(log, { s1: 2 }), request(1))).toBeUndefined();
    expect(DropDuplicate(c, cluster(log, { s1: 1 }), request(1))?.send).toEqual([]);
    expect(DropDuplicate(c, cluster([...log, entry(2, 2)], { s1: 3 }), request(1))?.send).toEqual([]);
    expect(DropDuplicate(c, cluster(log, { s1: 2 }), request(1))).toBeUndefined();
    expect(DropDuplicate(c, cluster(log, { s1: 2 }), request(2))).toBeUndefined();
    expect(DropDuplicate({ ...c, refuses: false }, cluster(log, { s1: 1 }), request(1))).toBeUndefined();
  });

  it('takes no command of another session for a duplicate', () => {
    const other = commandRequest('c1', 2, 1, 1, op(1));
    expect(AppendEntry(c, cluster(log, { s1: 2 }), other, 0)).toBeDefined();
    expect(AppendEntry(c, cluster(log, { s1: 1 }), { ...request(1), client: 'c2' }, 0)).toBeDefined();
  });

  it('appends no more than the model allows', () => {
    expect(AppendEntry(c, cluster([...log, entry(2)], { s1: 3 }), request(4), 0)).toBeUndefined();
  });

  it('answers what it applies; the others apply and are silent', () => {
    const s = cluster(log, { s1: 1, s2: 1 });
    expect(Apply(c, s, 's1')?.send).toEqual([answer('c1', 1, 1)]);
    expect(Apply(c, s, 's2')?.send).toEqual([]);
    expect(Apply(c, s, 's2')?.state.machine.s2).toEqual(Apply(c, s, 's1')?.state.machine.s1);
    expect(Apply(c, cluster(log, { s1: 2 }), 's1')).toBeUndefined();
  });

  it('answers a read when it leads and has applied what is committed', () => {
    const read = readRequest('c1', 3, op(3));
    expect(AnswerRead(c, cluster(log, { s1: 2 }), read, 's1')?.send).toEqual([answer('c1', 3, 1)]);
    expect(AnswerRead(c, cluster(log, { s1: 1 }), read, 's1')).toBeUndefined();
    expect(AnswerRead(c, cluster(log, { s1: 2, s2: 2 }), read, 's2')).toBeUndefined();
  });
});

describe('the log and its servers', () => {
  it('commit one entry after another', () => {
    expect(Commit(cluster([registered], {}, [entry(1), entry(2)]))?.state).toMatchObject({
      log: [registered, entry(1)],
      suffix: [entry(2)],
    });
    expect(Commit(cluster([registered], {}))).toBeUndefined();
  });

  it('get another leader, with the beginning of what was not committed', () => {
    const s = cluster([registered], {}, [entry(1), entry(2)]);
    expect(Elect(c, s, 's2', 1)?.state).toMatchObject({ leader: 's2', log: [registered], suffix: [entry(1)] });
    expect(Elect(c, s, 's1', 1)).toBeUndefined();
    expect(Elect(c, s, 's2', 3)).toBeUndefined();
    expect(Elect(config({ electable: ['s1'] }), s, 's2', 0)).toBeUndefined();
  });

  it('catch up by the machine of another server, the sessions with it', () => {
    const s = cluster([registered, entry(1)], { s1: 2 });
    expect(InstallSnapshot(s, 's2', 's1')?.state.machine.s2).toEqual(s.machine.s1);
    expect(InstallSnapshot(s, 's2', 's1')?.state.applied).toEqual({ s1: 2, s2: 2 });
    expect(InstallSnapshot(s, 's1', 's2')).toBeUndefined();
    expect(InstallSnapshot(s, 's1', 's1')).toBeUndefined();
  });

  it('restart with nothing, all but the leader', () => {
    const s = cluster([registered], { s1: 1, s2: 1 });
    expect(RestartServer(c, s, 's2')?.state).toEqual(cluster([registered], { s1: 1 }));
    expect(RestartServer(c, s, 's1')).toBeUndefined();
    expect(RestartServer(config({ crashable: ['s1', 's2'] }), s, 's1')).toBeUndefined();
  });

  it('are never down all at once: that is the affair of the protocol below', () => {
    const s = cluster([registered], { s1: 1 });
    expect(protocol.restart(c, 'cluster', protocol.durable(s))).toEqual(s);
  });
});

describe('a step', () => {
  it('is for its own kind of process only', () => {
    expect(protocol.step(c, 'c1', fresh, { type: 'Commit' })).toBeUndefined();
    expect(protocol.step(c, 'cluster', cluster([], {}), { type: 'Register' })).toBeUndefined();
  });
});
