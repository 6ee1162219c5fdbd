/**
 * A whole system, played step by step: each action and each message by its name, as the papers tell their stories. What is sent
 * stays in flight, so that a message can come late, and again. After each step every invariant and every property of a step is
 * looked at.
 */
import { expect } from 'vitest';
import type { Model } from '../../../src/core/index.ts';
import {
  type ObservedRaft,
  protocol,
  type RaftAction,
  type RaftMessage,
  type RaftModelConfig,
  type RaftState,
} from '../../../src/raft/index.ts';
import { delivery, isBetweenServers } from '../../../src/raft/next.ts';
import { deepFreeze } from '../freeze.ts';
import { config, model, server, start } from './models.ts';
import { violated } from './properties.ts';

/** A cluster for a story: all its servers vote, and the bounds are far away. */
export function cast(servers: readonly string[], changes: Partial<RaftModelConfig> = {}): RaftModelConfig {
  const bounds = {
    electable: Array.from({ length: 9 }, () => servers),
    crashable: servers,
    applying: servers,
    compacting: servers,
    transferable: servers,
    removable: servers,
    maxIndex: 20,
    maxConfigs: 9,
  };
  return deepFreeze(config({ servers, initVoters: servers, bounds, ...changes }));
}

export class Play {
  readonly c: RaftModelConfig;
  state: ObservedRaft;
  private readonly m: Model<ObservedRaft, RaftAction>;

  constructor(c: RaftModelConfig, state?: ObservedRaft) {
    this.c = c;
    this.m = model(c);
    this.state = state ?? start(c);
  }

  /** One server. */
  at(i: string): RaftState {
    return server(this.state, i);
  }

  /** The terms of a server's entries. */
  terms(i: string): readonly number[] {
    return this.at(i).log.map((entry) => entry.term);
  }

  /** Is the action enabled? */
  may(action: RaftAction): boolean {
    return this.m.next(this.state, action) !== undefined;
  }

  /** Takes an action, and returns what it sends. */
  act(action: RaftAction): readonly RaftMessage[] {
    const before = deepFreeze(this.state);
    const after = this.m.next(before, action);
    if (after === undefined) throw new Error(`not enabled: ${JSON.stringify(action)}`);
    expect(violated(this.c, before, after), JSON.stringify(action)).toEqual([]);
    this.state = after;
    return action.type === 'Restart' ? [] : (protocol.step(this.c, action.i, server(before, action.i), action)?.send ?? []);
  }

  /** The one message that an action sends. */
  send(action: RaftAction): RaftMessage {
    const [only, ...others] = this.act(action);
    if (only === undefined || others.length > 0) throw new Error(`not one message: ${JSON.stringify(action)}`);
    return only;
  }

  /** What a message is for its receiver. */
  private handling(m: RaftMessage): RaftAction {
    if (!isBetweenServers(this.c, m)) throw new Error(`not between servers: ${JSON.stringify(m)}`);
    const from = 'from' in m ? m.from : 'leaderId' in m ? m.leaderId : m.candidateId;
    return { ...delivery(m), i: m.to, j: from };
  }

  /** A message comes: if its term is new, the receiver takes that over; then it handles it. Returns what it sends. */
  deliver(m: RaftMessage): readonly RaftMessage[] {
    const action = this.handling(m);
    this.hear(m);
    return this.act(action);
  }

  /** The receiver takes over the term of a message, if it is new. */
  hear(m: RaftMessage): void {
    const i = this.handling(m).i;
    if (m.term > this.at(i).currentTerm) this.act({ type: 'UpdateTerm', i, t: m.term });
  }

  /** A message comes, and there is one answer to it. */
  answer(m: RaftMessage): RaftMessage {
    const [only, ...others] = this.deliver(m);
    if (only === undefined || others.length > 0) throw new Error(`not one answer: ${JSON.stringify(m)}`);
    return only;
  }

  /** Does its receiver drop the message, as its term is? */
  drops(m: RaftMessage): boolean {
    return !this.may(this.handling(m));
  }

  /** A server stands and is elected by these others, without PreVote. */
  elect(i: string, ...voters: readonly string[]): void {
    const requests = this.act({ type: 'Timeout', i });
    for (const m of requests.filter(({ to }) => voters.includes(to ?? ''))) this.deliver(this.answer(m));
    this.act({ type: 'BecomeLeader', i });
  }

  /** A leader sends a follower what follows nextIndex, and gets the answer. */
  replicate(i: string, ...followers: readonly string[]): void {
    for (const j of followers) this.deliver(this.answer(this.send({ type: 'AppendEntries', i, j })));
  }

  /** A leader takes a command of a client, and these followers get it. */
  request(i: string, v: string, ...followers: readonly string[]): void {
    this.act({ type: 'ClientRequest', i, v });
    this.replicate(i, ...followers);
  }

  /** A message that was sent at some time: that to this server, of this type, and with these fields. */
  sent(type: RaftMessage['type'], to: string, fields: Readonly<Record<string, unknown>> = {}): RaftMessage {
    const fits = this.state.network.filter((m) => m.type === type && m.to === to && expect.objectContaining(fields).asymmetricMatch(m));
    const [only, ...others] = fits;
    if (only === undefined || others.length > 0) throw new Error(`${fits.length} messages: ${type} to ${to}`);
    return only;
  }

  /** The answers that clients got. */
  answers(): readonly RaftMessage[] {
    return this.state.network.filter((m) => m.type === 'ReadResponse');
  }

  /** The terms of all logs, a line for each server. */
  logs(): readonly string[] {
    return this.c.servers.map((i) => this.terms(i).join(' '));
  }
}
