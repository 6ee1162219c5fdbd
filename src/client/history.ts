import { at, insert, none, type Observer } from '../core/index.ts';
import type { Answered, Client, ClientAction, ClientHistory, ClientSystem, Serial } from './types.ts';

/** The history variables of ClientSessions.tla: what its properties speak of, and no process knows. */

/** ClientSessions!Init, the history: nothing was asked for, nothing answered. */
export function initHistory(): ClientHistory {
  return { asked: none(), answers: none() };
}

/** The state of a client; a name that is no client's is a defect of the caller. */
export function clientOf(s: ClientSystem, name: string): Client {
  const found = at(s.processes, name);
  if (found.role !== 'client') throw new Error(`${name} is no client`);
  return found;
}

/** ClientSessions!Ask: an operation is asked for now; whatever any client has been told by now comes before it. */
function Ask(h: ClientHistory, client: string, serial: Serial): ClientHistory {
  const after = h.answers.reduce((most, a) => Math.max(most, a.response), 0);
  return { ...h, asked: insert(h.asked, { client, serial, after }) };
}

/** ClientSessions!ReceiveAnswer, the history: an answer that its client waits for is remembered. */
function remember(h: ClientHistory, before: Client, a: Answered): ClientHistory {
  if (!before.outstanding.some((o) => o.serial === a.serial)) return h;
  const answers = insert(h.answers, a);
  return answers === h.answers ? h : { ...h, answers };
}

/** The history variables as an observer of the whole system. */
export const clientObserver: Observer<ClientSystem, ClientAction, ClientHistory> = {
  init: initHistory,
  next: (h, before, action) => {
    switch (action.type) {
      case 'SendCommand':
      case 'SendRead':
        return Ask(h, action.c, clientOf(before, action.c).next);
      case 'ReceiveAnswer': {
        const { client, serial, response } = action.m;
        return remember(h, clientOf(before, action.c), { client, serial, response });
      }
      default:
        return h;
    }
  },
};
