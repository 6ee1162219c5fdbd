import { except, none } from '../core/index.ts';
import { answer, registerReply, sessionExpired } from './messages.ts';
import {
  type CommandEntry,
  type Entry,
  type Index,
  type Machine,
  NO_SESSION,
  type RegisterEntry,
  type Reply,
  type Response,
  type Serial,
  type Session,
  type SessionConfig,
  type Time,
} from './types.ts';

/**
 * The session layer of a state machine (Ongaro's dissertation, section 6.3): each command is executed once, however often it stands in the
 * log. These are functions of the machine and the entry alone, with the names of ClientSessions.tla; so servers that apply the same
 * entries have the same sessions and say the same. A server puts its state machine into the configuration, begins with `InitMachine`,
 * and calls `ApplyEntry` for each committed entry; a snapshot is the `Machine`, all of it.
 */

/** The machine after an entry, and what to tell the client: by the leader alone. Nothing where the client has said that it knows. */
export interface Applied<V, R> {
  readonly machine: Machine<V, R>;
  readonly reply: Reply<R> | undefined;
}

/** ClientSessions!NoSession: where a client has none. */
const NoSession: Session<never> = { id: NO_SESSION, lowest: 0, responses: none(), active: 0 };

/** ClientSessions!InitMachine: the machine that has applied nothing. */
export function InitMachine<V, O, R>(c: SessionConfig<V, O, R>): Machine<V, R> {
  return { time: 0, sessions: {}, value: c.machine.init };
}

/** The session of a client, `NoSession` if it has none. */
export function sessionOf<V, R>(m: Machine<V, R>, client: string): Session<R> {
  return Object.hasOwn(m.sessions, client) ? (m.sessions[client] ?? NoSession) : NoSession;
}

/** ClientSessions!IsExpired: asked of the time in the entries, which is the same for all servers, and of no clock. */
function IsExpired<V, O, R>(c: SessionConfig<V, O, R>, x: Session<R>, t: Time): boolean {
  return t - x.active >= c.timeout;
}

/** ClientSessions!Expired: the machine when it has heard that it is time t. */
function Expired<V, O, R>(c: SessionConfig<V, O, R>, m: Machine<V, R>, t: Time): Machine<V, R> {
  const live = Object.entries(m.sessions).filter(([, x]) => !IsExpired(c, x, t));
  return { time: t, sessions: Object.fromEntries(live), value: m.value };
}

/** ClientSessions!SessionId: the index of the entry, which the log gives once. */
function SessionId(i: Index): Index {
  return i;
}

/** The machine with this session of a client. Sessions stand in the order of names, so that machines that are equal are equal as data. */
function withSession<V, R>(m: Machine<V, R>, client: string, x: Session<R>): Machine<V, R> {
  const { time, sessions, value } = m;
  if (Object.hasOwn(sessions, client)) return { time, sessions: except(sessions, client, x), value };
  const all = [...Object.entries(sessions), [client, x] as const].sort(([a], [b]) => (a < b ? -1 : 1));
  return { time, sessions: Object.fromEntries(all), value };
}

/** ClientSessions!ApplyRegister: to ask again while the session lives gives the same session. */
function ApplyRegister<V, R>(m: Machine<V, R>, e: RegisterEntry, i: Index): Applied<V, R> {
  const x = sessionOf(m, e.client);
  const id = x.id === NO_SESSION ? SessionId(i) : x.id;
  const { lowest, responses } = x;
  return { machine: withSession(m, e.client, { id, lowest, responses, active: m.time }), reply: registerReply(e.client, id) };
}

/** ClientSessions!Kept: what the session answered to this serial number, if it has kept it. */
export function Kept<R>(x: Session<R>, n: Serial): Response<R> | undefined {
  return x.responses.find((r) => r.serial === n);
}

/** ClientSessions!Renewed: the session after a command; what the client does not wait for any more is forgotten. */
function Renewed<O, R>(x: Session<R>, e: CommandEntry<O>, responses: readonly Response<R>[], active: Time): Session<R> {
  const lowest = Math.max(x.lowest, e.lowest);
  return { id: x.id, lowest, responses: responses.filter((r) => r.serial >= lowest), active };
}

/** The answers with one more, in the place that its serial number gives it. */
function keep<R>(responses: readonly Response<R>[], r: Response<R>): readonly Response<R>[] {
  const below = responses.filter((x) => x.serial < r.serial);
  return [...below, r, ...responses.filter((x) => x.serial > r.serial)];
}

/** ClientSessions!Execute: executes the command, and keeps its answer. */
function Execute<V, O, R>(c: SessionConfig<V, O, R>, m: Machine<V, R>, e: CommandEntry<O>): Applied<V, R> {
  const { value, response } = c.machine.execute(m.value, e.op);
  const x = sessionOf(m, e.client);
  const y = Renewed(x, e, keep(x.responses, { serial: e.serial, response }), m.time);
  return { machine: withSession({ ...m, value }, e.client, y), reply: answer(e.client, e.serial, response) };
}

/** ClientSessions!Repeat: answers without executing: as before, or, where the client has said that it has the answer, not at all. */
function Repeat<V, O, R>(m: Machine<V, R>, e: CommandEntry<O>): Applied<V, R> {
  const x = sessionOf(m, e.client);
  const kept = Kept(x, e.serial);
  const machine = withSession(m, e.client, Renewed(x, e, x.responses, m.time));
  return { machine, reply: kept && answer(e.client, e.serial, kept.response) };
}

/** ClientSessions!WasExecuted: has the session executed this serial number before? */
function WasExecuted<R>(x: Session<R>, n: Serial): boolean {
  return n < x.lowest || Kept(x, n) !== undefined;
}

/** ClientSessions!Unknown: an error, and never an execution, as the command may have been executed before its session expired. */
function Unknown<V, O, R>(m: Machine<V, R>, e: CommandEntry<O>): Applied<V, R> {
  return { machine: m, reply: sessionExpired(e.client, e.session) };
}

/** ClientSessions!HasSession: is this command's session there? One of the same client with another number is not. */
function HasSession<V, O, R>(m: Machine<V, R>, e: CommandEntry<O>): boolean {
  return sessionOf(m, e.client).id === e.session;
}

/** ClientSessions!ApplyCommand. */
function ApplyCommand<V, O, R>(c: SessionConfig<V, O, R>, m: Machine<V, R>, e: CommandEntry<O>): Applied<V, R> {
  if (!HasSession(m, e)) return Unknown(m, e);
  if (c.filters && WasExecuted(sessionOf(m, e.client), e.serial)) return Repeat(m, e);
  return Execute(c, m, e);
}

/**
 * ClientSessions!ApplyEntry: applies the i-th entry of the log, from 1, and says what to tell the client. Time never goes back, whatever
 * the clocks of leaders show. An entry that is not a client's (a no-op, a configuration) is not for this function; it counts in `i`.
 */
export function ApplyEntry<V, O, R>(c: SessionConfig<V, O, R>, m: Machine<V, R>, e: Entry<O>, i: Index): Applied<V, R> {
  const now = Expired(c, m, Math.max(m.time, e.time));
  return e.type === 'register' ? ApplyRegister(now, e, i) : ApplyCommand(c, now, e);
}
