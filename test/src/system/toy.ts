/** The smallest protocol that needs a network: a process counts the pings that it receives, and answers the first with a pong. */
import type { Assembly, Move, Protocol } from '../../../src/core/index.ts';

export interface ToyConfig {
  readonly names: readonly string[];
}

export interface ToyState {
  /** Durable. */
  readonly pings: number;
  /** Volatile. */
  readonly recent: number;
}

export interface ToyMessage {
  readonly type: 'ping' | 'pong';
  readonly to: string;
}

export type ToyInput =
  | { readonly type: 'Ping'; readonly to: string }
  | { readonly type: 'Receive'; readonly m: ToyMessage }
  | { readonly type: 'Peek'; readonly seen: number };

export type ToyAction =
  | { readonly type: 'Ping'; readonly from: string; readonly to: string }
  | { readonly type: 'Receive' | 'Lose' | 'Duplicate'; readonly message: 'ping' | 'pong'; readonly to: string }
  | { readonly type: 'Peek' | 'Restart'; readonly at: string };

const protocol: Protocol<ToyConfig, ToyState, ToyInput, ToyMessage, number> = {
  init: () => ({ pings: 0, recent: 0 }),
  step: (_, self, s, i) => {
    if (i.type === 'Ping') return i.to === self ? undefined : { state: s, send: [{ type: 'ping', to: i.to }] };
    if (i.type === 'Peek') return i.seen === 0 ? undefined : { state: { ...s, recent: i.seen }, send: [] };
    if (i.m.type === 'pong') return { state: s, send: [], keep: true };
    return { state: { pings: s.pings + 1, recent: s.recent + 1 }, send: s.pings === 0 ? [{ type: 'pong', to: self }] : [] };
  },
  durable: (s) => s.pings,
  restart: (_, __, pings) => ({ pings, recent: 0 }),
};

function move(_: ToyConfig, action: ToyAction): Move<ToyInput, ToyMessage> {
  const wanted = (m: ToyMessage): boolean => 'message' in action && m.type === action.message && m.to === action.to;
  switch (action.type) {
    case 'Ping':
      return { kind: 'act', at: action.from, input: { type: 'Ping', to: action.to } };
    case 'Receive':
      return { kind: 'receive', at: action.to, input: (m) => (wanted(m) ? { type: 'Receive', m } : undefined) };
    case 'Lose':
      return { kind: 'lose', message: wanted };
    case 'Duplicate':
      return { kind: 'duplicate', message: wanted };
    case 'Peek':
      return { kind: 'gather', at: action.at, input: (inFlight) => ({ type: 'Peek', seen: inFlight.length }) };
    case 'Restart':
      return { kind: 'restart', at: action.at };
  }
}

function actions(c: ToyConfig): readonly ToyAction[] {
  const kinds = ['ping', 'pong'] as const;
  return [
    ...c.names.flatMap((from) => c.names.map((to) => ({ type: 'Ping', from, to }) as const)),
    ...c.names.flatMap((to) => kinds.map((message) => ({ type: 'Receive', message, to }) as const)),
    ...c.names.flatMap((at) => [{ type: 'Peek', at } as const, { type: 'Restart', at } as const]),
  ];
}

/** The toy over a network of either kind. */
export function toy(network: 'set' | 'bag'): Assembly<ToyConfig, ToyState, ToyInput, ToyMessage, number, ToyAction> {
  return { protocol, network, processes: (c) => c.names, actions, move };
}
