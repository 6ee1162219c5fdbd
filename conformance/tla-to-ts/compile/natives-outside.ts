/** Operators that read what lies outside of the specification: the environment, and files. What TLC reads from JSON it reads so. */
import { TlaError } from '../errors.ts';
import type { Outside } from '../semantics/run.ts';
import { FALSE, type Heap, K_STR, TRUE } from '../values/heap.ts';
import type { Gen } from './gen.ts';
import { id, type Native, type NativeTable, recordOf, sequenceOf, shared, value, wrongArgument } from './natives-support.ts';

/** An operator that needs the outside, and is refused by name where there is none. */
function outside(module: string, name: string, f: (outside: Outside, heap: Heap, ...args: number[]) => number): Native {
  return (g: Gen, args, ctx, loc) => {
    const found = g.model.run.outside;
    if (found === undefined) throw g.unsupported(`Operator ${name} of module ${module}, where there are no files and no environment,`, loc);
    const values = args.map((_, i) => g.tmpJs(ctx, g.id(value(args, i), ctx)));
    return id(g.at(loc, `${shared(g, name, f)}(${[shared(g, 'outside', found), 'H', ...values].join(', ')})`));
  };
}

function textOf(from: Outside, heap: Heap, name: string, path: number): string {
  return heap.kind(path) === K_STR ? from.read(heap.strVal(path)) : wrongArgument(heap, 'first', name, 'string', path);
}

/** A value of JSON: arrays are sequences, objects records, numbers integers of 32 bits; there is none for null. */
function fromJson(heap: Heap, node: unknown): number {
  if (typeof node === 'string') return heap.str(node);
  if (typeof node === 'boolean') return node ? TRUE : FALSE;
  if (typeof node === 'number') return heap.int(Math.trunc(node) | 0);
  if (Array.isArray(node))
    return sequenceOf(
      heap,
      node.map((n) => fromJson(heap, n)),
    );
  if (typeof node === 'object' && node !== null)
    return recordOf(heap, Object.fromEntries(Object.entries(node).map(([name, n]) => [name, fromJson(heap, n)])));
  throw new TlaError('evaluation', `Cannot convert value: unsupported JSON value ${JSON.stringify(node)}`);
}

function parsed(heap: Heap, text: string): number {
  let node: unknown;
  try {
    node = JSON.parse(text);
  } catch (error) {
    throw new TlaError('evaluation', `This is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return fromJson(heap, node);
}

export const IO_ENV: NativeTable = {
  IOEnv: outside('IOUtils', 'IOEnv', ({ environment }, heap) =>
    recordOf(heap, Object.fromEntries(Object.entries(environment).map(([name, v]) => [name, heap.str(v)]))),
  ),
};

export const JSON_FILES: NativeTable = {
  JsonDeserialize: outside('Json', 'JsonDeserialize', (from, heap, path) => parsed(heap, textOf(from, heap, 'JsonDeserialize', path))),
  // One value a line; empty lines are passed over.
  ndJsonDeserialize: outside('Json', 'ndJsonDeserialize', (from, heap, path) => {
    const lines = textOf(from, heap, 'ndJsonDeserialize', path).split(/\r?\n/);
    return sequenceOf(
      heap,
      lines.filter((line) => line.trim() !== '').map((line) => parsed(heap, line)),
    );
  }),
};
