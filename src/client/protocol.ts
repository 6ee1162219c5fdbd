import { mapOf, none, type Outcome, type Protocol } from '../core/index.ts';
import {
  AnswerDuplicate,
  AnswerRead,
  AppendEntry,
  Apply,
  Commit,
  DropDuplicate,
  Elect,
  InstallSnapshot,
  ReceiveAnswer,
  ReceiveExpired,
  ReceiveSession,
  Register,
  RestartClient,
  RestartServer,
  Retry,
  SendCommand,
  SendRead,
} from './actions.ts';
import { InitMachine } from './sessions.ts';
import {
  CLUSTER,
  type Client,
  type ClientConfig,
  type ClientInput,
  type ClientModelConfig,
  type Cluster,
  type ClusterInput,
  type Message,
  type Op,
  type ProcessDurable,
  type ProcessInput,
  type ProcessState,
  type StateMachine,
} from './types.ts';

/** The system that is checked, as a protocol: clients, and the log with its servers as one process. */

/** The state machine that shows every execution: a list to which a command appends itself; it says how long the list is. */
export const list: StateMachine<readonly Op[], Op, number> = {
  init: none(),
  execute: (value, op) => ({ value: [...value, op], response: value.length + 1 }),
  query: (value) => value.length,
};

/** ClientSessions!Init, for one process: nothing is in the log, and nobody has asked for anything. */
export function init(c: ClientModelConfig, self: string): ProcessState {
  if (self !== CLUSTER) return RestartClient({ role: 'client', next: 1 });
  const machine = mapOf(c.servers, () => InitMachine(c));
  return { role: 'cluster', log: none(), leader: c.first, suffix: none(), applied: mapOf(c.servers, () => 0), machine };
}

function isClientInput(i: ProcessInput): i is ClientInput {
  return ['Register', 'SendCommand', 'SendRead', 'Retry', 'ReceiveSession', 'ReceiveAnswer', 'ReceiveExpired'].includes(i.type);
}

/** ClientSessions!Op: what a client asks for next. Its number and its serial number are the same. */
function nextOp(self: string, s: Client): Op {
  return { client: self, number: s.next };
}

function clientStep(c: ClientConfig, self: string, s: Client, i: ClientInput): Outcome<Client, Message> {
  switch (i.type) {
    case 'Register':
      return Register(c, self, s);
    case 'SendCommand':
      return SendCommand(c, self, s, nextOp(self, s));
    case 'SendRead':
      return SendRead(c, self, s, nextOp(self, s));
    case 'Retry':
      return Retry(c, self, s, i.n);
    case 'ReceiveSession':
      return ReceiveSession(s, i.m);
    case 'ReceiveAnswer':
      return ReceiveAnswer(s, i.m);
    case 'ReceiveExpired':
      return ReceiveExpired(s, i.m);
  }
}

function clusterStep(c: ClientModelConfig, s: Cluster, i: ClusterInput): Outcome<Cluster, Message> {
  switch (i.type) {
    case 'AppendEntry':
      return AppendEntry(c, s, i.m, i.t);
    case 'AnswerDuplicate':
      return AnswerDuplicate(c, s, i.m);
    case 'DropDuplicate':
      return DropDuplicate(c, s, i.m);
    case 'AnswerRead':
      return AnswerRead(c, s, i.m, i.s);
    case 'Commit':
      return Commit(s);
    case 'Apply':
      return Apply(c, s, i.s);
    case 'InstallSnapshot':
      return InstallSnapshot(s, i.s, i.r);
    case 'Elect':
      return Elect(c, s, i.s, i.k);
    case 'RestartServer':
      return RestartServer(c, s, i.s);
  }
}

/** One step of one process. An input that is not for its role is not enabled, whatever else it says. */
export function step(c: ClientModelConfig, self: string, s: ProcessState, i: ProcessInput): Outcome<ProcessState, Message> {
  if (isClientInput(i)) return s.role === 'client' ? clientStep(c, self, s, i) : undefined;
  return s.role === 'cluster' ? clusterStep(c, s, i) : undefined;
}

/** What has to be on disk before any message of the step leaves: of a client, the serial number. The log is another protocol's affair. */
export function durable(s: ProcessState): ProcessDurable {
  return s.role === 'client' ? { role: s.role, next: s.next } : s;
}

/** The process after a crash, from what was on disk. The log with all its servers is never down; single servers are, in `RestartServer`. */
export function restart(_: ClientModelConfig, __: string, d: ProcessDurable): ProcessState {
  return d.role === 'client' ? RestartClient(d) : d;
}

/** The four functions together, as a driver or a system wants them. */
export const protocol: Protocol<ClientModelConfig, ProcessState, ProcessInput, Message, ProcessDurable> = { init, step, durable, restart };
