/** What a command may do with the world besides reading and writing files; tests put their own in its place. */

/** What is said if the command cannot speak for itself any more, because it was stopped by force. */
export interface LastWords {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** What stands on stdout if the command ends before it is done, in a way that nobody foresaw. */
  readonly unended?: string;
  /** Milliseconds that the command may take to end in its own way; default: a few seconds. */
  readonly patience?: number;
}

export interface Io {
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Width of the terminal in columns. */
  readonly columns: number;
  readonly colors: boolean;
  /** Whether a line on stderr can be rewritten, for progress. */
  readonly live: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Whether the user asked to stop (Ctrl-C, or SIGTERM); a long computation asks now and then, and ends with what it has. */
  interrupted(): boolean;
  lastWords(words: LastWords): void;
}

/** Thrown out of a computation that was asked to stop. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
