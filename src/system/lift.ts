import {
  type Assembly,
  at,
  except,
  type Model,
  type Move,
  mapOf,
  type Network,
  none,
  type Outcome,
  type Protocol,
  type System,
  same,
  type Tagged,
  unreachable,
} from '../core/index.ts';
import { delivered, duplicate, emptyNetwork, inFlight, lose, type NetworkKind, send } from './network.ts';
import { type Memory, memory, networks } from './remember.ts';

/**
 * Lifts a protocol to a whole system: processes by name, the network between them, crash and restart. All that can happen to
 * the system is an action with its parameters; what the action does is one step of one process, or one of the network.
 */

/** How messages are put in flight. */
type Send<M> = (network: Network<M>, messages: readonly M[]) => Network<M>;

/** The system after a step of one process; the system itself where the step changed nothing, as a duplicate often does. */
function after<S, M>(
  kind: NetworkKind,
  put: Send<M>,
  system: System<S, M>,
  name: string,
  outcome: Outcome<S, M>,
  received?: M,
): System<S, M> | undefined {
  if (outcome === undefined) return undefined;
  const rest = received === undefined ? system.network : delivered(kind, system.network, received, outcome.keep === true);
  return update(system, name, outcome.state, put(rest, outcome.send));
}

function update<S, M>(system: System<S, M>, name: string, state: S, network: Network<M>): System<S, M> {
  const processes = except(system.processes, name, state);
  return processes === system.processes && network === system.network ? system : { processes, network };
}

/** The process that goes on from what was on disk; the same object where nothing was lost. */
function restarted<C, S extends object, I extends Tagged, M, D>(protocol: Protocol<C, S, I, M, D>, config: C, name: string, before: S): S {
  return same(before, protocol.restart(config, name, protocol.durable(before)));
}

/**
 * A crash and the restart after it, as one step: between the two a process does nothing, which no other can tell from being slow.
 * The state goes through what is durable; everything that does not is gone.
 */
export function restart<C, S extends object, I extends Tagged, M, D>(
  protocol: Protocol<C, S, I, M, D>,
  config: C,
  system: System<S, M>,
  name: string,
): System<S, M> {
  const before = at(system.processes, name);
  return update(system, name, restarted(protocol, config, name, before), system.network);
}

/** One move of the system, or `undefined` where it is not enabled. `put` can be given to remember networks. */
export function perform<C, S extends object, I extends Tagged, M, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
  system: System<S, M>,
  move: Move<I, M>,
  put: Send<M> = (network, messages) => send(assembly.network, network, messages),
): System<S, M> | undefined {
  const { protocol, network: kind } = assembly;
  switch (move.kind) {
    case 'act':
      return after(kind, put, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), move.input));
    case 'receive':
      for (const message of system.network) {
        const input = move.input(message);
        if (input === undefined) continue;
        return after(kind, put, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), input), message);
      }
      return undefined;
    case 'deliver': {
      const message = inFlight(system.network, move.message);
      if (message === undefined) return undefined;
      return after(kind, put, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), move.input), message);
    }
    case 'gather': {
      const input = move.input(system.network);
      return after(kind, put, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), input));
    }
    case 'restart':
      return restart(protocol, config, system, move.at);
    case 'lose': {
      const message = system.network.find(move.message);
      return message === undefined ? undefined : { ...system, network: lose(system.network, message) };
    }
    case 'duplicate': {
      const message = system.network.find(move.message);
      return message === undefined ? undefined : { ...system, network: duplicate(system.network, message) };
    }
    default:
      return unreachable(move);
  }
}

/** The state of a system in which nothing has happened. */
export function initial<C, S, I extends Tagged, M, D, A extends Tagged>(assembly: Assembly<C, S, I, M, D, A>, config: C): System<S, M> {
  return { processes: mapOf(assembly.processes(config), (name) => assembly.protocol.init(config, name)), network: emptyNetwork() };
}

/** The actions that are about one process, and no message in particular. */
interface Own<A> {
  readonly name: string;
  readonly actions: readonly A[];
}

/** What a message in flight gives rise to: actions of one process. */
interface Arrival<A> extends Own<A> {
  /** Actions that other messages give rise to as well. */
  readonly common: readonly A[];
}

/** What the messages of a network give rise to. */
interface InFlight<A> {
  readonly arrivals: readonly Arrival<A>[];
  readonly common: readonly A[];
}

/** Whose step an action is; nobody's, if it is the network's. */
function processOf<I, M>(move: Move<I, M>): string | undefined {
  return move.kind === 'lose' || move.kind === 'duplicate' || move.kind === 'gather' ? undefined : move.at;
}

/**
 * A protocol as a model that a checker can explore: `perform` with a memory. Its actions are those of the domains of Next but for
 * those that are known to be refused.
 */
export function systemModel<C, S extends object, I extends Tagged, M extends object, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
): Model<System<S, M>, A> {
  const moves = new WeakMap<A, Move<I, M>>();
  const moveOf = (action: A): Move<I, M> => {
    let move = moves.get(action);
    if (move === undefined) {
      move = assembly.move(config, action);
      moves.set(action, move);
    }
    return move;
  };
  const steps = memory<S, M, A>();
  const { put, kept } = sending<M>(assembly.network);
  const { protocol } = assembly;

  const next = (system: System<S, M>, action: A): System<S, M> | undefined => {
    const move = moveOf(action);
    if (move.kind === 'act' || move.kind === 'deliver') {
      const message = move.kind === 'act' ? undefined : inFlight(system.network, move.message);
      if (move.kind === 'deliver' && message === undefined) return undefined;
      const state = at(system.processes, move.at);
      const outcome = steps.outcome(state, action, () => kept(protocol.step(config, move.at, state, move.input)));
      return after(assembly.network, put, system, move.at, outcome, message);
    }
    if (move.kind !== 'restart') return perform(assembly, config, system, move, put);
    const state = at(system.processes, move.at);
    const outcome = steps.outcome(state, action, () => {
      return { state: restarted(protocol, config, move.at, state), send: none() };
    });
    return after(assembly.network, put, system, move.at, outcome);
  };
  const first = initial(assembly, config);
  const processes = mapOf(Object.keys(first.processes), (name) => steps.process(at(first.processes, name)));
  return { init: () => [{ ...first, processes }], actions: candidates(assembly, config, moveOf, steps), next };
}

/** How messages are put in flight, and how an outcome is kept: with a memory where the network is a set. */
function sending<M>(kind: NetworkKind): { readonly put: Send<M>; readonly kept: <S>(outcome: Outcome<S, M>) => Outcome<S, M> } {
  if (kind === 'bag') return { put: (network, messages) => send(kind, network, messages), kept: (outcome) => outcome };
  let known = networks<M>();
  const put: Send<M> = (network, messages) => {
    if (known.size() > NETWORKS) known = networks();
    return known.send(network, messages);
  };
  return { put, kept: (outcome) => outcome && { ...outcome, send: outcome.send.map(known.message) } };
}

/** So many networks and messages are kept. */
const NETWORKS = 1 << 17;

/** The actions of a system that are not known to be refused: those of constant domains, and those that messages give rise to. */
function candidates<C, S extends object, I extends Tagged, M extends object, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
  moveOf: (action: A) => Move<I, M>,
  steps: Memory<S, M, A>,
): (system: System<S, M>) => readonly A[] {
  const constant = assembly.actions(config);
  const nobodys = constant.filter((action) => processOf(moveOf(action)) === undefined);
  const own: readonly Own<A>[] = assembly
    .processes(config)
    .map((name) => ({ name, actions: constant.filter((action) => processOf(moveOf(action)) === name) }));
  const arrivals = new WeakMap<M, Arrival<A>>();
  const arrivalOf = (message: M): Arrival<A> => {
    let found = arrivals.get(message);
    if (found === undefined) {
      const all = assembly.deliveries?.(config, message) ?? none<A>();
      const actions = all.filter((action) => moveOf(action).kind === 'deliver');
      const move = actions[0] === undefined ? undefined : moveOf(actions[0]);
      const common = all.filter((action) => !actions.includes(action));
      found = { name: (move && processOf(move)) ?? '', actions, common };
      arrivals.set(message, found);
    }
    return found;
  };
  const inFlightOf = new WeakMap<Network<M>, InFlight<A>>();
  const arrivalsOf = (network: Network<M>): InFlight<A> => {
    let found = inFlightOf.get(network);
    if (found === undefined) {
      const all = network.map(arrivalOf);
      found = { arrivals: all, common: [...new Set(all.flatMap((arrival) => arrival.common))] };
      inFlightOf.set(network, found);
    }
    return found;
  };
  return ({ processes, network }) => {
    const out: A[] = [...nobodys];
    for (const { name, actions } of own) for (const action of steps.open(at(processes, name), actions)) out.push(action);
    if (assembly.deliveries === undefined) return out;
    const { arrivals: all, common } = arrivalsOf(network);
    for (const arrival of all) {
      const state = processes[arrival.name];
      if (state !== undefined) for (const action of steps.open(state, arrival.actions)) out.push(action);
    }
    out.push(...common);
    return out;
  };
}
