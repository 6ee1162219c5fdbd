/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { describe, expect, it } from 'vitest';
import { actions, invariants, stepProperties } from '../../../src/multi-paxos/index.ts';
import { exported, properties, read, specification } from '../specification.ts';
import { config, model, start } from './models.ts';

const { next, parameters, position } = specification('multi-paxos/MultiPaxos');
const code = read('src/multi-paxos/actions.ts');
/** The actions that take a message. */
const handlers = ['Phase1b', 'ReceivePromise', 'Phase2b', 'ReceiveAccepted', 'HandleHeartbeat', 'HandleHeartbeatReply'];

describe('MultiPaxos.tla and src/multi-paxos', () => {
  it('have the same actions in the same order', () => {
    expect(next.length).toBeGreaterThan(0);
    expect(exported(code)).toEqual(next);
    expect(Object.keys(actions).sort()).toEqual([...next].sort());
    expect([...next].sort((a, b) => position(a) - position(b))).toEqual(next);
  });

  it('have the same domains in the same order, with the same parameters', () => {
    const c = config();
    const domain = [...model(c).actions(start(c))];
    expect([...new Set(domain.map(({ type }) => type))]).toEqual(next.filter((name) => !handlers.includes(name)));
    for (const action of domain) expect(Object.keys(action)).toEqual(['type', ...parameters(action.type)]);
  });

  it('have the same actions for each message', () => {
    const c = config({ order: ['r1'] });
    const m = model(c);
    const [asked] = [...m.actions(start(c))].flatMap((a) => (a.type === 'Phase1a' ? (m.next(start(c), a) ?? []) : []));
    if (asked === undefined) throw new Error('nobody may lead');
    expect([...m.actions(asked)].flatMap((a) => ('m' in a ? [`${a.type} ${a.i}`] : []))).toEqual(['Phase1b r2', 'Phase1b r3']);
  });

  it('have the same properties in the same order, but for the refinements', () => {
    expect(properties('multi-paxos/MCMultiPaxos_small')).toEqual([...Object.keys(invariants), ...Object.keys(stepProperties)]);
  });

  it('each action names its operator and the section of the paper', () => {
    for (const name of next) expect(code).toMatch(new RegExp(`MultiPaxos!${name}, section \\d`));
  });
});
