import fc from 'fast-check';
import { beforeAll, describe, it } from 'vitest';
import { TlaError } from '../../../conformance/tla-to-ts/errors.ts';
import { parseConfig } from '../../../conformance/tla-to-ts/syntax/config.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';
import { parseModule } from '../../../conformance/tla-to-ts/syntax/parser.ts';
import { printModule } from '../../../conformance/tla-to-ts/syntax/print.ts';
import { sourceOf, withoutPlaces } from './support.ts';

beforeAll(loadGrammar);

const tokens = (
  '/\\ \\/ => <=> ~ = /= # \\in \\notin \\cup \\ + - -. * % ^ .. < > <= SUBSET UNION DOMAIN UNCHANGED ENABLED [] <> ~> \\o @@ :> (+) \\X ' +
  "' ^+ ( ) [ ] { } << >> >>_x ]_x , : :: ! @ == <- -> |-> . \\A \\E \\AA CHOOSE IF THEN ELSE CASE OTHER LET IN LAMBDA EXCEPT INSTANCE WITH " +
  'LOCAL RECURSIVE CONSTANT VARIABLES ASSUME THEOREM PROVE NEW PROOF BY QED <1> <1>1. OBVIOUS x y f Op(x) "s" 12 1.5 \\b101 TRUE BOOLEAN Nat ' +
  'WF_x SF_<<x>> ---- MODULE EXTENDS ==== (* *) \\* " _ ∈ ∧ ≜ ⟨ □ lbl f[x] {}'
)
  .split(' ')
  .concat(['\n', '\n  ', '\n    ', '\t', '\n/\\ ', '\n  \\/ ', '\u0000', '\ud800', '😀', '\r\n']);

/** Either a module, which survives printing, or an error with a place inside of the text. */
function check(text: string): void {
  try {
    const module = parseModule(sourceOf(text));
    const again = parseModule(sourceOf(printModule(module)));
    if (withoutPlaces(again) !== withoutPlaces(module)) throw new Error('printing changed the module');
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
    error.render();
    const lines = text.split('\n');
    const { line = 1, col = 1 } = error.loc ?? {};
    if (!(line >= 1 && line <= lines.length && col >= 1 && col <= (lines[line - 1] ?? '').length + 1))
      throw new Error(`place ${line}:${col}`);
  }
}

function checkConfig(text: string): void {
  try {
    parseConfig(sourceOf(text));
  } catch (error) {
    if (!(error instanceof TlaError)) throw error;
  }
}

describe('nothing but a TlaError leaves the parsers', () => {
  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        check(text);
        check(`---- MODULE M ----\n${text}`);
        check(`---- MODULE M ----\nd == ${text}\n====`);
        checkConfig(text);
        checkConfig(`CONSTANT ${text}`);
      }),
      { numRuns: 300 },
    );
  });

  it('for the tokens of TLA+ in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 30 }), (list) => {
        const text = list.join(' ');
        check(`---- MODULE M ----\n${text}\n====`);
        check(`---- MODULE M ----\nd == ${text}\n====`);
        checkConfig(text);
      }),
      { numRuns: 600 },
    );
  });

  it('for short expressions of any tokens, of which many are right', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...tokens), { maxLength: 6 }), (list) =>
        check(`---- MODULE M ----\nd == ${list.join(' ')}\n====`),
      ),
      { numRuns: 2000 },
    );
  });
});
