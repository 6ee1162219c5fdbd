/**
 * Guard coverage: counters in the code of the actions, for what decides whether a step goes on. Off unless it is asked for; the code
 * is then the same as if there were no counters.
 *
 * A guard is a conjunct of an action that is neither an assignment nor UNCHANGED (nor TRUE, FALSE, Assert or a print), also below LET, IF, CASE, \E and in definitions
 * that the action calls. Conjunctions are taken apart, those of a called definition too; any other formula without primes is one
 * guard, however it is made: a disjunction, a quantifier, a call. The condition of an IF, a CASE or an implication around actions is a guard of the kind `branch`.
 */
import type { Loc } from '../errors.ts';
import { formatLoc } from '../errors.ts';
import type { X } from '../semantics/ir.ts';
import type { Analysis } from './analysis.ts';
import type { Ctx, Env, GuardPath } from './code.ts';
import type { Gen } from './gen.ts';

/** One guard of an action. Plain data: it may be sent to another thread. */
export interface GuardCoverage {
  /** `file:line:col`. */
  readonly at: string;
  /** Where the action calls the definition that the guard stands in, the outermost call first; absent in the action itself. */
  readonly via?: readonly string[];
  /** The source text, on one line. */
  readonly text: string;
  readonly kind: 'guard' | 'branch';
  /**
   * How often it was evaluated, everything before it having held, and was true or false: once for each state that was expanded,
   * each instance of the action and each witness of an \E around it. Only the difference between none and some says much.
   */
  readonly true: number;
  readonly false: number;
}

/** An action of the next-state relation, all its instances together. Plain data. */
export interface ActionCoverage {
  readonly name: string;
  /** The successors that it generated, known states included. */
  readonly fired: number;
  /** In the order of the text. */
  readonly guards: readonly GuardCoverage[];
}

const DIRECT: GuardPath = { calls: [], whole: false };

/** Statements that count a guard as true and as false. */
export interface Counter {
  readonly yes: string;
  readonly no: string;
}

interface Entry {
  readonly loc: Loc;
  readonly calls: readonly Loc[];
  readonly kind: GuardCoverage['kind'];
  readonly index: number;
}

/** The counters of a program. */
export class GuardTable {
  private readonly actions: Map<string, { readonly fired: number; readonly guards: Map<string, Entry> }> = new Map();
  private readonly js: string;
  private readonly slot: number;
  private size = 0;
  /** What was counted so far; the program's code adds to it. */
  counts: Float64Array = new Float64Array(0);

  constructor(g: Gen) {
    this.slot = g.link.refs.length;
    this.js = g.ref('G', undefined);
  }

  /** The counters of an action; `root` is where its code starts. */
  action(name: string, root: X): ActionCounters {
    let known = this.actions.get(name);
    if (known === undefined) {
      known = { fired: this.next(), guards: new Map() };
      this.actions.set(name, known);
    }
    const { guards } = known;
    return new ActionCounters(root, this.bump(known.fired), (loc, calls, kind) => {
      const key = [...calls, loc].map(formatLoc).join(' ') + kind;
      let entry = guards.get(key);
      if (entry === undefined) {
        entry = { loc, calls, kind, index: this.next() };
        this.next();
        guards.set(key, entry);
      }
      return { yes: this.bump(entry.index), no: this.bump(entry.index + 1) };
    });
  }

  private next(): number {
    this.size += 1;
    return this.size - 1;
  }

  private bump(index: number): string {
    return `${this.js}[${index}]++;`;
  }

  /** Makes room for the counts, once all of the program's text is there. */
  close(g: Gen): void {
    this.counts = new Float64Array(this.size);
    g.link.refs[this.slot] = this.counts;
  }

  /** What these counts say. */
  read(counts: Float64Array): readonly ActionCoverage[] {
    const count = (i: number): number => counts[i] ?? 0;
    return [...this.actions].map(([name, { fired, guards }]) => ({
      name,
      fired: count(fired),
      guards: [...guards.values()].sort(inText).map((e) => ({
        at: formatLoc(e.loc),
        ...(e.calls.length === 0 ? {} : { via: e.calls.map(formatLoc) }),
        text: textOf(e.loc),
        kind: e.kind,
        true: count(e.index),
        false: count(e.index + 1),
      })),
    }));
  }
}

/** What the compiler of an action asks for. */
export class ActionCounters {
  /** Counts a successor. */
  readonly fired: string;
  private readonly root: X;
  private readonly counter: (loc: Loc, calls: readonly Loc[], kind: GuardCoverage['kind']) => Counter;

  constructor(root: X, fired: string, counter: ActionCounters['counter']) {
    this.root = root;
    this.fired = fired;
    this.counter = counter;
  }

  /** The counter of an expression; undefined for what is no guard, and within one. */
  of(x: X, ctx: Ctx, kind: GuardCoverage['kind']): Counter | undefined {
    const path = ctx.path ?? DIRECT;
    if (path.whole || neverDecides(x)) return undefined;
    return this.counter(x.loc, path.calls, kind);
  }

  /** The context of the body of a definition that the action calls. */
  called(x: X, ctx: Ctx): Ctx {
    const path = ctx.path ?? DIRECT;
    return x === this.root ? ctx : { ...ctx, path: { ...path, calls: [...path.calls, x.loc] } };
  }

  /** The context within one guard. */
  within(ctx: Ctx): Ctx {
    return { ...ctx, path: { ...(ctx.path ?? DIRECT), whole: true } };
  }
}

/** Operators that are TRUE, or fail. */
const ALWAYS_TRUE = new Set(['Assert', 'Print', 'PrintT', 'TLCSet'].map((name) => `TLC!${name}`));

/** A conjunct that is there for what it does, or says nothing. */
function neverDecides(x: X): boolean {
  if (x.k === 'call') return x.op.k === 'op' && x.op.native !== undefined && ALWAYS_TRUE.has(x.op.native);
  return x.k === 'bool' || (x.k === 'prim' && x.op === 'UNCHANGED');
}

/** Is it one guard, whatever the compiler of an action does with its parts? */
export function isWholeGuard(analysis: Analysis, x: X, ctx: Ctx): boolean {
  if (ctx.path?.whole === true) return false;
  switch (x.k) {
    case 'quant':
    case 'if':
    case 'case':
    case 'fcnApply':
      break;
    case 'prim':
      if (x.op !== '\\/' && x.op !== '=>') return false;
      break;
    case 'call':
      if (isConjunction(analysis, x)) return false;
      break;
    default:
      return false;
  }
  return !primed(analysis, x, ctx.env);
}

/** Is it a conjunction, through definitions? */
function isConjunction(analysis: Analysis, x: X): boolean {
  if (x.k === 'let') return isConjunction(analysis, x.body);
  if (x.k !== 'call') return x.k === 'prim' && x.op === '/\\';
  const op = analysis.target(x.op);
  return op.k === 'op' && op.body !== undefined && !op.recursive && isConjunction(analysis, op.body);
}

/** Does it contain a prime, or a parameter that stands for something that does? */
function primed(analysis: Analysis, x: X, env: Env | undefined): boolean {
  if (analysis.hasPrime(x)) return true;
  for (let e = env; e !== undefined; e = e.outer) {
    const { sym, binding } = e;
    if (sym.k !== 'param' || !analysis.mentions(x, sym)) continue;
    if (binding.k === 'closure' && primed(analysis, binding.x, binding.env)) return true;
    if (binding.k === 'operator' && binding.op.k === 'op' && binding.op.body !== undefined && analysis.hasPrime(binding.op.body))
      return true;
  }
  return false;
}

function inText(a: Entry, b: Entry): number {
  const [p, q] = [
    [...a.calls, a.loc],
    [...b.calls, b.loc],
  ];
  for (let i = 0; i < Math.min(p.length, q.length); i++) {
    const [s, t] = [p[i], q[i]];
    if (s === undefined || t === undefined) break;
    if (s.source.path !== t.source.path) return s.source.path < t.source.path ? -1 : 1;
    if (s.line !== t.line) return s.line - t.line;
    if (s.col !== t.col) return s.col - t.col;
  }
  return p.length - q.length;
}

/** The text of a region on one line, without comments. */
function textOf(loc: Loc): string {
  const lines = loc.source.text.split(/\r?\n/).slice(loc.line - 1, loc.endLine);
  return lines
    .map((line, i) => line.slice(i === 0 ? loc.col - 1 : 0, i === lines.length - 1 ? loc.endCol - 1 : undefined))
    .map((line) => line.replace(/\\\*.*$/, ''))
    .join(' ')
    .replace(/\(\*.*?\*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
