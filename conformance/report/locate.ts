/** Where the code of an action stands. */

/** Reads a file by the path that a binding names; undefined where there is none. */
export type SourceReader = (file: string) => string | undefined;

/** `src/paxos/actions.ts:42`, or the file alone where the function is not found in it. */
export function codePlace(source: { readonly file: string; readonly name: string }, read: SourceReader): string {
  const text = read(source.file);
  if (text === undefined) return source.file;
  const pattern = new RegExp(`^export (async )?(function\\*?|const|let|var) ${source.name.replace(/[^\w]/g, '\\$&')}(?![\\w$])`);
  const line = text.split('\n').findIndex((l) => pattern.test(l));
  return line < 0 ? source.file : `${source.file}:${line + 1}`;
}
