/** All bindings of this package: one for each protocol, in the order in which they are checked. */
import { type AnyBinding, anyBinding } from '../lockstep/binding.ts';
import { paxosBinding } from './paxos.ts';

export { paxosBinding } from './paxos.ts';

export const bindings: readonly AnyBinding[] = [anyBinding(paxosBinding())];
