/**
 * The standard and community modules that are written in TLA+ here: texts of our own, kept as strings so that they are there in
 * a browser too. The modules with their own implementation throughout (Naturals, Sequences, TLC, ...) stand in
 * semantics/standard.ts. A module beside the specification wins over one of these, as it does in TLC.
 */
import { TEXT as bags } from './bags.ts';
import { TEXT as finiteSetsExt } from './finite-sets-ext.ts';
import { TEXT as folds } from './folds.ts';
import { TEXT as functions } from './functions.ts';
import { PROOF_MODULES } from './proofs.ts';
import { TEXT as sequencesExt } from './sequences-ext.ts';

/** Module name -> its text. */
export const STANDARD_SOURCES: ReadonlyMap<string, string> = new Map([
  ['Bags', bags],
  ['FiniteSetsExt', finiteSetsExt],
  ['Folds', folds],
  ['Functions', functions],
  ['SequencesExt', sequencesExt],
  ...PROOF_MODULES,
]);

/**
 * Operators of these modules that the engine computes itself (compile/natives-*.ts), for speed or because TLC's result is not
 * that of a definition. A name without an implementation is refused by name when it is used.
 */
export const NATIVE_DEFINITIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['Bags', new Set(['IsABag', 'BagIn', 'CopiesIn', '(+)', '(-)', '\\sqsubseteq', 'BagUnion', 'BagOfAll', 'BagCardinality'])],
  ['BagsExt', new Set(['FoldBag'])],
  ['Bitwise', new Set(['&', '|', '^^', 'Not', 'shiftR'])],
  ['Combinatorics', new Set(['choose'])],
  ['FiniteSetsExt', new Set(['FoldSet', 'Quantify', 'kSubset', 'Max', 'Min'])],
  ['Functions', new Set(['IsInjective', 'AntiFunction', 'FoldFunction', 'FoldFunctionOnSet'])],
  ['SequencesExt', new Set(['SetToSeq', 'SetToSeqs', 'FoldLeft', 'FoldRight', 'FoldLeftDomain', 'FoldRightDomain'])],
]);
