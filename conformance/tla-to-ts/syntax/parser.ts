/** From the text of a TLA+ file to its abstract syntax. */
import { Parser } from 'web-tree-sitter';
import type { Source } from '../errors.ts';
import { TlaError } from '../errors.ts';
import type { Module } from './ast.ts';
import type { Build } from './build-context.ts';
import { buildExpr } from './build-expr.ts';
import { buildDefinition, buildModule } from './build-module.ts';
import type { Grammar } from './grammar.ts';
import { grammarOrThrow } from './grammar.ts';
import type { Extent } from './input.ts';
import { inputOf, modulesOf, reader } from './input.ts';
import { checkLimits } from './limits.ts';
import { readTree } from './read-tree.ts';
import { explainSyntaxError } from './syntax-error.ts';
import type { Context, Cst } from './tree.ts';
import { contextOf, locAt, need } from './tree.ts';

/** Modules that were parsed lately, by path and text: the models of a specification have most of theirs in common. */
const parsed = new Map<string, Module>();
const MAX_PARSED = 64;

/**
 * Parses the first module of a file; what follows it is ignored, as in TLA+. The grammar must be loaded. Throws
 * `TlaError`, and nothing else, for a text that is not a module.
 */
export function parseModule(source: Source): Module {
  const key = `${source.path}\n${source.text}`;
  const known = parsed.get(key);
  if (known !== undefined) return known;
  const cx = contextOf(source);
  const module = parseExtent(cx, modulesOf(source.text)[0] ?? noModule(cx));
  if (parsed.size >= MAX_PARSED) parsed.clear();
  parsed.set(key, module);
  return module;
}

/** Parses every module of a file that holds several, in their order. */
export function parseModules(source: Source): readonly Module[] {
  const cx = contextOf(source);
  const extents = modulesOf(source.text);
  if (extents.length === 0) noModule(cx);
  return extents.map((extent) => parseExtent(cx, extent));
}

function noModule(cx: Context): never {
  throw new TlaError(
    'parse',
    'the file contains no module: a module starts with ---- MODULE Name ---- and ends with ====',
    locAt(cx, 0, 0),
  );
}

function unclosed(cx: Context, offset: number): TlaError {
  const comment = cx.source.text.startsWith('(*', offset);
  return new TlaError(
    'parse',
    comment ? 'this comment is never closed' : 'this string has no closing quote',
    locAt(cx, offset, offset + (comment ? 2 : 1)),
  );
}

function parseExtent(cx: Context, extent: Extent): Module {
  if (extent.unclosed !== undefined) throw unclosed(cx, extent.unclosed);
  const grammar = grammarOrThrow();
  const build: Build = { ...cx, expr: (node) => buildExpr(build, node), definition: (node) => buildDefinition(build, node, false) };
  try {
    const root = parseTree(grammar, cx, extent);
    const module = root.children.find((c) => c.type === 'module');
    return buildModule(build, need(cx, root, module));
  } catch (error) {
    throw tooDeep(error)
      ? new TlaError('unsupported', 'this module is nested too deeply', locAt(cx, extent.start, extent.start + 4), 'deep nesting')
      : error;
  }
}

/** Our own recursion ends with a RangeError, the parser's (which `checkLimits` should prevent) with a trap of WebAssembly. */
function tooDeep(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === 'RuntimeError');
}

function parseTree(grammar: Grammar, cx: Context, extent: Extent): Cst {
  const input = inputOf(cx.source.text, extent);
  checkLimits(cx, input);
  const parser = new Parser();
  try {
    parser.setLanguage(grammar.language);
    const tree = parser.parse(reader(input), null, { progressCallback: (state) => state.hasError }); // recovering from errors can take seconds
    if (tree === null) throw explainSyntaxError(parser, cx, input);
    try {
      if (tree.rootNode.hasError) throw explainSyntaxError(parser, cx, input);
      const cursor = tree.walk();
      try {
        return readTree(cursor, grammar, cx, input);
      } finally {
        cursor.delete();
      }
    } finally {
      tree.delete();
    }
  } finally {
    parser.delete();
  }
}
