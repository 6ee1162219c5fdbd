/**
 * TLC's configuration, as Apalache can be given it. Apalache takes model values for strings, whatever the type of the constant; and it silently
 * passes over what it does not do. So it is given a configuration of ours, with what it does do, and the rest is named.
 */
import { TlaError } from '../../tla-to-ts/errors.ts';
import type { CfgName, CfgValue, Config } from '../../tla-to-ts/syntax/ast.ts';
import type { DeclaredTypes } from './types.ts';

/**
 * The configuration with what is asked for by name in the place of what it says.
 * @throws TlaError `config` for one of `init` and `next` where the configuration has a SPECIFICATION, which is both
 */
export function amended(
  config: Config,
  { init, next, inv }: { readonly [K in 'init' | 'next']?: string } & { readonly inv?: readonly string[] },
): Config {
  const loc = { source: config.source, line: 1, col: 1, endLine: 1, endCol: 1 };
  const named = (name: string | undefined): CfgName | undefined => (name === undefined ? undefined : { name, loc });
  const { specification } = config;
  if (specification !== undefined && (init === undefined) !== (next === undefined))
    throw new TlaError(
      'config',
      'Only one of the initial predicate and the next-state relation is named, in place of a SPECIFICATION',
      specification.loc,
    );
  return {
    ...config,
    specification: init === undefined ? specification : undefined,
    init: named(init) ?? config.init ?? named(next === undefined ? undefined : 'Init'),
    next: named(next) ?? config.next ?? named(init === undefined ? undefined : 'Next'),
    invariants: inv === undefined ? config.invariants : inv.map((name) => ({ name, loc })),
  };
}

/** A type of Apalache's whose values have names and nothing else. */
const UNINTERPRETED = /^[A-Z_][A-Z0-9_]*$/;

/** Whether constants have model values: then their types have to be known. */
export function hasModelValues(config: Config): boolean {
  const isModel = (value: CfgValue): boolean => value.k === 'model' || (value.k === 'set' && value.items.some(isModel));
  return config.assignments.some(({ value }) => isModel(value));
}

/** The names that Apalache gives model values of this configuration, with ours. */
export type Renamed = ReadonlyMap<string, string>;

/**
 * The text of a configuration with what Apalache does of it: constants, the behaviours, invariants, and whether deadlock is an error.
 * @throws TlaError `unsupported` for constants that are given a value in one module only
 */
export function configText(config: Config, types: DeclaredTypes | undefined): { readonly text: string; readonly renamed: Renamed } {
  const renamed = new Map<string, string>();
  for (const { module, loc } of [...config.assignments, ...config.replacements]) {
    if (module !== undefined)
      throw new TlaError('unsupported', 'Apalache: constants of one module only are not done', loc, 'Apalache: C =[M] v');
  }
  const assignments = config.assignments.map(({ name, value }) => {
    return `CONSTANT ${name} = ${valueText(value, types?.constants.get(name), renamed)}`;
  });
  const lines = [
    ...named('INIT', config.init),
    ...named('NEXT', config.next),
    ...named('SPECIFICATION', config.specification),
    ...assignments,
    ...config.replacements.map(({ name, by }) => `CONSTANT ${name} <- ${by}`),
    ...config.invariants.map(({ name }) => `INVARIANT ${name}`),
    ...(config.checkDeadlock === undefined ? [] : [`CHECK_DEADLOCK ${config.checkDeadlock ? 'TRUE' : 'FALSE'}`]),
  ];
  return { text: lines.map((line) => `${line}\n`).join(''), renamed };
}

function named(keyword: string, name: CfgName | undefined): readonly string[] {
  return name === undefined ? [] : [`${keyword} ${name.name}`];
}

function valueText(value: CfgValue, type: string | undefined, renamed: Map<string, string>): string {
  switch (value.k) {
    case 'num':
      return String(value.value);
    case 'str':
      return JSON.stringify(value.value);
    case 'bool':
      return value.value ? 'TRUE' : 'FALSE';
    case 'set': {
      const element = /^Set\((.*)\)$/.exec(type ?? '')?.[1];
      return `{${value.items.map((item) => valueText(item, element, renamed)).join(', ')}}`;
    }
    case 'model': {
      if (type === undefined || !UNINTERPRETED.test(type)) return value.name;
      const name = `${value.name}_OF_${type}`;
      renamed.set(name, value.name);
      return JSON.stringify(name);
    }
  }
}

/** What of the configuration Apalache does not look at, and what that means for its answer. */
export interface PassedOver {
  /** Not checked: the answer does not cover them. */
  readonly unchecked: readonly string[];
  /** Behaviours that the configuration excludes are looked at, too: a violation may be one of those. */
  readonly widened: readonly string[];
}

/** What Apalache passes over. VIEW, SYMMETRY and ALIAS are not among it: the answer does not depend on them. */
export function passedOver(config: Config): PassedOver {
  const list = (keyword: string, names: readonly CfgName[]): readonly string[] => names.map(({ name }) => `${keyword} ${name}`);
  return {
    unchecked: [...list('PROPERTY', config.properties), ...list('POSTCONDITION', config.postconditions)],
    widened: [...list('CONSTRAINT', config.constraints), ...list('ACTION_CONSTRAINT', config.actionConstraints)],
  };
}
