/** TLCGet, TLCSet and their like: what a specification reads, and sets, of the run that checks it. As TLC with one worker. */
import { TlaError } from '../errors.ts';
import type { Run } from '../semantics/run.ts';
import { FALSE, type Heap, K_STR, TRUE } from '../values/heap.ts';
import type { Code, Ctx } from './code.ts';
import type { Gen } from './gen.ts';
import { randomElement, randomSetOfSubsets, randomSubset } from './natives-random.ts';
import {
  applyOperator,
  id,
  int,
  type Native,
  type NativeTable,
  operator,
  recordOf,
  sequenceOf,
  setOf,
  shared,
  statement,
  value,
  wrongArgument,
} from './natives-support.ts';

/** The run, in generated code. */
function runOf(g: Gen): string {
  return shared(g, 'run', g.model.run);
}

/**
 * A function of the run and of values, called where it stands: what it reads changes while the code runs. `any`: sets reach it in lazy
 * form, too.
 */
function onRun(name: string, f: (run: Run, heap: Heap, ...args: number[]) => number, form: 'id' | 'any' = 'id'): Native {
  return (g, args, ctx, loc) => {
    const values = args.map((_, i) => g.tmpJs(ctx, g[form](value(args, i), ctx)));
    return g.tmp(ctx, id(g.at(loc, `${shared(g, name, f)}(${[runOf(g), 'H', ...values].join(', ')})`)));
  };
}

/** TLCGet("level"): the state that the expression is about, counted from the initial one. */
function level(g: Gen, ctx: Ctx): Code {
  const run = runOf(g);
  if (ctx.mode === 'S') return int(`${run}.level`);
  // While a state is being determined it has a level only if there is one before it.
  return int(ctx.frozen ? `(${run}.level + 1)` : `(${run}.level && ${run}.level + 1)`);
}

/** Java's properties: those that stand for a feature of TLC which is there, and those that were set; the others are not known to TLC either. */
const PROPERTIES: ReadonlyMap<string, string> = new Map([['-Dtlc2.tool.impl.Tool.cdot', 'true']]);

function stored(run: Run, heap: Heap, key: number): number | undefined {
  if (heap.isInt(key)) return run.registers.get(heap.intVal(key));
  const name = heap.kind(key) === K_STR ? heap.strVal(key) : '';
  if (name.startsWith('s:')) return run.registers.get(name);
  if (name.startsWith('-D')) return run.registers.get(name) ?? heap.str(PROPERTIES.get(name) ?? name);
  return named(run, heap, name);
}

function get(run: Run, heap: Heap, key: number): number {
  if (heap.isInt(key) ? heap.intVal(key) < 0 : heap.kind(key) !== K_STR)
    throw new TlaError('evaluation', `The argument of TLCGet should be a nonnegative integer, but instead it is:\n${heap.toText(key)}`);
  const found = stored(run, heap, key);
  if (found !== undefined) return found;
  throw new TlaError('evaluation', `TLCGet(${heap.isInt(key) ? heap.intVal(key) : heap.strVal(key)}) was undefined.`);
}

function getOrDefault(run: Run, heap: Heap, key: number, otherwise: number): number {
  return stored(run, heap, key) ?? otherwise;
}

function set(run: Run, heap: Heap, key: number, v: number): void {
  const name = heap.kind(key) === K_STR ? heap.strVal(key) : '';
  if (heap.isInt(key) && heap.intVal(key) >= 0) run.registers.set(heap.intVal(key), v);
  else if (name === 'exit') run.ended ||= v === TRUE;
  else if (name.startsWith('s:')) run.registers.set(name, v);
  else if (name.startsWith('-D')) run.registers.set(name, heap.str(heap.toText(v)));
  else if (name === 'pause') throw new TlaError('unsupported', 'TLCSet("pause", ...) is not supported', undefined, 'TLCSet("pause")');
  else wrongArgument(heap, 'first', 'TLCSet', 'nonnegative integer', key);
}

/** TLCGet of a name. */
function named(run: Run, heap: Heap, name: string): number | undefined {
  const { options } = run;
  const counts = run.statistics();
  const searching = options.mode === 'bfs';
  switch (name) {
    case 'level':
      return heap.int(run.level);
    // TLC counts behaviours under this name in a simulation.
    case 'diameter':
      return heap.int(searching ? counts.diameter : (counts.traces ?? 0));
    case 'generated':
    case 'distinct':
    case 'queue':
      return searching ? heap.int(counts[name]) : undefined;
    case 'duration':
      return heap.int(run.seconds());
    case 'stats':
      return statistics(run, heap);
    case 'config':
      return configuration(run, heap);
    case 'action':
      return actionOf(run, heap);
    case 'all':
      return allRegisters(run, heap);
    default:
      return undefined;
  }
}

function statistics(run: Run, heap: Heap): number {
  const { generated, distinct, initial, queue, diameter, traces } = run.statistics();
  const common = { generated, distinct, worker: 0, duration: run.seconds() };
  const counts = traces === undefined ? { ...common, initial, queue, diameter } : { ...common, traces };
  return recordOf(heap, Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, heap.int(n)])));
}

function configuration(run: Run, heap: Heap): number {
  const { mode, checkDeadlock, seed, depth, traces } = run.options;
  return recordOf(heap, {
    mode: heap.str(mode),
    deadlock: checkDeadlock ? TRUE : FALSE,
    worker: heap.int(1),
    seed: heap.str(String(seed)),
    ...(depth === undefined ? {} : { depth: heap.int(depth) }),
    ...(traces === undefined ? {} : { traces: heap.int(traces) }),
  });
}

/** TLC knows the step that led to the current state in a simulation only; else it says so by this record. */
function actionOf({ action }: Run, heap: Heap): number {
  const place = (beginLine: number, beginColumn: number, endLine: number, endColumn: number, module: string): number =>
    recordOf(heap, {
      beginLine: heap.int(beginLine),
      beginColumn: heap.int(beginColumn),
      endLine: heap.int(endLine),
      endColumn: heap.int(endColumn),
      module: heap.str(module),
    });
  if (action === undefined) return recordOf(heap, { name: heap.str('UnnamedAction'), location: place(0, 0, 0, 0, '--TLA+ BUILTINS--') });
  const { name, loc, parameters } = action;
  const file = loc.source.path.replace(/^.*[\\/]/, '').replace(/\.tla$/, '');
  const location = place(loc.line, loc.col, loc.endLine, loc.endCol - 1, file);
  const common = { name: heap.str(name), location };
  if (parameters.length === 0) return recordOf(heap, common);
  return recordOf(heap, {
    ...common,
    context: recordOf(heap, Object.fromEntries(parameters.map((p) => [p.name, p.value]))),
    parameters: sequenceOf(
      heap,
      parameters.map((p) => heap.str(p.name)),
    ),
  });
}

/** Each register with what it holds in each worker: there is one. */
function allRegisters({ registers }: Run, heap: Heap): number {
  const numbers = [...registers.keys()].filter((key) => typeof key === 'number').sort((a, b) => a - b);
  const domain = setOf(
    heap,
    numbers.map((n) => heap.int(n)),
  );
  const values = numbers.map((n) => sequenceOf(heap, [registers.get(n) ?? 0]));
  const base = heap.begin();
  for (const v of values) heap.push(v);
  return heap.fnFrom(domain, base);
}

/** Names that say something of TLC itself, or of the specification as TLC has it. */
const REFUSED: ReadonlySet<string> = new Set(['revision', 'spec', 'all:named']);

const reading = onRun('TLCGet', get);

const tlcGet: Native = (g, args, ctx, loc) => {
  const key = g.constantOf(value(args, 0));
  const name = key !== undefined && g.heap.kind(key) === K_STR ? g.heap.strVal(key) : '';
  if (REFUSED.has(name)) throw g.unsupported(`TLCGet("${name}")`, loc);
  return name === 'level' ? level(g, ctx) : reading(g, args, ctx, loc);
};

function tlcSet(g: Gen, key: string, v: string, ctx: Ctx, loc: Parameters<Native>[3]): Code {
  return statement(ctx, g.at(loc, `${shared(g, 'TLCSet', set)}(${runOf(g)}, H, ${key}, ${v})`));
}

export const TLC_RUN: NativeTable = {
  TLCGet: tlcGet,
  TLCSet: (g, args, ctx, loc) => tlcSet(g, g.tmpJs(ctx, g.id(value(args, 0), ctx)), g.tmpJs(ctx, g.id(value(args, 1), ctx)), ctx, loc),
  JavaTime: onRun('JavaTime', (_run, heap) => heap.int(Math.floor(Date.now() / 1000) % 2 ** 31)),
  RandomElement: onRun('RandomElement', (run, heap, s) => randomElement(heap, run.chance, s), 'any'),
};

export const TLC_EXT_RUN: NativeTable = {
  TLCGetOrDefault: onRun('TLCGetOrDefault', getOrDefault),
  // The value before it was set.
  TLCGetAndSet: (g, args, ctx, loc) => {
    const key = g.tmpJs(ctx, g.id(value(args, 0), ctx));
    const v = g.tmpJs(ctx, g.id(value(args, 2), ctx));
    const otherwise = g.tmpJs(ctx, g.id(value(args, 3), ctx));
    const before = g.tmp(ctx, id(g.at(loc, `${shared(g, 'TLCGetOrDefault', getOrDefault)}(${runOf(g)}, H, ${key}, ${otherwise})`)));
    const after = g.tmpJs(ctx, g.toId(applyOperator(g, operator(args, 1), [before, id(v)], ctx, loc)));
    tlcSet(g, key, after, ctx, loc);
    return before;
  },
};

export const RANDOMIZATION: NativeTable = {
  RandomSubset: onRun('RandomSubset', (run, heap, k, s) => randomSubset(heap, run.chance, k, s), 'any'),
  RandomSetOfSubsets: onRun('RandomSetOfSubsets', (run, heap, k, n, s) => randomSetOfSubsets(heap, run.chance, k, n, s), 'any'),
};
