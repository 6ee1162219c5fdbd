/** The constants of the models in spec/client, for tests that need no engine. */
import {
  type ClientAction,
  type ClientModelConfig,
  client,
  clientObserver,
  list,
  type ObservedClients,
} from '../../../src/client/index.ts';
import type { Model } from '../../../src/core/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';

type Changes = Partial<Omit<ClientModelConfig, 'bounds'>> & Partial<ClientModelConfig['bounds']>;

/** MCClientSessions_small.cfg with these changes. */
export function config(changes: Changes = {}): ClientModelConfig {
  const { writes, reads, maxLog, electable, crashable, ...rest } = changes;
  const clients = changes.clients ?? ['c1'];
  const bounds = {
    writes: writes ?? Object.fromEntries(clients.map((c) => [c, [1]])),
    reads: reads ?? {},
    maxLog: maxLog ?? 3,
    electable: electable ?? ['s1', 's2'],
    crashable: crashable ?? [],
  };
  return deepFreeze({
    ...{ clients, servers: ['s1', 's2'], first: 's1', window: 1, time: [0], timeout: 1 },
    ...{ retries: true, filters: true, refuses: false, forgetful: [], machine: list },
    ...rest,
    bounds,
  });
}

/** The model of those constants. */
export function model(c: ClientModelConfig): Model<ObservedClients, ClientAction> {
  return observed(systemModel(client, c), clientObserver);
}

/** Its one initial state. */
export function start(c: ClientModelConfig): ObservedClients {
  const [first] = model(c).init();
  if (first === undefined) throw new Error('the model has no initial state');
  return first;
}

/** An action by its type and some of its fields; the message that it is about is found in the network. */
export type Wanted = { readonly type: ClientAction['type'] } & Readonly<Record<string, unknown>>;

/** The state after a sequence of actions; one that is not enabled fails the test. Of several messages the first one is taken. */
export function run(c: ClientModelConfig, ...actions: readonly Wanted[]): ObservedClients {
  const m = model(c);
  return actions.reduce((s, wanted) => {
    for (const action of m.actions(s)) {
      const fields: Readonly<Record<string, unknown>> = { ...action };
      if (Object.entries(wanted).some(([key, value]) => fields[key] !== value)) continue;
      const t = m.next(deepFreeze(s), action);
      if (t !== undefined) return t;
    }
    throw new Error(`not enabled: ${JSON.stringify(wanted)}`);
  }, start(c));
}
