/**
 * A catalogue of mutants: bugs that real systems had, each as a small change to the source of a protocol. The changes are kept
 * here, apart from the code, which has no hooks for them.
 */
import type { Tagged } from '../../src/core/index.ts';
import type { Binding, BoundModel, Plain } from '../lockstep/binding.ts';

/** One bug. */
export interface Mutant {
  readonly id: string;
  /** The bug in a few words, as the catalogue of `lockstep mutate` lists it. */
  readonly title: string;
  /** How the change to the source is that bug. */
  readonly why: string;
  /** What goes wrong in the end; where it is the name of a property of the code, the run looks for a state that violates it. */
  readonly breaks: string;
  /** The source file, from the root of the package. */
  readonly file: string;
  /** The text that is replaced; it must stand in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** A change that is no bug: the check must find it identical, or it reports differences that are none. */
  readonly control?: true;
}

/** What the code can say of itself, by name: of a state, and of a step from one state to another. */
export interface Properties<S> {
  readonly states: Readonly<Record<string, (s: S) => boolean>>;
  readonly steps: Readonly<Record<string, (s: S, t: S) => boolean>>;
}

/** A mutant and the original, bound to the specification; the properties are the original's, so that no mutant judges itself. */
export interface Subject<S, A extends Tagged> {
  readonly mutant: Binding<S, A>;
  readonly original: Binding<S, A>;
  properties(constant: (name: string) => Plain): Properties<S>;
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

/** The mutants of one protocol. */
export interface Catalogue {
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

/** A mutant that does not fit the source any more: what it stood for is not tested, whatever a run would say. */
export class StaleMutant extends Error {
  constructor(mutant: Mutant, reason: string) {
    super(`The mutant ${mutant.id} (${mutant.title}) does not fit ${mutant.file}: ${reason}`);
    this.name = 'StaleMutant';
  }
}

/** The mutated text of the file. @throws StaleMutant unless the text to be replaced stands in it exactly once */
export function applyMutant(mutant: Mutant, text: string): string {
  const parts = mutant.find === '' ? [] : text.split(mutant.find);
  if (parts.length !== 2) {
    const count = Math.max(0, parts.length - 1);
    throw new StaleMutant(mutant, `the text that it replaces occurs ${count} times, and must occur once: ${JSON.stringify(mutant.find)}`);
  }
  if (mutant.find === mutant.replace) throw new StaleMutant(mutant, 'it changes nothing');
  return parts.join(mutant.replace);
}
