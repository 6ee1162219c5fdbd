import { type Reader, read } from '../core/index.ts';
import type { Configuration, Entry, RaftMessage } from './types.ts';

/**
 * From data of unknown origin to messages. Whatever is not exactly a message is `undefined`: a field that is missing or unknown, a
 * number that is no index, a set that is not in order. What is returned shares nothing with what came in.
 */

const { all, fieldsOf, flag, index, list, name, names, peek, text } = read;

/** Two servers cannot be one: who votes does not only learn. */
const configuration: Reader<Configuration> = (x) => {
  const fields = fieldsOf(x, ['voters', 'learners']);
  const voters = names(fields?.[0]);
  const learners = names(fields?.[1]);
  if (voters === undefined || learners === undefined) return undefined;
  return learners.some((j) => voters.includes(j)) ? undefined : { voters, learners };
};

const entry: Reader<Entry> = (x) => {
  const type = peek(x, 'type');
  const fields = fieldsOf(x, type === 'noop' ? ['term', 'type'] : ['term', 'type', type === 'config' ? 'config' : 'value']);
  const term = index(fields?.[0]);
  if (term === undefined) return undefined;
  if (type === 'noop') return { term, type };
  if (type === 'value') {
    const value = text(fields?.[2]);
    return value === undefined ? undefined : { term, type, value };
  }
  const config = configuration(fields?.[2]);
  return type === 'config' && config !== undefined ? { term, type, config } : undefined;
};

const entries = list(entry);
const commands = list(text);

/** Can an entry of this term stand at this index? Before the first one there is none, and no term. */
function isPosition(at: number, term: number): boolean {
  return at > 0 || term === 0;
}

function voteRequest(x: unknown, type: 'RequestVoteRequest' | 'RequestPreVoteRequest'): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'candidateId', 'lastLogIndex', 'lastLogTerm']) ?? [];
  const read = [name(fields[1]), index(fields[2]), name(fields[3]), index(fields[4]), index(fields[5])] as const;
  if (!all(read)) return undefined;
  const [to, term, candidateId, lastLogIndex, lastLogTerm] = read;
  if (!isPosition(lastLogIndex, lastLogTerm)) return undefined;
  const rest = { to, term, candidateId, lastLogIndex, lastLogTerm };
  return type === 'RequestVoteRequest' ? { type, ...rest } : { type, ...rest };
}

function voteResponse(x: unknown, type: 'RequestVoteResponse' | 'RequestPreVoteResponse'): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'from', 'voteGranted']) ?? [];
  const read = [name(fields[1]), index(fields[2]), name(fields[3]), flag(fields[4])] as const;
  if (!all(read)) return undefined;
  const [to, term, from, voteGranted] = read;
  const rest = { to, term, from, voteGranted };
  return type === 'RequestVoteResponse' ? { type, ...rest } : { type, ...rest };
}

function appendEntriesRequest(x: unknown): RaftMessage | undefined {
  const keys = ['type', 'to', 'term', 'leaderId', 'prevLogIndex', 'prevLogTerm', 'entries', 'leaderCommit', 'round'];
  const fields = fieldsOf(x, keys) ?? [];
  const head = [name(fields[1]), index(fields[2]), name(fields[3]), index(fields[4]), index(fields[5])] as const;
  const tail = [entries(fields[6]), index(fields[7]), index(fields[8])] as const;
  if (!all(head) || !all(tail)) return undefined;
  const [to, term, leaderId, prevLogIndex, prevLogTerm] = head;
  const [added, leaderCommit, round] = tail;
  if (!isPosition(prevLogIndex, prevLogTerm)) return undefined;
  return { type: 'AppendEntriesRequest', to, term, leaderId, prevLogIndex, prevLogTerm, entries: added, leaderCommit, round };
}

function appendEntriesResponse(x: unknown): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'from', 'success', 'prevLogIndex', 'matchIndex', 'round']) ?? [];
  const head = [name(fields[1]), index(fields[2]), name(fields[3]), flag(fields[4])] as const;
  const tail = [index(fields[5]), index(fields[6]), index(fields[7])] as const;
  if (!all(head) || !all(tail)) return undefined;
  const [to, term, from, success] = head;
  const [prevLogIndex, matchIndex, round] = tail;
  return { type: 'AppendEntriesResponse', to, term, from, success, prevLogIndex, matchIndex, round };
}

function installSnapshotRequest(x: unknown): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'leaderId', 'lastIncludedIndex', 'lastIncludedTerm', 'data']) ?? [];
  const head = [name(fields[1]), index(fields[2]), name(fields[3]), index(fields[4]), index(fields[5])] as const;
  const parts = fieldsOf(fields[6], ['config', 'machine']) ?? [];
  const tail = [configuration(parts[0]), commands(parts[1])] as const;
  if (!all(head) || !all(tail)) return undefined;
  const [to, term, leaderId, lastIncludedIndex, lastIncludedTerm] = head;
  const [config, machine] = tail;
  if (!isPosition(lastIncludedIndex, lastIncludedTerm)) return undefined;
  const data = { config, machine };
  return { type: 'InstallSnapshotRequest', to, term, leaderId, lastIncludedIndex, lastIncludedTerm, data };
}

function installSnapshotResponse(x: unknown): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'from', 'matchIndex']) ?? [];
  const read = [name(fields[1]), index(fields[2]), name(fields[3]), index(fields[4])] as const;
  if (!all(read)) return undefined;
  const [to, term, from, matchIndex] = read;
  return { type: 'InstallSnapshotResponse', to, term, from, matchIndex };
}

function timeoutNowRequest(x: unknown): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'term', 'leaderId']) ?? [];
  const read = [name(fields[1]), index(fields[2]), name(fields[3])] as const;
  if (!all(read)) return undefined;
  const [to, term, leaderId] = read;
  return { type: 'TimeoutNowRequest', to, term, leaderId };
}

function readResponse(x: unknown): RaftMessage | undefined {
  const fields = fieldsOf(x, ['type', 'term', 'read', 'index']) ?? [];
  const read = [text(fields[2]), index(fields[3])] as const;
  if (!all(read) || fields[1] !== 0) return undefined;
  return { type: 'ReadResponse', term: 0, read: read[0], index: read[1] };
}

/** The message that this is, or `undefined` if it is none. */
export function decode(x: unknown): RaftMessage | undefined {
  const type = peek(x, 'type');
  switch (type) {
    case 'RequestPreVoteRequest':
    case 'RequestVoteRequest':
      return voteRequest(x, type);
    case 'RequestPreVoteResponse':
    case 'RequestVoteResponse':
      return voteResponse(x, type);
    case 'AppendEntriesRequest':
      return appendEntriesRequest(x);
    case 'AppendEntriesResponse':
      return appendEntriesResponse(x);
    case 'InstallSnapshotRequest':
      return installSnapshotRequest(x);
    case 'InstallSnapshotResponse':
      return installSnapshotResponse(x);
    case 'TimeoutNowRequest':
      return timeoutNowRequest(x);
    case 'ReadResponse':
      return readResponse(x);
    default:
      return undefined;
  }
}
