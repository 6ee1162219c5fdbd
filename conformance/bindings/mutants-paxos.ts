/** Bugs that implementations of Paxos had, or could have, as changes to src/paxos. */
import { mapValues } from '../../src/core/index.ts';
import { invariants, stepProperties } from '../../src/paxos/index.ts';
import { type AnySubject, anySubject, type Catalogue, type Mutant } from '../mutation/catalogue.ts';
import { paxosBinding, paxosConfig } from './paxos.ts';

const ACTIONS = 'src/paxos/actions.ts';
const PROTOCOL = 'src/paxos/protocol.ts';
const QUORUM = 'src/paxos/quorum.ts';

const mutants: readonly Mutant[] = [
  {
    id: 'X1',
    title: 'propose own value despite promises',
    why: 'The proposer takes what its client asked for even where a promise reports a vote, so that it overrules what may have been chosen.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: '  const votes = HighestVotes(s);\n  return votes.length === 0 ? (c.input[p] ?? none()) : votes.map((m) => m.maxVal);\n',
    replace: '  return c.input[p] ?? none();\n',
  },
  {
    id: 'X2',
    title: 'take the first vote instead of that with the highest maxVBal',
    why: 'Of the votes that the promises report the proposer takes the first, which an older ballot may have cast before another value was chosen.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: 'return s.promises.filter((m) => m.maxVBal !== NO_BALLOT && s.promises.every((n) => n.maxVBal <= m.maxVBal));',
    replace: 'return s.promises.filter((m) => m.maxVBal !== NO_BALLOT).slice(0, 1);',
  },
  {
    id: 'X3',
    title: 'phase 2 accept ignores maxBal',
    why: 'The acceptor accepts at any ballot, also below one that it gave a promise for, so that the promise is worth nothing.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: '  if (m.bal < s.maxBal) return undefined;\n',
    replace: '',
  },
  {
    id: 'X4',
    title: 'promise at b = maxBal',
    why: 'The acceptor promises again at the ballot that it has seen, so that two proposers with one number would both be promised it; here each ballot has an owner, and what differs is the second promise.',
    breaks: 'two proposers share a ballot',
    file: ACTIONS,
    find: 'if (m.bal <= s.maxBal) return undefined;',
    replace: 'if (m.bal < s.maxBal) return undefined;',
  },
  {
    id: 'X5',
    title: 'maxBal not durable',
    why: 'Only what was accepted reaches the disk: after a crash the acceptor has forgotten what it promised beyond that, and accepts below it.',
    breaks: 'Agreement',
    file: PROTOCOL,
    find: "    case 'acceptor':\n      return s;\n",
    replace: "    case 'acceptor':\n      return { ...s, maxBal: s.maxVBal };\n",
  },
  {
    id: 'X6',
    title: 'a proposer reuses a ballot after a crash',
    why: 'The number of the ballot is not on disk: after a crash the proposer starts the same ballot again, and may propose a second value in it.',
    breaks: 'OneValuePerBallot',
    file: PROTOCOL,
    find: 'return { role: s.role, bal: s.bal };',
    replace: 'return { role: s.role, bal: NO_BALLOT };',
  },
  {
    id: 'X7',
    title: "accepting doesn't raise maxBal",
    why: 'The acceptor moves only the second of its numbers: one that accepted without a promise before still accepts below, and loses its vote.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: "state: { role: 'acceptor', maxBal: m.bal, maxVBal: m.bal, maxVal: m.val }",
    replace: "state: { role: 'acceptor', maxBal: s.maxBal, maxVBal: m.bal, maxVal: m.val }",
  },
  {
    id: 'X8',
    title: 'a promise quorum mixes ballots',
    why: 'The proposer counts every promise that it receives, whichever ballot it is for: some of its quorum have not promised it anything.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: '  if (m.bal !== s.bal) return undefined;\n',
    replace: '',
  },
  {
    id: 'X9',
    title: 'acceptances counted by value, not by ballot',
    why: 'One acceptor accepted the value at one ballot and another at a later one; together they are taken for a quorum that was never there.',
    breaks: 'LearnedIsChosen',
    file: QUORUM,
    find: "if (m.type === '2b' && m.bal === b && m.val === v) result.push(m.acc);",
    replace: "if (m.type === '2b' && m.val === v) result.push(m.acc);",
  },
  {
    id: 'X10',
    title: 'quorums that do not intersect',
    why: 'The quorum test is content with any one member of a quorum, and two such groups need not have anybody in common.',
    breaks: 'Agreement',
    file: QUORUM,
    find: 'return c.quorums.some((Q) => Q.every((a) => S.includes(a)));',
    replace: 'return c.quorums.some((Q) => Q.some((a) => S.includes(a)));',
  },
  {
    id: 'X11',
    title: '"prepare once" applied to known slots only',
    why: 'With several slots: a leader uses the promises of an earlier prepare where they do not hold. There is one slot here, so the nearest form: a proposer that prepared once takes its promises along to its next ballot, and proposes there without phase 1.',
    breaks: 'Agreement',
    file: ACTIONS,
    find: "return { state: { ...s, bal: b, phase: 'prepare', promises: none() }, send: [msg1a(b)] };",
    replace: "return { state: { ...s, bal: b, phase: 'prepare', promises: s.promises }, send: [msg1a(b)] };",
  },
  {
    id: 'X12',
    title: 'a learner forgets a decided value',
    why: 'Whenever a decision reaches it, the learner forgets what it knew, as after a crash, and takes the value from the acceptors anew. A decision never changes, so it is the same value: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: ACTIONS,
    find: 'state: s.learned === v ? s : { ...s, learned: v }',
    replace: 'state: { ...RestartLearner(), learned: v }',
    control: true,
  },
];

/** The module at this address, which is a copy of src/paxos/index.ts but for one change, bound as that is. */
async function subject(url: string): Promise<AnySubject> {
  const mutated: typeof import('../../src/paxos/index.ts') = await import(url);
  return anySubject({
    mutant: paxosBinding(mutated.paxos),
    original: paxosBinding(),
    properties: (constant) => {
      const c = paxosConfig(constant);
      return {
        states: mapValues(invariants, (holds) => (s) => holds(c, s)),
        steps: mapValues(stepProperties, (holds) => (s, t) => holds(c, s, t)),
      };
    },
  });
}

/** The mutants X1 to X12 of Paxos; X12 is the control. */
export const paxosMutants: Catalogue = {
  protocol: 'paxos',
  entry: 'src/paxos/index.ts',
  spec: paxosBinding().spec,
  models: paxosBinding().models,
  mutants,
  subject,
};
