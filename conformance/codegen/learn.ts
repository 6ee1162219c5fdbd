/** The names and shapes of a specification: names from the specification, shapes from all reachable states of a model. */

import { ATOM, layoutOf } from '../tla-to-ts/compile/layout.ts';
import { compileProgram } from '../tla-to-ts/compile/program.ts';
import { Search } from '../tla-to-ts/explore/bfs.ts';
import { type Model, type Progress, TlaError } from '../tla-to-ts/index.ts';
import { K_MODEL, K_SET, K_STR } from '../tla-to-ts/values/kinds.ts';
import { emptyShape, type Shape, Shapes, type Variant } from './shapes.ts';

export interface LearnedAction {
  readonly name: string;
  /** In the order of the definition. */
  readonly parameters: readonly { readonly name: string; readonly shape: Shape }[];
}

/** A constant that is a set of names. */
export interface NameSet {
  readonly name: string;
  /** What its elements are, in a sentence. */
  readonly about: string;
  /** Its elements in the model; none where there is no model. */
  readonly members: readonly string[];
}

export interface Learned {
  readonly module: string;
  /** Where the names and shapes are from: lines of one sentence or more. */
  readonly about: readonly string[];
  readonly variables: readonly { readonly name: string; readonly shape: Shape }[];
  readonly messages: readonly Variant[];
  readonly actions: readonly LearnedAction[];
  readonly nameSets: readonly NameSet[];
}

export interface LearnOptions {
  readonly maxStates: number;
  readonly onProgress?: (p: Progress) => void;
}

/**
 * Explores a model to its end and looks at every value. What the model checks is left out: a violated invariant would end the
 * search early, and symmetry and views would hide states.
 * @throws TlaError `usage` when the model is larger than the limit: a part of the states would give a part of the shapes
 */
export function learn(model: Model, options: LearnOptions): Learned {
  const bare: Model = {
    ...model,
    invariants: [],
    impliedInits: [],
    impliedActions: [],
    liveness: [],
    symmetry: undefined,
    view: undefined,
    alias: undefined,
    postconditions: [],
  };
  const program = compileProgram(bare, layoutOf(model.module.variables.map(() => ATOM)));
  const shapes = new Shapes(model.heap);
  const variables = model.module.variables.map((v) => ({ name: v.name, shape: emptyShape() }));
  const search = new Search(program, {
    maxStates: options.maxStates,
    maxDepth: Infinity,
    checkDeadlock: false,
    permutations: [],
    onProgress: options.onProgress,
    onState: (values) =>
      variables.forEach((v, i) => {
        const value = values[i];
        if (value !== undefined) shapes.add(v.shape, value);
      }),
  });
  search.run();
  if (search.stop?.error !== undefined) throw search.stop.error;
  if (!search.complete)
    throw new TlaError(
      'usage',
      `The types would be incomplete: ${search.stop?.message ?? 'the search was not complete'}; use a smaller model or a higher --max-states`,
    );
  if (search.visited.count === 0) throw new TlaError('usage', 'The types would be empty: the model has no initial state');
  return {
    module: model.module.name,
    about: [
      'Names, and the order of parameters, are those of the specification. The shapes of values are those that occur in all',
      `${search.visited.count} reachable states of that model.`,
    ],
    variables,
    messages: [...shapes.messages.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, variant]) => variant),
    actions: actionsOf(program.instances, shapes),
    nameSets: nameSets(model),
  };
}

type Instances = ReturnType<typeof compileProgram>['instances'];

/** One for each name and list of parameters, in the order of the next-state relation. */
function actionsOf(instances: Instances, shapes: Shapes): readonly LearnedAction[] {
  const found = new Map<string, LearnedAction>();
  for (const { name, parameters } of instances) {
    const key = JSON.stringify([name, ...parameters.map((p) => p.name)]);
    const action = found.get(key) ?? { name, parameters: parameters.map((p) => ({ name: p.name, shape: emptyShape() })) };
    found.set(key, action);
    parameters.forEach((p, i) => {
      const known = action.parameters[i];
      if (known !== undefined) shapes.add(known.shape, p.value);
    });
  }
  return [...found.values()];
}

function nameSets(model: Model): readonly NameSet[] {
  const { heap } = model;
  return model.module.constants.flatMap((constant) => {
    const value = model.values.get(constant);
    if (value === undefined || heap.kind(value) !== K_SET || heap.size(value) === 0) return [];
    const members = Array.from({ length: heap.size(value) }, (_, i) => heap.elem(value, i));
    const kinds = new Set(members.map((m) => heap.kind(m)));
    if (![K_MODEL, K_STR].some((k) => kinds.size === 1 && kinds.has(k))) return [];
    const isModel = kinds.has(K_MODEL);
    const names = members.map((m) => (isModel ? heap.modelName(m) : heap.strVal(m))).sort();
    return [{ name: constant.name, about: `An element of ${constant.name}; in this model ${names.join(', ')}.`, members: names }];
  });
}
