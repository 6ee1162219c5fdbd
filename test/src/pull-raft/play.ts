/** Pull-based Raft on the stage: each message by its name, as the paper and the tickets tell their stories. */
import {
  inputs,
  type MemberMessage,
  type ObservedPullRaft,
  type PullEntriesResponse,
  type PullRaftAction,
  type PullRaftMessage,
  type PullRaftModelConfig,
  type PullRaftState,
  protocol,
} from '../../../src/pull-raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { Stage } from '../stage.ts';
import { config, member, model } from './models.ts';
import { violated } from './properties.ts';

/** A replica set for a story: all its members vote, and the bounds are far away. */
export function cast(servers: readonly string[], changes: Partial<PullRaftModelConfig> = {}): PullRaftModelConfig {
  const bounds = {
    electable: Array.from({ length: 9 }, () => servers),
    syncFrom: Object.fromEntries(servers.map((i) => [i, servers])),
    heartbeating: servers,
    crashable: servers,
    successor: servers,
    maxIndex: 20,
  };
  return deepFreeze(config({ servers, voters: servers, bounds, ...changes }));
}

/** What a member can do with the answer of its sync source. */
export type Use = 'HandlePullEntriesResponse' | 'Rollback' | 'LeaveSyncSource';

/** A member answers what it is asked, and what it is sent for no answer has none. */
function isAnswerOfSource(m: MemberMessage): m is PullEntriesResponse {
  return m.type === 'PullEntriesResponse';
}

export class Play extends Stage<ObservedPullRaft, PullRaftAction, PullRaftMessage> {
  readonly c: PullRaftModelConfig;
  /** Which of the properties that the story may break it has broken so far. */
  readonly broken: ReadonlySet<string>;

  /** `may` names properties that the story is to break; any other must hold after each step. */
  constructor(c: PullRaftModelConfig, may: readonly string[] = []) {
    const broken = new Set<string>();
    const wrong = (s: ObservedPullRaft, t: ObservedPullRaft): readonly string[] => {
      const names = violated(c, s, t);
      for (const name of names) if (may.includes(name)) broken.add(name);
      return names.filter((name) => !may.includes(name));
    };
    const sends = (s: ObservedPullRaft, action: PullRaftAction): readonly PullRaftMessage[] | undefined =>
      action.type === 'Restart' ? undefined : protocol.step(c, action.i, member(s, action.i), action)?.send;
    super({ model: model(c), violated: wrong, sends });
    this.c = c;
    this.broken = broken;
  }

  /** One member. */
  at(i: string): PullRaftState {
    return member(this.state, i);
  }

  /** The terms of a member's entries. */
  terms(i: string): readonly number[] {
    return this.at(i).log.map((entry) => entry.term);
  }

  /** The terms of all logs, a line for each member. */
  logs(): readonly string[] {
    return this.c.servers.map((i) => this.terms(i).join(' '));
  }

  /** The terms of what is committed. */
  committed(): readonly number[] {
    return this.state.history.committed.map(({ entry }) => entry.term);
  }

  /** What a message may be for its receiver: of an answer of a sync source there are three uses. */
  private handlings(m: PullRaftMessage): readonly PullRaftAction[] {
    if (m.type === 'ReadResponse') throw new Error('a client gets that');
    return inputs(m).map((input) => ({ ...input, i: m.to, j: m.from }));
  }

  /** The receiver takes over the term of a message, if it is new. */
  hear(m: PullRaftMessage): void {
    const i = m.to ?? '';
    if (m.term > this.at(i).currentTerm) this.act({ type: 'UpdateTerm', i, t: m.term });
  }

  /** A message comes: if its term is new, the receiver takes that over; then it handles it. Returns what it sends. */
  deliver(m: PullRaftMessage): readonly PullRaftMessage[] {
    this.hear(m);
    const [only, ...others] = this.handlings(m).filter((action) => this.may(action));
    if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} uses or none: ${JSON.stringify(m)}`);
    return this.act(only);
  }

  /** A message comes, and there is one answer to it. */
  answer(m: PullRaftMessage): PullRaftMessage {
    const [only, ...others] = this.deliver(m);
    if (only === undefined || others.length > 0) throw new Error(`not one answer: ${JSON.stringify(m)}`);
    return only;
  }

  /** Does its receiver drop the message, as its term is? */
  drops(m: PullRaftMessage): boolean {
    return this.handlings(m).every((action) => !this.may(action));
  }

  /** A member stands and is elected by these others. */
  elect(i: string, ...voters: readonly string[]): void {
    const askFor = (requests: readonly PullRaftMessage[]): void => {
      for (const m of requests.filter(({ to }) => voters.includes(to ?? ''))) this.deliver(this.answer(m));
    };
    askFor(this.act({ type: 'Timeout', i }));
    if (this.c.dryRun) askFor(this.act({ type: 'BecomeCandidate', i }));
    this.act({ type: 'BecomePrimary', i });
  }

  /** The same, and the primary writes its first entry. */
  lead(i: string, ...voters: readonly string[]): void {
    this.elect(i, ...voters);
    this.act({ type: 'WriteFirstEntry', i });
  }

  /** A member takes another one for its sync source, if it has not. */
  follow(i: string, j: string): void {
    if (this.at(i).syncSource !== j) this.act({ type: 'ChooseSyncSource', i, j });
  }

  /** A member asks its sync source, and gets the answer, which it does not use yet. */
  ask(i: string, type: 'PullEntries' | 'GetMore' = 'PullEntries'): PullEntriesResponse {
    const m = this.answer(this.send({ type, i }));
    if (m.type === 'ReadResponse' || !isAnswerOfSource(m)) throw new Error(`no answer: ${JSON.stringify(m)}`);
    this.hear(m);
    return m;
  }

  /** What a member can do with the answer of its sync source now. */
  uses(m: PullEntriesResponse): readonly Use[] {
    return inputs(m).flatMap(({ type }) => {
      const isUse = type === 'HandlePullEntriesResponse' || type === 'Rollback' || type === 'LeaveSyncSource';
      return isUse && this.may({ type, i: m.to, j: m.from, m }) ? [type] : [];
    });
  }

  /** A member does this with the answer of its sync source. */
  use(type: Use, m: PullEntriesResponse): void {
    this.act({ type, i: m.to, j: m.from, m });
  }

  /** These members, one after the other, pull what the other one has after their own logs. */
  pull(j: string, ...members: readonly string[]): void {
    for (const i of members) {
      this.follow(i, j);
      this.use('HandlePullEntriesResponse', this.ask(i));
    }
  }

  /** These members, one after the other, tell their sync source what they know of everybody's position. */
  report(...members: readonly string[]): void {
    for (const i of members) this.deliver(this.send({ type: 'UpdatePosition', i }));
  }

  /** These members pull all from the primary and report it, and the primary commits. */
  replicate(i: string, ...members: readonly string[]): void {
    this.pull(i, ...members);
    this.report(...members);
    this.act({ type: 'AdvanceCommitPoint', i });
  }

  /** A member sends these others heartbeats, and gets their answers. */
  beat(i: string, ...others: readonly string[]): void {
    for (const j of others) {
      const m = this.answer(this.send({ type: 'Heartbeat', i, j }));
      this.hear(m);
      this.deliver(m);
    }
  }

  /** The answers that clients got. */
  answers(): readonly PullRaftMessage[] {
    return this.state.network.filter((m) => m.type === 'ReadResponse');
  }
}
