/**
 * What two generators of types must agree on (docs/adr/0013). Shapes of both are written in the notation of Apalache's types, as wide as
 * Apalache's types are: a string is any string, a name is of the type of its constant, the records of one place have one type together. So
 * they can be compared as texts.
 */
import type { Learned } from '../../../conformance/codegen/learn.ts';
import type { Shape, Variant } from '../../../conformance/codegen/shapes.ts';
import { type ApalacheType, readType } from '../../../conformance/codegen/type-notation.ts';
import type { Model } from '../../../conformance/tla-to-ts/index.ts';

/** The uninterpreted type of each name: of a model value, or of a set of names. */
export type SortOf = ReadonlyMap<string, string>;

/** The uninterpreted types of the model values of a model, by the types of the constants. @throws Error if a model value has two types */
export function sortsOfModel({ module, values, heap, modelValues }: Model, constants: ReadonlyMap<string, string>): SortOf {
  const sorts = new Map<string, string>();
  const visit = (id: number, type: ApalacheType): void => {
    if (type.k === 'set') for (let i = 0; i < heap.size(id); i++) visit(heap.elem(id, i), type.of);
    if (type.k !== 'sort') return;
    const name = heap.toText(id);
    const known = sorts.get(name) ?? type.name;
    if (!modelValues.has(name) || known !== type.name) throw new Error(`${name} is a ${known} and a ${type.name}`);
    sorts.set(name, type.name);
  };
  for (const constant of module.constants) {
    const [value, type] = [values.get(constant), constants.get(constant.name)];
    if (value !== undefined && type !== undefined) visit(value, readType(type));
  }
  return sorts;
}

/** The uninterpreted types of the sets of names: of the elements of a constant, by its type. */
export function sortsOfNameSets(constants: ReadonlyMap<string, string>): SortOf {
  return new Map(
    [...constants].flatMap(([name, text]) => {
      const type = readType(text);
      return type.k === 'set' && type.of.k === 'sort' ? [[name, type.of.name] as const] : [];
    }),
  );
}

export interface Structures {
  readonly variables: readonly (readonly [name: string, type: string])[];
  readonly actions: readonly (readonly [name: string, parameters: readonly (readonly [name: string, type: string])[]])[];
}

/** What decides how wide a type is. */
interface Width {
  readonly sorts: SortOf;
  /** False: a record may lack fields of its type, as Apalache has it with no-rows, and messages that stand at one place have one type everywhere. */
  readonly rows: boolean;
  readonly families: Families;
}

/** With each message all those that have one type with it, as they stand at one place somewhere. */
type Families = ReadonlyMap<Variant, ReadonlySet<Variant>>;

/** @param rows whether Apalache's newer types of records are used */
export function structuresOf({ variables, actions }: Learned, sorts: SortOf, rows: boolean): Structures {
  const families = familiesOf(variables.map((v) => v.shape));
  const write = (shape: Shape): string => structureOf(shape, { sorts, rows, families });
  return {
    variables: variables.map(({ name, shape }) => [name, write(shape)]),
    actions: actions.map(({ name, parameters }) => [name, parameters.map((p) => [p.name, write(p.shape)])]),
  };
}

function familiesOf(places: readonly Shape[]): Families {
  const families = new Map<Variant, ReadonlySet<Variant>>();
  const seen = new Set<Shape>();
  const visit = (place: Shape | undefined): void => {
    if (place === undefined || seen.has(place)) return;
    seen.add(place);
    const records = [...place.records.values()];
    const together = new Set(records.filter((v) => v.tag !== undefined).flatMap((v) => [...(families.get(v) ?? [v])]));
    for (const message of together) families.set(message, together);
    const { set, sequence, fn } = place;
    for (const inner of [set, ...(sequence?.items ?? []), fn?.key, fn?.value]) visit(inner);
    for (const { fields } of records) for (const field of fields.values()) visit(field);
  };
  for (const place of places) visit(place);
  return families;
}

function structureOf(shape: Shape, width: Width): string {
  const of = (inner: Shape): string => structureOf(inner, width);
  const sort = (name: string): string => width.sorts.get(name) ?? `the unknown ${name}`;
  const { set, sequence, fn, records } = shape;
  const kinds = new Set([
    ...(shape.bool ? ['Bool'] : []),
    ...(shape.int ? ['Int'] : []),
    ...(shape.text || shape.strings.size > 0 ? ['Str'] : []),
    ...[...shape.models, ...shape.nameSets].map(sort),
    ...(set === undefined ? [] : [`Set(${of(set)})`]),
    ...(sequence === undefined ? [] : [sequenceOf(sequence.items.map(of), sequence.lengths)]),
    ...(fn === undefined ? [] : [functionOf(of(fn.key), of(fn.value))]),
    ...(records.size === 0 ? [] : [recordOf(widened([...records.values()], width), of, width.rows)]),
  ]);
  // A place where nothing was seen, or things of several kinds, is like no type of Apalache's.
  return kinds.size === 0 ? 'nothing' : [...kinds].sort().join(' or ');
}

/** A place that holds some of the messages of a family has the type of all. */
function widened(variants: readonly Variant[], { rows, families }: Width): readonly Variant[] {
  return rows ? variants : [...new Set(variants.flatMap((v) => [v, ...(families.get(v) ?? [])]))];
}

/** Of values a pair of numbers cannot be told from a sequence of two; so a tuple whose parts have one type is a sequence here. */
function sequenceOf(items: readonly string[], lengths: ReadonlySet<number>): string {
  const different = [...new Set(items)];
  if (different.length === 1) return `Seq(${different.join('')})`;
  return lengths.size === 1 ? `<<${items.join(', ')}>>` : `Seq(${different.sort().join(' or ') || 'nothing'})`;
}

/** Of values a function over 1 .. n is a sequence. */
function functionOf(key: string, value: string): string {
  return key === 'Int' ? `Seq(${value})` : `(${key} -> ${value})`;
}

function recordOf(variants: readonly Variant[], of: (shape: Shape) => string, rows: boolean): string {
  const fields = new Map<string, Set<string>>();
  for (const variant of variants)
    for (const [name, shape] of variant.fields) fields.set(name, (fields.get(name) ?? new Set()).add(of(shape)));
  const text = [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, types]) => `${name}: ${[...types].sort().join(' or ')}`)
    .join(', ');
  const partial = !rows || variants.some((v) => v.partial || v.fields.size < fields.size);
  return partial ? `[${text}]` : `{ ${text} }`;
}
