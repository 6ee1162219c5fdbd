/** The lockstep check: one specification, one program, and the binding between the two. */
export {
  type Abstraction,
  type AnyBinding,
  anyBinding,
  type Binding,
  type BoundModel,
  type OfPart,
  ofPart,
  type Plain,
  type Refinement,
  type Relation,
  type SpecStep,
  titleOf,
} from './binding.ts';
export { type LockstepOptions, lockstep } from './exhaustive.ts';
export { asMap, asName, asNames, asNumber, asNumbers, asSets } from './plain.ts';
export type { ClaimedSequence, Divergence, LockstepProgress, LockstepResult, PathStep, Sequence } from './result.ts';
export type { Tla, TlaValue } from './tla.ts';
export { type WalkOptions, walks } from './walk.ts';
