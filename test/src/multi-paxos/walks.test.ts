/** Random walks of three replicas that all may lead and crash. After each step every invariant and every property of a step is looked at. */
import { describe, expect, it } from 'vitest';
import { multiPaxosStep, multiPaxosStepObserver, type ObservedMultiPaxos } from '../../../src/multi-paxos/index.ts';
import { observed, systemModel } from '../../../src/system/index.ts';
import { deepFreeze } from '../freeze.ts';
import { type Weights, walkUntil } from '../walk.ts';
import { config, model, violated } from './models.ts';

const c = deepFreeze(config());

/** Timers and crashes seldom, or nothing would ever come of anything. */
const ACTIONS: Weights = {
  Phase1a: 1,
  Restart: 1,
  Resend: 1,
  Heartbeat: 5,
  BecomeLeader: 40,
  Phase1b: 40,
  ReceivePromise: 40,
  Phase2b: 40,
  ReceiveAccepted: 40,
};
const EVENTS: Weights = { ElectionTimeout: 1, Restart: 1, HeartbeatTimeout: 10, Receive: 200 };

/** More often than this. */
const OFTEN = 3;

const walks = { violated: (s: ObservedMultiPaxos, t: ObservedMultiPaxos) => violated(c, s, t), numRuns: 12 };

describe('along random walks', () => {
  it('every action keeps the properties of the specification', () => {
    const types = ['Phase1b', 'BecomeLeader', 'Propose', 'Phase2b', 'Commit', 'HandleHeartbeat', 'ClientRead', 'Restart'];
    const fired = walkUntil({ ...walks, model: model(c), weights: ACTIONS, steps: 150 }, types, OFTEN);
    for (const type of types) expect(fired.get(type) ?? 0, type).toBeGreaterThan(OFTEN);
  });

  it('and so does every event of a running replica, with all that follows from it', () => {
    const types = ['Receive', 'ElectionTimeout', 'HeartbeatTimeout', 'ClientRequest', 'ClientRead', 'Restart'];
    const running = observed(systemModel(multiPaxosStep, c), multiPaxosStepObserver(c));
    const fired = walkUntil({ ...walks, model: running, weights: EVENTS, steps: 120 }, types, OFTEN);
    for (const type of types) expect(fired.get(type) ?? 0, type).toBeGreaterThan(OFTEN);
  });
});
