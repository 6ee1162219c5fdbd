import { none, update, within } from '../../core/index.ts';
import { Agrees, Allowed, Appended, Current, LastPosition, LearnedFrom, Useless, Writable } from '../log.ts';
import { pullEntriesRequest, pullEntriesResponse } from '../messages.ts';
import { MaxPosition, Newer } from '../positions.ts';
import type { PullRaftConfig, PullRaftState, PullEntriesRequest as Request, PullEntriesResponse as Response } from '../types.ts';
import type { Acted } from './effects.ts';

/** Pulling: any member asks any other for what follows its own log. */

/**
 * PullRaft!ChooseSyncSource, the paper. The member chooses j as its sync source, in place of none or of another that gives errors or is
 * slow. Which one is best is left open: safety must not depend on it. A primary that writes has none.
 */
export function ChooseSyncSource(c: PullRaftConfig, i: string, s: PullRaftState, j: string): Acted {
  if (Writable(s)) return undefined;
  if (j === i || !within(c.bounds?.syncFrom[i], j)) return undefined;
  if (s.syncSource === j) return undefined;
  return { state: { ...s, syncSource: j, cursor: -1 }, send: none() };
}

/**
 * PullRaft!PullEntries, the paper. The member asks its sync source for the entries from its own last one on: that one is to be compared,
 * the rest to be appended.
 */
export function PullEntries(i: string, s: PullRaftState): Acted {
  if (s.syncSource === undefined) return undefined;
  return { state: s, send: [pullEntriesRequest(i, s, s.syncSource, false)] };
}

/**
 * PullRaft!GetMore, the paper (mongo: getMore). The member asks for more: what follows its last entry, which need not be compared again
 * where there is a cursor.
 */
export function GetMore(c: PullRaftConfig, i: string, s: PullRaftState): Acted {
  if (!c.cursor) return undefined;
  if (s.cursor === -1) return undefined;
  // Who has a cursor has a source: they are given up together.
  if (s.syncSource === undefined) return undefined;
  return { state: s, send: [pullEntriesRequest(i, s, s.syncSource, true)] };
}

/** PullRaft!HandlePullEntriesRequest, the paper. Any member answers any other, whatever the term and role of either. */
export function HandlePullEntriesRequest(c: PullRaftConfig, i: string, s: PullRaftState, m: Request): Acted {
  return { state: s, send: [pullEntriesResponse(c, i, s, m.from, m.index, m.exclusive)] };
}

/**
 * PullRaft!HandlePullEntriesResponse, the paper. The logs meet: what follows is appended, and the member learns the commit point of its
 * source.
 */
export function HandlePullEntriesResponse(c: PullRaftConfig, s: PullRaftState, m: Response): Acted {
  if (!Current(c, s, m)) return undefined;
  if (!Allowed(c, m)) return undefined;
  if (!Agrees(s, m)) return undefined;
  const log = Appended(s, m);
  const commitPoint = MaxPosition(s.commitPoint, LearnedFrom(m, log));
  const cursor = c.cursor ? m.rollbackId : -1;
  return { state: update(s, { log, commitPoint, cursor }), send: none() };
}

/**
 * PullRaft!Rollback, the paper, and SERVER-27403 and SERVER-54374. The logs do not meet, and the source's is newer: the member takes back
 * its last entry, gives up its source and any election that it stands in, and learns no commit point. The way back to the common
 * point is several of these steps. Who is elected rolls back nothing.
 */
export function Rollback(c: PullRaftConfig, s: PullRaftState, m: Response): Acted {
  if (!Current(c, s, m)) return undefined;
  if (!Allowed(c, m)) return undefined;
  if (m.exclusive) return undefined;
  if (Agrees(s, m)) return undefined;
  if (!Newer(m.position, LastPosition(s))) return undefined;
  if (s.state === 'Primary') return undefined;
  const state: PullRaftState = {
    ...s,
    log: s.log.slice(0, -1),
    rollbackId: s.rollbackId + 1,
    state: 'Secondary',
    votesGranted: none(),
    syncSource: undefined,
    cursor: -1,
  };
  return { state, send: none() };
}

/** PullRaft!LeaveSyncSource, the paper, and SERVER-27403. The member leaves a sync source that is of no use to it. */
export function LeaveSyncSource(c: PullRaftConfig, i: string, s: PullRaftState, m: Response): Acted {
  if (!Current(c, s, m)) return undefined;
  if (!Useless(c, i, s, m)) return undefined;
  return { state: { ...s, syncSource: undefined, cursor: -1 }, send: none() };
}
