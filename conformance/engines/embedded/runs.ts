/** Random behaviours that several threads share out among themselves, and what they tell of them. */
import { type Layout, LayoutMismatch, movedLayout } from '../../tla-to-ts/compile/layout.ts';
import { type End, isLast, type Run, type Walker, type WalkOptions } from '../../tla-to-ts/explore/walker.ts';
import { type ActionLabel, type Heap, TlaError, type Trace } from '../../tla-to-ts/index.ts';
import type { RunOptions } from '../../tla-to-ts/semantics/run.ts';
import { type PackedValues, unpackValues, ValuePacker } from '../../tla-to-ts/values/transfer.ts';
import { type PackedError, packError, unpackError } from '../threads.ts';
import type { ModelSources } from './messages.ts';

/** What a thread is started with. */
export interface WalkStart {
  readonly index: number;
  readonly sources: ModelSources;
  readonly layout: PackedLayout;
  readonly run: RunOptions;
  readonly options: WalkOptions;
  readonly coverage: boolean;
  /** Shared words: see below. */
  readonly control: Int32Array;
  /** Shared: the states that each thread has generated. */
  readonly tallies: Float64Array;
}

/** A layout whose values are references. */
export interface PackedLayout {
  readonly layout: Layout;
  readonly values: PackedValues;
}

export function packLayout(heap: Heap, layout: Layout): PackedLayout {
  const packer = new ValuePacker(heap);
  return { layout: movedLayout(layout, (id) => packer.add(id)), values: packer.packed() };
}

/** @param heap where the values are to be */
export function unpackLayout(heap: Heap, { layout, values }: PackedLayout): Layout {
  return movedLayout(layout, unpackValues(heap, values));
}

/** A round of behaviours, and the fingerprints that became known since the thread heard of the last one. */
export interface RoundMessage {
  readonly first: number;
  readonly fpA: Int32Array;
  readonly fpB: Int32Array;
}

/** What a thread says. */
export type WalkMessage =
  | { readonly k: 'ready' }
  | { readonly k: 'runs'; readonly runs: PackedRuns }
  | { readonly k: 'failed'; readonly error: PackedError };

/** The next behaviour of the round that nobody has taken; the first that ended the simulation, or a larger number; answers given: messages in all. */
const NEXT = 0;
const LAST = 1;
export const ANSWERS = 2;
/** Bytes of the control buffer. */
export const CONTROL_BYTES = 12;

/** Before a round, while no thread is at work. */
export function openRound(control: Int32Array, count: number): void {
  Atomics.store(control, NEXT, 0);
  Atomics.store(control, LAST, count);
}

/**
 * Goes through behaviours of a round until none is left. One that comes after the end of the simulation is given up.
 * @param look called at every step
 */
export function workOff(walker: Walker, control: Int32Array, first: number, look: () => void): Run[] {
  const done: Run[] = [];
  for (;;) {
    const place = Atomics.add(control, NEXT, 1);
    if (place >= Atomics.load(control, LAST)) return done;
    const goesOn = (): boolean => {
      look();
      return place <= Atomics.load(control, LAST);
    };
    const run = walker.walk(first + place, true, goesOn);
    if (run === undefined) return done;
    done.push(run);
    if (isLast(run)) lower(control, place);
  }
}

function lower(control: Int32Array, place: number): void {
  for (let last = Atomics.load(control, LAST); place < last; ) {
    const seen = Atomics.compareExchange(control, LAST, last, place);
    if (seen === last) return;
    last = seen;
  }
}

/** What behaviours did, as plain data. */
export interface PackedRuns {
  readonly runs: readonly PackedRun[];
  readonly values: PackedValues;
}

interface PackedRun {
  readonly run: Omit<Run, 'end' | 'thrown'>;
  readonly end: Omit<End, 'error'> | undefined;
  readonly error: PackedError | undefined;
  readonly thrown: PackedError | { readonly k: 'mismatch'; readonly variable: number } | undefined;
}

export function packRuns(heap: Heap, runs: readonly Run[]): PackedRuns {
  const packer = new ValuePacker(heap);
  const packed = runs.map(
    ({ end, thrown, ...run }): PackedRun => ({
      run: { ...run, states: run.states.map((values) => values.map((v) => packer.add(v))) },
      end: end && {
        verdict: end.verdict,
        message: end.message,
        property: end.property,
        trace: end.trace && movedTrace(end.trace, (v) => packer.add(v)),
      },
      error: end?.error && packError(end.error),
      thrown: thrown === undefined ? undefined : packThrown(thrown),
    }),
  );
  return { runs: packed, values: packer.packed() };
}

function packThrown(thrown: unknown): PackedRun['thrown'] {
  return thrown instanceof LayoutMismatch ? { k: 'mismatch', variable: thrown.variable } : packError(thrown);
}

/** The same behaviour for another heap. @param image the value there of a value here */
function movedTrace(trace: Trace, image: (id: number) => number): Trace {
  const label = (action: ActionLabel | undefined): ActionLabel | undefined =>
    action && { ...action, parameters: action.parameters.map((p) => ({ ...p, value: image(p.value) })) };
  const states = trace.states.map(({ values, action }) => ({ values: values.map(image), action: label(action) }));
  return { ...trace, states, ...('back' in trace ? { back: label(trace.back) } : {}) };
}

/** @param heap where the values are to be */
export function unpackRuns(heap: Heap, { runs, values }: PackedRuns): readonly Run[] {
  const find = unpackValues(heap, values);
  return runs.map(({ run, end, error, thrown }): Run => {
    const unpacked = error && unpackError(error);
    return {
      ...run,
      states: run.states.map((state) => state.map(find)),
      end: end && { ...end, trace: end.trace && movedTrace(end.trace, find), error: unpacked instanceof TlaError ? unpacked : undefined },
      thrown: thrown?.k === 'mismatch' ? new LayoutMismatch(thrown.variable) : thrown && unpackError(thrown),
    };
  });
}
