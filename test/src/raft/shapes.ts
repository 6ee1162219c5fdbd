/**
 * What well-formed states, steps and messages look like, said a second time: as tables of fields, independently of the code that makes
 * and reads them.
 */
type Test = (x: unknown) => boolean;
type Shape = Readonly<Record<string, Test>>;

const isNumber: Test = (x) => Number.isSafeInteger(x) && Number(x) >= 0 && !Object.is(x, -0);
const isText: Test = (x) => typeof x === 'string';
const isName: Test = (x) => typeof x === 'string' && x !== '';
const isFlag: Test = (x) => typeof x === 'boolean';
const isNameOrNobody: Test = (x) => x === undefined || isName(x);
const is =
  (...values: readonly unknown[]): Test =>
  (x) =>
    values.includes(x);

/** A dense list, with nothing else to it. */
const list =
  (element: Test): Test =>
  (x) =>
    Array.isArray(x) && Reflect.ownKeys(x).length === x.length + 1 && x.every((e) => element(e));

/** Each less than the next: a set as it is kept. */
const ordered =
  (key: (x: unknown) => string): Test =>
  (x) =>
    Array.isArray(x) && x.every((e, n) => n === 0 || key(x[n - 1]) < key(e));

/** Just these fields, in any order, each as it should be. */
const record =
  (shape: Shape): Test =>
  (x) => {
    if (typeof x !== 'object' || x === null || Array.isArray(x)) return false;
    if (Reflect.ownKeys(x).length !== Object.keys(shape).length) return false;
    return Object.entries(shape).every(([name, test]) => Object.hasOwn(x, name) && test(Reflect.get(x, name)));
  };

const both =
  (...tests: readonly Test[]): Test =>
  (x) =>
    tests.every((test) => test(x));
const either =
  (...tests: readonly Test[]): Test =>
  (x) =>
    tests.some((test) => test(x));

const names = both(list(isName), ordered(String));
const configuration = record({ voters: names, learners: names });
const entries = list(
  either(
    record({ term: isNumber, type: is('value'), value: isText }),
    record({ term: isNumber, type: is('noop') }),
    record({ term: isNumber, type: is('config'), value: configuration }),
  ),
);
const reads = both(
  list(record({ read: isText, index: isNumber })),
  ordered((x) => `${typeof x === 'object' && x !== null ? Reflect.get(x, 'read') : ''}`),
);
const perServer: Test = (x) => typeof x === 'object' && x !== null && Object.entries(x).every(([key, n]) => isName(key) && isNumber(n));

/** A state of one server: just the fields of `RaftState`. */
export const isState: Test = record({
  currentTerm: isNumber,
  votedFor: isNameOrNobody,
  log: entries,
  snapshot: record({ lastIncludedIndex: isNumber, lastIncludedTerm: isNumber, config: configuration, machine: list(isText) }),
  state: is('Follower', 'PreCandidate', 'Candidate', 'Leader'),
  leaderId: isNameOrNobody,
  votesGranted: names,
  commitIndex: isNumber,
  lastApplied: isNumber,
  machine: list(isText),
  nextIndex: perServer,
  matchIndex: perServer,
  transferee: isNameOrNobody,
  reading: record({ queue: reads, batch: reads, round: isNumber, acks: names }),
});

const head: Shape = { to: isName, term: isNumber };
const request: Shape = { ...head, candidateId: isName, lastLogIndex: isNumber, lastLogTerm: isNumber };
const response: Shape = { ...head, from: isName, voteGranted: isFlag };
const previous: Shape = { prevLogIndex: isNumber, prevLogTerm: isNumber };
const result: Shape = { success: isFlag, prevLogIndex: isNumber, matchIndex: isNumber, round: isNumber };
const included: Shape = { lastIncludedIndex: isNumber, lastIncludedTerm: isNumber };

const MESSAGES: Readonly<Record<string, Shape>> = {
  RequestPreVoteRequest: request,
  RequestPreVoteResponse: response,
  RequestVoteRequest: request,
  RequestVoteResponse: response,
  AppendEntriesRequest: { ...head, leaderId: isName, ...previous, entries, leaderCommit: isNumber, round: isNumber },
  AppendEntriesResponse: { ...head, from: isName, ...result },
  InstallSnapshotRequest: { ...head, leaderId: isName, ...included, data: record({ config: configuration, machine: list(isText) }) },
  InstallSnapshotResponse: { ...head, from: isName, matchIndex: isNumber },
  TimeoutNowRequest: { ...head, leaderId: isName },
  ReadResponse: { term: is(0), read: isText, index: isNumber },
};

const TESTS: ReadonlyMap<string, Test> = new Map(
  Object.entries(MESSAGES).map(([type, shape]) => [type, record({ type: is(type), ...shape })]),
);

/** A message: just the fields of its type. */
export const isMessage: Test = (x) => {
  const type: unknown = typeof x === 'object' && x !== null ? Object.getOwnPropertyDescriptor(x, 'type')?.value : undefined;
  return typeof type === 'string' && TESTS.get(type)?.(x) === true;
};
