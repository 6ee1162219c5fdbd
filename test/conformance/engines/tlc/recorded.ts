/** Output of TLC that was recorded (see the README beside it), and what it means. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answer, Question } from '../../../../conformance/engines/engine.ts';
import { answerOf } from '../../../../conformance/engines/tlc/answer.ts';
import { MessageReader } from '../../../../conformance/engines/tlc/messages.ts';
import { ownModel } from '../../../../conformance/engines/tlc/model.ts';
import { Transcript } from '../../../../conformance/engines/tlc/transcript.ts';
import type { Model } from '../../../../conformance/tla-to-ts/index.ts';

const root = fileURLToPath(new URL('../../../fixtures/tlc/', import.meta.url));

export interface Recorded {
  readonly name: string;
  readonly module: string;
  readonly config: string;
  /** TLC's exit code. */
  readonly exit: number;
  /** What is asked besides. */
  readonly ask?: Partial<Question>;
  /** What the answer has. */
  readonly expected: Partial<Answer>;
}

const of = (name: string, exit: number, expected: Partial<Answer>, more: Partial<Recorded> = {}): Recorded => ({
  name,
  module: 'MCSmall',
  config: name,
  exit,
  expected,
  ...more,
});
/** A module with a configuration of the same name. */
const alone = (name: string, exit: number, expected: Partial<Answer>): Recorded => of(name, exit, expected, { module: name });

const all = { generated: 137, distinct: 79, depth: 7 };

export const RECORDED: readonly Recorded[] = [
  of('ok', 0, { verdict: 'ok', complete: true, ...all }),
  of('live', 0, { verdict: 'ok', complete: true, ...all }),
  of('talks', 0, { verdict: 'ok', complete: true, distinct: 11 }),
  of('none', 0, { verdict: 'incomplete', message: 'nothing was checked: the initial predicate has no solution' }),
  of('safety', 12, { verdict: 'safety', property: 'Few', generated: 4, distinct: 4, depth: 2 }),
  of('initial', 12, { verdict: 'safety', property: 'StartsFull' }),
  of('action', 13, { verdict: 'safety', property: 'Never', generated: 9, distinct: 9, depth: 3 }),
  of('property-initial', 13, { verdict: 'safety', property: 'StartsFull' }),
  of('deadlock', 11, { verdict: 'deadlock', generated: 2, distinct: 2, depth: 2 }),
  of('stuttering', 13, { verdict: 'liveness', property: 'Comes', ...all }),
  of('lasso', 13, { verdict: 'liveness', property: 'Settles', generated: 3, distinct: 2, depth: 2 }),
  of('assert', 14, { verdict: 'error' }),
  of('evaluation', 75, { verdict: 'error' }),
  of('half', 75, { verdict: 'error' }),
  of('typed', 75, { verdict: 'error' }),
  of('post', 10, { verdict: 'assumption', property: 'Finally', ...all }),
  of('config', 151, { verdict: 'error' }),
  of('configsyntax', 255, { verdict: 'error' }),
  of('missing', 151, { verdict: 'error' }),
  alone('Assumes', 10, { verdict: 'assumption', property: 'Wrong', message: 'Assumption Wrong is false' }),
  alone('AssumeError', 10, { verdict: 'assumption', property: 'Odd' }),
  alone('Refines', 13, { verdict: 'safety', property: 'Grows', message: 'Action property Grows is violated' }),
  alone('Constant', 0, { verdict: 'ok', complete: true }),
  alone('Syntax', 150, { verdict: 'error' }),
  alone('Unknown', 150, { verdict: 'error' }),
  alone('NoModule', 150, { verdict: 'error' }),
  of(
    'coverage',
    0,
    {
      verdict: 'ok',
      ...all,
      actions: [
        { name: 'Step', generated: 70, distinct: 32 },
        { name: 'Drop', generated: 66, distinct: 46 },
      ],
    },
    { config: 'ok', ask: { coverage: true } },
  ),
  of('simulate', 0, { verdict: 'ok', complete: false, runs: 5, seed: 1 }, { ask: { simulate: { runs: 5, depth: 6, seed: 1 } } }),
  of('simulate-deadlock', 11, { verdict: 'deadlock' }, { config: 'deadlock', ask: { simulate: { runs: 5, depth: 6, seed: 1 } } }),
];

export function questionOf({ module, config, ask }: Recorded): Question {
  return { spec: join(root, 'specs', `${module}.tla`), config: join(root, 'specs', `${config}.cfg`), libraries: [], ...ask };
}

export const SPECS: string = join(root, 'specs');
export const GRAPH: string = join(root, 'recorded', 'live.dot');

/** The lines; where they name the folder of the model they name the one beside. */
export function linesOf({ name }: Recorded): readonly string[] {
  const text = readFileSync(join(root, 'recorded', `${name}.txt`), 'utf8');
  return text.replaceAll('/tmp/lockstep-recorded/', `${SPECS}/`).replace(/\n$/, '').split('\n');
}

/** The answer to a run that wrote these lines. @throws EngineFailure */
export function answerTo(lines: readonly string[], exit: number, question: Question, model?: Model): Answer {
  const transcript = new Transcript(question);
  const reader = new MessageReader(transcript);
  for (const line of lines) reader.read(line);
  const ended = { exit, signal: undefined, cut: undefined, seconds: 1 };
  return answerOf(question, model, { transcript, garbled: reader.close(), ended, tail: '' }, 'recorded', '/nowhere');
}

export async function modelOf(recorded: Recorded): Promise<Model | undefined> {
  return ownModel(questionOf(recorded));
}
