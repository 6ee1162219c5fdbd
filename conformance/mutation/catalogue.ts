/**
 * A catalogue of mutants: bugs that real systems had, each as a small change to the source of a protocol. The changes are kept
 * here, apart from the code, which has no hooks for them.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { Binding, BoundModel, Plain } from '../lockstep/binding.ts';

/** One change in one place of the source. */
export interface Edit {
  /** The source file, from the root of the package. */
  readonly file: string;
  /** The text that is replaced; it must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
}

/** A bounded model, by its specification and its configuration, from the root of the package. */
export interface Story {
  readonly spec: string;
  readonly config: string;
}

/** One bug. */
export interface Mutant extends Edit {
  readonly id: string;
  /** The bug in a few words, as the catalogue of `lockstep mutate` lists it. */
  readonly title: string;
  /** How the change to the source is that bug. */
  readonly why: string;
  /** What goes wrong in the end; where it is the name of a property of the code, the run looks for a state that violates it. */
  readonly breaks: string;
  /** Further changes, where the code says in more than one place what the bug gets wrong. */
  readonly also?: readonly Edit[];
  /** The model that shows the bug soonest, which is checked first. A control is checked on this one alone. */
  readonly model?: string;
  /** The bounds within which the bug breaks the property after few steps; without a story, those of the model that caught it. */
  readonly story?: Story;
  /** A change that is no bug: the check must find it identical, or it reports differences that are none. */
  readonly control?: true;
}

/** What the code can say of itself, by name. */
export interface Properties<S, A> {
  /** Of a state. */
  readonly states: Readonly<Record<string, (s: S) => boolean>>;
  /** Of a step from one state to another. */
  readonly steps: Readonly<Record<string, (s: S, t: S) => boolean>>;
  /** Of a state and all the actions that can be taken in it. */
  readonly enabled?: Readonly<Record<string, (s: S, enabled: readonly A[]) => boolean>>;
  /** Of some state at least, among all that can be reached within the bounds. */
  readonly reachable?: Readonly<Record<string, (s: S) => boolean>>;
}

/** How long to search for what a bug leads to. */
export interface ConsequenceLimits {
  /** States of the search breadth-first. */
  readonly states: number;
  readonly walks: number;
  /** Steps of each walk. */
  readonly steps: number;
}

/** A mutant and the original, bound to the specification; the properties are the original's, so that no mutant judges itself. */
export interface Subject<S, A extends Tagged> {
  readonly mutant: Binding<S, A>;
  readonly original: Binding<S, A>;
  /** Of the search for what the bug leads to, where the usual ones do not suit. */
  readonly limits?: ConsequenceLimits;
  properties(constant: (name: string) => Plain): Properties<S, A>;
  /** The constraints of a model, by their names, as a test of states of the code: no search goes on from where it fails. */
  within?(constant: (name: string) => Plain, constraints: readonly string[]): (s: S) => boolean;
}

/** A subject whose types have been forgotten. */
export interface AnySubject {
  /** Calls `use` with the subject at its own types. */
  open<T>(use: <S, A extends Tagged>(subject: Subject<S, A>) => T): T;
}

/** Forgets the types of a subject. */
export function anySubject<S, A extends Tagged>(subject: Subject<S, A>): AnySubject {
  return { open: (use) => use(subject) };
}

/** The mutants of one protocol, or of one part of it. */
export interface Catalogue {
  /** `raft`; `storage/log-file` where the parts of a protocol have catalogues of their own. */
  readonly protocol: string;
  /** The module through which the protocol's code is loaded, from the root of the package. */
  readonly entry: string;
  /** The specification, from the root of the package, and its bounded models. */
  readonly spec: string;
  readonly models: readonly BoundModel[];
  readonly mutants: readonly Mutant[];
  /** Loads and binds the code whose entry module has this address. */
  subject(url: string): Promise<AnySubject>;
}

/** All the changes that a mutant is. */
export function editsOf(mutant: Mutant): readonly Edit[] {
  return [mutant, ...(mutant.also ?? [])];
}

/**
 * The models that a mutant is checked on, in their order: `models` says which, the cheapest first, where the mutant has none of
 * its own.
 */
export function modelsFor(mutant: Mutant, models: readonly string[]): readonly string[] {
  const { model } = mutant;
  if (model === undefined) return models;
  return mutant.control === true ? [model] : [model, ...models.filter((name) => name !== model)];
}

/** A mutant that does not fit the source any more: what it stood for is not tested, whatever a run would say. */
export class StaleMutant extends Error {
  constructor(mutant: Mutant, file: string, reason: string) {
    super(`The mutant ${mutant.id} (${mutant.title}) does not fit ${file}: ${reason}`);
    this.name = 'StaleMutant';
  }
}

/** The text of a file with one of the mutant's changes. @throws StaleMutant unless the text to be replaced stands in it exactly once */
export function applyEdit(mutant: Mutant, edit: Edit, text: string): string {
  const { file, find, replace } = edit;
  const parts = find === '' ? [] : text.split(find);
  if (parts.length !== 2) {
    const count = Math.max(0, parts.length - 1);
    throw new StaleMutant(mutant, file, `the text that it replaces occurs ${count} times, and must occur once: ${JSON.stringify(find)}`);
  }
  if (find === replace) throw new StaleMutant(mutant, file, 'it changes nothing');
  return parts.join(replace);
}
