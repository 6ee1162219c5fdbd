/** `lockstep check --simulate`: options, and the files that the behaviours are written to. */
import { randomInt } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MAX_SEED, type Model, type SimulateResult } from '../tla-to-ts/index.ts';
import { checkOutput, writeWhole } from './files.ts';
import { usageError } from './host.ts';
import { itfText } from './print/document.ts';
import { counted } from './print/numbers.ts';

/** Steps of a behaviour, unless something else is said. */
export const DEPTH = 100;

/** A seed from the command line. */
export function seedOption(text: string): number {
  const n = Number(text);
  if (/^\d+$/.test(text) && n <= MAX_SEED) return n;
  throw usageError(`--seed needs a whole number from 0 to ${MAX_SEED}, not ${JSON.stringify(text)}`);
}

/** A seed that nobody chose. */
export function anySeed(): number {
  return randomInt(MAX_SEED + 1);
}

/** Refuses a folder for behaviours that could not be written to, before the work whose result it is to hold. */
export function checkFolder(cwd: string, path: string): void {
  const found = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (found === undefined) return checkOutput(cwd, join(dirname(path), 'behaviours'));
  if (!found.isDirectory()) throw usageError(`The behaviours cannot be written to ${path}: it is a file; --simulate writes a folder`);
}

/** Writes each behaviour to a file of its own. @returns what to tell the user about it */
export function writeBehaviours(cwd: string, folder: string, model: Model, result: SimulateResult): readonly string[] {
  const { behaviours, simulation } = result;
  if (behaviours.length === 0) return [`Nothing was written to ${folder}: there is no behaviour`];
  mkdirSync(resolve(cwd, folder), { recursive: true });
  behaviours.forEach((trace, i) => {
    const violation = i === behaviours.length - 1 ? result.message : undefined;
    const description = violation ?? `behaviour ${i + 1} of seed ${simulation.seed}`;
    writeWhole(cwd, join(folder, `behaviour-${i + 1}.itf.json`), itfText(model.heap, trace, description));
  });
  return [
    `${counted(behaviours.length, 'behaviour')} written to ${folder}; to run the code along them: lockstep conform --mode replay --traces ${folder}`,
  ];
}
