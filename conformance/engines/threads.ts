/** What all threads of the program need: where their code is, and how errors get from one to another: as themselves they would not. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { TlaError } from '../tla-to-ts/index.ts';

/** Megabytes: recursive operators of a specification become recursive JavaScript; the usual stack of one is soon used up. */
export const STACK_MB = 64;

/** What a thread runs, given its source. In the build that is the compiled module; from the sources it needs a loader, which a thread does not inherit. */
export function threadProgram(source: URL): URL {
  if (!import.meta.url.endsWith('.ts')) return new URL(source.href.replace(/\.ts$/, '.js'));
  const loader = new URL('./esm/api/index.mjs', pathToFileURL(createRequire(import.meta.url).resolve('tsx'))).href;
  const text = `import { register } from '${loader}'; register(); await import('${source.href}');`;
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`);
}

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
