import type {
  Answer,
  CommandRequest,
  Entry,
  Index,
  LoggedRequest,
  ReadRequest,
  RegisterReply,
  RegisterRequest,
  Serial,
  SessionExpired,
  Time,
} from './types.ts';

/** The messages of ClientSessions.tla. Each is made here alone, in one order of fields. */

/** `RegisterRequest(c)`. */
export function registerRequest(client: string): RegisterRequest {
  return { type: 'RegisterRequest', client };
}

/** `CommandRequest(c, i, n, l, op)`. */
export function commandRequest<O>(client: string, session: Index, serial: Serial, lowest: Serial, op: O): CommandRequest<O> {
  return { type: 'CommandRequest', client, session, serial, lowest, op };
}

/** `ReadRequest(c, n, op)`. */
export function readRequest<O>(client: string, serial: Serial, op: O): ReadRequest<O> {
  return { type: 'ReadRequest', client, serial, op };
}

/** `RegisterReply(c, i)`. */
export function registerReply(client: string, session: Index): RegisterReply {
  return { type: 'RegisterReply', client, session };
}

/** `Answer(c, n, r)`. */
export function answer<R>(client: string, serial: Serial, response: R): Answer<R> {
  return { type: 'Answer', client, serial, response };
}

/** `SessionExpired(c, i)`. */
export function sessionExpired(client: string, session: Index): SessionExpired {
  return { type: 'SessionExpired', client, session };
}

/** `EntryOf(m, t)`: what a request is in the log, with the time that the leader's clock shows. */
export function EntryOf<O>(m: LoggedRequest<O>, time: Time): Entry<O> {
  if (m.type === 'RegisterRequest') return { type: 'register', client: m.client, time };
  const { client, session, serial, lowest, op } = m;
  return { type: 'command', client, time, session, serial, lowest, op };
}
