/** All bindings of this package: one for each protocol, or part of it, in the order in which they are checked. */
import { type AnyBinding, anyBinding } from '../lockstep/binding.ts';
import { clientBinding } from './client.ts';
import { multiPaxosBinding } from './multi-paxos.ts';
import { multiPaxosStepBinding } from './multi-paxos-step.ts';
import { paxosBinding } from './paxos.ts';
import { pullRaftBinding } from './pull-raft.ts';
import { raftBinding } from './raft.ts';
import { raftStepBinding } from './raft-step.ts';
import { logFileBinding } from './storage-log-file.ts';
import { pageStoreBinding } from './storage-page-store.ts';
import { raftOnDiskBinding } from './storage-raft-on-disk.ts';

export { multiPaxosBinding } from './multi-paxos.ts';
export { multiPaxosStepBinding } from './multi-paxos-step.ts';
export { paxosBinding } from './paxos.ts';
export { pullRaftBinding } from './pull-raft.ts';
export { raftBinding } from './raft.ts';
export { raftStepBinding } from './raft-step.ts';

export const bindings: readonly AnyBinding[] = [
  anyBinding(paxosBinding()),
  anyBinding(multiPaxosBinding()),
  anyBinding(multiPaxosStepBinding()),
  anyBinding(raftBinding()),
  anyBinding(raftStepBinding()),
  anyBinding(pullRaftBinding()),
  anyBinding(clientBinding()),
  anyBinding(logFileBinding()),
  anyBinding(pageStoreBinding()),
  anyBinding(raftOnDiskBinding()),
];
