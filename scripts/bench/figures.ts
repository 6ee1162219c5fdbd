/** From runs to figures: medians, ratios, bytes. */
import type { Run } from './runs.ts';

/** An engine's medians on a model; what no run told is undefined. */
export interface Figures {
  /** Seconds of the whole process. */
  readonly wall: number;
  readonly cpu: number | undefined;
  /** Bytes at the peak. */
  readonly rss: number | undefined;
  /** Bytes. */
  readonly tables: number | undefined;
  readonly generated: number | undefined;
  readonly distinct: number;
  /** How many runs these are the medians of. */
  readonly runs: number;
}

/** The middle one, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

function medianOf(runs: readonly Run[], pick: (run: Run) => number | undefined): number | undefined {
  const values = runs.map(pick).filter((v) => v !== undefined);
  return values.length === 0 ? undefined : median(values);
}

/** @param runs of one engine on one model @returns undefined if there are none */
export function figuresOf(runs: readonly Run[]): Figures | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  return {
    wall: median(runs.map((r) => r.cost.wall)),
    cpu: medianOf(runs, (r) => r.cost.cpu),
    rss: medianOf(runs, (r) => r.cost.rss),
    tables: medianOf(runs, (r) => r.tables),
    generated: first.counts.generated,
    distinct: first.counts.distinct,
    runs: runs.length,
  };
}
