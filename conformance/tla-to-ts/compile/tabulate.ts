/**
 * Expressions whose value depends on nothing but the constants that an action is instantiated with, elements of constant sets and one
 * element of a set variable, such as the message `[type |-> "1a", bal |-> b]` and the test `m.type = "1b" /\ m.bal = b` of a message m:
 * each value is computed once, where it is first needed, and kept in a table.
 */
import type { ParamSym, X } from '../semantics/ir.ts';
import { TRUE } from '../values/heap.ts';
import { type Code, type Ctx, type Env, lookup, type Member } from './code.ts';
import type { Gen, Handler } from './gen.ts';

/** More values than this (for one element) are not kept. */
const MAX_TABLE = 1 << 14;
/** Smaller tests are as fast as a table. */
const MIN_TEST = 4;

/** What a value depends on: JavaScript of indices, each with how many there are, and an element. */
interface Axes {
  readonly constant: Map<string, number>;
  member: Member | undefined;
}

/** A handler for expressions of a kind that takes work to compute, or memory to build: by way of a table where that is possible. */
export function tabulating<K extends X['k']>(handler: Handler<K>): Handler<K> {
  return (g, x, ctx) => tabulated(g, x, ctx, (inner) => handler(g, x, inner)) ?? handler(g, x, ctx);
}

/** The value of `x` by way of a table; undefined where it depends on more, or is not worth one. */
function tabulated(g: Gen, x: X, ctx: Ctx, compute: (ctx: Ctx) => Code): Code | undefined {
  if (ctx.tabulating === true) return undefined;
  const axes: Axes = { constant: new Map(), member: undefined };
  if (!axesOf(g, x, ctx.env, axes)) return undefined;
  if (x.k === 'prim' && (axes.member === undefined || g.analysis.size(x) < MIN_TEST)) return undefined;
  const size = [...axes.constant.values()].reduce((n, m) => n * m, 1);
  if (size > MAX_TABLE) return undefined;
  const inner: Ctx = { ...g.branch(ctx), tabulating: true };
  const value = compute(inner);
  const { out } = ctx.block;
  if (value.rep === 'int' || (value.konst !== undefined && inner.block.out.empty)) {
    out.parts.push(inner.block.out);
    return value;
  }
  const at =
    [...axes.constant].reduce(
      (js, [i, m]) => (js === '' ? i : `(${js}) * ${m} + ${i}`),
      axes.member === undefined ? '' : ordinal(g, axes.member),
    ) || '0';
  const table = g.ref('V', { of: new Int32Array(size).fill(-2) });
  const t = g.name('t');
  out.line(`let ${t} = ${table}.of[${at}];\nif (${t} === -2 || ${t} === undefined) {`);
  out.parts.push(inner.block.out);
  out.line(`${t} = ${value.rep === 'id' ? value.js : g.toId(value)};\nKEEP(${table}, ${at}, ${t});\n}`);
  if (value.rep === 'bool') return { js: `(${t} === ${TRUE})`, rep: 'bool' };
  return { js: t, rep: 'id', ...(value.lazy === undefined ? {} : { lazy: value.lazy }) };
}

/** The number of an element. */
function ordinal(g: Gen, member: Member): string {
  if (member.ordinal === undefined) {
    member.ordinal = g.name('o');
    member.head.line(`const ${member.ordinal} = ord${member.variable}(${member.js});`);
  }
  return member.ordinal;
}

/** Collects what the value of `x` depends on; false where that is more than a table can have. `own`: parameters that are bound within. */
function axesOf(g: Gen, x: X, env: Env | undefined, axes: Axes, own: readonly ParamSym[] = []): boolean {
  if (!g.analysis.isStable(x)) return false;
  return g.analysis.free(x).every((sym) => {
    if (own.some((p) => p === sym)) return true;
    const binding = lookup(env, sym)?.binding;
    switch (binding?.k) {
      case 'code':
        return axisOf(g, binding.code, axes);
      case 'closure':
        return axesOf(g, binding.x, binding.env, axes);
      case 'operator': {
        const { op } = binding;
        return op.k === 'op' && op.body !== undefined && axesOf(g, op.body, binding.env, axes, op.params);
      }
      default:
        return false;
    }
  });
}

function axisOf(g: Gen, { konst, instance, pos, member }: Code, axes: Axes): boolean {
  if (konst !== undefined) return true;
  if (instance !== undefined) axes.constant.set(instance.js, instance.values.length);
  else if (pos !== undefined) axes.constant.set(pos.js, g.heap.size(pos.set));
  else if (member !== undefined && (axes.member === undefined || axes.member === member)) axes.member = member;
  else return false;
  return true;
}
