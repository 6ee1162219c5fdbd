/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { describe, expect, it } from 'vitest';
import { actions, invariants, type MemberMessage, type PullRaftAction, pullRaft, stepProperties } from '../../../src/pull-raft/index.ts';
import { exported, properties, read, specification } from '../specification.ts';
import { heartbeat, heartbeatAnswer, position, pull, pulled, report, requestVote, stepUp, vote } from './make.ts';
import { config, model, start } from './models.ts';

const { next, parameters, position: placeOf } = specification('pull-raft/PullRaft');

/** The files of the actions, in the order of the specification's sections. */
const files = ['election', 'writing', 'pulling', 'positions', 'heartbeats', 'reads', 'handover', 'restart'];
const code = files.map((name) => read(`src/pull-raft/actions/${name}.ts`)).join('');

/** One message of each type, to s1 from s2, in term 1 where it has a term. */
const messages: readonly MemberMessage[] = [
  requestVote(1),
  vote(1, true),
  pull(0),
  pulled(1, [], 0),
  report(1, {}),
  heartbeat(1, position(0, 0)),
  heartbeatAnswer(1, position(0, 0)),
  stepUp(1),
];

/** The actions that each message gives rise to. */
const delivered = messages.map((m): readonly PullRaftAction[] => pullRaft.deliveries?.(config(), m) ?? []);

/** The actions that the specification has for messages. */
const forMessages = next.filter((name) => name.startsWith('Handle') || ['Rollback', 'LeaveSyncSource'].includes(name));

describe('PullRaft.tla and src/pull-raft', () => {
  it('have the same actions in the same order', () => {
    expect(next.length).toBeGreaterThan(0);
    expect(exported(code)).toEqual(next);
    expect(Object.keys(actions).sort()).toEqual([...next].sort());
    expect([...next].sort((a, b) => placeOf(a) - placeOf(b))).toEqual(next);
  });

  it('have the same domains in the same order, with the same parameters', () => {
    const c = config();
    const domain = [...model(c).actions(start(c))];
    const names = [...new Set(domain.map(({ type }) => type))];
    expect(names).toEqual(next.filter((name) => !forMessages.includes(name) && name !== 'UpdateTerm'));
    for (const action of domain) expect(Object.keys(action)).toEqual(['type', ...parameters(action.type)]);
  });

  it('have the same actions for messages, in the same order, with the same parameters and the message', () => {
    const names = delivered.flatMap((all) => all.map(({ type }) => type)).filter((name) => name !== 'UpdateTerm');
    expect(names).toEqual(forMessages);
    for (const action of delivered.flat()) {
      const { m, ...rest } = { m: undefined, ...action };
      expect(Object.keys(rest).sort()).toEqual(['type', ...parameters(action.type)].sort());
      if (m !== undefined) expect(action).toMatchObject({ i: 's1', j: 's2' });
    }
  });

  it('have messages that bring a term, but for the query', () => {
    const bring = delivered.map((all) => all.some(({ type }) => type === 'UpdateTerm'));
    expect(messages.filter((_, n) => bring[n] === false).map(({ type }) => type)).toEqual(['PullEntriesRequest']);
  });

  it('have the same properties in the same order, but for the refinements', () => {
    const names = properties('pull-raft/MCPullRaft_walks');
    expect(names.length).toBeGreaterThan(0);
    expect(names).toEqual([...Object.keys(invariants), ...Object.keys(stepProperties)]);
  });

  it('each action names its operator and its source', () => {
    for (const name of next)
      expect(code).toMatch(new RegExp(`PullRaft!${name}, (the paper|Raft (sections?|Figure) \\d|thesis \\d|SERVER-\\d)`));
  });
});
