/** What goes between the command and the threads that check its models, and how errors get there: as themselves they would not. */
import type { LockstepProgress } from '../../lockstep/result.ts';
import { TlaError } from '../../tla-to-ts/index.ts';
import type { ModelReport } from '../print/conform.ts';
import type { Outcome } from './job.ts';

/** What a thread is started with. */
export interface ThreadStart {
  /** One word: not 0 when the user asked to stop. */
  readonly stop: Int32Array;
}

/** What it says. */
export type ThreadMessage =
  | { readonly k: 'warning'; readonly text: string }
  | { readonly k: 'progress'; readonly progress: LockstepProgress | undefined; readonly soFar: ModelReport }
  | { readonly k: 'done'; readonly outcome: Outcome | undefined }
  | { readonly k: 'failed'; readonly error: PackedError };

/** An error as plain data. */
export type PackedError =
  | { readonly k: 'tla'; readonly error: Pick<TlaError, 'errorClass' | 'message' | 'loc' | 'feature'> }
  | { readonly k: 'other'; readonly name: string; readonly message: string; readonly stack: string | undefined };

/** An error as plain data. */
export function packError(error: unknown): PackedError {
  if (error instanceof TlaError) {
    const { errorClass, message, loc, feature } = error;
    return { k: 'tla', error: { errorClass, message, loc, feature } };
  }
  if (error instanceof Error) return { k: 'other', name: error.name, message: error.message, stack: error.stack };
  return { k: 'other', name: 'Error', message: String(error), stack: undefined };
}

/** The error that was packed. */
export function unpackError(packed: PackedError): Error {
  if (packed.k === 'tla') {
    const { errorClass, message, loc, feature } = packed.error;
    return new TlaError(errorClass, message, loc, feature);
  }
  // What limits of the machine are is told by the class.
  const error = packed.name === 'RangeError' ? new RangeError(packed.message) : new Error(packed.message);
  error.name = packed.name;
  if (packed.stack !== undefined) error.stack = packed.stack;
  return error;
}
