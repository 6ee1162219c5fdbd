/**
 * The text as the parser reads it: one module, comments blanked, tabs expanded. The grammar would parse PlusCal inside of
 * comments and refuse faulty PlusCal, and it counts a tab as one column where TLA+ counts to the next multiple of eight;
 * columns decide how junction lists are read.
 */

/** One module's text for the parser, and how to come back from it to the source. */
export interface Input {
  readonly text: string;
  /** The offset in the source at which `text` begins. */
  readonly base: number;
  /** For each offset of the expanded text the offset in the unexpanded one; undefined if they are the same. */
  readonly offsets: Int32Array | undefined;
}

/** A top-level module of a file. */
export interface Extent {
  readonly start: number;
  /** After the closing ====, or the end of the text. */
  readonly end: number;
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** Where a comment or a string starts that is never closed. */
  readonly unclosed: number | undefined;
}

/** Finds the modules of a file as TLA+ does: everything before, between and after them is ignored. */
export function modulesOf(text: string): readonly Extent[] {
  const found: Extent[] = [];
  const header = /-{4,} *MODULE/g;
  for (let start = header.exec(text); start !== null; start = header.exec(text)) {
    const extent = extentFrom(text, start.index);
    found.push(extent);
    header.lastIndex = extent.end;
  }
  return found;
}

function extentFrom(text: string, start: number): Extent {
  const comments: { readonly start: number; readonly end: number }[] = [];
  const landmark = /"(?:[^"\\\n]|\\.)*"|\\\*[^\n]*|\(\*|={4,}|-{4,} *MODULE|"/g;
  landmark.lastIndex = start;
  let depth = 0;
  for (let found = landmark.exec(text); found !== null; found = landmark.exec(text)) {
    const [mark] = found;
    if (mark.startsWith('-')) depth++;
    else if (mark.startsWith('=')) {
      depth--;
      if (depth === 0) return { start, end: landmark.lastIndex, comments, unclosed: undefined };
    } else if (mark === '"') return { start, end: text.length, comments, unclosed: found.index };
    else if (mark.startsWith('\\')) comments.push({ start: found.index, end: landmark.lastIndex });
    else if (mark === '(*') {
      const end = endOfComment(text, found.index);
      if (end === undefined) return { start, end: text.length, comments, unclosed: found.index };
      comments.push({ start: found.index, end });
      landmark.lastIndex = end;
    }
  }
  return { start, end: text.length, comments, unclosed: undefined };
}

/** The offset after the block comment that starts here; comments nest. */
export function endOfComment(text: string, from: number): number | undefined {
  let depth = 0;
  const border = /\(\*|\*\)/g;
  border.lastIndex = from;
  for (let found = border.exec(text); found !== null; found = border.exec(text)) {
    depth += found[0] === '(*' ? 1 : -1;
    if (depth === 0) return border.lastIndex;
  }
  return undefined;
}

/** Makes the parser's text of one module. */
export function inputOf(text: string, extent: Extent): Input {
  const parts: string[] = [];
  let at = extent.start;
  for (const comment of extent.comments) {
    parts.push(text.slice(at, comment.start), text.slice(comment.start, comment.end).replace(/[^\n]/g, ' '));
    at = comment.end;
  }
  parts.push(text.slice(at, extent.end));
  return expandTabs(parts.join(''), extent.start);
}

const tabSize = 8;

function expandTabs(text: string, base: number): Input {
  if (!text.includes('\t')) return { text, base, offsets: undefined };
  const offsets: number[] = [];
  const parts: string[] = [];
  let column = 0;
  let copied = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 9) {
      const width = tabSize - (column % tabSize);
      for (let i = 0; i < width; i++) offsets.push(at);
      parts.push(text.slice(copied, at), ' '.repeat(width));
      copied = at + 1;
      column += width;
    } else {
      offsets.push(at);
      column = code === 10 ? 0 : column + 1;
    }
  }
  offsets.push(text.length);
  parts.push(text.slice(copied));
  return { text: parts.join(''), base, offsets: Int32Array.from(offsets) };
}

/** From an offset in the parser's text to the offset in the source. */
export function sourceOffset(input: Input, offset: number): number {
  return input.base + (input.offsets?.[offset] ?? offset);
}

const chunk = 128;

/**
 * Hands the text to the parser piece by piece. It asks anew at almost every token and copies what it gets, so a piece of
 * a line or two is several times faster than all the rest of the text.
 */
export function reader(input: Input): (index: number) => string {
  return (index) => input.text.slice(index, index + chunk);
}
