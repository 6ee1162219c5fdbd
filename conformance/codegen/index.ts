/** TypeScript types from a TLA+ specification. */
import type { Model } from '../tla-to-ts/index.ts';
import type { ResolvedModule } from '../tla-to-ts/semantics/ir.ts';
import { emit } from './emit.ts';
import { type LearnOptions, learn } from './learn.ts';
import { learnFromTypes, type TypeTexts } from './typed.ts';

/** The text of a module with the types of a specification's variables, messages and actions. @throws TlaError */
export function generateTypes(model: Model, origin: readonly string[], options: LearnOptions): string {
  return emit(learn(model, options), origin);
}

/** The same of the types that Apalache found; messages have no types of their own. @param next the next-state relation @throws TlaError */
export function typesFromApalache(module: ResolvedModule, next: string, types: TypeTexts, origin: readonly string[]): string {
  return emit(learnFromTypes(module, next, types), origin);
}
