/** Traces of any tool, before and after it is known which model they are of. */
import type { ItfTrace, KnownTexts } from '../itf/trace.ts';
import type { Heap, Id } from '../tla-to-ts/values/heap.ts';

/** What the values of a trace are read with. */
export interface TraceModel {
  readonly heap: Heap;
  /** The names that are model values. */
  readonly modelValues: ReadonlySet<string>;
  /** The variables of the specification. */
  readonly variables: ReadonlySet<string>;
  /** What was read before, for this model. */
  readonly texts: KnownTexts;
}

/**
 * How a trace writes values, where more than one value may have been written so. What stands in the trace for a value is then a number
 * of the notation's own.
 */
export interface Notation {
  /** Could this value of the heap have been written so? */
  matches(told: number, value: Id): boolean;
  /** What was written as a value, of the form of another one as far as that goes. */
  valueLike(told: number, like: Id): Id;
  toText(told: number): string;
}

/** A trace that was read: its values are those of the model's heap, unless it has a notation. */
export interface RecordedTrace extends ItfTrace {
  readonly notation?: Notation;
}

/** A trace that was parsed; what its values are depends on the model. */
export interface OpenTrace {
  /** All variables that it speaks of. */
  readonly vars: readonly string[];
  /** @throws TlaError `usage`, with path, line and column, for what is no value */
  decode(model: TraceModel): RecordedTrace;
}

/** Where a trace comes from, for messages. */
export interface TraceText {
  readonly path: string;
  readonly text: string;
}
