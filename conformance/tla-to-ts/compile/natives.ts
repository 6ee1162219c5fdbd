/**
 * The operators of the standard modules that the engine computes itself, by "Module!Operator". Semantics and errors follow
 * TLC's implementations of these modules (integers of 32 bits that report overflow, \div and % rounding down, ...).
 */
import { nth } from '../cast.ts';
import type { Loc } from '../errors.ts';
import type { Arg } from '../semantics/ir.ts';
import { type Code, type Ctx, isSimple, konst } from './code.ts';
import type { Gen } from './gen.ts';
import { BAGS, BAGS_EXT } from './natives-bags.ts';
import { BITWISE, COMBINATORICS } from './natives-numbers.ts';
import { IO_ENV, JSON_FILES } from './natives-outside.ts';
import { RANDOMIZATION, TLC_EXT_RUN, TLC_RUN } from './natives-run.ts';
import { SEQUENCES_EXT } from './natives-sequences.ts';
import { FINITE_SETS_EXT, FUNCTIONS_MODULE, permutations } from './natives-sets.ts';
import { applyOperator, bool, id, int, library, method, type Native, statement, table, value } from './natives-support.ts';
import { IO_UTILS, JSON_MODULE, SVG, TLC_EXT } from './natives-text.ts';
import { forEach } from './sets.ts';
import { pathOf } from './state.ts';
import { unfold } from './unfold.ts';

function arithmetic(helper: string): Native {
  return (g, args, ctx, loc) => int(`${helper}(${g.int(value(args, 0), ctx)}, ${g.int(value(args, 1), ctx)}, ${g.loc(loc)})`);
}

/** `+` and `-`: inline, with the check for overflow. */
function additive(op: '+' | '-'): Native {
  return (g, args, ctx, loc) => {
    const a = g.int(value(args, 0), ctx);
    const b = g.int(value(args, 1), ctx);
    return int(`OV(${a} ${op} ${b.startsWith('-') ? `(${b})` : b}, ${g.loc(loc)})`);
  };
}

function comparison(op: string): Native {
  return (g, args, ctx) => {
    const a = g.int(value(args, 0), ctx);
    return bool(`(${a} ${op} ${g.int(value(args, 1), ctx)})`);
  };
}

function selectSeq(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const s = g.tmpJs(ctx, g.id(value(args, 0), ctx));
  const z = g.name('z');
  const i = g.name('i');
  const t = g.name('s');
  const inner = g.loop(ctx);
  const e = g.tmp(inner, id(`H.at(${s}, ${i})`));
  const test = g.toBool(applyOperator(g, nth(args, 1), [e], inner, loc), loc);
  const { out } = ctx.block;
  out.line(`const ${z} = H.begin();\nfor (let ${i} = 1, ${i}n = ${g.at(loc, `H.len(${s})`)}; ${i} <= ${i}n; ${i}++) {`);
  out.parts.push(inner.block.out);
  out.line(`if (${test}) H.push(${e.js});\n}\nconst ${t} = H.seqFrom(${z});`);
  return id(t);
}

/** SortSeq(s, Op): stable, by `Op(a, b)` meaning "a before b". */
function sortSeq(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const s = g.tmpJs(ctx, g.id(value(args, 0), ctx));
  const inner = g.loop(ctx);
  const before = g.toBool(applyOperator(g, nth(args, 1), [id('a'), id('b')], inner, loc), loc);
  const f = g.name('f');
  const { out } = ctx.block;
  out.line(`const ${f} = (a, b) => {`);
  out.parts.push(inner.block.out);
  out.line(`return ${before};\n};`);
  return id(g.at(loc, `SORT(${s}, ${f})`));
}

function cardinality(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const x = value(args, 0);
  const path = pathOf(g, x, ctx);
  if (path?.shape.k === 'set') return int(`${path.buffer}${path.v.index}n`);
  const { x: set } = unfold(g, x, ctx);
  if (set.k !== 'setFilter') return int(g.at(loc, `H.cardinality(${g.any(x, ctx)})`));
  // A filtered set is counted without being built.
  const n = g.name('n');
  const scope = g.branch(ctx);
  forEach(g, x, scope, (_, inner) => inner.block.out.line(`${n}++;`));
  ctx.block.out.line(`let ${n} = 0;`);
  ctx.block.out.parts.push(scope.block.out);
  return int(n);
}

function len(g: Gen, args: readonly Arg[], ctx: Ctx, loc: Loc): Code {
  const path = pathOf(g, value(args, 0), ctx);
  if (path?.shape.k === 'fn' && g.heap.isSeq(g.heap.norm(path.shape.dom))) return int(String(path.shape.keys.length));
  return int(g.at(loc, `H.len(${g.id(value(args, 0), ctx)})`));
}

const NATURALS: Readonly<Record<string, Native>> = {
  '+': additive('+'),
  '-': additive('-'),
  '*': arithmetic('MUL'),
  '^': arithmetic('POW'),
  '\\div': arithmetic('DIV'),
  '%': arithmetic('MOD'),
  '<': comparison('<'),
  '>': comparison('>'),
  '<=': comparison('<='),
  '>=': comparison('>='),
  '..': (g, args, ctx) => ({ js: `H.interval(${g.int(value(args, 0), ctx)}, ${g.int(value(args, 1), ctx)})`, rep: 'id', lazy: true }),
  Nat: (g) => konst(g.heap.nat),
};

export const NATIVES: Readonly<Record<string, Native>> = Object.fromEntries([
  ...table('Naturals', NATURALS),
  ...table('Integers', {
    Int: (g) => konst(g.heap.intSet),
    '-.': (g, args, ctx, loc) => {
      const a = g.int(value(args, 0), ctx);
      return int(/^\d+$/.test(a) ? `-${a}` : `OV(-(${a}), ${g.loc(loc)})`);
    },
  }),
  ...table('Sequences', {
    Seq: (g, args, ctx) => ({ js: `H.seqSet(${g.any(value(args, 0), ctx)})`, rep: 'id', lazy: true }),
    Len: len,
    Head: method('head'),
    Tail: method('tail'),
    '\\o': (g, args, ctx, loc) => id(g.at(loc, `CAT(${g.id(value(args, 0), ctx)}, ${g.id(value(args, 1), ctx)})`)),
    Append: method('append'),
    SubSeq: (g, args, ctx, loc) =>
      id(g.at(loc, `H.subSeq(${g.id(value(args, 0), ctx)}, ${g.int(value(args, 1), ctx)}, ${g.int(value(args, 2), ctx)})`)),
    SelectSeq: selectSeq,
  }),
  ...table('FiniteSets', {
    IsFiniteSet: (g, args, ctx, loc) => bool(g.at(loc, `H.isFiniteSet(${g.any(value(args, 0), ctx)})`)),
    Cardinality: cardinality,
  }),
  ...table('TLC', {
    Print: (g, args, ctx) => {
      const a = g.tmpJs(ctx, g.id(value(args, 0), ctx));
      const b = g.tmp(ctx, g.gen(value(args, 1), ctx));
      ctx.block.out.line(`print(${a}, ${g.toId(b)});`);
      return b;
    },
    PrintT: (g, args, ctx) => statement(ctx, `print(${g.id(value(args, 0), ctx)}, -2)`),
    Assert: (g, args, ctx, loc) => {
      const test = g.bool(value(args, 0), ctx);
      const sub = g.branch(ctx);
      const message = g.id(value(args, 1), sub);
      ctx.block.out.line(`if (!${isSimple(test) ? test : `(${test})`}) {`);
      ctx.block.out.parts.push(sub.block.out);
      return statement(ctx, `assertFailed(${message}, ${g.loc(loc)});\n}`);
    },
    ':>': method('single'),
    '@@': method('fnMerge'),
    TLCEval: (g, args, ctx) => id(g.tmpJs(ctx, g.id(value(args, 0), ctx))),
    ToString: (g, args, ctx, loc) => {
      // TLC remembers that a set was written as 1..3, and prints it so; the values of this engine do not.
      if (g.analysis.hasInterval(value(args, 0))) throw g.unsupported('ToString of a value with an interval', loc);
      return id(`H.str(H.toText(${g.id(value(args, 0), ctx)}))`);
    },
    Permutations: library('Permutations', permutations),
    Any: (g) => konst(g.heap.anySet),
    SortSeq: sortSeq,
    ...TLC_RUN,
  }),
  ...table('Bags', BAGS),
  ...table('BagsExt', BAGS_EXT),
  ...table('FiniteSetsExt', FINITE_SETS_EXT),
  ...table('Functions', FUNCTIONS_MODULE),
  ...table('SequencesExt', SEQUENCES_EXT),
  ...table('Bitwise', BITWISE),
  ...table('IOUtils', { ...IO_UTILS, ...IO_ENV }),
  ...table('Json', { ...JSON_MODULE, ...JSON_FILES }),
  ...table('SVG', SVG),
  ...table('TLCExt', { ...TLC_EXT, ...TLC_EXT_RUN }),
  ...table('Combinatorics', COMBINATORICS),
  ...table('Randomization', RANDOMIZATION),
]);
