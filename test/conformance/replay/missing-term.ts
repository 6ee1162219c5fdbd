/** The story of the missing term: what the engine finds in MCPullRaft_noterm_bug.cfg, and how the code is led along it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pullRaftConfig } from '../../../conformance/bindings/pull-raft.ts';
import { loadSpec } from '../../../conformance/cli/files.ts';
import { itfText } from '../../../conformance/cli/print/document.ts';
import { type ItfTrace, readItfTrace } from '../../../conformance/itf/index.ts';
import type { Binding, Plain } from '../../../conformance/lockstep/binding.ts';
import { toPlain } from '../../../conformance/lockstep/tla.ts';
import { constantValue } from '../../../conformance/tla-to-ts/explore/stepper.ts';
import { checkModel, type Model } from '../../../conformance/tla-to-ts/index.ts';
import { type Model as CodeModel, compare } from '../../../src/core/index.ts';
import type { ObservedPullRaft, PullRaftAction, PullRaftModelConfig } from '../../../src/pull-raft/index.ts';

/** The root of the package. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The trace that was written by `lockstep check ... --config MCPullRaft_noterm_bug.cfg --trace-out`. */
const golden = readFileSync(new URL('golden/pull-raft-missing-term.itf.json', import.meta.url), 'utf8');

export type PullRaftBinding = Binding<ObservedPullRaft, PullRaftAction>;

/** A model of spec/pull-raft/MCPullRaft.tla. */
export async function loadPullRaft(name: string): Promise<Model> {
  const config = `spec/pull-raft/MCPullRaft_${name}.cfg`;
  return (await loadSpec(root, 'spec/pull-raft/MCPullRaft.tla', { config, library: ['spec/consensus'] })).model;
}

/** What a model says of its constants. */
export function constantsOf(model: Model): (name: string) => Plain {
  return (name) => toPlain(model.heap, constantValue(model, name));
}

/** The constants of a model for the code. */
export function configOf(model: Model): PullRaftModelConfig {
  return pullRaftConfig(constantsOf(model));
}

/** The shortest counterexample that the engine finds, as a trace file would have it. */
export function counterexample(model: Model): { readonly property: string | undefined; readonly trace: ItfTrace } {
  const { property, message, trace, verdict } = checkModel(model);
  if (trace === undefined) throw new Error(`the engine finds no counterexample: ${verdict}`);
  return { property, trace: readItfTrace(itfText(model.heap, trace, message), model.heap, { modelValues: model.modelValues }) };
}

/** The golden trace, in the heap of a model. */
export function goldenTrace(model: Model): ItfTrace {
  return readItfTrace(golden, model.heap, { modelValues: model.modelValues });
}

/** What happens in a trace: "Timeout(s1)", and so on. */
export function labelsOf(model: Model, trace: ItfTrace): readonly string[] {
  return trace.states.flatMap(({ action }) =>
    action === undefined
      ? []
      : [
          labelText(
            action.name,
            action.parameters.map((p) => toPlain(model.heap, p)),
          ),
        ],
  );
}

/** An action by its name and its parameters. */
export function labelText(name: string, parameters: readonly Plain[]): string {
  return `${name}(${parameters.join(', ')})`;
}

/** What the specification calls an action of the code. */
export function labelOf(a: PullRaftAction): string {
  if ('j' in a) return labelText(a.type, [a.i, a.j]);
  if (a.type === 'UpdateTerm') return labelText(a.type, [a.i, a.t]);
  if (a.type === 'ClientRequest') return labelText(a.type, [a.i, a.v]);
  return labelText(a.type, a.type === 'ClientRead' ? [a.i, a.r] : [a.i]);
}

/** The other states that an action of this name leads to; a state that several lead to is one. */
function after(code: CodeModel<ObservedPullRaft, PullRaftAction>, s: ObservedPullRaft, label: string): readonly ObservedPullRaft[] {
  const found: ObservedPullRaft[] = [];
  for (const action of code.actions(s)) {
    const t = labelOf(action) === label ? code.next(s, action) : undefined;
    if (t !== undefined && ![s, ...found].some((known) => compare(known, t) === 0)) found.push(t);
  }
  return found;
}

/** The states of the code along these actions. @throws Error unless each leads to one other state, and no more */
export function along(code: CodeModel<ObservedPullRaft, PullRaftAction>, labels: readonly string[]): readonly ObservedPullRaft[] {
  const states = [...code.init()];
  for (const label of labels) {
    const next = states.slice(-1).flatMap((s) => after(code, s, label));
    if (next.length !== 1) throw new Error(`step ${states.length}, ${label}, leads to ${next.length} states`);
    states.push(...next);
  }
  return states;
}

/** The same code, but told that the report carries its term, whatever the model says. */
export function withTerm(binding: PullRaftBinding): PullRaftBinding {
  return { ...binding, code: (constant) => binding.code((name) => (name === 'PositionTerm' ? true : constant(name))) };
}
