/** What recorded runs of Apalache say; and that nothing that is cut, mixed or made up says that a model is all right. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LENGTH } from '../../../../conformance/engines/apalache/options.ts';
import {
  type CheckOutcome,
  checkOutcome,
  type Evidence,
  parseOutcome,
  typecheckOutcome,
  type Unchecked,
} from '../../../../conformance/engines/apalache/outcome.ts';
import { EngineFailure } from '../../../../conformance/engines/engine.ts';
import { CASES, type Case } from './cases.ts';
import { recorded } from './support.ts';

function judge({ command, options }: Case, run: Evidence): CheckOutcome | Unchecked | { readonly kind: 'ok' } {
  if (command === 'typecheck') return typecheckOutcome(run);
  if (command === 'parse') return parseOutcome(run);
  return checkOutcome(run, options.length ?? DEFAULT_LENGTH, command);
}

/** What is made of a run that something was done to: an outcome's kind, or that there is none. */
function kindOf(asked: Case, run: Evidence): string {
  try {
    return judge(asked, run).kind;
  } catch (error) {
    if (error instanceof EngineFailure) return 'failure';
    throw error;
  }
}

const named = Object.entries(CASES);
const checks = named.filter(([, { command }]) => command === 'check' || command === 'simulate');
/** A run that went well, and what was asked. */
const good = { asked: CASES.ok ?? fail(), run: recorded('ok') };
const bad = { asked: CASES.violation ?? fail(), run: recorded('violation') };

function fail(): never {
  throw new Error('there is no such case');
}

describe('a recorded run', () => {
  it.each(named)('%s', (name, asked) => {
    expect(judge(asked, recorded(name))).toMatchObject(asked.outcome);
  });

  it.each(named)('%s: cut after any line, has no outcome', (name, asked) => {
    const run = recorded(name);
    const kinds = run.stdout.map((_, length) => kindOf(asked, { ...run, stdout: run.stdout.slice(0, length) }));
    expect(kinds.every((kind) => kind === 'failure')).toBe(true);
  });

  it.each(named)('%s: with another exit code, has no outcome', (name, asked) => {
    const run = recorded(name);
    for (const exit of [0, 1, 12, 75, 120, 134, 137, 150, 255, undefined]) {
      if (exit !== run.exit) expect([exit, kindOf(asked, { ...run, exit })]).toEqual([exit, 'failure']);
    }
  });

  it.each(named)('%s: that was stopped, is not judged by what it had written', (name, asked) => {
    expect(judge(asked, { ...recorded(name), exit: undefined, cut: 'time limit' })).toEqual({ kind: 'cut', cut: 'time limit' });
    expect(kindOf(asked, { ...recorded(name), cut: 'output limit' })).toBe('failure');
    expect(kindOf(asked, { ...recorded(name), exit: undefined, signal: 'SIGSEGV' })).toBe('failure');
  });

  it.each(checks.filter(([name]) => recorded(name).exit !== 0))(
    '%s: that says at its end that all is well, is not believed',
    (name, asked) => {
      const run = recorded(name);
      const stdout = [...run.stdout.slice(0, -1), 'EXITCODE: OK'];
      expect(kindOf(asked, { ...run, exit: 0, stdout })).toBe('failure');
      const length = asked.options.length ?? DEFAULT_LENGTH;
      const claim = `Checker reports no error up to computation length ${length}  I@00:00:00.000`;
      expect(kindOf(asked, { ...run, exit: 0, stdout: [...run.stdout.slice(0, -1), claim, 'EXITCODE: OK'] })).toBe('failure');
    },
  );
});

/** The run with each line that matches replaced. */
function replaced(run: Evidence, from: RegExp, to: string): Evidence {
  expect(run.stdout.some((line) => from.test(line))).toBe(true);
  return { ...run, stdout: run.stdout.map((line) => line.replace(from, to)) };
}

describe('no violation', () => {
  it.each([
    ['up to another length', replaced(good.run, /length 4/, 'length 3')],
    ['and steps that were not taken', replaced(good.run, /^Step 4: picking/, 'Step 3: picking')],
    ['and a step in the middle that was not', replaced(good.run, /^Step 2: picking/, 'Step 1: picking')],
    ['and a violation', replaced(good.run, /state invariant 0 holds\./, 'state invariant 0 violated.')],
    ['and the trace of one', { ...good.run, files: recorded('violation').files }],
    ['and an outcome that is none', replaced(good.run, /NoError/, 'Interrupted')],
    ['said twice', { ...good.run, stdout: good.run.stdout.flatMap((line) => (/^The outcome/.test(line) ? [line, line] : [line])) }],
    ['and then more', { ...good.run, stdout: [...good.run.stdout, 'Exception in thread "main"'] }],
    ['twice', { ...good.run, stdout: [...good.run.stdout, ...good.run.stdout] }],
  ])('%s, is no outcome', (_, run) => {
    expect(kindOf(good.asked, run)).toBe('failure');
  });

  it('for another length than was asked for, is no outcome', () => {
    expect(() => checkOutcome(good.run, 5, 'check')).toThrow('does not say that it looked at all behaviours of 5 steps');
  });

  it('where the solver did not answer in time, is not known', () => {
    const timeout = 'state invariant 0 => TIMEOUT. Assuming it holds true.';
    expect(kindOf(good.asked, replaced(good.run, /state invariant 0 holds\./, timeout))).toBe('unknown');
    expect(kindOf(good.asked, replaced(good.run, /outcome is: NoError/, 'outcome is: SmtTimeout'))).toBe('unknown');
  });
});

describe('a violation', () => {
  const [file] = bad.run.files;
  const text = file?.text ?? '';
  const withFile = (change: string): Evidence => ({ ...bad.run, files: [{ name: 'violation1.itf.json', text: change }] });

  it.each([
    ['without its trace', { ...bad.run, files: [] }],
    ['with a trace too many', { ...bad.run, files: [...bad.run.files, { name: 'violation2.itf.json', text }] }],
    ['with a trace of another length', replaced(bad.run, /State 2: state invariant 3 violated/, 'State 1: state invariant 3 violated')],
    ['with a trace that is empty', withFile('')],
    ['with a trace of no state', withFile('{"vars":["floor"],"states":[]}')],
    ['with a trace that is something else', withFile('[1, 2, 3]')],
    ['of another number than is said', replaced(bad.run, /^Found 1 error/, 'Found 2 error')],
  ])('%s, is no outcome', (_, run) => {
    expect(kindOf(bad.asked, run)).toBe('failure');
  });

  it('with a trace that is cut anywhere, is no outcome', () => {
    for (let length = 0; length < text.trimEnd().length; length += 7)
      expect(kindOf(bad.asked, withFile(text.slice(0, length)))).toBe('failure');
  });

  it('of several invariants is named only where the output tells which it is', () => {
    const outcome = checkOutcome(replaced(bad.run, /VCGen produced/, 'VCGen has'), 4, 'check');
    expect(outcome).toMatchObject({ kind: 'violation', violations: [{ property: undefined }] });
  });
});

it('errors of Apalache itself are no outcome', () => {
  const run = recorded('name');
  expect(kindOf(good.asked, { ...run, stderr: ['Please report an issue at [https://example.org]: java.lang.Error'] })).toBe('failure');
  expect(kindOf(good.asked, { ...run, stdout: run.stdout.filter((line) => !/ E@/.test(line)) })).toBe('failure');
});

it('lines of runs that ended badly never make one that went well', () => {
  const lines = named.filter(([name]) => recorded(name).exit !== 0).flatMap(([name]) => recorded(name).stdout);
  const line = fc.oneof(fc.constantFrom(...lines), fc.string(), fc.constantFrom('EXITCODE: OK', 'EXITCODE: ERROR (12)'));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), fc.constantFrom(0, 12, 255), (stdout, exit) => {
      expect(kindOf(good.asked, { ...good.run, stdout, exit })).not.toBe('ok');
    }),
  );
});

it('lines left out of a run that went well never make a violation', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: good.run.stdout.length, maxLength: good.run.stdout.length }), (kept) => {
      const kind = kindOf(good.asked, { ...good.run, stdout: good.run.stdout.filter((_, i) => kept[i]) });
      expect(['ok', 'failure']).toContain(kind);
    }),
  );
});
