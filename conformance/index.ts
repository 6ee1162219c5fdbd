/**
 * Does a program do what its TLA+ specification says? Bring both and a binding between them: load the specification with
 * `lockstep-consensus/tla`, run a check in `withProgram`, and print what it finds. Nothing here needs Node.
 */
export { bindings, multiPaxosBinding, multiPaxosStepBinding, paxosBinding, raftBinding, raftStepBinding } from './bindings/index.ts';
export * from './lockstep/index.ts';
export { type NamedTrace, type ReplayFailure, type ReplayResult, replay, type TraceOutcome, type TraceResult } from './replay/index.ts';
export * from './report/index.ts';
export { rememberingModel } from './system/model.ts';
export { withProgram } from './tla-to-ts/explore/stepper.ts';
