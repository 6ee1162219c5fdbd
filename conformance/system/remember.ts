import {
  at,
  compare,
  insert,
  mapValues,
  type Network,
  none,
  type Outcome,
  type Step,
  type System,
  type Tagged,
} from '../../src/core/index.ts';

/**
 * What a checker need not work out twice. The same process, message or network comes back in thousands of states of a system; here
 * those that are equal are one object, and what the system does from there is computed once. That is all: nothing that can be seen
 * changes but identity, because steps are functions of what they are given.
 */

/** The processes of a system, by name. */
type Processes<S> = System<S, unknown>['processes'];

/** What one process does by an action, after what it heard. */
interface Done<S, I, M> {
  /** The input, and the message or network that it was made of, if any. Where one of the two is the same, so is the outcome. */
  readonly input: I | undefined;
  readonly heard: object | undefined;
  readonly outcome: Outcome<S, M>;
}

/** What is known of one process in one state. */
interface KnownProcess<S, I, M, A> {
  readonly id: number;
  readonly state: S;
  readonly done: Map<A, Done<S, I, M>>;
  /** What is left of a list of actions when those that are not enabled are taken out. */
  readonly left: Map<readonly A[], readonly A[]>;
}

/** Where an action leads. */
interface Turn<S, I, M> {
  readonly done: Done<S, I, M>;
  readonly processes: Processes<S>;
  /** What is sent on the way. */
  readonly step: Step<S, M>;
}

/** What is known of all processes in their states. */
interface KnownProcesses<S, I, M, A> {
  readonly all: Processes<S>;
  readonly each: Readonly<Record<string, KnownProcess<S, I, M, A>>>;
  readonly turns: Map<A, Turn<S, I, M>>;
}

/** What is known of one network. */
interface KnownNetwork<M> {
  readonly network: Network<M>;
  readonly after: Map<readonly M[], Network<M>>;
}

/** Makes equal data one object: by its text, and, as that does not tell everything apart, by comparison. */
export class Distinct<T, K> {
  private readonly byText: Map<string, readonly { readonly value: T; readonly known: K }[]> = new Map();
  private readonly own: Map<T, K> = new Map();
  private readonly make: (value: T, id: number) => K;

  /** `make`: what is to be known of a value, with its number. */
  constructor(make: (value: T, id: number) => K) {
    this.make = make;
  }

  of(value: T): K {
    const known = this.own.get(value);
    if (known !== undefined) return known;
    const text = JSON.stringify(value);
    const alike = this.byText.get(text) ?? none();
    const found = alike.find((x) => compare(x.value, value) === 0);
    if (found !== undefined) return found.known;
    const fresh = this.make(value, this.own.size);
    this.byText.set(text, [...alike, { value, known: fresh }]);
    this.own.set(value, fresh);
    return fresh;
  }
}

/** What is known of a system. `S` and `M` must be plain data. */
export class Memory<S, I, M, A extends Tagged> {
  /** How many entries there are, of all kinds. */
  size = 0;
  private readonly step: (name: string, state: S, input: I | undefined) => Outcome<S, M>;
  private readonly processes: Distinct<S, KnownProcess<S, I, M, A>>;
  private readonly messages: Distinct<M, { readonly id: number; readonly message: M }>;
  private readonly knownProcesses: Map<Processes<S>, KnownProcesses<S, I, M, A>> = new Map();
  private readonly processesByIds: Map<string, KnownProcesses<S, I, M, A>> = new Map();
  private readonly knownNetworks: Map<Network<M>, KnownNetwork<M>> = new Map();
  private readonly networksByIds: Map<string, KnownNetwork<M>> = new Map();
  /** What was asked for last: all steps of a state ask for the same. */
  private lastProcesses: KnownProcesses<S, I, M, A> | undefined;
  private lastNetwork: KnownNetwork<M> | undefined;

  /** `step`: what a process does. */
  constructor(step: (name: string, state: S, input: I | undefined) => Outcome<S, M>) {
    this.step = step;
    this.processes = new Distinct((state, id) => this.counted({ id, state, done: new Map(), left: new Map() }));
    this.messages = new Distinct((message, id) => this.counted({ id, message }));
  }

  private counted<X>(x: X): X {
    this.size += 1;
    return x;
  }

  /** One object for processes in equal states. */
  same(processes: Processes<S>): Processes<S> {
    return this.of(processes).all;
  }

  /** Where an action of a process leads, `undefined` where it is not enabled. No `input`: a restart. */
  turn(processes: Processes<S>, name: string, action: A, input: I | undefined, heard: object | undefined): Turn<S, I, M> | undefined {
    const here = this.of(processes);
    const known = here.turns.get(action);
    if (known !== undefined && isSame(known.done, input, heard)) return known;
    const process = at(here.each, name);
    let done = process.done.get(action);
    if (done === undefined || !isSame(done, input, heard)) {
      const outcome = this.step(name, process.state, input);
      done = this.counted({ input, heard, outcome: outcome && { ...outcome, send: outcome.send.map((m) => this.message(m)) } });
      process.done.set(action, done);
    }
    const { outcome: step } = done;
    if (step === undefined) return undefined;
    const turn = this.counted({ done, processes: this.after(here, name, step.state), step });
    here.turns.set(action, turn);
    return turn;
  }

  /** The processes when one of them has come to another state. */
  private after(here: KnownProcesses<S, I, M, A>, name: string, state: S): Processes<S> {
    const process = this.processes.of(state);
    return process === here.each[name] ? here.all : this.joined({ ...here.each, [name]: process }).all;
  }

  /** Those of the actions of a process that are not known to be refused in its state. What it hears must be the same each time. */
  open(processes: Processes<S>, name: string, actions: readonly A[]): readonly A[] {
    const { done, left } = at(this.of(processes).each, name);
    const found = left.get(actions);
    if (found !== undefined) return found;
    const rest = actions.filter((action) => !isRefusal(done.get(action)));
    if (actions.every((action) => done.has(action))) left.set(actions, this.counted(rest));
    return rest;
  }

  /** A network that is a set, with messages added: networks that hold the same are one object. */
  send(network: Network<M>, sent: readonly M[]): Network<M> {
    if (sent.length === 0) return network;
    const { after } = this.network(network);
    let result = after.get(sent);
    if (result === undefined) {
      const all = sent.reduce((all, m) => insert(all, this.message(m)), network);
      result = all === network ? network : this.network(all).network;
      after.set(sent, this.counted(result));
    }
    return result;
  }

  private message(m: M): M {
    return this.messages.of(m).message;
  }

  private of(processes: Processes<S>): KnownProcesses<S, I, M, A> {
    if (this.lastProcesses?.all !== processes)
      this.lastProcesses = this.knownProcesses.get(processes) ?? this.joined(mapValues(processes, (state) => this.processes.of(state)));
    return this.lastProcesses;
  }

  private joined(each: KnownProcesses<S, I, M, A>['each']): KnownProcesses<S, I, M, A> {
    let ids = '';
    for (const name in each) ids += `${at(each, name).id} `;
    let known = this.processesByIds.get(ids);
    if (known === undefined) {
      known = this.counted({ all: mapValues(each, (p) => p.state), each, turns: new Map() });
      this.processesByIds.set(ids, known);
      this.knownProcesses.set(known.all, known);
    }
    return known;
  }

  private network(network: Network<M>): KnownNetwork<M> {
    if (this.lastNetwork?.network !== network) this.lastNetwork = this.knownNetworks.get(network) ?? this.known(network);
    return this.lastNetwork;
  }

  private known(network: Network<M>): KnownNetwork<M> {
    const ids = network.map((m) => this.messages.of(m).id).join(' ');
    let known = this.networksByIds.get(ids);
    if (known === undefined) {
      known = this.counted({ network: network.map((m) => this.message(m)), after: new Map() });
      this.networksByIds.set(ids, known);
      this.knownNetworks.set(known.network, known);
    }
    return known;
  }
}

/** Was this done before? */
function isSame(done: Done<unknown, unknown, unknown>, input: unknown, heard: object | undefined): boolean {
  return done.input === input || (heard !== undefined && done.heard === heard);
}

function isRefusal(done: Done<unknown, unknown, unknown> | undefined): boolean {
  return done !== undefined && done.outcome === undefined;
}
