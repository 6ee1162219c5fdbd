/** `lockstep codegen`: what it writes, that it writes the same again, and that a stale file is found out. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { playApalache } from './apalache-player.ts';
import { Folder } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  folder.write({ 'Net.tla': net, 'Net.cfg': cfg });
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const net = `---- MODULE Net ----
EXTENDS Naturals, Sequences
CONSTANTS Server, Nil
VARIABLES vote, log, msgs, pair
Init == vote = [s \\in Server |-> Nil] /\\ log = <<>> /\\ msgs = {} /\\ pair = <<0, "idle">>
Ask(s) == vote[s] = Nil /\\ msgs' = msgs \\cup {[type |-> "ask", from |-> s]} /\\ UNCHANGED <<vote, log, pair>>
Grant(s, m) == [type |-> "ask", from |-> s] \\in msgs /\\ vote[s] = Nil
  /\\ vote' = [vote EXCEPT ![s] = m] /\\ msgs' = msgs \\cup {[type |-> "grant", to |-> m, round |-> 1]}
  /\\ log' = Append(log, [who |-> s, ok |-> TRUE]) /\\ pair' = <<1, "busy">>
Next == \\E s \\in Server : Ask(s) \\/ \\E m \\in Server : Grant(s, m)
====
`;
const cfg = 'CONSTANTS Server = {s1, s2}\nNil = Nil\nINIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n';

describe('lockstep codegen', () => {
  it('describes variables, messages and actions', async () => {
    const { code, out, err } = await folder.run(['codegen', 'Net.tla']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('lockstep codegen Net.tla\n');
    expect(out).toContain("export const VARIABLES = ['vote', 'log', 'msgs', 'pair'] as const;");
    expect(out).toContain("  readonly vote: Readonly<Record<Server, Server | 'Nil'>>;");
    expect(out).toContain('  readonly log: readonly { readonly ok: boolean; readonly who: Server }[];');
    expect(out).toContain('  readonly msgs: ReadonlySet<Message>;');
    expect(out).toContain("  readonly pair: readonly [number, 'busy' | 'idle'];");
    expect(out).toContain("export interface MessageAsk {\n  readonly type: 'ask';\n  readonly from: Server;\n}");
    expect(out).toContain('export type Message = MessageAsk | MessageGrant;');
    expect(out).toContain("  Grant: ['s', 'm'],");
    expect(out).toContain("{ readonly type: 'Grant'; readonly s: Server; readonly m: Server }");
  });

  it('writes the same again, and --check says so', async () => {
    const first = await folder.run(['codegen', 'Net.tla', '--out', 'net.ts']);
    expect(first.code).toBe(0);
    const text = folder.read('net.ts');
    expect((await folder.run(['codegen', '--out', 'net.ts', 'Net.tla'])).code).toBe(0);
    expect(folder.read('net.ts')).toBe(text);
    expect((await folder.run(['codegen', 'Net.tla', '--out', 'net.ts', '--check'])).code).toBe(0);
    expect(folder.list()).toEqual(['Net.cfg', 'Net.tla', 'net.ts']);
  });

  it('--check fails on a stale and on a missing file, and writes nothing', async () => {
    const missing = await folder.run(['codegen', 'Net.tla', '--out', 'net.ts', '--check']);
    expect(missing.code).toBe(20);
    expect(missing.err).toMatch(/^net\.ts is not there\nWrite it anew: lockstep codegen Net\.tla --out net\.ts\n$/);
    await folder.run(['codegen', 'Net.tla', '--out', 'net.ts']);
    const stale = folder.read('net.ts').replace("'vote'", "'votes'");
    folder.write({ 'net.ts': stale });
    const ran = await folder.run(['codegen', 'Net.tla', '--out', 'net.ts', '--check']);
    expect(ran.code).toBe(20);
    expect(ran.err).toMatch(/^net\.ts differs from the specification: line \d+ is\n.*votes/);
    expect(folder.read('net.ts')).toBe(stale);
  });

  it('refuses to describe a part of the states', async () => {
    const ran = await folder.run(['codegen', 'Net.tla', '--max-states', '3', '--out', 'net.ts']);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/^error: The types would be incomplete: the limit of 3 distinct states was reached/);
    expect(folder.list()).toEqual(['Net.cfg', 'Net.tla']);
  });

  it('needs a file to check', async () => {
    const ran = await folder.run(['codegen', 'Net.tla', '--check']);
    expect([ran.code, ran.err]).toEqual([1, 'error: --check needs --out FILE, the file to be checked\n']);
  });
});

describe('lockstep codegen --engine apalache', () => {
  const declaration = (kind: string, name: string, type: string) => ({ kind, name, type });
  const json = {
    modules: [
      {
        declarations: [
          declaration('TlaConstDecl', 'Server', 'Set(SERVER)'),
          declaration('TlaConstDecl', 'Nil', 'SERVER'),
          declaration('TlaVarDecl', 'pair', '<<Int, Str>>'),
          declaration('TlaVarDecl', 'msgs', 'Set([from: SERVER, type: Str])'),
          declaration('TlaVarDecl', 'log', 'Seq({ ok: Bool, who: SERVER })'),
          declaration('TlaVarDecl', 'vote', '(SERVER -> SERVER)'),
          declaration('TlaOperDecl', 'Ask', '((SERVER) => Bool)'),
          declaration('TlaOperDecl', 'Grant', '((SERVER, SERVER) => Bool)'),
        ],
      },
    ],
  };
  const typecheck = { recorded: 'typecheck', json };

  it('writes the types that Apalache finds, in the order of the specification, and needs no configuration', async () => {
    const calls = playApalache(folder.path, { typecheck });
    folder.write({ 'Net.cfg': 'not read' });
    const { code, out, err } = await folder.run(['codegen', 'Net.tla', '--engine', 'apalache', '--features', 'no-rows']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('lockstep codegen Net.tla --engine apalache --features no-rows\n');
    expect(out).toContain("export const VARIABLES = ['vote', 'log', 'msgs', 'pair'] as const;");
    expect(out).toContain('  readonly vote: Readonly<Record<Server, Server>>;');
    expect(out).toContain('  readonly log: readonly { readonly ok: boolean; readonly who: Server }[];');
    expect(out).toContain('  readonly msgs: ReadonlySet<{ readonly from?: Server; readonly type?: string }>;');
    expect(out).toContain('  readonly pair: readonly [number, string];');
    expect(out).toContain("{ readonly type: 'Grant'; readonly s: Server; readonly m: Server }");
    expect(calls().map(({ args }) => [args[0], args.includes('--features=no-rows')])).toEqual([['typecheck', true]]);
  });

  it('writes the same again, and --check says so', async () => {
    playApalache(folder.path, { typecheck });
    const argv = ['codegen', 'Net', '--engine', 'apalache', '--next', 'Next', '--out', 'net.ts'];
    expect((await folder.run(argv)).code).toBe(0);
    expect((await folder.run([...argv, '--check'])).code).toBe(0);
    const changed = JSON.parse(JSON.stringify(json).replace('<<Int, Str>>', 'Int'));
    playApalache(folder.path, { typecheck: { ...typecheck, json: changed } });
    const stale = await folder.run([...argv, '--check']);
    expect(stale.code).toBe(20);
    expect(stale.err).toContain('readonly pair: number;');
  });

  it('says what Apalache refuses, or that it failed', async () => {
    playApalache(folder.path, { typecheck: { recorded: 'types' } });
    const argv = ['codegen', 'Net.tla', '--engine', 'apalache'];
    const refused = await folder.run(argv);
    expect([refused.code, refused.out]).toEqual([150, '']);
    expect(refused.err).toContain('Apalache finds no types: ');
    playApalache(folder.path, { typecheck: { recorded: 'typecheck' } });
    const failed = await folder.run(argv);
    expect([failed.code, failed.out]).toEqual([255, '']);
    expect(failed.err).toMatch(/^error: Apalache did not write the file that it was told to write\nThe last that Apalache wrote:\n/);
  });

  it.each([
    [['--engine', 'apalache', '--config', 'Net.cfg'], '--config goes with --engine embedded only'],
    [['--engine', 'apalache', '--max-states', '3'], '--max-states goes with --engine embedded only'],
    [['--next', 'Next'], '--next goes with --engine apalache only'],
    [['--features', 'no-rows'], '--features goes with --engine apalache only'],
    [['--engine', 'apalache', '--next', 'Steps'], 'Module Net does not define a next-state relation Steps'],
  ])('refuses %j', async (flags, message) => {
    playApalache(folder.path, { typecheck });
    const ran = await folder.run(['codegen', 'Net.tla', ...flags]);
    expect([ran.code, ran.out, ran.err]).toEqual([1, '', `error: ${message}\n`]);
  });
});

describe('the generated files of this repository', () => {
  it('say how they are made', () => {
    const path = fileURLToPath(new URL('../../../conformance/bindings/generated/paxos.ts', import.meta.url));
    expect(readFileSync(path, 'utf8')).toContain(
      'lockstep codegen spec/paxos/MCPaxos.tla --config spec/paxos/MCPaxos_small.cfg --out conformance/bindings/generated/paxos.ts\n',
    );
  });
});
