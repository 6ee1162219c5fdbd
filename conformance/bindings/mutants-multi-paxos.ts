/** Bugs that implementations of MultiPaxos had, or could have, as changes to src/multi-paxos. */
import { mapValues } from '../../src/core/index.ts';
import { invariants, type ObservedMultiPaxos, stepProperties } from '../../src/multi-paxos/index.ts';
import type { Plain } from '../lockstep/binding.ts';
import { asNumber } from '../lockstep/plain.ts';
import { type AnySubject, anySubject, type Catalogue, type Mutant, type Story } from '../mutation/catalogue.ts';
import { multiPaxosBinding, multiPaxosConfig, multiPaxosModels } from './multi-paxos.ts';

const ACTIONS = 'src/multi-paxos/actions.ts';
const LOG = 'src/multi-paxos/log.ts';
const PROTOCOL = 'src/multi-paxos/protocol.ts';

/** A model in which the specification, with the same mistake put in, violates the property. */
function bugStory(name: string): Story {
  return { spec: 'spec/multi-paxos/MCMultiPaxosBug.tla', config: `spec/multi-paxos/MultiPaxos_${name}_bug.cfg` };
}

/** The bugs of Paxos, where they can be made here, with their numbers: X1 is M1. */
const paxos: readonly Mutant[] = [
  {
    id: 'M1',
    title: 'propose a no-op despite promises',
    why: 'The new leader fills all slots that it does not know to be decided with no-ops, also those in which a promise reports a vote (X1).',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 'return VoteAt(s.best, slot).val ?? NoOp;',
    replace: 'return slot > 0 ? NoOp : (VoteAt(s.best, slot).val ?? NoOp);',
    model: 'gaps',
    story: bugStory('ProposalIsNoOp'),
  },
  {
    id: 'M2',
    title: 'take the first vote instead of that with the highest ballot',
    why: 'Of the votes that were reported for a slot the first one stays, which an older ballot may have cast before another value was chosen (X2).',
    breaks: 'Agreement',
    file: LOG,
    find: 'return y.bal > x.bal ? y : x;',
    replace: 'return x.bal > 0 ? x : y;',
    model: 'ballots',
    story: bugStory('HighestVote'),
  },
  {
    id: 'M3',
    title: 'phase 2 accept ignores maxBal',
    why: 'A replica accepts at any ballot, also below one that it has promised, so that the promise is worth nothing (X3).',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 'm: Msg2a): Acted {\n  if (m.bal < s.maxBal) return undefined;\n',
    replace: 'm: Msg2a): Acted {\n',
    model: 'gaps',
    story: bugStory('Agreement'),
  },
  {
    id: 'M4',
    title: 'promise at b = maxBal',
    why: 'A replica promises again at the ballot that it has seen, so that two leaders with one number would both be promised it; here each ballot has an owner, and what differs is the second promise (X4).',
    breaks: 'two leaders share a ballot',
    file: ACTIONS,
    find: 'if (m.bal <= s.maxBal) return undefined;',
    replace: 'if (m.bal < s.maxBal) return undefined;',
  },
  {
    id: 'M5',
    title: 'maxBal not durable',
    why: 'Only the votes reach the disk: after a crash the replica has forgotten what it promised beyond them, and accepts below it (X5).',
    breaks: 'PromisesKept',
    file: PROTOCOL,
    find: 'return { maxBal: s.maxBal, votes: s.votes };',
    replace: 'return { maxBal: Math.max(0, ...s.votes.map(({ bal }) => bal)), votes: s.votes };',
    story: bugStory('PromisesKept'),
  },
  {
    id: 'M6',
    title: 'a replica reuses a ballot after a crash',
    why: 'After a restart the replica begins with the first of its ballots again, whatever stands on its disk (X6).',
    breaks: 'MonotonicMaxBal',
    file: ACTIONS,
    find: 'return { maxBal: d.maxBal, votes: d.votes, commit: 0, ...StepDown };',
    replace: 'return { maxBal: 0, votes: d.votes, commit: 0, ...StepDown };',
  },
  {
    id: 'M7',
    title: "accepting doesn't raise maxBal",
    why: 'A replica that accepts at a ballot without having promised it still accepts below, and loses its vote (X7).',
    breaks: 'VotedBelowSeen',
    file: ACTIONS,
    find: 'return { state: update(See(s, m.bal), { votes }), send: [msg2b(to, i, m.bal, m.slot)] };',
    replace: 'return { state: update(s, { votes }), send: [msg2b(to, i, m.bal, m.slot)] };',
    model: 'learn',
  },
  {
    id: 'M8',
    title: 'a promise quorum mixes ballots',
    why: 'The proposer counts every promise that it receives, whichever ballot it is for: some of its majority have not promised it anything (X8).',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 'm: Msg1b): Acted {\n  if (m.bal !== s.maxBal) return undefined;\n',
    replace: 'm: Msg1b): Acted {\n',
    model: 'ballots',
  },
  {
    id: 'M9',
    title: 'acceptances counted by slot, not by ballot',
    why: 'One replica accepted at one ballot and another at a later one; together they are taken for a majority that was never there. With three replicas a leader and any other one are a majority, so it takes four to do harm (X9).',
    breaks: 'LearnedIsChosen',
    file: ACTIONS,
    find: 'm: Msg2b): Acted {\n  if (m.bal !== s.maxBal) return undefined;\n',
    replace: 'm: Msg2b): Acted {\n',
    model: 'ballots',
    story: bugStory('LearnedIsChosen'),
  },
  {
    id: 'M10',
    title: 'quorums that do not intersect',
    why: 'Any one replica is enough, and two of them need not have anybody in common (X10).',
    breaks: 'Agreement',
    file: LOG,
    find: 'return 2 * countIn(S, c.replicas) > c.replicas.length;',
    replace: 'return countIn(S, c.replicas) > 0;',
    model: 'learn',
    story: bugStory('AnyoneIsQuorum'),
  },
  {
    id: 'M11',
    title: '"prepare once" applied to known slots only',
    why: 'A promise is for all slots, also those of which its sender knows nothing yet. A replica that keeps it in the slots that it knew of, and accepts a lower ballot in later ones, lets an old leader decide there (X11).',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 'm: Msg2a): Acted {\n  if (m.bal < s.maxBal) return undefined;\n',
    replace: 'm: Msg2a): Acted {\n  if (m.bal < s.maxBal && m.slot <= s.votes.length) return undefined;\n',
    model: 'gaps',
    story: bugStory('PrepareOnce'),
  },
  {
    id: 'M12',
    title: 'of two votes at one ballot, the one that was reported later',
    why: 'At one ballot only one value is proposed in a slot, so it is the same vote: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: LOG,
    find: 'return y.bal > x.bal ? y : x;',
    replace: 'return y.bal >= x.bal ? y : x;',
    model: 'gaps',
    control: true,
  },
];

/** The bugs that a log has and one decision has not. */
const log: readonly Mutant[] = [
  {
    id: 'M13',
    title: 'the promise leaves out slots',
    why: 'The replica reports only what it has accepted in the first of the slots that it is asked about; the new leader takes the later ones for free.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 's.votes.slice(m.first - 1);',
    replace: 's.votes.slice(m.first - 1, m.first);',
    model: 'gaps',
    story: bugStory('PrepareOnce'),
  },
  {
    id: 'M14',
    title: 'a slot is committed before those before it',
    why: 'The leader looks for the last slot that a majority has accepted, and takes all before it for decided.',
    breaks: 'LearnedIsChosen',
    file: ACTIONS,
    find: '  const open = s.acks.findIndex((accepted) => !IsQuorum(c, accepted));\n  return s.commit + (open < 0 ? s.acks.length : open);\n',
    replace: '  return s.commit + 1 + s.acks.findLastIndex((accepted) => IsQuorum(c, accepted));\n',
    model: 'gaps',
  },
  {
    id: 'M15',
    title: 'commit by slot, ignoring the ballot of the vote',
    why: 'The leader says that a slot is decided, and the replica takes what it once accepted there for the decision, at whatever ballot that was.',
    breaks: 'LogsAgree',
    file: ACTIONS,
    find: 'while (k < n && VoteAt(s.votes, k + 1).bal === b) k += 1;',
    replace: 'while (k < n && VoteAt(s.votes, k + 1).bal > 0) k += 1;',
    model: 'pair',
    story: bugStory('LogsAgree'),
  },
  {
    id: 'M16',
    title: 'an old heartbeat is believed',
    why: 'What the replica knows to be decided is set to what the heartbeat says, also if that came late and says less.',
    breaks: 'MonotonicCommit',
    file: ACTIONS,
    find: '  let k = s.commit;\n',
    replace: '  let k = Math.min(s.commit, n);\n',
    model: 'learn',
    story: bugStory('MonotonicCommit'),
  },
  {
    id: 'M17',
    title: 'the next free slot is the one after the last committed',
    why: 'The leader proposes a command where it has proposed another one already, which is on its way.',
    breaks: 'OneValuePerBallot',
    file: ACTIONS,
    find: '  const slot = s.votes.length + 1;\n',
    replace: '  const slot = s.commit + 1;\n',
    model: 'gaps',
    story: bugStory('OneValuePerBallot'),
  },
  {
    id: 'M18',
    title: 'votes not durable',
    why: 'Only the highest ballot reaches the disk: what the replica helped to choose is gone after a crash.',
    breaks: 'CommittedIsDurable',
    file: PROTOCOL,
    find: 'return { maxBal: s.maxBal, votes: s.votes };',
    replace: 'return { maxBal: s.maxBal, votes: [] };',
    story: bugStory('CommittedIsDurable'),
  },
  {
    id: 'M19',
    title: 'a deposed leader goes on',
    why: 'A replica that promises a higher ballot raises its number and stays leader: it proposes at a ballot that is not its own.',
    breaks: 'OneValuePerBallot',
    file: ACTIONS,
    find: 'return { state: { ...s, maxBal: m.bal, ...StepDown }, send: [msg1b(',
    replace: 'return { state: { ...s, maxBal: m.bal }, send: [msg1b(',
  },
];

/** Reads. */
const reads: readonly Mutant[] = [
  {
    id: 'M20',
    title: 'a read at what the leader knows to be committed',
    why: 'A new leader does not know yet what its predecessor committed: the read may be answered without that.',
    breaks: 'ReadsAreLinearizable',
    file: ACTIONS,
    find: 'insert(s.reading.queue, { read: r, index: s.votes.length });',
    replace: 'insert(s.reading.queue, { read: r, index: s.commit });',
    story: bugStory('ReadsAreLinearizable'),
  },
  {
    id: 'M21',
    title: 'a read without confirming leadership',
    why: 'The leader answers from what it knows; another one may have taken over, and committed more (C4).',
    breaks: 'ReadsAreLinearizable',
    file: ACTIONS,
    find: '  if (!IsQuorum(c, acks)) return undefined;\n',
    replace: '  if (acks.length === 0) return undefined;\n',
    story: bugStory('AnswerUnconfirmed'),
  },
  {
    id: 'M22',
    title: 'an old reply confirms the leader',
    why: 'The reply to a heartbeat that was sent before the read came says nothing of who leads now.',
    breaks: 'ReadsAreLinearizable',
    file: ACTIONS,
    find: 'const confirms = s.reading.batch.length > 0 && m.round === s.reading.round;',
    replace: 'const confirms = s.reading.batch.length > 0;',
    story: bugStory('OldReplyConfirms'),
  },
];

/** The constraints of MCMultiPaxos.tla, by their names there, as tests of states of the code. */
function constraint(name: string, constant: (name: string) => Plain): (s: ObservedMultiPaxos) => boolean {
  switch (name) {
    case 'HeartbeatsBound': {
      const most = asNumber(constant('MaxHeartbeats'));
      const said = (s: ObservedMultiPaxos): readonly string[] =>
        s.network.flatMap((m) => (m.type === 'Heartbeat' ? [`${m.bal} ${m.commit} ${m.round}`] : []));
      return (s) => new Set(said(s)).size <= most;
    }
    case 'ThirdAnswers':
      return (s) => s.network.every((m) => (m.type !== '1b' && m.type !== '2b') || m.from === 'r3');
    default:
      throw new Error(`the constraint ${name} is not known to the code`);
  }
}

/** The module at this address, which is a copy of src/multi-paxos/index.ts but for a change, bound as that is. */
async function subject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/multi-paxos/index.ts') = await import(url);
  return anySubject({
    mutant: multiPaxosBinding(mutated.multiPaxos),
    original: multiPaxosBinding(),
    limits: { states: 50_000, walks: 300, steps: 40 },
    properties: (constant) => {
      const c = multiPaxosConfig(constant);
      return {
        states: mapValues(invariants, (holds) => (s) => holds(c, s)),
        steps: mapValues(stepProperties, (holds) => (s, t) => holds(c, s, t)),
      };
    },
    within: (constant, names) => {
      const tests = names.map((name) => constraint(name, constant));
      return (s) => tests.every((test) => test(s));
    },
  });
}

/** The mutants of MultiPaxos: M1 to M11 are X1 to X11 of Paxos, M12 is the control. */
export const multiPaxosMutants: Catalogue = {
  protocol: 'multi-paxos',
  entry: 'src/multi-paxos/index.ts',
  spec: multiPaxosBinding().spec,
  models: multiPaxosModels,
  mutants: [...paxos, ...log, ...reads],
  subject,
};
