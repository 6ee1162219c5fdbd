/** What reporters say of other engines' answers: TLC's, as recorded, and Apalache's, which leaves out what it does not look at. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AnswerReportOptions, answerReport } from '../../../../conformance/cli/reporters/answer.ts';
import { type Report, wordOf } from '../../../../conformance/cli/reporters/finding.ts';
import type { Answer } from '../../../../conformance/engines/engine.ts';
import { parseConfig } from '../../../../conformance/tla-to-ts/syntax/config.ts';
import { answerTo, linesOf, modelOf, questionOf, RECORDED } from '../../engines/tlc/recorded.ts';

const config = (text: string, path = 'M.cfg'): AnswerReportOptions['config'] => parseConfig({ path, text });

/** The report of a recorded run of TLC. */
async function reportOf(name: string, options: Partial<AnswerReportOptions> = {}): Promise<Report> {
  const found = RECORDED.find((r) => r.name === name);
  if (found === undefined) throw new Error(`there is no recording ${name}`);
  const [question, model] = [questionOf(found), await modelOf(found)];
  const asked = config(readFileSync(question.config, 'utf8'));
  return answerReport(answerTo(linesOf(found), found.exit, question, model), {
    module: found.module,
    config: asked,
    deadlock: asked?.checkDeadlock !== false,
    steps: question.simulate?.depth,
    files: { spec: `${found.module}.tla`, config: `${found.config}.cfg` },
    bounded: false,
    definitions: model?.module,
    command: 'lockstep check',
    ...options,
  });
}

const cases = ({ findings }: Report): readonly string[] => findings.map((finding) => `${finding.name}: ${wordOf(finding)}`);
const states = 'all reachable states';

describe('a report of TLC', () => {
  it.each<[name: string, found: readonly string[]]>([
    ['ok', [`${states}: passed`]],
    ['live', [`${states}: passed`, 'property Empties: passed']],
    ['none', [`${states}: incomplete`, 'no deadlock: incomplete']],
    ['safety', ['invariant Few: safety', `${states}: undecided`, 'invariant Short: undecided', 'no deadlock: undecided']],
    ['action', ['property Never: safety', `${states}: undecided`, 'property Grows: undecided', 'no deadlock: undecided']],
    ['deadlock', ['no deadlock: deadlock', `${states}: undecided`]],
    ['lasso', ['property Settles: liveness', `${states}: undecided`, 'no deadlock: undecided']],
    ['post', ['postcondition Finally: assumption', `${states}: undecided`]],
    ['Assumes', ['assumption Wrong: assumption', 'evaluation: undecided']],
    ['Constant', ['evaluation: passed']],
    ['evaluation', [`${states}: evaluation`, 'no deadlock: undecided']],
    ['Syntax', [`${states}: parse`, 'no deadlock: undecided']],
    ['simulate', ['random behaviours: passed', 'invariant Short: passed']],
    ['simulate-deadlock', ['no deadlock: deadlock', 'random behaviours: undecided']],
  ])('%s has a case for each thing that was looked for', async (name, found) => {
    expect(cases(await reportOf(name))).toEqual(found);
  });

  it('says who looked, and in what', async () => {
    const { findings, claim } = await reportOf('live');
    expect(findings.map(({ suite, seconds }) => [suite, seconds])).toEqual([
      ['MCSmall (live.cfg) by TLC', 1],
      ['MCSmall (live.cfg) by TLC', 0],
    ]);
    expect(claim).toBe('Proved for MCSmall by TLC, in all 79 reachable states, to depth 7: property Empties.');
  });

  it('shows the whole way, and an error where it stands', async () => {
    const [lasso] = (await reportOf('lasso')).findings;
    expect(lasso).toMatchObject({
      problem: {
        trace: [{ label: 'initial state' }, { label: 'FlipNext', place: { line: 12 } }],
        details: expect.stringMatching(/^State 1 {2}initial state\n[\s\S]*\nBack to state 1 {2}FlipNext$/),
      },
    });
    const [evaluation] = (await reportOf('evaluation')).findings;
    expect(evaluation).toMatchObject({
      problem: {
        places: [{ file: expect.stringMatching(/MCSmall\.tla$/), line: 16, column: 23 }],
        details: expect.stringMatching(/\^{6}/),
      },
    });
  });

  it('has no case of what is not known', async () => {
    expect(cases(await reportOf('safety', { config: undefined }))).toEqual(['Few: safety', `${states}: undecided`]);
    const failed = (await reportOf('safety', { definitions: undefined })).findings.find((f) => f.verdict === 'failed');
    if (failed?.verdict !== 'failed') throw new Error('nothing failed');
    const { places, trace } = failed.problem;
    expect(places).toEqual([{ file: 'MCSmall.tla', line: 1 }]);
    expect(trace.map(({ place }) => place)).toEqual(trace.map(() => undefined));
  });
});

describe('a report of Apalache', () => {
  const answer: Answer = {
    engine: 'apalache',
    version: '1',
    verdict: 'ok',
    property: undefined,
    message: undefined,
    error: undefined,
    generated: undefined,
    distinct: undefined,
    depth: 4,
    complete: false,
    bound: 4,
    seconds: 2,
    trace: undefined,
  };
  const options: AnswerReportOptions = {
    module: 'M',
    config: config('INIT Init NEXT Next INVARIANT Inv PROPERTY Live POSTCONDITION Post\n'),
    deadlock: true,
    steps: undefined,
    files: { spec: 'M.tla', config: 'M.cfg' },
    bounded: true,
    definitions: undefined,
    command: 'lockstep check',
  };

  it('passes nothing that it did not look at', () => {
    expect(cases(answerReport(answer, options))).toEqual([
      'all behaviours up to a length: passed',
      'invariant Inv: passed',
      'no deadlock: passed',
      'property Live: undecided',
      'postcondition Post: undecided',
    ]);
    expect(answerReport(answer, options).findings.at(-1)).toMatchObject({ message: 'Apalache did not look at it' });
  });

  it('leaves all open where the search did not end', () => {
    const { bound: _, ...unbounded } = answer;
    const found = answerReport({ ...unbounded, verdict: 'incomplete', message: 'time limit reached' }, options).findings;
    expect(found.map((f) => f.verdict)).toEqual(['error', 'error', 'error', 'error', 'error']);
    expect(found[0]).toMatchObject({ problem: { rule: 'incomplete', message: 'time limit reached' } });
  });
});
