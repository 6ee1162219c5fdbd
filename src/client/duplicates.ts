import { answer, registerReply } from './messages.ts';
import { Kept, sessionOf } from './sessions.ts';
import { type Entry, type LoggedRequest, type Machine, NO_SESSION, type Reply } from './types.ts';

/**
 * The consensus layer (ClientSessions.tla, from `IsFor` on): what a leader looks at before it appends a request. `m` is its own machine,
 * and `unapplied` what its log has beyond that: committed entries, and its suffix. The two together are its whole log; a leader that
 * looks at its table alone appends what is on its way once more.
 */

/** ClientSessions!IsFor: is this entry what the request would become? */
function IsFor<O>(e: Entry<O>, request: LoggedRequest<O>): boolean {
  if (e.client !== request.client) return false;
  if (e.type === 'register') return request.type === 'RegisterRequest';
  return request.type === 'CommandRequest' && e.session === request.session && e.serial === request.serial;
}

/** ClientSessions!IsPending: is the request on its way? The answer will come when it is applied. */
export function IsPending<O>(unapplied: readonly Entry<O>[], request: LoggedRequest<O>): boolean {
  return unapplied.some((e) => IsFor(e, request));
}

/** ClientSessions!TableReplies: what the leader's own table says to the request, if anything. */
export function TableReplies<V, O, R>(m: Machine<V, R>, request: LoggedRequest<O>): Reply<R> | undefined {
  const { client } = request;
  const x = sessionOf(m, client);
  if (request.type === 'RegisterRequest') return x.id === NO_SESSION ? undefined : registerReply(client, x.id);
  const kept = x.id === request.session ? Kept(x, request.serial) : undefined;
  return kept && answer(client, request.serial, kept.response);
}

/** ClientSessions!IsDiscarded: was the command executed so long ago that its client has the answer? */
export function IsDiscarded<V, O, R>(m: Machine<V, R>, request: LoggedRequest<O>): boolean {
  if (request.type !== 'CommandRequest') return false;
  const x = sessionOf(m, request.client);
  return x.id === request.session && request.serial < x.lowest;
}

/** ClientSessions!IsDuplicate: is the request in the log, or was it? */
export function IsDuplicate<V, O, R>(m: Machine<V, R>, unapplied: readonly Entry<O>[], request: LoggedRequest<O>): boolean {
  return IsPending(unapplied, request) || TableReplies(m, request) !== undefined || IsDiscarded(m, request);
}
