import { type Assembly, compare, type Move } from '../core/index.ts';
import { protocol } from './protocol.ts';
import {
  CLUSTER,
  type ClientAction,
  type ClientModelConfig,
  type Message,
  type ProcessDurable,
  type ProcessInput,
  type ProcessState,
} from './types.ts';

/**
 * ClientSessions!Next: the domains of its quantifiers, and what each action is made of. The domains are constants, as in the
 * specification, but for the messages, which are taken from the network; whether an action is enabled is said by its guards alone.
 */

/** `Serial`: the numbers of all operations. */
function serials({ clients, bounds: { writes, reads } }: ClientModelConfig): readonly number[] {
  return [...new Set(clients.flatMap((c) => [...(writes[c] ?? []), ...(reads[c] ?? [])]))].sort((a, b) => a - b);
}

/** Every instance of every action that does not need a message, in the order of Next. */
export function actions(config: ClientModelConfig): readonly ClientAction[] {
  const { clients, servers, forgetful, bounds } = config;
  const ends = Array.from({ length: bounds.maxLog + 1 }, (_, k) => k);
  return [
    ...clients.map((c) => ({ type: 'Register', c }) as const),
    ...clients.map((c) => ({ type: 'SendCommand', c }) as const),
    ...clients.map((c) => ({ type: 'SendRead', c }) as const),
    ...clients.flatMap((c) => serials(config).map((n) => ({ type: 'Retry', c, n }) as const)),
    { type: 'Commit' },
    ...servers.map((s) => ({ type: 'Apply', s }) as const),
    ...servers.flatMap((s) => servers.map((r) => ({ type: 'InstallSnapshot', s, r }) as const)),
    ...servers.flatMap((s) => ends.map((k) => ({ type: 'Elect', s, k }) as const)),
    ...servers.map((s) => ({ type: 'RestartServer', s }) as const),
    ...forgetful.map((c) => ({ type: 'RestartClient', c }) as const),
  ];
}

/** What may become of a message in flight when it is received. */
function received({ servers, time }: ClientModelConfig, m: Message): readonly ClientAction[] {
  const c = m.client;
  switch (m.type) {
    case 'RegisterRequest':
    case 'CommandRequest':
      return [
        ...time.map((t) => ({ type: 'AppendEntry', c, t, m }) as const),
        { type: 'AnswerDuplicate', c, m },
        { type: 'DropDuplicate', c, m },
      ];
    case 'ReadRequest':
      return servers.map((s) => ({ type: 'AnswerRead', s, c, m }) as const);
    case 'RegisterReply':
      return [{ type: 'ReceiveSession', c, m }];
    case 'Answer':
      return [{ type: 'ReceiveAnswer', c, m }];
    case 'SessionExpired':
      return [{ type: 'ReceiveExpired', c, m }];
  }
}

/** What a message in flight gives rise to: it is received, or lost. */
export function deliveries(config: ClientModelConfig, m: Message): readonly ClientAction[] {
  return [...received(config, m), { type: 'Lose', m }];
}

/** Whose step an action is, and what that process receives. An action says what its process can be asked to do, so it is its input. */
export function move(_: ClientModelConfig, action: ClientAction): Move<ProcessInput, Message> {
  switch (action.type) {
    case 'Lose':
      return { kind: 'lose', message: (m) => compare(m, action.m) === 0 };
    case 'RestartClient':
      return { kind: 'restart', at: action.c };
    case 'AppendEntry':
    case 'AnswerDuplicate':
    case 'DropDuplicate':
    case 'AnswerRead':
      return { kind: 'deliver', at: CLUSTER, message: action.m, input: action };
    case 'ReceiveSession':
    case 'ReceiveAnswer':
    case 'ReceiveExpired':
      return { kind: 'deliver', at: action.c, message: action.m, input: action };
    case 'Commit':
    case 'Apply':
    case 'InstallSnapshot':
    case 'Elect':
    case 'RestartServer':
      return { kind: 'act', at: CLUSTER, input: action };
    default:
      return { kind: 'act', at: action.c, input: action };
  }
}

/** Clients, and the log with its servers, ready to be lifted to a whole system. In its network nothing is there twice, as in `msgs`. */
export const client: Assembly<ClientModelConfig, ProcessState, ProcessInput, Message, ProcessDurable, ClientAction> = {
  protocol,
  network: 'once',
  processes: (c) => [CLUSTER, ...c.clients],
  actions,
  deliveries,
  move,
};
