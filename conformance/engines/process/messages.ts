/** What passes between a process and the guard of a program that it started. */

export type ToGuard =
  | {
      readonly k: 'run';
      readonly program: string;
      readonly args: readonly string[];
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
    }
  | { readonly k: 'kill' };

export type FromGuard =
  | { readonly k: 'ready' }
  | { readonly k: 'failed'; readonly code: string; readonly message: string }
  | { readonly k: 'exit'; readonly code: number | null; readonly signal: string | null };

/** The pipes of the program, as the guard has them: not its own stdout and stderr, which whatever it loads may use and hold open. */
export const STDOUT = 4;
export const STDERR = 5;
