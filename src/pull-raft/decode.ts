import { type Reader, read } from '../core/index.ts';
import type { Entry, Position, PullRaftMessage } from './types.ts';

/**
 * From data of unknown origin to messages. Whatever is not exactly a message is `undefined`: a field that is missing or unknown, a
 * number that is no index, a position that is none. What is returned shares nothing with what came in.
 */

const { all, fieldsOf, flag, index, list, name, peek, record, text } = read;

/** An entry has a value, or it is a no-op and has none. */
const entry: Reader<Entry> = (x) => {
  const isNoOp = peek(x, 'value') === undefined;
  const fields = fieldsOf(x, isNoOp ? ['term'] : ['term', 'value']);
  const term = index(fields?.[0]);
  if (term === undefined || term === 0) return undefined;
  if (isNoOp) return { term };
  const value = text(fields?.[1]);
  return value === undefined ? undefined : { term, value };
};

/** Before the first entry there is no term, and after it there is no entry without one. */
const position: Reader<Position> = (x) => {
  const fields = fieldsOf(x, ['term', 'index']) ?? [];
  const found = [index(fields[0]), index(fields[1])] as const;
  if (!all(found) || (found[0] === 0) !== (found[1] === 0)) return undefined;
  return { term: found[0], index: found[1] };
};

const entries = list(entry);
const positions = record(position);

/** The fields that all messages between members begin with. */
const HEAD: readonly string[] = ['type', 'to', 'from', 'term'];

interface Head {
  readonly to: string;
  readonly from: string;
  readonly term: number;
}

/** The values of a message that has, after those, just these fields; without the type, which is known. */
function partsOf(x: unknown, rest: readonly string[]): { readonly head: Head; readonly rest: readonly unknown[] } | undefined {
  const fields = fieldsOf(x, [...HEAD, ...rest]) ?? [];
  const found = [name(fields[1]), name(fields[2]), index(fields[3])] as const;
  if (!all(found)) return undefined;
  const [to, from, term] = found;
  return { head: { to, from, term }, rest: fields.slice(HEAD.length) };
}

function requestVoteRequest(x: unknown): PullRaftMessage | undefined {
  const { head, rest } = partsOf(x, ['dryRun', 'position']) ?? { rest: [] };
  const found = [flag(rest[0]), position(rest[1])] as const;
  if (head === undefined || !all(found)) return undefined;
  return { type: 'RequestVoteRequest', ...head, dryRun: found[0], position: found[1] };
}

function requestVoteResponse(x: unknown): PullRaftMessage | undefined {
  const { head, rest } = partsOf(x, ['dryRun', 'voteGranted']) ?? { rest: [] };
  const found = [flag(rest[0]), flag(rest[1])] as const;
  if (head === undefined || !all(found)) return undefined;
  return { type: 'RequestVoteResponse', ...head, dryRun: found[0], voteGranted: found[1] };
}

/** It carries no term. */
function pullEntriesRequest(x: unknown): PullRaftMessage | undefined {
  const { head, rest } = partsOf(x, ['index', 'exclusive']) ?? { rest: [] };
  const found = [index(rest[0]), flag(rest[1])] as const;
  if (head === undefined || head.term !== 0 || !all(found)) return undefined;
  return { type: 'PullEntriesRequest', ...head, term: 0, index: found[0], exclusive: found[1] };
}

function pullEntriesResponse(x: unknown): PullRaftMessage | undefined {
  const hasSource = peek(x, 'syncSource') !== undefined;
  const keys = ['index', 'exclusive', 'entries', 'position', 'commitPoint', 'rollbackId', 'primary'];
  const { head, rest } = partsOf(x, hasSource ? [...keys, 'syncSource'] : keys) ?? { rest: [] };
  const answer = [index(rest[0]), flag(rest[1]), entries(rest[2])] as const;
  const metadata = [position(rest[3]), position(rest[4]), index(rest[5]), flag(rest[6])] as const;
  if (head === undefined || !all(answer) || !all(metadata)) return undefined;
  const [at, exclusive, found] = answer;
  const [last, commitPoint, rollbackId, primary] = metadata;
  const known = { index: at, exclusive, entries: found, position: last, commitPoint, rollbackId, primary };
  if (!hasSource) return { type: 'PullEntriesResponse', ...head, ...known };
  const syncSource = name(rest[7]);
  return syncSource === undefined ? undefined : { type: 'PullEntriesResponse', ...head, ...known, syncSource };
}

function updatePositionRequest(x: unknown): PullRaftMessage | undefined {
  const { head, rest } = partsOf(x, ['positions']) ?? { rest: [] };
  const found = positions(rest[0]);
  if (head === undefined || found === undefined) return undefined;
  return { type: 'UpdatePositionRequest', ...head, positions: found };
}

function heartbeat(x: unknown, type: 'HeartbeatRequest' | 'HeartbeatResponse'): PullRaftMessage | undefined {
  const { head, rest } = partsOf(x, ['position', 'commitPoint', 'round']) ?? { rest: [] };
  const found = [position(rest[0]), position(rest[1]), index(rest[2])] as const;
  if (head === undefined || !all(found)) return undefined;
  const known = { ...head, position: found[0], commitPoint: found[1], round: found[2] };
  return type === 'HeartbeatRequest' ? { type, ...known } : { type, ...known };
}

function stepUpRequest(x: unknown): PullRaftMessage | undefined {
  const parts = partsOf(x, []);
  return parts === undefined ? undefined : { type: 'StepUpRequest', ...parts.head };
}

function readResponse(x: unknown): PullRaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'from', 'term', 'read', 'index']) ?? [];
  const found = [name(fields[1]), text(fields[3]), index(fields[4])] as const;
  if (!all(found) || fields[2] !== 0) return undefined;
  return { type: 'ReadResponse', from: found[0], term: 0, read: found[1], index: found[2] };
}

/** The message that this is, or `undefined` if it is none. */
export function decode(x: unknown): PullRaftMessage | undefined {
  const type = peek(x, 'type');
  switch (type) {
    case 'RequestVoteRequest':
      return requestVoteRequest(x);
    case 'RequestVoteResponse':
      return requestVoteResponse(x);
    case 'PullEntriesRequest':
      return pullEntriesRequest(x);
    case 'PullEntriesResponse':
      return pullEntriesResponse(x);
    case 'UpdatePositionRequest':
      return updatePositionRequest(x);
    case 'HeartbeatRequest':
    case 'HeartbeatResponse':
      return heartbeat(x, type);
    case 'StepUpRequest':
      return stepUpRequest(x);
    case 'ReadResponse':
      return readResponse(x);
    default:
      return undefined;
  }
}
