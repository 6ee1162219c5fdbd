import { it, expect } from 'vitest';
import { cast, Play } from './play.ts';
it('a', () => {
  const p = new Play(cast(['s1','s2','s3','s4']));
  p.elect('s1', 's2', 's3');
  p.replicate('s1', 's2', 's3');
  p.act({ type: 'AdvanceCommitIndex', i: 's1' });
  p.request('s1', 'v1', 's2');
  p.act({ type: 'RemoveServer', i: 's1', j: 's4' });
  p.act({ type: 'AdvanceCommitIndex', i: 's1' });
});
