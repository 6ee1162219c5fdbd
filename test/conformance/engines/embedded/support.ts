import { checkInParallel, type ParallelOptions } from '../../../../conformance/engines/embedded/check.ts';
import { remembering } from '../../../../conformance/engines/embedded/sources.ts';
import { type CheckResult, loadModel, type Model } from '../../../../conformance/tla-to-ts/index.ts';

/** A model, and a search of it by threads that all begin together. */
export interface Loaded {
  readonly model: Model;
  readonly run: (options: ParallelOptions) => CheckResult;
}

export function loaded(body: string, cfg: string): Loaded {
  const spec = { path: 'M.tla', text: `---- MODULE M ----\n${body}\n====\n` };
  const config = { path: 'M.cfg', text: cfg };
  const { sources, read } = remembering(spec, config, () => undefined);
  const model = loadModel(spec, config, read);
  return { model, run: (options) => checkInParallel(model, { ...sources, cwd: '.' }, { alone: 0, ...options }) };
}

/** What must not depend on how a search is done. Which action is first to find a state does. */
export function counts({ verdict, generated, distinct, depth, initial, complete, actions }: CheckResult): unknown {
  const found = actions.reduce((n, a) => n + a.distinct, 0);
  return { verdict, generated, distinct, depth, initial, complete, found, taken: actions.map((a) => [a.name, a.generated]) };
}

/** Sequences, sets, records and strings that are made on the way: every thread makes values that others make, too. */
export const VALUES = `EXTENDS Naturals, Sequences, TLC
CONSTANT N
VARIABLES log, seen, last
Init == /\\ log = <<>>
        /\\ seen = {}
        /\\ last = [name |-> "none", at |-> 0]
Add(x) == /\\ Len(log) < N
          /\\ log' = Append(log, [value |-> x, after |-> last.name])
          /\\ last' = [name |-> ToString(x) \\o "/" \\o ToString(Len(log)), at |-> Len(log)]
          /\\ UNCHANGED seen
Look(i) == /\\ i \\in DOMAIN log
           /\\ seen' = seen \\cup {<<i, log[i].value>>}
           /\\ UNCHANGED <<log, last>>
Next == (\\E x \\in 1..3 : Add(x)) \\/ (\\E i \\in 1..N : Look(i))
Spec == Init /\\ [][Next]_<<log, seen, last>>
Short == Len(log) <= N
Few == Len(log) < N \\/ seen # {<<i, log[i].value>> : i \\in 1..N} \\/ log[1].value # 3
Grows == [][Len(log') >= Len(log)]_log`;

export const CFG = 'SPECIFICATION Spec\nCONSTANT N = 5\nCHECK_DEADLOCK FALSE\nINVARIANT Short\nPROPERTY Grows';
