/** Levels of expressions (Specifying Systems, 17.2): 0 constant, 1 state, 2 action, 3 temporal; parameters count as 0. */
import { forEachChild, type OpSym, type X } from './ir.ts';

const levels = new WeakMap<X, number>();

/** The level of an expression. Parameters count as constants; LET definitions and called operators are entered. */
export function levelOf(x: X): number {
  const known = levels.get(x);
  if (known !== undefined) return known;
  levels.set(x, 0); // a recursive definition sees 0 for itself and takes its level from the rest of its body
  const level = compute(x);
  levels.set(x, level);
  return level;
}

function compute(x: X): number {
  let level = 0;
  forEachChild(x, (c) => {
    level = Math.max(level, levelOf(c));
  });
  switch (x.k) {
    case 'ref':
      return x.sym.k === 'var' ? 1 : 0;
    case 'call':
      for (const a of x.args) if (a.k === 'opArg' && a.op.k === 'op') level = Math.max(level, levelOfOperator(a.op));
      return x.op.k === 'op' ? Math.max(level, levelOfOperator(x.op)) : level;
    case 'prim':
      // ENABLED A is a state predicate, whatever A is.
      return x.op === 'ENABLED' ? Math.min(level, 1) : Math.max(level, primitiveLevel(x.op, level));
    case 'boxAction':
    case 'angleAction':
      return Math.max(level, 2);
    case 'fairness':
      return 3;
    case 'unboundedQuant':
      return x.q === 'AA' || x.q === 'EE' ? 3 : level;
    default:
      return level;
  }
}

function primitiveLevel(op: string, argument: number): number {
  switch (op) {
    case "'":
      return argument === 0 ? 0 : 2;
    case 'UNCHANGED':
      return argument === 0 ? 0 : 2;
    case '[]':
    case '<>':
    case '~>':
    case '-+->':
      return 3;
    default:
      return 0;
  }
}

/** The level of a definition's body (0 for operators of the standard modules). */
export function levelOfOperator(op: OpSym): number {
  return op.body === undefined ? 0 : levelOf(op.body);
}
