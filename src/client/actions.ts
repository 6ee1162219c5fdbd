import { at, except, none, type Outcome, within } from '../core/index.ts';
import { IsDiscarded, IsDuplicate, IsPending, TableReplies } from './duplicates.ts';
import { answer, commandRequest, EntryOf, readRequest, registerRequest } from './messages.ts';
import { ApplyEntry, InitMachine } from './sessions.ts';
import {
  type Answer,
  type Bounds,
  type ClientConfig,
  type ClientDurable,
  type ClientMessage,
  type ClientState,
  type ClusterConfig,
  type ClusterState,
  type Entry,
  type Index,
  type LoggedRequest,
  NO_SESSION,
  type Outstanding,
  type ReadRequest,
  type RegisterReply,
  type Serial,
  type SessionExpired,
  type Time,
} from './types.ts';

/**
 * The actions of spec/client/ClientSessions.tla, in its order and with its names: one function for each. A guard is an early
 * `return undefined`, one for each conjunct, in the order of the conjuncts. Where the first conjunct of an action says that a message of
 * some kind is in flight, the function takes the message: that it is there is the affair of whoever delivers it. `self` is the client.
 * The sections are those of Diego Ongaro, "Consensus: Bridging Theory and Practice" (2014).
 */

type Asking<O> = Outcome<ClientState<O>, ClientMessage<O, never>>;
type Serving<V, O, R> = Outcome<ClusterState<V, O, R>, ClientMessage<O, R>>;

/** Is this number in the set that a model's bounds give to the client? Without bounds every number is. */
function isAllowed(serials: Bounds['writes'] | undefined, self: string, n: Serial): boolean {
  return serials === undefined || serials[self]?.includes(n) === true;
}

/** ClientSessions!Register, section 6.3. A client that has a command to send and no session asks for one, again and again. */
export function Register<O>(c: ClientConfig, self: string, s: ClientState<O>): Asking<O> {
  if (s.session !== NO_SESSION) return undefined;
  if (!isAllowed(c.bounds?.writes, self, s.next)) return undefined;
  return { state: s, send: [registerRequest(self)] };
}

/** ClientSessions!Lowest: the lowest command whose answer the client waits for; its next one if it waits for none. */
function Lowest<O>(s: ClientState<O>): Serial {
  return s.outstanding.find((o) => o.kind === 'command')?.serial ?? s.next;
}

/** ClientSessions!RequestFor: the request for an operation, as it would be sent now. */
function RequestFor<O>(self: string, s: ClientState<O>, { serial, kind, op }: Outstanding<O>): ClientMessage<O, never> {
  if (kind === 'read') return readRequest(self, serial, op);
  return commandRequest(self, s.session, serial, Math.min(Lowest(s), serial), op);
}

/** The client has one more operation without an answer, and asks for it. */
function ask<O>(self: string, s: ClientState<O>, kind: Outstanding<O>['kind'], op: O): Asking<O> {
  const asked: Outstanding<O> = { serial: s.next, kind, op };
  const send = [RequestFor(self, s, asked)];
  return { state: { ...s, next: s.next + 1, outstanding: [...s.outstanding, asked] }, send };
}

/** ClientSessions!SendCommand, section 6.3. The client asks for a command, under a serial number of its own making. */
export function SendCommand<O>(c: ClientConfig, self: string, s: ClientState<O>, op: O): Asking<O> {
  if (!isAllowed(c.bounds?.writes, self, s.next)) return undefined;
  if (s.session === NO_SESSION) return undefined;
  if (s.outstanding.length >= c.window) return undefined;
  return ask(self, s, 'command', op);
}

/** ClientSessions!SendRead, section 6.4. A read changes nothing, and needs neither a session nor an entry. */
export function SendRead<O>(c: ClientConfig, self: string, s: ClientState<O>, op: O): Asking<O> {
  if (!isAllowed(c.bounds?.reads, self, s.next)) return undefined;
  if (s.outstanding.length >= c.window) return undefined;
  return ask(self, s, 'read', op);
}

/**
 * ClientSessions!Retry, section 6.3. A client without an answer asks again: whoever leads now, under the same serial number. When to do
 * so, and whom to ask, is up to the driver; `NextServer` says whom in turn.
 */
export function Retry<O>(c: ClientConfig, self: string, s: ClientState<O>, n: Serial): Asking<O> {
  if (!c.retries) return undefined;
  const waiting = s.outstanding.find((o) => o.serial === n);
  if (waiting === undefined) return undefined;
  return { state: s, send: [RequestFor(self, s, waiting)] };
}

/** ClientSessions!Unapplied: what the leader has not applied yet: committed entries, and its own suffix. */
function Unapplied<V, O, R>(s: ClusterState<V, O, R>): readonly Entry<O>[] {
  return [...s.log.slice(at(s.applied, s.leader)), ...s.suffix];
}

/** ClientSessions!AppendEntry, section 6.3. The leader appends a request with the time of its clock; a duplicate not, if it refuses those. */
export function AppendEntry<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, m: LoggedRequest<O>, t: Time): Serving<V, O, R> {
  if (c.refuses && IsDuplicate(at(s.machine, s.leader), Unapplied(s), m)) return undefined;
  if (c.bounds !== undefined && s.log.length + s.suffix.length >= c.bounds.maxLog) return undefined;
  return { state: { ...s, suffix: [...s.suffix, EntryOf(m, t)] }, send: none() };
}

/** ClientSessions!AnswerDuplicate, section 6.3. The leader finds the answer in its table, and does not append the request. */
export function AnswerDuplicate<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, m: LoggedRequest<O>): Serving<V, O, R> {
  if (!c.refuses) return undefined;
  const reply = TableReplies(at(s.machine, s.leader), m);
  if (reply === undefined) return undefined;
  return { state: s, send: [reply] };
}

/** ClientSessions!DropDuplicate. The leader drops what it will answer when it is applied, and what its client has the answer to. */
export function DropDuplicate<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, m: LoggedRequest<O>): Serving<V, O, R> {
  if (!c.refuses) return undefined;
  const own = at(s.machine, s.leader);
  if (TableReplies(own, m) !== undefined) return undefined;
  if (!IsPending(Unapplied(s), m) && !IsDiscarded(own, m)) return undefined;
  return { state: s, send: none() };
}

/** ClientSessions!Confirmed: has the server made sure, since it got the request, that it leads? */
function Confirmed<V, O, R>(s: ClusterState<V, O, R>, server: string): boolean {
  return server === s.leader;
}

/** ClientSessions!KnownCommitted: so many entries are committed as far as a server knows. */
function KnownCommitted<V, O, R>(s: ClusterState<V, O, R>, server: string): Index {
  return server === s.leader ? s.log.length : at(s.applied, server);
}

/** ClientSessions!AnswerRead, section 6.4. A server answers a read when it knows that it leads and has applied all that is committed. */
export function AnswerRead<V, O, R>(
  c: ClusterConfig<V, O, R>,
  s: ClusterState<V, O, R>,
  m: ReadRequest<O>,
  server: string,
): Serving<V, O, R> {
  if (!Confirmed(s, server)) return undefined;
  if (at(s.applied, server) !== KnownCommitted(s, server)) return undefined;
  return { state: s, send: [answer(m.client, m.serial, c.machine.query(at(s.machine, server).value, m.op))] };
}

/** ClientSessions!Commit. The next entry of the leader's suffix is committed, however the protocol does that. */
export function Commit<V, O, R>(s: ClusterState<V, O, R>): Serving<V, O, R> {
  const [entry, ...suffix] = s.suffix;
  if (entry === undefined) return undefined;
  return { state: { ...s, log: [...s.log, entry], suffix }, send: none() };
}

/** ClientSessions!Apply, section 6.3. A server applies the next committed entry; the leader answers the client. */
export function Apply<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, server: string): Serving<V, O, R> {
  const index = at(s.applied, server) + 1;
  const entry = s.log[index - 1];
  if (entry === undefined) return undefined;
  const { machine, reply } = ApplyEntry(c, at(s.machine, server), entry, index);
  const state = { ...s, applied: except(s.applied, server, index), machine: except(s.machine, server, machine) };
  return { state, send: reply !== undefined && server === s.leader ? [reply] : none() };
}

/** ClientSessions!InstallSnapshot, chapter 5. A server that is behind takes the machine of another, the sessions with it. */
export function InstallSnapshot<V, O, R>(s: ClusterState<V, O, R>, server: string, from: string): Serving<V, O, R> {
  const index = at(s.applied, from);
  if (at(s.applied, server) >= index) return undefined;
  const machine = except(s.machine, server, at(s.machine, from));
  return { state: { ...s, applied: except(s.applied, server, index), machine }, send: none() };
}

/** ClientSessions!Elect. Another server leads, and has the first k of the entries that are not committed. */
export function Elect<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, server: string, k: number): Serving<V, O, R> {
  if (!within(c.bounds?.electable, server)) return undefined;
  if (server === s.leader) return undefined;
  if (k > s.suffix.length) return undefined;
  return { state: { ...s, leader: server, suffix: s.suffix.slice(0, k) }, send: none() };
}

/** ClientSessions!RestartServer. A server comes back with an empty machine, and has to apply the log again; the leader is deposed first. */
export function RestartServer<V, O, R>(c: ClusterConfig<V, O, R>, s: ClusterState<V, O, R>, server: string): Serving<V, O, R> {
  if (!within(c.bounds?.crashable, server)) return undefined;
  if (server === s.leader) return undefined;
  const machine = except(s.machine, server, InitMachine(c));
  return { state: { ...s, applied: except(s.applied, server, 0), machine }, send: none() };
}

/** ClientSessions!ReceiveSession. The client learns the number of its session; if it has one, this is an old reply. */
export function ReceiveSession<O>(s: ClientState<O>, m: RegisterReply): Asking<O> {
  return { state: s.session === NO_SESSION ? { ...s, session: m.session } : s, send: none() };
}

/** ClientSessions!ReceiveAnswer. The client receives an answer; one that it does not wait for it has already, and it changes nothing. */
export function ReceiveAnswer<O, R>(s: ClientState<O>, m: Answer<R>): Asking<O> {
  const outstanding = s.outstanding.filter((o) => o.serial !== m.serial);
  return { state: outstanding.length === s.outstanding.length ? s : { ...s, outstanding }, send: none() };
}

/**
 * ClientSessions!ReceiveExpired, section 6.3. The session is gone, and with it the knowledge which of its commands were executed: the
 * client gives them all up, since to ask for them under another session could execute them twice.
 */
export function ReceiveExpired<O>(s: ClientState<O>, m: SessionExpired): Asking<O> {
  if (s.session !== m.session) return { state: s, send: none() };
  return { state: { ...s, session: NO_SESSION, outstanding: s.outstanding.filter((o) => o.kind === 'read') }, send: none() };
}

/** ClientSessions!RestartClient. The client remembers which serial numbers it has used, and nothing else. */
export function RestartClient<O>(d: ClientDurable): ClientState<O> {
  return { role: 'client', session: NO_SESSION, next: d.next, outstanding: none() };
}
