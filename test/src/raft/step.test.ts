/** A cluster as it runs: what servers send each other from the first timeout to an entry that all have applied. */
import { describe, expect, it } from 'vitest';
import {
  type AppendEntriesRequest,
  plan,
  protocol,
  type RaftConfig,
  type RaftEvent,
  type RaftMessage,
  type RaftState,
  step,
} from '../../../src/raft/index.ts';
import { deepFreeze } from '../freeze.ts';
import { cluster, servers } from './models.ts';

/** A cluster in which every message arrives at once and in order. */
class Cluster {
  readonly states: Map<string, RaftState>;
  /** What happened, one line for each action. */
  readonly story: string[] = [];
  readonly toClients: RaftMessage[] = [];
  /** Servers that no message reaches. */
  readonly cutOff: Set<string> = new Set();
  private readonly c: RaftConfig;

  constructor(c: RaftConfig) {
    this.c = c;
    this.states = new Map(c.servers.map((i) => [i, deepFreeze(protocol.init(c, i))]));
  }

  state(i: string): RaftState {
    const state = this.states.get(i);
    if (state === undefined) throw new Error(`there is no server ${i}`);
    return state;
  }

  /** One event, and all messages that come of it. */
  on(i: string, event: RaftEvent): void {
    const waiting: (readonly [string, RaftEvent])[] = [[i, event]];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [to, what] = next;
      const { state, send, taken } = step(this.c, to, this.state(to), deepFreeze(what));
      expect(plan(this.c, to, this.state(to), what)).toEqual(taken);
      this.states.set(to, deepFreeze(state));
      this.story.push(...taken.map((input) => `${to} ${input.type}${'j' in input ? ` ${input.j}` : ''}`));
      for (const m of send) {
        if (m.type === 'ReadResponse') this.toClients.push(m);
        else if (!this.cutOff.has(m.to)) waiting.push([m.to, { type: 'Receive', m }]);
      }
    }
  }

  take(): readonly string[] {
    return this.story.splice(0);
  }
}

/** Two servers, so that the story has one order. */
const pair: RaftConfig = { ...cluster, servers: ['s1', 's2'], initVoters: ['s1', 's2'] };

describe('a cluster', () => {
  it('elects a leader, which commits a no-op (sections 5.2 and 8)', () => {
    const two = new Cluster(pair);
    two.on('s1', { type: 'ElectionTimeout' });
    expect(two.take()).toEqual([
      's1 Timeout',
      's2 UpdateTerm',
      's2 HandleRequestVoteRequest',
      's1 HandleRequestVoteResponse',
      's1 BecomeLeader',
      's1 AppendEntries s2',
      's2 HandleAppendEntriesRequest',
      's1 HandleAppendEntriesResponse',
      's1 AdvanceCommitIndex',
      's1 Apply',
    ]);
    expect(two.state('s1')).toMatchObject({
      state: 'Leader',
      currentTerm: 1,
      votedFor: 's1',
      leaderId: 's1',
      commitIndex: 1,
      lastApplied: 1,
    });
    expect(two.state('s2')).toMatchObject({ state: 'Follower', currentTerm: 1, votedFor: 's1', leaderId: 's1', commitIndex: 0 });
  });

  it('replicates an entry, and tells with the next heartbeat that it is committed (section 5.3)', () => {
    const two = new Cluster(pair);
    two.on('s1', { type: 'ElectionTimeout' });
    two.take();
    two.on('s1', { type: 'ClientRequest', v: 'x' });
    expect(two.take()).toEqual([
      's1 ClientRequest',
      's1 AppendEntries s2',
      's2 HandleAppendEntriesRequest',
      's2 Apply',
      's1 HandleAppendEntriesResponse',
      's1 AdvanceCommitIndex',
      's1 Apply',
    ]);
    expect(two.state('s1')).toMatchObject({ commitIndex: 2, machine: ['x'], matchIndex: { s2: 2 }, nextIndex: { s2: 3 } });
    two.on('s1', { type: 'HeartbeatTimeout' });
    expect(two.take()).toEqual(['s1 AppendEntries s2', 's2 HandleAppendEntriesRequest', 's2 Apply', 's1 HandleAppendEntriesResponse']);
    expect(two.state('s2')).toMatchObject({ commitIndex: 2, machine: ['x'] });
    expect(two.state('s2').log).toEqual(two.state('s1').log);
  });

  it('asks before it stands, if it is told to (thesis 9.6)', () => {
    const three = new Cluster({ ...cluster, preVote: true });
    three.on('s1', { type: 'ElectionTimeout' });
    expect(three.take().slice(0, 6)).toEqual([
      's1 Timeout',
      's2 HandleRequestPreVoteRequest',
      's3 HandleRequestPreVoteRequest',
      's1 HandleRequestPreVoteResponse',
      's1 BecomeCandidate',
      's2 UpdateTerm',
    ]);
    expect(three.state('s1').state).toBe('Leader');
    three.on('s2', { type: 'ElectionTimeout' });
    expect(three.state('s1')).toMatchObject({ state: 'Leader', currentTerm: 1 });
  });

  it('brings a follower up to date whose log has another end (section 5.3, Figure 7)', () => {
    const two = new Cluster(pair);
    const old = [1, 1, 1].map((term) => ({ term, type: 'value', value: 'old' }) as const);
    two.states.set('s2', deepFreeze({ ...two.state('s2'), currentTerm: 1, log: old }));
    two.states.set('s1', deepFreeze({ ...two.state('s1'), currentTerm: 2, log: [{ term: 2, type: 'value', value: 'new' }] }));
    two.on('s1', { type: 'ElectionTimeout' });
    expect(two.state('s1').state).toBe('Leader');
    expect(two.state('s2').log).toEqual(two.state('s1').log);
    expect(two.state('s1')).toMatchObject({ commitIndex: 2, machine: ['new'] });
  });

  it('sends a snapshot to a follower that needs what is gone (section 7)', () => {
    const three = new Cluster(cluster);
    three.cutOff.add('s3');
    three.on('s1', { type: 'ElectionTimeout' });
    three.on('s1', { type: 'ClientRequest', v: 'x' });
    three.on('s1', { type: 'TakeSnapshot' });
    three.cutOff.delete('s3');
    three.take();
    three.on('s1', { type: 'HeartbeatTimeout' });
    expect(three.take()).toContain('s1 InstallSnapshot s3');
    expect(three.state('s3')).toMatchObject({ machine: ['x'], commitIndex: 2, snapshot: { lastIncludedIndex: 2, lastIncludedTerm: 1 } });
  });

  it('answers a read when a round of heartbeats has confirmed the leader (thesis 6.4)', () => {
    const three = new Cluster(cluster);
    three.on('s1', { type: 'ElectionTimeout' });
    three.on('s1', { type: 'ClientRead', r: 'r1' });
    expect(three.toClients).toEqual([]);
    three.on('s1', { type: 'HeartbeatTimeout' });
    expect(three.toClients).toEqual([{ type: 'ReadResponse', term: 0, read: 'r1', index: 1 }]);
  });

  it('hands over the leadership (thesis 3.10)', () => {
    const three = new Cluster({ ...cluster, preVote: true });
    three.on('s1', { type: 'ElectionTimeout' });
    three.on('s1', { type: 'TransferLeadership', j: 's2' });
    expect(three.state('s2')).toMatchObject({ state: 'Leader', currentTerm: 2 });
    expect(three.state('s1')).toMatchObject({ state: 'Follower', leaderId: 's2', transferee: undefined });
  });

  it('grows from one server to two, and the first one leaves (thesis 4)', () => {
    const two = new Cluster({ ...pair, initVoters: ['s1'] });
    two.on('s1', { type: 'ElectionTimeout' });
    expect(two.state('s1')).toMatchObject({ state: 'Leader', commitIndex: 1 });
    two.on('s1', { type: 'AddLearner', j: 's2' });
    two.on('s1', { type: 'AddServer', j: 's2' });
    two.on('s1', { type: 'RemoveServer', j: 's1' });
    expect(two.state('s1')).toMatchObject({ state: 'Follower', commitIndex: 4 });
    two.on('s2', { type: 'ElectionTimeout' });
    expect(two.state('s2')).toMatchObject({ state: 'Leader', currentTerm: 2, commitIndex: 5 });
  });
});

describe('a server by itself: a majority of one (section 5.2)', () => {
  const alone: RaftConfig = { ...cluster, servers: ['s1'], initVoters: ['s1'] };

  it('commits and answers at once', () => {
    const one = new Cluster(alone);
    one.on('s1', { type: 'ElectionTimeout' });
    one.on('s1', { type: 'ClientRequest', v: 'x' });
    one.on('s1', { type: 'ClientRead', r: 'r1' });
    expect(one.state('s1')).toMatchObject({ commitIndex: 2, machine: ['x'] });
    expect(one.toClients).toEqual([{ type: 'ReadResponse', term: 0, read: 'r1', index: 2 }]);
  });
});

describe('what nobody wants (Figure 2, section 8)', () => {
  const s1 = deepFreeze(protocol.init(cluster, 's1'));
  const refused = { state: s1, send: [], taken: [] };

  it('is dropped: messages to others, from strangers, and those that no handler accepts', () => {
    const m: AppendEntriesRequest = {
      type: 'AppendEntriesRequest',
      to: 's1',
      term: 0,
      leaderId: 's2',
      prevLogIndex: 0,
      prevLogTerm: 0,
      entries: [],
      leaderCommit: 0,
      round: 0,
    };
    expect(step(cluster, 's1', s1, { type: 'Receive', m: { ...m, to: 's2' } })).toEqual(refused);
    expect(step(cluster, 's1', s1, { type: 'Receive', m: { ...m, leaderId: 'constructor' } })).toEqual(refused);
    const reply = { type: 'RequestVoteResponse', to: 's1', term: 0, from: 's2', voteGranted: true } as const;
    expect(step(cluster, 's1', s1, { type: 'Receive', m: reply })).toEqual(refused);
    expect(step(cluster, 's1', s1, { type: 'Receive', m: { type: 'ReadResponse', term: 0, read: 'r1', index: 0 } })).toEqual(refused);
  });

  it('is refused: requests to a server that does not lead', () => {
    expect(step(cluster, 's1', s1, { type: 'ClientRequest', v: 'x' })).toEqual(refused);
    expect(step(cluster, 's1', s1, { type: 'ClientRead', r: 'r1' })).toEqual(refused);
    expect(step(cluster, 's1', s1, { type: 'HeartbeatTimeout' })).toEqual(refused);
    for (const j of [...servers, 'stranger']) {
      for (const type of ['AddLearner', 'AddServer', 'RemoveServer', 'TransferLeadership'] as const)
        expect(step(cluster, 's1', s1, { type, j })).toEqual(refused);
    }
  });
});
