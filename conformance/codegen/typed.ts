/** The names and shapes of a specification: names from the specification, shapes from the types that Apalache's type checker found. */
import { TlaError } from '../tla-to-ts/index.ts';
import type { ResolvedModule } from '../tla-to-ts/semantics/ir.ts';
import type { Learned, LearnedAction, NameSet } from './learn.ts';
import { actionsOf, parametersOf } from './next-actions.ts';
import { emptyShape, type Shape } from './shapes.ts';
import { type ApalacheType, readType } from './type-notation.ts';

/** Types in Apalache's notation, by name. */
export interface TypeTexts {
  readonly constants: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly operators: ReadonlyMap<string, string>;
}

/**
 * What the types say. The order of variables, the actions and their parameters are those of our own reading of the specification.
 * @param next the name of the next-state relation
 * @throws TlaError `usage` if there is no such relation; `unsupported` for what Apalache leaves open, or TypeScript has no type for
 */
export function learnFromTypes(module: ResolvedModule, next: string, types: TypeTexts): Learned {
  const relation = module.lookup(next);
  if (relation?.k !== 'op' || relation.body === undefined || relation.params.length > 0)
    throw new TlaError('usage', `Module ${module.name} does not define a next-state relation ${next}`);
  const sorts = new Sorts(module, types.constants);
  const variables = module.variables.map(({ name }) => ({ name, shape: sorts.shape(typeFor(types.variables, name), name) }));
  const actions = actionsOf(relation).map((action): LearnedAction => {
    const { name } = action;
    const parameters = parametersOf(action);
    if (parameters.length === 0) return { name, parameters: [] };
    const type = typeFor(types.operators, name);
    if (type.k !== 'operator' || type.parameters.length < parameters.length)
      throw unfit(name, 'is not that of an operator with parameters');
    const given = type.parameters.slice(-parameters.length);
    return {
      name,
      parameters: parameters.map((p, i) => ({ name: p.name, shape: sorts.shape(given[i], `the parameter ${p.name} of ${name}`) })),
    };
  });
  return {
    module: module.name,
    about: [
      "Names, and the order of parameters, are those of the specification. The shapes of values are the types that Apalache's",
      'type checker finds: wider than what occurs, as to it a string is any string.',
    ],
    variables,
    messages: [],
    actions,
    nameSets: sorts.nameSets,
  };
}

function typeFor(types: ReadonlyMap<string, string>, name: string): ApalacheType {
  const text = types.get(name);
  if (text === undefined) throw new TlaError('unsupported', `Apalache tells no type of ${name}`, undefined, 'Apalache: type');
  return readType(text);
}

function unfit(what: string, why: string): TlaError {
  return new TlaError('unsupported', `The type that Apalache finds for ${what} ${why}`, undefined, 'Apalache: type');
}

/** Uninterpreted types, each under the name of the first constant that is a set of its values; without one, under its own. */
class Sorts {
  private readonly sets: Map<string, NameSet> = new Map();

  constructor(module: ResolvedModule, constants: ReadonlyMap<string, string>) {
    for (const { name } of module.constants) {
      const text = constants.get(name);
      const type = text === undefined ? undefined : readType(text);
      if (type?.k === 'set' && type.of.k === 'sort' && !this.sets.has(type.of.name))
        this.sets.set(type.of.name, { name, about: `An element of ${name}, to Apalache of type ${type.of.name}.`, members: [] });
    }
  }

  get nameSets(): readonly NameSet[] {
    return [...this.sets.values()];
  }

  private nameOf(sort: string): string {
    const known = this.sets.get(sort) ?? { name: sort, about: `A value of Apalache's type ${sort}.`, members: [] };
    this.sets.set(sort, known);
    return known.name;
  }

  /** @param what whose type it is, for errors @throws TlaError `unsupported` */
  shape(type: ApalacheType | undefined, what: string): Shape {
    const shape = emptyShape();
    switch (type?.k) {
      case 'Bool':
        return { ...shape, bool: true };
      case 'Int':
        return { ...shape, int: true };
      case 'Str':
        return { ...shape, text: true };
      case 'sort':
        return { ...shape, nameSets: new Set([this.nameOf(type.name)]) };
      case 'set':
        return { ...shape, set: this.shape(type.of, what) };
      case 'seq':
        return { ...shape, sequence: { lengths: new Set(), items: [this.shape(type.of, what)] } };
      case 'tuple':
        return {
          ...shape,
          sequence: { lengths: new Set([type.items.length]), items: type.items.map((item) => this.shape(item, what)) },
        };
      case 'fn':
        return { ...shape, fn: { key: this.shape(type.key, what), value: this.shape(type.value, what) } };
      case 'record':
        return this.record(type, what);
      case 'variant':
        throw unfit(what, 'is a variant, which the other engines do not have');
      case 'variable':
      case undefined:
        throw unfit(what, 'is left open');
      case 'operator':
        throw unfit(what, 'is that of an operator');
    }
  }

  private record({ fields, partial, row }: ApalacheType & { readonly k: 'record' }, what: string): Shape {
    if (row !== undefined) throw unfit(what, 'is a record whose other fields are left open');
    const names = [...fields.keys()].sort();
    const shapes = new Map(names.map((name) => [name, this.shape(fields.get(name), what)]));
    return { ...emptyShape(), records: new Map([['', { tag: undefined, partial, fields: shapes }]]) };
  }
}
