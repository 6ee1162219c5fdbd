/** Operators of SequencesExt that are computed here, as TLC computes them. */
import type { Loc } from '../errors.ts';
import type { Arg } from '../semantics/ir.ts';
import type { Heap } from '../values/heap.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';
import {
  accumulate,
  applyOperator,
  elementsOf,
  library,
  type Native,
  type NativeTable,
  operator,
  orders,
  overSequence,
  sequence,
  sequenceOf,
  setOf,
  value,
  wrongArgument,
} from './natives-support.ts';

interface Fold {
  readonly name: string;
  readonly from: 'first' | 'last';
  readonly what: 'elements' | 'indices';
}

/** FoldLeft(op, base, s), FoldRight(op, s, base) and their forms over the indices. The arguments are evaluated in their order. */
function fold({ name, from, what }: Fold): Native {
  return (g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code => {
    const left = from === 'first';
    const s = left ? '' : sequence(g, value(args, 1), 'second', name, ctx);
    const base = g.tmpJs(ctx, g.id(value(args, left ? 1 : 2), ctx));
    const over = left ? sequence(g, value(args, 2), 'third', name, ctx) : s;
    return accumulate(g, base, ctx, (scope, body) => {
      overSequence(g, over, from, what, scope, (e, inner) =>
        body(inner, (acc) => applyOperator(g, operator(args, 0), left ? [acc, e] : [e, acc], inner, loc)),
      );
    });
  };
}

/** The elements of a set as a sequence, in the order in which TLC enumerates them. */
function setToSeq(heap: Heap, set: number): number {
  if (!heap.isSet(set)) wrongArgument(heap, 'first', 'SetToSeq', 'finite set', set);
  return sequenceOf(heap, elementsOf(heap, set));
}

/** All orders of the elements of a set. */
function setToSeqs(heap: Heap, set: number): number {
  if (!heap.isSet(set)) wrongArgument(heap, 'first', 'SetToSeqs', 'finite set', set);
  return setOf(
    heap,
    orders(elementsOf(heap, set)).map((s) => sequenceOf(heap, s)),
  );
}

export const SEQUENCES_EXT: NativeTable = {
  SetToSeq: library('SetToSeq', setToSeq),
  SetToSeqs: library('SetToSeqs', setToSeqs),
  FoldLeft: fold({ name: 'FoldLeft', from: 'first', what: 'elements' }),
  FoldRight: fold({ name: 'FoldRight', from: 'last', what: 'elements' }),
  FoldLeftDomain: fold({ name: 'FoldLeftDomain', from: 'first', what: 'indices' }),
  FoldRightDomain: fold({ name: 'FoldRightDomain', from: 'last', what: 'indices' }),
};
