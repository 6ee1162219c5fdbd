/**
 * Bounds that the grammar's scanner does not check itself: it keeps the open junction lists and proofs in a buffer of 1024
 * bytes and columns in 16 bits, and beyond them it would write where it must not.
 */
import type { Loc } from '../errors.ts';
import { TlaError } from '../errors.ts';
import { reservedWords } from './build-context.ts';
import type { Input } from './input.ts';
import { sourceOffset } from './input.ts';
import type { Context } from './tree.ts';
import { locAt } from './tree.ts';

const maxColumn = 32_000;
const maxOpenLists = 200; // three bytes each
const maxProofLevels = 80; // four bytes each

/** Refuses a text beyond the bounds. The number of open lists is estimated from above. */
export function checkLimits(cx: Context, input: Input): void {
  const open: number[] = [];
  const levels = new Set<string>();
  let start = 0;
  for (const line of input.text.split('\n')) {
    const place = (column: number): Loc => {
      const offset = sourceOffset(input, start + column);
      return locAt(cx, offset, offset + 1);
    };
    if (line.trimEnd().length > maxColumn) refuse(`a line is longer than ${maxColumn} characters`, place(maxColumn), 'long line');
    for (const column of bulletsOf(line)) {
      while ((open.at(-1) ?? -1) >= column) open.pop();
      open.push(column);
      if (open.length > maxOpenLists) refuse(`more than ${maxOpenLists} junction lists are nested`, place(column), 'deep nesting');
    }
    for (const step of line.matchAll(/<(\d+|\+)>/g)) {
      levels.add(step[1] === '+' ? `+${start + step.index}` : (step[1] ?? ''));
      if (levels.size > maxProofLevels) refuse(`proofs have more than ${maxProofLevels} levels`, place(step.index), 'deep nesting');
    }
    start += line.length + 1;
  }
}

/** The columns of what may be the bullets of lists: conjunctions and disjunctions that follow no operand on their line. */
function bulletsOf(line: string): readonly number[] {
  const columns: number[] = [];
  for (const found of line.matchAll(/(?:([)\]}'"@]|>>|\w+) *)?(\/\\|\\\/|∧|∨)/g)) {
    const [all, operand, symbol] = found;
    if (operand === undefined || reservedWords.has(operand)) columns.push(found.index + all.length - (symbol ?? '').length);
  }
  return columns;
}

function refuse(message: string, loc: Loc, feature: string): never {
  throw new TlaError('unsupported', message, loc, feature);
}
