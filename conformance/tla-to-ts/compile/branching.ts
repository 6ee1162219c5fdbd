/** Which conjuncts of an action may lead to more than one state. */
import type { OpSym, X } from '../semantics/ir.ts';
import type { Analysis } from './analysis.ts';

/** Could this, as a conjunct, lead to more than one state? `looking`: the definitions that are being looked into. */
export function mayBranch(analysis: Analysis, x: X, looking: Set<OpSym> = new Set()): boolean {
  const into = (y: X): boolean => mayBranch(analysis, y, looking);
  const intoDefinition = (op: OpSym, body: X): boolean => {
    if (looking.has(op)) return false;
    looking.add(op);
    const found = into(body);
    looking.delete(op);
    return found;
  };
  switch (x.k) {
    case 'prim':
      return x.op === '\\/' || (x.op === '/\\' && x.args.some(into)) || (x.op === '=>' && x.args[1] !== undefined && into(x.args[1]));
    case 'quant':
      return x.q === 'E' || into(x.body);
    case 'if':
      return into(x.then) || into(x.else);
    case 'case':
      return x.arms.some((a) => into(a.value)) || (x.other !== undefined && into(x.other));
    case 'let':
      return into(x.body);
    case 'call': {
      const op = analysis.target(x.op);
      return op.k === 'op' && op.body !== undefined && intoDefinition(op, op.body);
    }
    case 'fcnApply': {
      if (x.fn.k === 'fcn') return into(x.fn.body);
      const op = x.fn.k === 'call' ? analysis.target(x.fn.op) : undefined;
      return op?.k === 'op' && op.body?.k === 'fcn' && intoDefinition(op, op.body.body);
    }
    default:
      return false;
  }
}
