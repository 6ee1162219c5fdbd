/** Explains what went wrong with a model: the report, and the trace that shows it again. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tagged } from '../../../src/core/index.ts';
import { writeItfTrace } from '../../itf/index.ts';
import type { Binding } from '../../lockstep/binding.ts';
import type { Divergence, LockstepResult } from '../../lockstep/result.ts';
import type { TraceResult } from '../../replay/index.ts';
import { codePlace, divergenceText, divergenceTrace, failureText, type ReportStyle, stateDifferences } from '../../report/index.ts';
import type { Model } from '../../tla-to-ts/index.ts';
import { writeWhole } from '../files.ts';
import { type Host, shellLine } from '../host.ts';
import { colorsFor } from '../print/colors.ts';
import { type DivergenceDocument, differenceDocument } from '../print/conform.ts';
import { type Catalogue, type Selected, shownPath, sourceReader } from './catalogue.ts';
import type { Task } from './run.ts';

/** What an explanation needs to know of the run. */
export interface Context {
  readonly host: Host;
  readonly catalogue: Catalogue;
  readonly selected: Selected;
  readonly model: Model;
  /** The protocol as the user named it. */
  readonly argument: string;
  readonly task: Task;
  /** Where to write the trace, if that was said. */
  readonly traceOut: string | undefined;
}

export interface Explanation {
  readonly details: string;
  readonly divergence: DivergenceDocument | undefined;
}

/** Explains a result; of one that needs no explanation there is none. */
export function explain(context: Context, result: LockstepResult, traces: readonly TraceResult[]): Explanation {
  const { model, task } = context;
  const style = styleFor(context.host);
  const reportModel = { heap: model.heap, variables: model.module.variables.map((v) => v.name) };
  const failures = traces
    .filter((t) => t.verdict !== 'identical' && t.divergence === undefined)
    .map((t) => failureText(reportModel, t, style));
  const { divergence } = result;
  if (divergence === undefined) return { details: failures.join('\n'), divergence: undefined };
  const code = codeOf(context, divergence);
  const trace = task.mode === 'replay' ? undefined : writeTrace(context, divergence);
  const again = trace === undefined ? undefined : replayCommand(context, trace);
  const notes = trace === undefined ? [] : [`trace: ${trace}`, `replay: ${again}`];
  const text = divergenceText(reportModel, divergence, { code, notes, shortest: task.mode === 'exhaustive' }, style);
  return { details: [...failures, text].join('\n'), divergence: documentOf(context, divergence, code, trace, again) };
}

function styleFor(host: Host): ReportStyle {
  const colors = colorsFor(host.io.colors);
  return { heading: colors.bold, label: colors.cyan, minor: colors.dim };
}

function codeOf(context: Context, divergence: Divergence): string | undefined {
  const { host, catalogue, selected } = context;
  const action = divergence.source?.action;
  if (action === undefined) return undefined;
  const place = selected.binding.open(<S, A extends Tagged, V extends string>(binding: Binding<S, A, V>) =>
    codePlace(binding.source(action), sourceReader(catalogue)),
  );
  return shownPath(catalogue, place, host.io.cwd);
}

/** Writes the trace where it was asked for, or in a folder of its own. @returns its path */
function writeTrace(context: Context, divergence: Divergence): string {
  const { host, selected, model, traceOut } = context;
  const { cwd } = host.io;
  const file = traceOut ?? join(mkdtempSync(join(tmpdir(), 'lockstep-')), `${selected.name.replace(/[^\w.-]/g, '-')}.itf.json`);
  const trace = divergenceTrace(
    model.module.variables.map((v) => v.name),
    divergence,
  );
  writeWhole(cwd, file, writeItfTrace(trace, model.heap));
  return file;
}

function replayCommand(context: Context, trace: string): string {
  const { argument, selected } = context;
  const protocol = argument === 'all' ? selected.binding.protocol : argument;
  return shellLine(['conform', protocol, '--model', selected.model.name, '--mode', 'replay', '--traces', trace]);
}

function documentOf(
  context: Context,
  divergence: Divergence,
  code: string | undefined,
  trace: string | undefined,
  replay: string | undefined,
): DivergenceDocument {
  const { model } = context;
  const { kind, message, path, step, source } = divergence;
  const [spec, own] = [divergence.spec[0], divergence.code[0]];
  const names = model.module.variables.map((v) => v.name);
  const found = spec === undefined || own === undefined ? [] : stateDifferences(model.heap, names, spec, own);
  return {
    kind,
    message,
    path: path.slice(1).map((p) => p.label ?? null),
    step: step?.label ?? null,
    differences: differenceDocument(model.heap, found),
    specSource: source?.spec ?? null,
    codeSource: code ?? null,
    trace: trace ?? null,
    replay: replay ?? null,
  };
}
