/**
 * A search on disk, to go on with later: values, states, what waits, and the counts. A checkpoint appears whole or not at all: its files are written to a
 * folder of their own and flushed, and then the one file that names this folder is replaced.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../../tla-to-ts/compile/layout.ts';
import type { Tally } from '../../tla-to-ts/explore/expand.ts';
import { TlaError } from '../../tla-to-ts/index.ts';
import type { Gate } from '../../tla-to-ts/values/gate.ts';
import { imageOf, restoreValues, type SharedValues, type ValuesImage } from '../../tla-to-ts/values/shared.ts';
import { readAll, writeAll } from './bytes.ts';
import type { ModelSources } from './messages.ts';
import type { WorkQueue } from './queue.ts';
import type { KnownStates } from './states.ts';

/** Changes whenever the files' meaning does. */
const FORMAT = 1;
const ENTRY = 'checkpoint.json';

/** What is saved beside the large arrays. */
export interface CheckpointHead {
  readonly format: number;
  /** Of the texts that the model is made from, and of the options that decide what is counted. */
  readonly digest: string;
  readonly layout: Layout;
  readonly tally: Tally;
  readonly expanded: number;
  readonly depth: number;
  readonly states: { readonly base: number; readonly bits: number };
  readonly archive: readonly number[];
  /** The folder with the arrays. */
  readonly folder: string;
}

/** The parts of a search that are saved, and into which a checkpoint is put back. */
export interface SearchParts {
  readonly values: SharedValues;
  readonly states: KnownStates;
  readonly queue: WorkQueue;
}

/** One number for a model and the options that decide what is counted. */
export function digestOf(sources: ModelSources, options: Readonly<Record<string, unknown>>): string {
  const hash = createHash('sha256');
  const add = (text: string): void => void hash.update(`${text.length}\n${text}`);
  add(sources.spec.text);
  add(sources.config.text);
  for (const [key, source] of [...sources.modules].sort(([a], [b]) => (a < b ? -1 : 1)))
    add(`${key.replace(/^.*\n/, '')}\n${source?.text ?? ''}`);
  add(JSON.stringify(options));
  return hash.digest('hex');
}

/** Is there a checkpoint in this folder? */
export function hasCheckpoint(folder: string): boolean {
  return existsSync(join(folder, ENTRY));
}

/** Writes a checkpoint, and removes the one before it. No other thread may be working. @throws where the system refuses */
export function saveCheckpoint(
  folder: string,
  head: Omit<CheckpointHead, 'format' | 'states' | 'archive' | 'folder'>,
  parts: SearchParts,
): void {
  const before = hasCheckpoint(folder) ? readHead(folder).folder : undefined;
  const name = before === 'a' ? 'b' : 'a';
  const target = join(folder, name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const { control, arena, table, names } = imageOf(parts.values);
  for (const [file, words] of Object.entries({ control, arena, table, names })) write(join(target, file), [words]);
  const { base, bits, words } = parts.states.image();
  write(join(target, 'states'), [words]);
  write(join(target, 'waiting'), waitingWords(parts.queue));
  for (const file of parts.states.files()) linkOrCopy(file.path, join(target, file.name));
  const archive = parts.states.archiveImage();
  const full: CheckpointHead = { ...head, format: FORMAT, states: { base, bits }, archive, folder: name };
  const text = JSON.stringify(full, (_, v: unknown) => (v instanceof Float64Array ? [...v] : v));
  write(join(folder, `${ENTRY}.tmp`), [Buffer.from(text)]);
  flush(target);
  renameSync(join(folder, `${ENTRY}.tmp`), join(folder, ENTRY));
  flush(folder);
  if (before !== undefined) rmSync(join(folder, before), { recursive: true, force: true });
}

/** Removes the checkpoint of a search that is over. */
export function removeCheckpoint(folder: string): void {
  for (const name of [ENTRY, `${ENTRY}.tmp`, 'a', 'b']) rmSync(join(folder, name), { recursive: true, force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
}

/** Reads what a checkpoint is of. @throws TlaError `usage` where there is none, or it is another model's */
export function openCheckpoint(folder: string, digest: string): CheckpointHead {
  if (!hasCheckpoint(folder)) throw new TlaError('usage', `There is no checkpoint in ${folder}`);
  const head = readHead(folder);
  if (head.digest !== digest)
    throw new TlaError('usage', `The checkpoint in ${folder} is that of another model, or of this one with other texts or options`);
  return head;
}

function readHead(folder: string): CheckpointHead {
  const unreadable = (): TlaError =>
    new TlaError('usage', `The checkpoint in ${folder} cannot be read: ${ENTRY} is not one of this version`);
  let head: Partial<CheckpointHead> & Pick<CheckpointHead, 'format'>;
  try {
    head = JSON.parse(readFileSync(join(folder, ENTRY), 'utf8'));
  } catch {
    throw unreadable();
  }
  if (head?.format !== FORMAT || !isComplete(head)) throw unreadable();
  return head;
}

function isComplete(head: Partial<CheckpointHead>): head is CheckpointHead {
  return head.digest !== undefined && head.layout !== undefined && head.tally !== undefined && head.folder !== undefined;
}

/** Puts the values back; the model must have been loaded, and nothing else done. @throws TlaError where they are not this model's */
export function restoreCheckpointValues(folder: string, head: CheckpointHead, values: SharedValues, gate: Gate | undefined): void {
  const at = (file: keyof ValuesImage): Int32Array => read(join(folder, head.folder, file));
  const image = { control: at('control'), arena: at('arena'), table: at('table'), names: at('names') };
  let fits = false;
  gate?.alone(
    () => true,
    () => {
      fits = restoreValues(values, image);
    },
  );
  if (!fits)
    throw new TlaError(
      'usage',
      `The checkpoint in ${folder} was made by another version: its values are not numbered as this one numbers them`,
    );
}

/** Puts states and what waits back into an empty search. @param scratch the folder of its files */
export function restoreCheckpointStates(folder: string, head: CheckpointHead, scratch: string, { states, queue }: SearchParts): void {
  const from = join(folder, head.folder);
  mkdirSync(scratch, { recursive: true });
  for (const name of readdirSync(from)) if (states.isFile(name)) copyFileSync(join(from, name), join(scratch, name));
  states.restore({ ...head.states, words: read(join(from, 'states')) }, head.archive);
  queue.restore(blocksIn(join(from, 'waiting')), head.depth);
}

/** Each block after its level and its length. */
function* waitingWords(queue: WorkQueue): Generator<Int32Array> {
  for (const { level, words } of queue.image()) {
    yield Int32Array.of(level, words.length);
    yield words;
  }
}

function* blocksIn(path: string): Generator<{ readonly level: 0 | 1; readonly words: Int32Array }> {
  const handle = openSync(path, 'r');
  try {
    const head = new Int32Array(2);
    while (readSync(handle, head, 0, 8, null) === 8) {
      const words = new Int32Array(head[1] ?? 0);
      readAll(handle, words);
      yield { level: head[0] === 0 ? 0 : 1, words };
    }
  } finally {
    closeSync(handle);
  }
}

function read(path: string): Int32Array {
  const words = new Int32Array(statSync(path).size / 4);
  const handle = openSync(path, 'r');
  try {
    readAll(handle, words);
  } finally {
    closeSync(handle);
  }
  return words;
}

function write(path: string, parts: Iterable<ArrayBufferView>): void {
  const handle = openSync(path, 'w');
  try {
    for (const part of parts) writeAll(handle, part);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A file that never changes, or only grows: in both cases its beginning is what the checkpoint needs. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Makes the entries of a folder durable, where the system can. */
function flush(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows does not open folders.
  }
}
