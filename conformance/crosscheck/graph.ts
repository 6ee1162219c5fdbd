/**
 * Compares the graph that TLC wrote of a model with what our engine does in each of its states: the same initial states, and from every state
 * the same steps to the same states. Counts can be equal by chance; graphs cannot.
 */
import type { StateGraph } from '../engines/tlc/dot.ts';
import { readState } from '../engines/tlc/trace.ts';
import type { Program, Sink } from '../tla-to-ts/compile/program.ts';
import { labelOf, successorsOf, withProgram } from '../tla-to-ts/explore/stepper.ts';
import type { Model } from '../tla-to-ts/index.ts';
import { withoutProperties } from '../tla-to-ts/semantics/model.ts';

/** What was compared, and the first difference in words. */
export interface GraphComparison {
  readonly states: number;
  /** Different steps: name of the action, from where, to where. */
  readonly steps: number;
  readonly difference?: { readonly embedded: string; readonly tlc: string };
}

/** A state by its values, as they are numbered in the model's heap. */
type Key = string;
type Steps = ReadonlyMap<Key, ReadonlySet<string>>;

/** Why graphs of this model are not the same thing in two engines; undefined where they are. */
export function graphObstacle(model: Model): string | undefined {
  if (model.init === undefined) return 'it has no behaviour';
  if (model.symmetry !== undefined || model.view !== undefined) return 'states are looked at up to SYMMETRY or VIEW';
  if (model.actionConstraints.length > 0) return 'it has action constraints';
  return undefined;
}

/** Looks at every state of TLC's graph. States beyond a CONSTRAINT are states of no graph. @throws TlaError for a state that cannot be read */
export function compareGraph(model: Model, graph: StateGraph): GraphComparison {
  const own = withoutProperties(model);
  const names = own.module.variables.map(({ name }) => name);
  const nodes = new Map<string, readonly number[]>();
  for (const { fingerprint, state } of graph.nodes.values()) {
    const values = readState(own.heap, state, `state ${fingerprint}`);
    nodes.set(
      fingerprint,
      names.flatMap((name) => values.get(name) ?? []),
    );
  }
  return withProgram(own, (program) => new Comparison(program, graph, nodes).run());
}

class Comparison {
  private readonly program: Program;
  private readonly graph: StateGraph;
  private readonly nodes: ReadonlyMap<string, readonly number[]>;

  constructor(program: Program, graph: StateGraph, nodes: ReadonlyMap<string, readonly number[]>) {
    this.program = program;
    this.graph = graph;
    this.nodes = nodes;
  }

  run(): GraphComparison {
    const theirs = this.theirs();
    const first = this.initial();
    let steps = 0;
    let states = 0;
    let difference = first;
    for (const values of this.nodes.values()) {
      if (difference !== undefined) break;
      if (!this.within(values)) continue;
      states++;
      const ours = this.ours(values);
      steps += ours.size;
      difference = this.compare(values, ours, theirs.get(keyOf(values)) ?? new Set());
    }
    return { states, steps, ...(difference === undefined ? {} : { difference }) };
  }

  private initial(): GraphComparison['difference'] {
    const { program } = this;
    const sink = new Initial(program);
    program.setSink(sink);
    program.init();
    const ours = new Set(sink.found.filter((values) => this.within(values)).map(keyOf));
    const theirs = new Set(
      [...this.graph.nodes.values()].flatMap(({ initial, fingerprint }) => {
        const values = this.nodes.get(fingerprint);
        return initial && values !== undefined && this.within(values) ? [keyOf(values)] : [];
      }),
    );
    return same(ours, theirs)
      ? undefined
      : { embedded: `${ours.size} initial states`, tlc: `${theirs.size} initial states, ${common(ours, theirs)} of them the same` };
  }

  /** TLC's steps, by the state from which they lead. */
  private theirs(): Steps {
    const steps = new Map<Key, Set<string>>();
    for (const { from, to, action } of this.graph.edges) {
      const [source, target] = [this.nodes.get(from), this.nodes.get(to)];
      if (source === undefined || target === undefined || !this.within(target)) continue;
      const key = keyOf(source);
      steps.set(key, (steps.get(key) ?? new Set()).add(stepOf(action ?? '', target)));
    }
    return steps;
  }

  private ours(values: readonly number[]): ReadonlySet<string> {
    return new Set(
      successorsOf(this.program, values)
        .filter((s) => this.within(s.values))
        .map((s) => stepOf(labelOf(this.program, s.instance).name, s.values)),
    );
  }

  private compare(values: readonly number[], ours: ReadonlySet<string>, theirs: ReadonlySet<string>): GraphComparison['difference'] {
    if (same(ours, theirs)) return undefined;
    const names = (a: ReadonlySet<string>, b: ReadonlySet<string>): string => {
      const more = [...a].filter((step) => !b.has(step)).map((step) => step.slice(0, step.indexOf(' ')));
      return more.length === 0 ? 'no step that the other has not' : `${[...new Set(more)].join(', ')} beside the common steps`;
    };
    const at = [...this.nodes].find(([, v]) => v === values)?.[0] ?? '';
    return { embedded: `${names(ours, theirs)}, in TLC's state ${at}`, tlc: names(theirs, ours) };
  }

  private within(values: readonly number[]): boolean {
    if (this.program.constraints.length === 0) return true;
    this.program.assign(values);
    return this.program.constraints.every((c) => c.holds());
  }
}

/** The name of the action, without its parameters, and the state. */
function stepOf(action: string, target: readonly number[]): string {
  return `${action.replace(/\(.*$/s, '')} ${keyOf(target)}`;
}

function keyOf(values: readonly number[]): Key {
  return values.join();
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((x) => b.has(x)).length;
}

function same(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && common(a, b) === a.size;
}

/** Collects the initial states. */
class Initial implements Sink {
  action = -1;
  readonly steps = false;
  readonly found: (readonly number[])[] = [];
  private readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  offer(): boolean {
    return true;
  }

  take(): void {
    this.found.push(this.program.readT());
  }
}
