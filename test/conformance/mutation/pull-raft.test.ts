/** Mutants of pull-based Raft that are two bugs in one line of the catalogue. */
import { beforeAll, describe, expect, it } from 'vitest';
import { pullRaftMutants } from '../../../conformance/bindings/mutants-pull-raft.ts';
import { findSpec } from '../../../conformance/cli/files.ts';
import type { Mutant } from '../../../conformance/mutation/catalogue.ts';
import { type Finding, judge } from '../../../conformance/mutation/judge.ts';
import { readSources, type Sources, writeCopy } from '../../../conformance/mutation/sources-node.ts';
import { loadModel, type Model } from '../../../conformance/tla-to-ts/index.ts';
import { loadPullRaft, root } from '../replay/missing-term.ts';

let sources: Sources;
beforeAll(async () => {
  sources = await readSources(root, pullRaftMutants);
});

function known(id: string): Mutant {
  return pullRaftMutants.mutants.find((m) => m.id === id) ?? expect.unreachable(id);
}

async function found(mutant: Mutant, model: Model): Promise<Finding> {
  const copy = writeCopy(sources, mutant);
  try {
    return judge(model, await pullRaftMutants.subject(copy.url), { breaks: mutant.breaks });
  } finally {
    copy.remove();
  }
}

/** The model `rounds` without reads: the primary may send one heartbeat, and what s3 pulls says nothing of the commit point. */
async function oneHeartbeat(): Promise<Model> {
  await loadPullRaft('small');
  const options = { config: 'spec/pull-raft/MCPullRaft_rounds.cfg', library: ['spec/consensus'] };
  const { spec, config, read } = findSpec(root, 'spec/pull-raft/MCPullRaft.tla', options);
  const text = config.text.replace(/ Read = .*/, ' Read = {}').replace(/ MaxHeartbeats = .*/, ' MaxHeartbeats = 1');
  return loadModel(spec, { ...config, text }, read);
}

describe('each half of a mutant is caught by itself', () => {
  it('P4: lastPosition is what was reported last', async () => {
    const { also: _, ...half } = known('P4');
    expect(await found(half, await loadPullRaft('nonvoter'))).toMatchObject({
      verdict: 'killed',
      by: 'lockstep: HandleUpdatePositionRequest(s1, s3) leads elsewhere',
    });
  });

  it('P4: lastPosition survives an election', async () => {
    const { also, ...half } = known('P4');
    const finding = await found({ ...half, ...also?.[0] }, await loadPullRaft('pair'));
    expect(finding).toMatchObject({ verdict: 'killed', by: 'lockstep: BecomePrimary(s2) leads elsewhere' });
  });

  it('P8: the commit point is learned from the sync source alone', async () => {
    const learned = 'commitPoint: MaxPosition(s.commitPoint, MinPosition(m.commitPoint, LastPosition(s)))';
    const file = 'src/pull-raft/actions/heartbeats.ts';
    const half: Mutant = { ...known('P8'), breaks: 'LearnsByHeartbeat', file, find: learned, replace: 'commitPoint: s.commitPoint' };
    expect(await found(half, await oneHeartbeat())).toMatchObject({
      verdict: 'killed',
      by: 'lockstep: HandleHeartbeatRequest(s3, s1) leads elsewhere',
      violation: { property: 'LearnsByHeartbeat' },
    });
  });
});
