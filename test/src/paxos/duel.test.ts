/**
 * The duel of spec/paxos/DuellingProposers.tla, played by the code. The engine finds the schedule, here and now; the code takes the same steps,
 * with ballots that only grow, and comes back to where it was but for the ballots, again and again. It never decides.
 */
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from '../../../conformance/cli/files.ts';
import { type ActionLabel, checkModel } from '../../../conformance/tla-to-ts/index.ts';
import { chosen, NO_BALLOT, type PaxosAction, type PaxosMessage, type PaxosState, type PaxosSystem } from '../../../src/paxos/index.ts';
import { deepFreeze } from '../freeze.ts';
import { config, model, start } from './models.ts';

const TURNS = 3;
const c = deepFreeze(config(40));
const system = model(c);

/** A step of the duel: what the code does, if it is not for the account only, and the ballots of the specification after it. */
interface Step {
  readonly action: { readonly name: string; readonly at: string; readonly b: number } | undefined;
  readonly ballots: Ballots;
}

type Ballots = Readonly<Record<string, readonly number[]>>;

interface Duel {
  readonly toTheLoop: readonly Step[];
  readonly loop: readonly Step[];
}

/** The numbers that a state of the specification has for each process. */
function ballotsOf(texts: ReadonlyMap<string, string>): Ballots {
  const numbers: Record<string, readonly number[]> = {};
  for (const variable of ['bal', 'maxBal', 'maxVBal'])
    for (const [, name = '', number = ''] of texts.get(variable)?.matchAll(/(\w+) :> (-?\d+)/g) ?? [])
      numbers[name] = [...(numbers[name] ?? []), Number(number)];
  return numbers;
}

/** The schedule that the engine finds. */
async function findDuel(): Promise<Duel> {
  const spec = fileURLToPath(new URL('../../../spec/paxos', import.meta.url));
  const { model: duel } = await loadSpec(spec, 'MCDuellingProposers.tla', { config: 'DuellingProposers_Decided_bug.cfg' });
  const { verdict, property, trace } = checkModel(duel);
  expect({ verdict, property }).toEqual({ verdict: 'liveness', property: 'Decided' });
  if (trace?.loop === undefined) throw new Error('the counterexample is no loop');
  const step = (label: ActionLabel | undefined, values: readonly number[]): Step => {
    const [at = '', ...others] = (label?.parameters ?? []).map(({ value }) => duel.heap.toText(value));
    const b = Number(others.at(label?.name === 'Accept' ? 0 : -1));
    const texts = new Map(trace.variables.map((name, i) => [name, duel.heap.toText(values[i] ?? 0)] as const));
    const name = label?.name ?? 'Renumber';
    return { action: name === 'Renumber' ? undefined : { name, at: [at, ...others].join(' '), b }, ballots: ballotsOf(texts) };
  };
  const steps = trace.states.map((state) => step(state.action, state.values));
  const first = trace.states[trace.loop];
  const back = step(trace.back, first?.values ?? []);
  return { toTheLoop: steps.slice(1, trace.loop + 1), loop: [...steps.slice(trace.loop + 1), back] };
}

/** The action of Paxos that a step of the duel is, where the specification has subtracted `base` from the ballots. */
function actionOf(s: PaxosSystem, { name, at, b }: NonNullable<Step['action']>, base: number): PaxosAction {
  const [who = '', what = '', value = ''] = at.split(' ');
  switch (name) {
    case 'Prepare':
      return { type: 'Phase1a', p: who, b: b + base };
    case 'Promise':
      return { type: 'Phase1b', a: who, b: b + base };
    case 'Collect':
      return { type: 'ReceivePromise', p: who, a: what, b: b + base };
    case 'Propose':
      return { type: 'Phase2a', p: who, v: what };
    case 'Accept':
      return { type: 'Phase2b', a: who, b: b + base, v: value };
    default:
      throw new Error(`${name} at ${JSON.stringify(s)}`);
  }
}

/** The numbers that a process of the code has, as the specification has them. */
function numbersOf(state: PaxosState, base: number): readonly number[] {
  const lower = (b: number): number => (b === NO_BALLOT ? b : b - base);
  if (state.role === 'proposer') return [lower(state.bal)];
  return state.role === 'acceptor' ? [lower(state.maxBal), lower(state.maxVBal)] : [];
}

interface Place {
  readonly state: PaxosSystem;
  readonly base: number;
  readonly taken: readonly PaxosAction[];
}

/** The code takes the steps, and has the ballots of the specification after each. */
function play(from: Place, steps: readonly Step[]): Place {
  let { state, base } = from;
  const taken: PaxosAction[] = [];
  for (const { action, ballots } of steps) {
    if (action === undefined) {
      const [seen = 0] = numbersOf(state.processes.a1 ?? { role: 'learner', learned: undefined }, base);
      base += seen - (ballots.a1?.[0] ?? 0);
    } else {
      const next = actionOf(state, action, base);
      const after = system.next(deepFreeze(state), next);
      if (after === undefined || after === state) throw new Error(`no step of the code: ${JSON.stringify(next)}`);
      state = after;
      taken.push(next);
    }
    for (const [name, numbers] of Object.entries(ballots)) {
      const process = state.processes[name];
      expect(process === undefined ? [] : numbersOf(process, base), name).toEqual(numbers);
    }
    expect(chosen(c, state)).toEqual([]);
  }
  return { state, base, taken };
}

function shiftedMessage(m: PaxosMessage, by: number): PaxosMessage {
  const higher = { ...m, bal: m.bal + by };
  return higher.type === '1b' && higher.maxVBal !== NO_BALLOT ? { ...higher, maxVBal: higher.maxVBal + by } : higher;
}

/** A process, with its ballots higher. */
function shifted(state: PaxosState, by: number): PaxosState {
  const higher = (b: number): number => (b === NO_BALLOT ? b : b + by);
  if (state.role === 'acceptor') return { ...state, maxBal: higher(state.maxBal), maxVBal: higher(state.maxVBal) };
  if (state.role === 'learner') return state;
  const promises = state.promises.flatMap((m) => {
    const n = shiftedMessage(m, by);
    return n.type === '1b' ? [n] : [];
  });
  return { ...state, bal: higher(state.bal), promises };
}

/** What can be received to some effect: the process, and the ballot of the message. */
function receivable(s: PaxosSystem): readonly string[] {
  const receives = system.actions(s);
  return [...receives].flatMap((action) => {
    if (action.type !== 'Phase1b' && action.type !== 'ReceivePromise' && action.type !== 'Phase2b') return [];
    const after = system.next(s, action);
    if (after === undefined || after === s) return [];
    const unchanged = JSON.stringify(after.processes) === JSON.stringify(s.processes);
    return unchanged ? [] : [JSON.stringify({ ...action, p: 'p' in action ? action.p : undefined })];
  });
}

/** The same, with higher ballots. */
function receivableLater(s: PaxosSystem, by: number): readonly string[] {
  return receivable(s).map((text) => text.replace(/"b":(\d+)/, (_, b: string) => `"b":${Number(b) + by}`));
}

describe('section 2.4: two proposers, each of which keeps issuing proposals with higher numbers, and none of which is ever chosen', () => {
  let duel: Duel = { toTheLoop: [], loop: [] };
  /** Where the loop begins, and where each turn of it ends. */
  let places: readonly Place[] = [];

  beforeAll(async () => {
    duel = await findDuel();
    const turns = [play({ state: start(c), base: 0, taken: [] }, duel.toTheLoop)];
    for (let n = 0; n < TURNS; n++) turns.push(play(turns[n] ?? { state: start(c), base: 0, taken: [] }, duel.loop));
    places = turns;
  }, 120_000);

  const turns = Array.from({ length: TURNS }, (_, n) => n + 1);
  const place = (n: number): Place => places[n] ?? { state: start(c), base: 0, taken: [] };
  /** By how much the ballots grow in a turn. */
  const round = (): number => place(1).base - place(0).base;

  it('a turn raises the ballots by whole rounds, so that each still belongs to its owner', () => {
    expect(places).toHaveLength(TURNS + 1);
    expect(round()).toBeGreaterThan(0);
    expect(round() % c.proposers.length).toBe(0);
  });

  it.each(turns)('turn %i ends where it began, but for the ballots', (n) => {
    const [before, after] = [place(n - 1).state, place(n).state];
    expect(Object.keys(after.processes)).toEqual(Object.keys(before.processes));
    for (const [name, process] of Object.entries(before.processes)) expect(after.processes[name]).toEqual(shifted(process, round()));
  });

  it.each(turns)('turn %i: what was sent is there again, and what can still be received is the same', (n) => {
    const [before, after] = [place(n - 1).state, place(n).state];
    expect(after.network).toEqual(expect.arrayContaining(before.network.filter((m) => m.bal > 2).map((m) => shiftedMessage(m, round()))));
    expect([...receivable(after)].sort()).toEqual([...receivableLater(before, round())].sort());
  });

  it.each(turns)('turn %i is admissible: every process acts, and nothing that was on its way still is', (n) => {
    const { taken, state } = place(n);
    const acting = taken.map((action) => ('p' in action ? action.p : 'a' in action ? action.a : ''));
    expect([...new Set(acting)].sort()).toEqual([...c.acceptors, ...c.proposers]);
    for (const p of c.proposers)
      expect(taken.filter((action) => 'p' in action && action.p === p).map(({ type }) => type)).toEqual(
        expect.arrayContaining(['Phase1a', 'ReceivePromise', 'Phase2a']),
      );
    const still = new Set(receivable(state));
    expect(receivable(place(n - 1).state).filter((text) => still.has(text))).toEqual([]);
  });

  it('and a leader ends it: the same state, from which one proposer goes on alone', () => {
    let { state } = place(TURNS);
    const b = Math.max(...state.network.map((m) => m.bal)) + 1;
    const p = c.owner[b] ?? '';
    const [v = ''] = c.input[p] ?? [];
    const alone: readonly PaxosAction[] = [
      { type: 'Phase1a', p, b },
      ...['a1', 'a2'].flatMap((a) => [{ type: 'Phase1b', a, b } as const, { type: 'ReceivePromise', p, a, b } as const]),
      { type: 'Phase2a', p, v },
      ...['a1', 'a2'].map((a) => ({ type: 'Phase2b', a, b, v }) as const),
    ];
    for (const action of alone) state = system.next(state, action) ?? state;
    expect(chosen(c, state)).toEqual([v]);
  });
});
