/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { describe, expect, it } from 'vitest';
import { actions, invariants, type RaftAction, stepProperties } from '../../../src/raft/index.ts';
import { exported, properties, read, specification } from '../specification.ts';
import { config, model, start } from './models.ts';

const { next, parameters, position } = specification('raft/Raft');

/** The files of the actions, in the order of the specification's sections. */
const files = ['election', 'replication', 'reads', 'snapshots', 'membership', 'transfer', 'restart'];
const code = files.map((name) => read(`src/raft/actions/${name}.ts`)).join('');

describe('Raft.tla and src/raft', () => {
  it('have the same actions in the same order', () => {
    expect(next.length).toBeGreaterThan(0);
    expect(exported(code)).toEqual(next);
    expect(Object.keys(actions).sort()).toEqual([...next].sort());
    expect([...next].sort((a, b) => position(a) - position(b))).toEqual(next);
  });

  it('have the same domains in the same order, with the same parameters', () => {
    const c = config();
    const domain = [...model(c).actions(start(c))];
    const names = [...new Set(domain.map(({ type }) => type))];
    const withoutMessage = next.filter((name) => !name.startsWith('Handle') && name !== 'UpdateTerm');
    expect(names).toEqual(withoutMessage);
    for (const action of domain) expect(Object.keys(action)).toEqual(['type', ...parameters(action.type)]);
  });

  it('have the same actions for each message', () => {
    const c = config({ bounds: { ...config().bounds, electable: [['s1']] } });
    const m = model(c);
    const [asked] = [...m.actions(start(c))].flatMap((a) => (a.type === 'Timeout' ? (m.next(start(c), a) ?? []) : []));
    if (asked === undefined) throw new Error('nobody stands');
    const delivered = [...m.actions(asked)].filter((a): a is Extract<RaftAction, { readonly m: object }> => 'm' in a);
    expect(delivered.map(({ type, i, j }) => ({ type, i, j }))).toEqual([
      { type: 'HandleRequestVoteRequest', i: 's2', j: 's1' },
      { type: 'HandleRequestVoteRequest', i: 's3', j: 's1' },
    ]);
  });

  it('have the same properties in the same order, but for the refinement', () => {
    expect(properties('raft/MCRaft_replication')).toEqual([...Object.keys(invariants), ...Object.keys(stepProperties)]);
  });

  it('each action names its operator and the section of the paper', () => {
    for (const name of next) expect(code).toMatch(new RegExp(`Raft!${name}, (section \\d|thesis \\d|Figure \\d)`));
  });
});
