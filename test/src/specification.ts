/** What a specification's text says of its names: enough to see that the code has them too. */
import { readFileSync } from 'node:fs';

/** A file of the repository. */
export function read(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

/** The names in a specification. */
export interface Specification {
  /** The actions that Next names, in its order. */
  readonly next: readonly string[];
  /** Where an operator is defined. */
  readonly position: (name: string) => number;
  readonly parameters: (name: string) => readonly string[];
}

/** Reads `spec/NAME.tla`. */
export function specification(name: string): Specification {
  const text = read(`spec/${name}.tla`);
  const disjuncts = /^Next ==\n((?: {4}\\\/ .*\n)+)/m.exec(text)?.[1] ?? '';
  return {
    next: [...disjuncts.matchAll(/: (\w+)\(/g)].map((match) => match[1] ?? ''),
    position: (operator) => text.search(new RegExp(`^${operator}(\\(.*\\))? ==`, 'm')),
    parameters: (operator) => new RegExp(`^${operator}\\((.*)\\) ==`, 'm').exec(text)?.[1]?.split(', ') ?? [],
  };
}

/** The properties that a model of `spec/PATH.cfg` checks, in its order, but for those of refinement. */
export function properties(path: string): readonly string[] {
  const text = /^INVARIANTS\n((?: {4}\w+\n)+)PROPERTIES\n((?: {4}\w+\n)+)/m.exec(read(`spec/${path}.cfg`));
  const names = [...`${text?.[1]}${text?.[2]}`.matchAll(/^ {4}(\w+)$/gm)].map((match) => match[1] ?? '');
  return names.filter((name) => !name.startsWith('Refines'));
}

/** The functions that a file of src exports, in its order. */
export function exported(code: string): readonly string[] {
  return [...code.matchAll(/^export function (\w+)/gm)].map((match) => match[1] ?? '');
}
