/** `--reporter`: where documents go, what they say of each outcome, and that no run that failed leaves one that reads as a pass. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Finding, Report } from '../../../conformance/cli/reporters/finding.ts';
import { mutationReport } from '../../../conformance/cli/reporters/mutation.ts';
import { Reporting } from '../../../conformance/cli/reporters/reporting.ts';
import type { MutantReport } from '../../../conformance/mutation/verdict.ts';
import { type Element, elements, readXml } from './reporters/xml.ts';
import { Folder, spec } from './support.ts';

let folder: Folder;
beforeEach(() => {
  folder = new Folder();
  vi.stubEnv('GITHUB_STEP_SUMMARY', undefined);
  vi.stubEnv('GITHUB_WORKSPACE', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  folder.remove();
});

const counter = "Init == x = 0\nUp == x < 3 /\\ x' = x + 1\nNext == Up\nSmall == x < 2\nLow == x < 9\n";
const OK = 'INIT Init\nNEXT Next\nINVARIANT Low\nCHECK_DEADLOCK FALSE\n';

/** The cases of a document, as "name: verdict". */
function cases(root: Element): readonly string[] {
  return elements(root, 'testcase').map((c) => {
    const [child] = c.children;
    return `${c.attributes.name}: ${child === undefined ? 'passed' : (child.attributes.type ?? child.name)}`;
  });
}

/** What each reporter says of a run: whether it reads as a pass. */
function passes(name: string, text: string): boolean {
  if (name === 'junit') {
    const root = readXml(text);
    const { tests, failures, errors } = root.attributes;
    expect(elements(root, 'failure').length).toBe(Number(failures));
    expect(elements(root, 'error').length).toBe(Number(errors));
    return Number(tests) > 0 && Number(failures) + Number(errors) === 0;
  }
  if (name === 'github') return !/^::error /m.test(text);
  const [one] = JSON.parse(text).runs;
  return one.results.length === 0 && one.invocations[0].executionSuccessful === true;
}

const NAMES = ['junit', 'github', 'sarif'] as const;

describe('a check', () => {
  const outcomes: readonly (readonly [name: string, body: string, config: string, code: number, found: readonly string[]])[] = [
    ['ok', counter, OK, 0, ['all reachable states: passed', 'invariant Low: passed']],
    [
      'safety',
      counter,
      'INIT Init\nNEXT Next\nINVARIANTS Low Small\n',
      12,
      ['invariant Small: safety', 'all reachable states: skipped', 'invariant Low: skipped', 'no deadlock: skipped'],
    ],
    ['deadlock', counter, 'INIT Init\nNEXT Next\n', 11, ['no deadlock: deadlock', 'all reachable states: skipped']],
    [
      'liveness',
      "Init == x = 0\nNext == x' = 1 - x\nSpec == Init /\\ [][Next]_x\nOnce == <>(x = 1)",
      'SPECIFICATION Spec\nPROPERTY Once\n',
      13,
      ['property Once: liveness', 'all reachable states: skipped', 'no deadlock: skipped'],
    ],
    [
      'assumption',
      `ASSUME Wrong == 1 > 2\n${counter}`,
      OK,
      10,
      ['assumption Wrong: assumption', 'all reachable states: skipped', 'invariant Low: skipped'],
    ],
    [
      'evaluation',
      'Init == x = 0\nNext == x\' = x + "a"\nLow == TRUE',
      OK,
      75,
      ['all reachable states: evaluation', 'invariant Low: skipped'],
    ],
    [
      'nothing',
      `${counter}None == x = 0 /\\ x = 1`,
      OK.replace('Init', 'None'),
      21,
      ['all reachable states: incomplete', 'invariant Low: incomplete'],
    ],
  ];
  it.each(outcomes)('%s', async (_, body, config, code, found) => {
    folder.write(spec('M', body, config));
    const ran = await folder.run(['check', 'M.tla', '--reporter', 'junit']);
    expect(ran.code).toBe(code);
    expect(cases(readXml(ran.out))).toEqual(found);
    for (const name of NAMES) expect(passes(name, (await folder.run(['check', 'M.tla', `--reporter=${name}`])).out), name).toBe(code === 0);
  });

  it('that reached a limit, or did not see what it was to see, is no pass', async () => {
    folder.write(spec('M', counter, OK));
    for (const more of [
      ['--max-states', '2'],
      ['--simulate', '1', '--depth', '1', '--require-coverage'],
    ]) {
      for (const name of NAMES) {
        const ran = await folder.run(['check', 'M.tla', '--reporter', name, ...more]);
        expect(ran.code).toBe(21);
        expect(passes(name, ran.out), `${name} ${more}`).toBe(false);
      }
    }
  });

  it('names the places of the property and of each step', async () => {
    folder.write(spec('M', counter, 'INIT Init\nNEXT Next\nINVARIANT Small\n'));
    const { out } = await folder.run(['check', 'M.tla', '--reporter', 'sarif']);
    const [result] = JSON.parse(out).runs[0].results;
    const line = (location: { readonly physicalLocation: { readonly region: { readonly startLine: number } } }): number =>
      location.physicalLocation.region.startLine;
    expect(result.locations.map(line)).toEqual([7]);
    const steps: readonly { readonly location: Parameters<typeof line>[0] & { readonly message: { readonly text: string } } }[] =
      result.codeFlows[0].threadFlows[0].locations;
    expect(steps.map((s) => [s.location.message.text, line(s.location)])).toEqual([
      ['initial state', 4],
      ['Up', 5],
      ['Up', 5],
    ]);
    const { out: github } = await folder.run(['check', 'M.tla', '--reporter', 'github']);
    expect(github).toMatch(/^::error file=M\.tla,line=7,col=1,title=lockstep check%3A safety%3A M \(M\.cfg\)%3A invariant Small::/);
  });
});

describe('documents', () => {
  beforeEach(() => folder.write(spec('M', counter, OK)));

  it('on stdout leave the text to stderr', async () => {
    const ran = await folder.run(['check', 'M.tla', '--reporter', 'junit']);
    expect(ran.out).toMatch(/^<\?xml/);
    expect(ran.err).toMatch(/^OK no violation/);
  });

  it('in files leave stdout as it is, several of them at once', async () => {
    const argv = ['check', 'M.tla', ...NAMES.flatMap((name) => ['--reporter', `${name}=out.${name}`])];
    const ran = await folder.run([...argv, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ verdict: 'ok' });
    expect((await folder.run(argv)).out).toMatch(/^OK no violation/);
    for (const name of NAMES) expect(passes(name, folder.read(`out.${name}`)), name).toBe(true);
    expect(folder.list()).toEqual(['M.cfg', 'M.tla', 'out.github', 'out.junit', 'out.sarif']);
  });

  const wrong: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
    [['--reporter', 'xml'], /--reporter needs junit, github, sarif, alone or with =FILE, not "xml"/],
    [['--reporter', 'junit='], /--reporter needs/],
    [['--reporter', 'toString'], /--reporter needs/],
    [['--reporter', 'junit', '--reporter', 'sarif'], /Only one reporter can print on stdout, not junit and sarif/],
    [['--reporter', 'junit', '--json'], /--json and --reporter junit cannot both print on stdout/],
    [['--reporter', 'junit=a', '--reporter', 'sarif=./a'], /Two reporters cannot write into one file/],
    [['--reporter', 'junit=nowhere/a.xml'], /there is no folder nowhere/],
  ];
  it.each(wrong)('are refused: %j', async (argv, message) => {
    const ran = await folder.run(['check', 'M.tla', ...argv]);
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(message);
    // Of what was asked for and can be written, none reads as a pass.
    if (argv.includes('--json')) expect(JSON.parse(ran.out)).toMatchObject({ verdict: 'error', error: { class: 'usage' } });
    else if (ran.out !== '') expect(passes('junit', ran.out)).toBe(false);
    expect(ran.err).not.toMatch(/internal/);
  });

  it('are not made of a call for help', async () => {
    const ran = await folder.run(['check', '--help', '--reporter', 'junit=a.xml']);
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('--reporter <name[=file]>');
    expect(folder.list()).not.toContain('a.xml');
  });

  it('summarize the run where GitHub asks for it, once, also when it fails', async () => {
    folder.write({ 'summary.md': 'before\n' });
    vi.stubEnv('GITHUB_STEP_SUMMARY', `${folder.path}/summary.md`);
    await folder.run(['check', 'M.tla', '--reporter', 'junit=a.xml']);
    expect(folder.read('summary.md')).toBe('before\n');
    await folder.run(['check', 'M.tla', '--reporter', 'github', '--reporter', 'junit=a.xml']);
    expect(folder.read('summary.md')).toMatch(/^before\n### lockstep check: passed\n[^#]*$/);
    await folder.run(['check', 'Nowhere.tla', '--reporter', 'github']);
    expect(folder.read('summary.md')).toMatch(/### lockstep check: failed\n\nNot proved: The specification Nowhere\.tla cannot be read/);
  });

  it('name files from the root of the repository where that is above', async () => {
    folder.write({ 'part/M.tla': folder.read('M.tla'), 'part/M.cfg': 'INIT Init\nNEXT Next\nINVARIANT Small\n' });
    const part = new Folder(`${folder.path}/part`);
    expect((await part.run(['check', 'M.tla', '--reporter', 'github'])).out).toMatch(/^::error file=M\.tla,/);
    vi.stubEnv('GITHUB_WORKSPACE', folder.path);
    expect((await part.run(['check', 'M.tla', '--reporter', 'github'])).out).toMatch(/^::error file=part\/M\.tla,/);
    vi.stubEnv('GITHUB_WORKSPACE', `${folder.path}/other`);
    expect((await part.run(['check', 'M.tla', '--reporter', 'github'])).out).toMatch(/^::error file=M\.tla,/);
  });
});

const BINDING = `const binding = {
  protocol: 'count', spec: 'M.tla',
  models: [{ name: 'default', config: 'M.cfg', size: 'default' }],
  code: () => ({ init: () => [{ x: 0 }], actions: () => [{ type: 'Up' }], next: (s, a) => STEP }),
  refinement: (t) => ({ variables: { x: (s) => t.int(s.x) }, actions: { Up: () => [{ name: 'Up', parameters: [] }] } }),
  source: (name) => ({ file: 'code.mjs', name }),
};
export const count = { ...binding, open: (use) => OPEN };
`;

/** A module that was loaded once is not loaded again. */
let modules = 0;

/** A binding to the counter; `step`: the code of its action. */
function bind(step: string, open = 'use(binding)'): string {
  modules += 1;
  const code = `code${modules}.mjs`;
  folder.write({
    ...spec('M', counter, OK),
    [code]: 'export const Up = 1;\n',
    [`b${modules}.mjs`]: BINDING.replace('STEP', step).replace('OPEN', open).replace('code.mjs', code),
  });
  return `b${modules}.mjs`;
}

describe('a conformance run', () => {
  it('is a case for each model, and one for the actions of each binding', async () => {
    const file = bind('(s.x < 3 ? { x: s.x + 1 } : undefined)');
    const ran = await folder.run(['conform', file, '--reporter', 'junit']);
    expect(ran.code).toBe(0);
    expect(cases(readXml(ran.out))).toEqual(['count/default: passed', 'every action is taken: passed']);
  });

  it('names the code and the specification where they differ, and what led there', async () => {
    const file = bind('(s.x < 3 ? { x: s.x === 1 ? 1 : s.x + 1 } : undefined)');
    const argv = ['conform', file, '--trace-out', 'd.itf.json', '--reporter', 'sarif=a.sarif', '--reporter', 'github'];
    const ran = await folder.run(argv, { colors: true });
    expect(ran.code).toBe(20);
    const code = `code${modules}.mjs`;
    const [error, notice] = ran.out.split('\n');
    expect(error).toMatch(
      new RegExp(`^::error file=${code.replace('.', '\\.')},line=1,title=lockstep conform%3A divergence%3A count%3A count/default::`),
    );
    expect(notice).toMatch(/^::notice file=M\.tla,line=5,col=1,.*::The specification of this: /);
    const [result] = JSON.parse(folder.read('a.sarif')).runs[0].results;
    const flow: readonly { readonly location: { readonly message: { readonly text: string } } }[] =
      result.codeFlows[0].threadFlows[0].locations;
    expect(flow.map((f) => f.location.message.text)).toEqual(['initial state', 'Up', 'Up']);
    expect(flow[1]).toMatchObject({ location: { physicalLocation: { region: { startLine: 5 } } } });
    expect(result.properties.details).toContain('x: spec 2, code 1');
    expect(result.properties.details).not.toContain('\u001b');
  });

  it('is no pass if an action was never taken, or a limit reached', async () => {
    const file = bind('(s.x < 3 ? { x: s.x + 1 } : undefined)');
    for (const name of NAMES) {
      expect(passes(name, (await folder.run(['conform', file, '--max-states', '2', '--reporter', name])).out), name).toBe(false);
    }
    const never = bind("a.type === 'Up' && s.x < 3 ? { x: s.x + 1 } : undefined");
    folder.write({
      'M.tla': folder.read('M.tla').replace('Next == Up', "Never == x > 9 /\\ x' = 0\nNext == Up \\/ Never"),
      [never]: folder
        .read(never)
        .replace("[{ type: 'Up' }]", "[{ type: 'Up' }, { type: 'Never' }]")
        .replace('actions: { Up:', "actions: { Never: () => [{ name: 'Never', parameters: [] }], Up:"),
    });
    const ran = await folder.run(['conform', never, '--reporter', 'junit']);
    expect(ran.code).toBe(21);
    expect(cases(readXml(ran.out))).toEqual(['count/default: passed', 'every action is taken: incomplete']);
  });
});

describe('a run that fails in another way', () => {
  const ends: readonly (readonly [name: string, argv: () => readonly string[], code: number, rule: string])[] = [
    ['wrong option', () => ['check', 'M.tla', '--bogus'], 1, 'usage'],
    ['wrong value', () => ['check', 'M.tla', '--max-states', 'many'], 1, 'usage'],
    ['wrong command', () => ['chekc', 'M.tla'], 1, 'usage'],
    ['missing file', () => ['check', 'Nowhere.tla'], 1, 'usage'],
    ['syntax', () => ['check', 'P.tla'], 150, 'parse'],
    ['configuration', () => ['check', 'M.tla', '--config', 'Bad.cfg'], 151, 'config'],
    ['evaluation of a binding', () => ['conform', 'nowhere.mjs'], 1, 'usage'],
    ['defect', () => ['conform', bind('undefined', '{ throw new Error("planted"); }')], 70, 'internal'],
  ];
  it.each(ends)('%s', async (_, argv, code, rule) => {
    folder.write({ ...spec('M', counter, OK), ...spec('P', 'Init == x = (0'), 'Bad.cfg': `${OK}INVARIANT Nope\n` });
    // What an earlier run left there must not stand for this one.
    folder.write(Object.fromEntries(NAMES.map((name) => [`out.${name}`, 'passed'])));
    const words = argv();
    const ran = await folder.run([...words, ...NAMES.flatMap((name) => ['--reporter', `${name}=out.${name}`])]);
    expect(ran.code).toBe(code);
    for (const name of NAMES) expect(passes(name, folder.read(`out.${name}`)), name).toBe(false);
    expect(elements(readXml(folder.read('out.junit')), 'error').map((e) => e.attributes.type)).toEqual([rule]);
    expect(folder.read('out.github')).toMatch(new RegExp(`^::error .*%3A ${rule}%3A`));
    const printed = await folder.run([...words, '--reporter', 'junit']);
    expect(passes('junit', printed.out)).toBe(false);
  });

  it('names the place of an error', async () => {
    folder.write(spec('P', 'Init == x = (0'));
    const { out } = await folder.run(['check', 'P.tla', '--reporter', 'github']);
    expect(out).toMatch(/^::error file=P\.tla,line=\d+,col=\d+,title=/);
  });

  it('that was interrupted', async () => {
    folder.write(spec('M', "Init == x = 0\nNext == x' = x + 1", 'INIT Init\nNEXT Next\n'));
    for (const name of NAMES) {
      const ran = await folder.run(['check', 'M.tla', '--reporter', name, '--max-states', '100000'], { interrupted: () => true });
      expect(ran.code).toBe(21);
      expect(passes(name, ran.out), name).toBe(false);
    }
  });

  it('that is ended by force leaves documents that say so', async () => {
    folder.write({ ...spec('M', "Init == x = 0\nNext == x' = x + 1", 'INIT Init\nNEXT Next\n'), 'out.xml': 'passed' });
    let during = '';
    const ran = await folder.run(['check', 'M.tla', '--max-states', '100000', '--reporter', 'github', '--reporter', 'junit=out.xml'], {
      interrupted() {
        during = folder.read('out.xml');
        return true;
      },
    });
    expect(cases(readXml(during))).toEqual(['the run: incomplete']);
    expect(cases(readXml(folder.read('out.xml')))).toEqual(['all reachable states: incomplete', 'no deadlock: incomplete']);
    expect(ran.lastWords?.stdout).toMatch(/^::error title=lockstep check%3A incomplete%3A lockstep check%3A the run::the run did not end/);
    expect(ran.lastWords?.unended).toBe(ran.lastWords?.stdout);
    expect(ran.lastWords?.stderr).toMatch(/^INCOMPLETE interrupted/);
    expect(ran.lastWords?.exitCode).toBe(21);
  });
});

describe('mutants', () => {
  const report = (id: string, verdict: MutantReport['verdict'], control = false): MutantReport => ({
    id,
    title: 'a bug',
    control,
    verdict,
    by: undefined,
    depth: 3,
    models: ['small'],
    states: 9,
    violation: undefined,
    seconds: 1,
    message: 'why',
  });

  it('pass if they are caught, controls if they are not', () => {
    const reports = [
      report('X1', 'killed'),
      report('X2', 'survived'),
      report('X3', 'incomplete'),
      report('C1', 'equivalent', true),
      report('C2', 'killed', true),
    ];
    const { findings } = mutationReport('survived', reports, 'lockstep mutate', (id) => ({ file: `${id}.ts` }));
    expect(
      findings.map((f) =>
        f.verdict === 'failed' || f.verdict === 'error'
          ? [f.name, f.verdict, f.problem.rule, f.problem.places[0]?.file]
          : [f.name, f.verdict],
      ),
    ).toEqual([
      ['X1: a bug', 'passed'],
      ['X2: a bug', 'failed', 'mutant-survived', 'X2.ts'],
      ['X3: a bug', 'error', 'incomplete', 'X3.ts'],
      ['C1: a bug', 'passed'],
      ['C2: a bug', 'failed', 'false-alarm', 'C2.ts'],
    ]);
  });
});

describe('a report that does not fit the exit code', () => {
  const end = (code: number, report?: Report): readonly string[] => {
    let out = '';
    const io = {
      cwd: folder.path,
      columns: 100,
      colors: false,
      live: false,
      out: (text: string) => {
        out += text;
      },
      err: () => {},
      interrupted: () => false,
      lastWords: () => {},
    };
    const reporting = new Reporting(['check', '--reporter', 'junit'], io, '1.0.0', { workspace: undefined, summary: undefined });
    reporting.begin();
    if (report !== undefined) reporting.report(report);
    reporting.end(code);
    return cases(readXml(out));
  };
  const one: Finding = { suite: 'S', name: 'one', seconds: 0, verdict: 'passed' };
  const of = (...findings: readonly Finding[]): Report => ({ findings, claim: '', command: 'lockstep check' });

  it('says so', () => {
    expect(end(0, of(one))).toEqual(['one: passed']);
    expect(end(21, of(one))).toEqual(['one: passed', 'the run: incomplete']);
  });

  it('is none if nothing was checked', () => {
    expect(end(0)).toEqual(['the run: incomplete']);
    expect(end(0, of())).toEqual(['the run: incomplete']);
    expect(end(0, of({ suite: 'S', name: 'one', seconds: 0, verdict: 'undecided', message: 'why' }))).toEqual([
      'one: skipped',
      'the run: incomplete',
    ]);
  });
});
