/** What the tests of a core are called: each names the source of what it checks. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** The titles of all tests in a text, each after those of the suites around it. */
export function titles(text: string): readonly string[] {
  const found: string[] = [];
  const go = (node: ts.Node, around: string): void => {
    const isCall = ts.isCallExpression(node) && node.arguments.length > 1;
    const callee = isCall ? /^(describe|it|test)\b/.exec(node.expression.getText())?.[1] : undefined;
    if (!isCall || callee === undefined) return ts.forEachChild(node, (child) => go(child, around));
    const title = node.arguments[0];
    const chain = `${around}${title !== undefined && ts.isStringLiteralLike(title) ? title.text : ''}`;
    if (callee === 'describe') ts.forEachChild(node, (child) => go(child, `${chain}: `));
    else found.push(chain);
  };
  go(ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.ESNext, true), '');
  return found;
}

/** The titles that name no source of the kind that is asked for. */
export function unnamed(text: string, named: RegExp): readonly string[] {
  return titles(text).filter((title) => !named.test(title));
}

/** The tests in a folder by the name of their file, without those that check something else. */
export function testsIn(folder: URL, beside: readonly string[]): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.ts') && !beside.includes(name));
  return new Map(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}

/** Those of these functions that no test calls. */
export function uncalled(functions: readonly string[], texts: ReadonlyMap<string, string>): readonly string[] {
  const all = [...texts.values()].join('\n');
  return functions.filter((name) => !new RegExp(`\\b${name}\\(`).test(all));
}
