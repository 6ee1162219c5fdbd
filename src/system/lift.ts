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

/**
 * Lifts a protocol to a whole system: processes by name, the network between them, crash and restart. All that can happen to
 * the system is an action with its parameters; what the action does is one step of one process, or one of the network.
 */

/** The system after a step of one process; the system itself where the step changed nothing, as a duplicate often does. */
function after<S, M>(
  kind: NetworkKind,
  system: System<S, M>,
  name: string,
  outcome: Outcome<S, M>,
  received?: M,
): System<S, M> | undefined {
  if (outcome === undefined) return undefined;
  const rest = received === undefined ? system.network : delivered(kind, system.network, received, outcome.keep === true);
  return update(system, name, outcome.state, send(kind, rest, outcome.send));
}

function update<S, M>(system: System<S, M>, name: string, state: S, network: Network<M>): System<S, M> {
  const processes = except(system.processes, name, state);
  return processes === system.processes && network === system.network ? system : { processes, network };
}

/** The process that goes on from what was on disk; the same object where nothing was lost. */
export function restarted<C, S extends object, I extends Tagged, M, D>(
  protocol: Protocol<C, S, I, M, D>,
  config: C,
  name: string,
  before: S,
): S {
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

/** One move of the system, or `undefined` where it is not enabled. */
export function perform<C, S extends object, I extends Tagged, M, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
  system: System<S, M>,
  move: Move<I, M>,
): System<S, M> | undefined {
  const { protocol, network: kind } = assembly;
  switch (move.kind) {
    case 'act':
      return after(kind, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), move.input));
    case 'receive':
      for (const message of system.network) {
        const input = move.input(message);
        if (input === undefined) continue;
        return after(kind, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), input), message);
      }
      return undefined;
    case 'deliver': {
      const message = inFlight(system.network, move.message);
      if (message === undefined) return undefined;
      return after(kind, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), move.input), message);
    }
    case 'gather': {
      const input = move.input(system.network);
      return after(kind, system, move.at, protocol.step(config, move.at, at(system.processes, move.at), input));
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

/** A protocol as a model: every action of Next's domains, each tried by `perform`. */
export function systemModel<C, S extends object, I extends Tagged, M, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
): Model<System<S, M>, A> {
  const constant = assembly.actions(config);
  return {
    init: () => [initial(assembly, config)],
    actions: ({ network }) => {
      const found = network.flatMap((message) => assembly.deliveries?.(config, message) ?? none<A>());
      return [...constant, ...new Map(found.map((action) => [JSON.stringify(action), action])).values()];
    },
    next: (system, action) => perform(assembly, config, system, assembly.move(config, action)),
  };
}
