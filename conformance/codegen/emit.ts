/** TypeScript from what was learned of a specification. The text is as the formatter would leave it. */
import type { Learned, LearnedAction } from './learn.ts';
import type { SequenceShape, Shape, Variant } from './shapes.ts';

const LINE = 140;
/** More different strings than this at one place are data, not an enumeration. */
const MAX_LITERALS = 8;
/** Names that the generated file uses for itself, or that mean something else in TypeScript. */
const TAKEN: ReadonlySet<string> = new Set(
  'Variable State Message Action VARIABLES ACTIONS Array Map Set Record Readonly ReadonlyMap ReadonlySet String Number Boolean Object Function Symbol Promise Date Error'.split(
    ' ',
  ),
);

/** The text of the file. `origin`: lines for the header that say where it comes from. */
export function emit(learned: Learned, origin: readonly string[]): string {
  const emitter = new Emitter(learned);
  return `${[header(learned, origin), ...emitter.sections()].join('\n\n')}\n`;
}

function header(learned: Learned, origin: readonly string[]): string {
  const lines = [
    `The variables, messages and actions of module ${learned.module} as types. Generated, do not edit:`,
    '',
    ...origin.map((line) => `    ${line}`),
    '',
    ...learned.about,
  ];
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n');
}

class Emitter {
  private readonly learned: Learned;
  /** The type of each set of names. */
  private readonly typeNames: ReadonlyMap<string, string>;
  private readonly messageNames: ReadonlyMap<Variant, string>;

  constructor(learned: Learned) {
    this.learned = learned;
    const used = new Set(TAKEN);
    this.typeNames = new Map(learned.nameSets.map((set) => [set.name, unused(set.name, used)]));
    this.messageNames = new Map(learned.messages.map((m) => [m, unused(`Message${pascal(m.tag?.value ?? '')}`, used)]));
  }

  sections(): readonly string[] {
    const { variables } = this.learned;
    const names = variables.map((v) => v.name);
    return [
      ...this.nameSections(),
      `/** The variables, in the order of the specification. */\n${constArray('VARIABLES', names)}`,
      'export type Variable = (typeof VARIABLES)[number];',
      `/** A state of the specification. */\n${interfaceText(
        'State',
        variables.map((v) => [v.name, this.type(v.shape)]),
      )}`,
      ...this.messageSections(),
      ...this.actionSections(),
    ];
  }

  private nameSections(): readonly string[] {
    return this.learned.nameSets.map(({ name, about }) => `/** ${about} */\nexport type ${this.typeNames.get(name) ?? name} = string;`);
  }

  private messageSections(): readonly string[] {
    const { messages } = this.learned;
    if (messages.length === 0) return [];
    const nameOf = (m: Variant): string => this.messageNames.get(m) ?? '';
    const each = messages.map((m) =>
      interfaceText(
        nameOf(m),
        [...m.fields].map(([field, shape]) => [field, field === m.tag?.field ? quoted(m.tag.value) : this.type(shape)]),
      ),
    );
    return [
      ...each,
      `/** The messages, told apart by their ${code(messages[0]?.tag?.field ?? 'type')}. */\n${unionAlias('Message', messages.map(nameOf))}`,
    ];
  }

  private actionSections(): readonly string[] {
    const { actions } = this.learned;
    const lists = new Map<string, readonly string[]>();
    for (const a of actions)
      if (!lists.has(a.name))
        lists.set(
          a.name,
          a.parameters.map((p) => p.name),
        );
    const table = [...lists].map(([name, parameters]) => `  ${propertyName(name)}: [${parameters.map(quoted).join(', ')}],`);
    return [
      `/** The actions in the order of the next-state relation, with the names of their parameters in order. */\nexport const ACTIONS = {\n${table.join('\n')}\n} as const;`,
      `/** A step's label: an action with its parameters. */\n${unionAlias(
        'Action',
        actions.map((a) => this.action(a)),
      )}`,
    ];
  }

  /** `type` names the action; a parameter of that name gets another one. */
  private action(action: LearnedAction): string {
    const fields = action.parameters.map((p): [string, string] => [p.name === 'type' ? 'type_' : p.name, this.type(p.shape)]);
    return objectType([['type', quoted(action.name)], ...fields]);
  }

  private type(shape: Shape): string {
    const parts: string[] = [];
    if (shape.bool) parts.push('boolean');
    if (shape.int) parts.push('number');
    parts.push(...this.names(shape));
    if (shape.set !== undefined) parts.push(`ReadonlySet<${this.type(shape.set)}>`);
    if (shape.sequence !== undefined) parts.push(this.sequence(shape.sequence));
    if (shape.fn !== undefined) parts.push(this.fn(shape.fn.key, shape.fn.value));
    parts.push(...this.records(shape));
    return parts.length === 0 ? 'never' : parts.join(' | ');
  }

  /** Strings and model values: by the constants that they belong to, then one by one. */
  private names(shape: Shape): string[] {
    const rest = new Set([...shape.models, ...shape.strings]);
    const parts: string[] = [];
    for (const { name, members } of this.learned.nameSets) {
      if (!shape.nameSets.has(name) && !members.some((m) => rest.has(m))) continue;
      for (const m of members) rest.delete(m);
      parts.push(this.typeNames.get(name) ?? name);
    }
    if (shape.text || rest.size > MAX_LITERALS) return [...parts, 'string'];
    return [...parts, ...[...rest].sort().map(quoted)];
  }

  private sequence(shape: SequenceShape): string {
    const items = [...new Set(shape.items.map((item) => this.type(item)))];
    // Positions of different types in sequences of one length are the parts of a tuple.
    if (shape.lengths.size === 1 && items.length > 1) return `readonly [${shape.items.map((item) => this.type(item)).join(', ')}]`;
    return `readonly ${parenthesized(items.length === 0 ? 'never' : items.join(' | '))}[]`;
  }

  private fn(key: Shape, value: Shape): string {
    const named =
      !key.bool && !key.int && key.set === undefined && key.sequence === undefined && key.fn === undefined && key.records.size === 0;
    return named ? `Readonly<Record<${this.type(key)}, ${this.type(value)}>>` : `ReadonlyMap<${this.type(key)}, ${this.type(value)}>`;
  }

  private records(shape: Shape): string[] {
    const variants = [...shape.records].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => v);
    const { messages } = this.learned;
    if (messages.length > 1 && messages.every((m) => variants.includes(m))) {
      return ['Message', ...variants.filter((v) => !messages.includes(v)).map((v) => this.record(v))];
    }
    return variants.map((v) => this.record(v));
  }

  private record(variant: Variant): string {
    const name = this.messageNames.get(variant);
    return (
      name ??
      objectType(
        [...variant.fields].map(([field, shape]) => [field, this.type(shape)]),
        variant.partial,
      )
    );
  }
}

type Field = readonly [name: string, type: string];

function objectType(fields: readonly Field[], partial = false): string {
  return `{ ${fields.map(([name, type]) => `readonly ${propertyName(name)}${partial ? '?' : ''}: ${type}`).join('; ')} }`;
}

function interfaceText(name: string, fields: readonly Field[]): string {
  return `export interface ${name} {\n${fields.map(([field, type]) => `  readonly ${propertyName(field)}: ${type};`).join('\n')}\n}`;
}

/** One line if it fits, otherwise a line for each member. */
function unionAlias(name: string, members: readonly string[]): string {
  const flat = `export type ${name} = ${members.length === 0 ? 'never' : members.join(' | ')};`;
  return flat.length <= LINE ? flat : `export type ${name} =\n${members.map((m) => `  | ${m}`).join('\n')};`;
}

function constArray(name: string, items: readonly string[]): string {
  const flat = `export const ${name} = [${items.map(quoted).join(', ')}] as const;`;
  return flat.length <= LINE ? flat : `export const ${name} = [\n${items.map((i) => `  ${quoted(i)},`).join('\n')}\n] as const;`;
}

function parenthesized(type: string): string {
  return type.includes(' | ') || type.startsWith('readonly ') ? `(${type})` : type;
}

function quoted(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
}

/** "request-vote" as "RequestVote"; "1a" stays. */
function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** A type name that is not taken yet; TLA+ names may begin with a digit. */
function unused(wanted: string, used: Set<string>): string {
  const start = /^[A-Za-z]/.test(wanted) ? wanted.charAt(0).toUpperCase() + wanted.slice(1) : `Tla${wanted}`;
  let name = start;
  for (let n = 2; used.has(name); n++) name = `${start}${n}`;
  used.add(name);
  return name;
}
