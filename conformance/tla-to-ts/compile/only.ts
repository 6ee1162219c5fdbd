/** Recognises `\\E m \\in S : m.f = "text" /\\ ...`, in which elements with another text in that field can be passed over. */
import type { X } from '../semantics/ir.ts';
import { K_STR } from '../values/heap.ts';
import type { Gen } from './gen.ts';
import type { Only } from './sets.ts';

/** What the first conjunct of the body asks of the bound element, if it is a test of one field for a string. */
export function onlyOf(g: Gen, x: X & { readonly k: 'quant' }): Only | undefined {
  const [bound, ...others] = x.bounds;
  const [sym] = bound?.syms ?? [];
  if (bound === undefined || others.length > 0 || bound.tuple || bound.syms.length !== 1 || sym === undefined) return undefined;
  const test = firstConjunct(x.body);
  if (test.k !== 'prim' || test.op !== '=') return undefined;
  const [left, right] = test.args;
  if (left?.k !== 'dot' || left.rec.k !== 'ref' || left.rec.sym !== sym || right === undefined) return undefined;
  const text = g.constantOf(right);
  return text !== undefined && g.heap.kind(text) === K_STR ? { field: g.heap.str(left.field), text } : undefined;
}

function firstConjunct(x: X): X {
  if (x.k !== 'prim' || x.op !== '/\\') return x;
  const [first] = x.args;
  return first === undefined ? x : firstConjunct(first);
}
