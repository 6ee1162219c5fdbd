/**
 * Temporal properties of one random behaviour. Behaviours without end that stay on it are judged: those that repeat a part of it for ever,
 * and those that stay in one of its states. That the behaviour was cut off is no violation: a fair specification has to go on.
 */
import type { Program, Temporal } from '../compile/program.ts';
import { BehaviourGraph } from './behaviour-graph.ts';
import { findLasso } from './liveness.ts';
import { lassoTrace } from './paths.ts';
import type { Trace } from './result.ts';

type States = Trace['states'];

/** Looks for a property that fails on this behaviour. The program's states are overwritten. @returns its name, and the counterexample */
export function failsOn(program: Program, temporal: Temporal, path: States): { name: string; trace: Trace } | undefined {
  const walk = new Walk(path);
  const graph = walk.graph(program, temporal);
  for (const { name, formula } of temporal.negated) {
    const lasso = findLasso(graph, 1, temporal.fairness, formula);
    if (lasso === undefined) continue;
    return { name, trace: lassoTrace(program, lasso, (numbers) => walk.states(numbers)) };
  }
  return undefined;
}

/** The different states of a behaviour, numbered, and the steps between them. */
class Walk {
  private readonly path: States;
  /** For each state of the behaviour its number: that of the first one with the same values. */
  private readonly numbers: readonly number[];
  /** For each number, where the state stands first. */
  private readonly places: readonly number[];

  constructor(path: States) {
    const known = new Map<string, number>();
    const places: number[] = [];
    this.numbers = path.map(({ values }, place) => {
      const key = values.join(' ');
      const n = known.get(key) ?? known.size;
      if (n === known.size) places.push(place);
      known.set(key, n);
      return n;
    });
    this.path = path;
    this.places = places;
  }

  graph(program: Program, temporal: Temporal): BehaviourGraph {
    const graph = new BehaviourGraph(temporal.atoms);
    const { run } = program.model;
    this.places.forEach((place, n) => {
      const values = this.path[place]?.values ?? [];
      program.assign(values);
      program.hash();
      const row = new Int32Array(program.rowLength());
      program.store(row, 0);
      program.load(row, 0, program.hashA(), program.hashB());
      run.level = place + 1;
      graph.begin();
      this.numbers.forEach((from, i) => {
        const next = this.path[i + 1];
        const target = this.numbers[i + 1];
        if (from !== n || next === undefined || target === undefined) return;
        program.assign(next.values);
        graph.step(target);
      });
    });
    return graph;
  }

  /** The states with these numbers, one after another, each with the action that leads to it. */
  states(numbers: readonly number[]): States {
    return numbers.map((n, i) => {
      const values = this.path[this.places[n] ?? 0]?.values ?? [];
      const before = numbers[i - 1];
      const step = this.numbers.findIndex((to, k) => k > 0 && to === n && this.numbers[k - 1] === before);
      return { values, action: before === undefined ? undefined : this.path[step]?.action };
    });
  }
}
