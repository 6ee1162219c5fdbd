/** Names come from our own reading of a specification, which is that of a model as far as it can be; and types that cannot be written are refused. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS as PAXOS } from '../../../conformance/bindings/generated/paxos.ts';
import { ACTIONS as PULL_RAFT } from '../../../conformance/bindings/generated/pull-raft.ts';
import { ACTIONS as RAFT } from '../../../conformance/bindings/generated/raft.ts';
import { typesFromApalache } from '../../../conformance/codegen/index.ts';
import { actionsOf, parametersOf } from '../../../conformance/codegen/next-actions.ts';
import { moduleReader } from '../../../conformance/engines/embedded/load.ts';
import { loadModule } from '../../../conformance/tla-to-ts/index.ts';
import type { ResolvedModule } from '../../../conformance/tla-to-ts/semantics/ir.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { SPEC } from './specs.ts';

beforeAll(loadGrammar);

/** The names of the actions of a next-state relation, with those of their parameters. */
function named(module: ResolvedModule): readonly (readonly [name: string, parameters: readonly string[]])[] {
  const next = module.lookup('Next');
  if (next?.k !== 'op') throw new Error('there is no Next');
  return actionsOf(next).map((action) => [action.name, parametersOf(action).map((p) => p.name)]);
}

describe('without a model the actions are named as in one', () => {
  it.each([
    ['paxos/MCPaxos', PAXOS],
    // The model that the generated file is of has no reads, and so no values of a read's parameters.
    ['raft/MCRaft', { ...RAFT, ClientRead: ['i', 'r'] }],
    ['pull-raft/MCPullRaft', PULL_RAFT],
  ])('%s', (name, generated) => {
    const path = join(SPEC, `${name}.tla`);
    const module = loadModule({ path, text: readFileSync(path, 'utf8') }, moduleReader(SPEC, [join(SPEC, 'consensus')]));
    expect(named(module)).toEqual(Object.entries(generated));
  });
});

const BOX = `---- MODULE Box ----
EXTENDS Integers, Sequences
CONSTANTS Item, Size
VARIABLES held, last
Init == held = {} /\\ last = 0
Put(i) == held' = held \\cup {i} /\\ UNCHANGED last
Take(i) == held' = held \\ {i} /\\ UNCHANGED last
Count(n) == last' = n /\\ UNCHANGED held
Tick(n) == last' = n /\\ UNCHANGED held
Fill == \\E i \\in Item : Put(i)
Next == Fill \\/ (\\E i \\in held : Take(i)) \\/ Tick(last + 1) \\/ \\E n \\in 1..Size : Count(n)
====
`;
const texts = (entries: Readonly<Record<string, string>>) => new Map(Object.entries(entries));
const box = (last: string, put = '((ITEM) => Bool)') => {
  const module = loadModule({ path: 'Box.tla', text: BOX }, () => undefined);
  const operators = texts({ Put: put, Count: '((Int) => Bool)' });
  return typesFromApalache(
    module,
    'Next',
    { constants: texts({ Item: 'Set(ITEM)' }), variables: texts({ held: 'Set(ITEM)', last }), operators },
    [],
  );
};

describe('types from Apalache', () => {
  it('are those of actions, too, and of what they are called with where that is constant', () => {
    const text = box('Int');
    expect(text).toContain('/** An element of Item, to Apalache of type ITEM. */\nexport type Item = string;');
    expect(text).toContain('  readonly held: ReadonlySet<Item>;\n  readonly last: number;');
    expect(text).toContain("  Put: ['i'],\n  Next: [],\n  Tick: [],\n  Count: ['n'],\n");
    expect(text).toContain("{ readonly type: 'Put'; readonly i: Item }");
  });

  it('are written as the emitter writes what was learned', () => {
    expect(box('(KEY -> { a: Bool, b: Seq(<<Int, Str>>) })')).toContain(
      'readonly last: Readonly<Record<KEY, { readonly a: boolean; readonly b: readonly (readonly [number, string])[] }>>;',
    );
    expect(box('(KEY -> Int)')).toContain("/** A value of Apalache's type KEY. */\nexport type KEY = string;");
    expect(box('Set([a: Int, b: (Int -> Int)])')).toContain(
      'readonly last: ReadonlySet<{ readonly a?: number; readonly b?: ReadonlyMap<number, number> }>;',
    );
  });

  it.each([
    ['a12', /^The type that Apalache finds for last is left open$/],
    ['{ a: Int, r }', /^The type that Apalache finds for last is a record whose other fields are left open$/],
    ['Some(Int) | None(UNIT)', /^The type that Apalache finds for last is a variant/],
    ['((Int) => Int)', /^The type that Apalache finds for last is that of an operator$/],
    ['Set(', /^Apalache writes a type that cannot be read: Set\($/],
  ])('are refused: %s', (type, message) => {
    expect(() => box(type)).toThrow(message);
  });

  it('are refused where an action has none that fits', () => {
    expect(() => box('Int', '((a1) => Bool)')).toThrow('The type that Apalache finds for the parameter i of Put is left open');
    expect(() => box('Int', '(() => Bool)')).toThrow('The type that Apalache finds for Put is not that of an operator with parameters');
    expect(() => box('Int', 'Bool')).toThrow('The type that Apalache finds for Put is not that of an operator');
  });
});
