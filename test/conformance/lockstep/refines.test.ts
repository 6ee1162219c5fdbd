/** Steps of the code that are sequences of steps of the specification: what is one is passed, and whatever is not is found. */
import { describe, expect, test } from 'vitest';
import { anyBinding, titleOf, walks } from '../../../conformance/lockstep/index.ts';
import { replay } from '../../../conformance/replay/index.ts';
import { divergenceText, divergenceTrace } from '../../../conformance/report/index.ts';
import { withProgram } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import {
  BALLOT_CONFIG,
  type Ballot,
  type BallotAction,
  ballotBinding,
  ballotDivergence,
  ballotSpec,
  checkBallot,
  claims,
  next,
  nodeOf,
  type Plant,
} from './ballot.ts';

const labels = (plant: Plant): readonly (string | undefined)[] => ballotDivergence(plant).path.map((p) => p.label);

/** The states of the code, and the steps that it takes from them, counted without the check. */
function counted(step: (s: Ballot, a: BallotAction) => Ballot | undefined, within: (s: Ballot, t: Ballot) => boolean = () => true) {
  const code = ballotBinding().code(() => 0);
  const found = new Map(code.init().map((s) => [JSON.stringify(s), s]));
  let steps = 0;
  for (const s of found.values()) {
    for (const a of code.actions(s)) {
      const t = step(s, a);
      if (t === undefined) continue;
      steps += 1;
      if (within(s, t)) found.set(JSON.stringify(t), t);
    }
  }
  return { states: found.size, transitions: steps };
}

describe('what refines', () => {
  test('every step of the code is a sequence of steps, or none; what only the specification can do is no matter', () => {
    const result = checkBallot();
    expect(result).toMatchObject({ verdict: 'identical', complete: true, divergence: undefined, ...counted(next) });
    const { actions, sequences } = result;
    expect([...actions.keys()]).toEqual(['Request', 'Repaint']);
    expect((actions.get('Request') ?? 0) + (actions.get('Repaint') ?? 0)).toBe(result.transitions);
    expect(sequences?.map((s) => s.steps)).toEqual([[], ['Paint', 'Paint'], ['Raise', 'Vote']]);
    expect(sequences?.reduce((sum, s) => sum + s.count, 0)).toBe(result.transitions);
    // The same binding is not identical: more than one step is an error there.
    expect(() => checkBallot({ relation: 'identical' })).toThrow(/Request is bound to 2 steps .* bindings whose relation is refines/);
  });

  test('a label of which the specification has several successors: any way that arrives will do', () => {
    const once: Plant = { claims: (s, a, from) => (a.type === 'Repaint' ? [s.paint(a.n)] : claims(s, a, from)) };
    expect(checkBallot(once)).toMatchObject({ verdict: 'identical', complete: true });
    const back: Plant = {
      claims: (s, a, from) => (a.type === 'Repaint' ? [s.paint(a.n), s.wash(a.n), s.paint(a.n)] : claims(s, a, from)),
    };
    expect(checkBallot(back)).toMatchObject({ verdict: 'identical', complete: true });
  });

  test.each([
    ['CONSTRAINT Low\n', (_: Ballot, t: Ballot) => Object.values(t).every((n) => n.term < 2)],
    ['ACTION_CONSTRAINT Slow\n', (s: Ballot, t: Ballot) => Object.keys(t).every((n) => nodeOf(t, n).term <= nodeOf(s, n).term + 1)],
  ])('%s bounds the check; what is just outside is still confirmed', (constraint, within) => {
    const model = (): ReturnType<typeof ballotSpec> => ballotSpec(`${BALLOT_CONFIG}${constraint}`);
    expect(checkBallot({}, model())).toMatchObject({ verdict: 'identical', complete: true, ...counted(next, within) });
    const wrong: Plant = {
      next: (s, a) => (a.type === 'Request' && a.t === 2 ? { ...s, [a.n]: { term: 2, voted: false, colour: 0 } } : next(s, a)),
    };
    expect(checkBallot(wrong, model()).verdict).toBe('divergent');
  });

  test('initial states of the specification alone are no difference, those of the code alone are', () => {
    const other: Ballot = { n1: { term: 0, voted: true, colour: 0 }, n2: { term: 0, voted: false, colour: 0 } };
    expect(checkBallot({ init: [other] }).divergence).toMatchObject({ kind: 'initial' });
    const more = checkBallot({}, ballotSpec(BALLOT_CONFIG.replace('INIT Init', 'INIT Either')));
    expect(more).toMatchObject({ verdict: 'identical', complete: true, states: counted(next).states });
  });

  test('a table that does not ask for the state is asked once for each action', () => {
    let asked = 0;
    const result = checkBallot({
      stateless: true,
      claims: (s, a) => {
        asked += 1;
        return a.type === 'Repaint' ? [s.paint(a.n)] : [s.raise(a.n, a.t), s.vote(a.n)];
      },
      next: (s, a) => (a.type === 'Request' && a.t <= nodeOf(s, a.n).term ? undefined : next(s, a)),
    });
    expect(result).toMatchObject({ verdict: 'identical', complete: true });
    expect(asked).toBe(8);
  });

  test('nothing but stutters is no pass', () => {
    const result = checkBallot({ next: (s) => s, claims: () => [] });
    expect(result).toMatchObject({ verdict: 'incomplete', message: 'no step was compared' });
  });

  test('along random walks', () => {
    const run = (plant: Plant) => withProgram(ballotSpec(), (p) => walks(p, ballotBinding(plant), { walks: 20, depth: 10, seed: 1 }));
    expect(run({})).toMatchObject({ verdict: 'identical', complete: false, message: undefined });
    expect(run({ claims: (s, a, from) => claims(s, a, from).slice(0, 1) })).toMatchObject({ verdict: 'divergent' });
  });

  test('its title names the part', () => {
    const binding = anyBinding(ballotBinding());
    expect([titleOf(binding), binding.relation]).toEqual(['ballot/step', 'refines']);
  });
});

describe('what does not', () => {
  test('the wrong order: the specification cannot begin', () => {
    const plant: Plant = { claims: (s, a, from) => [...claims(s, a, from)].reverse() };
    const d = ballotDivergence(plant);
    expect(d).toMatchObject({
      kind: 'no-sequence',
      message: "the code's Request(n1, 1) is bound to Vote(n1); Raise(n1, 1): the specification cannot take Vote(n1), step 1 of 2",
      sequence: { steps: ['Vote(n1)', 'Raise(n1, 1)'], at: 0 },
      source: { spec: 'spec/Ballot.tla:15:1', action: 'Request' },
      step: { label: 'Request(n1, 1)' },
      spec: [],
    });
    expect(d.path).toHaveLength(1);
    expect(d.code).toHaveLength(1);
  });

  test.each<[string, Plant, string]>([
    [
      'a step left out',
      { claims: (s, a, from) => claims(s, a, from).slice(0, 1) },
      'is bound to Raise(n1, 1): the specification can take it, but arrives at another state',
    ],
    [
      'an extra effect',
      {
        next: (s, a) =>
          a.type === 'Request' && nodeOf(s, a.n).term === 0 ? { ...s, [a.n]: { term: a.t, voted: true, colour: 1 } } : next(s, a),
      },
      'is bound to Raise(n1, 1); Vote(n1): the specification can take them all, but arrives at another state',
    ],
    [
      'a step too many, that is not enabled',
      { claims: (s, a, from) => (a.type === 'Request' ? [...claims(s, a, from), s.vote(a.n)] : claims(s, a, from)) },
      'the specification cannot take Vote(n1), step 3 of 3, after those before it',
    ],
    [
      'a step that there is not',
      { claims: (s, a, from) => (a.type === 'Request' ? [...claims(s, a, from), s.other('Shout')] : claims(s, a, from)) },
      'the specification has no step Shout',
    ],
    ['one step, that there is not', { claims: (s) => [s.other('Shout')] }, 'is bound to Shout: the specification has no step Shout'],
    [
      'one step, that is not enabled',
      { claims: (s, a) => [s.wash(a.n)] },
      'is bound to Wash(n1), which the specification cannot take here',
    ],
    [
      'nothing claimed for a step that changes something',
      { claims: () => [] },
      "the code's action Request is bound to no step of the specification, but it changes its variables",
    ],
    [
      'no way of several that arrives',
      { claims: (s, a, from) => (a.type === 'Repaint' ? [s.paint(a.n), s.wash(a.n)] : claims(s, a, from)) },
      'is bound to Paint(n1); Wash(n1): the specification can take them all',
    ],
    [
      'an error of the code',
      {
        next: () => {
          throw new Error('no luck');
        },
      },
      'the code raised an error in',
    ],
  ])('%s', (_, plant, message) => {
    expect(ballotDivergence(plant).message).toContain(message);
  });

  test('the path there names what the code did, and what that was', () => {
    const late: Plant = {
      claims: (s, a, from) => (a.type === 'Repaint' ? [s.wash(a.n), s.paint(a.n)] : claims(s, a, from)),
    };
    expect(labels(late)).toEqual([undefined, 'Request(n1, 1) = Raise(n1, 1); Vote(n1)']);
  });

  test('the report says how far the specification came, and what differs from the nearest end', () => {
    const model = ballotSpec();
    const reported = (plant: Plant): string => {
      const { divergence } = checkBallot(plant, model);
      if (divergence === undefined) return '';
      const variables = model.module.variables.map((v) => v.name);
      return divergenceText({ heap: model.heap, variables }, divergence, { code: 'src/ballot.ts:1', notes: [], shortest: true });
    };
    const stuck = reported({ claims: (s, a, from) => (a.type === 'Request' ? [...claims(s, a, from), s.vote(a.n)] : claims(s, a, from)) });
    for (const part of [
      'Can the specification take these steps?\n  1  Raise(n1, 1)  yes\n  2  Vote(n1)      yes\n  3  Vote(n1)      no\n',
      'With the first 2 steps:\n  term[n1]: 0 -> 1\n  voted[n1]: FALSE -> TRUE\n',
      'Request(n1, 1), only in the code:\n  term[n1]: 0 -> 1\n',
      'spec: spec/Ballot.tla:15:1\ncode: src/ballot.ts:1\n',
    ])
      expect(stuck).toContain(part);
    const painted = reported({
      next: (s, a) => (a.type === 'Repaint' && next(s, a) !== undefined ? { ...s, [a.n]: { ...nodeOf(s, a.n), colour: 3 } } : next(s, a)),
    });
    expect(painted).toContain('Can the specification take these steps?\n  1  Paint(n1)  yes\n  2  Paint(n1)  yes\n');
    expect(painted).toContain('With all steps, to one of 2 states:\n');
    expect(painted).toContain('(of 2 in the specification and 1 in the code, the nearest):\n  colour[n1]: spec ');
  });

  test('the trace leads to where the two part, and a replay finds it again', () => {
    const model = ballotSpec();
    const late: Plant = { claims: (s, a, from) => (a.type === 'Repaint' ? [s.wash(a.n)] : claims(s, a, from)) };
    const { divergence } = checkBallot(late, model);
    if (divergence === undefined) throw new Error('no divergence was found');
    const trace = divergenceTrace(
      model.module.variables.map((v) => v.name),
      divergence,
    );
    expect(trace.states).toHaveLength(2);
    const again = (plant: Plant) => withProgram(model, (p) => replay(p, ballotBinding(plant), [{ name: 't', trace }]));
    expect(again(late).divergence?.message).toBe(divergence.message);
    const mended = again({});
    expect(mended).toMatchObject({ verdict: 'identical', transitions: 1 });
    expect(mended.actions.get('Request')).toBe(1);
  });
});
