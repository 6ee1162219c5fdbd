/**
 * ENABLED A: is there a step that satisfies A from this state? It is looked for with buffers of its own, because the expression may stand
 * where the next state is under construction.
 */
import { linked } from '../cast.ts';
import { type Loc, TlaError } from '../errors.ts';
import type { OwnAction, X, XOf } from '../semantics/ir.ts';
import { ActionCompiler } from './actions.ts';
import { parameterEnv, passedSymbols } from './arguments.ts';
import { stateCode } from './buffers.ts';
import type { Code, Ctx } from './code.ts';
import { type Gen, NO_VALUE_YET } from './gen.ts';
import { ATOM, layoutOf } from './layout.ts';
import { link } from './link.ts';

/** A program of its own, for one action. */
interface Finder {
  readonly load: (row: Int32Array, offset: number, fpA: number, fpB: number) => number;
  readonly find: (...parameters: readonly number[]) => boolean;
}

/** Compiles ENABLED A; what A needs of its surroundings is passed to it. */
export function genEnabled(g: Gen, x: XOf<'prim'>, ctx: Ctx): Code {
  const [action] = x.args;
  if (action === undefined || (ctx.mode === 'T' && !ctx.frozen)) throw g.unsupported('ENABLED of a state that is not complete', x.loc);
  if (x.own !== undefined) return genOwnEnabled(g, x.own, ctx, x.loc);
  const { mode } = ctx;
  const { symbols, values } = passedSymbols(g, action, ctx, 'ENABLED');
  const key = `enabled ${mode} ${g.ordinal(action)}`;
  let name = g.functions.get(key);
  if (name === undefined) {
    name = g.name('enabled');
    g.functions.set(key, name);
    const finder = g.ref('N', finderOf(g.fork(), action, symbols));
    const parameters = values.map((_, i) => `p${i}`).join(', ');
    g.link.globals.line(
      `let ${name}r = new Int32Array(64);\nfunction ${name}(${parameters}) { const n = len${mode}(); if (n > ${name}r.length) ${name}r = new Int32Array(n * 2); store${mode}(${name}r, 0); ${finder}.load(${name}r, 0, 0, 0); return ${finder}.find(${parameters}); }`,
    );
  }
  return { js: g.at(x.loc, `${name}(${values.join(', ')})`), rep: 'bool' };
}

/** ENABLED of an action of an instance whose variables are replaced: they are a state of their own. */
export function genOwnEnabled(g: Gen, own: OwnAction, ctx: Ctx, loc: Loc): Code {
  const { variables, sub } = own;
  const action: X = sub === undefined ? own.action : { k: 'angleAction', action: own.action, sub, loc: own.action.loc };
  const { symbols, values } = passedSymbols(g, action, ctx, 'ENABLED');
  const key = `enabled ${g.ordinal(own.action)}`;
  let name = g.functions.get(key);
  if (name === undefined) {
    const model = { ...g.model, module: { ...g.model.module, variables } };
    const { load, find } = finderOf(g.fork(model, layoutOf(variables.map(() => ATOM))), action, symbols);
    const row = new Int32Array(variables.length);
    name = g.ref('enabled', (...all: readonly number[]): boolean => {
      row.set(all.slice(0, row.length));
      load(row, 0, 0, 0);
      return find(...all.slice(row.length));
    });
    g.functions.set(key, name);
  }
  const state = own.values.map((v) => g.tmpJs(ctx, g.id(v, ctx)));
  return { js: g.at(loc, `${name}(${[...state, ...values].join(', ')})`), rep: 'bool' };
}

function finderOf(inner: Gen, action: X, symbols: ReturnType<Gen['analysis']['free']>): Finder {
  stateCode(inner);
  const names = symbols.map((_, i) => `p${i}`);
  const ctx = { ...inner.root('S', false), env: parameterEnv(symbols) };
  const flag = compileEnabled(
    inner,
    action.k === 'angleAction' ? action.action : action,
    action.k === 'angleAction' ? action.sub : undefined,
    ctx,
  );
  const body = `return { load, find: (${names.join(', ')}) => {\n${ctx.block.out}\nreturn ${flag};\n} };`;
  const { load, find } = linked<() => Finder>(link(inner, body, () => {}).run)();
  return { load, find: (...parameters) => orRefused(() => find(...parameters), action.loc) };
}

/**
 * Where an action reads a next value that it does not fix, or only later, there may be a step nevertheless: Such a step is not looked for, and that is said. @throws TlaError `unsupported`
 */
export function orRefused(find: () => boolean, loc: Loc): boolean {
  try {
    return find();
  } catch (e) {
    if (e instanceof TlaError && e.message.includes(NO_VALUE_YET))
      throw new TlaError(
        'unsupported',
        `ENABLED of an action that reads the next value of what it does not assign: ${e.message}`,
        loc,
        'ENABLED',
      );
    throw e;
  }
}

/**
 * Looks for a step that satisfies `action`, and, if there is a `sub`, changes that; the next state's buffers are written to. @returns the
 * name of a variable that tells whether there is one
 */
export function compileEnabled(g: Gen, action: X, sub: X | undefined, ctx: Ctx): string {
  const flag = g.name('en');
  ctx.block.out.line(`let ${flag} = false;`);
  const changed: X | undefined = sub && {
    k: 'prim',
    op: '~',
    args: [{ k: 'prim', op: 'UNCHANGED', args: [sub], loc: sub.loc }],
    loc: sub.loc,
  };
  new ActionCompiler(g, false, (at) => {
    if (sub === undefined || changed === undefined) return at.block.out.line(`${flag} = true;`);
    const open = g.analysis.variables(sub).filter((v) => !at.assigned.has(v));
    if (open.length > 0) {
      // It might be said to be enabled, as they may take any value; TLC takes it for a mistake.
      const names = open.map((v) => g.model.module.variables[v]?.name).join(', ');
      g.fail(at, `The action A of <<A>>_v, WF_v(A) or SF_v(A) does not specify the next value of ${names}, which occurs in v`, sub.loc);
      return;
    }
    const inner = g.branch({ ...at, env: ctx.env });
    const js = g.bool(changed, inner);
    at.block.out.line(`if (!${flag}) {`);
    at.block.out.parts.push(inner.block.out);
    at.block.out.line(`${flag} = ${js};\n}`);
  }).compile(action, ctx);
  return flag;
}
