/** What commands say when a program that is an engine of its own fails, or refuses a specification. */
import { relative } from 'node:path';
import type { EngineFailure } from '../engines/engine.ts';
import { type Source, TlaError } from '../tla-to-ts/index.ts';
import { EXIT, type Host } from './host.ts';
import { ENGINE_TITLES } from './print/answer.ts';
import { colorsFor } from './print/colors.ts';

/** Says that the program did not do its work. @returns the exit code */
export function engineFailed({ io }: Host, error: EngineFailure, json: boolean): number {
  io.err(`${colorsFor(io.colors).red('error:')} ${error.message}\n`);
  if (error.output !== '') io.err(`The last that ${ENGINE_TITLES[error.engine]} wrote:\n${error.output.replaceAll(/^/gm, '  ')}\n`);
  if (json) io.out(`${JSON.stringify({ verdict: 'error', error: { class: 'engine', message: error.message } })}\n`);
  return EXIT.engine;
}

/** The error with the place in its file shown as the user would type it. */
export function withShownPlace(cwd: string, error: TlaError): TlaError {
  if (error.loc === undefined) return error;
  const { source } = error.loc;
  const path = relative(cwd, source.path);
  const shown: Source = path.startsWith('..') ? source : { ...source, path };
  return new TlaError(error.errorClass, error.message, { ...error.loc, source: shown }, error.feature);
}
