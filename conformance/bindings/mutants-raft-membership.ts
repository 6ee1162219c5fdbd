/** Bugs with snapshots and in changes of membership, as changes to src/raft: R34 to R43; and R44, which is none. */
import type { Mutant } from '../mutation/catalogue.ts';
import { bugStory } from './raft-stories.ts';

const REPLICATION = 'src/raft/actions/replication.ts';
const SNAPSHOTS = 'src/raft/actions/snapshots.ts';
const MEMBERSHIP = 'src/raft/actions/membership.ts';
const CONFIG = 'src/raft/config.ts';

export const membershipMutants: readonly Mutant[] = [
  {
    id: 'R34',
    title: 'an empty AppendEntries where a snapshot is due',
    why: 'The leader has the entries no more that a follower needs, and sends it a heartbeat that begins where its log does: the follower refuses it, and is not served.',
    breaks: 'FollowerIsServed',
    file: REPLICATION,
    find: '  if (next <= Base(s)) return undefined;\n',
    replace:
      '  if (next <= Base(s)) return { state: s, send: [appendEntriesRequest(i, s, j, Base(s), s.snapshot.lastIncludedTerm, none())] };\n',
    model: 'small',
  },
  {
    id: 'R35',
    title: 'loading a snapshot sets currentTerm',
    why: "The term of the snapshot's last entry is taken for the server's own: it may be an older one, in which the server has voted.",
    breaks: 'MonotonicTerm',
    file: SNAPSHOTS,
    find: '    ...follower,\n    log: held',
    replace: '    ...follower,\n    currentTerm: lastIncludedTerm,\n    log: held',
    model: 'small',
  },
  {
    id: 'R36',
    title: "a snapshot response's term unchecked",
    why: 'The leader counts what was acknowledged to the leader of another term, be it another server or itself, as acknowledged to it.',
    breaks: 'BelievesWhatWasConfirmed',
    file: SNAPSHOTS,
    find: "  if (m.term !== s.currentTerm) return undefined;\n  if (s.state !== 'Leader') return undefined;\n",
    replace: "  if (s.state !== 'Leader') return undefined;\n",
    model: 'small',
  },
  {
    id: 'R37',
    title: 'a membership change before an entry of the term is committed',
    why: 'A new leader changes the configuration before it has committed an entry of its term. The leader before it may have done so too, and the two configurations need have no majority in common (the bug of the dissertation, thesis 4.1).',
    breaks: 'LeaderCompleteness',
    file: MEMBERSHIP,
    find: '  return HasCommittedInTerm(s);\n',
    replace: '  return true;\n',
    model: 'membership',
    story: bugStory('Membership'),
  },
  {
    id: 'R38',
    title: 'overlapping changes',
    why: 'A leader changes the configuration while the last change is not committed: the two together may have made majorities that are disjoint.',
    breaks: 'LeaderCompleteness',
    file: MEMBERSHIP,
    find: '  if (!ConfigIsCommitted(s)) return false;\n',
    replace: '',
    model: 'membership',
    story: bugStory('OverlappingChanges'),
  },
  {
    id: 'R39',
    title: 'quorum over the union of old and new',
    why: 'While a change is under way a leader asks for a majority of those that vote before or after it, taken together. With arbitrary changes such a majority may be none of either; where one server comes or goes at a time, as here, it is always one of the larger configuration, so ElectionSafety holds, but the removal of a server that is gone is never committed.',
    breaks: 'CommitsWhatItCan',
    file: REPLICATION,
    find: 'if (TermAt(s, n) === s.currentTerm && IsQuorum(Agree(i, s, n), Voters(s))) return n;',
    replace:
      'const union = ConfigAt(s, s.commitIndex).voters.reduce<readonly string[]>(insert, Voters(s));\n    if (TermAt(s, n) === s.currentTerm && IsQuorum(Agree(i, s, n), union)) return n;',
    also: [
      {
        file: REPLICATION,
        find: "import { IsQuorum, Members, Voters } from '../config.ts';",
        replace: "import { ConfigAt, IsQuorum, Members, Voters } from '../config.ts';",
      },
    ],
    model: 'membership',
  },
  {
    id: 'R40',
    title: 'configuration not reverted on truncation',
    why: 'A server remembers the configuration that it took from an entry of its log, and goes on using it after that entry was truncated, as it was never committed: it asks a majority that nobody else asks. The code keeps no such memory, so the change gives it one.',
    breaks: 'AsksItsVoters',
    file: REPLICATION,
    find: 'return { state: update(follower, { log, commitIndex }), send: [reply] };',
    replace:
      'const kept = ConfigIndexes({ ...s, log }).length < ConfigIndexes(s).length ? { kept: Config(s) } : {};\n  return { state: update(follower, { log, commitIndex, ...kept }), send: [reply] };',
    also: [
      {
        file: REPLICATION,
        find: "import { IsQuorum, Members, Voters } from '../config.ts';",
        replace: "import { Config, ConfigIndexes, IsQuorum, Members, Voters } from '../config.ts';",
      },
      { file: CONFIG, find: '  return ConfigAt(s, LastIndex(s));\n', replace: '  return s.kept ?? ConfigAt(s, LastIndex(s));\n' },
    ],
    model: 'reverted',
  },
  {
    id: 'R41',
    title: 'a learner counted in the quorum',
    why: 'The leader counts the learners that hold an entry among the majority of the voters, and commits what few voters hold.',
    breaks: 'LeaderCompleteness',
    file: REPLICATION,
    find: '  return Voters(s).filter((j) => j === i',
    replace: '  return Members(s).filter((j) => j === i',
    also: [
      {
        file: REPLICATION,
        find: 'IsQuorum(Agree(i, s, n), Voters(s))) return n;',
        replace: '2 * Agree(i, s, n).length > Voters(s).length) return n;',
      },
    ],
    model: 'membership_terms',
    story: bugStory('LearnerCounts'),
  },
  {
    id: 'R42',
    title: 'a wiped server reuses its id',
    why: 'A server whose disk is gone comes back under its name, as if it had never voted, and with none of what it acknowledged.',
    breaks: 'LeaderCompleteness',
    file: 'src/raft/protocol.ts',
    find: '  return actions.Restart(c, d);\n',
    replace: '  return init(c);\n',
    model: 'election',
    story: bugStory('WipedServer'),
  },
  {
    id: 'R43',
    title: 'a server retires before its removal commits',
    why: 'A leader that removes itself stops leading at once: those who remain may not have the entry, and need the vote of one who holds more than they do and does not stand.',
    breaks: 'LeadsUntilRemovalCommits',
    file: MEMBERSHIP,
    find: '  if (!ConfigIsCommitted(s)) return undefined;\n',
    replace: '',
    model: 'membership',
  },
  {
    id: 'R44',
    title: 'every AppendEntries is sent twice',
    why: 'The leader sends each of its requests a second time. The network may duplicate any message, and a set of messages is the same with the second copy: no bug, and the check must not report one.',
    breaks: 'nothing',
    file: REPLICATION,
    find: 'return { state: s, send: [appendEntriesRequest(i, s, j, next - 1, prevLogTerm, entries)] };',
    replace:
      'const request = appendEntriesRequest(i, s, j, next - 1, prevLogTerm, entries);\n  return { state: s, send: [request, { ...request }] };',
    model: 'small',
    control: true,
  },
];
