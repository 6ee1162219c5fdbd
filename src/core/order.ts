import { asRecord } from './cast.ts';

/**
 * One total order on plain data, so that a set has one representation as a sorted array and equality needs no list of fields.
 * Objects are compared as sequences of their keys and values: data of one type is made by one function, in one order of keys.
 */

const RANK: readonly string[] = ['undefined', 'null', 'boolean', 'number', 'string', 'array', 'object'];

/** Data of different kinds is ordered by kind. */
function rank(value: unknown): number {
  return RANK.indexOf(value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
}

function compareObjects(a: object, b: object): number {
  const left = asRecord(a);
  const right = asRecord(b);
  const leftKeys = Object.keys(left);
  const rightKeys = Object.keys(right);
  const shared = Math.min(leftKeys.length, rightKeys.length);
  for (let i = 0; i < shared; i++) {
    const key = leftKeys[i] ?? '';
    const other = rightKeys[i] ?? '';
    if (key !== other) return key < other ? -1 : 1;
    const order = compare(left[key], right[key]);
    if (order !== 0) return order;
  }
  return leftKeys.length - rightKeys.length;
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. Zero means equal as data. */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1;
  if (typeof a === 'boolean' && typeof b === 'boolean') return a ? 1 : -1;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return rank(a) - rank(b);
  if (Array.isArray(a) !== Array.isArray(b)) return rank(a) - rank(b);
  return compareObjects(a, b);
}
