/** Code and specification have the same names in the same order. The text is enough to see that; what the names do is checked by `conform`. */
import { describe, expect, it } from 'vitest';
import { type ClientAction, client, invariants, stepProperties } from '../../../src/client/index.ts';
import { exported, properties, read, specification } from '../specification.ts';
import { config, run } from './models.ts';

const spec = read('spec/client/ClientSessions.tla');
const code = read('src/client/actions.ts');
const { parameters, position } = specification('client/ClientSessions');
/** With those that have no parameters. */
const next = [...(/^Next ==\n((?: {4}\\\/ .*\n)+)/m.exec(spec)?.[1] ?? '').matchAll(/(\w+)(?:\([^()]*\))?$/gm)].map((m) => m[1] ?? '');

describe('ClientSessions.tla and src/client', () => {
  it('have the same actions in the same order; only the network loses a message', () => {
    expect(next).toHaveLength(18);
    expect([...exported(code), 'Lose']).toEqual(next);
    expect([...next].sort((a, b) => position(a) - position(b))).toEqual(next);
  });

  it('have the same parameters; an action that receives says what, too', () => {
    const c = config({ clients: ['c1'], reads: { c1: [2] }, forgetful: ['c1'] });
    const sent = run(c, { type: 'Register' }, { type: 'AppendEntry' }, { type: 'Commit' }, { type: 'Apply', s: 's1' }).network;
    const messages: typeof sent = [
      ...sent,
      { type: 'RegisterRequest', client: 'c1' },
      { type: 'ReadRequest', client: 'c1', serial: 2, op: { client: 'c1', number: 2 } },
      { type: 'Answer', client: 'c1', serial: 2, response: 0 },
      { type: 'SessionExpired', client: 'c1', session: 1 },
    ];
    const all: readonly ClientAction[] = [...client.actions(c), ...messages.flatMap((m) => client.deliveries?.(c, m) ?? [])];
    for (const name of next) {
      const action = all.find(({ type }) => type === name);
      const keys = Object.keys(action ?? {}).filter((key) => key !== 'm');
      expect(keys).toEqual(['type', ...parameters(name)]);
    }
  });

  it('have the same properties in the same order, but for the refinement and liveness', () => {
    expect(properties('client/MCClientSessions_refuses')).toEqual([...Object.keys(invariants), ...Object.keys(stepProperties)]);
  });

  it('each action names its operator', () => {
    for (const name of next.filter((n) => n !== 'Lose')) expect(code).toMatch(new RegExp(`ClientSessions!${name}[.,]`));
  });

  it('each function of the session layer that names an operator has its name, and the operator is there', () => {
    for (const file of ['sessions', 'duplicates', 'history', 'protocol', 'messages']) {
      const named = [...read(`src/client/${file}.ts`).matchAll(/ClientSessions!(\w+)/g)].map((m) => m[1] ?? '');
      for (const name of named) expect({ name, at: position(name) > 0 }).toEqual({ name, at: true });
    }
  });
});
