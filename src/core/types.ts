/**
 * The shape of every protocol in this package, and of the whole systems that are made of them. A protocol is a handful of pure
 * functions from a state and an input to the next state and the messages to send; nondeterminism is data, in the inputs.
 */

/** Whatever has a `type`: inputs of one process, and actions of the whole system, named as the specification names them. */
export interface Tagged {
  readonly type: string;
}

/** What a process does with one input. */
export interface Step<S, M> {
  readonly state: S;
  readonly send: readonly M[];
  /** The received message stays in flight: the step was taken because of the message, and did not use it up. */
  readonly keep?: true;
}

/** `undefined` says that the action is not enabled: one of its guards does not hold. */
export type Outcome<S, M> = Step<S, M> | undefined;

/**
 * One kind of process, or several that talk to each other; then `S` is the union of their states. The driver writes
 * `durable(state)` when it has changed and releases `send` only after that; so a crash before the write is a step that never
 * happened, and no action decides for itself what to persist.
 */
export interface Protocol<C, S, I extends Tagged, M, D> {
  init(config: C, self: string): S;
  step(config: C, self: string, state: S, input: I): Outcome<S, M>;
  durable(state: S): D;
  restart(config: C, self: string, durable: D): S;
}

/** A whole system as a checker sees it: where it starts, every action there can be, and what each does. */
export interface Model<S, A extends Tagged> {
  init(): readonly S[];
  /** Every instance in the domain of the specification's Next, enabled or not: that is for the guards to decide, in `next`. */
  actions(state: S): Iterable<A>;
  next(state: S, action: A): S | undefined;
}

/** Messages in flight, each as often as it can still be delivered, sorted: two networks that hold the same are equal as data. */
export type Network<M> = readonly M[];

/** The state of a whole system: every process by its name, and the network between them. */
export interface System<S, M> {
  readonly processes: Readonly<Record<string, S>>;
  readonly network: Network<M>;
}

/** How one action of the specification is made of the inputs of one process and the messages in flight. */
export type Move<I, M> =
  /** The process acts of itself: a timeout, a request of a client. */
  | { readonly kind: 'act'; readonly at: string; readonly input: I }
  /** The process receives the message that `input` accepts; where none is in flight, the action is not enabled. */
  | { readonly kind: 'receive'; readonly at: string; readonly input: (message: M) => I | undefined }
  /** The process receives just this message; where it is not in flight, the action is not enabled. */
  | { readonly kind: 'deliver'; readonly at: string; readonly message: M; readonly input: I }
  /** The process acts on everything that can have reached it. The messages stay in flight. */
  | { readonly kind: 'gather'; readonly at: string; readonly input: (inFlight: Network<M>) => I }
  /** The process crashes, and comes back with what is durable. */
  | { readonly kind: 'restart'; readonly at: string }
  /** The network loses a message, or one copy of it. */
  | { readonly kind: 'lose'; readonly message: (message: M) => boolean }
  /** The network makes another copy of a message. */
  | { readonly kind: 'duplicate'; readonly message: (message: M) => boolean };

/**
 * A protocol with the domains of its Next: all that is needed to make a whole system of it. In a network that is a `set` a
 * message is delivered as often as one likes, or never; from a `bag` each delivery takes a copy away, unless the step keeps it; where it is
 * there `once`, a delivery takes it away, and to send it again meanwhile adds nothing.
 */
export interface Assembly<C, S, I extends Tagged, M, D, A extends Tagged> {
  readonly protocol: Protocol<C, S, I, M, D>;
  readonly network: 'set' | 'bag' | 'once';
  processes(config: C): readonly string[];
  /** The actions whose domains are constants. */
  actions(config: C): readonly A[];
  /** The actions that there are because this message is in flight, where a protocol has such. Several messages may give rise to equal ones. */
  deliveries?(config: C, message: M): readonly A[];
  move(config: C, action: A): Move<I, M>;
}

/** A state of a system together with what an observer has seen of the steps that led to it. */
export type Observed<S, H> = S & { readonly history: H };

/**
 * History variables: what properties speak of, and no process knows. They follow the steps of a system without a part in them, but
 * for what the world outside does not do twice.
 */
export interface Observer<S, A extends Tagged, H> {
  init(): H;
  /** The history after a step, or `undefined` where the history is such that the world outside does not ask for this step. */
  next(history: H, before: S, action: A, after: S): H | undefined;
}
