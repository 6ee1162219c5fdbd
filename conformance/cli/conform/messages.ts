/** What goes between the command and the threads that check its models. */
import type { PackedError } from '../../engines/threads.ts';
import type { LockstepProgress } from '../../lockstep/result.ts';
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
