import { type Reader, read } from '../core/index.ts';
import type { Entry, MultiPaxosMessage, Vote } from './types.ts';

/**
 * From data of unknown origin to messages. Whatever is not exactly a message is `undefined`: a field that is missing or unknown, a number
 * that is no ballot or slot. What is returned shares nothing with what came in.
 */

const { all, fieldsOf, index, list, name, peek, text } = read;

/** A number from 1: of a ballot, or of a slot. */
const positive: Reader<number> = (x) => {
  const n = index(x);
  return n === 0 ? undefined : n;
};

const entry: Reader<Entry> = (x) => {
  const type = peek(x, 'type');
  if (type === 'noop') return fieldsOf(x, ['type']) && { type };
  const value = text(fieldsOf(x, ['type', 'value'])?.[1]);
  return type === 'value' && value !== undefined ? { type, value } : undefined;
};

/** A gap has no value, and a vote has one. */
const vote: Reader<Vote> = (x) => {
  if (peek(x, 'bal') === 0) return fieldsOf(x, ['bal']) && { bal: 0 };
  const fields = fieldsOf(x, ['bal', 'val']);
  const bal = positive(fields?.[0]);
  const val = entry(fields?.[1]);
  return bal === undefined || val === undefined ? undefined : { bal, val };
};

/** A log of votes ends with a vote, if it has any. */
const votes: Reader<readonly Vote[]> = (x) => {
  const found = list(vote)(x);
  return found?.at(-1)?.bal === 0 ? undefined : found;
};

function msg1a(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'bal', 'first']) ?? [];
  const read = [name(fields[1]), positive(fields[2]), positive(fields[3])] as const;
  if (!all(read)) return undefined;
  const [to, bal, first] = read;
  return { type: '1a', to, bal, first };
}

function msg1b(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'from', 'bal', 'first', 'votes']) ?? [];
  const read = [name(fields[1]), name(fields[2]), positive(fields[3]), positive(fields[4]), votes(fields[5])] as const;
  if (!all(read)) return undefined;
  const [to, from, bal, first, reported] = read;
  return { type: '1b', to, from, bal, first, votes: reported };
}

function msg2a(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'bal', 'slot', 'val']) ?? [];
  const read = [name(fields[1]), positive(fields[2]), positive(fields[3]), entry(fields[4])] as const;
  if (!all(read)) return undefined;
  const [to, bal, slot, val] = read;
  return { type: '2a', to, bal, slot, val };
}

function msg2b(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'from', 'bal', 'slot']) ?? [];
  const read = [name(fields[1]), name(fields[2]), positive(fields[3]), positive(fields[4])] as const;
  if (!all(read)) return undefined;
  const [to, from, bal, slot] = read;
  return { type: '2b', to, from, bal, slot };
}

function heartbeat(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'bal', 'commit', 'round']) ?? [];
  const read = [name(fields[1]), positive(fields[2]), index(fields[3]), index(fields[4])] as const;
  if (!all(read)) return undefined;
  const [to, bal, commit, round] = read;
  return { type: 'Heartbeat', to, bal, commit, round };
}

function heartbeatReply(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'to', 'from', 'bal', 'round', 'missing']) ?? [];
  const read = [name(fields[1]), name(fields[2]), positive(fields[3]), index(fields[4]), index(fields[5])] as const;
  if (!all(read)) return undefined;
  const [to, from, bal, round, missing] = read;
  return { type: 'HeartbeatReply', to, from, bal, round, missing };
}

function readResponse(x: unknown): MultiPaxosMessage | undefined {
  const fields = fieldsOf(x, ['type', 'bal', 'read', 'index']) ?? [];
  const read = [text(fields[2]), index(fields[3])] as const;
  if (!all(read) || fields[1] !== 0) return undefined;
  return { type: 'ReadResponse', bal: 0, read: read[0], index: read[1] };
}

/** The message that this is, or `undefined` if it is none. */
export function decode(x: unknown): MultiPaxosMessage | undefined {
  switch (peek(x, 'type')) {
    case '1a':
      return msg1a(x);
    case '1b':
      return msg1b(x);
    case '2a':
      return msg2a(x);
    case '2b':
      return msg2b(x);
    case 'Heartbeat':
      return heartbeat(x);
    case 'HeartbeatReply':
      return heartbeatReply(x);
    case 'ReadResponse':
      return readResponse(x);
    default:
      return undefined;
  }
}
