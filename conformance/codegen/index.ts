/** TypeScript types from a TLA+ specification. */
import type { Model } from '../tla-to-ts/index.ts';
import { emit } from './emit.ts';
import { type LearnOptions, learn } from './learn.ts';

/** The text of a module with the types of a specification's variables, messages and actions. @throws TlaError */
export function generateTypes(model: Model, origin: readonly string[], options: LearnOptions): string {
  return emit(learn(model, options), origin);
}
