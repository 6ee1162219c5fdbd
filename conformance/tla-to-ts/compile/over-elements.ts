/** A loop that may be left and gone on with, as every way in which its body holds goes on to the next element. */
import type { X } from '../semantics/ir.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';

/**
 * For all elements of a set, one after another, whatever is done for one of them going on to the next: a function that calls itself.
 * `each` writes what is done, with the call that goes on; `done` what comes after the last element.
 */
export function overElements(
  g: Gen,
  set: X,
  ctx: Ctx,
  done: (ctx: Ctx) => void,
  each: (element: Code, inner: Ctx, next: string) => void,
): void {
  const [s, f, i] = [g.name('s'), g.name('k'), g.name('i')];
  const after = g.loop(ctx);
  done(after);
  const inner = g.loop(ctx);
  each(g.tmp(inner, { js: `H.elem(${s}, ${i})`, rep: 'id' }), inner, `${f}(${i} + 1);`);
  const { out } = ctx.block;
  out.line(`const ${s} = SET(${g.any(set, ctx)}, ${g.loc(set.loc)});\nconst ${f} = (${i}) => {\nif (${i} === H.size(${s})) {`);
  out.parts.push(after.block.out);
  out.line('return;\n}');
  out.parts.push(inner.block.out);
  out.line(`};\n${f}(0);`);
}
