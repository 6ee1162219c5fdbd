/** A whole system, made fast for a search that comes by the same processes and networks again and again. */
import {
  type Assembly,
  type Model,
  type Move,
  type Network,
  none,
  type Outcome,
  type Step,
  type System,
  type Tagged,
  unreachable,
} from '../../src/core/index.ts';
import { delivered, inFlight, initial, perform, restarted, send } from '../../src/system/index.ts';
import { Distinct, Memory } from './remember.ts';

/** So many entries are kept; then everything is forgotten. */
const CAPACITY = 1 << 21;

/** Actions of one process. */
interface Own<A> {
  readonly name: string;
  readonly actions: readonly A[];
}

/** What a message in flight gives rise to: what its receiver does with it, and actions that other messages give rise to as well. */
interface Arrival<A> {
  readonly own: readonly Own<A>[];
  readonly common: readonly A[];
}

/**
 * A protocol as a model to be searched: `systemModel`, with a memory. Of the actions in the domains of Next it leaves out those that
 * are known to be refused. States and messages must be plain data.
 */
export function rememberingModel<C, S extends object, I extends Tagged, M extends object, D, A extends Tagged>(
  assembly: Assembly<C, S, I, M, D, A>,
  config: C,
): Model<System<S, M>, A> {
  return new SystemModel(assembly, config);
}

class SystemModel<C, S extends object, I extends Tagged, M extends object, D, A extends Tagged> implements Model<System<S, M>, A> {
  private readonly assembly: Assembly<C, S, I, M, D, A>;
  private readonly config: C;
  /** Actions of constant domains: those of each process that acts of itself, and the others. */
  private readonly own: readonly Own<A>[];
  private readonly others: readonly A[];
  private memory: Memory<S, I, M, A>;
  private readonly moves: WeakMap<A, Move<I, M>> = new WeakMap();
  private readonly arrivals: WeakMap<M, Arrival<A>> = new WeakMap();
  /** Actions that several messages give rise to: one object for equal ones. */
  private readonly common: Distinct<A, A> = new Distinct((action) => action);
  private readonly inFlight: WeakMap<Network<M>, Arrival<A>> = new WeakMap();

  constructor(assembly: Assembly<C, S, I, M, D, A>, config: C) {
    this.assembly = assembly;
    this.config = config;
    this.memory = new Memory(this.process);
    const constant = assembly.actions(config);
    const actorOf = (action: A): string | undefined => {
      const move = this.move(action);
      return move.kind === 'act' || move.kind === 'restart' ? move.at : undefined;
    };
    this.others = constant.filter((action) => actorOf(action) === undefined);
    this.own = assembly.processes(config).map((name) => ({ name, actions: constant.filter((action) => actorOf(action) === name) }));
  }

  init(): readonly System<S, M>[] {
    const first = initial(this.assembly, this.config);
    return [{ ...first, processes: this.memory.same(first.processes) }];
  }

  actions({ processes, network }: System<S, M>): readonly A[] {
    const { memory } = this;
    const out: A[] = [...this.others];
    for (const { name, actions } of this.own) for (const action of memory.open(processes, name, actions)) out.push(action);
    if (this.assembly.deliveries === undefined) return out;
    const { own, common } = this.arrivalsIn(network);
    for (const { name, actions } of own) for (const action of memory.open(processes, name, actions)) out.push(action);
    out.push(...common);
    return out;
  }

  next(system: System<S, M>, action: A): System<S, M> | undefined {
    const move = this.move(action);
    switch (move.kind) {
      case 'act':
        return this.turn(system, move.at, action, move.input);
      case 'deliver': {
        const message = inFlight(system.network, move.message);
        return message && this.turn(system, move.at, action, move.input, message, message);
      }
      case 'receive':
        for (const message of system.network) {
          const input = move.input(message);
          if (input !== undefined) return this.turn(system, move.at, action, input, message, message);
        }
        return undefined;
      case 'gather':
        return this.turn(system, move.at, action, move.input(system.network), system.network);
      case 'restart':
        return this.turn(system, move.at, action);
      case 'lose':
      case 'duplicate':
        return perform(this.assembly, this.config, system, move);
      default:
        return unreachable(move);
    }
  }

  /** A step of a process, from what is known of it; the system itself where nothing changes. */
  private turn(system: System<S, M>, name: string, action: A, input?: I, heard?: object, received?: M): System<S, M> | undefined {
    if (this.memory.size > CAPACITY) this.memory = new Memory(this.process);
    const { memory, assembly } = this;
    const turn = memory.turn(system.processes, name, action, input, heard);
    if (turn === undefined) return undefined;
    const { step } = turn;
    const processes = turn.processes === memory.same(system.processes) ? system.processes : turn.processes;
    const network =
      assembly.network === 'set' ? memory.send(system.network, step.send) : sent(assembly.network, system.network, step, received);
    return processes === system.processes && network === system.network ? system : { processes, network };
  }

  private readonly process = (name: string, state: S, input: I | undefined): Outcome<S, M> => {
    const { assembly, config } = this;
    if (input !== undefined) return assembly.protocol.step(config, name, state, input);
    return { state: restarted(assembly.protocol, config, name, state), send: none() };
  };

  private move(action: A): Move<I, M> {
    let move = this.moves.get(action);
    if (move === undefined) {
      move = this.assembly.move(this.config, action);
      this.moves.set(action, move);
    }
    return move;
  }

  private arrival(message: M): Arrival<A> {
    let found = this.arrivals.get(message);
    if (found === undefined) {
      const all = this.assembly.deliveries?.(this.config, message) ?? none<A>();
      const own = this.assembly
        .processes(this.config)
        .map((name) => ({ name, actions: all.filter((action) => isDelivery(this.move(action), name)) }))
        .filter(({ actions }) => actions.length > 0);
      const common = all.filter((action) => this.move(action).kind !== 'deliver').map((action) => this.common.of(action));
      found = { own, common };
      this.arrivals.set(message, found);
    }
    return found;
  }

  private arrivalsIn(network: Network<M>): Arrival<A> {
    let found = this.inFlight.get(network);
    if (found === undefined) {
      const all = network.map((message) => this.arrival(message));
      found = { own: all.flatMap((a) => a.own), common: [...new Set(all.flatMap((a) => a.common))] };
      this.inFlight.set(network, found);
    }
    return found;
  }
}

function isDelivery<I, M>(move: Move<I, M>, name: string): boolean {
  return move.kind === 'deliver' && move.at === name;
}

/** A network that deliveries take from, after a step. */
function sent<S, M>(kind: 'bag' | 'once', network: Network<M>, step: Step<S, M>, received: M | undefined): Network<M> {
  const rest = received === undefined ? network : delivered(kind, network, received, step.keep === true);
  return send(kind, rest, step.send);
}
