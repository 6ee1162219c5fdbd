import { at, compare } from '../core/index.ts';
import { clientOf } from './history.ts';
import { sessionOf } from './sessions.ts';
import {
  type Answered,
  CLUSTER,
  type ClientModelConfig,
  type Cluster,
  type Entry,
  type Machine,
  type ObservedClients,
  type Op,
  type Session,
} from './types.ts';

/**
 * The invariants and action properties of spec/client/ClientSessions.tla, with its names: what the code can check of itself. The
 * refinement is between specifications and is checked there, and so is EventualReply, which needs fairness.
 */

export type Invariant = (c: ClientModelConfig, s: ObservedClients) => boolean;

/** A property of a step, from `s` to `t`. */
export type StepProperty = (c: ClientModelConfig, s: ObservedClients, t: ObservedClients) => boolean;

function clusterOf(s: ObservedClients): Cluster {
  const found = at(s.processes, CLUSTER);
  if (found.role !== 'cluster') throw new Error('the log is a client');
  return found;
}

const isUpTo = (x: number, most: number, least = 0): boolean => Number.isInteger(x) && x >= least && x <= most;

/** ClientSessions!Entries: may this stand in the log? */
function isEntry(c: ClientModelConfig, e: Entry<Op>): boolean {
  if (!c.clients.includes(e.client) || !c.time.includes(e.time)) return false;
  if (e.type === 'register') return true;
  const all = c.clients.flatMap((x) => [...(c.bounds.writes[x] ?? []), ...(c.bounds.reads[x] ?? [])]);
  const known = [e.serial, e.lowest, e.op.number].every((n) => all.includes(n));
  return known && isUpTo(e.session, c.bounds.maxLog, 1) && c.clients.includes(e.op.client);
}

function isMachine(c: ClientModelConfig, m: Machine<readonly Op[], number>, applied: number): boolean {
  const isTime = (t: number): boolean => t === 0 || c.time.includes(t);
  const isSession = (x: Session<number>): boolean =>
    isUpTo(x.id, c.bounds.maxLog) && x.lowest >= 0 && isTime(x.active) && x.responses.every((r) => isUpTo(r.response, c.bounds.maxLog));
  return isTime(m.time) && m.value.length <= applied && Object.values(m.sessions).every(isSession);
}

/** The values are such as the model has: entries, indexes, times, numbers of operations. */
export const TypeOK: Invariant = (c, s) => {
  const { log, suffix, leader, applied, machine } = clusterOf(s);
  const entries = [...log, ...suffix];
  const fits = entries.length <= c.bounds.maxLog && entries.every((e) => isEntry(c, e)) && c.servers.includes(leader);
  const serve = c.servers.every((x) => isUpTo(at(applied, x), log.length) && isMachine(c, at(machine, x), at(applied, x)));
  const ask = c.clients.every((name) => {
    const { session, next, outstanding } = clientOf(s, name);
    const known = [...(c.bounds.writes[name] ?? []), ...(c.bounds.reads[name] ?? [])];
    const used = Array.from({ length: next - 1 }, (_, n) => n + 1);
    return isUpTo(session, log.length) && used.every((n) => known.includes(n)) && outstanding.length <= c.window
      ? outstanding.every((o) => used.includes(o.serial))
      : false;
  });
  return fits && serve && ask;
};

/** No server ever executes an operation twice. */
export const AtMostOnceApplied: Invariant = (c, s) =>
  c.servers.every((x) => {
    const { value } = at(clusterOf(s).machine, x);
    return value.every((op, j) => value.every((other, k) => j === k || compare(op, other) !== 0));
  });

/** ClientSessions!AllAnswers: the answers to commands that clients have, or may get. */
function AllAnswers(c: ClientModelConfig, s: ObservedClients): readonly Answered[] {
  const inFlight = s.network.flatMap((m) => (m.type === 'Answer' ? [m] : []));
  return [...s.history.answers, ...inFlight].filter((a) => c.bounds.writes[a.client]?.includes(a.serial) === true);
}

/** Whoever asks for a command again is told what it was told before; also by other servers, from their tables. */
export const SameSerialSameResponse: Invariant = (c, s) => {
  const all = AllAnswers(c, s);
  return all.every((a) => {
    const agrees = all.every((b) => a.client !== b.client || a.serial !== b.serial || a.response === b.response);
    const kept = c.servers.flatMap((x) => sessionOf(at(clusterOf(s).machine, x), a.client).responses);
    return agrees && kept.every((r) => r.serial !== a.serial || r.response === a.response);
  });
};

/** What was answered was executed, and is never lost: every machine that is long enough has the command where the answer says. */
export const AnsweredIsApplied: Invariant = (c, s) =>
  AllAnswers(c, s).every(({ client, serial, response }) =>
    c.servers.every((x) => {
      const { value } = at(clusterOf(s).machine, x);
      return value.length < response || compare(value[response - 1], { client, number: serial }) === 0;
    }),
  );

/** Servers that have applied the same entries agree on everything: the sessions, the time, the value. */
export const SessionAgreement: Invariant = (c, s) => {
  const { applied, machine } = clusterOf(s);
  return c.servers.every((x) =>
    c.servers.every((y) => {
      if (at(applied, x) !== at(applied, y)) return true;
      const [m, n] = [at(machine, x), at(machine, y)];
      const agree = c.clients.every((client) => compare(sessionOf(m, client), sessionOf(n, client)) === 0);
      return agree && m.time === n.time && compare(m.value, n.value) === 0;
    }),
  );
};

/** An operation that was asked for when another had been answered comes after it; a read may see just what the other one saw. */
export const Linearizable: Invariant = (c, s) =>
  s.history.answers.every((a) =>
    s.history.asked.every((q) => {
      if (a.client !== q.client || a.serial !== q.serial) return true;
      return c.bounds.writes[a.client]?.includes(a.serial) === true ? a.response > q.after : a.response >= q.after;
    }),
  );

/** What the consensus layer achieves as long as no session expires: no command stands in the log twice. */
export const LogHasNoDuplicates: Invariant = (_, s) => {
  const { log, suffix } = clusterOf(s);
  const commands = [...log, ...suffix].flatMap((e) => (e.type === 'command' ? [e] : []));
  return commands.every((e, j) => commands.every((f, k) => j === k || e.client !== f.client || e.serial !== f.serial));
};

/** A client never counts back, not even in a crash. */
export const MonotonicSerial: StepProperty = (c, s, t) => c.clients.every((x) => clientOf(t, x).next >= clientOf(s, x).next);

/** The invariants by name, in the order of the specification. */
export const invariants: Readonly<Record<string, Invariant>> = {
  TypeOK,
  AtMostOnceApplied,
  SameSerialSameResponse,
  AnsweredIsApplied,
  SessionAgreement,
  Linearizable,
  LogHasNoDuplicates,
};

/** The properties of steps by name. */
export const stepProperties: Readonly<Record<string, StepProperty>> = { MonotonicSerial };
