/** The table of all kinds of expressions, and the evaluation of constant expressions while compiling. */
import { linked } from '../cast.ts';
import { TlaError } from '../errors.ts';
import type { X } from '../semantics/ir.ts';
import type { Model } from '../semantics/model.ts';
import { compileAction } from './actions.ts';
import type { Env } from './code.ts';
import { genComposed } from './composition.ts';
import { genEnabled } from './enabled.ts';
import { CONTROL } from './expr.ts';
import { FUNCTIONS } from './functions.ts';
import { Gen, type Handlers } from './gen.ts';
import { type Layout, layoutOf } from './layout.ts';
import { link } from './link.ts';
import { genPrimitive } from './primitives.ts';
import { SETS } from './sets.ts';
import { tabulating } from './tabulate.ts';

const PLAIN: Handlers = {
  ...CONTROL,
  ...SETS,
  ...FUNCTIONS,
  prim: (g, x, ctx) => {
    if (x.op === '\\cdot') return genComposed(g, x, ctx, compileAction);
    return x.op === 'ENABLED' ? genEnabled(g, x, ctx) : genPrimitive(g, x, ctx);
  },
  boxAction: (g, x, ctx) => {
    const same: X = { k: 'prim', op: 'UNCHANGED', args: [x.sub], loc: x.loc };
    // A stuttering step satisfies [A]_v whatever A says of it, and it is the cheaper question.
    return g.gen({ k: 'prim', op: '\\/', args: [same, x.action], loc: x.loc }, ctx);
  },
  angleAction: (g, x, ctx) => {
    const same: X = { k: 'prim', op: 'UNCHANGED', args: [x.sub], loc: x.loc };
    const changed: X = { k: 'prim', op: '~', args: [same], loc: x.loc };
    return g.gen({ k: 'prim', op: '/\\', args: [x.action, changed], loc: x.loc }, ctx);
  },
  fairness: (g, x) => {
    throw g.unsupported('A temporal formula where a value is expected', x.loc);
  },
};

const HANDLERS: Handlers = {
  ...PLAIN,
  prim: tabulating(PLAIN.prim),
  record: tabulating(PLAIN.record),
  tuple: tabulating(PLAIN.tuple),
  setEnum: tabulating(PLAIN.setEnum),
  setFilter: tabulating(PLAIN.setFilter),
  setMap: tabulating(PLAIN.setMap),
  quant: tabulating(PLAIN.quant),
  choose: tabulating(PLAIN.choose),
  fcn: tabulating(PLAIN.fcn),
  except: tabulating(PLAIN.except),
  fcnApply: tabulating(PLAIN.fcnApply),
};

/** A generator for one program over `model`. */
export function createGen(model: Model, layout: Layout): Gen {
  return new Gen({
    heap: model.heap,
    model,
    layout,
    handlers: HANDLERS,
    evaluate: (g, x) => evaluateConstant(g, x, undefined),
    constants: new WeakMap(),
  });
}

/** Where `print` of TLC's Print and PrintT goes while constants are evaluated. */
const discard = (): void => {};

/**
 * The value of a constant expression under constant bindings, or undefined where evaluating it fails: then the error is
 * raised again by the code that needs the value, if it is ever reached.
 */
export function evaluateConstant(g: Gen, x: X, env: Env | undefined): number | undefined {
  const inner = g.fork();
  const ctx = { ...inner.root('S', true), env };
  try {
    const js = inner.any(x, ctx);
    return linked<() => number>(link(inner, `${ctx.block.out}\nreturn ${js};`, discard).run)();
  } catch (e) {
    if (e instanceof TlaError && e.errorClass === 'evaluation') return undefined;
    if (e instanceof RangeError) return undefined;
    throw e;
  }
}

/** A layout for code that reads no state. */
export function emptyLayout(model: Model): Layout {
  return layoutOf(model.module.variables.map(() => ({ k: 'atom', size: 1 })));
}
