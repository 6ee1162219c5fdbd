import { countIn } from '../core/index.ts';
import type { PullRaftConfig } from './types.ts';

/** How many members suffice: the definition of PullRaft.tla that speaks of the voters. */

/** PullRaft!IsQuorum: majorities of the voters. Members that do not vote may stand in S: they do not count. */
export function IsQuorum(c: PullRaftConfig, S: readonly string[]): boolean {
  return 2 * countIn(c.voters, S) > c.voters.length;
}
