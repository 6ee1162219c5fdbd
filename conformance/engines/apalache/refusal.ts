/** What Apalache refuses, as an error with its place in the user's own file. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ErrorClass, TlaError } from '../../tla-to-ts/index.ts';
import type { Complaint, Refusal } from './outcome.ts';

const CLASSES: Readonly<Record<Refusal, ErrorClass>> = {
  parse: 'parse',
  config: 'config',
  // What is refused here may be all right for the other engines: they need no types, and evaluate what this one cannot encode.
  type: 'unsupported',
  evaluation: 'unsupported',
  other: 'unsupported',
};

/** Where the modules are that were checked. */
interface Places {
  readonly spec: string;
  readonly libraries: readonly string[];
}

/** The error for the first of the complaints. */
export function refusalError(refusal: Refusal, complaints: readonly Complaint[], { spec, libraries }: Places): TlaError {
  const [first] = complaints;
  const words = refusal === 'type' ? 'Apalache finds no types: ' : 'Apalache: ';
  const message = `${words}${first?.message ?? 'it is refused without a reason'}`;
  const feature = CLASSES[refusal] === 'unsupported' ? `Apalache: ${refusal}` : undefined;
  if (first?.file === undefined || first.line === undefined || first.col === undefined)
    return new TlaError(CLASSES[refusal], message, undefined, feature);
  const { line, col, endLine = line, endCol = col } = first;
  const name = basename(first.file);
  for (const folder of [dirname(spec), ...libraries]) {
    try {
      const path = join(folder, name);
      const source = { path, text: readFileSync(path, 'utf8') };
      return new TlaError(CLASSES[refusal], message, { source, line, col, endLine, endCol: endCol + 1 }, feature);
    } catch {
      // It is in another folder.
    }
  }
  return new TlaError(CLASSES[refusal], `${name}:${line}:${col}: ${message}`, undefined, feature);
}
