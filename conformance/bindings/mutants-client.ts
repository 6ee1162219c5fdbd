/** Bugs that systems with clients had, or could have, as changes to src/client. */

import { invariants, stepProperties } from '../../src/client/index.ts';
import { mapValues } from '../../src/core/index.ts';
import { type AnySubject, anySubject, type Catalogue, type Mutant, type Story } from '../mutation/catalogue.ts';
import { clientBinding, clientConfig } from './client.ts';

const ACTIONS = 'src/client/actions.ts';
const SESSIONS = 'src/client/sessions.ts';
const DUPLICATES = 'src/client/duplicates.ts';
const PROTOCOL = 'src/client/protocol.ts';

/** The bounds of the model in which the specification, with the same mistake put in, violates the property. */
function bugStory(name: string): Story {
  return { spec: 'spec/client/MCClientSessionsBug.tla', config: `spec/client/ClientSessions_${name}_bug.cfg` };
}

const ofTheServers: readonly Mutant[] = [
  {
    id: 'C1',
    title: "deduplication in the leader's memory only",
    why: 'Only the leader keeps what it answered. The others execute the same commands and keep nothing, so that the next leader, asked again, has never heard of them.',
    breaks: 'AtMostOnceApplied',
    file: ACTIONS,
    find: 'machine: except(s.machine, server, machine) };\n  return { state, send: reply',
    replace:
      'machine: except(s.machine, server, server === s.leader ? machine : { ...machine, sessions: Object.fromEntries(Object.entries(machine.sessions).map(([k, x]) => [k, { ...x, lowest: 0, responses: none() }])) }) };\n  return { state, send: reply',
    story: bugStory('LeaderMemory'),
  },
  {
    id: 'C2',
    title: 'sessions expire by the local clock',
    why: 'A server asks its own clock and not the time in the entry; here the clocks of those that do not lead are one ahead.',
    breaks: 'SessionAgreement',
    file: ACTIONS,
    find: 'ApplyEntry(c, at(s.machine, server), entry, index)',
    replace: 'ApplyEntry(c, at(s.machine, server), server === s.leader ? entry : { ...entry, time: entry.time + 1 }, index)',
    story: bugStory('SessionAgreement'),
  },
  {
    id: 'C3',
    title: 'an unknown session created on the fly',
    why: 'A command whose session is not there gets one, and is executed; but the session may have expired after it had executed the command.',
    breaks: 'AtMostOnceApplied',
    file: SESSIONS,
    find: '  if (!HasSession(m, e)) return Unknown(m, e);\n',
    replace:
      '  if (!HasSession(m, e)) return Execute(c, withSession(m, e.client, { id: e.session, lowest: 0, responses: none(), active: m.time }), e);\n',
    story: bugStory('OnTheFly'),
  },
  {
    id: 'C4',
    title: 'a read without confirming leadership',
    why: 'A server that led once answers reads as before, from what it knows; meanwhile another one leads and has answered commands.',
    breaks: 'Linearizable',
    file: ACTIONS,
    find: 'return server === s.leader;',
    replace: 'return server === s.leader || Object.hasOwn(s.applied, server);',
    story: bugStory('Linearizable'),
  },
  {
    id: 'C5',
    title: 'the leader looks in its table only',
    why: 'A command that is in the log and not applied yet is in no table, so that the leader appends it once more; where the state machine relies on the leader, it executes both.',
    breaks: 'AtMostOnceApplied',
    file: DUPLICATES,
    find: 'return IsPending(unapplied, request) || TableReplies',
    replace: 'return TableReplies',
    story: bugStory('TableOnly'),
  },
  {
    id: 'C6',
    title: 'a duplicate answered with what the machine would say now',
    why: 'The session knows that the command was executed, but not what was answered, and asks the state machine as it is now.',
    breaks: 'SameSerialSameResponse',
    file: SESSIONS,
    find: 'sessionOf(m, e.client), e.serial)) return Repeat(m, e);',
    replace:
      'sessionOf(m, e.client), e.serial)) return { ...Repeat(m, e), reply: answer(e.client, e.serial, c.machine.execute(m.value, e.op).response) };',
    story: bugStory('SameSerialSameResponse'),
  },
  {
    id: 'C7',
    title: 'a session forgets what its client still waits for',
    why: 'The session forgets all below its newest command, though the client said which is the lowest that it waits for; a lower one that comes later is taken for executed, and never answered.',
    breaks: 'EventualReply',
    file: SESSIONS,
    find: 'Math.max(x.lowest, e.lowest)',
    replace: 'Math.max(x.lowest, e.serial)',
  },
  {
    id: 'C8',
    title: 'what a session has forgotten taken for new',
    why: 'The answer to a command was discarded because the client has it; a delayed copy of the request then finds no answer, and is executed again.',
    breaks: 'AtMostOnceApplied',
    file: SESSIONS,
    find: 'return n < x.lowest || Kept(x, n) !== undefined;',
    replace: 'return Kept(x, n) !== undefined;',
    story: bugStory('DiscardedIsNew'),
  },
  {
    id: 'C9',
    title: 'a snapshot without the sessions',
    why: 'A server that is behind gets the value, as if it had executed the commands, and not the sessions that say so.',
    breaks: 'AtMostOnceApplied',
    file: ACTIONS,
    find: 'except(s.machine, server, at(s.machine, from))',
    replace: 'except(s.machine, server, { ...at(s.machine, from), sessions: at(s.machine, server).sessions })',
    story: bugStory('SnapshotWithoutSessions'),
  },
  {
    id: 'C10',
    title: 'a session has the same number when it is registered again',
    why: 'Without a number of its own for each registration an old request registers an expired session again, and old commands pass for new ones.',
    breaks: 'AtMostOnceApplied',
    file: SESSIONS,
    find: '  return i;\n',
    replace: '  return Math.min(i, 1);\n',
    story: bugStory('NoEpoch'),
  },
  {
    id: 'C11',
    title: 'an answer before the entry is committed',
    why: 'The leader answers as soon as it has appended, with what the answer will be; then it is deposed, and the entry is lost.',
    breaks: 'AnsweredIsApplied',
    file: ACTIONS,
    find: 'suffix: [...s.suffix, EntryOf(m, t)] }, send: none() };',
    replace:
      "suffix: [...s.suffix, EntryOf(m, t)] }, send: m.type === 'RegisterRequest' ? none() : [answer(m.client, m.serial, c.machine.execute(at(s.machine, s.leader).value, m.op).response)] };",
    story: bugStory('AnsweredIsApplied'),
  },
  {
    id: 'C12',
    title: 'a read before all that is committed is applied',
    why: 'The leader knows that it leads, and answers from a machine that lags behind what other leaders have committed and answered.',
    breaks: 'Linearizable',
    file: ACTIONS,
    find: 'return server === s.leader ? s.log.length : at(s.applied, server);',
    replace: 'return at(s.applied, server);',
    story: bugStory('LaggingRead'),
  },
  {
    id: 'C13',
    title: 'time goes back with the clock of a new leader',
    why: 'The clock of a new leader is behind that of the old one. Who takes its time as it is lets sessions live on that would have expired.',
    breaks: 'time never goes back',
    file: SESSIONS,
    find: 'Expired(c, m, Math.max(m.time, e.time))',
    replace: 'Expired(c, m, e.time)',
  },
];

const ofTheClient: readonly Mutant[] = [
  {
    id: 'C14',
    title: 'serial numbers not durable',
    why: 'A client that restarts begins to count at 1 again, under the name and in the session that it had: its new commands pass for old ones.',
    breaks: 'MonotonicSerial',
    file: PROTOCOL,
    find: '{ role: s.role, next: s.next }',
    replace: '{ role: s.role, next: 1 }',
    story: bugStory('MonotonicSerial'),
  },
  {
    id: 'C15',
    title: 'asking again under a new session',
    why: 'The client does not give its commands up when their session is gone, and asks for them again under the next session, which cannot know that they were executed.',
    breaks: 'AtMostOnceApplied',
    file: ACTIONS,
    find: "{ ...s, session: NO_SESSION, outstanding: s.outstanding.filter((o) => o.kind === 'read') }",
    replace: '{ ...s, session: NO_SESSION }',
    story: bugStory('AsksAgain'),
  },
  {
    id: 'C16',
    title: "the lowest outstanding number is the command's own",
    why: 'The client says that it waits for nothing below the command that it sends, though it has sent others before that are not answered.',
    breaks: 'EventualReply',
    file: ACTIONS,
    find: 'Math.min(Lowest(s), serial)',
    replace: 'serial',
  },
  {
    id: 'C17',
    title: 'an answer that the client has already makes a new state',
    why: 'The client filters what it waits for whether the answer is new or not. What it waits for is the same: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: ACTIONS,
    find: 'state: outstanding.length === s.outstanding.length ? s : { ...s, outstanding }',
    replace: 'state: { ...s, outstanding }',
    control: true,
    model: 'pipelined',
  },
];

/** The module at this address, which is a copy of src/client/index.ts but for one change, bound as that is. */
async function subject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/client/index.ts') = await import(url);
  // Duplicates stand in the log by design where the state machine passes over them.
  const { LogHasNoDuplicates: _, ...always } = invariants;
  return anySubject({
    mutant: clientBinding(mutated.client),
    original: clientBinding(),
    properties: (constant) => {
      const c = clientConfig(constant);
      return {
        states: mapValues(always, (holds) => (s) => holds(c, s)),
        steps: mapValues(stepProperties, (holds) => (s, t) => holds(c, s, t)),
      };
    },
  });
}

/** The mutants C1 to C17 of clients; C17 is the control. */
export const clientMutants: Catalogue = {
  protocol: 'client',
  entry: 'src/client/index.ts',
  spec: clientBinding().spec,
  models: clientBinding().models,
  mutants: [...ofTheServers, ...ofTheClient],
  subject,
};
