/** Linking generated text to a running function. */
import { linked } from '../cast.ts';
import type { Gen } from './gen.ts';
import { createRuntime } from './runtime.ts';

/** Turns the text of a function body, with the globals of its generator, into a function. */
export function link(g: Gen, body: string, onPrint: (text: string) => void): { readonly run: unknown; readonly text: string } {
  const rt = createRuntime(g.heap, g.link.locs, onPrint);
  const text = [
    '"use strict";',
    `const {${Object.keys(rt).join(', ')}} = rt;`,
    // P: the place of the expression under evaluation; ES, ET: which current and which next state this is.
    'let P = -1, ES = 1, ET = 0;',
    String(g.link.globals),
    `return function () {\n${body}\n};`,
  ].join('\n');
  const factory = linked<(h: unknown, r: unknown, rt: unknown) => unknown>(new Function('H', 'R', 'rt', text));
  return { run: factory(g.heap, g.link.refs, rt), text };
}
