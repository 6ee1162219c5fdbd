import { mapOf, none, unreachable } from '../../core/index.ts';
import { subsets } from '../disk.ts';
import type { Storage } from '../storage.ts';
import {
  Acknowledge,
  AppendEntries,
  BecomeLeader,
  ClientRequest,
  Commit,
  CountItself,
  Crash,
  Reply,
  Sync,
  Timeout,
  UpdateTerm,
  Vote,
} from './actions.ts';
import { type Content, PARTS, type RaftOnDiskAction, type RaftOnDiskConfig, type RaftOnDiskState, type Server } from './types.ts';

/** RaftOnDisk!Init and RaftOnDisk!Next: where the servers start, the domains of the quantifiers, and which function each action is. */

/** RaftOnDisk!Init: every server is a follower in term 0, has voted for nobody, and has an empty log. */
function init(c: RaftOnDiskConfig): RaftOnDiskState {
  const content: Content = { term: 0, vote: undefined, entry: 0 };
  const first: Server = { memory: content, disk: content, dirty: none(), role: 'Follower' };
  return { servers: mapOf(c.servers, () => first), votes: none(), acks: none(), committed: none() };
}

function actions(c: RaftOnDiskConfig): readonly RaftOnDiskAction[] {
  const { servers, contenders } = c;
  return [
    ...contenders.map((i) => ({ type: 'Timeout', i }) as const),
    ...servers.flatMap((i) => servers.map((j) => ({ type: 'UpdateTerm', i, j }) as const)),
    ...servers.flatMap((i) => contenders.map((j) => ({ type: 'Vote', i, j }) as const)),
    ...servers.map((i) => ({ type: 'Sync', i }) as const),
    ...servers.flatMap((i) => contenders.map((j) => ({ type: 'Reply', i, j }) as const)),
    ...contenders.map((i) => ({ type: 'BecomeLeader', i }) as const),
    ...contenders.map((i) => ({ type: 'ClientRequest', i }) as const),
    ...contenders.flatMap((i) => servers.map((j) => ({ type: 'AppendEntries', i, j }) as const)),
    ...servers.map((i) => ({ type: 'Acknowledge', i }) as const),
    ...contenders.map((i) => ({ type: 'CountItself', i }) as const),
    ...contenders.map((i) => ({ type: 'Commit', i }) as const),
    ...servers.flatMap((i) => subsets(PARTS).map((kept) => ({ type: 'Crash', i, kept }) as const)),
  ];
}

function step(c: RaftOnDiskConfig, s: RaftOnDiskState, a: RaftOnDiskAction): RaftOnDiskState | undefined {
  switch (a.type) {
    case 'Timeout':
      return Timeout(c, s, a.i);
    case 'UpdateTerm':
      return UpdateTerm(c, s, a.i, a.j);
    case 'Vote':
      return Vote(c, s, a.i, a.j);
    case 'Sync':
      return Sync(s, a.i);
    case 'Reply':
      return Reply(s, a.i, a.j);
    case 'BecomeLeader':
      return BecomeLeader(c, s, a.i);
    case 'ClientRequest':
      return ClientRequest(s, a.i);
    case 'AppendEntries':
      return AppendEntries(s, a.i, a.j);
    case 'Acknowledge':
      return Acknowledge(s, a.i);
    case 'CountItself':
      return CountItself(s, a.i);
    case 'Commit':
      return Commit(c, s, a.i);
    case 'Crash':
      return Crash(c, s, a.i, a.kept);
    default:
      return unreachable(a);
  }
}

/** The servers and their disks as a whole system. */
export const raftOnDisk: Storage<RaftOnDiskConfig, RaftOnDiskState, RaftOnDiskAction> = { init, actions, step };
