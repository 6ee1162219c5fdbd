/** The line on the terminal that says how far several searches have come that run at the same time. */
import type { LockstepProgress } from '../../lockstep/result.ts';
import type { Io } from '../io.ts';
import { counted, duration, grouped } from './numbers.ts';

/** Milliseconds between two updates. */
const EVERY = 250;
const CLEAR = '\r\u001b[2K';

/** A search that runs. */
interface Row {
  readonly name: string;
  readonly progress: LockstepProgress | undefined;
  /** States a second, lately. */
  readonly rate: number | undefined;
}

/** Shows what runs; a line that is rewritten in place where stderr is a terminal, and nothing elsewhere. */
export class Board {
  private readonly io: Io;
  private readonly total: number;
  private readonly running: Map<string, Row> = new Map();
  private readonly started: number = performance.now();
  private shownAt: number = Number.NEGATIVE_INFINITY;
  private shown = false;
  private done = 0;

  constructor(io: Io, total: number) {
    this.io = io;
    this.total = total;
  }

  start(name: string): void {
    this.running.set(name, { name, progress: undefined, rate: undefined });
    this.show(true);
  }

  update(name: string, progress: LockstepProgress | undefined): void {
    const before = this.running.get(name)?.progress;
    const since = (progress?.seconds ?? 0) - (before?.seconds ?? 0);
    const rate = progress === undefined || since <= 0 ? undefined : (progress.states - (before?.states ?? 0)) / since;
    this.running.set(name, { name, progress, rate });
    this.show(false);
  }

  end(name: string): void {
    this.running.delete(name);
    this.done += 1;
    this.show(true);
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    if (this.shown) this.io.err(CLEAR);
    this.shown = false;
  }

  private show(now: boolean): void {
    const time = performance.now();
    if (!this.io.live || (!now && time - this.shownAt < EVERY)) return;
    this.shownAt = time;
    this.shown = true;
    const text = boardText([...this.running.values()], this.done, this.total, (time - this.started) / 1000);
    this.io.err(`${CLEAR}${text.slice(0, Math.max(20, this.io.columns - 1))}`);
  }
}

/** `1 of 3 models · paxos/default 12,345 states, 9,000/s · raft/default starts · 4.20 s`. */
export function boardText(rows: readonly Row[], done: number, total: number, seconds: number): string {
  const parts = rows.map(({ name, progress, rate }) => {
    if (progress === undefined) return `${name} starts`;
    return `${name} ${counted(progress.states, 'state')}${rate === undefined ? '' : `, ${grouped(rate)}/s`}`;
  });
  return [`${grouped(done)} of ${counted(total, 'model')} done`, ...parts, duration(seconds)].join(' · ');
}
