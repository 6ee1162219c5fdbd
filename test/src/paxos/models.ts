/** The constants of the models in spec/paxos, for tests that need no engine. */
import type { Model } from '../../../src/core/index.ts';
import { majorities, type PaxosAction, type PaxosModelConfig, type PaxosSystem, paxos } from '../../../src/paxos/index.ts';
import { systemModel } from '../../../src/system/index.ts';

const acceptors = ['a1', 'a2', 'a3'];

/** MCPaxos.cfg with as many ballots as asked for; MCPaxos_small.cfg has two. */
export function config(ballots: number, input: PaxosModelConfig['input'] = { p1: ['v1'], p2: ['v2'] }): PaxosModelConfig {
  const numbers = Array.from({ length: ballots }, (_, i) => i + 1);
  return {
    proposers: ['p1', 'p2'],
    acceptors,
    learners: ['l1'],
    values: ['v1', 'v2'],
    ballots: numbers,
    quorums: majorities(acceptors),
    owner: Object.fromEntries(numbers.map((b) => [b, b % 2 === 1 ? 'p1' : 'p2'])),
    input,
  };
}

/** The model of those constants. */
export function model(c: PaxosModelConfig): Model<PaxosSystem, PaxosAction> {
  return systemModel(paxos, c);
}

/** Its one initial state. */
export function start(c: PaxosModelConfig): PaxosSystem {
  const [first] = model(c).init();
  if (first === undefined) throw new Error('the model has no initial state');
  return first;
}

/** The state after a sequence of actions; one that is not enabled fails the test. */
export function run(c: PaxosModelConfig, ...actions: readonly PaxosAction[]): PaxosSystem {
  const m = model(c);
  return actions.reduce((s, action) => {
    const t = m.next(s, action);
    if (t === undefined) throw new Error(`not enabled: ${JSON.stringify(action)}`);
    return t;
  }, start(c));
}
