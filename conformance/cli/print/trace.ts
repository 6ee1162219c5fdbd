/** A behaviour for the reader of a terminal: each step's action, and what it changed. */
import type { ActionLabel, Heap, Trace } from '../../tla-to-ts/index.ts';
import type { Colors } from './colors.ts';
import { valueLines } from './value.ts';

export interface TraceStyle {
  readonly colors: Colors;
  readonly columns: number;
}

/** `Phase1b(a1, 2)`. */
export function actionText(heap: Heap, action: ActionLabel | undefined): string {
  if (action === undefined) return 'initial state';
  const { name, parameters } = action;
  return parameters.length === 0 ? name : `${name}(${parameters.map((p) => heap.toText(p.value)).join(', ')})`;
}

/** The first and the last state in full, the others by what changed. */
export function traceText(heap: Heap, trace: Trace, style: TraceStyle): string {
  const { colors } = style;
  const last = trace.states.length - 1;
  const blocks = trace.states.map((state, i) => {
    const before = trace.states[i - 1];
    const heading = `${colors.bold(`State ${i + 1}`)}  ${colors.cyan(actionText(heap, state.action))}`;
    const lines = variableLines(heap, trace, state.values, before?.values, i === last, style);
    return [heading, ...lines].join('\n');
  });
  return `${[...blocks, ...endText(heap, trace, colors)].join('\n\n')}\n`;
}

/** How a behaviour without end goes on. */
function endText(heap: Heap, { loop, back, states }: Trace, colors: Colors): readonly string[] {
  if (loop === undefined) return [];
  if (back === undefined) return [colors.bold(`State ${states.length} stays as it is for ever (stuttering)`)];
  return [`${colors.bold(`Back to state ${loop + 1}`)}  ${colors.cyan(actionText(heap, back))}`];
}

/** One state. Without `before` everything is written plainly; `full` adds what did not change. */
function variableLines(
  heap: Heap,
  trace: Trace,
  values: readonly number[],
  before: readonly number[] | undefined,
  full: boolean,
  style: TraceStyle,
): string[] {
  const { colors } = style;
  const longest = Math.max(...trace.variables.map((v) => v.length));
  const lines: string[] = [];
  trace.variables.forEach((variable, i) => {
    const value = values[i];
    if (value === undefined) return;
    const old = before?.[i];
    const changed = old !== undefined && old !== value;
    if (before !== undefined && !changed && !full) return;
    const name = `${changed ? '*' : ' '} ${variable.padEnd(longest)} = `;
    const width = Math.max(style.columns, name.length + 20);
    const text = valueLines(heap, value, changed ? old : undefined, name.length, { width, mark: (t) => colors.bold(colors.yellow(t)) });
    if (changed) lines.push(`${colors.yellow(name)}${text}`);
    else lines.push(before === undefined ? `${name}${text}` : colors.dim(`${name}${text}`));
  });
  if (lines.length === 0) lines.push('  (no variable changed)');
  else if (full && before !== undefined && values.every((v, i) => v === before[i])) lines.unshift('  (no variable changed)');
  return lines;
}
