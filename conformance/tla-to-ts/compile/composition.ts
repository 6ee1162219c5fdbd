/**
 * A \cdot B: from a state, a step of A and then one of B. The state in between is in no buffer of the program: A and B have buffers of
 * their own, and what comes out are the values that B gives to variables.
 */
import { linked } from '../cast.ts';
import type { VarSym, X, XOf } from '../semantics/ir.ts';
import { type Passed, parameterEnv, passedSymbols } from './arguments.ts';
import { copyCode, stateCode } from './buffers.ts';
import type { Code, Ctx, Mode } from './code.ts';
import type { Gen } from './gen.ts';
import { link } from './link.ts';
import { readVariable } from './state.ts';

/** What a composition leads to: for each way the values of the variables that B fixes, and how many states lay in between. */
interface Outcome {
  readonly between: number;
  readonly found: readonly (readonly number[])[];
}

/** Compiles an action into the block of a context (actions.ts); `emit` is called where a step is complete. */
export type CompileAction = (g: Gen, action: X, ctx: Ctx, emit: (ctx: Ctx) => void) => void;

type Load = (row: Int32Array, offset: number, fpA: number, fpB: number) => number;

/** One of the two actions, as a program of its own. */
interface Half {
  readonly load: Load;
  /** Calls `each` for every step: with the row of the next state (A), or the values of the variables that it fixes (B). */
  readonly run: (each: (x: never) => void, ...parameters: readonly number[]) => void;
}

/** Code that computes the outcome of a composition, from the current state; `fixes`: the variables that B fixes. */
function genComposition(
  g: Gen,
  x: XOf<'prim'>,
  ctx: Ctx,
  compile: CompileAction,
): { readonly js: string; readonly fixes: readonly VarSym[] } {
  const [a, b] = x.args;
  if (a === undefined || b === undefined || (ctx.mode === 'T' && !ctx.frozen))
    throw g.unsupported('Action composition of a state that is not complete', x.loc);
  const { symbols, values } = passedSymbols(g, x, ctx, 'Action composition');
  // As in TLC: what is fixed already is not changed by the first step.
  const fixed = ctx.frozen ? [] : [...ctx.assigned.keys()].sort((v, w) => v - w);
  const first = firstHalf(g, a, symbols, fixed, compile);
  const { half: second, fixes } = secondHalf(g, b, symbols, compile);
  let row = new Int32Array(64);
  const outcome = (size: number, store: (row: Int32Array, offset: number) => void, ...parameters: readonly number[]): Outcome => {
    if (size > row.length) row = new Int32Array(size * 2);
    store(row, 0);
    first.load(row, 0, 0, 0);
    let between = 0;
    const found: (readonly number[])[] = [];
    first.run(
      (t: Int32Array) => {
        between += 1;
        second.load(t, 0, 0, 0);
        second.run((u: readonly number[]) => void found.push(u), ...parameters);
      },
      ...parameters,
    );
    return { between, found };
  };
  const { mode } = ctx;
  const js = g.tmpJs(ctx, g.at(x.loc, `${g.ref('O', outcome)}(${[`len${mode}()`, `store${mode}`, ...values].join(', ')})`));
  return { js, fixes };
}

function firstHalf(g: Gen, action: X, symbols: Passed['symbols'], fixed: readonly number[], compile: CompileAction): Half {
  const inner = g.fork();
  const { variables } = inner.model.module;
  stateCode(inner);
  const assigned = new Map(fixed.map((v): readonly [number, Mode] => [v, 'S']));
  const ctx = { ...inner.root('S', false, assigned), env: parameterEnv(symbols) };
  compile(inner, action, ctx, (at) => {
    const missing = variables.filter((v) => !at.assigned.has(v.index));
    if (missing.length > 0) {
      const names = missing.map((v) => v.name).join(', ');
      inner.fail(at, `The first action of a composition does not specify the next value of ${names}`, action.loc);
      return;
    }
    const { out } = at.block;
    for (const v of variables) if (at.assigned.get(v.index) === 'S') out.line(copyCode(inner, v.index));
    out.line(`${inner.layout.sets.map((v) => `sort${v}();`).join(' ')} const r = new Int32Array(lenT()); storeT(r, 0); each(r);`);
  });
  return half(inner, ctx, symbols.length);
}

function secondHalf(g: Gen, action: X, symbols: Passed['symbols'], compile: CompileAction): { half: Half; fixes: readonly VarSym[] } {
  const inner = g.fork();
  const { variables } = inner.model.module;
  stateCode(inner);
  const ctx = { ...inner.root('S', false), env: parameterEnv(symbols) };
  let fixes: readonly VarSym[] | undefined;
  compile(inner, action, ctx, (at) => {
    const here = variables.filter((v) => at.assigned.has(v.index));
    fixes ??= here;
    if (here.length !== fixes.length || here.some((v) => !fixes?.includes(v)))
      throw g.unsupported('Action composition whose second action fixes now these variables, now those', action.loc);
    const values = here.map((v) => inner.toId(readVariable(inner, v, { ...at, mode: 'T' }, v.loc)));
    at.block.out.line(`each([${values.join(', ')}]);`);
  });
  return { half: half(inner, ctx, symbols.length), fixes: fixes ?? [] };
}

function half(g: Gen, ctx: Ctx, parameters: number): Half {
  const names = ['each', ...Array.from({ length: parameters }, (_, i) => `p${i}`)];
  const body = `return { load, run: (${names.join(', ')}) => {\n${ctx.block.out}\n} };`;
  return linked<() => Half>(link(g, body, () => {}).run)();
}

/** A \cdot B of a step whose two states are complete. */
export function genComposed(g: Gen, x: XOf<'prim'>, ctx: Ctx, compile: CompileAction): { readonly js: string; readonly rep: 'bool' } {
  const { js, fixes } = genComposition(g, x, ctx, compile);
  const values = fixes.map((v) => g.tmpJs(ctx, g.toId(readVariable(g, v, { ...ctx, mode: 'T' }, v.loc))));
  const same = values.map((v, i) => `u[${i}] === ${v}`).join(' && ') || 'true';
  return { js: `${js}.found.some((u) => ${same})`, rep: 'bool' };
}

/**
 * A loop over the outcomes of a composition. `each` writes what is done with one of them: there are the values of the variables that had none,
 * and a test of the others, which have one already. `counts`: do the states in between count as generated?
 */
export function overOutcomes(
  g: Gen,
  x: XOf<'prim'>,
  ctx: Ctx,
  { compile, counts }: { readonly compile: CompileAction; readonly counts: boolean },
  each: (values: readonly (readonly [VarSym, Code])[], test: string, inner: Ctx) => void,
): void {
  const { js, fixes } = genComposition(g, x, ctx, compile);
  if (counts) ctx.block.out.line(`X.passed?.(${js}.between);`);
  const u = g.name('u');
  const inner = g.loop(ctx);
  const values = fixes.map((v, i): readonly [VarSym, Code] => [v, { js: `${u}[${i}]`, rep: 'id' }]);
  const known = values.filter(([v]) => ctx.assigned.has(v.index));
  const tests = known.map(([v, { js: given }]) => `${given} === ${g.toId(readVariable(g, v, { ...inner, mode: 'T' }, x.loc))}`);
  each(
    values.filter((entry) => !known.includes(entry)),
    tests.join(' && ') || 'true',
    inner,
  );
  ctx.block.out.line(`for (const ${u} of ${js}.found) {`);
  ctx.block.out.parts.push(inner.block.out);
  ctx.block.out.line('}');
}
