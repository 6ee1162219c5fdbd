/** Explains what went wrong with a model: the report, and the trace that shows it again. */
import type { Tagged } from '../../../src/core/index.ts';
import { writeItfTrace } from '../../itf/index.ts';
import type { Binding } from '../../lockstep/binding.ts';
import type { Divergence, LockstepResult } from '../../lockstep/result.ts';
import type { ReplayFailure, TraceResult } from '../../replay/index.ts';
import {
  codePlace,
  divergenceText,
  divergenceTrace,
  failureText,
  type ReportModel,
  type ReportStyle,
  stateDifferences,
} from '../../report/index.ts';
import { formatLoc, type Model } from '../../tla-to-ts/index.ts';
import { colorsFor } from '../print/colors.ts';
import { type DivergenceDocument, differenceDocument, type TraceFailureDocument } from '../print/conform.ts';
import { type Catalogue, type Selected, shownPath, sourceReader, unambiguous } from './catalogue.ts';
import type { Task } from './run.ts';

/** What an explanation needs to know of the run. */
export interface Context {
  readonly cwd: string;
  readonly colors: boolean;
  readonly catalogue: Catalogue;
  readonly selected: Selected;
  readonly model: Model;
  /** The protocol as the user named it. */
  readonly argument: string;
  readonly task: Task;
}

/** A trace that is still to be written: to which file is decided when it is known which other models have one. */
export interface TraceDraft {
  readonly text: string;
  /** The command that replays it, but for the name of the file at the end. */
  readonly replay: readonly string[];
}

export interface Explanation {
  readonly details: string;
  readonly divergence: DivergenceDocument | undefined;
  readonly trace: TraceDraft | undefined;
}

/** Explains a result; of one without a divergence there is nothing to explain. */
export function explain(context: Context, { divergence }: LockstepResult): Explanation {
  const { task } = context;
  if (divergence === undefined) return { details: '', divergence: undefined, trace: undefined };
  const code = codeOf(context, divergence);
  const places = { code, notes: [], shortest: task.mode === 'exhaustive' };
  return {
    details: divergenceText(reportModel(context.model), divergence, places, styleFor(context.colors)),
    divergence: documentOf(context, divergence, code),
    trace: task.mode === 'replay' ? undefined : draftOf(context, divergence),
  };
}

/** Explains what is wrong with the first traces that failed. @param most so many */
export function explainTraces({ model, colors }: Context, traces: readonly TraceResult[], most: number): readonly string[] {
  const failed = traces.filter((t) => t.verdict !== 'identical').slice(0, most);
  return failed.map((t) => failureText(reportModel(model), t, styleFor(colors)));
}

/** So many differences of a trace are listed in the document. */
const MAX_DIFFERENCES = 20;

/** What is wrong with a trace, for the document. */
export function failureDocument(model: Model, failure: ReplayFailure | undefined): TraceFailureDocument | undefined {
  if (failure === undefined) return undefined;
  const { state, action, nearest, expected } = failure;
  const text = (id: number | undefined): string | null => (id === undefined ? null : model.heap.toText(id));
  const { heap, variables } = reportModel(model);
  const found = nearest === undefined ? [] : stateDifferences(heap, variables, expected, nearest.values).slice(0, MAX_DIFFERENCES);
  return {
    state,
    action: action ?? null,
    nearest: nearest?.label ?? null,
    differences: found.map((d) => ({ path: d.path, trace: text(d.left), nearest: text(d.right) })),
  };
}

function reportModel({ heap, module }: Model): ReportModel {
  return { heap, variables: module.variables.map((v) => v.name) };
}

function styleFor(enabled: boolean): ReportStyle {
  const colors = colorsFor(enabled);
  return { heading: colors.bold, label: colors.cyan, minor: colors.dim };
}

function codeOf(context: Context, divergence: Divergence): string | undefined {
  const { cwd, catalogue, selected } = context;
  const action = divergence.source?.action;
  if (action === undefined) return undefined;
  const place = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    codePlace(binding.source(action), sourceReader(catalogue)),
  );
  return shownPath(catalogue, place, cwd);
}

function draftOf(context: Context, divergence: Divergence): TraceDraft {
  const { argument, catalogue, selected, model } = context;
  const trace = divergenceTrace(
    model.module.variables.map((v) => v.name),
    divergence,
  );
  const protocol = argument === 'all' ? selected.binding.protocol : argument;
  const scope = argument === 'all' ? catalogue.bindings.filter((b) => b.protocol === protocol) : catalogue.bindings;
  const name = unambiguous({ ...catalogue, bindings: scope }, selected);
  return {
    text: writeItfTrace(trace, model.heap),
    replay: ['conform', protocol, '--model', name, '--mode', 'replay', '--traces'],
  };
}

function documentOf(context: Context, divergence: Divergence, code: string | undefined): DivergenceDocument {
  const { model } = context;
  const { kind, message, path, step, source, sequence } = divergence;
  const [spec, own] = [divergence.spec[0], divergence.code[0]];
  const names = model.module.variables.map((v) => v.name);
  const found = spec === undefined || own === undefined ? [] : stateDifferences(model.heap, names, spec, own);
  return {
    kind,
    message,
    path: path.slice(1).map((p) => p.label ?? null),
    pathSources: path.slice(1).map((p) => definitionOf(model, p.action?.name)),
    step: step?.label ?? null,
    ...(sequence === undefined ? {} : { sequence: { steps: sequence.steps, at: sequence.at } }),
    differences: differenceDocument(model.heap, found),
    specSource: source?.spec ?? null,
    codeSource: code ?? null,
    trace: null,
    replay: null,
  };
}

/** Where the specification defines an action. */
function definitionOf(model: Model, action: string | undefined): string | null {
  const symbol = action === undefined ? undefined : model.module.lookup(action);
  return symbol === undefined ? null : formatLoc(symbol.loc);
}
