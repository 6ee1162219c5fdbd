/** The line on the terminal that says how far a search has come. */
import type { Progress } from '../../tla-to-ts/index.ts';
import type { Io } from '../io.ts';
import { counted, duration, grouped } from './numbers.ts';

/** Seconds between two updates. */
const EVERY = 0.25;
const CLEAR = '\r\u001b[2K';

export interface ProgressLine {
  update(p: Progress): void;
  /** Takes the line away, so that other text can follow. */
  clear(): void;
}

/** A line that is rewritten in place where stderr is a terminal, and nothing elsewhere. */
export interface LiveLine {
  show(text: string): void;
  /** Takes the line away, so that other text can follow. */
  clear(): void;
}

/** A line for any text. */
export function liveLine(io: Io): LiveLine {
  let shown = false;
  return {
    show(text) {
      if (!io.live) return;
      shown = true;
      io.err(`${CLEAR}${text.slice(0, Math.max(20, io.columns - 1))}`);
    },
    clear() {
      if (shown) io.err(CLEAR);
      shown = false;
    },
  };
}

/** A line for the progress of a search. */
export function progressLine(io: Io, enabled: boolean): ProgressLine {
  let last: Progress | undefined;
  const line = liveLine(io);
  return {
    update(p) {
      if (!enabled || !io.live) return;
      const since = p.seconds - (last?.seconds ?? 0);
      if (since < EVERY) return;
      const rate = (p.distinct - (last?.distinct ?? 0)) / since;
      last = p;
      line.show(progressText(p, rate));
    },
    clear: line.clear,
  };
}

/** States, rate, queue, depth, time. */
export function progressText(p: Progress, rate: number): string {
  return `${counted(p.distinct, 'distinct state')} · ${grouped(rate)}/s · ${grouped(p.queue)} waiting · depth ${p.depth} · ${duration(p.seconds)}`;
}
