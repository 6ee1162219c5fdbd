/** The TLA+ engine: load a specification with its configuration, check it, walk through its states. */
import type { Source } from './errors.ts';
import type { ResolvedModule } from './semantics/ir.ts';
import { buildModel, type Model } from './semantics/model.ts';
import { type ModuleReader, resolveModule } from './semantics/modules.ts';
import { parseConfig } from './syntax/config.ts';
import { parseModule, parseModules } from './syntax/parser.ts';
import { Heap } from './values/heap.ts';

export type { ActionCoverage, GuardCoverage } from './compile/guards.ts';
export { usesChance, usesRegisters } from './compile/run-uses.ts';
export { caretLines, type ErrorClass, exitCodeOf, formatLoc, type Loc, type Source, TlaError } from './errors.ts';
export { type Evaluated, type EvaluateOptions, evaluateExpression } from './evaluate.ts';
export type { CheckOptions } from './explore/check.ts';
export { checkModel, learnLayout } from './explore/check.ts';
export { type CoverageSummary, mergeCoverage, summarizeCoverage } from './explore/coverage.ts';
export { MAX_SEED } from './explore/random.ts';
export type { ActionLabel, CheckResult, Coverage, Progress, Trace, Verdict } from './explore/result.ts';
export { type SimulateOptions, type SimulateResult, simulateModel } from './explore/simulate.ts';
export type { Model } from './semantics/model.ts';
export type { ModuleReader } from './semantics/modules.ts';
export { loadGrammarFrom } from './syntax/grammar.ts';
export { Heap } from './values/heap.ts';

/** Parses and resolves a module with all that it reads. The grammar must be loaded. @throws TlaError */
export function loadModule(source: Source, read: ModuleReader): ResolvedModule {
  return resolveModule(parseModule(source), { read, parse: parseModule, parseAll: parseModules });
}

/** A module with its configuration, ready to be checked. @param heap where its values are made @throws TlaError */
export function loadModel(source: Source, config: Source, read: ModuleReader, heap: Heap = new Heap()): Model {
  return buildModel(loadModule(source, read), parseConfig(config), heap);
}
