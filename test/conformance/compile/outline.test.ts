/** Formulas that are divided into functions say what they said: on our own models, where the alternatives of every disjunction become functions. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from '../../../conformance/cli/files.ts';
import { checkModel, loadModel } from '../../../conformance/tla-to-ts/index.ts';
import { loadGrammar } from '../../../conformance/tla-to-ts/syntax/grammar-node.ts';

beforeAll(loadGrammar);

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Recorded {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  readonly result: string;
  readonly violates?: string;
  readonly generated?: number;
  readonly distinct?: number;
  readonly depth?: number;
}

function recorded(protocol: string, name: string): Recorded {
  const manifest: { readonly models: readonly Recorded[] } = JSON.parse(readFileSync(`${root}/spec/${protocol}/manifest.json`, 'utf8'));
  const found = manifest.models.find((m) => m.name === name);
  if (found === undefined) throw new Error(`no model ${name}`);
  return found;
}

describe('our models, divided everywhere', () => {
  it.each([
    ['paxos', 'refinement_small'],
    ['paxos', 'RefinesVoting_bug'],
    ['raft', 'rivals'],
    ['raft', 'batches'],
    ['raft', 'RefinesReplicatedLog_bug'],
    ['pull-raft', 'pair'],
    ['pull-raft', 'behind'],
    ['pull-raft', 'RefinesPullLog_bug'],
    ['pull-raft', 'RefinesReplicatedLog_bug'],
  ])('%s/%s', async (protocol, name) => {
    const { module, config, result, violates, generated, distinct, depth } = recorded(protocol, name);
    const { model } = await loadSpec(root, `spec/${protocol}/${module}.tla`, { config: `spec/${protocol}/${config}` });
    const found = checkModel(model, { heavy: 1 });
    expect(found).toMatchObject({ verdict: result, property: violates, generated, distinct, depth });
  });
});

/** What stands around an alternative, each in its own way: a bound variable, a member of a set variable, a definition, an operator, a constant. */
const SURROUNDED = `---- MODULE M ----
EXTENDS Integers, FiniteSets
VARIABLES x, y, msgs
Init == x = 0 /\\ y = [i \\in 1..3 |-> i] /\\ msgs = {}
Next == \\/ x < 3 /\\ x' = x + 1 /\\ msgs' = msgs \\cup {[from |-> x, to |-> x + 1]} /\\ UNCHANGED y
        \\/ \\E i \\in 1..3 : y' = [y EXCEPT ![i] = 4 - @] /\\ UNCHANGED <<x, msgs>>
Apply(F(_), a) == F(a)
Flips(i, j, k) == (y'[i] = k - y[i]) \\/ (i = 7 /\\ j = 8)
Known == [][ LET last == x IN
    \\/ \\E i \\in 1..3, j \\in {4, 5} : \\/ (j = 4 /\\ Flips(i, j, 4) /\\ x' = x)
                                     \\/ (j = 5 /\\ i = 9)
    \\/ \\E m \\in msgs' : \\/ (m \\notin msgs /\\ m.to = x' /\\ Apply(LAMBDA a : a = m.from, last))
                          \\/ (m.from = -1 /\\ m.to = last) ]_<<x, y, msgs>>
Wrong == [][ \\E i \\in 1..3, j \\in {4, 5} : \\/ (j = 4 /\\ Flips(i, j, 4) /\\ y[i] # 1 /\\ i # 2)
                                         \\/ (j = 5 /\\ x' = i /\\ x = i - 1) ]_<<x, y>>
Spec == Init /\\ [][Next]_<<x, y, msgs>>
====
`;

describe('what stands around an alternative', () => {
  const check = (property: string, heavy: number) =>
    checkModel(
      loadModel(
        { path: 'M.tla', text: SURROUNDED },
        { path: 'M.cfg', text: `SPECIFICATION Spec\nPROPERTY ${property}\n` },
        () => undefined,
      ),
      { heavy },
    );

  it.each([1, 5, 20, 1e9])('means the same in its function (alternatives from weight %i on)', (heavy) => {
    expect(check('Known', heavy)).toMatchObject({ verdict: 'ok', generated: 61, distinct: 16 });
    expect(check('Wrong', heavy)).toMatchObject({ verdict: 'safety', property: 'Wrong', trace: { states: { length: 2 } } });
  });
});
