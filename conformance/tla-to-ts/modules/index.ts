/**
 * The standard and community modules that are written in TLA+ here: texts of our own, kept as strings so that they are there in
 * a browser too. The modules with their own implementation throughout (Naturals, Sequences, TLC, ...) stand in
 * semantics/standard.ts. A module beside the specification wins over one of these, as it does in TLC.
 */
import { APALACHE_MODULES } from './apalache.ts';
import { TEXT as bags } from './bags.ts';
import { TEXT as bagsExt } from './bags-ext.ts';
import { TEXT as bitwise } from './bitwise.ts';
import { TEXT as combinatorics } from './combinatorics.ts';
import { TEXT as dyadicRationals } from './dyadic-rationals.ts';
import { TEXT as finiteSetsExt } from './finite-sets-ext.ts';
import { TEXT as folds } from './folds.ts';
import { TEXT as functions } from './functions.ts';
import { TEXT as graphs } from './graphs.ts';
import { PROOF_MODULES } from './proofs.ts';
import { TEXT as relation } from './relation.ts';
import { TEXT as sequencesExt } from './sequences-ext.ts';
import { SMALL_MODULES } from './small.ts';
import { TEXT as svg } from './svg.ts';
import { TEXT as tlcExt } from './tlc-ext.ts';
import { TEXT as undirectedGraphs } from './undirected-graphs.ts';
import { TEXT as vectorClocks } from './vector-clocks.ts';

/** Module name -> its text. */
export const STANDARD_SOURCES: ReadonlyMap<string, string> = new Map([
  ['Bags', bags],
  ['BagsExt', bagsExt],
  ['Bitwise', bitwise],
  ['Combinatorics', combinatorics],
  ['DyadicRationals', dyadicRationals],
  ['FiniteSetsExt', finiteSetsExt],
  ['Folds', folds],
  ['Functions', functions],
  ['Graphs', graphs],
  ['Relation', relation],
  ['SequencesExt', sequencesExt],
  ['SVG', svg],
  ['TLCExt', tlcExt],
  ['UndirectedGraphs', undirectedGraphs],
  ['VectorClocks', vectorClocks],
  ...SMALL_MODULES,
  ...PROOF_MODULES,
  ...APALACHE_MODULES,
]);

/**
 * Operators of these modules that the engine computes itself (compile/natives-*.ts), for speed or because TLC's result is not
 * that of a definition.
 */
const COMPUTED: Readonly<Record<string, readonly string[]>> = {
  Bags: ['IsABag', 'BagIn', 'CopiesIn', '(+)', '(-)', '\\sqsubseteq', 'BagUnion', 'BagOfAll', 'BagCardinality'],
  BagsExt: ['FoldBag'],
  Bitwise: ['&', '|', '^^', 'Not', 'shiftR'],
  Combinatorics: ['choose'],
  FiniteSetsExt: ['FoldSet', 'Quantify', 'kSubset', 'Max', 'Min'],
  Functions: ['IsInjective', 'AntiFunction', 'FoldFunction', 'FoldFunctionOnSet'],
  IOUtils: ['atoi', 'IOEnv'],
  Json: ['ToJson', 'ToJsonArray', 'ToJsonObject', 'JsonDeserialize', 'ndJsonDeserialize'],
  Randomization: ['RandomSubset', 'RandomSetOfSubsets'],
  SequencesExt: ['SetToSeq', 'SetToSeqs', 'FoldLeft', 'FoldRight', 'FoldLeftDomain', 'FoldRightDomain'],
  SVG: ['SVGElemToString', 'NodeOfRingNetwork', 'PointOnLine'],
  TLCExt: ['TLCModelValue', 'TLCGetOrDefault', 'TLCGetAndSet'],
};

/** Operators that are refused by name when they are used: there is no implementation, and the definition is only a stand-in. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  CSV: ['CSVWrite', 'CSVWriteRecord', 'CSVRead', 'CSVRecords'],
  DifferentialEquations: ['Integrate'],
  GraphViz: ['DotDiGraph'],
  HTML: [...(SMALL_MODULES.find(([name]) => name === 'HTML')?.[1] ?? '').matchAll(/^(HTML\w+)/gm)].map((m) => m[1] ?? ''),
  IOUtils: ['IOSerialize', 'IODeserialize', 'Serialize', 'Deserialize', 'IOExec', 'IOEnvExec', 'IOExecTemplate', 'IOEnvExecTemplate'],
  Json: ['JsonSerialize', 'ndJsonSerialize'],
  RealTime: ['RTBound', 'RTnow'],
  ShiViz: ['Host', 'Clock'],
  Statistics: ['ChiSquare'],
  SVG: ['NodesOfDirectedMultiGraph', 'SVGSerialize'],
  TLCExt: ['AssertError', 'Trace', 'CounterExample', 'ToTrace', 'TLCDefer', 'PickSuccessor', 'TLCFP', 'TLCEvalDefinition'],
  Toolbox: ['_TETrace', '_TEPosition'],
  VectorClocks: ['CausalOrder'],
};

/** The definitions that are not taken from the text: computed by the engine, or refused. */
export const NATIVE_DEFINITIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...new Set([...Object.keys(COMPUTED), ...Object.keys(REFUSED)])].map((m) => [
    m,
    new Set([...(COMPUTED[m] ?? []), ...(REFUSED[m] ?? [])]),
  ]),
);
