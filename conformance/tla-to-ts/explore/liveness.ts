/**
 * Does every fair behaviour satisfy a temporal property? A counterexample is a behaviour that is fair and violates it: a cycle of the
 * product of the graph with the automaton of the negated property that fulfils all that must happen infinitely often.
 */
import type { Formula } from '../compile/temporal.ts';
import { type Automaton, automatonOf, isImmediate } from './automaton.ts';
import type { BehaviourGraph } from './behaviour-graph.ts';

/** A behaviour that ends in a cycle, as numbers of states. */
export interface Lasso {
  /** From an initial state to the cycle's first state. */
  readonly prefix: readonly number[];
  /** The rest of the cycle, back to its first state, which is not repeated; empty: that state stays as it is for ever. */
  readonly cycle: readonly number[];
}

/** If `often` is true of infinitely many steps, `then` must be. */
interface Condition {
  readonly often: Formula;
  readonly then: Formula;
}

/** What is asked of a counterexample: a run of the automaton on which each of these holds. */
interface Question {
  readonly automaton: Automaton;
  readonly conditions: readonly Condition[];
}

const TRUE: Formula = { k: 'const', value: true };

/** Looks for a behaviour from one of the first `initial` states that is as `assumed` and not as `negated` is the negation of. */
export function findLasso(graph: BehaviourGraph, initial: number, assumed: readonly Formula[], negated: Formula): Lasso | undefined {
  return new Product(graph, questionOf([...assumed, negated])).search(initial);
}

/** []<>P, <>[]P, and <>[]P \/ []<>Q, are conditions on cycles; for the rest there is an automaton. */
function questionOf(formulas: readonly Formula[]): Question {
  const conditions: Condition[] = [];
  const others: Formula[] = [];
  for (const f of formulas.flatMap(conjuncts)) {
    const condition = conditionOf(f);
    if (condition === undefined) others.push(f);
    else conditions.push(condition);
  }
  return { automaton: automatonOf(others.length === 1 && others[0] !== undefined ? others[0] : { k: 'and', parts: others }), conditions };
}

function conjuncts(f: Formula): readonly Formula[] {
  return f.k === 'and' ? f.parts.flatMap(conjuncts) : [f];
}

function conditionOf(f: Formula): Condition | undefined {
  const often = infinitelyOften(f);
  if (often !== undefined) return { often: TRUE, then: often };
  const always = inTheEndAlways(f);
  if (always !== undefined) return { often: negation(always), then: { k: 'const', value: false } };
  if (f.k !== 'or') return undefined;
  const then: Formula[] = [];
  const unless: Formula[] = [];
  for (const part of f.parts) {
    const p = infinitelyOften(part);
    const q = inTheEndAlways(part);
    if (p !== undefined) then.push(p);
    else if (q !== undefined && unless.length === 0) unless.push(q);
    else return undefined;
  }
  const [q] = unless;
  return q === undefined ? { often: TRUE, then: { k: 'or', parts: then } } : { often: negation(q), then: { k: 'or', parts: then } };
}

function infinitelyOften(f: Formula): Formula | undefined {
  return f.k === 'always' && f.body.k === 'eventually' && isImmediate(f.body.body) ? f.body.body : undefined;
}

function inTheEndAlways(f: Formula): Formula | undefined {
  return f.k === 'eventually' && f.body.k === 'always' && isImmediate(f.body.body) ? f.body.body : undefined;
}

/** The negation of a formula without temporal operators. */
function negation(f: Formula): Formula {
  switch (f.k) {
    case 'const':
      return { k: 'const', value: !f.value };
    case 'atom':
      return { ...f, negated: !f.negated };
    case 'and':
    case 'or':
      return { k: f.k === 'and' ? 'or' : 'and', parts: f.parts.map(negation) };
    default:
      throw new Error('internal: the negation of a temporal formula is asked for');
  }
}

/** A step of the product: from a node to a node, over a step of the graph. */
interface Taken {
  readonly from: number;
  readonly step: number;
  readonly to: number;
}

type Visit = (step: number, target: number) => void;

/** The product of the graph with an automaton; its nodes are pairs, numbered in the order of their distance from the start. */
class Product {
  private readonly graph: BehaviourGraph;
  private readonly question: Question;
  /** The pairs, and for each the node from which it was found first. */
  private readonly pairs: number[] = [];
  private readonly parents: number[] = [];
  private readonly numbers: Map<number, number> = new Map();
  private readonly size: number;

  constructor(graph: BehaviourGraph, question: Question) {
    this.graph = graph;
    this.question = question;
    this.size = question.automaton.nodes.length;
  }

  search(initial: number): Lasso | undefined {
    const { automaton } = this.question;
    for (let state = 0; state < initial; state++) for (const node of automaton.initial) this.number(state, node, -1);
    for (let n = 0; n < this.pairs.length; n++) this.successors(n, []);
    const all = Int32Array.from({ length: this.pairs.length }, (_, n) => n);
    let best: Component | undefined;
    const look = (nodes: Int32Array, banned: readonly Formula[]): void => {
      for (const component of this.components(nodes, banned)) {
        if (best !== undefined && component.first >= best.first) continue;
        const missing = this.missing(component);
        if (missing === undefined) best = component;
        // Without the steps that oblige to what never happens, there may be a smaller cycle.
        else if (missing.often.k !== 'const') look(component.nodes, [...banned, missing.often]);
      }
    };
    look(all, []);
    return best === undefined ? undefined : this.lasso(best);
  }

  private number(state: number, node: number, parent: number): number {
    const pair = state * this.size + node;
    let n = this.numbers.get(pair);
    if (n === undefined) {
      n = this.pairs.push(pair) - 1;
      this.parents.push(parent);
      this.numbers.set(pair, n);
    }
    return n;
  }

  private stateOf(n: number): number {
    return Math.floor((this.pairs[n] ?? 0) / this.size);
  }

  private nodeOf(n: number): number {
    return (this.pairs[n] ?? 0) % this.size;
  }

  /** The steps of a node, but for those over which one of `banned` holds. */
  private successors(n: number, banned: readonly Formula[], visit?: Visit): void {
    const { graph, question } = this;
    const state = this.stateOf(n);
    const node = question.automaton.nodes[this.nodeOf(n)];
    if (node === undefined) return;
    const end = graph.ends(state);
    for (let step = graph.begins(state) - 1; step < end; step++) {
      // The first round is for the step that changes nothing.
      const over = step < graph.begins(state) ? -1 : step;
      if (!node.must.every((f) => graph.satisfies(f, state, over))) continue;
      if (banned.some((f) => graph.satisfies(f, state, over))) continue;
      const target = graph.target(state, over);
      for (const next of node.next) {
        const found = this.number(target, next, n);
        visit?.(over, found);
      }
    }
  }

  /** The strongly connected components of a set of nodes that have a step within them (R. Tarjan, 1972). */
  private components(nodes: Int32Array, banned: readonly Formula[]): readonly Component[] {
    const count = this.pairs.length;
    const inside = new Uint8Array(count);
    for (const n of nodes) inside[n] = 1;
    // 0: not come to yet.
    const index = new Int32Array(count);
    const low = new Int32Array(count);
    const onStack = new Uint8Array(count);
    const stack: number[] = [];
    let entered = 0;
    const found: Component[] = [];
    const edgesOf = (n: number): number[] => {
      const out: number[] = [];
      this.successors(n, banned, (_, target) => {
        if (inside[target] === 1) out.push(target);
      });
      return out;
    };
    for (const root of nodes) {
      if (index[root] !== 0) continue;
      const calls: { n: number; edges: number[]; at: number }[] = [];
      const enter = (n: number): void => {
        entered += 1;
        index[n] = entered;
        low[n] = entered;
        stack.push(n);
        onStack[n] = 1;
        calls.push({ n, edges: edgesOf(n), at: 0 });
      };
      enter(root);
      for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
        const target = call.edges[call.at];
        if (target !== undefined) {
          call.at += 1;
          if (index[target] === 0) enter(target);
          else if (onStack[target] === 1) low[call.n] = Math.min(low[call.n] ?? 0, index[target] ?? 0);
          continue;
        }
        calls.pop();
        const parent = calls.at(-1);
        if (parent !== undefined) low[parent.n] = Math.min(low[parent.n] ?? 0, low[call.n] ?? 0);
        if (low[call.n] !== index[call.n]) continue;
        const members: number[] = [];
        for (;;) {
          const n = stack.pop();
          if (n === undefined) break;
          onStack[n] = 0;
          members.push(n);
          if (n === call.n) break;
        }
        if (members.length > 1 || call.edges.includes(call.n)) found.push(new Component(members, banned));
      }
    }
    return found;
  }

  /** Is there such a step within a component? */
  private within(component: Component, is: (t: Taken) => boolean): boolean {
    for (const from of component.nodes) {
      let found = false;
      this.successors(from, component.banned, (step, to) => {
        if (!found && component.has(to)) found = is({ from, step, to });
      });
      if (found) return true;
    }
    return false;
  }

  /** A condition that no cycle through all of the component fulfils. */
  private missing(component: Component): Condition | undefined {
    const { automaton, conditions } = this.question;
    for (const accepting of automaton.accepting)
      if (!component.nodes.some((n) => accepting[this.nodeOf(n)] === true)) return { often: TRUE, then: TRUE };
    return conditions.find(({ often, then }) => {
      const has = (f: Formula): boolean => this.within(component, ({ from, step }) => this.graph.satisfies(f, this.stateOf(from), step));
      return has(often) && !has(then);
    });
  }

  /** A cycle through a component that fulfils all conditions, with the way to it. */
  private lasso(component: Component): Lasso {
    const { automaton, conditions } = this.question;
    const start = component.first;
    const cycle: Taken[] = [];
    const goBy: (is: (t: Taken) => boolean) => void = (is) => {
      // What happened on the way already need not happen again.
      if (!cycle.some(is)) cycle.push(...this.path(component, cycle.at(-1)?.to ?? start, is));
    };
    for (const accepting of automaton.accepting) goBy(({ from }) => accepting[this.nodeOf(from)] === true);
    for (const { then } of conditions) {
      const is = ({ from, step }: Taken): boolean => this.graph.satisfies(then, this.stateOf(from), step);
      if (this.within(component, is)) goBy(is);
    }
    if (cycle.length === 0 || cycle.at(-1)?.to !== start)
      cycle.push(...this.path(component, cycle.at(-1)?.to ?? start, ({ to }) => to === start));
    const prefix: number[] = [];
    for (let n = start; n >= 0; n = this.parents[n] ?? -1) prefix.unshift(this.stateOf(n));
    const states = cycle.map(({ to }) => this.stateOf(to));
    // The last one is the cycle's first state again.
    return { prefix: withoutRepetition(prefix), cycle: withoutRepetition([this.stateOf(start), ...states]).slice(1, -1) };
  }

  /** The shortest way within a component that ends with a step that is looked for. */
  private path(component: Component, start: number, is: (t: Taken) => boolean): readonly Taken[] {
    const before = new Map<number, Taken>();
    const queue = [start];
    for (const from of queue) {
      const ends: Taken[] = [];
      this.successors(from, component.banned, (step, to) => {
        if (!component.has(to)) return;
        const taken = { from, step, to };
        if (is(taken)) ends.push(taken);
        if (to === start || before.has(to)) return;
        before.set(to, taken);
        queue.push(to);
      });
      const [end] = ends;
      if (end === undefined) continue;
      const out = [end];
      for (let t = before.get(end.from); t !== undefined; t = before.get(t.from)) out.unshift(t);
      return out;
    }
    throw new Error('internal: a component is not connected');
  }
}

/** A strongly connected component of the product without the steps over which one of `banned` holds. */
class Component {
  readonly nodes: Int32Array;
  readonly banned: readonly Formula[];
  /** The node that was found first. */
  readonly first: number;
  private readonly members: ReadonlySet<number>;

  constructor(nodes: readonly number[], banned: readonly Formula[]) {
    this.nodes = Int32Array.from(nodes).sort();
    this.banned = banned;
    this.first = this.nodes[0] ?? -1;
    this.members = new Set(nodes);
  }

  has(n: number): boolean {
    return this.members.has(n);
  }
}

/** A path without the steps that change nothing. */
function withoutRepetition(states: readonly number[]): readonly number[] {
  return states.filter((s, i) => i === 0 || s !== states[i - 1]);
}
