/** Reports of what went wrong, as text: how one gets there, what differs, where to look, and how to see it again. */
import type { Divergence, PathStep } from '../lockstep/result.ts';
import type { TraceResult } from '../replay/result.ts';
import type { Heap } from '../tla-to-ts/values/heap.ts';
import { K_SET } from '../tla-to-ts/values/kinds.ts';
import { type Difference, stateDifferences } from './diff.ts';

/** How parts of a report are set off; by default they are not. */
export interface ReportStyle {
  readonly heading: (text: string) => string;
  readonly label: (text: string) => string;
  readonly minor: (text: string) => string;
}

export const PLAIN: ReportStyle = { heading: (t) => t, label: (t) => t, minor: (t) => t };

/** The model that a report speaks of. */
export interface ReportModel {
  readonly heap: Heap;
  readonly variables: readonly string[];
}

/** What a report says besides the divergence itself. */
export interface ReportPlaces {
  /** `file:line` of the code's action. */
  readonly code: string | undefined;
  /** Commands that show it again, and files that were written. */
  readonly notes: readonly string[];
  /** Is the path a shortest one? */
  readonly shortest: boolean;
}

/** The report of a divergence. */
export function divergenceText(model: ReportModel, divergence: Divergence, places: ReportPlaces, style: ReportStyle = PLAIN): string {
  const parts = [
    style.heading(sentence(divergence.message)),
    pathText(model, divergence.path, places.shortest, style),
    stateText(model, divergence.path.at(-1), style),
    sequenceText(model, divergence, style),
    outcomeText(model, divergence, style),
    placesText(divergence, places),
  ];
  return `${parts.filter((p) => p !== '').join('\n\n')}\n`;
}

/** So many lines of a list of differences are shown. */
const MAX_LINES = 20;

/** The report of a trace that could not be replayed. */
export function failureText(model: ReportModel, result: TraceResult, style: ReportStyle = PLAIN): string {
  const { failure } = result;
  const parts = [`${style.heading(result.name)}: ${result.message ?? ''}`];
  if (failure !== undefined) {
    const { path, expected, nearest } = failure;
    const last = path.at(-1);
    const section = (title: string, lines: readonly string[]): void => {
      if (lines.length > 0) parts.push([style.label(title), ...shortened(lines)].join('\n'));
    };
    const from = (to: readonly number[]): readonly string[] => {
      if (last === undefined) return [];
      const found = changes(model, stateDifferences(model.heap, model.variables, last.values, to));
      return found.length === 0 ? ['  (nothing changes)'] : found.map((l) => `  ${l}`);
    };
    const name = nearest?.label ?? 'the nearest initial state';
    section('What changes there, by the trace:', from(expected));
    if (nearest !== undefined) {
      section(`What ${name} changes:`, from(nearest.values));
      const found = stateDifferences(model.heap, model.variables, expected, nearest.values);
      section(
        `What differs between the trace and ${name}:`,
        found.map((d) => `  ${differenceText(model.heap, d, 'the trace', name)}`),
      );
    }
    parts.push(style.minor('Up to there, specification and code take the same steps: the error is in the trace.'));
  }
  return `${parts.join('\n')}\n`;
}

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - MAX_LINES;
  return more > 0 ? [...lines.slice(0, MAX_LINES), `  and ${more} more`] : lines;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The steps, each with what it changes. */
function pathText(model: ReportModel, path: readonly PathStep[], shortest: boolean, style: ReportStyle): string {
  const [first, ...steps] = path;
  if (first === undefined) return '';
  if (steps.length === 0) return style.label('In the initial state:');
  const title = `${shortest ? 'A shortest path there' : 'The path there'}, ${steps.length} step${steps.length === 1 ? '' : 's'}:`;
  const width = String(steps.length).length;
  const lines = steps.flatMap((step, i) => {
    const before = path[i]?.values ?? [];
    const found = changes(model, stateDifferences(model.heap, model.variables, before, step.values));
    const name = `${String(i + 1).padStart(width + 2)}  ${step.label ?? 'a step of the code alone'}`;
    return [name, ...(found.length === 0 ? ['(nothing changes)'] : found).map((l) => style.minor(`${' '.repeat(width + 4)}${l}`))];
  });
  return [style.label(title), ...lines].join('\n');
}

/** The state at the end of the path. */
function stateText(model: ReportModel, last: PathStep | undefined, style: ReportStyle): string {
  if (last === undefined) return '';
  const width = Math.max(...model.variables.map((v) => v.length));
  const lines = model.variables.map((v, i) => `  ${v.padEnd(width)} = ${brokenText(model.heap, last.values[i], width + 5)}`);
  return [style.label('The state there:'), ...lines].join('\n');
}

/** The steps that a step of the code was said to be, and how far the specification can take them. */
function sequenceText(model: ReportModel, divergence: Divergence, style: ReportStyle): string {
  const { sequence, path } = divergence;
  if (sequence === undefined) return '';
  const { steps, at, reached } = sequence;
  const width = Math.max(...steps.map((s) => s.length));
  const answer = (i: number): string => (i < at ? 'yes' : i === at ? 'no' : '');
  const lines = steps.map((step, i) => `${String(i + 1).padStart(3)}  ${step.padEnd(width)}  ${answer(i)}`.trimEnd());
  const parts = [style.label('Can the specification take these steps?'), ...lines];
  const [before, after] = [path.at(-1)?.values, reached[0]];
  if (at > 0 && before !== undefined && after !== undefined) {
    const several = reached.length > 1 ? `, to one of ${reached.length} states` : '';
    const found = changes(model, stateDifferences(model.heap, model.variables, before, after)).map((l) => `  ${l}`);
    const taken = at === 1 ? 'the first step' : `the first ${at} steps`;
    const title = style.label(`${at === steps.length ? 'With all steps' : `With ${taken}`}${several}:`);
    parts.push('', title, ...(found.length === 0 ? ['  (nothing changes)'] : found));
  }
  return parts.join('\n');
}

/** What the two sides say of the step. */
function outcomeText(model: ReportModel, divergence: Divergence, style: ReportStyle): string {
  const { spec, code, kind, path } = divergence;
  const [a] = spec;
  const b = nearestTo(model, a, code);
  const step = divergence.step?.label ?? 'The initial state';
  if (a !== undefined && b !== undefined) {
    const found = stateDifferences(model.heap, model.variables, a, b);
    const others =
      Math.max(spec.length, code.length) > 1 ? ` (of ${spec.length} in the specification and ${code.length} in the code, the nearest)` : '';
    const before = kind === 'not-a-stutter' ? 'before' : 'spec';
    const after = kind === 'not-a-stutter' ? 'after' : 'code';
    return [style.label(`${step}${others}:`), ...found.map((d) => `  ${differenceText(model.heap, d, before, after)}`)].join('\n');
  }
  const [only, side] = a === undefined ? [b, 'code'] : [a, 'specification'];
  const last = path.at(-1);
  if (only === undefined) return '';
  if (last === undefined)
    return stateText(model, { action: undefined, label: undefined, values: only }, style).replace(
      'The state there',
      `The state of the ${side}`,
    );
  const found = changes(model, stateDifferences(model.heap, model.variables, last.values, only)).map((l) => `  ${l}`);
  return [style.label(`${step}, only in the ${side}:`), ...(found.length === 0 ? ['  (nothing changes)'] : found)].join('\n');
}

function nearestTo(
  model: ReportModel,
  to: readonly number[] | undefined,
  states: readonly (readonly number[])[],
): readonly number[] | undefined {
  if (to === undefined) return states[0];
  const far = (s: readonly number[]): number => stateDifferences(model.heap, model.variables, to, s).length;
  return [...states].sort((a, b) => far(a) - far(b))[0];
}

function placesText(divergence: Divergence, places: ReportPlaces): string {
  const { source } = divergence;
  const lines = [
    ...(source?.spec === undefined ? [] : [`spec: ${source.spec}`]),
    ...(places.code === undefined ? [] : [`code: ${places.code}`]),
    ...places.notes,
  ];
  return lines.join('\n');
}

/** Changes from one state to the next. */
function changes(model: ReportModel, found: readonly Difference[]): readonly string[] {
  return found.map(({ path, left, right, element }) => {
    if (element) return left === undefined ? `${path}: + ${textOf(model.heap, right)}` : `${path}: - ${textOf(model.heap, left)}`;
    return `${path}: ${textOf(model.heap, left)} -> ${textOf(model.heap, right)}`;
  });
}

/** `maxBal[a1]: spec 2, code 1`. */
export function differenceText(heap: Heap, difference: Difference, left: string, right: string): string {
  const { path, element } = difference;
  if (!element) return `${path}: ${left} ${textOf(heap, difference.left)}, ${right} ${textOf(heap, difference.right)}`;
  return difference.left === undefined
    ? `${path}: only in ${right}: ${textOf(heap, difference.right)}`
    : `${path}: only in ${left}: ${textOf(heap, difference.left)}`;
}

/** Longer values are broken between their elements. */
const WIDTH = 100;

function brokenText(heap: Heap, value: number | undefined, column: number): string {
  const text = textOf(heap, value);
  if (value === undefined || column + text.length <= WIDTH || heap.kind(value) !== K_SET || heap.size(value) < 2) return text;
  const elements = Array.from({ length: heap.size(value) }, (_, i) => heap.toText(heap.elem(value, i)));
  return `{ ${elements.join(`,\n${' '.repeat(column + 2)}`)} }`;
}

function textOf(heap: Heap, value: number | undefined): string {
  return value === undefined ? 'nothing' : heap.toText(value);
}
