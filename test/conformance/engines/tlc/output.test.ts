/** What TLC writes is understood, and whatever it could not have written is no verdict. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, EngineFailure } from '../../../../conformance/engines/engine.ts';
import { formatLoc } from '../../../../conformance/tla-to-ts/index.ts';
import { answerTo, linesOf, modelOf, questionOf, RECORDED, type Recorded, SPECS } from './recorded.ts';

const recorded = (name: string): Recorded => {
  const found = RECORDED.find((r) => r.name === name);
  if (found === undefined) throw new Error(`there is no recording ${name}`);
  return found;
};

/** The answer to a recording, with some of its lines changed. */
async function answer(name: string, change: (lines: readonly string[]) => readonly string[] = (l) => l, exit?: number): Promise<Answer> {
  const r = recorded(name);
  return answerTo(change(linesOf(r)), exit ?? r.exit, questionOf(r), await modelOf(r));
}

/** The behaviour as text: for each step the action and the values that the variables have. */
function behaviour({ trace }: Answer): readonly string[] {
  if (trace === undefined) return [];
  const { heap, itf } = trace;
  return itf.states.map(({ action, values }) => {
    const label = action === undefined ? '' : `${action.name}(${action.parameters.map((p) => heap.toText(p)).join(', ')}): `;
    return `${label}${itf.vars.map((name, i) => `${name} = ${heap.toText(values[i] ?? 0)}`).join(', ')}`;
  });
}

/** A verdict, or undefined where the output is refused. Anything else that is thrown is a defect. */
function verdictOf(lines: readonly string[], exit: number, r: Recorded): Answer | undefined {
  try {
    return answerTo(lines, exit, questionOf(r));
  } catch (error) {
    if (error instanceof EngineFailure) return undefined;
    throw error;
  }
}

describe('a recording', () => {
  it.each(RECORDED.map((r) => [r.name, r] as const))('%s', async (name, r) => {
    expect(await answer(name)).toMatchObject({ engine: 'tlc', exit: r.exit, ...r.expected });
  });

  it('has a behaviour, with the actions and their parameters', async () => {
    expect(behaviour(await answer('action'))).toEqual([
      'count = (p1 :> 0 @@ p2 :> 0), log = <<>>, owner = None',
      'Step(p1, 1): count = (p1 :> 1 @@ p2 :> 0), log = <<[by |-> p1, what |-> {-1, 1}, text |-> "a \\"b\\"\\n/\\\\ c"]>>, owner = p1',
      'Drop(): count = (p1 :> 1 @@ p2 :> 0), log = <<>>, owner = p1',
    ]);
    for (const name of ['initial', 'property-initial', 'half', 'typed']) expect(behaviour(await answer(name))).toHaveLength(1);
  });

  it('that ends in a loop, or stutters', async () => {
    const lasso = await answer('lasso');
    expect(lasso.trace?.itf.loop).toBe(0);
    expect(lasso.trace?.back).toEqual({ name: 'FlipNext', parameters: [] });
    const stuttering = await answer('stuttering');
    expect(stuttering.trace?.itf.loop).toBe(0);
    expect(stuttering.trace?.back).toBeUndefined();
  });

  const errors: readonly (readonly [name: string, errorClass: string, message: RegExp, place: string | undefined])[] = [
    ['evaluation', 'evaluation', /^Attempted to access index 3 of tuple\n<<>>\nwhich is out of bounds\.$/, 'MCSmall.tla:16:23'],
    ['typed', 'evaluation', /^Attempted to apply function with integer domain/, 'MCSmall.tla:20:10'],
    ['assert', 'evaluation', /^The first argument of Assert evaluated to FALSE/, 'MCSmall.tla:15:25'],
    ['AssumeError', 'evaluation', /Attempted to check equality of integer 1 with non-integer/, 'AssumeError.tla:3:15'],
    ['half', 'evaluation', /^Successor state is not completely specified/, undefined],
    ['Syntax', 'parse', /^Was expecting "==== or more Module body", not "1"$/, 'Syntax.tla:4:15'],
    ['Unknown', 'parse', /^Unknown operator: `y'\.$/, 'Unknown.tla:4:13'],
    ['NoModule', 'parse', /^Cannot find source file for module Nowhere/, undefined],
    ['config', 'config', /^The name Nothing specified in the configuration file\nis not defined/, undefined],
    ['missing', 'config', /^The constant parameter None is not assigned a value/, undefined],
    ['configsyntax', 'config', /^TLC found an error in the configuration file at line 3/, 'configsyntax.cfg:3:1'],
  ];
  it.each(errors)('%s names the error and its place', async (name, errorClass, message, place) => {
    const { error } = await answer(name);
    expect(error?.errorClass).toBe(errorClass);
    expect(error?.message).toMatch(message);
    expect(error?.loc === undefined ? undefined : formatLoc(error.loc)).toBe(place === undefined ? undefined : `${SPECS}/${place}`);
  });

  it('tells what the specification prints, and how far it is', async () => {
    const r = recorded('talks');
    const printed: string[] = [];
    const depths: number[] = [];
    answerTo(linesOf(r), 0, { ...questionOf(r), onPrint: (text) => printed.push(text), onProgress: (p) => depths.push(p.depth) });
    expect(printed.slice(0, 2)).toEqual(['<<"hello", (p1 :> 0 @@ p2 :> 0)>>', '"@!@!@STARTMSG 2193:0 @!@!@"']);
    expect(depths).toEqual([5]);
  });
});

describe('the last release without action parameters (1.7.4; its form, not its output)', () => {
  it('is read as well', async () => {
    const old = (line: string): string =>
      line
        .replace(/^TLC2 Version .*/, 'TLC2 Version 2.19 of 08 August 2024 (rev: 5a47802)')
        .replace(/<(\w+)\([^)]*\) line/, '<$1 line')
        .replace('Temporal property Settles was violated.', 'Temporal properties were violated.');
    const safety = await answer('safety', (lines) => lines.map(old));
    expect(safety).toMatchObject({ verdict: 'safety', property: 'Few', version: '2.19 of 08 August 2024 (rev: 5a47802)' });
    expect(safety.trace?.itf.states[1]?.action).toEqual({ name: 'Step', parameters: [] });
    // Which one it does not tell.
    expect(await answer('lasso', (lines) => lines.map(old))).toMatchObject({ verdict: 'liveness', property: undefined });
  });
});

describe('output that is not as TLC writes it is no verdict:', () => {
  it('cut off at any line', () => {
    for (const r of RECORDED) {
      const lines = linesOf(r);
      for (let n = 0; n < lines.length; n++)
        for (const exit of new Set([r.exit, 0]))
          expect(verdictOf(lines.slice(0, n), exit, r)?.verdict, `${r.name}, ${n} lines`).toBeUndefined();
    }
  });

  it('with the exit code of another outcome', () => {
    for (const r of RECORDED) {
      const lines = linesOf(r);
      const good = r.exit === 0;
      for (const exit of [0, 1, 10, 11, 12, 13, 14, 75, 150, 151, 255, 137]) {
        if (exit === r.exit) continue;
        const verdict = verdictOf(lines, exit, r)?.verdict;
        // A violation has one exit code; for errors there are several.
        const violated = r.expected.verdict !== 'error' && r.name !== 'AssumeError';
        if (good || exit === 0 || violated) expect(verdict, `${r.name}, exit code ${exit}`).toBeUndefined();
        else expect(verdict, `${r.name}, exit code ${exit}`).not.toBe('ok');
      }
    }
  });

  const planted: readonly (readonly [what: string, recording: string, change: (lines: readonly string[]) => readonly string[]])[] = [
    ['success without statistics', 'ok', (lines) => without(lines, 2199)],
    ['success without a depth', 'ok', (lines) => without(lines, 2194)],
    ['no verdict at all', 'ok', (lines) => without(lines, 2193)],
    ['no word of its end', 'ok', (lines) => without(lines, 2186)],
    ['states left', 'ok', (lines) => lines.map((l) => l.replace('found, 0 states left', 'found, 3 states left'))],
    ['numbers that are no numbers', 'ok', (lines) => lines.map((l) => l.replace('137 states generated, 79', '1e9 states generated, 79'))],
    [
      'numbers too large to be one',
      'ok',
      (lines) => lines.map((l) => l.replace('137 states generated, 79', `${'9'.repeat(40)} states generated, 79`)),
    ],
    ['a violation without a behaviour', 'safety', (lines) => without(lines, 2217)],
    ['a violation without its beginning', 'safety', (lines) => lines.toSpliced(lines.indexOf('1: <Initial predicate>') - 1, 7)],
    ['a state without a number', 'safety', (lines) => lines.filter((l) => l !== '1: <Initial predicate>')],
    ['a lasso that does not end', 'lasso', (lines) => without(lines, 2122)],
    ['a lasso back to nowhere', 'lasso', (lines) => lines.map((l) => l.replace('1: Back to state', '7: Back to state'))],
    ['a state that is no value', 'safety', (lines) => lines.map((l) => l.replace('owner = p1', 'owner = p1 p2'))],
    ['a state without a variable', 'safety', (lines) => lines.filter((l) => l !== '/\\ owner = p1')],
    ['an end without a beginning', 'ok', (lines) => ['@!@!@ENDMSG 2199 @!@!@', ...lines]],
    ['a message inside another one', 'ok', (lines) => ['@!@!@STARTMSG 2262:0 @!@!@', ...lines]],
    ['an envelope that is none', 'ok', (lines) => ['@!@!@STARTMSG two @!@!@', ...lines]],
    ['the end of another message', 'ok', (lines) => lines.map((l) => l.replace('ENDMSG 2199', 'ENDMSG 2198'))],
    ['NUL characters', 'ok', (lines) => [...lines, '\0']],
    ['a second end', 'ok', (lines) => [...lines, ...lines]],
    ['both', 'ok', (lines) => [...lines.slice(0, 3), ...message(2110, 1, 'Invariant Few is violated.'), ...lines.slice(3)]],
  ];
  it.each(planted)('%s', async (_, name, change) => {
    await expect(answer(name, change)).rejects.toThrow(EngineFailure);
    await expect(answer(name)).resolves.toBeDefined();
  });

  it('a violation that was damaged is never a success', () => {
    const bad = RECORDED.filter((r) => r.exit !== 0).map((r) => ({ r, lines: linesOf(r) }));
    fc.assert(
      fc.property(
        fc.constantFrom(...bad),
        fc.constantFrom(0, 12, 13, 255),
        fc.array(fc.tuple(fc.constantFrom('drop', 'repeat', 'cut', 'swap'), fc.nat(200)), { minLength: 1, maxLength: 8 }),
        ({ r, lines }, exit, damages) => {
          const damaged = damages.reduce<readonly string[]>((now, [how, at]) => damage(now, how, at % Math.max(1, now.length)), lines);
          return verdictOf(damaged, exit, r)?.verdict !== 'ok';
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('garbage is never a success', () => {
    const ok = recorded('ok');
    const pieces = fc.oneof(
      fc.constantFrom(...linesOf(ok).filter((l) => !l.includes('2193'))),
      fc.string(),
      fc.tuple(fc.constantFrom('START', 'END'), fc.nat(3000)).map(([k, code]) => `@!@!@${k}MSG ${code}${k === 'START' ? ':0' : ''} @!@!@`),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), fc.constantFrom(0, 12, 75, 255), (lines, exit) => {
        const verdict = verdictOf(lines, exit, ok)?.verdict;
        return verdict === undefined;
      }),
      { numRuns: 2000 },
    );
  });
});

/** The lines of a message. */
function message(code: number, kind: number, text: string): readonly string[] {
  return [`@!@!@STARTMSG ${code}:${kind} @!@!@`, text, `@!@!@ENDMSG ${code} @!@!@`];
}

/** The lines without all messages of a code. */
function without(lines: readonly string[], code: number): readonly string[] {
  let inside = false;
  return lines.filter((line) => {
    if (line.startsWith(`@!@!@STARTMSG ${code}:`)) inside = true;
    const drop = inside;
    if (line === `@!@!@ENDMSG ${code} @!@!@`) inside = false;
    return !drop;
  });
}

function damage(lines: readonly string[], how: string, at: number): readonly string[] {
  const line = lines[at] ?? '';
  switch (how) {
    case 'drop':
      return lines.toSpliced(at, 1);
    case 'repeat':
      return lines.toSpliced(at, 0, line);
    case 'cut':
      return lines.with(at, line.slice(0, Math.floor(line.length / 2)));
    default:
      return lines.toSpliced(at, 1).toSpliced(Math.floor(at / 2), 0, line);
  }
}
