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
import { IsQuorum, Voters } from './config.ts';
import type { RaftInput } from './inputs.ts';
import { LastIndex } from './log.ts';
import { delivery, isBetweenServers } from './next.ts';
import { protocol } from './protocol.ts';
import type { RaftConfig, RaftDurable, RaftMessage, RaftModelConfig, RaftState, Value } from './types.ts';

/**
 * What a running server does at once: an event from outside, and then all that follows from it without another one. It is a
 * sequence of the actions of Raft.tla and nothing else, so that whatever holds of those holds of it.
 */

/** What happens to a running server. */
export type RaftEvent =
  | { readonly type: 'Receive'; readonly m: RaftMessage }
  | { readonly type: 'ElectionTimeout' | 'HeartbeatTimeout' }
  | { readonly type: 'TakeSnapshot' | 'AbortTransfer' }
  | { readonly type: 'ClientRequest'; readonly v: Value }
  | { readonly type: 'ClientRead'; readonly r: string }
  | { readonly type: 'AddLearner' | 'AddServer' | 'RemoveServer' | 'TransferLeadership'; readonly j: string };

/** The state after an event, the messages to send, and the actions that were taken, in order: none if the event was refused. */
export type Taken = TakenBy<RaftState, RaftMessage, RaftInput>;

/** One server in the course of an event. */
type Course = CourseOf<RaftState, RaftMessage, RaftInput>;

/** Takes an action if it is enabled. */
function take(c: RaftConfig, i: string, input: RaftInput): Course {
  return takeIfEnabled((state, taken: RaftInput) => protocol.step(c, i, state, taken), input);
}

/** Sends a follower what it lacks: entries, or the snapshot if they are gone. Of the two only one is enabled. */
function replicateTo(c: RaftConfig, i: string, j: string): Course {
  return inTurn(take(c, i, { type: 'AppendEntries', j }), take(c, i, { type: 'InstallSnapshot', j }));
}

/** Sends all members what they lack, or a heartbeat. */
function replicate(c: RaftConfig, i: string): Course {
  return inTurn(...c.servers.map((j) => replicateTo(c, i, j)));
}

/** Applies all that is committed. */
function applyAll(c: RaftConfig, i: string): Course {
  return (run) => {
    let last = run;
    for (;;) {
      const next = take(c, i, { type: 'Apply' })(last);
      if (next === last) return last;
      last = next;
    }
  };
}

/** What follows from any change, as far as it follows at once. */
function settle(c: RaftConfig, i: string): Course {
  return inTurn(
    take(c, i, { type: 'BecomeCandidate' }),
    andThen(take(c, i, { type: 'BecomeLeader' }), replicate(c, i)),
    take(c, i, { type: 'AdvanceCommitIndex' }),
    applyAll(c, i),
    take(c, i, { type: 'AnswerReads' }),
    take(c, i, { type: 'Retire' }),
  );
}

/** A follower has replied: it gets more if it is still behind, and the leadership if it waits for that and is not. */
function answer(c: RaftConfig, i: string, j: string): Course {
  const more: Course = (run) => ((run.state.nextIndex[j] ?? 1) <= LastIndex(run.state) ? replicateTo(c, i, j)(run) : run);
  return inTurn(more, take(c, i, { type: 'SendTimeoutNow', j }));
}

/** A message comes in: the term first, as Figure 2 has it, then what the message says. One that nobody wants is dropped. */
function receive(c: RaftConfig, i: string, m: RaftMessage): Course {
  if (!isBetweenServers(c, m) || m.to !== i) return (run) => run;
  const term = take(c, i, { type: 'UpdateTerm', t: m.term });
  const handle = take(c, i, delivery(m));
  const isReply = m.type === 'AppendEntriesResponse' || m.type === 'InstallSnapshotResponse';
  return inTurn(term, andThen(handle, isReply ? inTurn(settle(c, i), answer(c, i, m.from)) : settle(c, i)));
}

/** A read comes in. A server that is a majority by itself need not ask anybody whether it still leads. */
function read(c: RaftConfig, i: string, r: string): Course {
  const alone: Course = (run) => (IsQuorum([i], Voters(run.state)) ? take(c, i, { type: 'StartReadRound' })(run) : run);
  return andThen(take(c, i, { type: 'ClientRead', r }), inTurn(alone, settle(c, i)));
}

/** What an event leads to. */
function course(c: RaftConfig, i: string, event: RaftEvent): Course {
  switch (event.type) {
    case 'Receive':
      return receive(c, i, event.m);
    case 'ElectionTimeout':
      return andThen(take(c, i, { type: 'Timeout' }), settle(c, i));
    case 'HeartbeatTimeout':
      return andThen(inTurn(take(c, i, { type: 'StartReadRound' }), replicate(c, i)), settle(c, i));
    case 'ClientRead':
      return read(c, i, event.r);
    case 'ClientRequest':
      return andThen(take(c, i, event), inTurn(replicate(c, i), settle(c, i)));
    case 'TakeSnapshot':
    case 'AbortTransfer':
      return take(c, i, event);
    default:
      return c.servers.includes(event.j) ? aboutServer(c, i, event) : (run) => run;
  }
}

/** An administrator asks for a change. */
function aboutServer(c: RaftConfig, i: string, event: Extract<RaftEvent, { readonly j: string }>): Course {
  const after = event.type === 'TransferLeadership' ? answer(c, i, event.j) : inTurn(replicate(c, i), settle(c, i));
  return andThen(take(c, i, event), after);
}

/** What a server does when something happens to it. Deterministic, total, and without any effect but its result. */
export function step(c: RaftConfig, i: string, state: RaftState, event: RaftEvent): Taken {
  return course(c, i, event)({ state, send: none(), taken: none() });
}

/** The actions of the specification that an event leads to, in order. */
export function plan(c: RaftConfig, i: string, state: RaftState, event: RaftEvent): readonly RaftInput[] {
  return step(c, i, state, event).taken;
}

/** An event of the whole system: which server it happens to. */
export type RaftStepAction = ({ readonly i: string } & RaftEvent) | { readonly type: 'Restart'; readonly i: string };

const stepProtocol: Protocol<RaftConfig, RaftState, RaftEvent, RaftMessage, RaftDurable> = {
  ...protocol,
  step: (c, i, s, event) => {
    const result = step(c, i, s, event);
    return result.taken.length === 0 ? undefined : result;
  },
};

/** Every event that needs no message. */
function events(c: RaftModelConfig): readonly RaftStepAction[] {
  const { servers, values, reads, bounds } = c;
  const kinds = ['ElectionTimeout', 'HeartbeatTimeout', 'TakeSnapshot', 'AbortTransfer'] as const;
  const changes = ['AddLearner', 'AddServer', 'RemoveServer', 'TransferLeadership'] as const;
  return [
    ...servers.flatMap((i) => kinds.map((type) => ({ type, i }))),
    ...servers.flatMap((i) => values.map((v) => ({ type: 'ClientRequest', i, v }) as const)),
    ...servers.flatMap((i) => reads.map((r) => ({ type: 'ClientRead', i, r }) as const)),
    ...servers.flatMap((i) => changes.flatMap((type) => servers.map((j) => ({ type, i, j })))),
    ...bounds.crashable.map((i) => ({ type: 'Restart', i }) as const),
  ];
}

function moveOf(_: RaftModelConfig, action: RaftStepAction): Move<RaftEvent, RaftMessage> {
  if (action.type === 'Restart') return { kind: 'restart', at: action.i };
  if (action.type === 'Receive') return { kind: 'deliver', at: action.i, message: action.m, input: action };
  return { kind: 'act', at: action.i, input: action };
}

/** Running servers as a whole system: the same network, and events for actions. */
export const raftStep: Assembly<RaftModelConfig, RaftState, RaftEvent, RaftMessage, RaftDurable, RaftStepAction> = {
  protocol: stepProtocol,
  network: 'set',
  processes: (c) => c.servers,
  actions: events,
  deliveries: (c, m) => (isBetweenServers(c, m) ? [{ type: 'Receive', i: m.to, m }] : []),
  move: moveOf,
};
