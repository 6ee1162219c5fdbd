/** A cluster as it runs: what replicas send each other from the first timeout to an entry that all know to be decided. */
import { describe, expect, it } from 'vitest';
import {
  type MultiPaxosConfig,
  type MultiPaxosEvent,
  type MultiPaxosMessage,
  type MultiPaxosState,
  Owner,
  plan,
  protocol,
  step,
} from '../../../src/multi-paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { cluster } from './models.ts';

/** A cluster in which every message arrives at once and in order, as bytes. */
class Cluster {
  readonly states: Map<string, MultiPaxosState>;
  /** What happened, one line for each action. */
  readonly story: string[] = [];
  readonly toClients: MultiPaxosMessage[] = [];
  /** Replicas that no message reaches. */
  readonly cutOff: Set<string> = new Set();
  private readonly c: MultiPaxosConfig;

  constructor(c: MultiPaxosConfig) {
    this.c = c;
    this.states = new Map(c.replicas.map((i) => [i, deepFreeze(protocol.init(c, i))]));
  }

  state(i: string): MultiPaxosState {
    const state = this.states.get(i);
    if (state === undefined) throw new Error(`there is no replica ${i}`);
    return state;
  }

  /** One event, and all messages that come of it. */
  on(i: string, event: MultiPaxosEvent): void {
    const waiting: (readonly [string, MultiPaxosEvent])[] = [[i, event]];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [to, what] = next;
      const { state, send, taken } = step(this.c, to, this.state(to), deepFreeze(what));
      expect(plan(this.c, to, this.state(to), what)).toEqual(taken);
      this.states.set(to, deepFreeze(state));
      this.story.push(...taken.map((input) => `${to} ${input.type}`));
      for (const m of send) {
        if (m.type === 'ReadResponse') this.toClients.push(m);
        else if (!this.cutOff.has(m.to)) waiting.push([m.to, { type: 'Receive', m }]);
      }
    }
  }

  crash(i: string): void {
    this.states.set(i, protocol.restart(this.c, i, protocol.durable(this.state(i))));
  }

  take(): readonly string[] {
    return this.story.splice(0);
  }

  commits(): readonly number[] {
    return this.c.replicas.map((i) => this.state(i).commit);
  }
}

/** Two replicas, so that the story has one order. */
const pair: MultiPaxosConfig = { replicas: ['r1', 'r2'], order: ['r1', 'r2'] };

describe('a cluster', () => {
  it('finds a leader, which says so at once', () => {
    const two = new Cluster(pair);
    two.on('r1', { type: 'ElectionTimeout' });
    expect(two.take()).toEqual([
      'r1 Phase1a',
      'r2 Phase1b',
      'r1 ReceivePromise',
      'r1 BecomeLeader',
      'r1 Heartbeat',
      'r2 HandleHeartbeat',
      'r1 HandleHeartbeatReply',
    ]);
    expect(Owner(pair, two.state('r2').maxBal)).toBe('r1');
  });

  it('decides a command, and everybody knows it', () => {
    const two = new Cluster(pair);
    two.on('r1', { type: 'ElectionTimeout' });
    two.take();
    two.on('r1', { type: 'ClientRequest', v: 'x' });
    expect(two.take()).toEqual([
      'r1 Propose',
      'r2 Phase2b',
      'r1 ReceiveAccepted',
      'r1 Commit',
      'r1 Heartbeat',
      'r2 HandleHeartbeat',
      'r1 HandleHeartbeatReply',
    ]);
    expect(two.commits()).toEqual([1, 1]);
  });

  it('brings a replica up to date that was cut off, and one that crashed, also in slots of an earlier leader', () => {
    const three = new Cluster({ ...cluster, maxEntries: 2 });
    three.on('r1', { type: 'ElectionTimeout' });
    three.cutOff.add('r3');
    for (const v of ['a', 'b', 'c']) three.on('r1', { type: 'ClientRequest', v });
    three.on('r2', { type: 'ElectionTimeout' });
    three.on('r2', { type: 'ClientRequest', v: 'd' });
    three.crash('r1');
    three.cutOff.delete('r3');
    expect(three.commits()).toEqual([0, 4, 0]);
    for (let n = 0; n < 4; n++) three.on('r2', { type: 'HeartbeatTimeout' });
    expect(three.commits()).toEqual([4, 4, 4]);
    expect(three.state('r3').votes.map(({ val }) => val)).toEqual(three.state('r2').votes.map(({ val }) => val));
  });

  it('repeats what was lost', () => {
    const three = new Cluster(cluster);
    three.on('r1', { type: 'ElectionTimeout' });
    for (const i of ['r2', 'r3']) three.cutOff.add(i);
    three.on('r1', { type: 'ClientRequest', v: 'x' });
    three.cutOff.clear();
    expect(three.commits()).toEqual([0, 0, 0]);
    three.on('r1', { type: 'HeartbeatTimeout' });
    expect(three.commits()).toEqual([1, 1, 1]);
  });

  it('answers a read when a round of heartbeats has confirmed the leader', () => {
    const three = new Cluster(cluster);
    three.on('r1', { type: 'ElectionTimeout' });
    three.on('r1', { type: 'ClientRequest', v: 'x' });
    three.on('r1', { type: 'ClientRead', r: 'q1' });
    expect(three.toClients).toEqual([]);
    three.on('r1', { type: 'HeartbeatTimeout' });
    expect(three.toClients).toEqual([{ type: 'ReadResponse', bal: 0, read: 'q1', index: 1 }]);
  });

  it('refuses clients at a replica that does not lead', () => {
    const three = new Cluster(cluster);
    three.on('r1', { type: 'ElectionTimeout' });
    three.take();
    for (const event of [{ type: 'ClientRequest', v: 'x' }, { type: 'ClientRead', r: 'q1' }, { type: 'HeartbeatTimeout' }] as const)
      three.on('r2', event);
    expect(three.take()).toEqual([]);
  });
});

describe('a replica by itself: a majority of one', () => {
  it('decides and answers at once', () => {
    const one = new Cluster({ replicas: ['r1'], order: ['r1'] });
    one.on('r1', { type: 'ElectionTimeout' });
    one.on('r1', { type: 'ClientRequest', v: 'x' });
    one.on('r1', { type: 'ClientRead', r: 'q1' });
    expect(one.commits()).toEqual([1]);
    expect(one.toClients).toEqual([{ type: 'ReadResponse', bal: 0, read: 'q1', index: 1 }]);
  });
});
