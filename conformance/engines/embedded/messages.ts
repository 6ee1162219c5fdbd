/** What goes between the threads of a search. */
import type { Layout } from '../../tla-to-ts/compile/layout.ts';
import type { Stop } from '../../tla-to-ts/explore/expand.ts';
import { type ActionCoverage, type Source, TlaError } from '../../tla-to-ts/index.ts';
import { type PackedError, packError, unpackError } from '../threads.ts';
import type { SharedSearch } from './worker.ts';

/** The texts that a model was made from; another thread makes it again. */
export interface ModelSources {
  /** The folder that paths in the specification start from. */
  readonly cwd: string;
  readonly spec: Source;
  readonly config: Source;
  /** What was found for each name, by the path of the module that asked. */
  readonly modules: ReadonlyMap<string, Source | undefined>;
}

/** What a thread is started with. */
export interface WorkerStart {
  readonly index: number;
  readonly sources: ModelSources;
  readonly layout: Layout;
  readonly shared: SharedSearch;
  readonly checkDeadlock: boolean;
  readonly maxStates: number;
  readonly maxDepth: number;
  readonly coverage: boolean;
}

/** What it says. */
export type WorkerMessage =
  | { readonly k: 'print'; readonly text: string }
  | { readonly k: 'done'; readonly report: WorkerReport }
  | { readonly k: 'mismatch'; readonly variable: number }
  | { readonly k: 'failed'; readonly error: PackedError };

/** What it has done. */
export interface WorkerReport {
  readonly stop: PackedStop | undefined;
  readonly coverage: readonly ActionCoverage[] | undefined;
  readonly bytes: number;
}

/** Why a thread ended the search; its error as plain data. */
export interface PackedStop {
  readonly stop: Omit<Stop, 'error'>;
  readonly error: PackedError | undefined;
}

export function packStop(stop: Stop | undefined): PackedStop | undefined {
  if (stop === undefined) return undefined;
  const { error, ...rest } = stop;
  return { stop: rest, error: error && packError(error) };
}

export function unpackStop({ stop, error }: PackedStop): Stop {
  const unpacked = error && unpackError(error);
  return unpacked instanceof TlaError ? { ...stop, error: unpacked } : stop;
}
