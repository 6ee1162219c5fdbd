import { mapOf } from '../core/index.ts';
import type { Position, PositionMap, PullRaftConfig } from './types.ts';

/** Positions, and which of two is the newer one: the definitions of PullRaft.tla that look at no member. */

/** PullRaft!NoPosition: before the first entry there is no position. */
export const NoPosition: Position = { term: 0, index: 0 };

const nowhere = new WeakMap<readonly string[], PositionMap>();

/** PullRaft!NoPositions: of nobody anything is known. One object for all members, as most begin with it. */
export function NoPositions(c: PullRaftConfig): PositionMap {
  const known = nowhere.get(c.servers);
  if (known !== undefined) return known;
  const positions = mapOf(c.servers, () => NoPosition);
  nowhere.set(c.servers, positions);
  return positions;
}

/** PullRaft!Newer: positions are compared by term first, then by index. */
export function Newer(p: Position, q: Position): boolean {
  return p.term > q.term || (p.term === q.term && p.index > q.index);
}

/** PullRaft!MaxPosition; the first one where they are equal, so that what was known stays the same object. */
export function MaxPosition(p: Position, q: Position): Position {
  return Newer(q, p) ? q : p;
}

/** PullRaft!MinPosition. */
export function MinPosition(p: Position, q: Position): Position {
  return Newer(p, q) ? q : p;
}
