import {
  type Assembly,
  andThen,
  type Course as CourseOf,
  inTurn,
  type Move,
  none,
  type Protocol,
  type Taken as TakenBy,
  take as takeIfEnabled,
} from '../core/index.ts';
import type { MultiPaxosInput } from './inputs.ts';
import { IsQuorum } from './log.ts';
import { delivery, isBetweenReplicas } from './next.ts';
import { protocol } from './protocol.ts';
import type { MultiPaxosConfig, MultiPaxosDurable, MultiPaxosMessage, MultiPaxosModelConfig, MultiPaxosState, Value } from './types.ts';

/**
 * What a running replica does at once: an event from outside, and then all that follows from it without another one. It is a sequence of
 * the actions of MultiPaxos.tla and nothing else, so that whatever holds of those holds of it.
 */

/** What happens to a running replica. */
export type MultiPaxosEvent =
  | { readonly type: 'Receive'; readonly m: MultiPaxosMessage }
  | { readonly type: 'ElectionTimeout' | 'HeartbeatTimeout' }
  | { readonly type: 'ClientRequest'; readonly v: Value }
  | { readonly type: 'ClientRead'; readonly r: string };

/** The state after an event, the messages to send, and the actions that were taken, in order: none if the event was refused. */
export type Taken = TakenBy<MultiPaxosState, MultiPaxosMessage, MultiPaxosInput>;

/** One replica in the course of an event. */
type Course = CourseOf<MultiPaxosState, MultiPaxosMessage, MultiPaxosInput>;

/** Takes an action if it is enabled. */
function take(c: MultiPaxosConfig, i: string, input: MultiPaxosInput): Course {
  return takeIfEnabled((state, taken: MultiPaxosInput) => protocol.step(c, i, state, taken), input);
}

/** What follows from any change, as far as it follows at once. Who begins to lead says so, and so does who has something to tell. */
function settle(c: MultiPaxosConfig, i: string): Course {
  const tell = take(c, i, { type: 'Heartbeat' });
  return inTurn(
    andThen(take(c, i, { type: 'BecomeLeader' }), tell),
    andThen(take(c, i, { type: 'Commit' }), tell),
    take(c, i, { type: 'AnswerReads' }),
  );
}

/** A message comes in. One that nobody wants is dropped. */
function receive(c: MultiPaxosConfig, i: string, m: MultiPaxosMessage): Course {
  if (!isBetweenReplicas(c, m) || m.to !== i) return (run) => run;
  return andThen(take(c, i, delivery(m)), settle(c, i));
}

/** A read comes in. A replica that is a majority by itself need not ask anybody whether it still leads. */
function read(c: MultiPaxosConfig, i: string, r: string): Course {
  const alone: Course = (run) => (IsQuorum(c, [i]) ? take(c, i, { type: 'StartReadRound' })(run) : run);
  return andThen(take(c, i, { type: 'ClientRead', r }), inTurn(alone, settle(c, i)));
}

/** What an event leads to. */
function course(c: MultiPaxosConfig, i: string, event: MultiPaxosEvent): Course {
  switch (event.type) {
    case 'Receive':
      return receive(c, i, event.m);
    case 'ElectionTimeout':
      return andThen(take(c, i, { type: 'Phase1a' }), settle(c, i));
    case 'HeartbeatTimeout':
      return inTurn(
        take(c, i, { type: 'StartReadRound' }),
        take(c, i, { type: 'Resend' }),
        take(c, i, { type: 'Heartbeat' }),
        settle(c, i),
      );
    case 'ClientRequest':
      return andThen(take(c, i, { type: 'Propose', v: event.v }), settle(c, i));
    case 'ClientRead':
      return read(c, i, event.r);
  }
}

/** What a replica does when something happens to it. Deterministic, total, and without any effect but its result. */
export function step(c: MultiPaxosConfig, i: string, state: MultiPaxosState, event: MultiPaxosEvent): Taken {
  return course(c, i, event)({ state, send: none(), taken: none() });
}

/** The actions of the specification that an event leads to, in order. */
export function plan(c: MultiPaxosConfig, i: string, state: MultiPaxosState, event: MultiPaxosEvent): readonly MultiPaxosInput[] {
  return step(c, i, state, event).taken;
}

/** An event of the whole system: which replica it happens to. */
export type MultiPaxosStepAction = ({ readonly i: string } & MultiPaxosEvent) | { readonly type: 'Restart'; readonly i: string };

const stepProtocol: Protocol<MultiPaxosConfig, MultiPaxosState, MultiPaxosEvent, MultiPaxosMessage, MultiPaxosDurable> = {
  ...protocol,
  step: (c, i, s, event) => {
    const result = step(c, i, s, event);
    return result.taken.length === 0 ? undefined : result;
  },
};

/** Every event that needs no message. */
function events(c: MultiPaxosModelConfig): readonly MultiPaxosStepAction[] {
  const { replicas, values, reads, bounds } = c;
  const kinds = ['ElectionTimeout', 'HeartbeatTimeout'] as const;
  return [
    ...replicas.flatMap((i) => kinds.map((type) => ({ type, i }))),
    ...replicas.flatMap((i) => values.map((v) => ({ type: 'ClientRequest', i, v }) as const)),
    ...replicas.flatMap((i) => reads.map((r) => ({ type: 'ClientRead', i, r }) as const)),
    ...bounds.crashable.map((i) => ({ type: 'Restart', i }) as const),
  ];
}

function moveOf(_: MultiPaxosModelConfig, action: MultiPaxosStepAction): Move<MultiPaxosEvent, MultiPaxosMessage> {
  if (action.type === 'Restart') return { kind: 'restart', at: action.i };
  if (action.type === 'Receive') return { kind: 'deliver', at: action.i, message: action.m, input: action };
  return { kind: 'act', at: action.i, input: action };
}

/** Running replicas as a whole system: the same network, and events for actions. */
export const multiPaxosStep: Assembly<
  MultiPaxosModelConfig,
  MultiPaxosState,
  MultiPaxosEvent,
  MultiPaxosMessage,
  MultiPaxosDurable,
  MultiPaxosStepAction
> = {
  protocol: stepProtocol,
  network: 'set',
  processes: (c) => c.replicas,
  actions: events,
  deliveries: (c, m) => (isBetweenReplicas(c, m) ? [{ type: 'Receive', i: m.to, m }] : []),
  move: moveOf,
};
