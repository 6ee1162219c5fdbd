/** Raft on the stage: each message by its name, as the papers tell their stories. */
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
import { Stage } from '../stage.ts';
import { config, model, server } from './models.ts';
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

export class Play extends Stage<ObservedRaft, RaftAction, RaftMessage> {
  readonly c: RaftModelConfig;

  constructor(c: RaftModelConfig, state?: ObservedRaft) {
    const sends = (s: ObservedRaft, action: RaftAction): readonly RaftMessage[] | undefined =>
      action.type === 'Restart' ? undefined : protocol.step(c, action.i, server(s, action.i), action)?.send;
    super({ model: model(c), violated: (s, t) => violated(c, s, t), sends }, state);
    this.c = c;
  }

  /** One server. */
  at(i: string): RaftState {
    return server(this.state, i);
  }

  /** The terms of a server's entries. */
  terms(i: string): readonly number[] {
    return this.at(i).log.map((entry) => entry.term);
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

  /** The answers that clients got. */
  answers(): readonly RaftMessage[] {
    return this.state.network.filter((m) => m.type === 'ReadResponse');
  }

  /** The terms of all logs, a line for each server. */
  logs(): readonly string[] {
    return this.c.servers.map((i) => this.terms(i).join(' '));
  }
}
