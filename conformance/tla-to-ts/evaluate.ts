/** Evaluating single expressions: for tests, for the tools that show values, and for questions about the semantics. */
import { linked } from './cast.ts';
import { createGen, emptyLayout } from './compile/evaluate.ts';
import { link } from './compile/link.ts';
import { type Source, TlaError, withPlace } from './errors.ts';
import type { ResolvedModule, X } from './semantics/ir.ts';
import { levelOf } from './semantics/levels.ts';
import { buildModel } from './semantics/model.ts';
import { type ModuleReader, resolveModule } from './semantics/modules.ts';
import { parseConfig } from './syntax/config.ts';
import { parseModule, parseModules } from './syntax/parser.ts';
import { Heap } from './values/heap.ts';

export interface EvaluateOptions {
  /** Modules that the expression uses. */
  readonly extends?: readonly string[];
  /** Definitions that the expression uses, as TLA+ text. */
  readonly definitions?: string;
  /** Where modules come from that are not part of the engine's library. */
  readonly read?: ModuleReader;
  /** Where TLC's Print and PrintT write. */
  readonly onPrint?: (text: string) => void;
}

/** A value and the heap that it lives in. */
export interface Evaluated {
  readonly heap: Heap;
  readonly value: number;
  /** The value as TLC prints it. */
  readonly text: string;
}

const MODULE = 'Expression';

/** Evaluates a constant expression. The grammar must be loaded. @throws TlaError */
export function evaluateExpression(expression: string, options: EvaluateOptions = {}): Evaluated {
  const names = options.extends ?? [];
  const text = [
    `---- MODULE ${MODULE} ----`,
    names.length === 0 ? '' : `EXTENDS ${names.join(', ')}`,
    options.definitions ?? '',
    `Value == ${expression}`,
    '====',
    '',
  ].join('\n');
  const source: Source = { path: `${MODULE}.tla`, text };
  const module = resolveModule(parseModule(source), {
    read: options.read ?? (() => undefined),
    parse: parseModule,
    parseAll: parseModules,
  });
  return evaluateDefinition(module, 'Value', options.onPrint);
}

/** Evaluates a definition without arguments, of a module without constants. @throws TlaError */
export function evaluateDefinition(module: ResolvedModule, name: string, onPrint: (text: string) => void = () => {}): Evaluated {
  const heap = new Heap();
  const model = buildModel(module, parseConfig({ path: `${module.name}.cfg`, text: '' }), heap);
  const op = module.lookup(name);
  if (op?.k !== 'op') throw new Error(`internal: ${name} is no definition`);
  const x: X = { k: 'call', op, args: [], loc: op.loc };
  const g = createGen(model, emptyLayout(model));
  if (levelOf(x) > 0) throw new TlaError('parse', 'Only constant expressions can be evaluated', op.loc);
  const ctx = g.root('S', true);
  const js = g.any(x, ctx);
  const run = linked<() => number>(link(g, `${ctx.block.out}\nreturn ${js};`, onPrint).run);
  const value = withPlace(run, () => x.loc);
  return { heap, value, text: heap.toText(value) };
}
