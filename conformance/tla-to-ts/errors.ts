/**
 * The one error type that the engine raises for anything that is the user's to mend: a file, a spec, a configuration or
 * an evaluation that TLC would refuse as well. Everything else that escapes is a defect of the engine.
 */

/** A text that places point into. `path` is what the user sees; `text` is kept for the caret line. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** A half-open region of a source; lines and columns count from 1, columns in UTF-16 units. */
export interface Loc {
  readonly source: Source;
  readonly line: number;
  readonly col: number;
  readonly endLine: number;
  readonly endCol: number;
}

/**
 * What went wrong, in the classes that decide the exit code (TLC's codes, see `exitCodeOf`):
 * - `usage`: a file is not there, an option makes no sense
 * - `parse`: syntax, unknown names, arities, levels: what SANY reports
 * - `config`: the `.cfg` names what does not exist, or does not fit the module
 * - `evaluation`: what TLC reports while it evaluates (overflow, 1 = "a", a function outside its domain, ...)
 * - `unsupported`: a construct that this engine does not do yet; always named, never answered wrongly
 */
export type ErrorClass = 'usage' | 'parse' | 'config' | 'evaluation' | 'unsupported';

/** An error with its place. `message` is one sentence without the place; `render()` adds place, source line and caret. */
export class TlaError extends Error {
  readonly errorClass: ErrorClass;
  /** The place; evaluation errors get it from the innermost expression that knows one. */
  loc: Loc | undefined;
  /** The name of the construct that is refused, for `unsupported` (the yardstick prints it). */
  readonly feature: string | undefined;

  constructor(errorClass: ErrorClass, message: string, loc?: Loc, feature?: string) {
    super(message);
    this.name = 'TlaError';
    this.errorClass = errorClass;
    this.loc = loc;
    this.feature = feature;
  }

  /** `file:line:col: message`, then the source line and a caret under the region. */
  render(): string {
    const { loc } = this;
    if (loc === undefined) return this.message;
    return `${formatLoc(loc)}: ${this.message}\n${caretLines(loc)}`;
  }
}

/** `path:line:col`. */
export function formatLoc(loc: Loc): string {
  return `${loc.source.path}:${loc.line}:${loc.col}`;
}

/** Runs, and gives an error that has no place of its own the one that is known. */
export function withPlace<T>(f: () => T, place: () => Loc | undefined): T {
  try {
    return f();
  } catch (e) {
    const error = evaluationError(e);
    if (error === undefined) throw e;
    error.loc ??= place();
    throw error;
  }
}

/** Runs; undefined where something is refused, and that is all that matters of it. */
export function orUndefined<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch (error) {
    if (error instanceof TlaError) return undefined;
    throw error;
  }
}

/** The user's error behind what evaluation threw: also where a definition calls itself without end. */
export function evaluationError(e: unknown): TlaError | undefined {
  if (e instanceof TlaError) return e;
  if (e instanceof RangeError && /call stack/.test(e.message))
    return new TlaError('evaluation', 'The evaluation is nested too deeply; a recursive definition may have no end');
  return undefined;
}

/** The source line of a place and, under it, a caret line that marks the region (to the end of its first line). */
export function caretLines(loc: Loc): string {
  const line = loc.source.text.split(/\r?\n/)[loc.line - 1] ?? '';
  const end = loc.endLine === loc.line ? loc.endCol : line.length + 1;
  const gutter = `${loc.line} | `;
  const lead = line.slice(0, loc.col - 1).replace(/[^\t]/g, ' ');
  return `${gutter}${line}\n${' '.repeat(gutter.length)}${lead}${'^'.repeat(Math.max(1, end - loc.col))}`;
}

/** TLC's exit code for a class of error; `unsupported` counts as a specification that could not be parsed (150). */
export function exitCodeOf(errorClass: ErrorClass): number {
  switch (errorClass) {
    case 'usage':
      return 1;
    case 'parse':
    case 'unsupported':
      return 150;
    case 'config':
      return 151;
    case 'evaluation':
      return 75;
  }
}
