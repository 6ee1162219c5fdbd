/** Small clusters for tests that need no engine. */
import type { Model } from '../../../src/core/index.ts';
import {
  invariants,
  type MultiPaxosAction,
  type MultiPaxosConfig,
  type MultiPaxosMessage,
  type MultiPaxosModelConfig,
  type MultiPaxosState,
  multiPaxos,
  multiPaxosObserver,
  type ObservedMultiPaxos,
  protocol,
  stepProperties,
} from '../../../src/multi-paxos/index.ts';
import { delivery, isBetweenReplicas } from '../../../src/multi-paxos/next.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { Stage, startOf } from '../stage.ts';

export const replicas: readonly string[] = ['r1', 'r2', 'r3'];

/** A cluster as it runs: no bounds. */
export const cluster: MultiPaxosConfig = { replicas, order: replicas };

/** The same with bounds wide enough for what a test does. */
export function config(changes: Partial<MultiPaxosModelConfig> = {}): MultiPaxosModelConfig {
  const values = ['x', 'y', 'z'];
  const input = Object.fromEntries(replicas.map((i) => [i, values]));
  const bounds = { maxBallot: 12, input, maxSlot: 6, crashable: replicas };
  return { ...cluster, maxEntries: 2, values, reads: ['q1', 'q2'], bounds, ...changes };
}

/** The whole system with its history. */
export function model(c: MultiPaxosModelConfig): Model<ObservedMultiPaxos, MultiPaxosAction> {
  return observed(systemModel(multiPaxos, c), multiPaxosObserver(c));
}

/** Its one initial state. */
export function start(c: MultiPaxosModelConfig): ObservedMultiPaxos {
  return startOf(model(c));
}

/** The names of what a step violates. */
export function violated(c: MultiPaxosModelConfig, s: ObservedMultiPaxos, t: ObservedMultiPaxos): readonly string[] {
  const ofState = Object.entries(invariants).filter(([, holds]) => !holds(c, t));
  const ofStep = Object.entries(stepProperties).filter(([, holds]) => !holds(c, s, t));
  return [...ofState, ...ofStep].map(([name]) => name);
}

/** The state of one replica. */
export function replica(s: ObservedMultiPaxos, i: string): MultiPaxosState {
  const state = s.processes[i];
  if (state === undefined) throw new Error(`there is no replica ${i}`);
  return state;
}

/** MultiPaxos on the stage: each message by its name. */
export class Play extends Stage<ObservedMultiPaxos, MultiPaxosAction, MultiPaxosMessage> {
  readonly c: MultiPaxosModelConfig;

  constructor(c: MultiPaxosModelConfig = config()) {
    const sends = (s: ObservedMultiPaxos, action: MultiPaxosAction): readonly MultiPaxosMessage[] | undefined =>
      action.type === 'Restart' ? undefined : protocol.step(c, action.i, replica(s, action.i), action)?.send;
    super({ model: model(c), violated: (s, t) => violated(c, s, t), sends });
    this.c = c;
  }

  /** One replica. */
  at(i: string): MultiPaxosState {
    return replica(this.state, i);
  }

  private handling(m: MultiPaxosMessage): MultiPaxosAction {
    if (!isBetweenReplicas(this.c, m)) throw new Error(`not between replicas: ${JSON.stringify(m)}`);
    return { ...delivery(m), i: m.to };
  }

  /** A message comes. Returns what its receiver sends. */
  deliver(m: MultiPaxosMessage): readonly MultiPaxosMessage[] {
    return this.act(this.handling(m));
  }

  /** Does its receiver drop the message? */
  drops(m: MultiPaxosMessage): boolean {
    return !this.may(this.handling(m));
  }

  /** Messages and the answers to them, for these receivers. */
  exchange(messages: readonly MultiPaxosMessage[], ...receivers: readonly string[]): void {
    for (const m of messages.filter(({ to }) => receivers.includes(to ?? ''))) for (const reply of this.deliver(m)) this.deliver(reply);
  }

  /** A replica starts its next ballot, these others promise, and it leads. Returns what it proposes again. */
  elect(i: string, ...others: readonly string[]): readonly MultiPaxosMessage[] {
    this.exchange(this.act({ type: 'Phase1a', i }), ...others);
    return this.act({ type: 'BecomeLeader', i });
  }

  /** A leader proposes a command, and these others accept it. */
  propose(i: string, v: string, ...others: readonly string[]): void {
    this.exchange(this.act({ type: 'Propose', i, v }), ...others);
  }

  /** What stands in the slots of a replica: commands, "-" for a no-op, "?" for a gap. */
  log(i: string): string {
    const text = (type: string | undefined, value: string): string => (type === undefined ? '?' : value);
    return this.at(i)
      .votes.map(({ val }) => text(val?.type, val?.type === 'value' ? val.value : '-'))
      .join(' ');
  }
}
