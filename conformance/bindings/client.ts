/** Clients and their sessions: spec/client/ClientSessions.tla and src/client, variable by variable and action by action. */

import {
  CLUSTER,
  type Client,
  type ClientAction,
  type ClientModelConfig,
  type Cluster,
  client,
  clientObserver,
  type Entry,
  list,
  type Machine,
  type Message,
  NO_SESSION,
  type ObservedClients,
  type Op,
  type Session,
} from '../../src/client/index.ts';
import { at, type Model } from '../../src/core/index.ts';
import { observed } from '../../src/system/index.ts';
import {
  type Abstraction,
  type Binding,
  type BoundModel,
  ofPart,
  type Plain,
  type Refinement,
  type SpecStep,
} from '../lockstep/binding.ts';
import { asMap, asName, asNames, asNumber, asNumbers } from '../lockstep/plain.ts';
import type { Tla, TlaValue } from '../lockstep/tla.ts';
import { rememberingModel } from '../system/model.ts';
import type { Action, Variable } from './generated/client.ts';

/** The table is total: a variable or an action of the specification that is missing in it does not compile. */
type Table = Refinement<ObservedClients, ClientAction, Variable> & { readonly actions: Readonly<Record<Action['type'], unknown>> };

/** The constants of the specification, as the code wants them. */
export function clientConfig(constant: (name: string) => Plain): ClientModelConfig {
  const serials = (name: string): Readonly<Record<string, readonly number[]>> =>
    Object.fromEntries([...asMap(constant(name))].map(([c, numbers]) => [c, asNumbers(numbers)]));
  return {
    clients: asNames(constant('Client')),
    servers: asNames(constant('Server')),
    first: asName(constant('First')),
    window: asNumber(constant('Window')),
    time: asNumbers(constant('Time')),
    timeout: asNumber(constant('Timeout')),
    retries: constant('Retries') === true,
    filters: constant('Filters') === true,
    refuses: constant('Refuses') === true,
    forgetful: asNames(constant('Forgetful')),
    machine: list,
    bounds: {
      writes: serials('Writes'),
      reads: serials('Reads'),
      maxLog: asNumber(constant('MaxLog')),
      electable: asNames(constant('Electable')),
      crashable: asNames(constant('Crashable')),
    },
  };
}

/** What the values of the code are in the specification. */
interface Values {
  readonly op: (x: Op) => TlaValue;
  readonly log: (x: readonly Entry<Op>[]) => TlaValue;
  readonly machine: (x: Machine<readonly Op[], number>) => TlaValue;
  readonly message: (x: Message) => TlaValue;
}

function values(t: Tla, { clients }: ClientModelConfig): Values {
  const op = t.cached((x: Op) => t.record({ client: t.model(x.client), number: t.int(x.number) }));
  const entry = t.cached((x: Entry<Op>) => {
    const head = { type: t.str(x.type), client: t.model(x.client), time: t.int(x.time) };
    if (x.type === 'register') return t.record(head);
    return t.record({ ...head, session: t.int(x.session), serial: t.int(x.serial), lowest: t.int(x.lowest), op: op(x.op) });
  });
  const session = t.cached((x: Session<number>) =>
    t.record({
      id: t.int(x.id),
      lowest: t.int(x.lowest),
      responses: t.set(x.responses.map((r) => t.record({ serial: t.int(r.serial), response: t.int(r.response) }))),
      active: t.int(x.active),
    }),
  );
  const none = session({ id: NO_SESSION, lowest: 0, responses: [], active: 0 });
  const sessionIn = (all: Machine<readonly Op[], number>['sessions'], c: string): TlaValue => {
    const found = all[c];
    return found === undefined ? none : session(found);
  };
  return {
    op,
    log: t.cached((x: readonly Entry<Op>[]) => t.seq(x.map(entry))),
    machine: t.cached((x: Machine<readonly Op[], number>) =>
      t.record({ time: t.int(x.time), sessions: t.fn(clients, (c) => sessionIn(x.sessions, c)), value: t.seq(x.value.map(op)) }),
    ),
    message: message(t, op),
  };
}

/** A message as the record of the specification. */
function message(t: Tla, op: (x: Op) => TlaValue): (m: Message) => TlaValue {
  return t.cached((m) => {
    const head = { type: t.str(m.type), client: t.model(m.client) };
    switch (m.type) {
      case 'RegisterRequest':
        return t.record(head);
      case 'CommandRequest':
        return t.record({ ...head, session: t.int(m.session), serial: t.int(m.serial), lowest: t.int(m.lowest), op: op(m.op) });
      case 'ReadRequest':
        return t.record({ ...head, serial: t.int(m.serial), op: op(m.op) });
      case 'Answer':
        return t.record({ ...head, serial: t.int(m.serial), response: t.int(m.response) });
      case 'RegisterReply':
      case 'SessionExpired':
        return t.record({ ...head, session: t.int(m.session) });
    }
  });
}

function clusterOf(s: ObservedClients): Cluster {
  const found = at(s.processes, CLUSTER);
  if (found.role !== 'cluster') throw new Error('the log is a client');
  return found;
}

function clientOf(all: ObservedClients['processes'], name: string): Client {
  const found = at(all, name);
  if (found.role !== 'client') throw new Error(`${name} is no client`);
  return found;
}

function processesOf(s: ObservedClients): ObservedClients['processes'] {
  return s.processes;
}

function historyOf(s: ObservedClients): ObservedClients['history'] {
  return s.history;
}

function variables(t: Tla, config: ClientModelConfig): Table['variables'] {
  const v = values(t, config);
  const { clients, servers } = config;
  const cluster = (read: (s: Cluster) => TlaValue): Abstraction<ObservedClients> => ofPart(clusterOf, read);
  /** The function over the clients that the specification has for one of their fields. */
  const field = (read: (s: Client) => TlaValue): Abstraction<ObservedClients> =>
    ofPart(processesOf, (all) => t.fn(clients, (c) => read(clientOf(all, c))));
  return {
    log: cluster((s) => v.log(s.log)),
    leader: cluster((s) => t.model(s.leader)),
    suffix: cluster((s) => v.log(s.suffix)),
    applied: cluster((s) => t.fn(servers, (x) => t.int(at(s.applied, x)))),
    machine: cluster((s) => t.fn(servers, (x) => v.machine(at(s.machine, x)))),
    session: field((s) => t.int(s.session)),
    next: field((s) => t.int(s.next)),
    outstanding: field((s) => t.set(s.outstanding.map((o) => t.int(o.serial)))),
    msgs: ofPart(
      (s) => s.network,
      (network) => t.set(network.map(v.message)),
    ),
    asked: ofPart(historyOf, (h) =>
      t.set(h.asked.map((q) => t.record({ client: t.model(q.client), serial: t.int(q.serial), after: t.int(q.after) }))),
    ),
    answers: ofPart(historyOf, (h) =>
      t.set(h.answers.map((a) => t.record({ client: t.model(a.client), serial: t.int(a.serial), response: t.int(a.response) }))),
    ),
  };
}

/** The table of actions, in the order of the specification. */
function steps(t: Tla): Table['actions'] {
  const step = (name: ClientAction['type'], ...parameters: readonly TlaValue[]): readonly SpecStep[] => [{ name, parameters }];
  const ofClient = (a: { readonly type: ClientAction['type']; readonly c: string }): readonly SpecStep[] => step(a.type, t.model(a.c));
  const ofServer = (a: { readonly type: ClientAction['type']; readonly s: string }): readonly SpecStep[] => step(a.type, t.model(a.s));
  return {
    Register: ofClient,
    SendCommand: ofClient,
    SendRead: ofClient,
    Retry: (a) => step(a.type, t.model(a.c), t.int(a.n)),
    AppendEntry: (a) => step(a.type, t.model(a.c), t.int(a.t)),
    AnswerDuplicate: ofClient,
    DropDuplicate: ofClient,
    AnswerRead: (a) => step(a.type, t.model(a.s), t.model(a.c)),
    Commit: (a) => step(a.type),
    Apply: ofServer,
    InstallSnapshot: (a) => step(a.type, t.model(a.s), t.model(a.r)),
    Elect: (a) => step(a.type, t.model(a.s), t.int(a.k)),
    RestartServer: ofServer,
    ReceiveSession: ofClient,
    ReceiveAnswer: ofClient,
    ReceiveExpired: ofClient,
    RestartClient: ofClient,
    Lose: (a) => step(a.type),
  };
}

/** The models in spec/client. */
const models: readonly BoundModel[] = [
  { name: 'small', config: 'MCClientSessions_small.cfg', size: 'small' },
  { name: 'atmostonce', config: 'MCClientSessions_atmostonce.cfg', size: 'default' },
  { name: 'atleastonce', config: 'MCClientSessions_atleastonce.cfg', size: 'default' },
  { name: 'pipelined', config: 'MCClientSessions_pipelined.cfg', size: 'default' },
  { name: 'refuses_small', config: 'MCClientSessions_refuses_small.cfg', size: 'default' },
  { name: 'both', config: 'MCClientSessions_both.cfg', size: 'default' },
  { name: 'filters', config: 'MCClientSessions_filters.cfg', size: 'large' },
  { name: 'refuses', config: 'MCClientSessions_refuses.cfg', size: 'large' },
  { name: 'expiry', config: 'MCClientSessions_expiry.cfg', size: 'large' },
  { name: 'reads', config: 'MCClientSessions_reads.cfg', size: 'large' },
  { name: 'clients', config: 'MCClientSessions_clients.cfg', size: 'large' },
  { name: 'both_large', config: 'MCClientSessions_both_large.cfg', size: 'large' },
  { name: 'deep', config: 'MCClientSessions_deep.cfg', size: 'large' },
];

/** A binding of clients; `assembly` is the code to check, which the mutation runner replaces by a mutant. */
export function clientBinding(assembly: typeof client = client): Binding<ObservedClients, ClientAction, Variable> {
  return {
    protocol: 'client',
    spec: 'spec/client/MCClientSessions.tla',
    models,
    code: (constant): Model<ObservedClients, ClientAction> => observed(rememberingModel(assembly, clientConfig(constant)), clientObserver),
    refinement: (t, constant): Table => ({ variables: variables(t, clientConfig(constant)), actions: steps(t) }),
    source: (name) => (name === 'Lose' ? { file: 'src/system/network.ts', name: 'lose' } : { file: 'src/client/actions.ts', name }),
  };
}
