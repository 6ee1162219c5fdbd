/** A specification in the explorer server: each method of the server as a function, its answers checked. */
import type { Json } from '../../itf/index.ts';
import { EngineFailure } from '../engine.ts';
import type { AssumeOptions, ExplorerSpec, OrderedResult, Session, SolverOptions, SpecEntry, SpecParameters } from './explorer-types.ts';
import { type Call, isObject, type JsonObject } from './rpc.ts';

/** Loads a specification. @throws RpcError if it is refused */
export async function loadSpec(call: Call, spec: ExplorerSpec): Promise<Session> {
  const { sources, init, next, invariants, exports, format } = spec;
  const loaded = await call('loadSpec', {
    sources: sources.map((text) => Buffer.from(text, 'utf8').toString('base64')),
    ...given({ init, next, invariants, exports, format }),
  });
  const id = text(loaded, 'sessionId');
  const snapshot = whole(loaded, 'snapshotId');
  return session(call, id, snapshot, parametersOf(loaded));
}

function session(call: Call, id: string, snapshot: number, parameters: SpecParameters): Session {
  const ask = (method: string, params: JsonObject = {}): Promise<JsonObject> => call(method, { sessionId: id, ...params });
  const assume = async (method: string, params: JsonObject, options: AssumeOptions) => {
    const answer = await ask(method, { ...params, checkEnabled: options.checkEnabled ?? true, ...solver(options) });
    return { snapshot: whole(answer, 'snapshotId'), status: oneOf(answer, 'status', ['ENABLED', 'DISABLED', 'UNKNOWN']) };
  };
  return {
    id,
    snapshot,
    parameters,
    assumeTransition: (transition, options = {}) => assume('assumeTransition', { transitionId: transition }, options),
    assumeState: (values, options = {}) => assume('assumeState', { equalities: values }, options),
    async nextStep() {
      const answer = await ask('nextStep');
      return { snapshot: whole(answer, 'snapshotId'), step: whole(answer, 'newStepNo') };
    },
    async checkInvariant(invariant, { kind = 'STATE', ...options } = {}) {
      const answer = await ask('checkInvariant', { invariantId: invariant, kind, ...solver(options) });
      return { status: oneOf(answer, 'invariantStatus', ['SATISFIED', 'VIOLATED', 'UNKNOWN']), trace: present(answer.trace) };
    },
    async query({ kinds, operator, ...options }) {
      const answer = await ask('query', { kinds, ...given({ operator }), ...solver(options) });
      return { trace: present(answer.trace), state: present(answer.state), operatorValue: present(answer.operatorValue) };
    },
    async nextModel(operator, options = {}) {
      const answer = await ask('nextModel', { operator, ...solver(options) });
      const status = (name: string) => oneOf(answer, name, ['TRUE', 'FALSE', 'UNKNOWN']);
      return { oldValue: present(answer.oldValue), hasOld: status('hasOld'), hasNext: status('hasNext') };
    },
    async rollback(to) {
      if (whole(await ask('rollback', { snapshotId: to }), 'snapshotId') !== to) throw strange('snapshotId');
    },
    compact: async (to, options = {}) => whole(await ask('compact', { snapshotId: to, ...solver(options) }), 'snapshotId'),
    applyInOrder: async (calls) =>
      orderedResults(await ask('applyInOrder', { calls: calls.map(({ method, params }) => ({ method, params })) })),
    async dispose() {
      if (text(await ask('disposeSpec'), 'sessionId') !== id) throw strange('sessionId');
    },
  };
}

function solver({ timeoutSec }: SolverOptions): JsonObject {
  return given({ timeoutSec });
}

/** Without what is undefined. */
function given(params: { readonly [name: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function strange(name: string): EngineFailure {
  return new EngineFailure('apalache', `The explorer server's answer has no ${name} that can be understood`);
}

function present(json: Json | undefined): Json | undefined {
  return json === null ? undefined : json;
}

function text(answer: JsonObject, name: string): string {
  const value = answer[name];
  if (typeof value !== 'string' || value === '') throw strange(name);
  return value;
}

function whole(answer: JsonObject, name: string): number {
  const value = answer[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw strange(name);
  return value;
}

function oneOf<const T extends string>(answer: JsonObject, name: string, known: readonly T[]): T {
  const found = known.find((word) => word === answer[name]);
  if (found === undefined) throw strange(name);
  return found;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function parametersOf({ specParameters }: JsonObject): SpecParameters {
  if (!isObject(specParameters)) throw strange('specParameters');
  const entries = (name: string): readonly SpecEntry[] => {
    const list = specParameters[name];
    if (!isList(list)) throw strange(name);
    return list.map((entry) => {
      if (!isObject(entry) || !isList(entry.labels)) throw strange(name);
      return { index: whole(entry, 'index'), labels: entry.labels.map(String) };
    });
  };
  return {
    initTransitions: entries('initTransitions'),
    nextTransitions: entries('nextTransitions'),
    stateInvariants: entries('stateInvariants'),
    actionInvariants: entries('actionInvariants'),
  };
}

function orderedResults({ calls }: JsonObject): readonly OrderedResult[] {
  if (!isList(calls)) throw strange('calls');
  return calls.map((one) => {
    if (!isObject(one) || typeof one.ok !== 'boolean') throw strange('calls');
    return { method: text(one, 'method'), ok: one.ok, answer: (one.ok ? one.result : one.error) ?? null };
  });
}
