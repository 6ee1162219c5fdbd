/** `lockstep conform --mode replay`: traces of several tools, one or thousands, in one thread or in several. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Folder, type Ran } from './support.ts';

const folder = new Folder();
afterAll(() => folder.remove());

function recorded(name: string): string {
  return readFileSync(new URL(`../traces/tlc/${name}`, import.meta.url), 'utf8');
}

interface Document {
  readonly verdict: string;
  readonly message?: string;
  readonly models: readonly {
    readonly name: string;
    readonly states: number;
    readonly transitions: number;
    readonly seconds: number;
    readonly traces: readonly {
      readonly file: string;
      readonly verdict: string;
      readonly steps: number;
      readonly message: string | null;
      readonly failure?: {
        readonly state: number;
        readonly action: string | null;
        readonly nearest: string | null;
        readonly differences: readonly { readonly path: string; readonly trace: string | null; readonly nearest: string | null }[];
      };
    }[];
  }[];
}

function conform(...argv: readonly string[]): Promise<Ran> {
  return folder.run(['conform', 'paxos', '--model', 'small', '--mode', 'replay', ...argv]);
}

async function json(...argv: readonly string[]): Promise<{ readonly code: number; readonly document: Document; readonly err: string }> {
  const { code, out, err } = await conform(...argv, '--json');
  return { code, document: JSON.parse(out), err };
}

/** In state 5 acceptor a1 has promised ballot 1; by the changed trace it is 2. */
const CHANGED: readonly (readonly [string, (text: string) => string])[] = [
  ['counterexample.json.txt', (text) => inState(text, /\[5,\{"phase".*?\}\}\]/g, '"maxBal":{"a1":1', '"maxBal":{"a1":2')],
  ['counterexample.tla', (text) => inState(text, /<<5, \[phase.*?\]>>/g, 'maxBal |-> (a1 :> 1', 'maxBal |-> (a1 :> 2')],
  ['output.txt', (text) => inState(text, /State 5: [\s\S]*?State 6/g, 'maxBal = (a1 :> 1', 'maxBal = (a1 :> 2')],
  ['output-tool.txt', (text) => inState(text, /5: <[\s\S]*?ENDMSG/g, 'maxBal = (a1 :> 1', 'maxBal = (a1 :> 2')],
];

/** Changes a state, everywhere where it is told. */
function inState(text: string, state: RegExp, before: string, after: string): string {
  const changed = text.replace(state, (found) => found.replace(before, after));
  if (changed === text) throw new Error('nothing was changed');
  return changed;
}

describe('what TLC writes', () => {
  test.each(CHANGED)('%s; and a value that was changed is found at its step', async (name, change) => {
    folder.write({ [name]: recorded(name), [`changed-${name}`]: change(recorded(name)) });
    const good = await json('--traces', name);
    expect(good).toMatchObject({
      code: 0,
      document: { verdict: 'identical', models: [{ transitions: 9, traces: [{ file: name, steps: 9 }] }] },
    });
    const bad = await json('--traces', `changed-${name}`);
    expect(bad.code).toBe(20);
    expect(bad.document.models[0]?.traces[0]).toEqual({
      file: `changed-${name}`,
      verdict: 'divergent',
      steps: 3,
      message: expect.stringMatching(/^ReceivePromise\("?p1"?, "?a1"?, 1\) does not lead to state 4 of the trace$/),
      failure: {
        state: 4,
        action: expect.stringMatching(/^ReceivePromise/),
        nearest: 'ReceivePromise(p1, a1, 1)',
        differences: [{ path: 'maxBal[a1]', trace: '2', nearest: '1' }],
      },
    });
  });

  test('a file of its simulation, and one in which a step is missing', async () => {
    const text = recorded('simulation');
    const second = /^\\\* <[^\n]*\nSTATE_3[\s\S]*?(?=^\\\* <[^\n]*\nSTATE_4)/m;
    const renumbered = text.replace(second, '').replace(/STATE_(\d+)/g, (_, n: string) => `STATE_${Number(n) > 3 ? Number(n) - 1 : n}`);
    folder.write({ t_0_0: text, t_0_1: renumbered });
    expect((await json('--traces', 't_0_0')).document).toMatchObject({ verdict: 'identical' });
    expect((await json('--traces', 't_0_1')).code).toBe(20);
  });

  test('what fails is explained', async () => {
    const [name, change] = CHANGED[2] ?? ['', (text: string) => text];
    folder.write({ 'bad.txt': change(recorded(name)) });
    const { out } = await conform('--traces', 'bad.txt');
    expect(out).toContain('bad.txt: ReceivePromise(p1, a1, 1) does not lead to state 4 of the trace\n');
    expect(out).toContain('\nWhat changes there, by the trace:\n  promises[p1]: + ');
    expect(out).toContain('\nWhat ReceivePromise(p1, a1, 1) changes:\n  promises[p1]: + ');
    expect(out).toContain(
      '\nWhat differs between the trace and ReceivePromise(p1, a1, 1):\n  maxBal[a1]: the trace 2, ReceivePromise(p1, a1, 1) 1\n',
    );
    expect(out).toContain('\nUp to there, specification and code take the same steps: the error is in the trace.\n');
    expect(out).toMatch(/\nDIVERGENT A trace is no behaviour of specification and code: paxos\/small: bad\.txt: Receive/);
  });

  test('actions are inferred where the trace names none', async () => {
    const text = recorded('output.txt').replace(/^(State \d+:) <.*>$/gm, '$1 <Action line 1, col 1 to line 1, col 2 of module M>');
    folder.write({ 'unnamed.txt': text });
    const { out } = await conform('--traces', 'unnamed.txt');
    expect(out).toMatch(/^IDENTICAL 1 trace, 9 steps/m);
    expect(out).toMatch(/^Phase1b +2$/m);
  });
});

describe('many traces', () => {
  const SPEC = new URL('../../../spec/paxos/', import.meta.url).pathname;

  beforeAll(async () => {
    const made = [
      'check',
      `${SPEC}MCPaxos.tla`,
      '--config',
      `${SPEC}MCPaxos_small.cfg`,
      '--simulate',
      '120',
      '--depth',
      '12',
      '--seed',
      '5',
    ];
    expect((await folder.run([...made, '--trace-out', 'many'])).code).toBe(0);
    for (const i of [3, 57, 58, 120]) {
      const name = `many/behaviour-${i}.itf.json`;
      const text = folder.read(name);
      // The last state says that the learner knows something that nobody proposed.
      const at = text.lastIndexOf('"learned":{"#map":[["l1","') + '"learned":{"#map":[["l1","'.length;
      folder.write({ [name]: `${text.slice(0, at)}odd${text.slice(text.indexOf('"', at))}` });
    }
  });

  test('the report is the same with any number of threads', async () => {
    const one = await json('--traces', 'many', '--workers', '1');
    const two = await json('--traces', 'many', '--workers', '2');
    const plain = ({ models, ...rest }: Document): unknown => ({ ...rest, command: '', models: models.map((m) => ({ ...m, seconds: 0 })) });
    expect(one.code).toBe(20);
    expect(two.code).toBe(20);
    expect(plain(two.document)).toEqual(plain(one.document));
    const [model] = one.document.models;
    expect(model?.traces).toHaveLength(120);
    expect(model?.traces.filter((t) => t.verdict !== 'identical').map((t) => [t.file, t.failure?.state])).toEqual(
      [3, 57, 58, 120].map((i) => [`many/behaviour-${i}.itf.json`, 12]),
    );
    expect(model?.transitions).toBe(120 * 12 - 4);
  });

  test('a file that is broken ends the run, whichever thread meets it', async () => {
    const name = 'many/behaviour-99.itf.json';
    const text = folder.read(name);
    folder.write({ [name]: text.slice(0, text.length / 2) });
    for (const workers of ['1', '2']) {
      const { code, out, err } = await conform('--traces', 'many', '--workers', workers);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(err).toMatch(/many\/behaviour-99\.itf\.json:\d+:\d+: .*truncated/);
    }
    folder.write({ [name]: text });
  });

  test('what is no trace is passed over, and that is said; an empty file is not', async () => {
    folder.write({ 'mixed/a.txt': recorded('output.txt'), 'mixed/M.tla': '---- MODULE M ----\n====\n', 'mixed/notes.md': '# Notes\n' });
    const { code, err } = await conform('--traces', 'mixed');
    expect(code).toBe(0);
    expect(err).toContain('Warning: mixed/M.tla and 1 other file passed over: no trace begins so\n');
    folder.write({ 'mixed/b.txt': '' });
    expect(await conform('--traces', 'mixed')).toMatchObject({
      code: 1,
      err: expect.stringContaining('mixed/b.txt:1:1: the file is empty'),
    });
  });

  // The third trace is wrong; without it, what was done is no pass either.
  test.each([
    [20, 20, 'divergent', expect.stringMatching(/behaviour-3\.itf\.json: /)],
    [2, 21, 'incomplete', 'paxos/small: interrupted'],
  ])('interrupted after %i traces', async (most, exitCode, verdict, message) => {
    let asked = 0;
    const interrupted = (): boolean => ++asked > most;
    const argv = ['conform', 'paxos', '--model', 'small', '--traces', 'many', '--workers', '1', '--json'];
    const { code, out } = await folder.run(argv, { interrupted });
    const document: Document = JSON.parse(out);
    expect(code).toBe(exitCode);
    expect(document).toMatchObject({ verdict, message });
    expect(document.models[0]?.traces).toHaveLength(most);
  });
});
